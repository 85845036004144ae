"""Normalises an article: each paragraph for reading and for matching, with exact offset maps."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dideban.text import analyser, offsets
from dideban.text.tokens import Token
from schemas.articles import Field, LanguagePart, MappedText, NormalizedText, Passage

_LINE: Final = re.compile(r"[^\r\n\u2028\u2029]+")

type Stretch = tuple[int, int, str]
"""`text[start:end]` and its language (BCP 47)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeText:
    """A plain text for reading and for matching; maps and tokens lead into the text as given.

    `display` has every line end and space between the paragraphs where the author put it;
    `match` is the folded tokens joined by one space.
    """

    display: MappedText
    match: MappedText
    tokens: tuple[Token, ...]


def normalize(
    title: str,
    summary: str,
    body: str,
    language: str,
    parts: Sequence[LanguagePart] = (),
) -> NormalizedText:
    """Return the passages of an article: title, summary, then the paragraphs of the body.

    Every field is parted at line ends; blank lines give no passage. Maps lead to positions in
    the whole field. Nothing the author wrote is missing from the display text. Of an article in
    several languages, `parts` says which paragraphs are not in its main `language`.
    """
    fields: tuple[tuple[Field, str], ...] = (("title", title), ("summary", summary), ("body", body))
    tags = {language, *(part.tag for part in parts)}
    document = f"{title}\n{summary}\n{body}"
    spaced = any(analyser.writes_spaces(document, tag) for tag in tags)
    return NormalizedText(
        passages=tuple(
            _passage(field, text, (start, end), language, parts, spaced=spaced)
            for field, text in fields
            for start, end in _paragraphs(text)
        )
    )


def passage_tokens(passage: Passage, original_field: str, language: str) -> list[Token]:
    """Return the tokens of a passage's display text, with spans in the original field.

    `language` is the article's; a passage in another is read in its own.
    """
    return analyser.mapped_tokens(passage.display, original_field, passage.language or language)


def normalize_text(text: str, stretches: Iterable[Stretch]) -> WholeText:
    """Return a whole text normalised paragraph by paragraph, each as articles in its language.

    `stretches` ascend and do not overlap; what stands outside them is kept in the display text
    as it is and gives no tokens. Sentences are numbered through.
    """
    shown: list[str] = []
    tokens: list[Token] = []
    builder = offsets.MapBuilder()
    builder.add(0, 0)
    done = length = sentence = 0
    for start, end, language, display in _displayed(text, stretches):
        shown += (text[done:start], display.text)
        length += start - done
        for here, original in display.map:
            builder.add(length + here, original)
        length += len(display.text)
        builder.add(length, end)
        found = analyser.mapped_tokens(display, text, language)
        tokens += _moved_on(found, sentence) if sentence else found
        sentence = tokens[-1].sentence + 1 if tokens else 0
        done = end
    shown.append(text[done:])
    display = MappedText(text="".join(shown), map=builder.build())
    return WholeText(display=display, match=_match_text(tokens), tokens=tuple(tokens))


def _displayed(
    text: str, stretches: Iterable[Stretch]
) -> Iterator[tuple[int, int, str, MappedText]]:
    for first, last, language in stretches:
        stretch = text[first:last]
        spaced = analyser.writes_spaces(stretch, language)
        for start, end in _paragraphs(stretch):
            readable = analyser.readable(stretch[start:end], language, spaced=spaced)
            moved = offsets.shifted(readable.map, first + start)
            yield first + start, first + end, language, MappedText(text=readable.text, map=moved)


def _moved_on(tokens: list[Token], by: int) -> list[Token]:
    return [
        Token(each.text, each.folded, each.stem, each.start, each.end, each.sentence + by)
        for each in tokens
    ]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            yield start, start + len(stripped)


def _other(parts: Sequence[LanguagePart], field: Field, at: int, language: str) -> str | None:
    """Return the language at a place of a field, where it is not the article's."""
    for part in parts:
        if part.field == field and part.start <= at < part.end:
            return part.tag if part.tag != language else None
    return None


def _passage(
    field: Field,
    text: str,
    span: tuple[int, int],
    main: str,
    parts: Sequence[LanguagePart],
    *,
    spaced: bool,
) -> Passage:
    start, end = span
    other = _other(parts, field, start, main)
    language = other or main
    readable = analyser.readable(text[start:end], language, spaced=spaced)
    display = MappedText(text=readable.text, map=offsets.shifted(readable.map, start))
    return Passage(
        field=field,
        start=start,
        end=end,
        display=display,
        match=_match_text(analyser.mapped_tokens(display, text, language)),
        language=other,
    )


def _match_text(tokens: list[Token]) -> MappedText:
    """Join the folded tokens by one space; each begins and ends where its word does."""
    builder = offsets.MapBuilder()
    position, ahead = 0, None
    for _, folded, _, start, end, _ in tokens:
        after = position + len(folded)
        if start - position != ahead:
            builder.add(position, start)
        ahead = start - position
        if end - after != ahead:
            builder.add(after, end)
            ahead = end - after
        position = after + 1
    return MappedText(text=" ".join([token.folded for token in tokens]), map=builder.build())
