"""Everything of a query that has the form `name:something`."""

import re
from collections.abc import Callable
from typing import Final, NoReturn, cast

from dideban.query import meant, values
from dideban.query.canonical import render
from dideban.query.cursor import Cursor
from dideban.query.errors import QueryError
from dideban.query.lexer import WANTS_SOURCES, Kind, Lexeme
from dideban.query.names import Names, closest
from dideban.query.sayings import Saying, says
from dideban.query.shape import disjunction, literal, placed, spread, words_of
from dideban.query.tree import Comparison, Found, Meta, MetaKey, Node, Place, StorySources, Topic
from dideban.query.words import tidy

PLACES: Final = ("title", "lead", "head", "body")
"""Fields that say where words stand."""

_METADATA: Final = ("lang", "source", "site", "country", "author", "entity")
_MODES: Final = ("exact", "cs")
FIELDS: Final = (*PLACES, *_METADATA, "topic", "published", *_MODES, "atleast3", "story.sources")
"""Every field there is; `atleast3` stands for all that count."""

_EXAMPLES: Final = {
    "lang": "fa",
    "source": "irna",
    "site": "irna.ir",
    "country": "IR",
    "author": '"Sara Karimi"',
    "entity": "iso3166:IR",
    "topic": "gas-transfer",
}
_SAMPLE_WORD: Final = "gas"
_AT_LEAST: Final = re.compile(r"atleast([0-9]*)")
MAX_AT_LEAST: Final = 1_000
_WITH_PREFIX: Final = re.compile(r"[A-Za-z0-9]+:\S+")
_ADDRESS: Final = re.compile(r"https?://([\w.-]+)\S*")
_COMMA: Final = re.compile(r"\s*[,،;]\s*")
_BRACES: Final = re.compile(r"[{<>]\S*(?:\s+TO\s+\S+)?")
_STORY: Final = re.compile(r"(>=|<=|>|<|=)([0-9]+)")

type Parse = Callable[[], Node]


def is_modifier(token: Lexeme) -> bool:
    """Tell whether the field token changes how one term is counted or compared."""
    return token.value in _MODES or _AT_LEAST.fullmatch(token.value) is not None


def clause(cursor: Cursor, names: Names, inner: Parse) -> Node:
    """Return the clause of a place, of metadata, of a topic or of a time.

    Raises:
        QueryError: an unknown field, or a value the field cannot have.
    """
    name = cursor.take()
    if name.value == "published":
        return _published(cursor)
    _refuse_end(cursor, name)
    if name.value in PLACES:
        return _place(cursor, name, inner)
    if name.value in _METADATA:
        key = cast("MetaKey", name.value)
        return _values(cursor, name, lambda token: _meta(cursor, key, token))
    if name.value == "topic":
        return _values(cursor, name, lambda token: _topic(cursor, names, token))
    raise _unknown(cursor, name)


def modified(cursor: Cursor, inner: Parse) -> Node:
    """Return the clause of `exact:`, `cs:` or `atleastN:`.

    Raises:
        QueryError: the modifier stands before more than words.
    """
    name = cursor.take()
    if name.value not in _MODES and not _AT_LEAST.fullmatch(name.value):
        raise cursor.fault(name, says("wants_words"), _before_the_count(cursor, name))
    _refuse_end(cursor, name)
    counted = name.value not in _MODES
    count = _count(cursor, name) if counted else 1
    node = inner()
    made = _modified(node, name.value, count)
    if made is None:
        each = spread(node, lambda part: _modified(part, name.value, count))
        fix = f"{cursor.text[: name.start]}({render(each)}){cursor.text[cursor.last.end :]}"
        raise cursor.fault(name, says("wants_words_by_or", field=f"{name.value}:"), fix)
    return made


def _modified(node: Node, field: str, count: int) -> Node | None:
    span = words_of(node)
    if span is None:
        return None
    if field in _MODES:
        return Found(literal(span, cased=field == "cs"))
    return Found(span, at_least=count)


def story(cursor: Cursor, token: Lexeme) -> Node:
    """Return the clause about the sources of the story."""
    parts = _STORY.fullmatch(token.value)
    if parts is None:
        raise cursor.fault(token, WANTS_SOURCES, cursor.instead(token, "story.sources>=3"))
    return StorySources(cast("Comparison", parts[1]), int(parts[2]))


def _before_the_count(cursor: Cursor, name: Lexeme) -> str:
    """Return the query with this field moved before the modifiers that stand before it."""
    modifiers = re.search(r"(?:[\w]+:\s*)+$", cursor.text[: name.start])
    if modifiers is None or name.value not in PLACES:
        return cursor.without(name)
    at = modifiers.start()
    return f"{cursor.text[:at]}{name.value}:{cursor.text[at : name.start]}{cursor.text[name.end :]}"


def _count(cursor: Cursor, name: Lexeme) -> int:
    digits = name.value.removeprefix("atleast")
    count = int(digits) if digits else 0
    if not 1 <= count <= MAX_AT_LEAST:
        fix = cursor.instead(name, "atleast2:" if count == 0 else f"atleast{MAX_AT_LEAST}:")
        expected = says("wants_at_least", form="atleastN:", count=MAX_AT_LEAST)
        raise cursor.fault(name, expected, fix)
    return count


def _refuse_end(cursor: Cursor, name: Lexeme) -> None:
    if cursor.at(Kind.END, Kind.CLOSE, Kind.AND, Kind.OR, Kind.NOT, Kind.LINK):
        fix = cursor.without(name)
        if cursor.at(Kind.END):
            fix = cursor.text.rstrip() + _EXAMPLES.get(name.value, _SAMPLE_WORD)
        if cursor.at(Kind.NOT) and name.value in (*PLACES, *_METADATA):
            sign = cursor.peek
            fix = f"{cursor.text[: name.start]}NOT {name.value}:{cursor.text[sign.end :].lstrip()}"
        expected = says("wants_value_after", field=f"{name.value}:")
        raise cursor.fault(cursor.peek, expected, fix)


def _place(cursor: Cursor, name: Lexeme, inner: Parse) -> Node:
    place = cast("Place", name.value)
    node = inner()
    made = placed(node, place)
    if made is None:
        each = spread(node, lambda part: placed(part, place))
        fix = f"{cursor.text[: name.start]}({render(each)}){cursor.text[cursor.last.end :]}"
        expected = says("wants_words_and_topics", field=f"{name.value}:")
        raise cursor.fault(name, expected, fix)
    return made


def _unknown(cursor: Cursor, name: Lexeme) -> QueryError:
    if address := _ADDRESS.match(cursor.text, name.start):
        fix = f"{cursor.text[: name.start]}site:{address[1]}{cursor.text[address.end() :]}"
        return cursor.fault(name, says("wants_site_field", field="site:"), fix)
    near = meant.field_meant(name.value) or closest(name.value, FIELDS)
    written = cursor.text[name.start : name.end]
    as_words = cursor.instead(name, written[:-1] + " ")
    fix = cursor.instead(name, f"{near}:") if near else as_words
    return cursor.fault(name, says("wants_known_field", fields=FIELDS), fix)


def _values(cursor: Cursor, name: Lexeme, read: Callable[[Lexeme], Node]) -> Node:
    if not cursor.at(Kind.OPEN):
        return read(_value(cursor, name))
    cursor.take()
    found = [read(_value(cursor, name))]
    while cursor.at(Kind.OR):
        cursor.take()
        found.append(read(_value(cursor, name)))
    if not cursor.at(Kind.CLOSE):
        raise _not_a_list(cursor, name)
    cursor.take()
    return disjunction(found)


def _not_a_list(cursor: Cursor, name: Lexeme) -> QueryError:
    token = cursor.peek
    if token.kind is Kind.END:
        fix = cursor.text + ")"
    elif token.kind is Kind.AND:
        fix = cursor.instead(token, "OR")
    else:
        fix = f"{cursor.text[: token.start]}OR {cursor.text[token.start :]}"
    return cursor.fault(token, says("wants_or", field=f"{name.value}:"), fix)


def _value(cursor: Cursor, name: Lexeme) -> Lexeme:
    token = cursor.peek
    if token.kind is Kind.PHRASE and token.value.strip():
        return cursor.take()
    if token.kind not in (Kind.WORD, Kind.FIELD):
        expected = says("wants_value", field=f"{name.value}:")
        raise cursor.fault(token, expected, cursor.without(token))
    first = last = cursor.take()
    while last.kind is Kind.FIELD and cursor.peek.start == last.end and _is_value(cursor.peek):
        last = cursor.take()
    text = cursor.text[first.start : last.end]
    value = Lexeme(Kind.WORD, text, first.start, last.end)
    if _COMMA.search(text):
        several = [part for part in _COMMA.split(text) if part]
        listed = " OR ".join(several)
        fix = cursor.instead(value, f"({listed})" if len(several) > 1 else listed)
        expected = says("wants_one_value", field=f"{name.value}:", form="(… OR …)")
        raise cursor.fault(value, expected, fix)
    return value


def _is_value(token: Lexeme) -> bool:
    return token.kind in (Kind.WORD, Kind.FIELD, Kind.PHRASE)


def _meta(cursor: Cursor, key: MetaKey, token: Lexeme) -> Node:
    text = token.value.strip()
    if key == "lang":
        tag, instead = values.language_tag(text), meant.language_meant(text)
        return Meta(key, _known(cursor, token, tag, says("wants_language"), instead))
    if key == "country":
        code, instead = values.country_code(text), meant.country_meant(text)
        return Meta(key, _known(cursor, token, code, says("wants_country"), instead))
    if key == "site":
        return Meta(key, values.host(text) or _no_host(cursor, token, text))
    if key == "entity" and _WITH_PREFIX.fullmatch(tidy(text)):
        return Meta(key, values.entity_id(tidy(text)) or _no_thing(cursor, token, tidy(text)))
    if "*" in text or not tidy(text):
        expected = says("wants_whole_name", field=f"{key}:")
        raise cursor.fault(token, expected, cursor.instead(token, tidy(text)))
    return Meta(key, tidy(text).lower())


def _no_host(cursor: Cursor, token: Lexeme, text: str) -> NoReturn:
    bare = re.sub(r"^https?:/*|/.*$", "", text).lstrip("*.")
    host = values.host(bare)
    fix = cursor.instead(token, host) if host else _renamed(cursor, token, "source", tidy(bare))
    raise cursor.fault(token, says("wants_site"), fix)


def _no_thing(cursor: Cursor, token: Lexeme, text: str) -> NoReturn:
    fix = cursor.instead(token, meant.entity_meant(text))
    raise cursor.fault(token, says("wants_thing"), fix)


def _renamed(cursor: Cursor, token: Lexeme, field: str, value: str) -> str:
    """Return the query with another field and value where `token` is the value of a field."""
    colon = cursor.text.rfind(":", 0, token.start)
    before = re.sub(r"\w+$", field, cursor.text[:colon])
    return before + cursor.text[colon : token.start] + value + cursor.text[token.end :]


def _known(cursor: Cursor, token: Lexeme, value: str | None, expected: Saying, instead: str) -> str:
    if value is None:
        raise cursor.fault(token, expected, cursor.instead(token, instead))
    return value


def _topic(cursor: Cursor, names: Names, token: Lexeme) -> Node:
    name = token.value.lower()
    if name in names.packs:
        return Topic(name, None, names.packs[name])
    near = closest(name, names.packs)
    packs = tuple(sorted(names.packs))
    words = tidy(name.replace("-", " ").replace("*", ""))
    field_start = cursor.text.rfind(":", 0, token.start) - len("topic")
    as_words = f'{cursor.text[:field_start]}"{words}"{cursor.text[token.end :]}'
    fix = cursor.instead(token, near) if near else as_words
    expected = says("wants_topic", packs=packs) if packs else says("wants_topic_none")
    raise cursor.fault(token, expected, fix)


def _published(cursor: Cursor) -> Node:
    token = cursor.take()
    if token.kind is not Kind.RANGE:
        expected = says("wants_range", example="[-6h TO now]")
        raise cursor.fault(token, expected, _ranged(cursor, token))
    found = values.time_range(token.value)
    if found is None or (found.start is None and found.end is None):
        expected = says("wants_range_ends", ago="-6h", day="2025-12-17")
        raise cursor.fault(token, expected, cursor.instead(token, meant.range_meant(token.value)))
    if values.is_backward(found):
        turned = cursor.instead(token, f"[{' '.join(reversed(token.value.split()))}]")
        raise cursor.fault(token, says("wants_earlier_first"), turned)
    return found


def _ranged(cursor: Cursor, token: Lexeme) -> str:
    after = cursor.text[token.start :]
    written = _BRACES.match(after) or re.match(r"[^\s()]*", after)
    word = written[0] if written else ""
    return f"{cursor.text[: token.start]}{meant.range_meant(word)}{after[len(word) :]}"
