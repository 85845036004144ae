"""Normalises an article: each paragraph for reading and for matching, with exact offset maps."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final

from dideban.text import analyser, offsets
from dideban.text.persian import Habit
from dideban.text.tokens import Token
from schemas.articles import Field, LanguagePart, MappedText, NormalizedText, Passage

_PARAGRAPH: Final = re.compile(r"\S(?:[^\r\n\u2028\u2029]*\S)?")

type Span = tuple[int, int]
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
    habit = next(filter(None, (analyser.habit_of(document, tag) for tag in sorted(tags))), None)
    passages: list[Passage] = []
    for field, text in fields:
        for other, spans in _in_one_language(_paragraphs(text), field, language, parts):
            passages += _passages(field, text, spans, language, other, habit)
    return NormalizedText(passages=tuple(passages))


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
    for start, end, language in stretches:
        stretch = text[start:end]
        display = analyser.readable(stretch, language)
        shown += (text[done:start], display.text)
        length += start - done
        for here, original in display.map:
            builder.add(length + here, start + original)
        length += len(display.text)
        builder.add(length, end)
        found = analyser.mapped_tokens(display, stretch, language)
        tokens += _moved_on(found, start, sentence) if start or sentence else found
        sentence = tokens[-1].sentence + 1 if tokens else 0
        done = end
    shown.append(text[done:])
    display = MappedText(text="".join(shown), map=builder.build())
    return WholeText(display=display, match=_match_text(tokens), tokens=tuple(tokens))


def _moved_on(tokens: list[Token], by: int, sentences: int) -> list[Token]:
    return [
        Token(text, folded, stem, start + by, end + by, sentence + sentences)
        for text, folded, stem, start, end, sentence in tokens
    ]


def _paragraphs(text: str) -> list[Span]:
    return [match.span() for match in _PARAGRAPH.finditer(text)]


def _in_one_language(
    paragraphs: list[Span], field: Field, main: str, parts: Sequence[LanguagePart]
) -> Iterator[tuple[str | None, list[Span]]]:
    """Group paragraphs that follow each other by their language where it is not the main one."""
    if paragraphs and not parts:
        yield None, paragraphs
        return
    ahead = sorted((p.start, p.end, p.tag) for p in parts if p.field == field)[::-1]

    def other(paragraph: Span) -> str | None:
        start, _ = paragraph
        while ahead and ahead[-1][1] <= start:
            ahead.pop()
        inside = ahead and ahead[-1][0] <= start and ahead[-1][2] != main
        return ahead[-1][2] if inside else None

    for tag, group in groupby(paragraphs, other):
        yield tag, list(group)


def _passages(
    field: Field,
    text: str,
    paragraphs: Sequence[Span],
    main: str,
    other: str | None,
    habit: Habit | None,
) -> Iterator[Passage]:
    """Yield paragraphs in one language: read at one go, then parted."""
    first, last = paragraphs[0][0], paragraphs[-1][1]
    language, stretch = other or main, text[first:last]
    display = analyser.readable(stretch, language, habit=habit)
    tokens = analyser.mapped_tokens(display, stretch, language)
    parted = offsets.parted(display.map, [(a - first, b - first) for a, b in paragraphs])
    begun = 0
    for (start, end), (shown, ends, steps) in zip(paragraphs, parted, strict=True):
        ended = bisect_left(tokens, end - first, begun, key=_START)
        yield Passage(
            field=field,
            start=start,
            end=end,
            display=MappedText(text=display.text[shown:ends], map=offsets.shifted(steps, start)),
            match=_match_text(tokens[begun:ended], first),
            language=other,
        )
        begun = ended


_START: Final = itemgetter(3)


def _match_text(tokens: Sequence[Token], by: int = 0) -> MappedText:
    """Join the folded tokens by one space; each begins and ends where its word does, `by` on."""
    points: list[tuple[int, int]] = []
    position, ahead = 0, None
    for _, folded, _, start, end, _ in tokens:
        after = position + len(folded)
        if start - position != ahead:
            points.append((position, start + by))
        ahead = start - position
        if end - after != ahead:
            points.append((after, end + by))
            ahead = end - after
        position = after + 1
    text = " ".join([folded for _, folded, *_ in tokens])
    return MappedText(text=text, map=tuple(points) or offsets.IDENTITY)
