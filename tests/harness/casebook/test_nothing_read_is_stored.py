"""What the program reads of what came is computed, never a row: the cache may go, a campaign is the
same; a better reader, and an old campaign is read anew."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta, timezone

from sqlalchemy import text

from harness.campaign.clocks.due import due
from harness.campaign.marks.scores import marks
from harness.campaign.placing.file import file
from harness.campaign.queue import queue
from harness.campaign.receiving.collect import keep_papers
from harness.campaign.ruling.rule import rule
from harness.casebook import placing
from harness.store import reading as store_reading
from harness.store.audit import differences
from harness.store.reading import FOLDER

DAY = datetime(2020, 10, 15, 16, 0, tzinfo=timezone(timedelta(hours=8)))


def _come(desk, answer, make_mail) -> None:
    desk.delivered("U001-A")
    desk.paper("L1", answer)
    desk.mail(make_mail("您好，见附件。", DAY), DAY)
    reply = make_mail("您的邮件已收到。", DAY, Auto_Submitted="auto-replied",
                      In_Reply_To="<U001-B@shenqing.example>")  # fmt: skip
    desk.mail(reply, DAY)


def _everything(desk):
    return (
        desk.workspace.assess(), due(desk.workspace), marks(desk.workspace), queue(desk.workspace),
        [(each.id, each.applications, each.events) for each in desk.book().filed],
    )  # fmt: skip


def _rows(desk) -> dict[str, list[object]]:
    with desk.store.reading() as connection:
        return {
            name: connection.execute(text(f"select * from {name} order by 1")).all()
            for name in ("filings", "rulings", "events", "voids", "registrations", "history")
        }


def test_reading_writes_no_row(desk, answer, make_mail):
    _come(desk, answer, make_mail)
    before = _rows(desk)
    _everything(desk)
    keep_papers(desk.workspace)
    assert _rows(desk) == before
    assert before["filings"] == []
    kinds = {(row.kind, row.source) for row in before["events"]}
    assert {kind for kind, _ in kinds} == {"sent", "delivered"}
    assert {source for _, source in kinds} <= {"dispatch", "ledger", "person"}
    assert differences(desk.store) == ()


def test_without_the_cache_everything_comes_out_the_same(desk, answer, make_mail):
    _come(desk, answer, make_mail)
    file(desk.workspace, "L1", ["U001-A"], why="看过", write=True)
    rule(desk.workspace, "U001-A/seal", "present", why="原件有章", write=True)
    before = _everything(desk)
    shutil.rmtree(desk.folder / FOLDER)
    assert _everything(desk) == before
    assert _everything(desk) == before


def test_a_cache_that_somebody_edited_is_not_believed(desk, answer, make_mail):
    _come(desk, answer, make_mail)
    before = _everything(desk)
    for path in (desk.folder / FOLDER / "read").rglob("*.json"):
        path.write_text(path.read_text("utf-8").replace("answer", "bounce"), encoding="utf-8")
    assert _everything(desk) == before


def test_an_old_campaign_is_read_anew_when_the_readers_change(desk, answer, make_mail, monkeypatch):
    _come(desk, answer, make_mail)
    asked = []

    def reading(*given):
        asked.append(given)
        return place(*given)

    place = placing._placing
    monkeypatch.setattr(placing, "_placing", reading)
    before = _everything(desk)
    assert asked == []
    monkeypatch.setattr("harness.casebook.remembered.judges", lambda: "下一版")
    assert _everything(desk) == before
    assert len(asked) == 3


def test_the_documents_too_are_read_anew(desk, answer, make_mail, monkeypatch):
    _come(desk, answer, make_mail)
    before = _everything(desk)
    read = []

    def reading(data, name):
        read.append(name)
        return parsed(data, name)

    parsed = store_reading.read_bytes
    monkeypatch.setattr(store_reading, "read_bytes", reading)
    monkeypatch.setattr("harness.casebook.remembered.judges", lambda: "下一版")
    _everything(desk)
    assert read == []
    monkeypatch.setattr(store_reading, "readers", lambda: "下一版")
    monkeypatch.setattr("harness.casebook.remembered.judges", lambda: "再下一版")
    assert _everything(desk) == before
    assert len(set(read)) >= 2
