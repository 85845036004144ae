"""A worker's index is written and read back whole, or not used at all."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from dideban.packs.loader import pack_names
from dideban.query.document import Document
from dideban.query.engine import Hit
from dideban.query.engine.state import EngineState
from schemas.subscriptions import Subscription
from services.alerts import copies
from services.alerts.copies import UnusableError
from services.alerts.index import LANGUAGES, Index
from services.alerts.replica import Replica
from services.runtime.outcomes import Taken
from tests.archived import article

NOW = datetime(2025, 12, 17, 9, tzinfo=UTC)
TEXT = "انتقال گاز روسیه به ایران از خاک آذربایجان آغاز شد؛ قطار کریدور شمال–جنوب هم رسید."
QUERIES = {
    "word": "گاز",
    "near": "گاز NEAR/5 ایران",
    "pack": "topic:gas-transfer",
    "prefix": "آذربا*",
    "not": "گاز AND NOT روسیه",
    "other": "فوتبال",
    "twice": "atleast2:(گاز)",
    "same": "گاز",
}


def subscription(name: str, query: str, revision: int = 1, *, enabled: bool = True) -> Subscription:
    return Subscription(
        subscription_id=name,
        revision=revision,
        owner="local",
        name=name,
        query=query,
        enabled=enabled,
    )


def filled() -> Index:
    index = Index(pack_names())
    for name, query in QUERIES.items():
        index.apply(subscription(name, query))
    index.apply(subscription("gone", "گاز"))
    index.remove("gone")
    index.apply(subscription("off", "گاز", 1))
    index.apply(subscription("off", "گاز", 2, enabled=False))
    return index


def found(index: Index) -> list[Hit]:
    return list(index.match(Document.of(article("a", TEXT)), NOW))


def again(home: Path, index: Index) -> Index:
    copies.write(index.copy(7, NOW)(), home)
    other = Index(pack_names())
    other.restore(copies.read(home, NOW))
    return other


def test_what_was_written_finds_the_same_for_the_same_reasons(tmp_path: Path) -> None:
    index = filled()
    restored = again(tmp_path, index)
    assert found(restored) == found(index) != []
    assert len(restored) == len(index) == len(QUERIES)


def test_a_restored_index_takes_newer_versions_and_no_older(tmp_path: Path) -> None:
    restored = again(tmp_path, filled())
    assert not restored.apply(subscription("off", "گاز", 2))
    assert restored.apply(subscription("off", "گاز", 3))
    restored.remove("word")
    names = {hit.subscription_id for hit in found(restored)}
    assert "off" in names
    assert "word" not in names
    assert "same" in names


def test_changes_while_a_copy_is_made_are_not_in_it(tmp_path: Path) -> None:
    index = filled()
    make = index.copy(7, NOW)
    before = found(index)
    index.remove("word")
    index.apply(subscription("later", "ایران"))
    copies.write(make(), tmp_path)
    other = Index(pack_names())
    other.restore(copies.read(tmp_path, NOW))
    assert found(other) == before


def test_what_was_learned_of_a_language_before_a_copy_need_not_be_learned_again() -> None:
    index = filled()
    index.prepare()
    index.apply(subscription("later", "лошадь"))
    index.prepare(("ru",))
    state = msgspec.msgpack.decode(index.copy(7, NOW)().engine, type=EngineState)
    read = {dictionary.language: dictionary.read for dictionary in state.dictionaries}
    assert read.keys() == set(LANGUAGES)
    assert read["ru"] == max(read.values()) == read["fa"] + 1


def test_a_replica_goes_on_where_the_copy_ends(tmp_path: Path) -> None:
    copies.write(filled().copy(7, NOW)(), tmp_path)

    async def refuse(_: Taken, error: str) -> None:
        raise AssertionError(error)

    replica = Replica(Index(pack_names()), refuse)
    replica.restore(copies.read(tmp_path, NOW))
    assert replica.position == 7
    assert not replica.whole.is_set()
    replica.at_end()
    assert replica.whole.is_set()


def test_a_copy_that_is_too_old_is_not_used(tmp_path: Path) -> None:
    copies.write(filled().copy(7, NOW)(), tmp_path)
    copies.read(tmp_path, NOW + timedelta(hours=11))
    with pytest.raises(UnusableError, match="older"):
        copies.read(tmp_path, NOW + timedelta(hours=13))


def test_a_copy_of_other_rules_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies.write(filled().copy(7, NOW)(), tmp_path)
    monkeypatch.setattr(copies, "rules", lambda: "of the next release")
    with pytest.raises(UnusableError, match="other rules"):
        copies.read(tmp_path, NOW)


@pytest.mark.parametrize("size", [0, 10, 100, -1])
def test_a_copy_that_was_cut_off_is_not_used(tmp_path: Path, size: int) -> None:
    copies.write(filled().copy(7, NOW)(), tmp_path)
    path = tmp_path / copies.FILE
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(UnusableError, match="damaged"):
        copies.read(tmp_path, NOW)


def test_where_there_is_none_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="No such file"):
        copies.read(tmp_path, NOW)


def test_a_copy_is_for_its_owner_only_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    copies.write(filled().copy(7, NOW)(), tmp_path)
    (path,) = tmp_path.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
