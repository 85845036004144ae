"""MinHash signatures of word sequences, the same on every machine and in every process.

Broder 1997, "On the resemblance and containment of documents"; bands after Leskovec, Rajaraman
and Ullman, "Mining of Massive Datasets", section 3.4.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

type Hashes = npt.NDArray[np.uint64]

SIGNATURE_LENGTH: Final = 96
BANDS: Final = 16
ROWS: Final = 3
"""Texts that share half of their shingles meet in a band with probability .88, those that share
three quarters with .9998, those that share a twentieth with .002; pairs of marks are keys too."""

SHINGLE_WORDS: Final = 3
SIGNATURE_DTYPE: Final = "<u4"

_CHUNK: Final = 4096
"""Shingles hashed at once; bounds the work array to 3 MB whatever the text."""


def shingles(words: Sequence[str]) -> Hashes:
    """Return the distinct hashes of all runs of three words; of a shorter text, of the whole."""
    if not words:
        return np.empty(0, dtype=np.uint64)
    known: dict[str, int] = {}
    for word in words:
        if word not in known:
            known[word] = _hash(word)
    values = np.fromiter((known[word] for word in words), dtype=np.uint64, count=len(words))
    runs = max(1, len(words) - SHINGLE_WORDS + 1)
    mixed = np.zeros(runs, dtype=np.uint64)
    for offset in range(min(SHINGLE_WORDS, len(words))):
        mixed = _mix(mixed + values[offset : offset + runs])
    return np.unique(mixed)


def signature(distinct: Hashes) -> bytes:
    """Return the signature: for each of 96 orders the smallest hash, as little-endian u32.

    Of no shingles it is empty.
    """
    if not distinct.size:
        return b""
    smallest = np.full(SIGNATURE_LENGTH, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, distinct.size, _CHUNK):
        chunk = distinct[start : start + _CHUNK]
        ordered = _mix(chunk[:, None] ^ _seeds()[None, :])
        np.minimum(smallest, ordered.min(axis=0), out=smallest)
    return (smallest >> np.uint64(32)).astype(SIGNATURE_DTYPE).tobytes()


def bands(of_signature: bytes, language: str) -> tuple[int, ...]:
    """Return a signed 64-bit key for each band; texts of a language that share one may be alike."""
    width = ROWS * np.dtype(SIGNATURE_DTYPE).itemsize
    return tuple(
        key_of(
            of_signature[band * width : (band + 1) * width],
            f"{language}:{band}".encode()[:64],
        )
        for band in range(BANDS if of_signature else 0)
    )


def key_of(value: bytes, key: bytes) -> int:
    """Return the keyed hash of a value as a signed integer of 64 bits, as databases have them."""
    digest = hashlib.blake2b(value, digest_size=8, key=key).digest()
    return int.from_bytes(digest, "big", signed=True)


def similarity(left: bytes, right: bytes) -> float:
    """Return the estimated share (0 to 1) of shingles two texts have in common (Jaccard).

    The standard error is at most .051. A text without words resembles nothing.
    """
    if not left or len(left) != len(right):
        return 0.0
    equal = np.frombuffer(left, SIGNATURE_DTYPE) == np.frombuffer(right, SIGNATURE_DTYPE)
    return float(equal.mean())


def _hash(word: str) -> int:
    encoded = word.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(encoded, digest_size=8).digest(), "little")


def _mix(values: Hashes) -> Hashes:
    """Scatter the bits (the finaliser of splitmix64, Steele, Lea and Flood 2014)."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@cache
def _seeds() -> Hashes:
    values = [_hash(f"minhash {index}") for index in range(SIGNATURE_LENGTH)]
    return np.array(values, dtype=np.uint64)
