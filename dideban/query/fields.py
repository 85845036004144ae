"""Everything of a query that has the form `name:something`."""

import re
from collections.abc import Callable
from typing import Final, cast

from dideban.query import values
from dideban.query.cursor import Cursor
from dideban.query.errors import QueryError
from dideban.query.lexer import Kind, Lexeme
from dideban.query.names import Names, closest
from dideban.query.shape import disjunction, literal, placed, words_of
from dideban.query.tree import Comparison, Found, Meta, MetaKey, Node, Place, StorySources, Topic
from dideban.query.words import tidy

_PLACES: Final = ("title", "lead", "body")
_METADATA: Final = ("lang", "source", "site", "country", "author", "entity")
_MODES: Final = ("exact", "cs")
_FIELDS: Final = (*_PLACES, *_METADATA, *_MODES, "topic", "published", "atleast3", "story.sources")
_AT_LEAST: Final = re.compile(r"atleast([0-9]*)")
_MAX_AT_LEAST: Final = 1_000
_WITH_PREFIX: Final = re.compile(r"[a-z0-9]+:\S+")
_ADDRESS: Final = re.compile(r"https?://([\w.-]+)\S*")
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
    if name.value in _PLACES:
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
        raise cursor.fault(name, "a word or a phrase", cursor.without(name))
    _refuse_end(cursor, name)
    span = words_of(inner())
    if span is None:
        raise cursor.fault(name, f"words joined by OR after {name.value}:", cursor.without(name))
    if name.value in _MODES:
        return Found(literal(span, cased=name.value == "cs"))
    return Found(span, at_least=_count(cursor, name))


def story(cursor: Cursor, token: Lexeme) -> Node:
    """Return the clause about the sources of the story."""
    parts = _STORY.fullmatch(token.value)
    if parts is None:
        raise cursor.fault(token, "story.sources>=3", cursor.instead(token, "story.sources>=3"))
    return StorySources(cast("Comparison", parts[1]), int(parts[2]))


def _count(cursor: Cursor, name: Lexeme) -> int:
    digits = name.value.removeprefix("atleast")
    count = int(digits) if digits else 0
    if not 1 <= count <= _MAX_AT_LEAST:
        fix = cursor.instead(name, "atleast2:" if count == 0 else f"atleast{_MAX_AT_LEAST}:")
        raise cursor.fault(name, f"atleastN: with N from 1 to {_MAX_AT_LEAST:,}", fix)
    return count


def _refuse_end(cursor: Cursor, name: Lexeme) -> None:
    if cursor.at(Kind.END, Kind.CLOSE, Kind.AND, Kind.OR, Kind.NOT, Kind.LINK):
        fix = cursor.without(name)
        if cursor.at(Kind.NOT) and name.value in (*_PLACES, *_METADATA):
            sign = cursor.peek
            fix = f"{cursor.text[: name.start]}NOT {name.value}:{cursor.text[sign.end :].lstrip()}"
        raise cursor.fault(cursor.peek, f"a value right after {name.value}:", fix)


def _place(cursor: Cursor, name: Lexeme, inner: Parse) -> Node:
    node = placed(inner(), cast("Place", name.value))
    if node is None:
        expected = f"only words and topics inside {name.value}:, other fields beside it"
        raise cursor.fault(name, expected, cursor.without(name))
    return node


def _unknown(cursor: Cursor, name: Lexeme) -> QueryError:
    if address := _ADDRESS.match(cursor.text, name.start):
        fix = f"{cursor.text[: name.start]}site:{address[1]}{cursor.text[address.end() :]}"
        return cursor.fault(name, "site: before a host, or quotes around an address", fix)
    near = closest(name.value, _FIELDS)
    written = cursor.text[name.start : name.end]
    as_words = cursor.instead(name, written[:-1] + " ")
    fix = cursor.instead(name, f"{near}:") if near else as_words
    known = ", ".join((*_PLACES, *_METADATA, "topic", "published"))
    return cursor.fault(name, f"a known field ({known})", fix)


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
    return cursor.fault(token, f"OR or ) between the values of {name.value}:", fix)


def _value(cursor: Cursor, name: Lexeme) -> Lexeme:
    token = cursor.peek
    if token.kind is Kind.PHRASE and token.value.strip():
        return cursor.take()
    if token.kind not in (Kind.WORD, Kind.FIELD):
        raise cursor.fault(token, f"a value of {name.value}:", cursor.without(token))
    first = last = cursor.take()
    while last.kind is Kind.FIELD and cursor.peek.start == last.end and _is_value(cursor.peek):
        last = cursor.take()
    return Lexeme(Kind.WORD, cursor.text[first.start : last.end], first.start, last.end)


def _is_value(token: Lexeme) -> bool:
    return token.kind in (Kind.WORD, Kind.FIELD, Kind.PHRASE)


def _meta(cursor: Cursor, key: MetaKey, token: Lexeme) -> Node:
    text = token.value.strip()
    if key == "lang":
        tag = values.language_tag(text)
        instead = values.language_meant(text)
        return Meta(key, _known(cursor, token, tag, "a language tag such as fa or ru", instead))
    if key == "country":
        code = values.country_code(text)
        instead = values.country_meant(text)
        return Meta(key, _known(cursor, token, code, "a country code such as IR or TR", instead))
    if key == "site":
        bare = re.sub(r"^https?:/*|/.*$", "", text)
        instead = values.host(bare) or f"{tidy(bare).replace(' ', '').replace('*', '')}.com"
        return Meta(
            key, _known(cursor, token, values.host(text), "a host such as tass.ru", instead)
        )
    if key == "entity" and _WITH_PREFIX.fullmatch(text):
        return Meta(key, text)
    if "*" in text or not tidy(text):
        raise cursor.fault(token, f"a whole name after {key}:", cursor.instead(token, tidy(text)))
    return Meta(key, tidy(text).lower())


def _known(cursor: Cursor, token: Lexeme, value: str | None, expected: str, instead: str) -> str:
    if value is None:
        raise cursor.fault(token, expected, cursor.instead(token, instead))
    return value


def _topic(cursor: Cursor, names: Names, token: Lexeme) -> Node:
    name = token.value.lower()
    if name in names.packs:
        return Topic(name, None, names.packs[name])
    near = closest(name, names.packs)
    known = ", ".join(sorted(names.packs)) or "none is installed"
    words = tidy(name.replace("-", " ").replace("*", ""))
    field_start = cursor.text.rfind(":", 0, token.start) - len("topic")
    as_words = f'{cursor.text[:field_start]}"{words}"{cursor.text[token.end :]}'
    fix = cursor.instead(token, near) if near else as_words
    raise cursor.fault(token, f"a topic pack ({known})", fix)


def _published(cursor: Cursor) -> Node:
    token = cursor.take()
    if token.kind is not Kind.RANGE:
        raise cursor.fault(token, "[from TO to], as in [-6h TO now]", _ranged(cursor, token))
    found = values.time_range(token.value)
    if found is None or (found.start is None and found.end is None):
        expected = "[from TO to] with -6h, now, 2025-12-17 or * at either end, not * at both"
        raise cursor.fault(token, expected, cursor.instead(token, "[-24h TO now]"))
    return found


def _ranged(cursor: Cursor, token: Lexeme) -> str:
    after = cursor.text[token.start :]
    word = after.split()[0].rstrip(")") if after.split() else ""
    start = word if values.time_range(f"{word} TO now") else "-24h"
    return f"{cursor.text[: token.start]}[{start} TO now]{after[len(word) :]}"
