"""What rows require beyond their key and their check, evaluated for many rows at once."""

from array import array
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from dideban.query.engine.atoms import ALWAYS
from dideban.query.engine.lists import Ints, Masks, spread
from dideban.query.engine.plans import Clause
from dideban.query.tree import Node

_NOT: Final = 0xFF


class Conditions:
    """Conditions by number: clauses of atoms, each wanted or, where inverted, unwanted.

    A condition may also have a residual, a tree that only a reading of the document can decide.
    """

    def __init__(self) -> None:
        self._atoms = array("i")
        self._clause_starts = array("i", [0])
        self._inverted = array("B")
        self._starts = array("i", [0])
        self.residuals: dict[int, Node] = {}

    def __len__(self) -> int:
        return len(self._starts) - 1

    def add(
        self, clauses: Sequence[Clause], negatives: Sequence[int], residual: Node | None
    ) -> int:
        """Take in a condition and return its number."""
        for clause in clauses or ((ALWAYS,),) * (not negatives):
            self._clause(clause, 0)
        for atom in negatives:
            self._clause((atom,), _NOT)
        number = len(self)
        self._starts.append(len(self._inverted))
        if residual is not None:
            self.residuals[number] = residual
        return number

    def _clause(self, clause: Clause, inverted: int) -> None:
        self._atoms.extend(clause)
        self._clause_starts.append(len(self._atoms))
        self._inverted.append(inverted)

    def masks(self, numbers: Ints, bits: Masks) -> Masks:
        """Return for each condition the documents that satisfy it, its residual apart.

        `bits` are the documents that have each atom.
        """
        atoms, clause_starts, inverted, starts = self._columns()
        clauses, firsts = spread(starts, numbers)
        members, clause_firsts = spread(clause_starts, clauses)
        by_clause = np.bitwise_or.reduceat(bits[atoms[members]], clause_firsts)
        return np.bitwise_and.reduceat(by_clause ^ inverted[clauses], firsts)

    def kept(self, numbers: Ints) -> "Conditions":
        """Return these conditions only, the first of them as number 0 and so on."""
        atoms, clause_starts, inverted, starts = self._columns()
        clauses, firsts = spread(starts, numbers)
        members, clause_firsts = spread(clause_starts, clauses)
        new = Conditions()
        new._atoms = _array("i", atoms[members])
        new._inverted = _array("B", inverted[clauses])
        new._clause_starts = _array("i", np.append(clause_firsts, len(members)))
        new._starts = _array("i", np.append(firsts, len(clauses)))
        places = {number: place for place, number in enumerate(numbers.tolist())}
        found = self.residuals.items()
        new.residuals = {places[n]: tree for n, tree in found if n in places}
        return new

    def _columns(self) -> tuple[Ints, Ints, Masks, Ints]:
        """Return views, which must not outlive the call: what is viewed cannot grow."""
        return (
            np.frombuffer(self._atoms, dtype=np.int32),
            np.frombuffer(self._clause_starts, dtype=np.int32),
            np.frombuffer(self._inverted, dtype=np.uint8),
            np.frombuffer(self._starts, dtype=np.int32),
        )


def _array(kind: str, values: NDArray[np.integer]) -> array[int]:
    return array(kind, values.astype(kind, copy=False).tobytes())
