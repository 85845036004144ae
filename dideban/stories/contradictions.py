"""What two articles cannot both say of one event, however much they share."""

from typing import Final

from dideban.stories import figures
from dideban.stories.marks import Marks
from dideban.stories.weights import COUNTRY

MAGNITUDES: Final = (2.0, 9.5)
SAME_MAGNITUDE: Final = 0.35
"""Two institutes may give 5.4 and 5.7 for one earthquake."""

_RATES: Final = frozenset({"exchange-rate", "gold", "brent", "stock"})
_DAILY: Final = frozenset({"price", "outage"}) | _RATES
_FORECASTS: Final = frozenset({"weather", "temperature"})


def contradict(left: Marks, right: Marks) -> bool:
    """Say whether they tell another result, magnitude, day of a forecast, or day's rate.

    One that tells aftershocks gives their magnitudes, beside that of their earthquake or alone.
    """
    if left.scores and right.scores and not left.scores & right.scores:
        return True
    about = left.concepts & right.concepts
    if "quake" in about and _other_magnitude(left, right) and not _aftershocks(left, right):
        return True
    other_day = days_differ(left, right)
    if other_day and about & _FORECASTS:
        return True
    mine, theirs = figures.telling(left.numbers), figures.telling(right.numbers)
    if not mine or not theirs or figures.common(mine, theirs):
        return False
    return bool(about & _RATES) or (other_day and bool(about & _DAILY))


def days_differ(left: Marks, right: Marks) -> bool:
    """Say whether both tell days, and none of them is the same."""
    return bool(left.days and right.days and not left.days & right.days)


def _aftershocks(left: Marks, right: Marks) -> bool:
    """Say whether either tells aftershocks and both name what is narrower than a country.

    Aftershocks are felt where their earthquake was; one in another province is another.
    """
    narrow = [each for each in left.things & right.things if not each.startswith(COUNTRY)]
    tells = "aftershock" in left.concepts | right.concepts
    return tells and bool(narrow or left.names & right.names)


def _other_magnitude(left: Marks, right: Marks) -> bool:
    low, high = MAGNITUDES
    mine, theirs = (
        [float(n) for n in marks.numbers if "." in n and "e" not in n and low <= float(n) <= high]
        for marks in (left, right)
    )
    gaps = [abs(one - other) for one in mine for other in theirs]
    return bool(gaps) and min(gaps) > SAME_MAGNITUDE
