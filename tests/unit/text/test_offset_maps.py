"""Offset maps: every position of a changed text leads back to where it stood."""

from hypothesis import example, given
from hypothesis import strategies as st

from dideban.text import offsets

INSERTED = ((0, 0), (3, 3), (4, 3))


def test_a_position_after_an_inserted_letter_is_moved_back() -> None:
    assert [offsets.to_original(INSERTED, i) for i in range(6)] == [0, 1, 2, 3, 3, 4]


def test_a_run_never_reads_past_the_next_breakpoint() -> None:
    widened = ((0, 0), (5, 2), (6, 3))
    assert [offsets.to_original(widened, i) for i in range(7)] == [0, 1, 2, 2, 2, 2, 3]


def test_the_map_of_an_unchanged_text_is_the_identity() -> None:
    builder = offsets.MapBuilder()
    for position in (0, 4, 9):
        builder.add(position, position)
    assert builder.build() == offsets.IDENTITY


def test_a_shifted_map_leads_further_into_the_field() -> None:
    assert offsets.to_original(offsets.shifted(INSERTED, 10), 4) == 13


@st.composite
def maps(draw: st.DrawFn) -> offsets.OffsetMap:
    """Maps as edits make them: runs kept, letters put in, letters left out."""
    builder = offsets.MapBuilder()
    here = original = 0
    builder.add(0, 0)
    for kept, put_in, left_out in draw(
        st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 3)), max_size=8)
    ):
        here, original = here + kept, original + kept
        builder.add(here, original)
        here, original = here + put_in, original + left_out
        builder.add(here, original)
    return builder.build()


@given(maps(), st.lists(st.integers(0, 60), min_size=1))
def test_positions_never_run_backwards(mapping: offsets.OffsetMap, positions: list[int]) -> None:
    found = [offsets.to_original(mapping, position) for position in sorted(positions)]
    assert found == sorted(found)


@example(((0, 0), (2, 3)), ((0, 0), (2, 0)), 1)  # letters put in stand still where others go out
@given(maps(), maps(), st.integers(0, 60))
def test_composition_is_one_map_after_the_other(
    outer: offsets.OffsetMap, inner: offsets.OffsetMap, position: int
) -> None:
    through = offsets.to_original(inner, offsets.to_original(outer, position))
    assert offsets.to_original(offsets.compose(outer, inner), position) == through


@given(maps(), st.lists(st.integers(0, 60)))
def test_many_positions_are_followed_at_once(
    mapping: offsets.OffsetMap, positions: list[int]
) -> None:
    ascending = sorted(positions)
    alone = [offsets.to_original(mapping, position) for position in ascending]
    assert offsets.followed(mapping, ascending) == alone


def test_a_map_is_parted_where_its_original_is() -> None:
    ligature_at_an_end = ((0, 0), (3, 2), (8, 3), (12, 7), (13, 7))
    first, second = offsets.parted(ligature_at_an_end, [(0, 3), (4, 9)])
    assert first == (0, 8, ((0, 0), (3, 2), (8, 3)))
    assert second == (9, 15, ((0, 0), (3, 3), (4, 3)))
