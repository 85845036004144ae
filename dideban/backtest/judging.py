"""How much a share counted on a sample says of the whole."""

from math import sqrt
from typing import Final

Z_95: Final = 1.959964
"""The normal quantile of a two-sided interval that holds 95 times of 100."""


def interval(right: int, judged: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a share, from 0 to 1.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22,
    1927. It stays inside 0 and 1 and is honest where few were judged or all were right.
    """
    if not judged:
        return 0.0, 1.0
    share, z2 = right / judged, Z_95 * Z_95
    middle = (share + z2 / (2 * judged)) / (1 + z2 / judged)
    half = Z_95 * sqrt(share * (1 - share) / judged + z2 / (4 * judged * judged))
    half /= 1 + z2 / judged
    return max(middle - half, 0.0), min(middle + half, 1.0)
