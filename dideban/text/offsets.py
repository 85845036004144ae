"""Offset maps: where each position of a changed text stood in the text it was made from."""

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

type OffsetMap = tuple[tuple[int, int], ...]
"""Breakpoints (position here, position in the original), ascending; see schemas MappedText."""

IDENTITY: Final[OffsetMap] = ((0, 0),)


def to_original(mapping: Sequence[tuple[int, int]], position: int) -> int:
    """Return where `position` of the changed text stood in the original.

    A position before the first breakpoint leads to that breakpoint's original. Logarithmic in
    the number of breakpoints.
    """
    index = bisect_right(mapping, position, key=_here) - 1
    if index < 0:
        return mapping[0][1]
    here, original = mapping[index]
    moved = original + position - here
    if index + 1 < len(mapping):
        return min(moved, mapping[index + 1][1])
    return moved


def compose(outer: Sequence[tuple[int, int]], inner: Sequence[tuple[int, int]]) -> OffsetMap:
    """Return the map of a text changed twice: `outer` leads to the text that `inner` maps on.

    Breakpoints of `inner` that fall inside a run of `outer` become breakpoints of the result.
    """
    builder = MapBuilder()
    for index, (here, middle) in enumerate(outer):
        last = index + 1 == len(outer)
        end = None if last else min(outer[index + 1][1], middle + outer[index + 1][0] - here)
        builder.add(here, to_original(inner, middle))
        start = bisect_right(inner, middle, key=_here)
        for inner_here, inner_original in inner[start:]:
            if end is not None and inner_here >= end:
                break
            builder.add(here + inner_here - middle, inner_original)
        if end is not None and end - 1 > middle:  # a run that stands still does so up to its end
            builder.add(here + end - 1 - middle, to_original(inner, end - 1))
        if end is not None and end - middle < outer[index + 1][0] - here:
            builder.add(here + end - middle, to_original(inner, end))
    return builder.build()


def shifted(mapping: Sequence[tuple[int, int]], by: int) -> OffsetMap:
    """Return `mapping` leading `by` code points further on in the original."""
    return tuple([(here, original + by) for here, original in mapping]) if by else tuple(mapping)


def parted(
    mapping: Sequence[tuple[int, int]], spans: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, OffsetMap]]:
    """Yield for each span of the original where it starts and ends here, and the map of it alone.

    The spans ascend and do not meet, and begin where nothing is left out; each map starts at
    (0, 0). Linear in both together.
    """
    step, last = 0, len(mapping) - 1
    for start, end in spans:
        while step < last and mapping[step + 1][1] <= start:
            step += 1
        here, original = mapping[step]
        first, points = here + start - original, [(0, 0)]
        while step < last and mapping[step + 1][1] <= end:
            step += 1
            here, original = mapping[step]
            points.append((here - first, original - start))
        yield first, here + end - original, tuple(points)


class MapBuilder:
    """Collects breakpoints in ascending order and keeps only those that change the course."""

    def __init__(self) -> None:
        self._points: list[tuple[int, int]] = []

    def add(self, here: int, original: int) -> None:
        """Say that position `here` stood at `original`; a later word on one position wins."""
        points = self._points
        if points and points[-1][0] == here:
            points.pop()
        if points:
            last_here, last_original = points[-1]
            if original - last_original == here - last_here and not self._held_back(original):
                return
        points.append((here, original))

    def build(self) -> OffsetMap:
        """Return the breakpoints; of an unchanged text the identity."""
        return tuple(self._points) or IDENTITY

    def _held_back(self, original: int) -> bool:
        return original < self._points[-1][1]


def _here(point: tuple[int, int]) -> int:
    return point[0]


def followed(mapping: Sequence[tuple[int, int]], positions: Sequence[int]) -> list[int]:
    """Return where each of the `positions` stood in the original; they must not descend.

    Linear in both together.
    """
    found: list[int] = []
    for (here, original), (end, bound) in pairwise((*mapping, _NO_STEP)):
        done, by = len(found), original - here
        found += [position + by for position in positions[done : bisect_left(positions, end, done)]]
        beyond = len(found)
        while beyond > done and found[beyond - 1] > bound:
            beyond -= 1
            found[beyond] = bound
    return found


_NO_STEP: Final = (sys.maxsize, sys.maxsize)
