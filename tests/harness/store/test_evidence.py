"""Evidence is put right where the true bytes come again, and what dead writers left is swept up."""

from __future__ import annotations

import os
import time

import pytest

from harness.store.database import open_store
from harness.store.evidence import STALE, keep, load


@pytest.mark.parametrize("altered", [b"", b"as it", b"as it suits"])
def test_evidence_that_was_altered_is_put_right_where_the_true_bytes_come_again(tmp_path, altered):
    kept = keep(tmp_path, b"as it came", "a.txt")
    (tmp_path / kept.path).write_bytes(altered)
    assert keep(tmp_path, b"as it came", "b.pdf") == kept
    assert load(tmp_path, kept.path, kept.sha256) == b"as it came"
    assert len([each for each in tmp_path.rglob("*") if each.is_file()]) == 1


def test_putting_right_that_fails_leaves_what_was_there_and_nothing_half_written(
    tmp_path, monkeypatch
):
    kept = keep(tmp_path, b"as it came", "a.txt")
    (tmp_path / kept.path).write_bytes(b"as it")

    def refuse(_handle: int) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="full"):
        keep(tmp_path, b"as it came", "a.txt")
    assert [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()] == [b"as it"]


@pytest.mark.usefixtures("on_both")
def test_evidence_is_put_right_in_the_place_that_the_database_names(tmp_path):
    with open_store(tmp_path) as store:
        with store.writing(verb="test", what="") as connection:
            kept = store.keep(connection, b"as it came", "a.pdf")
        (tmp_path / kept.path).unlink()
        # another process kept the same bytes under another name, and was undone
        keep(tmp_path, b"as it came", "a.doc")
        with store.writing(verb="test", what="") as connection:
            assert store.keep(connection, b"as it came", "a.txt") == kept
        assert store.load(kept.sha256) == b"as it came"


def test_what_a_dead_writer_left_is_swept_up_and_what_a_living_one_writes_is_not(tmp_path):
    keep(tmp_path, b"as it came", "a.txt")
    shelf = next((tmp_path / "evidence").iterdir())
    dead, living = shelf / ".incoming-dead", shelf / ".incoming-living"
    for each in (dead, living):
        each.write_bytes(b"half")
    os.utime(dead, times=(0, time.time() - STALE - 60))
    with open_store(tmp_path):
        pass
    assert not dead.exists()
    assert living.exists()
