"""A campaign held open says what a freshly opened one says, whatever happens to it and whoever writes."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from harness.campaign.clocks.case import case
from harness.campaign.clocks.due import due
from harness.campaign.clocks.due_list import Only as DueOnly
from harness.campaign.clocks.due_list import due_page
from harness.campaign.dashboard import glance
from harness.campaign.drill import rehearse
from harness.campaign.errors import Refused
from harness.campaign.held.resident import Resident
from harness.campaign.marks.scores import board, marks, marks_of, unit_marks
from harness.campaign.placing.arrivals_list import Only as ArrivalsOnly
from harness.campaign.placing.arrivals_list import arrivals_page
from harness.campaign.placing.unplaced import unplaced
from harness.campaign.planning.plan import plan_now
from harness.campaign.planning.plan_list import plan_page
from harness.campaign.queue import queue
from harness.campaign.recording.dialling import dialling
from harness.campaign.ruling.agreement import agreement
from harness.campaign.ruling.blind import all_hidden
from harness.campaign.ruling.letter_view import open_letter
from harness.campaign.ruling.question import open_questions
from harness.campaign.ruling.review import Viewer, queue_of
from harness.campaign.ruling.rule import rule
from harness.campaign.ruling.sample import coming, sample
from harness.campaign.sending.send import forecast
from harness.campaign.status import standing
from harness.campaign.todo import todo
from harness.campaign.workspace import Workspace, silent
from harness.casebook.book import Supposed
from harness.engine import HERE
from harness.store.database import open_store
from harness.store.said import Filing, Ruling
from letters.faults import BadTable
from letters.tables import read_campaign

from .resident_life import AS_OF, STEPS, Life


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("resident") / "两家"
    rehearse(folder, seed=7, units=2, told=silent, scans=False)
    return folder


@pytest.fixture
def folder(lived: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(lived, tmp_path / "测评"))


@pytest.fixture
def resident(folder: Path) -> Iterator[Resident]:
    made = Resident(folder, today=lambda: AS_OF, engine=HERE)
    yield made
    made.close()


@contextmanager
def fresh(folder: Path, by: str = "另一人", as_of: date = AS_OF) -> Iterator[Workspace]:
    """As another process opens it."""
    with open_store(folder, by=by) as store:
        yield Workspace(folder, read_campaign(folder), store, HERE, as_of)


IN_ORDER = {"log", "letters", "points", "feedbacks", "terms"}


def assert_same(one: object, other: object) -> None:
    """Field by field, with the order of what has one."""
    for each in fields(one):
        a, b = getattr(one, each.name), getattr(other, each.name)
        if each.name == "find":
            assert dict(a.arrivals) == dict(b.arrivals)
        elif isinstance(a, Mapping):
            assert dict(a.items()) == dict(b.items()), each.name
            if each.name in IN_ORDER:
                assert [*a] == [*b], f"order of {each.name}"
        else:
            assert a == b, each.name


def assert_follows(resident: Resident, folder: Path) -> None:
    with resident.workspace(by="李四") as held, fresh(folder) as other:
        book, expected = held.book(), other.book()
        assert_same(book, expected)
        judged = held.assess(book)
        assert_same(judged, other.assess(expected))
        assert_same(held.clocks(book), other.clocks(expected))
        assert queue(held, book, judged) == queue(other)
        assert due(held, judged) == due(other)
        assert marks(held, judged) == marks(other)
        assert pages_of(held) == pages_of(other)


def pages_of(workspace: Workspace) -> dict[str, object]:
    """What the pages of the workbench are made from."""
    scores = board(workspace)
    dials = dialling(workspace)
    return {
        "marks": marks_of(scores, [each.unit for each in scores.rows()]),
        "marks counted": [(each, scores.counted(each)) for each in ("pending", "placeless")],
        "units": [unit_marks(workspace, each.unit.id) for each in scores.rows()],
        "due": [due_page(workspace, each) for each in DueOnly],
        "arrivals": [arrivals_page(workspace, each) for each in ArrivalsOnly],
        "unplaced": unplaced(workspace),
        "glance": glance(workspace),
        "status": standing(workspace),
        "plan": plan_now(workspace),
        "plan listed": plan_page(workspace, "", "email", "", 3),
        "forecast": forecast(workspace, AS_OF),
        "dials": (*dials.dials, *dials.confirms),
        "dialled next": [dials.after(each.unit) for each in dials.dials],
        "drawn next": coming(workspace, clean=30, seed=3),
        "agreement": agreement(workspace),
        "hidden": all_hidden(workspace),
        "lists": {each.name: lists_of(workspace, each) for each in viewers(workspace)},
    }


def viewers(workspace: Workspace) -> list[Viewer]:
    """Who marks, who decides, and who has read every other letter."""
    answers = [each.answer.sha256 for each in workspace.assess().cases if each.answer]
    asked, seen = open_questions(workspace), frozenset(answers[::2])
    return [
        Viewer("李四", False, frozenset(), asked), Viewer("林小姐", True, frozenset(), asked),
        Viewer("赵六", False, seen, asked),
    ]  # fmt: skip


def lists_of(workspace: Workspace, viewer: Viewer) -> object:
    found, told = queue_of(workspace), todo(workspace, viewer)
    ids = [each.application.id for each in found.cases]
    return (
        found.counts(viewer),
        [*found.listed(viewer, None, lambda _: True)],
        [*found.listed(viewer, None, lambda _: True, ids[1])],
        [found.after(id, viewer, None, lambda _: True) for id in ids],
        told,
    )


def test_what_is_drawn_is_as_many_as_was_told(resident):
    with resident.workspace(by="李四") as held:
        told, drawn = coming(held, clean=30, seed=3), sample(held, clean=30, seed=3)
        assert (told.new, told.faults, told.unclear) == (
            len(drawn.new),
            drawn.faults,
            drawn.unclear,
        )
        assert (told.clean_drawn, told.clean_among) == (drawn.clean_drawn, drawn.clean_among)


def test_the_board_says_what_the_whole_assessment_says(resident):
    with resident.workspace(by="李四") as held:
        scores = board(held)
        found = marks_of(scores, [each.unit for each in scores.rows()])
        last = float("inf")
        whole = sorted(marks(held), key=lambda one: (one.category, one.rank_in_category or last))
        assert found == whole
        ids = ["", *(each.unit_id for each in found), ""]
        assert [scores.beside(id) for id in ids[1:-1]] == [*zip(ids, ids[2:], strict=False)]


@pytest.mark.parametrize("seed", range(10))
def test_after_any_verbs_it_says_what_a_fresh_opening_says(resident, folder, seed):
    assert_follows(resident, folder)
    life = Life(lambda who: resident.workspace(by=who), seed)
    done = [life.step() for _ in range(12)]
    assert_follows(resident, folder)
    done += [life.step() for _ in range(4)]
    assert_follows(resident, folder)


@pytest.mark.parametrize("name", sorted(STEPS))
def test_after_each_verb_it_says_what_a_fresh_opening_says(resident, folder, name):
    assert_follows(resident, folder)
    life = Life(lambda who: resident.workspace(by=who), 5)
    for _ in range(4):
        with resident.workspace(by="王五") as workspace:
            life.do(name, workspace)
    assert_follows(resident, folder)


@pytest.mark.parametrize("seed", range(20, 23))
def test_what_another_process_writes_is_followed(resident, folder, seed):
    assert_follows(resident, folder)
    life = Life(lambda who: fresh(folder, who), seed)
    for _ in range(8):
        life.step()
    assert_follows(resident, folder)


def test_what_is_only_supposed_is_as_of_a_fresh_opening_and_stays_nowhere(resident, folder):
    with resident.workspace(by="李四") as held, fresh(folder) as other:
        book = held.book()
        case = next(each for each in held.assess(book).cases if each.judgement)
        id = case.application.id
        arrival = book.filed[0].id
        for supposed in (
            Supposed(rulings=(Ruling(f"{id}/remedy", "absent", (), "无", case.answer.sha256),)),
            Supposed(rulings=(Ruling(f"{id}/received_on", "2020-10-01", (), "无"),)),
            Supposed(filing=Filing(arrival, (), None, None, "不是")),
            Supposed(filing=Filing(arrival, ("U001-A", "U002-B"), None, None, "")),
        ):
            there, expected = held.book(supposed), other.book(supposed)
            assert_same(there, expected)
            assert_same(held.assess(there), other.assess(expected))
        assert held.book() is book
    assert_follows(resident, folder)


def test_while_nothing_changes_nothing_is_computed_again(resident):
    with resident.workspace(by="李四") as one:
        book = one.book()
        judged = one.assess(book)
    with resident.workspace(by="王五") as other:
        assert other.store.by == "王五"
        assert other.book() is book and other.assess() is judged


def test_what_a_newer_program_reads_otherwise_is_told_once(resident, folder):
    path = folder / "cache" / "last-read.json"
    with fresh(folder) as other:
        other.book()
    last = json.loads(path.read_text("utf-8"))
    key = next(iter(last["arrivals"]))
    last["version"], last["arrivals"][key]["counted"] = "an older one", 77
    path.write_text(json.dumps(last), "utf-8")
    with resident.workspace(by="李四") as held:
        held.book()
        assert any("77个工作日" in each for each in held.news)
    with resident.workspace(by="李四") as held:
        held.book()
        assert held.news == []


def test_the_version_is_that_of_the_history_whoever_writes(resident, folder):
    before = resident.version
    with fresh(folder) as other:
        rule(other, "U001-A/received_on", "2020-09-30", why="看过回执", write=True)
    assert resident.version == before + 1


def test_the_day_is_asked_for_each_request(folder):
    days = iter([date(2020, 10, 20), AS_OF, AS_OF])
    made = Resident(folder, today=lambda: next(days), engine=HERE)
    try:
        with made.workspace(by="李四") as held, fresh(folder, as_of=date(2020, 10, 20)) as other:
            assert_same(held.assess(), other.assess())
        assert_follows(made, folder)
    finally:
        made.close()


def test_settings_that_are_edited_count_from_the_next_request(resident, folder):
    path = folder / "campaign.toml"
    text = path.read_text("utf-8")
    with resident.workspace(by="李四") as held:
        judged, title = held.assess(), held.campaign.title
    path.write_text(text.replace(title, f"{title}（续）"), "utf-8")
    with resident.workspace(by="李四") as held:
        assert held.campaign.title == held.assess().campaign.title == f"{title}（续）"
        assert held.assess().cases == judged.cases
    path.write_text("[campaign", "utf-8")
    with pytest.raises(BadTable), resident.workspace(by="李四"):
        pass
    path.write_text(text, "utf-8")
    assert_follows(resident, folder)


def test_what_is_handed_over_is_computed_from_the_evidence(resident, folder):
    with resident.workspace(by="李四") as held, fresh(folder) as other:
        assert_same(held.assess(final=True), other.assess(final=True))
        assert held.book(final=True) is not held.book()


def test_a_letter_whose_bytes_are_gone_is_told_as_that(resident, monkeypatch):
    def gone(*_: object, **__: object) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    with resident.workspace(by="李四") as held:
        id = next(each.application.id for each in held.assess().cases if each.judgement)
        monkeypatch.setattr("harness.store.reading.begin", gone)
        monkeypatch.setattr("harness.campaign.ruling.letter_view.begin", gone)
        assert case(held, id).judgement["media"] == ""
        with pytest.raises(Refused, match="从备份恢复"):
            open_letter(held, queue_of(held), Viewer("李四"), id)


def test_readers_beside_a_writer_never_see_halves(resident):
    """Each sees a ruling in the book and in its assessment, or in neither."""
    wrong: list[object] = []
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            try:
                with resident.workspace(by="看") as held:
                    book = held.book()
                    case = held.assess(book).case_of("U001-A")
                    ruled = "U001-A/received_on" in book.rulings
                    told = any(each[0] == "U001-A/received_on" for each in case.rulings)
                    there = any(each.event.source == "ruling" for each in book.log["U001-A"])
                    if not ruled == told == there:
                        wrong.append((ruled, told, there))
            except Exception as fault:  # noqa: BLE001
                wrong.append(fault)

    readers = [threading.Thread(target=look) for _ in range(4)]
    for each in readers:
        each.start()
    for day in range(10, 20):
        with resident.workspace(by="李四") as held:
            rule(held, "U001-A/received_on", f"2020-10-{day}", why="看过", write=True)
    over.set()
    for each in readers:
        each.join()
    assert wrong == []
