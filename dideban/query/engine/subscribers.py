"""Who asks each query."""

from collections.abc import Collection


class Subscribers:
    """The subscriptions by the number of their query; nearly always one."""

    def __init__(self) -> None:
        self._one: list[str | None] = []
        """The only subscriber; `None` where there are none or several."""
        self._several: dict[int, set[str]] = {}

    def of(self, numbers: Collection[int]) -> list[str]:
        """Return who asks any of these queries."""
        names = [self._one[number] for number in numbers]
        if None not in names:
            return names  # type: ignore[return-value]
        several = self._several
        alone = [name for name in names if name is not None]
        return alone + [n for number in several.keys() & numbers for n in several[number]]

    def join(self, number: int, name: str) -> None:
        """Let the subscription ask the query."""
        if number >= len(self._one):
            self._one += [None] * (number + 1 - len(self._one))
        there = self._one[number]
        if number in self._several:
            self._several[number].add(name)
        elif there is None:
            self._one[number] = name
        else:
            self._one[number] = None
            self._several[number] = {there, name}

    def leave(self, number: int, name: str) -> bool:
        """Let the subscription ask the query no longer; return whether another one does."""
        if number not in self._several:
            self._one[number] = None
            return False
        others = self._several[number]
        others.discard(name)
        if len(others) == 1:
            del self._several[number]
            (self._one[number],) = others
        return True
