"""Half of a file that was taken in before it was copied whole accuses nobody and keeps nobody waiting
but whom the whole concerns."""

from __future__ import annotations

import pytest

from harness.campaign.placing.file import file
from harness.campaign.queue import queue


@pytest.fixture
def both(desk, answer):
    """A letter of which the first half was taken in at one collect and all of it at the next."""
    desk.delivered("U001-A")
    desk.lay("答复.docx", answer[: len(answer) // 2])
    desk.collect()
    (first,) = desk.arrivals()
    assert len(set(first.touches)) == 4, "nobody can say whose a broken file is"
    desk.lay("答复.docx", answer)
    desk.collect()
    return desk


def test_both_are_kept_and_the_queue_names_both(both):
    torso, whole = both.arrivals()
    assert (whole.applications, whole.arrival.doubt) == (("U001-A",), "")
    (item,) = [each for each in queue(both.workspace) if each.what == "filing"]
    assert item.id == torso.arrival.id == "文件1"
    assert "文件2" in item.why and "文件1" in item.why
    assert [each.application for each in item.candidates] == ["U001-A"]


def test_it_touches_only_whom_the_whole_touches(both):
    torso, _ = both.arrivals()
    assert (torso.applications, torso.touches) == ((), ("U001-A",))


def test_a_person_files_it_away(both):
    file(both.workspace, "文件1", ["none"], why="残件", write=True)
    torso, _ = both.arrivals()
    assert (torso.arrival.doubt, torso.touches) == ("", ())
    assert both.case("U001-A").answer.id == "文件2"


def test_one_that_can_be_read_is_judged_no_more_once_the_whole_is_here(desk, answer_text):
    """It would be found to lack whatever stands in its other half."""
    desk.delivered("U001-A")
    desk.lay("答复.txt", answer_text.encode())
    desk.collect()
    assert desk.arrivals()[0].applications == ("U001-A",)
    desk.lay("答复.txt", f"{answer_text}\n附件：决算表".encode())
    desk.collect()
    torso, whole = desk.arrivals()
    assert (torso.applications, torso.events) == ((), {})
    assert desk.case("U001-A").answer.id == whole.arrival.id == "文件2"


def test_what_a_person_said_of_it_stands(desk, answer_text):
    data = answer_text.encode()
    desk.lay("答复.txt", data[:300])
    desk.collect()
    file(desk.workspace, "文件1", ["U001-A"], why="看过", write=True)
    desk.lay("答复.txt", data)
    desk.collect()
    assert desk.arrivals()[0].applications == ("U001-A",)


@pytest.mark.parametrize(("name", "more"), [("别的.txt", "续"), ("答复.txt", "")])
def test_another_name_or_other_bytes_make_no_torso(desk, answer_text, name, more):
    desk.delivered("U001-A")
    desk.lay("答复.txt", answer_text.encode())
    desk.collect()
    other = answer_text + more if more else answer_text.replace("12号", "13号") + "又"
    desk.lay(name, other.encode())
    desk.collect()
    assert [each.applications for each in desk.arrivals()] == [("U001-A",)] * 2
