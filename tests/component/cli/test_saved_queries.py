"""Saved queries at the command line."""

from pathlib import Path

from in_process import call


def test_a_saved_query_is_used_by_others_and_by_subscriptions(tmp_path: Path) -> None:
    assert call(tmp_path, "query", "save", "gas", "gas OR گاز").stdout == (
        "saved @gas; 0 subscriptions follow\n"
    )
    checked = call(tmp_path, "query", "check", "@gas AND turkey")
    assert checked.returncode == 0
    assert "the saved query gas" in checked.stdout
    assert call(tmp_path, "subscribe", "@gas turkey", "--name", "g").returncode == 0
    assert "1 subscriptions follow" in call(tmp_path, "query", "save", "@gas", "gas").stdout
    assert call(tmp_path, "query", "saved").stdout == "@gas  gas\n"
    refused = call(tmp_path, "query", "forget", "gas")
    assert refused.returncode == 1
    assert "is used by sub_" in refused.stderr


def test_what_cannot_be_saved_is_said(tmp_path: Path) -> None:
    assert "column 8" in call(tmp_path, "query", "save", "a", "gas AND").stderr
    assert "cannot stand after @" in call(tmp_path, "query", "save", "a b", "gas").stderr
    cycle = call(tmp_path, "query", "save", "a", "@a OR gas")
    assert cycle.returncode == 2
    assert call(tmp_path, "query", "forget", "none").returncode == 1


def test_an_unknown_saved_query_is_refused_with_a_fix(tmp_path: Path) -> None:
    call(tmp_path, "query", "save", "gas", "gas")
    refused = call(tmp_path, "subscribe", "@gaz", "--name", "g")
    assert refused.returncode == 2
    assert "try: @gas" in refused.stderr
