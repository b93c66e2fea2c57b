"""After one thing was written, a campaign held open looks at that thing, however large it is."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from harness.campaign.clocks import due
from harness.campaign.held.ready import made_ready
from harness.campaign.held.resident import Resident
from harness.campaign.marks import board
from harness.campaign.placing.file import file
from harness.campaign.planning.plan import plan
from harness.campaign.queue import queue
from harness.campaign.recording.event import record
from harness.campaign.ruling import sample
from harness.campaign.ruling.rule import rule
from harness.campaign.workspace import Workspace
from harness.casebook.following import arrivals, judged, logs
from harness.clock.events import Kind
from harness.drill.province import make_campaign
from harness.engine import HERE
from harness.intake.account import Fetched
from harness.intake.mails import thing_of_mail
from harness.intake.receive import take_in
from harness.store import log
from harness.store.log import NewEvent
from tests.harness.conftest import mail

AS_OF = date(2020, 11, 20)


def opened(folder: Path, units: int) -> Resident:
    """All applications sent, a mail for each unit that nobody can place."""
    make_campaign(folder, seed=7, units=units)
    resident = Resident(folder, today=lambda: AS_OF, engine=HERE)
    with resident.workspace(by="造") as workspace:
        plan(workspace, write=True)
        planned = workspace.book().applications
        with workspace.store.writing(verb="send", what="寄出") as connection:
            on = date(2020, 9, 22)
            log.add_events(
                connection,
                [NewEvent(each.id, Kind.SENT, on, each.id, "person") for each in planned],
            )
        came = [date(2020, 10, 1 + at % 20) for at in range(units)]
        take_in(
            workspace.store,
            [
                thing_of_mail(Fetched("yan@shenqing.example", 1, at, _noon(day), mail(f"信{at}", _noon(day))))
                for at, day in enumerate(came)
            ],
        )  # fmt: skip
        queue(workspace)
    return resident


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(4), UTC)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many applications, cases and arrivals are made anew, and how many things the queue asks after."""
    counted: Counter[str] = Counter()

    def counting(module: object, name: str, many) -> None:  # type: ignore[no-untyped-def]
        real = getattr(module, name)

        def told(*given, **named):  # type: ignore[no-untyped-def]
            counted[name] += many(*given)
            return real(*given, **named)

        monkeypatch.setattr(module, name, told)

    counting(judged, "cases", lambda book, *_: len(book.applications))
    counting(logs, "bound", lambda rows, _filed: len(rows.applications))
    counting(arrivals, "with_words", lambda _store, rows, *_: len(rows.arrivals))
    return counted


def _ruled(workspace: Workspace) -> None:
    id = workspace.book().applications[3].id
    rule(workspace, f"{id}/received_on", "2020-09-25", why="看过回执", write=True)


def _filed(workspace: Workspace) -> None:
    book = workspace.book()
    file(workspace, book.filed[1].arrival.id, [book.applications[3].id], why="看过", write=True)


def _logged(workspace: Workspace) -> None:
    id = workspace.book().applications[3].id
    record(workspace, "confirmed", id, date(2020, 9, 25), write=True)


@pytest.mark.parametrize("verb", [_ruled, _filed, _logged])
def test_what_is_looked_at_after_one_verb_does_not_grow_with_the_campaign(tmp_path, looked, verb):
    found = []
    for units in (6, 18):
        resident = opened(tmp_path / str(units), units)
        looked.clear()
        with resident.workspace(by="李四") as workspace:
            verb(workspace)
            queue(workspace)
        found.append(dict(looked))
        resident.close()
    few, many = found
    assert few == many and 0 < sum(many.values()) < 30


def test_the_queue_asks_anew_only_of_the_case_that_changed(tmp_path):
    resident = opened(tmp_path / "测评", 8)
    asked: list[str] = []

    def told(case, _):  # type: ignore[no-untyped-def]
        asked.append(case.application.id)
        return (case.application.id,)

    with resident.workspace(by="李四") as workspace:
        everything = workspace.flat(told, workspace.assess().cases)
        assert len(asked) == len(everything) == len(workspace.book().applications)
        asked.clear()
        _ruled(workspace)
        assert workspace.flat(told, workspace.assess().cases) == everything
        assert asked == [workspace.book().applications[3].id]
    resident.close()


def test_the_pages_are_made_again_only_of_what_changed(tmp_path, monkeypatch):
    resident, counted = opened(tmp_path / "测评", 8), Counter[str]()

    def counting(module: object, name: str, many) -> None:  # type: ignore[no-untyped-def]
        real = getattr(module, name)

        def told(*given):  # type: ignore[no-untyped-def]
            counted[name] += many(*given)
            return real(*given)

        monkeypatch.setattr(module, name, told)

    counting(board, "unplaced", lambda _, facts: len(facts))
    counting(due, "_due", lambda *_: 1)
    counting(sample, "many_of", lambda *_: 1)
    with resident.workspace(by="李四") as workspace:
        made_ready(workspace)
        assert counted["unplaced"] == 8 and counted["_due"] == counted["many_of"] >= 16
        counted.clear()
        _logged(workspace)
        made_ready(workspace)
    # the case as it was, and as it is
    assert counted == {"unplaced": 1, "_due": 1, "many_of": 2}
    resident.close()
