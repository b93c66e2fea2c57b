"""A bundle that holds answers to different applications is taken apart, and nothing of it is lost or doubled."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest

from harness.campaign.placing.file import NONE
from harness.campaign.placing.split import bundle, split
from harness.campaign.undo import undo
from harness.campaign.workspace import Refused
from harness.store.said import Stale

CAME = datetime(2020, 10, 16, 2, 0, tzinfo=UTC)


def mail_with(*attached: tuple[str, bytes]) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "x@y.example", "z@w.example", "两件答复"
    made["Date"], made["Message-ID"] = "Fri, 16 Oct 2020 10:00:00 +0800", "<two@y.example>"
    made.set_content("答复见附件。")
    for name, data in attached:
        made.add_attachment(data, "application", "octet-stream", filename=name)
    return bytes(made)


@pytest.fixture
def answers(letters, answer_text):
    return (
        letters(answer_text),
        letters(
            answer_text.replace("2019年度部门决算", "2020年度部门预算").replace("12号", "13号")
        ),
    )


@pytest.fixture
def two(desk, answers):
    """A mail with one answer beside it, and one in an archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("材料/第二件.docx", answers[1])
    raw = mail_with(("第一件.docx", answers[0]), ("其余.zip", packed.getvalue()))
    return desk.mail(raw, CAME)


def parts(desk, id):
    return {each.name.rpartition("/")[2]: each.sha256 for each in bundle(desk.workspace, id).parts}


def by_name(desk):
    return {each.arrival.name: each for each in desk.arrivals()}


def test_what_lies_in_it_is_listed_with_its_first_words(desk, two):
    found = bundle(desk.workspace, two)
    assert [each.name.rpartition("/")[2] for each in found.parts] == ["第一件.docx", "第二件.docx"]
    assert all("政府信息公开申请答复书" in each.lines for each in found.parts)


def test_each_file_becomes_an_arrival_with_the_days_of_the_bundle(desk, two, answers):
    held = parts(desk, two)
    places = {held["第一件.docx"]: ["U001-A"], held["第二件.docx"]: ["u002-a"]}
    shown = split(desk.workspace, two, places)
    assert not shown.written and len(desk.arrivals()) == 1
    split(desk.workspace, two, places, write=True)
    first, second = by_name(desk)["第一件.docx"], by_name(desk)["第二件.docx"]
    assert first.applications == ("U001-A",) and second.applications == ("U002-A",)
    assert first.stored.on == date(2020, 10, 16) and first.days.known
    assert first.stored.posted_on == desk.arrivals()[0].stored.posted_on
    assert desk.store.load(second.stored.sha256) == answers[1]
    assert desk.arrivals()[0].applications == ()
    assert "已拆为来件" in desk.arrivals()[0].filing.why


def test_the_same_again_changes_nothing(desk, two):
    held = parts(desk, two)
    places = {held["第一件.docx"]: ["U001-A"], held["第二件.docx"]: ["U002-A"]}
    split(desk.workspace, two, places, write=True)
    before = [(each.id, each.applications, each.filing.id) for each in desk.arrivals()]
    split(desk.workspace, two, places, write=True)
    assert before == [(each.id, each.applications, each.filing.id) for each in desk.arrivals()]


def test_no_file_is_left_with_nobody(desk, two):
    held = parts(desk, two)
    with pytest.raises(Refused, match=r"“材料/第二件.docx”没有归处"):
        split(desk.workspace, two, {held["第一件.docx"]: ["U001-A"]}, write=True)
    split(desk.workspace, two, {held["第一件.docx"]: ["U001-A"]}, rest=["U002-A"], write=True)
    assert desk.arrivals()[0].applications == ("U002-A",)


def test_a_file_may_be_none_of_ours(desk, two):
    held = parts(desk, two)
    places = {held["第一件.docx"]: ["U001-A"], held["第二件.docx"]: [NONE]}
    split(desk.workspace, two, places, write=True)
    assert by_name(desk)["第二件.docx"].applications == ()


def test_where_the_files_belong_is_taken_back_and_the_files_stay(desk, two):
    held = parts(desk, two)
    places = {held["第一件.docx"]: ["U001-A"], held["第二件.docx"]: ["U002-A"]}
    split(desk.workspace, two, places, write=True)
    undo(desk.workspace, write=True)
    assert len(desk.arrivals()) == 3
    assert all(each.filing is None for each in desk.arrivals())


def test_what_a_person_placed_before_is_not_moved_from_here(desk, two):
    held = parts(desk, two)
    places = {held["第一件.docx"]: ["U001-A"], held["第二件.docx"]: ["U002-A"]}
    split(desk.workspace, two, places, write=True)
    with pytest.raises(Refused, match=r"“第一件.docx”已收为来件 .*请到那一件改归卷"):
        split(desk.workspace, two, {**places, held["第一件.docx"]: ["U002-A"]}, write=True)


def test_a_stale_look_is_told(desk, two):
    held = parts(desk, two)
    seen = bundle(desk.workspace, two).seen
    places = {held["第一件.docx"]: ["U001-A"], held["第二件.docx"]: ["U002-A"]}
    split(desk.workspace, two, places, write=True)
    with pytest.raises(Stale):
        split(desk.workspace, two, places, seen=seen, write=True)


@pytest.mark.parametrize("name", ["坏.zip", "空.eml"])
def test_what_cannot_be_taken_apart_stays_whole(desk, name):
    data = {"坏.zip": b"PK\x03\x04 broken", "空.eml": mail_with()}[name]
    desk.lay(name, data, folder="")
    desk.collect()
    id = desk.arrivals()[-1].arrival.id
    assert bundle(desk.workspace, id).parts == ()
    with pytest.raises(Refused, match="没有可以拆出的文件"):
        split(desk.workspace, id, {"0" * 64: ["U001-A"]}, write=True)
