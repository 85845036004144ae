"""Says which paragraphs of an article are in which language."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dideban.languages.backends import Backend
from dideban.languages.identify import MIXED, RUNNERS_UP, UNDETERMINED, identify
from schemas.articles import Field, Language, LanguageGuess, LanguagePart, RawArticle

MOST_PARAGRAPHS: Final = 60
"""Paragraphs looked at, so that an article takes milliseconds; the rest inherit."""
PARAGRAPH_HEAD: Final = 200
"""Code points of a paragraph that are looked at: the headlines of the dev set are shorter."""
LEAST_LETTERS: Final = 40
LEAST_LETTERS_ELSEWHERE: Final = 20
"""Letters from which a paragraph speaks for itself: in the script of the whole, in another one."""
LEAST_CONFIDENCE: Final = 0.8
"""Confidence from which it does; a paragraph with less is taken to go on in the same language."""
CLEAR_MAJORITY: Final = 0.6
"""Share of the letters from which the whole is said to be in one language."""
SISTERS: Final = (frozenset({"sr-Latn", "sh"}), frozenset({"id", "ms"}), frozenset({"no", "da"}))
"""Languages that turn into each other from one paragraph to the next; the more frequent wins."""
SYLLABIC: Final = frozenset({"Hani", "Jpan", "Kore"})
SYLLABLE_LETTERS: Final = 3
"""Letters of an alphabet that one of these characters stands for."""

_PARAGRAPH: Final = re.compile(r"\S[^\n\r\u2028\u2029]*")
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of a field and what language it claims for itself, if it does."""

    field: Field
    start: int
    end: int
    letters: int = 0
    claim: Language | None = None


def fields_of(raw: RawArticle) -> tuple[tuple[Field, str], ...]:
    """Return the texts of an article as `divided` takes them, in reading order."""
    return (("title", raw.title), ("summary", raw.summary), ("body", raw.body))


def divided(
    fields: Iterable[tuple[Field, str]],
    *,
    hint: str | None = None,
    backend: Backend | None = None,
) -> Language:
    """Return the language of an article's fields, with parts where there are several languages.

    The language is that of most letters, or `und` with the reason `mixed` where none has a clear
    majority. Parts cover the paragraphs of each field in order; short or doubtful ones go with
    their neighbours. For a text alone, give it as the field `body`. Linear in the text.
    """
    given = [(field, text) for field, text in fields if text]
    whole = identify("\n".join(text for _, text in given), hint=hint, backend=backend)
    paragraphs = _claims(given, whole, hint, backend)
    tags = {claim.tag for paragraph in paragraphs if (claim := paragraph.claim)}
    if not tags:
        return whole
    if len(tags) == 1:
        return whole if whole.tag in tags else _surest(paragraphs)
    return _mixed(whole, _without_gaps(paragraphs))


def _claims(
    given: Sequence[tuple[Field, str]], whole: Language, hint: str | None, backend: Backend | None
) -> list[Paragraph]:
    """Return the paragraphs in order; sister languages have been made one."""
    paragraphs: list[Paragraph] = []
    for field, text in given:
        for match in _PARAGRAPH.finditer(text):
            start, end = match.span()
            if len(paragraphs) >= MOST_PARAGRAPHS:
                rest = len(text.rstrip())
                paragraphs.append(Paragraph(field=field, start=start, end=rest))
                break
            head = text[start : min(end, start + PARAGRAPH_HEAD)]
            language = identify(head, hint=hint, backend=backend)
            paragraph = Paragraph(field=field, start=start, end=end)
            paragraphs.append(_claiming(paragraph, head, language, whole))
    return _as_one(paragraphs)


def _claiming(paragraph: Paragraph, head: str, language: Language, whole: Language) -> Paragraph:
    letters = len(_LETTER.findall(head)) * (paragraph.end - paragraph.start) // len(head)
    if language.script in SYLLABIC:
        letters *= SYLLABLE_LETTERS
    claim = language if _speaks_for_itself(language, letters, whole) else None
    return replace(paragraph, letters=letters, claim=claim)


def _speaks_for_itself(language: Language, letters: int, whole: Language) -> bool:
    least = LEAST_LETTERS if language.script == whole.script else LEAST_LETTERS_ELSEWHERE
    sure = language.confidence >= LEAST_CONFIDENCE
    return language.tag != UNDETERMINED and sure and letters >= least


def _as_one(paragraphs: list[Paragraph]) -> list[Paragraph]:
    letters = _letters(paragraphs)
    for sisters in SISTERS:
        found = sorted(sisters & letters.keys(), key=lambda tag: (-letters[tag], tag))
        if len(found) > 1:
            paragraphs = [
                replace(paragraph, claim=replace(claim, tag=found[0]))
                if (claim := paragraph.claim) and claim.tag in found
                else paragraph
                for paragraph in paragraphs
            ]
    return paragraphs


def _letters(paragraphs: Iterable[Paragraph]) -> Counter[str]:
    letters: Counter[str] = Counter()
    for paragraph in paragraphs:
        if paragraph.claim:
            letters[paragraph.claim.tag] += paragraph.letters
    return letters


def _surest(paragraphs: Iterable[Paragraph]) -> Language:
    claims = [paragraph.claim for paragraph in paragraphs if paragraph.claim]
    return max(claims, key=lambda claim: claim.confidence)


def _without_gaps(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Give each paragraph without a claim that of the one before, the first ones the next's."""
    current = next(paragraph.claim for paragraph in paragraphs if paragraph.claim)
    filled: list[Paragraph] = []
    for paragraph in paragraphs:
        current = paragraph.claim or current
        filled.append(replace(paragraph, claim=current))
    return filled


def _mixed(whole: Language, paragraphs: Sequence[Paragraph]) -> Language:
    parts = _merged(paragraphs)
    letters = _letters(paragraphs)
    total = letters.total()
    shares = [
        LanguageGuess(tag=tag, confidence=letters[tag] / total)
        for tag in sorted(letters, key=lambda tag: (-letters[tag], tag))
    ]
    if shares[0].confidence < CLEAR_MAJORITY:
        return Language(
            tag=UNDETERMINED,
            script=whole.script,
            confidence=shares[0].confidence,
            reason=MIXED,
            runners_up=tuple(shares[:RUNNERS_UP]),
            parts=parts,
        )
    first = max(
        (part for part in parts if part.tag == shares[0].tag), key=lambda part: part.confidence
    )
    return Language(
        tag=first.tag,
        script=first.script,
        confidence=first.confidence,
        runners_up=whole.runners_up if whole.tag == first.tag else (),
        parts=parts,
    )


def _merged(paragraphs: Iterable[Paragraph]) -> tuple[LanguagePart, ...]:
    """Return one part for adjacent paragraphs of one field in one language, as sure as its best."""
    parts: list[LanguagePart] = []
    for paragraph in paragraphs:
        claim = paragraph.claim
        if claim is None:
            continue
        last = parts[-1] if parts else None
        if last and (last.field, last.tag) == (paragraph.field, claim.tag):
            surer = max(last.confidence, claim.confidence)
            parts[-1] = replace(last, end=paragraph.end, confidence=surer)
            continue
        parts.append(
            LanguagePart(
                field=paragraph.field,
                start=paragraph.start,
                end=paragraph.end,
                tag=claim.tag,
                script=claim.script,
                confidence=claim.confidence,
            )
        )
    return tuple(parts)
