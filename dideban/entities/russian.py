"""Names in Russian news by slovnet's neural tagger (MIT), whose models natasha carries."""

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from threadpoolctl import threadpool_limits

from schemas.articles import Entity, EntityKind, Field

if TYPE_CHECKING:
    from slovnet import NER

LANGUAGE: Final = "ru"

CONFIDENCE: Final = 0.75
"""Of ten spans about three are wrong or cut differently: span F1 .753 on factRuEval 2016."""

MAX_WINDOW: Final = 4_000
"""Code points tagged at once; the model's work memory grows by about 1 MB for each 1,000."""

MAX_WORD: Final = 100
"""A longer run without a space is no word of a language; the tagger would crawl over it."""

_KINDS: Final[dict[str, EntityKind]] = {
    "PER": "person",
    "LOC": "place",
    "ORG": "organisation",
}
_EMBEDDING: Final = Path("data/emb/navec_news_v1_1B_250K_300d_100q.tar")
_MODEL: Final = Path("data/model/slovnet_ner_news_v1.tar")


class ModelMissingError(RuntimeError):
    """The package natasha, which carries the models, is not installed."""


@cache
def load() -> "NER":
    """Return the tagger, read from disk once; takes about 0.5 s and 145 MB.

    Holds the process's linear algebra to one thread: with two it took 34 ms for what takes 5.

    Raises:
        ModelMissingError: natasha is not installed.
    """
    # With numpy they take 0.15 s, which most commands need not spend.
    from navec import Navec  # noqa: PLC0415
    from slovnet import NER  # noqa: PLC0415

    # Only the files are wanted: importing natasha would read its dictionaries too.
    spec = find_spec("natasha")
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissingError("the models of the Russian tagger come with the package natasha")
    threadpool_limits(limits=1, user_api="blas")
    folder = Path(spec.submodule_search_locations[0])
    tagger = NER.load(str(folder / _MODEL), batch_size=1)
    return tagger.navec(Navec.load(str(folder / _EMBEDDING)))


def recognise(text: str, field: Field, offset: int) -> Iterator[Entity]:
    """Yield the people, places and organisations named in `text`, in order, without ids.

    Spans are moved on by `offset`, the place of `text` in the original `field`. Loads the
    tagger if need be. Time and memory are bounded for any text.
    """
    tagger = load()
    for start, window in _windows(text):
        for span in tagger(window).spans:
            yield Entity(
                kind=_KINDS[span.type],
                surface=window[span.start : span.stop],
                field=field,
                start=offset + start + span.start,
                end=offset + start + span.stop,
                confidence=CONFIDENCE,
            )


def _windows(text: str) -> Iterator[tuple[int, str]]:
    """Yield the pieces worth reading and where they begin, cut at spaces.

    Names have letters: 20,000 lines of one sign each took the tagger 18 s.
    """
    start = 0
    while start < len(text):
        end = start + MAX_WINDOW
        if end < len(text):
            space = text.rfind(" ", start, end)
            end = space if space > start else end
        window = text[start:end]
        if any(map(str.isalpha, window)) and max(map(len, window.split())) <= MAX_WORD:
            yield start, window
        start = end
