"""The table of whole numbers, against a dictionary."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dideban.query.engine.table import Table

keys = st.integers(-(2**63), 2**63 - 1).filter(bool) | st.integers(1, 40)


def column(values: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


@given(st.lists(st.sets(keys, max_size=200), max_size=8), st.lists(keys, max_size=50))
def test_a_table_answers_as_a_dictionary(batches: list[set[int]], others: list[int]) -> None:
    table, known = Table(), dict[int, int]()
    for batch in batches:
        new = sorted(batch - known.keys())
        values = np.arange(len(known) + 1, len(known) + 1 + len(new), dtype=np.int32)
        table.add(column(new), values)
        known.update(zip(new, values.tolist(), strict=True))
        asked = [*known, *others]
        assert table.get(column(asked)).tolist() == [known.get(key, 0) for key in asked]
    assert len(table) == len(known)


def test_keys_of_one_bucket_spill_into_the_next_ones() -> None:
    table = Table()
    homes = table._home(column(list(range(1, 5000))))
    crowded = [key for key, home in enumerate(homes.tolist(), 1) if home == homes[0]][:30]
    table.add(column(crowded), np.arange(1, 31, dtype=np.int32))
    assert table.get(column(crowded)).tolist() == list(range(1, 31))
    assert not table.get(column([7_000_000, 8_000_000])).any()
