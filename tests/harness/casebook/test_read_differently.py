"""When the program has learned to read otherwise, it says what it reads otherwise; else nothing."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from harness.campaign.placing.file import file
from harness.casebook import meaning
from harness.casebook.differently import NAME
from harness.checker.dossier import Dossier
from harness.checker.opened import Opened, open_dossier
from harness.reading.arrived.reply_kind import ReplyKind
from harness.store.reading import FOLDER


@pytest.fixture
def came(desk, answer):
    """An answer that came by post and has been read once."""
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    assert _opened(desk) == ()
    return desk


def _opened(desk) -> tuple[str, ...]:
    """What an opening of the campaign has to tell, by whatever verb it is opened."""
    desk.workspace.news.clear()
    desk.workspace.book()
    return tuple(desk.workspace.news)


@pytest.fixture
def update(monkeypatch):
    """From here on another version of the readers, which takes answers for something else."""

    def as_kind(kind: ReplyKind, version: str = "其后的版本") -> None:
        monkeypatch.setattr("harness.casebook.remembered.judges", lambda: version)

        def otherwise(dossier: Dossier) -> Opened:
            opened = open_dossier(dossier)
            if opened.kind is not ReplyKind.ANSWER:
                return opened
            return replace(opened, facts=replace(opened.facts, kind=kind))

        monkeypatch.setattr(meaning, "open_dossier", otherwise)

    return as_kind


def test_what_is_read_otherwise_is_told_at_the_next_opening_and_once(came, update):
    update(ReplyKind.ACKNOWLEDGEMENT)
    (line,) = _opened(came)
    assert line.startswith(
        "程序读件的方法已更新：L1 原读为U001-A 的答复（落款 2020-10-15），现读为U001-A 的"
    )
    assert _opened(came) == ()


def test_a_new_version_that_reads_the_same_says_nothing(came, update):
    update(ReplyKind.ANSWER)
    assert _opened(came) == ()


def test_an_old_campaign_follows_the_better_reading(came, update):
    assert came.case("U001-A").clock.state == "answered_in_time"
    update(ReplyKind.ACKNOWLEDGEMENT)
    assert came.case("U001-A").clock.state == "overdue"
    update(ReplyKind.ANSWER, "再后的版本")
    assert came.case("U001-A").clock.state == "answered_in_time"


def test_what_came_after_the_update_is_no_change(came, update, letters, answer_text):
    update(ReplyKind.ANSWER)
    came.paper("L2", letters(answer_text.replace("12号", "13号")))
    assert _opened(came) == ()


def test_what_a_person_filed_since_is_no_change_of_the_readers(came, update):
    update(ReplyKind.ANSWER)
    file(came.workspace, "L1", ["U001-B"], kind=ReplyKind.EXTENSION_NOTICE, write=True)
    assert _opened(came) == ()


def test_what_a_person_said_it_is_stays_so_and_nothing_is_told(came, update):
    file(came.workspace, "L1", ["U001-A"], kind=ReplyKind.ANSWER, write=True)
    assert _opened(came) == ()
    update(ReplyKind.ACKNOWLEDGEMENT)
    assert _opened(came) == ()
    assert came.case("U001-A").clock.state == "answered_in_time"


def test_where_a_person_left_the_kind_to_the_program_its_change_is_told(came, update):
    file(came.workspace, "L1", ["U001-B"], write=True)
    assert _opened(came) == ()
    update(ReplyKind.ACKNOWLEDGEMENT)
    (line,) = _opened(came)
    assert "L1 原读为答复，现读为" in line and "未能归卷" not in line


def test_without_the_cache_nothing_is_told(came, update):
    shutil.rmtree(came.folder / FOLDER)
    update(ReplyKind.ACKNOWLEDGEMENT)
    assert _opened(came) == ()


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b'{"version": 1, "arrivals": []}'])
def test_a_cache_that_is_broken_tells_nothing_and_stops_nothing(came, update, data):
    (came.folder / FOLDER / NAME).write_bytes(data)
    update(ReplyKind.ACKNOWLEDGEMENT)
    assert _opened(came) == ()
    update(ReplyKind.ANSWER, "再后的版本")
    assert len(_opened(came)) == 1


def test_a_cache_that_cannot_be_written_stops_nothing(came, update):
    shutil.rmtree(came.folder / FOLDER)
    (came.folder / FOLDER).write_text("占用", encoding="utf-8")
    assert _opened(came) == ()
