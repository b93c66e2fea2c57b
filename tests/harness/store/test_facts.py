"""Facts are written once: nothing is doubled, nothing is lost, nothing is changed unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from harness.clock.events import Kind
from harness.store import outbox
from harness.store.database import Store, open_store
from harness.store.evidence import keep, load
from harness.store.log import (
    NewArrival,
    NewEvent,
    add_arrival,
    add_event,
    events_of,
    is_known,
)
from harness.store.places import Place, known_uids
from harness.store.plan import PlanChanged, add_applications
from harness.store.tables import metadata
from letters.model import Applicant, Application, Channel, Question, Round, Unit

pytestmark = pytest.mark.usefixtures("on_both")
DAY = date(2020, 9, 21)


def _application(number: int = 1) -> Application:
    unit = Unit(f"U{number:03d}", "演江自治区财政厅", "区直单位", "省级", "a@b.example", "", "", "")
    applicant = Applicant("P1", "演文清", "yan@shenqing.example", "", "", "")
    a_round = Round("A", "正常渠道", Channel.EMAIL, DAY, ("P1",), ())
    return Application(f"{unit.id}-A", unit, applicant, Question("Q1", "", ""), a_round)


def _plan(store: Store, *applications: Application) -> None:
    with store.writing(verb="plan", what="") as connection:
        add_applications(connection, applications)


@pytest.fixture
def store(tmp_path):
    with open_store(tmp_path) as opened:
        _plan(opened, _application())
        yield opened


def test_the_migrations_make_exactly_the_tables_that_the_code_declares(store):
    with store.reading() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("on_both", ["sqlite"], indirect=True)
def test_facts_are_kept_with_write_ahead_foreign_keys_and_full_synchronisation(store):
    with store.reading() as connection:
        pragmas = [
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "synchronous")
        ]
    assert pragmas == ["wal", 1, 2]


def test_a_store_in_a_folder_with_a_percent_sign_and_chinese_in_its_name_opens(tmp_path):
    folder = tmp_path / "测评 100% 完成"
    folder.mkdir()
    with open_store(folder) as opened:
        _plan(opened, _application())
    assert (folder / "mingcha.db").stat().st_size > 0


def test_opening_again_keeps_what_was_there(tmp_path):
    for _ in range(2):
        with open_store(tmp_path) as opened:
            _plan(opened, _application())
            with opened.reading() as connection:
                rows = connection.execute(text("select count(*) from applications")).scalar_one()
    assert rows == 1


def test_the_same_bytes_under_two_names_are_kept_once(tmp_path):
    first = keep(tmp_path, b"%PDF-", "答复书.pdf")
    assert keep(tmp_path, b"%PDF-", "copy.pdf") == first
    assert len(list((tmp_path / "evidence").rglob("*.*"))) == 1
    assert first.path.endswith(".pdf")


@pytest.mark.parametrize(
    "name", ["无后缀", "../../etc/passwd", "x.tar.gz\n", "a.", ".hidden file", "x." + "y" * 40]
)
def test_a_files_name_never_decides_where_its_bytes_are_kept(tmp_path, name):
    kept = keep(tmp_path, name.encode(), name)
    assert (tmp_path / kept.path).parent.parent == tmp_path / "evidence"


def test_evidence_that_was_changed_is_refused(tmp_path):
    kept = keep(tmp_path, b"as it came", "a.txt")
    (tmp_path / kept.path).write_bytes(b"as it suits")
    with pytest.raises(ValueError, match="已被改动"):
        load(tmp_path, kept.path, kept.sha256)


def test_a_letter_enters_the_outbox_once(store):
    put = {"data": b"mail", "name": "a.eml", "on": DAY}
    assert outbox.enqueue(store, "U001-A", "<1@x.example>", **put)
    assert not outbox.enqueue(store, "U001-A", "<2@x.example>", **put)
    assert [each.message_id for each in outbox.queued(store)] == ["<1@x.example>"]


def test_a_sent_letter_leaves_one_event_and_cannot_be_sent_again(store):
    outbox.enqueue(store, "U001-A", "<1@x.example>", data=b"mail", name="a.eml", on=DAY)
    outbox.mark_sending(store, "U001-A")
    outbox.mark_sent(store, "U001-A", "250 OK", DAY)
    assert not outbox.mark_sending(store, "U001-A")
    with store.reading() as connection:
        assert [event.kind for event in events_of(connection)["U001-A"]] == [Kind.SENT]


def test_a_sending_that_was_cut_short_is_shown_and_not_repeated(store):
    outbox.enqueue(store, "U001-A", "<1@x.example>", data=b"mail", name="a.eml", on=DAY)
    outbox.mark_sending(store, "U001-A")
    assert [each.state for each in outbox.unsent(store)] == ["sending"]
    assert outbox.queued(store) == ()


def test_an_event_is_recorded_once_and_read_back_with_its_days(store):
    event = NewEvent("U001-A", Kind.ANSWERED, DAY, "abc", "person", {"signed_on": DAY, "days": 20})
    with store.writing(verb="test", what="") as connection:
        assert add_event(connection, event)
        assert not add_event(connection, event)
        (read,) = events_of(connection)["U001-A"]
    assert read.data == {"signed_on": DAY, "days": 20}


def test_an_event_of_an_unknown_application_is_refused(store):
    with pytest.raises(IntegrityError), store.writing(verb="test", what="") as connection:
        add_event(connection, NewEvent("U999-A", Kind.SENT, DAY, "", "dispatch"))


def test_a_letter_that_went_out_later_than_it_was_written_was_sent_on_that_later_day(store):
    outbox.enqueue(store, "U001-A", "<1@x.example>", data=b"mail", name="a.eml", on=DAY)
    outbox.mark_sending(store, "U001-A")
    outbox.put_back(store, "U001-A", "451 busy")
    outbox.mark_sending(store, "U001-A")
    outbox.mark_sent(store, "U001-A", "250 OK", date(2020, 9, 25))
    with store.reading() as connection:
        assert [event.on for event in events_of(connection)["U001-A"]] == [date(2020, 9, 25)]


def test_a_plan_that_was_written_down_must_not_change(store):
    same = _application()
    _plan(store, same)
    other = replace(same, unit=replace(same.unit, name="演江自治区教育厅"))
    with pytest.raises(PlanChanged) as changed:
        _plan(store, other)
    assert "演江自治区财政厅" in changed.value.faults[0]
    assert "演江自治区教育厅" in changed.value.faults[0]


@pytest.mark.parametrize("on_both", ["sqlite"], indirect=True)
def test_a_migration_that_fails_half_way_leaves_no_table_behind(tmp_path, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr("alembic.runtime.migration.HeadMaintainer.update_to_step", broken)
        with pytest.raises(RuntimeError), open_store(tmp_path):
            pass
    with open_store(tmp_path) as opened:
        _plan(opened, _application())


def _arrival(store, connection, place: Place, data: bytes = b"mail") -> NewArrival:
    kept = store.keep(connection, data, "a.eml")
    return NewArrival("mail", place.key, DAY, DAY, "a@b.example", "答复", kept.sha256, place=place)


YAN = Place("yan@x.example", 7, 1)


def test_an_arrival_is_taken_in_once(store):
    with store.writing(verb="test", what="") as connection:
        new = _arrival(store, connection, YAN)
        assert add_arrival(connection, new) is not None
        assert add_arrival(connection, new) is None
        assert known_uids(connection, "yan@x.example", "", 7) == {1}
        assert known_uids(connection, "yan@x.example", "", 8) == frozenset()


def test_a_mailbox_numbered_anew_brings_no_mail_in_twice(store):
    with store.writing(verb="test", what="") as connection:
        add_arrival(connection, _arrival(store, connection, YAN))
        anew = replace(YAN, uidvalidity=8)
        assert is_known(connection, _arrival(store, connection, anew))
        assert not is_known(
            connection, _arrival(store, connection, replace(anew, mailbox="lian@x.example"))
        )


def test_two_equal_mails_in_one_mailbox_are_two_arrivals(store):
    with store.writing(verb="test", what="") as connection:
        add_arrival(connection, _arrival(store, connection, YAN))
        assert not is_known(connection, _arrival(store, connection, replace(YAN, uid=2)))


def test_a_mailbox_may_have_a_slash_in_its_name(store):
    with store.writing(verb="test", what="") as connection:
        for mailbox, uid in (("a/7@x.example", 3), ("a", 9)):
            add_arrival(connection, _arrival(store, connection, Place(mailbox, 7, uid)))
        assert known_uids(connection, "a/7@x.example", "", 7) == {3}
        assert known_uids(connection, "a", "", 7) == {9}


def test_a_failure_half_way_leaves_nothing_behind(store):
    def take_in() -> None:
        with store.writing(verb="test", what="") as connection:
            number = add_arrival(connection, _arrival(store, connection, YAN))
            seen = NewEvent("U999-A", Kind.ANSWERED, DAY, "", "person", {}, number)
            add_event(connection, seen)

    with pytest.raises(IntegrityError):
        take_in()
    with store.reading() as connection:
        assert known_uids(connection, "yan@x.example", "", 7) == frozenset()
