"""The fingerprint of an article: what is kept of it to know the same news again."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from dideban.stories import keys, minhash, rarity, sourcing
from dideban.stories.marks import LANGUAGES, NO_MARKS, Marks, Told, concepts, marks_of
from dideban.text.normalizer import passage_tokens
from dideban.text.tokens import Token
from schemas.articles import DateMention, Entity, Field, NormalizedText, RawArticle

MIN_WORDS: Final = 5
"""Shorter texts («Weather forecast») come back with other news, so they tell no story apart."""

MAX_NUMBERS: Final = 256
MAX_TITLE_STEMS: Final = 64
MAX_WORDS_READ: Final = 400
"""Words in which it is sought who says it; an agency stands at the head or the foot of news."""

_NUMBER: Final = re.compile(r"\d+(?:[.,٫٬]\d+)*")


class FingerprintError(ValueError):
    """The bytes are no fingerprint of this version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What is kept of an article.

    `exact` hashes the folded words of title and text, `title` those of the title; `signature`
    measures how alike two texts are, empty where there is too little text to tell; `shingles` the
    number of distinct ones; `numbers` as ASCII with a point, `title_stems` the stems of the title.
    Since version 2: `marks` are what is said alike in every language; `said` is what
    `sourcing.said_in` found, and `teller` who tells it. A fingerprint of version 1 has none of
    these. Until version 2 the keys stood in the bytes too, which they follow from.
    """

    version: Literal[1, 2, 3] = 3
    article_id: str
    revision: str
    source: str
    language: str
    exact: str
    title: str
    signature: bytes
    shingles: int
    numbers: frozenset[str]
    title_stems: frozenset[str]
    marks: Marks = NO_MARKS
    said: frozenset[str] = frozenset()
    teller: str = ""

    @property
    def told_by(self) -> str:
        """Who tells it: an agency's id, or the source."""
        return self.teller or self.source

    @property
    def keys(self) -> frozenset[int]:
        """Integers of 64 bits; articles of one event have some in common, others hardly ever.

        The bands of the text, pairs of marks and of long words of the title, rare words and
        names: at most 66.
        """
        if not self.signature:
            return frozenset()
        words = keys.word_keys(self.title_stems, self.language)
        bands = minhash.bands(self.signature, self.language)
        rare = keys.rare_keys(self.marks, self.language)
        return frozenset((*bands, *keys.keys_of(self.marks), *words, *rare))

    def to_bytes(self) -> bytes:
        """Return the fingerprint as bytes (MessagePack), the same for the same fingerprint."""
        return _ENCODER.encode(self)

    @classmethod
    def from_bytes(cls, value: bytes) -> "Fingerprint":
        """Return the fingerprint that `value` holds.

        Raises:
            FingerprintError: the bytes are no fingerprint, or of an unknown version.
        """
        try:
            return msgspec.msgpack.decode(value, type=cls)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise FingerprintError(f"not a fingerprint: {error}") from error


_ENCODER: Final = msgspec.msgpack.Encoder(order="deterministic")


def fingerprint_of(
    raw: RawArticle,
    text: NormalizedText,
    language: str,
    entities: Iterable[Entity] = (),
    dates: Iterable[DateMention] = (),
) -> Fingerprint:
    """Return the fingerprint of an article written in `language` (BCP 47).

    Of `entities` only those that the knowledge base knows count. The summary counts only where
    there is no body, since some feeds repeat the text in it and others leave it out. Linear in the
    length of the text.
    """
    originals: dict[Field, str] = {
        "title": raw.title,
        "summary": raw.summary,
        "body": raw.body,
    }
    main: Field = "body" if any(p.field == "body" for p in text.passages) else "summary"
    title: list[Token] = []
    rest: list[Token] = []
    for passage in text.passages:
        if passage.field in {"title", main}:
            words = title if passage.field == "title" else rest
            words.extend(passage_tokens(passage, originals[passage.field], language))
    told = len(title) + len(rest) >= MIN_WORDS
    distinct = minhash.shingles([token.stem for token in (*title, *rest)])
    signature = minhash.signature(distinct) if told else b""
    fields = (
        Told(field="title", text=raw.title, words=title),
        Told(field=main, text=originals[main], words=rest),
    )
    marks = marks_of(fields, language, entities, dates) if told else NO_MARKS
    whole = [*title, *rest][:MAX_WORDS_READ]
    return Fingerprint(
        article_id=raw.article_id,
        revision=raw.revision,
        source=raw.source,
        language=language,
        exact=_exact((*title, *rest)) if told else _alone(raw),
        title=_exact(title),
        signature=signature,
        shingles=len(distinct),
        numbers=_numbers((raw.title, originals[main])),
        title_stems=frozenset([token.stem for token in title][:MAX_TITLE_STEMS]),
        marks=marks,
        said=sourcing.said_in(whole, language),
        teller=sourcing.teller(raw.source, whole, language),
    )


def load() -> None:
    """Read the tables of every language now, so that no article waits for them; idempotent."""
    for language in LANGUAGES:
        concepts(language)
        sourcing.load(language)
    rarity.load()


def similarity(left: Fingerprint, right: Fingerprint) -> float:
    """Return the estimated share (0 to 1) of shingles that both have; 0 across languages."""
    if left.language != right.language:
        return 0.0
    return minhash.similarity(left.signature, right.signature)


def containment(left: Fingerprint, right: Fingerprint) -> float:
    """Return the estimated share (0 to 1) of the shorter article that the longer one has."""
    shared = similarity(left, right)
    shorter = min(left.shingles, right.shingles)
    if not shared or not shorter:
        return 0.0
    common = shared * (left.shingles + right.shingles) / (1 + shared)
    return min(1.0, common / shorter)


def _exact(words: Iterable[Token]) -> str:
    joined = " ".join(token.folded for token in words)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _alone(raw: RawArticle) -> str:
    whole = f"{raw.article_id}\0{raw.revision}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:32]


def _numbers(texts: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for text in texts:
        for match in _NUMBER.finditer(text):
            found.add(_ascii(match[0]))
            if len(found) == MAX_NUMBERS:
                return frozenset(found)
    return frozenset(found)


def _ascii(number: str) -> str:
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else "." for c in number)
