"""What still stands after it was taken back, and taken back again: against a simple model."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from behind import carried
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.clock.events import Kind
from harness.reading.arrived.reply_kind import ReplyKind
from harness.store import log, plan, said, standing, tables, undoing
from harness.store.audit import differences
from harness.store.database import Store, open_store
from harness.store.errors import StoreError
from harness.store.log import NewArrival, NewEvent
from harness.store.said import Filing, Ruling
from letters.model import Applicant, Application, Channel, Question, Round, Unit

pytestmark = pytest.mark.usefixtures("on_both")
DAY = date(2020, 9, 21)
UNIT = Unit("U001", "演江自治区财政厅", "区直单位", "省级", "a@b.example", "", "", "")
PERSON = Applicant("P1", "演文清", "yan@shenqing.example", "", "", "")
ROUND = Round("A", "正常渠道", Channel.EMAIL, DAY, ("P1",), ())
APPLICATION = Application("U001-A", UNIT, PERSON, Question("Q1", "", ""), ROUND)


def _begin(store: Store) -> None:
    with store.writing(verb="plan", what="") as connection:
        plan.add_applications(connection, [APPLICATION])
    with store.writing(verb="collect", what="") as connection:
        kept = store.keep(connection, b"x", "a.pdf")
        new = NewArrival("paper", "L1", DAY, None, "", "a.pdf", kept.sha256)
        assert log.add_arrival(connection, new) == 1


@pytest.fixture(scope="module")
def begun(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("begun")
    with open_store(folder) as opened:
        _begin(opened)
    return folder


@pytest.fixture
def store(tmp_path, begun):
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    carried(tmp_path)
    with open_store(tmp_path) as opened:
        yield opened


def _file(store: Store, why: str) -> int:
    with store.writing(verb="file", what=why) as connection:
        said.add_filing(connection, Filing(1, ("U001-A",), ReplyKind.ANSWER, None, why))
    return _last(store)


def _rule(store: Store, why: str, stage: int = 1) -> int:
    with store.writing(verb="rule", what=why) as connection:
        said.add_ruling(connection, Ruling("U001-A/seal", "absent", (), why, stage=stage))
    return _last(store)


def _log(store: Store, why: str) -> int:
    with store.writing(verb="log", what=why) as connection:
        log.add_event(connection, NewEvent("U001-A", Kind.DELIVERED, DAY, why, "person"))
    return _last(store)


def _events(store: Store) -> list[str]:
    with store.reading() as connection:
        return [each.fact.evidence for each in log.events(connection)]


def _undo(store: Store, op: int) -> int:
    with store.writing(verb="undo", what="", undoes=op) as connection:
        undoing.undo(connection, op, "撤销")
    return _last(store)


def _last(store: Store) -> int:
    with store.reading() as connection:
        return standing.operations(connection)[-1].op


def _counts(store: Store) -> tuple[str | None, str | None]:
    """The reasons of the filing and of the ruling that count."""
    with store.reading() as connection:
        filing = said.filings(connection).get(1)
        ruling = said.rulings(connection).get("U001-A/seal")
    return filing.why if filing else None, ruling.why if ruling else None


def test_the_latest_counts_and_none_is_erased(store):
    for why in ("甲", "乙"):
        _file(store, why)
        _rule(store, why)
    assert _counts(store) == ("乙", "乙")
    with store.reading() as connection:
        rows = [
            connection.execute(each.select()).all() for each in (tables.filings, tables.rulings)
        ]
    assert [len(each) for each in rows] == [2, 2]


def test_a_ruling_of_a_higher_stage_stands_above_a_later_one_of_a_lower(store):
    _rule(store, "复核", stage=2)
    _rule(store, "初核", stage=1)
    assert _counts(store)[1] == "复核"


def test_undone_the_one_before_counts_again_and_undone_again_the_later(store):
    _file(store, "甲")
    second = _file(store, "乙")
    third = _undo(store, second)
    assert _counts(store)[0] == "甲"
    fourth = _undo(store, third)
    assert _counts(store)[0] == "乙"
    _undo(store, fourth)
    assert _counts(store)[0] == "甲"


def test_the_same_said_twice_changes_nothing_and_leaves_no_link(store):
    first = _file(store, "甲")
    assert _file(store, "甲") == first
    first = _rule(store, "甲")
    assert _rule(store, "甲") == first


def test_what_is_superseded_can_be_taken_back_and_changes_nothing_that_counts(store):
    first = _rule(store, "甲")
    _rule(store, "乙")
    _undo(store, first)
    assert _counts(store)[1] == "乙"


def test_what_was_taken_back_is_not_taken_back_twice(store):
    first = _file(store, "甲")
    _undo(store, first)
    before = _last(store)
    with pytest.raises(StoreError, match="不再有效"):
        _undo(store, first)
    assert _last(store) == before


@pytest.mark.parametrize("op", [1, 2])
def test_what_was_planned_or_came_is_never_taken_back(store, op):
    with pytest.raises(StoreError, match="不能撤销"):
        _undo(store, op)


def test_an_operation_that_nobody_did_is_named(store):
    with pytest.raises(StoreError, match="没有第99号操作"):
        _undo(store, 99)


def test_a_void_of_a_void_brings_the_row_back_and_says_why_it_was_gone(store):
    _file(store, "甲")
    with store.writing(verb="file", what="") as connection:
        first = standing.void(connection, tables.filings, 1, "误填")
        assert standing.dead(connection, tables.filings) == {1}
        assert standing.why_dead(connection, tables.filings) == {1: "误填"}
        standing.void(connection, tables.voids, first, "没有误填")
        assert standing.dead(connection, tables.filings) == frozenset()
        assert standing.why_dead(connection, tables.filings) == {}
    assert _counts(store)[0] == "甲"


def test_an_event_taken_back_can_be_recorded_again(store):
    event = NewEvent("U001-A", Kind.DELIVERED, DAY, "挂号", "person")
    for _ in range(2):
        with store.writing(verb="log", what="") as connection:
            assert log.add_event(connection, event)
        _undo(store, _last(store))
    with store.reading() as connection:
        assert log.events(connection) == ()


@dataclass
class Model:
    """Every operation with whether it counts: an undo counts like any other."""

    done: dict[int, tuple[str, object]] = field(default_factory=dict)  # op -> what, and its reason

    def counts(self, op: int) -> bool:
        return not any(
            what == "undo" and target == op and self.counts(later)
            for later, (what, target) in self.done.items()
        )

    def standing(self, what: str) -> list[str]:
        return [str(why) for op, (one, why) in self.done.items() if one == what and self.counts(op)]

    def latest(self, what: str) -> str | None:
        return next(reversed(self.standing(what)), None)


STEPS = st.lists(
    st.tuples(st.sampled_from(["file", "rule", "log", "undo", "undo"]), st.integers(0, 30)),
    max_size=14,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_sequence_ends_where_a_simple_model_says(begun, steps):
    with TemporaryDirectory() as folder:
        shutil.copytree(begun, folder, dirs_exist_ok=True)
        _live(Path(folder), steps)


def _live(folder: Path, steps: list[tuple[str, int]]) -> None:
    with open_store(folder) as store:
        model = Model()
        for number, (what, chosen) in enumerate(steps):
            if what != "undo":
                op = {"file": _file, "rule": _rule, "log": _log}[what](store, f"理由{number}")
                model.done[op] = (what, f"理由{number}")
            elif model.done:
                target = [*model.done][chosen % len(model.done)]
                if model.counts(target):
                    model.done[_undo(store, target)] = ("undo", target)
                else:
                    with pytest.raises(StoreError):
                        _undo(store, target)
        assert _counts(store) == (model.latest("file"), model.latest("rule"))
        assert _events(store) == model.standing("log")
        assert differences(store) == ()
