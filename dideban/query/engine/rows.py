"""Rows of plans under their rarest atom, in sorted arrays with the newest rows behind them.

A plan is kept as one row for each pair of an atom of its rarest clause (the key) and one of its
second rarest (the check); everything else it requires is a condition of the row.
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dideban.query.engine.atoms import ALWAYS, Atoms, Clause
from dideban.query.engine.conditions import Conditions
from dideban.query.engine.lists import MASK, Ints, Masks, spread
from dideban.query.engine.plans import Plan
from dideban.query.engine.presence import Presence
from dideban.query.engine.sight import Sight
from dideban.query.engine.state import RowsState
from dideban.query.tree import Node

COMPACT_AT: Final = 5_000
"""Rows behind the arrays, all of which every batch tries: about 15 microseconds."""
_MOST_PAIRS: Final = 64
"""A plan with more pairs than these is filed under its rarest clause alone."""
_NONE: Final = -1
_DEAD: Final = 0
_ONE: Final = 1
_SEVERAL: Final = 2
"""A living number has one row, or several."""

type Holds = Callable[[Node, int], int]
"""Which of the documents of a mask satisfy a tree."""


class Columns(NamedTuple):
    """Rows column by column: key, check, number of the query, condition (or -1)."""

    keys: Ints
    checks: Ints
    numbers: Ints
    conditions: Ints

    def where(self, chosen: NDArray[np.bool_] | Ints) -> "Columns":
        """Return the chosen rows."""
        return Columns(*(column[chosen] for column in self))


_COLUMNS: Final = len(Columns._fields)


class Rows:
    """The plans of queries by number; `remove` ends all plans of a number."""

    def __init__(self, atoms: Atoms, compact_at: int = COMPACT_AT) -> None:
        self._atoms = atoms
        self._compact_at = compact_at
        self._alive = array("b")
        self._free: list[int] = []
        self._ended: list[int] = []
        self._conditions = Conditions()
        nothing = np.zeros(0, dtype=np.int32)
        self._sorted = Columns(nothing, nothing, nothing, nothing)
        self._starts: Ints = np.zeros(1, dtype=np.int32)
        self._new = array("i")
        """Rows one after the other, each a value of every column."""

    def add(self, plans: Iterable[Plan]) -> int:
        """File the plans of one query and return their number; the next batch sees them."""
        number = self._next_number()
        filed = 0
        for plan in plans:
            filed += self._file(number, plan)
        self._alive[number] = _ONE if filed == 1 else _SEVERAL
        return number

    def remove(self, number: int) -> None:
        """Let the plans of this number hold no longer."""
        self._alive[number] = _DEAD
        self._ended.append(number)

    def settle(self) -> None:
        """Compact where enough has changed."""
        if len(self._new) // _COLUMNS + len(self._ended) >= self._compact_at:
            self.compact()

    def match(self, present: Presence, sight: Sight, holds: Holds) -> tuple[Ints, Masks]:
        """Return the queries that hold, each once, and for which documents."""
        self.settle()
        numbers, conditions, masks = self._candidates(present)
        conditional = np.flatnonzero(conditions != _NONE).astype(np.int32)
        if len(conditional):
            asked = conditions[conditional]
            left = masks[conditional] & self._conditions.masks(asked, present.bits)
            masks[conditional] = self._conditions.near(asked, left, lambda: sight.standing)
            self._decide(asked, conditional, masks, holds)
            there = masks != 0
            numbers, masks = numbers[there], masks[there]
        return self._once(numbers, masks)

    def _once(self, numbers: Ints, masks: Masks) -> tuple[Ints, Masks]:
        """Return each number once, with the documents of all its rows."""
        several = np.frombuffer(self._alive, dtype=np.int8)[numbers] == _SEVERAL
        if not several.any():
            return numbers, masks
        distinct, places = np.unique(numbers[several], return_inverse=True)
        merged = np.zeros(len(distinct), dtype=MASK)
        np.bitwise_or.at(merged, places, masks[several])
        single = ~several
        return (
            np.concatenate((numbers[single], distinct)),
            np.concatenate((masks[single], merged)),
        )

    def _candidates(self, present: Presence) -> tuple[Ints, Ints, Masks]:
        """Return of the living rows whose key and check some document has what is left to ask.

        That is number, condition, and which documents have both.
        """
        bits = present.bits
        keys = present.atoms[present.atoms < len(self._starts) - 1]
        at, _ = spread(self._starts, keys)
        masks = np.repeat(bits[keys], self._starts[keys + 1] - self._starts[keys])
        masks &= bits[self._sorted.checks[at]]
        there = masks != 0
        at, masks = at[there], masks[there]
        numbers, conditions = self._sorted.numbers[at], self._sorted.conditions[at]
        if self._new:
            new = self._newest()
            new_masks = bits[new.keys] & bits[new.checks]
            there = new_masks != 0
            numbers = np.concatenate((numbers, new.numbers[there]))
            conditions = np.concatenate((conditions, new.conditions[there]))
            masks = np.concatenate((masks, new_masks[there]))
        alive = np.frombuffer(self._alive, dtype=np.bool_)[numbers]
        return numbers[alive], conditions[alive], masks[alive]

    def _decide(self, numbers: Ints, at: Ints, masks: Masks, holds: Holds) -> None:
        """Take out of the masks the documents for which a residual does not hold."""
        asked = np.flatnonzero((masks[at] != 0) & self._conditions.have_residuals(numbers))
        for number, row in zip(numbers[asked].tolist(), at[asked].tolist(), strict=True):
            masks[row] = holds(self._conditions.residuals[number], int(masks[row]))

    def compact(self) -> None:
        """Merge the new rows into the sorted ones and leave out those that ended."""
        alive = np.array(self._alive, dtype=np.bool_)
        rows = self._sorted
        if self._ended:
            rows = rows.where(alive[rows.numbers])
        new = self._newest()
        new = new.where(alive[new.numbers])
        new = new.where(new.keys.argsort(kind="stable").astype(np.int32))
        places = np.searchsorted(rows.keys, new.keys, side="right")
        pairs = zip(rows, new, strict=True)
        self._sorted = Columns(*(np.insert(old, places, more) for old, more in pairs))
        self._new = array("i")
        self._vacuum()
        per_atom = np.bincount(self._sorted.keys, minlength=len(self._atoms))
        self._starts = np.concatenate(([0], np.cumsum(per_atom))).astype(np.int32)
        self._free += self._ended
        self._ended = []

    def state(self) -> RowsState:
        """Compact, and return the rows as they can be kept in a file."""
        self.compact()
        return RowsState(
            [column.tobytes() for column in self._sorted],
            self._alive.tobytes(),
            array("i", self._free).tobytes(),
            self._conditions.state(),
        )

    def restore(self, state: RowsState) -> None:
        """Take in the rows that `state` was asked of; the atoms have to be here already."""
        self._sorted = Columns(*(np.frombuffer(c, dtype=np.int32) for c in state.columns))
        self._alive = array("b", state.alive)
        self._free = array("i", state.free).tolist()
        self._conditions = Conditions.restored(state.conditions)
        self.compact()

    def is_alive(self) -> list[bool]:
        """Return for each number whether a query has it."""
        return np.frombuffer(self._alive, dtype=np.bool_).tolist()

    def _vacuum(self) -> None:
        """Leave out conditions of rows that ended, once they are the most."""
        of_rows = self._sorted.conditions
        conditional = of_rows != _NONE
        if len(self._conditions) <= 2 * np.count_nonzero(conditional) + self._compact_at:
            return
        used, places = np.unique(of_rows[conditional], return_inverse=True)
        self._conditions = self._conditions.kept(used)
        renumbered = of_rows.copy()
        renumbered[conditional] = places
        self._sorted = self._sorted._replace(conditions=renumbered)

    def _newest(self) -> Columns:
        return Columns(*np.array(self._new, dtype=np.int32).reshape(-1, _COLUMNS).T)

    def _next_number(self) -> int:
        if self._free:
            return self._free.pop()
        self._alive.append(_DEAD)
        return len(self._alive) - 1

    def _file(self, number: int, plan: Plan) -> int:
        """File a plan, and return in how many rows."""
        keys, checks, rest = self._pairs(plan.clauses)
        condition = _NONE
        if rest or plan.negatives or plan.near is not None or plan.residual is not None:
            condition = self._conditions.add(rest, plan.negatives, plan.near, plan.residual)
        for key in keys:
            for check in checks:
                self._new.extend((key, check, number, condition))
        return len(keys) * len(checks)

    def _pairs(self, clauses: Sequence[Clause]) -> tuple[Clause, Clause, Sequence[Clause]]:
        """Return the clause of the keys, that of the checks, and the others."""
        if len(clauses) > 1:
            clauses = sorted(clauses, key=self._atoms.weight)
        first = clauses[0] if clauses else (ALWAYS,)
        if len(clauses) > 1 and len(first) * len(clauses[1]) <= _MOST_PAIRS:
            return first, clauses[1], clauses[2:]
        return first, (ALWAYS,), clauses[1:]
