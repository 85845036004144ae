"""Matches the packs first, once for all queries that name them."""

import numpy as np

from dideban.query.engine.atoms import Atoms
from dideban.query.engine.forms import form_of
from dideban.query.engine.leaves import Leaves
from dideban.query.engine.lists import MASK
from dideban.query.engine.plans import Planner
from dideban.query.engine.presence import Presence
from dideban.query.engine.rows import Holds, Rows
from dideban.query.engine.sight import Sight
from dideban.query.shape import within


class Topics:
    """The packs that queries ask for, as rows of their own whose hits are atoms."""

    def __init__(self, atoms: Atoms, leaves: Leaves, planner: Planner, compact_at: int) -> None:
        self._atoms = atoms
        self._leaves = leaves
        self._planner = planner
        self._rows = Rows(atoms, compact_at)
        self._read = 0
        self._atom_of: dict[int, int] = {}

    def catch_up(self) -> None:
        """Take in the packs that have been asked for since the last time."""
        while self._read < len(self._atoms.topics):
            atom, topic = self._atoms.topics[self._read]
            self._read += 1
            if topic.tree is not None:
                form = form_of(within(topic.tree, topic.place), self._leaves)
                self._atom_of[self._rows.add(self._planner.plans_of(form))] = atom

    def mark(self, present: Presence, sight: Sight, holds: Holds) -> dict[int, int]:
        """Mark the packs that hold; return by atom the documents that each pack holds for."""
        found = dict.fromkeys(self._atom_of.values(), 0)
        numbers, masks = self._rows.match(present, sight, holds)
        for number, mask in zip(numbers.tolist(), masks.tolist(), strict=True):
            found[self._atom_of[number]] |= mask
        there = {atom: mask for atom, mask in found.items() if mask}
        present.mark(
            np.fromiter(there, np.int32, len(there)),
            np.fromiter(there.values(), MASK, len(there)),
        )
        return found
