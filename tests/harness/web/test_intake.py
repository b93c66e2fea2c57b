"""Intake as people do it: placing, post, calls, uploads, evidence, deadlines; each guard with its test."""

from __future__ import annotations

import base64
import re
import time
from datetime import date
from email.message import EmailMessage

import pytest

from harness.campaign.ruling.sample import sample
from harness.campaign.workspace import open_workspace
from harness.web.people import shown
from harness.web.render import moment_told, second_told

from .conftest import running

AS_OF = date(2020, 11, 23)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def campaign(workbench, by="林小姐"):
    return open_workspace(workbench.home, as_of=AS_OF, by=by)


def waiting(workbench) -> list[str]:
    from harness.campaign.placing.unplaced import unplaced

    with campaign(workbench) as workspace:
        return [each.arrival for each in unplaced(workspace)]


def seen(text: str) -> str:
    return re.search(r'name="seen" value="([^"]+)"', text)[1]


# --- 归卷


def test_what_waits_is_shown_with_its_letter_and_its_reasons(client, workbench):
    text = client.get(f"{workbench.c}/unplaced").text
    assert "还有 3 件" in text and "孟小虚" in text and "您反映的样板路路灯损坏问题" in text
    assert 'data-key="1"' in text and "即该单位申请邮箱" in text


def test_what_would_follow_is_shown_and_nothing_is_written(client, workbench):
    at = waiting(workbench)[0]
    shown = client.post(f"{workbench.c}/arrivals/{at}/effect", data={"to": ["U001-A"]})
    assert "归入 U001-A" in shown.text
    wrong = client.post(f"{workbench.c}/arrivals/{at}/effect", data={"other": "U999-A"})
    assert "没有编号为“U999-A”的申请" in wrong.text and "none" not in wrong.text
    assert waiting(workbench)[0] == at


def test_one_letter_is_placed_with_several_once_however_often_it_is_sent(client, workbench, once):
    at, following, *_ = waiting(workbench)
    page = client.get(f"{workbench.c}/unplaced").text
    form = {
        "to": ["U001-A", "U001-B"], "kind": "other", "seen": seen(page), "once": once(page), "why": "看信",
    }  # fmt: skip
    first = client.post(f"{workbench.c}/arrivals/{at}/file", data=form)
    assert first.status_code == 303 and following in _unquoted(first.headers["location"])
    again = client.post(f"{workbench.c}/arrivals/{at}/file", data=form)
    assert again.headers["location"] == first.headers["location"]
    with campaign(workbench) as workspace:
        filed = next(each for each in workspace.book().filed if each.arrival.id == at)
        assert filed.applications == ("U001-A", "U001-B") and filed.filing.said.by == "林小姐"
        from harness.campaign.undo import history

        assert sum(f"来件 {at}" in each.what for each in history(workspace)) == 1


def _unquoted(address: str) -> str:
    from urllib.parse import unquote

    return unquote(address)


def test_what_is_not_ours_is_said_with_one_key(client, workbench, once):
    at = waiting(workbench)[1]
    page = client.get(f"{workbench.c}/unplaced", params={"at": at}).text
    form = {"ours": "none", "seen": seen(page), "once": once(page)}
    assert client.post(f"{workbench.c}/arrivals/{at}/file", data=form).status_code == 303
    assert at not in waiting(workbench)
    listed = client.get(f"{workbench.c}/arrivals", params={"only": "not_ours"}).text
    assert at in listed


def test_who_places_what_somebody_else_has_just_placed_is_shown_both(client, workbench, once):
    from harness.campaign.placing.file import file

    at = waiting(workbench)[0]
    page = client.get(f"{workbench.c}/unplaced").text
    with campaign(workbench, by="李四") as workspace:
        file(workspace, at, ["U001-A"], write=True)
    form = {"to": ["U001-B"], "seen": seen(page), "once": once(page)}
    stale = client.post(f"{workbench.c}/arrivals/{at}/file", data=form)
    assert stale.status_code == 409 and "U001-A" in stale.text


def test_placing_nothing_says_what_to_do(client, workbench, once):
    page = client.get(f"{workbench.c}/unplaced").text
    at = waiting(workbench)[0]
    answer = client.post(
        f"{workbench.c}/arrivals/{at}/file",
        data={"once": once(page)},
        headers={"HX-Request": "true"},
    )
    assert answer.status_code == 422 and "按数字键选中" in answer.text


def test_a_reader_looks_and_places_nothing(team, once):
    reader = team.client("只读")
    assert reader.get(f"{team.c}/arrivals").status_code == 200
    for place in ("arrivals/邮件4/file", "events", "calls", "collect", "upload", "post/paper"):
        assert reader.post(f"{team.c}/{place}", data={"once": "x" * 20}).status_code == 403
    outsider = team.client("外人")
    for place in ("unplaced", "arrivals", "due", "case/U001-A", "post", "calls"):
        assert outsider.get(f"{team.c}/{place}").status_code == 404


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_every_instant_is_told_in_chinas_time_whatever_the_machines_zone(zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    if hasattr(time, "tzset"):
        time.tzset()
    try:
        assert moment_told("2020-10-29T16:30:00+00:00") == "2020-10-30 00:30"
        assert moment_told("2020-10-29T16:30:00Z") == "2020-10-30 00:30"
        assert second_told(0) == "1970-01-01 08:00"
    finally:
        monkeypatch.undo()
        if hasattr(time, "tzset"):
            time.tzset()


def test_the_timer_takes_the_servers_time_which_is_chinas(client, workbench):
    told = client.get(f"{workbench.c}/calls/now").text
    assert re.fullmatch(r"\d\d:\d\d", told)


def test_a_letter_of_unknown_kind_is_not_placed_before_a_kind_is_chosen(client, workbench, once):
    for at in waiting(workbench):
        page = client.get(f"{workbench.c}/unplaced", params={"at": at}).text
        form = {"to": ["U001-A"], "once": once(page), "seen": seen(page)}
        answer = client.post(f"{workbench.c}/arrivals/{at}/file", data=form)
        if answer.status_code == 422:
            assert "按 k 选定" in answer.text and at in waiting(workbench)
            form |= {"kind": "answer"}
            assert client.post(f"{workbench.c}/arrivals/{at}/file", data=form).is_redirect
        assert at not in waiting(workbench), "nothing stays in the list without a word"


# --- 邮寄


def test_a_wrong_digit_of_a_tracking_number_is_told_at_once(client, workbench):
    wrong = client.get(f"{workbench.c}/post/number", params={"n": "ra 1234 56784cn"})
    assert "校验码不符" in wrong.text and "登记" not in wrong.text
    right = client.get(f"{workbench.c}/post/number", params={"n": "RA 123456785 CN"})
    assert "校验码相符" in right.text


def test_a_known_number_shows_its_application_and_takes_the_day_of_delivery_once(
    client, workbench, once
):
    with campaign(workbench) as workspace:
        number, id = next(
            (each.number, id) for id, each in workspace.book().letters.items() if each.number
        )
    part = client.get(f"{workbench.c}/post/number", params={"n": f" {number} "}).text
    assert id in part and "登记签收" in part
    form = {"application": id, "kind": "delivered", "on": "2020-09-30", "once": once(part)}
    refused = client.post(f"{workbench.c}/events", data=form)
    assert refused.status_code == 422
    assert "取代先前的登记" in refused.text and "--replace" not in refused.text
    done = client.post(f"{workbench.c}/events", data={**form, "replace": "true"})
    assert done.status_code == 303
    with campaign(workbench) as workspace:
        events = [str(each.on) for each in workspace.book().events(id) if each.kind == "delivered"]
        assert events == ["2020-09-30"]


@pytest.mark.parametrize(
    "on,said", [("2020-13-40", "日期"), ("2021-01-01", "晚于今天"), ("", "没有填写")]
)
def test_a_day_that_cannot_be_is_refused_with_its_field(client, workbench, once, on, said):
    page = client.get(f"{workbench.c}/case/U001-A").text
    form = {"application": "U001-A", "kind": "delivered", "on": on, "once": once(page)}
    answer = client.post(f"{workbench.c}/events", data=form, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and said in answer.text


def test_days_are_told_in_working_days(client, workbench):
    told = client.get(
        f"{workbench.c}/post/days", params={"received": "2020-10-10", "posted": "2020-09-30"}
    ).text
    assert "国庆节、中秋节调休上班" in told and "在途 10 天，其中 2 个工作日" in told
    assert "已过" in told


def photographs(*names):
    return [
        ("pages", (name, PIXEL + bytes([at]), "image/png")) for at, name in enumerate(names)
    ]  # fmt: skip


def test_photographs_of_a_letter_become_one_arrival_once(client, workbench, once):
    page = client.get(f"{workbench.c}/post").text
    form = {
        "received": "2020-11-20", "posted": "2020-11-18", "unit": "U001", "once": once(page),
    }  # fmt: skip
    files = [
        *photographs("image.png", "image.png"),
        ("envelopes", ("信封.png", PIXEL, "image/png")),
    ]
    first = client.post(f"{workbench.c}/post/paper", data=form, files=files)
    assert first.status_code == 303, first.text
    told = client.get(first.headers["location"]).text
    (item,) = re.findall(r'href="([^"]+)">看这件来件', told)
    assert "纸件1" in client.get(item).text
    assert client.post(f"{workbench.c}/post/paper", data=form, files=files).status_code == 303
    with campaign(workbench) as workspace:
        (letter,) = [each for each in workspace.book().filed if each.stored.source_key == "纸件1"]
        assert letter.stored.on == date(2020, 11, 20)
        assert letter.stored.posted_on == date(2020, 11, 18)
        assert [each.role for each in letter.stored.files] == ["page", "envelope"]
        assert letter.stored.files[0].sha256 != letter.stored.sha256


def test_the_unit_decides_of_whom_a_letter_is_and_the_envelopes_words_are_kept(
    client, workbench, once
):
    with campaign(workbench) as workspace:
        unit = workspace.book().units[2].name
    form = {"received": "2020-11-20", "unit": unit, "sender": "办公室老李", "note": "挂号", "once": once(client.get(f"{workbench.c}/post").text)}  # fmt: skip
    assert client.post(
        f"{workbench.c}/post/paper", data=form, files=photographs("1.png")
    ).is_redirect
    with campaign(workbench) as workspace:
        (letter,) = [each for each in workspace.book().filed if each.stored.source_key == "纸件1"]
    assert letter.stored.sender == unit
    assert letter.stored.note == "信封上的寄件人：办公室老李；挂号"


def test_days_in_disorder_are_refused_and_nothing_is_kept(client, workbench, once):
    form = {"received": "2020-11-18", "posted": "2020-11-20", "once": once(client.get(f"{workbench.c}/post").text)}  # fmt: skip
    answer = client.post(f"{workbench.c}/post/paper", data=form, files=photographs("1.png"))
    assert answer.status_code == 422 and "邮戳日期 2020-11-20 晚于收到日期" in answer.text
    # mended, the same form may come again
    mended = client.post(
        f"{workbench.c}/post/paper",
        data={**form, "posted": "2020-11-17"},
        files=photographs("1.png"),
    )
    assert mended.status_code == 303


# --- 上传


def test_uploaded_files_are_taken_in_whatever_they_are_called(client, workbench, once, tmp_path):
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "a@b.example", "上传的信", "<up@b.example>"
    mail.set_content("您好")
    page = client.get(f"{workbench.c}/arrivals").text
    names = ("../../evil.eml", "C:\\x\\台账.xlsx", ".hidden", "CON.txt")
    files = [
        ("files", (name, bytes(mail) + str(n).encode(), "x/y")) for n, name in enumerate(names)
    ]
    answer = client.post(f"{workbench.c}/upload", data={"once": once(page)}, files=files)
    assert answer.status_code == 303
    assert "收下4件" in client.get(answer.headers["location"]).text
    assert not list(workbench.home.parent.glob("evil*"))
    again = {"once": once(client.get(f"{workbench.c}/arrivals").text)}
    answer = client.post(f"{workbench.c}/upload", data=again, files=files)
    assert "收下0件；另有4个文件先前已经收过" in client.get(answer.headers["location"]).text
    assert client.get(f"{workbench.c}/arrivals?taken=系统故障").status_code == 422


def test_too_many_files_and_too_many_bytes_are_refused(home, once):
    with running(home, most_files=3, most_upload=100_000) as small:
        client = small.client()
        page = client.get(f"{small.c}/arrivals").text
        files = [("files", (f"{n}.txt", b"x", "text/plain")) for n in range(4)]
        many = client.post(f"{small.c}/upload", data={"once": once(page)}, files=files)
        assert many.status_code == 422 and "一次至多上传3个文件" in many.text
        big = [("files", ("大.txt", b"x" * 200_000, "text/plain"))]
        told = client.post(f"{small.c}/upload", data={"once": once(page)}, files=big)
        assert told.status_code == 413
        kind = {"Content-Type": "multipart/form-data; boundary=b"}
        chunks = (
            b"--b\r\nContent-Disposition: form-data; name=files; filename=x\r\n\r\n",
            b"x" * 200_000,
        )
        untold = client.post(f"{small.c}/upload", content=iter(chunks), headers=kind)
        assert untold.status_code == 413
        assert "21" in client.get(f"{small.c}/arrivals").text


def test_an_empty_file_is_named_and_nothing_of_the_upload_is_kept(client, workbench, once):
    page = client.get(f"{workbench.c}/arrivals").text
    files = [("files", ("好.txt", b"x", "a/b")), ("files", ("空.txt", b"", "a/b"))]
    answer = client.post(f"{workbench.c}/upload", data={"once": once(page)}, files=files)
    assert answer.status_code == 422 and "“空.txt”是空的" in answer.text
    assert "好.txt" not in client.get(f"{workbench.c}/arrivals").text


def test_collecting_is_a_job(client, workbench, once):
    page = client.get(f"{workbench.c}/arrivals").text
    started = client.post(f"{workbench.c}/collect", data={"once": once(page)})
    assert started.headers["location"].endswith("/jobs")
    jobs = workbench.app.state.desk.jobs
    jobs._threads[1].join(30)
    (job,) = jobs.of(workbench.key)
    assert job.name == "收取来件" and job.told[0].startswith("新到0件")


# --- 佐证和邮件原样

HOSTILE = """<html><head><style>body{display:none}</style><meta http-equiv="refresh" content="0;url=http://evil.example">
<script>fetch('http://evil.example')</script></head><body onload="alert(1)">
<p style="color:red;background:url(http://evil.example/a.png)">您好</p><p style="color:blue">正文</p>
<img src="http://evil.example/pixel.png" onerror="alert(2)"><img src="cid:logo@x"><img src="data:image/svg+xml;base64,AAAA">
<a href="javascript:alert(3)">点这里</a><a href="http://evil.example">链接</a>
<form action="http://evil.example"><input name="password"></form><iframe src="http://evil.example"></iframe>
<svg><script>alert(4)</script></svg><object data="http://evil.example"></object></body></html>"""  # fmt: skip


def hostile_mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "x@evil.example", "y@z.example", "网页格式的信"
    mail["Message-ID"] = "<hostile@evil.example>"
    mail.set_content("您好")
    mail.add_alternative(HOSTILE, subtype="html")
    mail.get_payload()[1].add_related(PIXEL, "image", "png", cid="<logo@x>")
    return bytes(mail)


def laid(client, workbench, once, name: str, data: bytes) -> str:
    page = client.get(f"{workbench.c}/arrivals").text
    client.post(
        f"{workbench.c}/upload", data={"once": once(page)}, files=[("files", (name, data, "a/b"))]
    )
    with campaign(workbench) as workspace:
        return max(workspace.book().filed, key=lambda each: each.id).arrival.id


def test_a_mail_is_shown_without_anything_that_acts_or_calls_home(client, workbench, once):
    id = laid(client, workbench, once, "信.eml", hostile_mail())
    page = client.get(f"{workbench.c}/arrivals/{id}").text
    assert '<iframe sandbox=""' in page
    frame = client.get(f"{workbench.c}/arrivals/{id}/mail")
    policy = frame.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'") and "img-src data:;" in policy
    assert frame.headers["x-frame-options"] == "SAMEORIGIN"
    text = frame.text
    assert "正文" in text and 'style="color:blue"' in text and "data:image/png;base64" in text
    for bad in (
        "evil.example", "script", "onload", "onerror", "javascript:", "<form", "<input", "<iframe", "svg", "refresh", "cid:",
    ):  # fmt: skip
        assert bad not in text.lower(), bad


def test_evidence_is_taken_away_and_never_shown(client, workbench, once):
    html = b"<script>alert(1)</script>"
    id = laid(client, workbench, once, "..\\\u202e坏<名>.html", html)
    page = client.get(f"{workbench.c}/arrivals/{id}").text
    address = re.search(r'href="([^"]+/evidence/[0-9a-f]{64})"', page)[1]
    got = client.get(address)
    assert got.content == html
    headers = got.headers
    assert headers["content-type"] == "application/octet-stream"
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in headers["content-security-policy"]
    name = _unquoted(headers["content-disposition"])
    assert name.startswith("attachment;") and name.endswith("坏_名_.html")
    assert "\u202e" not in name and "/" not in name and "\\" not in name


@pytest.mark.parametrize("sha", ["0" * 64, "..%2F..%2Fcampaign.toml", "mingcha.db"])
def test_nothing_but_what_came_is_taken_away(client, workbench, sha):
    assert client.get(f"{workbench.c}/evidence/{sha}").status_code == 404


def test_letters_of_applicants_are_no_evidence_to_take_away(client, workbench):
    with campaign(workbench) as workspace:
        sent = next(each for each in workspace.book().letters.values() if each.sha256)
    assert client.get(f"{workbench.c}/evidence/{sent.sha256}").status_code == 404


# --- 期限、案卷、电话


def test_deadlines_come_a_page_at_a_time_without_gap_or_double(workbench):
    from harness.campaign.clocks.due import due
    from harness.campaign.clocks.due_list import Only, due_page

    with campaign(workbench) as workspace:
        found, after = [], ""
        while True:
            one = due_page(workspace, Only.ALL, after=after, size=5)
            found += one.rows
            after = one.after
            if not after:
                break
        assert sorted(each.application for each in found) == sorted(
            each.application for each in due(workspace)
        )
        days = [each.due_on for each in found if each.due_on]
        assert days == sorted(days)


def test_deadlines_are_filtered_and_counted(client, workbench):
    text = client.get(f"{workbench.c}/due", params={"only": "overdue"}).text
    assert "逾期未答复" in text and "已逾期" in text
    for only in ("soon", "provisional", "decision", "running", "all"):
        assert client.get(f"{workbench.c}/due", params={"only": only}).status_code == 200
    broken = client.get(f"{workbench.c}/due", params={"after": "x"})
    assert broken.status_code == 422


def test_arrivals_come_a_page_at_a_time_without_gap_or_double(workbench):
    from harness.campaign.placing.arrivals_list import Only, arrivals_page

    with campaign(workbench) as workspace:
        found, after = [], ""
        while True:
            one = arrivals_page(workspace, Only.ALL, after=after, size=4)
            found += [each.arrival for each in one.rows]
            after = one.after
            if not after:
                break
        assert sorted(found) == sorted(each.arrival.id for each in workspace.book().filed)


def test_a_case_shows_its_course_with_holidays_evidence_and_working(client, workbench):
    text = client.get(f"{workbench.c}/case/U003-B").text
    assert '<svg class="strip"' in text and "国庆节、中秋节" in text
    assert "调休上班" in text and "第1至5个工作日" in text and "/evidence/" in text
    assert "style=" not in text
    assert client.get(f"{workbench.c}/case/U999-Z").status_code == 404


def test_a_person_who_may_mark_it_blind_does_not_see_what_was_found(team):
    with open_workspace(team.home, as_of=AS_OF, by="管理员") as workspace:
        sample(workspace, clean=100, write=True)
        book = workspace.book()
        id = next(
            case.application.id for case in workspace.assess(book).cases if case.answer is not None
        )
    place = f"{team.c}/case/{id}"
    blind = team.client("测评员甲").get(place).text
    assert "复评完成后可见" in blind and 'class="verdict' not in blind
    again = team.client("测评员甲").post(f"{place}/verdicts").text
    assert "复评完成后可见" in again and 'class="verdict' not in again
    assert 'class="verdict' in team.client("只读").get(place).text


def test_who_opens_what_was_found_is_not_asked_to_mark_it_blind(team):
    with open_workspace(team.home, as_of=AS_OF, by="管理员") as workspace:
        cases = [each for each in workspace.assess().cases if each.answer is not None]
    id, sha256 = cases[0].application.id, cases[0].answer.sha256
    assessor, people = team.client("测评员甲"), team.app.state.desk.people
    place = f"{team.c}/case/{id}"
    assert 'class="verdict' not in assessor.get(place).text
    assert sha256 not in shown.knowing(people, team.key, "测评员甲")
    assert 'class="verdict' in assessor.post(f"{place}/verdicts").text
    assert sha256 in shown.knowing(people, team.key, "测评员甲")
    assert 'class="verdict' in assessor.get(place).text


def test_a_page_of_an_arrival_is_shown_as_a_picture(client, workbench):
    text = client.get(f"{workbench.c}/arrivals/LJ001").text
    address = re.search(r'src="([^"]+/page/[^"]+)"', text)[1]
    got = client.get(address)
    assert got.headers["content-type"] == "image/jpeg" and got.content[:2] == b"\xff\xd8"
    assert client.get(re.sub("/[0-9a-f]{64}/1$", f"/{'0' * 64}/1", address)).status_code == 404


def test_a_call_is_put_down_with_its_outcome_once(client, workbench, once):
    page = client.get(f"{workbench.c}/calls", params={"at": "U001"}).text
    form = {
        "unit": "U001", "on": "2020-11-20", "time": "9:41", "outcome": "busy", "seconds": "75", "note": "打不进",
        "once": once(page),
    }  # fmt: skip
    first = client.post(f"{workbench.c}/calls", data=form)
    assert first.status_code == 303
    client.post(f"{workbench.c}/calls", data=form)
    with campaign(workbench) as workspace:
        (call,) = [
            each.fact for each in workspace.book().calls if each.fact.on == date(2020, 11, 20)
        ]
        assert (call.time, call.outcome.value, call.note) == (
            "09:41",
            "busy",
            "打不进；计时1分15秒",
        )


def test_a_withdrawal_is_written_to_be_sent(client, workbench, once):
    with campaign(workbench) as workspace:
        from harness.campaign.clocks.due import due

        id = next(each.application for each in due(workspace) if each.state == "overdue")
    page = client.get(f"{workbench.c}/case/{id}").text
    done = client.post(
        f"{workbench.c}/case/{id}/withdraw", data={"on": "2020-11-23", "once": once(page)}
    )
    assert done.status_code == 303 and "撤回申请" in _unquoted(done.headers["location"])
    missing = client.post(
        f"{workbench.c}/case/{id}/supplement",
        data={"on": "2020-11-23", "once": once(client.get(f"{workbench.c}/case/{id}").text)},
    )
    assert missing.status_code == 422 and "--answer" not in missing.text


def test_an_arrival_whose_number_has_a_stroke_has_its_page(client, workbench, once):
    form = {"received": "2020-11-20", "number": "2020/15", "once": once(client.get(f"{workbench.c}/post").text)}  # fmt: skip
    client.post(f"{workbench.c}/post/paper", data=form, files=photographs("1.png"))
    listed = client.get(f"{workbench.c}/arrivals").text
    address = re.search(r'href="([^"]+2020%2F15)"', listed)[1]
    page = client.get(address)
    assert page.status_code == 200 and "来件2020/15" in page.text
    at = seen(page.text)
    filed = client.post(
        f"{address}/file",
        data={
            "to": ["U001-A"],
            "kind": "answer",
            "seen": at,
            "once": once(page.text),
            "next": "arrival",
        },
    )
    assert filed.status_code == 303
