"""The trained model of half-spaces: its file, and the weights and lists it holds."""

import lzma
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import accumulate
from typing import Annotated, Final

import msgspec

from dideban.text.evidence import Cuts, Evidence, Roles, Seen
from dideban.text.lexicon import ZWNJ, Lexicon

FILE: Final = "half_space.json.xz"
_SCALE: Final = 100
"""Weights are kept as whole hundredths: more digits changed no decision."""

type Weights = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scale:
    """Weights of traits in hundredths, and where the balance stands without any."""

    weights: Annotated[dict[str, int], "by trait"]
    bias: int = 0

    def score(self, traits: Iterable[str]) -> float:
        """Return the log-odds that the traits speak for."""
        get = self.weights.get
        total = self.bias
        for trait in traits:
            total += get(trait, 0)
        return total / _SCALE


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What `make models` writes; words are look-up keys that hold their half-spaces."""

    in_word: Scale
    wavering: Scale
    between: Scale
    seen: dict[str, int]
    """How often a word was printed, in the way it mostly was."""
    apart: dict[str, int]
    """How often two words were printed with a space between that are also known as one."""
    listed: list[str]
    """Words of two lists; dideban/models/half_space.md names them."""


def pack(model: Model) -> bytes:
    """Return the file's bytes; the same model gives the same bytes."""
    plain = msgspec.json.encode(model)
    return lzma.compress(plain, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, preset=9)


def unpack(data: bytes) -> Model:
    """Return the model of a file's bytes.

    Raises:
        ValueError: these are not the bytes of a model.
    """
    try:
        return msgspec.json.decode(lzma.decompress(data), type=Model)
    except (lzma.LZMAError, msgspec.DecodeError) as error:
        raise ValueError(f"no model of half-spaces: {error}") from error


def load() -> Model:
    """Read the shipped model; half_space.restorer keeps what is needed of it."""
    return unpack((files("dideban.models") / FILE).read_bytes())


def evidence(words: Lexicon, model: Model) -> Evidence:
    """Return everything known, of the word list and the model together."""
    seen: dict[str, Seen] = {}
    parts: dict[str, int] = {}
    for word, count in model.seen.items():
        letters, cuts = _parted(word)
        seen[letters] = Seen(cuts, count)
        for part in word.split(ZWNJ):
            parts[part] = parts.get(part, 0) + count
    listed = frozenset(word for word in model.listed if ZWNJ not in word)
    cuts_listed = dict(_parted(word) for word in model.listed if ZWNJ in word)
    apart = {_pair(words_apart): count for words_apart, count in model.apart.items()}
    roles = _roles(model.seen)
    compounding = _compounding(words, cuts_listed)
    return Evidence(words, seen, parts, apart, listed, cuts_listed, roles, compounding)


def _roles(seen: Mapping[str, int]) -> dict[str, Roles]:
    alone: Counter[str] = Counter()
    first: Counter[str] = Counter()
    later: Counter[str] = Counter()
    for word, count in seen.items():
        begin, *rest = word.split(ZWNJ)
        (first if rest else alone)[begin] += count
        for piece in rest:
            later[piece] += count
    return {
        piece: Roles(alone[piece], first[piece], later[piece]) for piece in {*alone, *first, *later}
    }


def _compounding(words: Lexicon, listed: Mapping[str, Cuts]) -> dict[str, tuple[int, int]]:
    parted = {letters: compound.cuts for letters, compound in words.compounds.items()}
    parted.update(listed)
    begins = Counter(letters[: cuts[0]] for letters, cuts in parted.items())
    ends = Counter(letters[cuts[-1] :] for letters, cuts in parted.items())
    return {piece: (begins[piece], ends[piece]) for piece in {*begins, *ends}}


def _parted(word: str) -> tuple[str, Cuts]:
    """Return a key without its half-spaces, and where they stood; a plain key is itself."""
    if ZWNJ not in word:
        return word, ()
    pieces = word.split(ZWNJ)
    return "".join(pieces), tuple(accumulate(map(len, pieces[:-1])))


def _pair(words: str) -> tuple[str, str]:
    left, _, right = words.partition(" ")
    return left, right
