"""What rows require beyond their key and their check, evaluated for many rows at once."""

from array import array
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dideban.query.engine.atoms import ALWAYS, Clause
from dideban.query.engine.lists import MASK, Ints, Masks, int_array, spread
from dideban.query.engine.nears import Near, Nears, Standing
from dideban.query.engine.state import ConditionsState
from dideban.query.tree import Node

_NOT: Final = (1 << 8 * MASK.itemsize) - 1
_NONE: Final = -1


class Conditions:
    """Conditions by number: clauses of atoms, each wanted or, where inverted, unwanted.

    A condition may also ask for a pair of words near each other, and have a residual, a tree that
    only a reading of the document can decide.
    """

    def __init__(self) -> None:
        self._atoms = array("i")
        self._clause_starts = array("i", [0])
        self._inverted = array(MASK.char)
        self._starts = array("i", [0])
        self._nears = Nears()
        self._near_of = array("i")
        self._with_residual = array("b")
        self.residuals: dict[int, Node] = {}

    def __len__(self) -> int:
        return len(self._starts) - 1

    def add(
        self,
        clauses: Sequence[Clause],
        negatives: Sequence[int],
        near: Near | None,
        residual: Node | None,
    ) -> int:
        """Take in a condition and return its number."""
        for clause in clauses or ((ALWAYS,),) * (not negatives):
            self._clause(clause, 0)
        for atom in negatives:
            self._clause((atom,), _NOT)
        number = len(self)
        self._starts.append(len(self._inverted))
        self._near_of.append(_NONE if near is None else self._nears.add(near))
        self._with_residual.append(residual is not None)
        if residual is not None:
            self.residuals[number] = residual
        return number

    def have_residuals(self, numbers: Ints) -> NDArray[np.bool_]:
        """Return for each condition whether it has a residual."""
        return np.frombuffer(self._with_residual, dtype=np.bool_)[numbers]

    def _clause(self, clause: Clause, inverted: int) -> None:
        self._atoms.extend(clause)
        self._clause_starts.append(len(self._atoms))
        self._inverted.append(inverted)

    def masks(self, numbers: Ints, bits: Masks) -> Masks:
        """Return for each condition the documents that satisfy its clauses.

        `bits` are the documents that have each atom.
        """
        atoms, clause_starts, inverted, starts = self._columns()
        clauses, firsts = spread(starts, numbers)
        members, clause_firsts = spread(clause_starts, clauses)
        by_clause = np.bitwise_or.reduceat(bits[atoms[members]], clause_firsts)
        return np.bitwise_and.reduceat(by_clause ^ inverted[clauses], firsts)

    def near(self, numbers: Ints, masks: Masks, standing: Callable[[], Standing]) -> Masks:
        """Return which of the documents of each mask have the pair of its condition, if any."""
        nears = np.frombuffer(self._near_of, dtype=np.int32)[numbers]
        asked = np.flatnonzero((nears != _NONE) & (masks != 0))
        if len(asked):
            masks = masks.copy()
            masks[asked] = self._nears.masks(nears[asked], masks[asked], standing())
        return masks

    def state(self) -> ConditionsState:
        """Return all conditions as they can be kept in a file."""
        columns = (self._atoms, self._clause_starts, self._starts, self._near_of)
        return ConditionsState(
            [column.tobytes() for column in columns],
            [self._inverted.tobytes(), self._with_residual.tobytes()],
            self._nears.state(),
            list(self.residuals.items()),
        )

    @classmethod
    def restored(cls, state: ConditionsState) -> "Conditions":
        """Return the conditions that `state` was asked of."""
        new = cls()
        new._atoms, new._clause_starts, new._starts, new._near_of = (
            array("i", column) for column in state.columns
        )
        inverted, with_residual = state.flags
        new._inverted, new._with_residual = array(MASK.char, inverted), array("b", with_residual)
        new._nears = Nears.restored(state.nears)
        new.residuals = dict(state.residuals)
        return new

    def kept(self, numbers: Ints) -> "Conditions":
        """Return these conditions only, given in their order, the first as number 0 and so on."""
        atoms, clause_starts, inverted, starts = self._columns()
        clauses, firsts = spread(starts, numbers)
        members, clause_firsts = spread(clause_starts, clauses)
        new = Conditions()
        new._atoms = int_array(atoms[members])
        new._inverted = array(MASK.char, inverted[clauses].tobytes())
        new._clause_starts = int_array(np.append(clause_firsts, len(members)))
        new._starts = int_array(np.append(firsts, len(clauses)))
        new._nears, new._near_of = self._kept_nears(numbers)
        new.residuals = self._kept_residuals(numbers)
        new._with_residual = array("b", self.have_residuals(numbers).tobytes())
        return new

    def _kept_nears(self, numbers: Ints) -> "tuple[Nears, array[int]]":
        nears = np.frombuffer(self._near_of, dtype=np.int32)[numbers]
        asked = nears != _NONE
        near_of = np.where(asked, np.cumsum(asked) - 1, _NONE)
        return self._nears.kept(nears[asked]), int_array(near_of)

    def _kept_residuals(self, numbers: Ints) -> dict[int, Node]:
        old = np.fromiter(self.residuals, np.int64, len(self.residuals))
        old = old[np.isin(old, numbers)]
        places = np.searchsorted(numbers, old)
        return {
            new: self.residuals[n] for n, new in zip(old.tolist(), places.tolist(), strict=True)
        }

    def _columns(self) -> tuple[Ints, Ints, Masks, Ints]:
        """Return views, which must not outlive the call: what is viewed cannot grow."""
        return (
            np.frombuffer(self._atoms, dtype=np.int32),
            np.frombuffer(self._clause_starts, dtype=np.int32),
            np.frombuffer(self._inverted, dtype=MASK),
            np.frombuffer(self._starts, dtype=np.int32),
        )
