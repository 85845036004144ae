"""Many subscriptions from a file: all good lines or none; the same file again changes nothing."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from in_process import Ended
from in_process import call as called

from schemas.codec import decode
from schemas.subscriptions import Subscription
from services.runtime.settings import Common
from services.store import subscriptions
from services.store.engine import Store


def call(home: Path, *arguments: str) -> Ended:
    return called(home, "subscriptions", *arguments)


def written(folder: Path, *rows: Any) -> str:
    path = folder / "subscriptions.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def waiting(home: Path) -> list[tuple[str, int, Subscription | None]]:
    async def read() -> list[tuple[str, int, Subscription | None]]:
        async with Store.of(Common(home=str(home))) as store, store.begin() as connection:
            rows = await subscriptions.unpublished(connection, 5_000)
            return [
                (
                    r.subscription_id,
                    r.revision,
                    decode(Subscription, r.record) if r.record else None,
                )
                for r in rows
            ]

    return asyncio.run(read())


GAS = {"id": "a", "name": "گاز", "query": "گاز NEAR/5 ایران"}
PACK = {"id": "b", "name": "Corridor", "pack": "north-south-corridor"}


def test_a_file_is_taken_and_each_subscription_goes_to_the_workers(tmp_path: Path) -> None:
    rows = [{"name": f"n{number}", "query": f"word{number}"} for number in range(2_500)]
    ended = call(tmp_path, "import", written(tmp_path, *rows, GAS, PACK))
    assert ended.returncode == 0, ended.stderr
    assert "2,502 added, 0 changed, 0 were there already" in ended.stdout
    sent = waiting(tmp_path)
    assert len(sent) == 2_502
    assert {record.query for _, _, record in sent if record} >= {
        "گاز NEAR/5 ایران",
        "topic:north-south-corridor",
        "word2499",
    }


def test_the_same_file_again_changes_nothing_and_an_edited_line_one_thing(tmp_path: Path) -> None:
    call(tmp_path, "import", written(tmp_path, GAS, PACK, {"name": "x", "query": "x1"}))
    again = call(tmp_path, "import", written(tmp_path, GAS, PACK, {"name": "x", "query": "x1"}))
    assert "0 added, 0 changed, 3 were there already" in again.stdout
    edited = call(tmp_path, "import", written(tmp_path, {**GAS, "query": "گاز NEAR/9 ایران"}))
    assert "0 added, 1 changed, 0 were there already" in edited.stdout
    assert [revision for _, revision, _ in waiting(tmp_path)] == [1, 1, 1, 2]


def test_a_removed_subscription_comes_back_with_a_later_version(tmp_path: Path) -> None:
    call(tmp_path, "import", written(tmp_path, GAS))
    ((name, _, _),) = waiting(tmp_path)
    assert call(tmp_path, "remove", name).returncode == 0
    assert "0 added, 1 changed" in call(tmp_path, "import", written(tmp_path, GAS)).stdout
    assert [(r, record is None) for _, r, record in waiting(tmp_path)] == [
        (1, False),
        (2, True),
        (3, False),
    ]


def test_what_is_exported_can_be_imported_elsewhere_and_is_the_same_there(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    told = {
        "time_zone": "Asia/Tehran",
        "max_an_hour": 5,
        "mutes": [{"kind": "term", "value": "x", "until": None}],
    }
    call(one, "import", written(tmp_path, {**GAS, "policy": told}, {**PACK, "enabled": False}))
    exported = call(one, "export").stdout
    assert [json.loads(line).get("policy") for line in exported.splitlines()] == [told, None]
    file = written(tmp_path, *exported.splitlines())
    assert "2 added" in call(other, "import", file).stdout
    assert call(other, "export").stdout == exported
    assert "2 were there already" in call(one, "import", file).stdout


def test_a_policy_stays_where_a_line_has_none_and_an_empty_one_takes_it_away(
    tmp_path: Path,
) -> None:
    call(tmp_path, "import", written(tmp_path, {**GAS, "policy": {"digest": "hourly"}}))
    assert "1 were there already" in call(tmp_path, "import", written(tmp_path, GAS)).stdout
    assert '"policy":{"digest":"hourly"}' in call(tmp_path, "export").stdout
    plain = call(tmp_path, "import", written(tmp_path, {**GAS, "policy": {}}))
    assert "1 changed" in plain.stdout
    assert "policy" not in call(tmp_path, "export").stdout


def test_what_is_over_in_an_exported_policy_is_left_out(tmp_path: Path) -> None:
    over = {
        "paused_until": "2020-01-01",
        "mutes": [{"kind": "term", "value": "x", "until": "2020-01-01"}],
    }
    ended = call(
        tmp_path, "import", written(tmp_path, {**GAS, "policy": {"max_an_hour": 5, **over}})
    )
    assert ended.returncode == 0, ended.stderr
    (line,) = call(tmp_path, "export").stdout.splitlines()
    assert json.loads(line)["policy"] == {"max_an_hour": 5}


BAD = [
    ("{", "truncated"),
    ('{"name": "x"}', "exactly one of query and pack"),
    ('{"name": "x", "query": "a", "pack": "b"}', "exactly one of query and pack"),
    ('{"query": "gas"}', "name"),
    ('{"name": "x", "query": "gas AND"}', "column 8"),
    ('{"name": "x", "pack": "gas-transfr"}', "topic:gas-transfer"),
    ('{"name": "x", "query": "gas", "webhok": "http://a.org"}', "webhok"),
    ('{"name": "x", "query": "gas", "webhook": "ftp://a.org"}', "http"),
    ('{"name": "x", "query": "gas", "channel": "email"}', "there is no mail address"),
    ('{"name": "x", "query": "gas", "channel": "email", "target": "a@b"}', "whole domain"),
    ('{"name": "x", "query": "gas", "channel": "fax", "target": "1"}', "fax"),
    ('{"name": "x", "query": "gas", "target": "a@b.org"}', "give a channel"),
    ('{"name": "x", "query": "gas", "webhook": "http://a.org", "channel": "email"}', "either"),
    ('{"name": "x\\u0000", "query": "gas"}', "NUL"),
    ('{"name": "x", "query": 5}', "query"),
    ('{"name": "x", "query": "gas", "policy": {"digest": "weekly"}}', "hourly or daily"),
    ('{"name": "x", "query": "gas", "policy": {"time_zone": "Mars"}}', "Asia/Tehran"),
    ('{"name": "x", "query": "gas", "policy": 5}', "policy"),
    ("[1]", "object"),
]


@pytest.mark.parametrize(("line", "says"), BAD)
def test_a_bad_line_is_named_and_nothing_is_taken(tmp_path: Path, line: str, says: str) -> None:
    ended = call(tmp_path, "import", written(tmp_path, GAS, line))
    assert ended.returncode == 2
    assert "subscriptions.jsonl, line 2: " in ended.stderr
    assert says in ended.stderr
    assert call(tmp_path, "export").stdout == ""


def test_good_lines_beside_bad_ones_are_taken_where_that_is_wanted(tmp_path: Path) -> None:
    file = written(tmp_path, *(line for line, _ in BAD), GAS)
    assert (
        f"1 lines can be taken, {len(BAD)} cannot"
        in call(tmp_path, "import", file, "--check").stdout
    )
    assert "1 added" in call(tmp_path, "import", file, "--skip-bad").stdout


def test_secrets_of_webhooks_go_to_a_file_of_the_owners(tmp_path: Path) -> None:
    file = written(tmp_path, {**GAS, "webhook": "https://hooks.example/a"})
    refused = call(tmp_path, "import", file)
    assert refused.returncode == 2
    assert "--secrets" in refused.stderr
    kept = tmp_path / "secrets.jsonl"
    assert call(tmp_path, "import", file, "--secrets", str(kept)).returncode == 0
    (row,) = [json.loads(line) for line in kept.read_text().splitlines()]
    assert row["secret"].startswith("whsec_")
    assert kept.stat().st_mode & 0o777 == 0o600
    call(tmp_path, "import", file, "--secrets", str(kept))
    assert len(kept.read_text().splitlines()) == 1


def test_a_mail_address_is_taken_and_comes_back_without_a_secret(tmp_path: Path) -> None:
    by_mail = {**GAS, "channel": "email", "target": " Khanande@Example.ORG "}
    ended = call(tmp_path, "import", written(tmp_path, by_mail))
    assert ended.returncode == 0, ended.stderr
    assert "1 added" in ended.stdout
    (line,) = call(tmp_path, "export").stdout.splitlines()
    kept = json.loads(line)
    assert (kept["channel"], kept["target"]) == ("email", "Khanande@example.org")
    again = call(tmp_path, "import", written(tmp_path, kept))
    assert "0 added, 0 changed, 1 were there already" in again.stdout


def test_a_webhook_that_becomes_a_mail_address_leaves_its_secret_behind(tmp_path: Path) -> None:
    kept = tmp_path / "secrets.jsonl"
    hook = {**GAS, "id": "mine", "webhook": "https://hooks.example/a"}
    mail = {**GAS, "id": "mine", "channel": "email", "target": "a@example.org"}
    call(tmp_path, "import", written(tmp_path, hook), "--secrets", str(kept))
    assert "1 changed" in call(tmp_path, "import", written(tmp_path, mail)).stdout
    call(tmp_path, "import", written(tmp_path, hook), "--secrets", str(kept))
    first, second = (json.loads(line)["secret"] for line in kept.read_text().splitlines())
    assert first != second
