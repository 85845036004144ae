"""Which atoms the documents of a batch have: one bit a document."""

from typing import Final

import numpy as np

from dideban.query.engine.atoms import ALWAYS
from dideban.query.engine.lists import MASK, Ints, Masks

MOST_DOCUMENTS: Final = 8 * MASK.itemsize


class Presence:
    """Marks of one batch at a time, over all atoms there are."""

    def __init__(self) -> None:
        self.bits: Masks = np.zeros(1, dtype=MASK)
        self._turn: Ints = np.zeros(1, dtype=np.int32)
        self.atoms: Ints = np.zeros(0, dtype=np.int32)

    def begin(self, atoms: int, documents: int) -> None:
        """Forget the last batch and make room for so many atoms and documents."""
        self.bits[self.atoms] = 0
        if atoms > len(self.bits):
            self.bits = np.zeros(2 * atoms, dtype=MASK)
            self._turn = np.zeros(2 * atoms, dtype=np.int32)
        self.bits[ALWAYS] = (1 << documents) - 1
        self.atoms = np.array([ALWAYS], dtype=np.int32)

    def mark(self, atoms: Ints, masks: Masks) -> None:
        """Let the documents of each mask have the atom; an atom may come more than once."""
        np.bitwise_or.at(self.bits, atoms, masks)
        order = np.arange(len(atoms), dtype=np.int32)
        self._turn[atoms] = order
        self.atoms = np.concatenate((self.atoms, atoms[self._turn[atoms] == order]))
