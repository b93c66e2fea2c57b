"""From plan to report: a new campaign, its tables, plan, letters, sending; marks, objections, reports,
the history; each guard of theirs."""

from __future__ import annotations

import io
import re
import stat
import sys
import time
import zipfile
from datetime import date
from pathlib import Path

import httpx
import pytest

from harness.campaign.planning.new import new
from letters.model import Applicant, Unit
from letters.tables import write_applicants, write_units

ONCE = re.compile(r'name="once" value="([^"]+)"')
BOSS, TWO = "管理员", "测评员甲"


def form(client: httpx.Client, page: str, action: str = "", **values):
    """Fill in and send a form of this page as a browser does: its `once` goes along."""
    text = client.get(page).text
    action = action or page.partition("?")[0]
    at = text.find(f'action="{action}"')
    found = ONCE.search(text, at if at >= 0 else 0)
    assert found, f"no form for {action} on {page}"
    files = values.pop("files", None)
    return client.post(action, data={"once": found[1], **values}, files=files)


def faults(answer: httpx.Response) -> str:
    return re.sub(r"<[^>]+>", "", answer.text.partition('class="faults"')[2].partition("</ul>")[0])


def ended(client: httpx.Client, c: str) -> str:
    """The list of jobs, once the last has ended."""
    for _ in range(200):
        text = client.get(f"{c}/jobs").text
        if "停止</button>" not in text:
            return text
        time.sleep(0.05)
    raise AssertionError("the job does not end")


# --- a new campaign, its tables, its settings


def test_a_campaign_is_begun_by_a_form_and_leads_to_its_tables(shelf):
    client = shelf.client()
    came = form(client, "/new", name="第二次", title="样江市测评", region="")
    assert came.status_code == 303, came.text
    assert (shelf.home / "第二次" / "units.xlsx").is_file()
    tables = client.get(came.headers["location"])
    assert "下面没有任何单位" in tables.text
    assert "/c/%E7%AC%AC%E4%BA%8C%E6%AC%A1" in client.get("/").text


@pytest.mark.parametrize(
    "name",
    ["../外面", "a/b", "a\\b", "CON", "nul.txt", ".隐藏", "示例", "问?", "点.", "长" * 61, " "],
)
def test_a_folder_never_has_a_name_that_leads_elsewhere_or_that_windows_cannot_hold(shelf, name):
    client, before = shelf.client(), sorted(shelf.home.rglob("*"))
    assert form(client, "/new", name=name).status_code == 422
    assert sorted(shelf.home.rglob("*")) == before


def test_only_who_settles_things_begins_a_campaign_or_sees_its_tables(team):
    for name, right in ((BOSS, True), (TWO, False), ("只读", False), ("复核员", False)):
        client = team.client(name)
        assert (client.get("/new").status_code == 200) is right
        assert (client.get(f"{team.c}/plan/tables").status_code == 200) is right
        assert (client.get(f"{team.c}/plan/tables/campaign.toml").status_code == 200) is right
        post = client.post(
            f"{team.c}/plan/tables/settings", data={"once": "x" * 20, "text": "x", "seen": "y"}
        )
        assert post.status_code == (409 if right else 403)


def table(write, rows) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "table.xlsx"
        write(path, rows)
        return path.read_bytes()


def unit(**more) -> Unit:
    given = {
        "id": "", "name": "样江市民政局", "category": "市直部门", "level": "地市级", "email": "mz@yangjiang.example",
        "address": "样江市样江区某路1号", "postcode": "529500", "phone": "0662-0000000",
    }  # fmt: skip
    return Unit(**{**given, **more})


def test_a_filled_in_table_takes_the_place_of_the_old_one_which_is_kept(shelf):
    client = shelf.client()
    page = f"{shelf.c}/plan/tables"
    path = shelf.home / "示例" / "units.xlsx"
    before = path.read_bytes()
    data = table(write_units, [unit()])
    sent = form(client, page, f"{page}/units.xlsx", files={"table": ("我的单位.xlsx", data)})
    assert sent.status_code == 303, sent.text
    assert path.read_bytes() == data
    (old,) = (shelf.home / "示例" / "旧版本").iterdir()
    assert old.read_bytes() == before
    assert client.get(f"{page}/old/{old.name}").content == before
    assert "更换单位表 units.xlsx" in client.get(f"{shelf.c}/history").text
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(old.stat().st_mode) == 0o600


def test_every_fault_of_a_table_is_told_by_sheet_row_and_column_and_nothing_is_taken(shelf):
    client = shelf.client()
    page = f"{shelf.c}/plan/tables"
    path = shelf.home / "示例" / "units.xlsx"
    before = path.read_bytes()
    data = table(write_units, [unit(email="没有"), unit(name="", level="第九级")])
    sent = form(client, page, f"{page}/units.xlsx", files={"table": ("units.xlsx", data)})
    assert sent.status_code == 422
    told = faults(sent)
    assert told.count("units.xlsx，工作表“被测单位”") >= 3
    assert re.search(r"第\d+行", told)
    assert path.read_bytes() == before
    for wrong in (b"", b"PK\x03\x04 no table", b"x" * 9_000_000):
        sent = form(client, page, f"{page}/units.xlsx", files={"table": ("units.xlsx", wrong)})
        assert sent.status_code == 422
    assert path.read_bytes() == before


def test_no_other_file_can_be_brought_or_taken_by_its_name(shelf):
    client = shelf.client()
    page = f"{shelf.c}/plan/tables"
    for name in ("mingcha.db", "..%2Fcampaign.toml", "workbench.db", "other.xlsx"):
        assert client.get(f"{page}/{name}").status_code == 404
        assert client.get(f"{page}/old/{name}").status_code == 404
        sent = form(client, page, f"{page}/{name}", files={"table": ("x.xlsx", b"x")})
        assert sent.status_code in (404, 422)
    assert not (shelf.home / "示例" / "other.xlsx").exists()


def settings_form(client, page) -> tuple[str, str, str]:
    text = client.get(page).text
    seen = re.search(r'name="seen" value="([^"]+)"', text)[1]
    once = ONCE.search(text, text.find(f'action="{page}/settings"'))[1]
    return text, seen, once


def test_settings_are_checked_before_they_are_saved_and_the_old_ones_kept(shelf):
    client, page = shelf.client(), f"{shelf.c}/plan/tables"
    path = shelf.home / "示例" / "campaign.toml"
    now = path.read_text(encoding="utf-8")
    _, seen, once = settings_form(client, page)
    wrong = now.replace("collect_until", "collect_untill")
    sent = client.post(f"{page}/settings", data={"text": wrong, "seen": seen, "once": once})
    assert sent.status_code == 422
    assert "collect_untill" in sent.text
    assert path.read_text(encoding="utf-8") == now
    good = now.replace("\n", "\r\n") + "\r\n# 改过\r\n"
    sent = client.post(f"{page}/settings", data={"text": good, "seen": seen, "once": once})
    assert sent.status_code == 303, sent.text
    assert path.read_text(encoding="utf-8") == now + "\n# 改过\n"
    assert [e.read_text(encoding="utf-8") for e in (path.parent / "旧版本").iterdir()] == [now]


def test_settings_that_somebody_else_has_changed_meanwhile_are_not_overwritten(shelf):
    client, page = shelf.client(), f"{shelf.c}/plan/tables"
    path = shelf.home / "示例" / "campaign.toml"
    _, seen, once = settings_form(client, page)
    path.write_text(path.read_text(encoding="utf-8") + "# 别人\n", encoding="utf-8")
    sent = client.post(f"{page}/settings", data={"text": "x", "seen": seen, "once": once})
    assert sent.status_code == 409
    assert "# 别人" in path.read_text(encoding="utf-8")


def test_a_campaign_whose_tables_are_wrong_says_so_and_where_to_mend_them(shelf):
    new(shelf.home / "空的", date(2026, 3, 2))
    client = shelf.client()
    first = client.get("/c/空的")
    assert first.status_code == 200
    assert "改好表格和设置" in first.text
    assert "下面没有任何单位" in first.text
    other = client.get("/c/空的/marks")
    assert other.status_code == 422
    assert "/plan/tables" in other.text


def test_filled_in_tables_make_an_empty_campaign_one_that_can_be_planned(shelf):
    new(shelf.home / "空的", date(2026, 3, 2), region="")
    client, page = shelf.client(), "/c/%E7%A9%BA%E7%9A%84/plan/tables"
    person = Applicant(
        "zhang", "张三", "zhang@example.org", "样江市某路2号", "529500", "13800000000", consented_on=date(2026, 3, 1)
    )  # fmt: skip
    units = table(write_units, [unit()])
    people = table(write_applicants, [person])
    for name, data in (("units.xlsx", units), ("applicants.xlsx", people)):
        sent = form(client, page, f"{page}/{name}", files={"table": (name, data)})
        assert sent.status_code == 303, sent.text
    assert "待编入" in client.get("/c/空的/plan").text


# --- plan, letters, sending


def planned(shelf) -> httpx.Client:
    client = shelf.client()
    sent = form(client, f"{shelf.c}/plan", new=6)
    assert sent.status_code == 303, sent.text
    return client


def test_a_plan_is_frozen_as_it_was_shown_and_no_otherwise(shelf):
    client = shelf.client()
    assert "待编入的6件" in client.get(f"{shelf.c}/plan").text
    sent = form(client, f"{shelf.c}/plan", new=5)
    assert sent.status_code == 422
    assert "看到的是新增5件，现在是6件" in faults(sent)
    assert form(client, f"{shelf.c}/plan", new=6).status_code == 303
    text = client.get(f"{shelf.c}/plan").text
    assert "已定的申请" in text
    assert "待编入的" not in text


def test_only_who_sends_may_plan_send_hold_or_drill(team):
    client = team.client("复核员")
    for place in ("plan", "plan/send", "plan/send/pause", "plan/send/resume", "plan/send/recall",
                  "plan/send/resend", "plan/send/rehearse", "plan/drill", "plan/letters"):  # fmt: skip
        given = {
            "once": "y" * 20,
            "new": "0",
            "on": "2020-11-20",
            "number": "0",
            "id": "U001-A",
            "address": "a@b.c",
        }
        assert client.post(f"{team.c}/{place}", data=given).status_code == 403, place
    assert client.get(f"{team.c}/plan/send").status_code == 200


def test_a_letter_is_read_before_it_goes_without_an_identity_number(shelf):
    client = planned(shelf)
    mail = client.get(f"{shelf.c}/plan/letters/U001-B").text
    assert "主题：" in mail
    assert "样江市财政局" in mail
    paper = client.get(f"{shelf.c}/plan/letters/U001-A").text
    assert "政府信息公开申请表" in paper
    word = client.get(f"{shelf.c}/plan/letters/U001-A/form")
    assert word.content[:2] == b"PK"
    assert word.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")


def test_what_is_printed_is_taken_away_as_one_file(shelf):
    client = planned(shelf)
    page = f"{shelf.c}/plan/letters"
    assert form(client, f"{page}?on=2026-03-16", page, on="2026-03-16").status_code == 303
    packed = client.get(f"{shelf.c}/plan/printed/2026-03-16")
    names = zipfile.ZipFile(io.BytesIO(packed.content)).namelist()
    assert "交寄清单.xlsx" in names
    assert "政府信息公开申请表-U001-A.docx" in names
    assert client.get(f"{shelf.c}/plan/printed/2026-03-17").status_code == 422


def test_printed_forms_are_only_for_those_who_register_postings(team):
    day = sorted((team.home / "outgoing").iterdir())[0].name
    assert team.client(TWO).get(f"{team.c}/plan/printed/{day}").status_code == 200
    assert team.client("只读").get(f"{team.c}/plan/printed/{day}").status_code == 403


@pytest.mark.needs("smtp-sink")
def test_mails_go_when_their_very_number_is_given_and_are_held_and_taken_back(shelf):
    from smtp_sink import sinking

    client, page = planned(shelf), f"{shelf.c}/plan/send"
    toml = shelf.home / "示例" / "campaign.toml"
    with sinking() as sink:
        text = toml.read_text(encoding="utf-8")
        text = re.sub(r"smtp_port = \d+", f"smtp_port = {sink.port}", text)
        toml.write_text(text, encoding="utf-8")
        ask = f"{page}?on=2026-03-30"
        assert "发出这3封" in client.get(ask).text
        wrong = form(client, ask, page, on="2026-03-30", number="2")
        assert wrong.status_code == 422
        assert "写的是发送2封，现在到期待发的是3封" in faults(wrong)
        assert not sink.mails()
        assert form(client, ask, f"{page}/recall", id="U003-B").status_code == 303
        assert form(client, ask, f"{page}/pause", why="核对").status_code == 303
        paused = client.get(ask).text
        assert "已经暂停发送：</strong>核对" in paused
        assert 'name="number"' not in paused
        assert form(client, ask, f"{page}/resume").status_code == 303
        assert form(client, ask, page, on="2026-03-30", number="2").status_code == 303
        assert "发出2封" in ended(client, shelf.c)
        assert len(sink.mails()) == 2
        assert "没有待发的邮件" in client.get(ask).text
        assert form(client, ask, f"{page}/resend", id="U003-B").status_code == 303
        assert "发出这1封" in client.get(ask).text


def test_the_same_sending_form_sent_twice_begins_one_job(shelf):
    client, page = planned(shelf), f"{shelf.c}/plan/send"
    text = client.get(f"{page}?on=2026-03-30").text
    once = ONCE.search(text, text.find(f'action="{page}"'))[1]
    given = {"once": once, "on": "2026-03-30", "number": "3"}
    first, second = (client.post(page, data=given) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert len(shelf.app.state.desk.jobs.of("示例")) == 1
    ended(client, shelf.c)


# --- the calendar


def test_a_year_shows_days_off_worked_weekends_and_their_notices(client, workbench):
    text = client.get(f"{workbench.c}/plan/calendar?year=2026").text
    assert text.count('class="month"') == 12
    assert "国办发明电〔2025〕7号" in text
    assert "2026-02-14 春节上班" in text
    assert client.get(f"{workbench.c}/plan/calendar?year=1900").status_code == 404


NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
国办发明电〔2026〕9号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2027年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
国务院办公厅
2026年11月4日
"""


def test_a_pasted_notice_is_shown_before_it_is_written(shelf, monkeypatch):
    taken = []
    monkeypatch.setattr("harness.web.pages.calendar_year.take", taken.append)
    client, page = shelf.client(), f"{shelf.c}/plan/calendar"
    shown = form(client, page, text=NOTICE)
    assert shown.status_code == 200, faults(shown)
    for day in ("2027-02-14 周日", "2027-10-07 周四"):
        assert day in shown.text
    assert "写入日历" in shown.text
    assert taken == []
    assert form(client, page, text=NOTICE, write="true").status_code == 303
    assert [each.notice.year for each in taken] == [2027]
    lacking = form(client, page, text=NOTICE.replace("2月14日（周日）上班。", ""))
    assert "调休上班" in faults(lacking)
    assert faults(form(client, page, text="今天天气很好，" * 10))


def test_only_who_settles_things_pastes_a_notice(team):
    given = {"once": "z" * 20, "text": NOTICE}
    assert team.client("复核员").post(f"{team.c}/plan/calendar", data=given).status_code == 403


# --- marks, what-if, sampling


def test_marks_are_shown_by_class_and_each_deduction_leads_to_its_answer(client, workbench):
    text = client.get(f"{workbench.c}/marks").text
    units = list(dict.fromkeys(re.findall(r"/marks/unit/(U\d+)", text)))
    assert len(units) == 6
    pages = [client.get(f"{workbench.c}/marks/unit/{each}").text for each in units]
    assert any(re.search(r"/review/U\d+-[A-Z]#[a-z_]+", each) for each in pages)
    assert client.get(f"{workbench.c}/marks/unit/U999").status_code == 422


def test_who_would_move_is_told_and_nothing_is_written(client, workbench):
    from harness.store.database import open_store
    from harness.store.history import last

    def version() -> int:
        with open_store(workbench.home) as store, store.reading() as connection:
            return last(connection)

    before = version()
    page = f"{workbench.c}/marks/what-if"
    text = client.get(page).text
    names = re.findall(r'name="c" value="([^"]+)"', text)
    weights = re.findall(r'name="w"[^>]* value="([^"]+)"', text)
    weights[0] = "9"
    moved = client.get(page, params={"c": names, "w": weights}).text
    assert "的权重为9" in moved
    assert "6家中6家有变化" in moved
    assert "家名次有变化" in client.get(page, params={"answered_on": "signed"}).text
    assert "不是权重" in client.get(page, params={"c": names, "w": ["x", *weights[1:]]}).text
    assert version() == before


def test_sampling_is_for_those_who_decide_and_draws_what_was_announced(team):
    page = f"{team.c}/marks/sample"
    assert team.client(TWO).get(page).status_code == 403
    client = team.client("复核员")
    text = client.get(page).text
    new = int(re.search(r'name="new" value="(\d+)"', text)[1])
    assert new
    assert form(client, page, new=new, clean="10", seed="7").status_code == 303
    assert "已按种子" not in client.get(page).text, "another seed is announced before it is drawn"
    text = client.get(page, params={"clean": 10, "seed": 7}).text
    new = int(re.search(r'name="new" value="(\d+)"', text)[1])
    shown = {"clean_shown": "10", "seed_shown": "7"}
    assert form(client, page, new=new, clean="10", seed="7", **shown).status_code == 303
    assert "已按种子7、未见问题的抽10%抽过" in client.get(page).text


def test_whoever_may_still_mark_blind_sees_neither_marks_nor_what_was_said(team):
    page, lead = f"{team.c}/marks/sample", team.client("复核员")
    text = lead.get(page, params={"clean": 100, "seed": 7}).text
    new = re.search(r'name="new" value="(\d+)"', text)[1]
    form(lead, page, new=new, clean="100", seed="7", clean_shown="100", seed_shown="7")
    unit = re.search(r"/marks/unit/(U\d+)", team.client(BOSS).get(f"{team.c}/marks").text)[1]
    blind = team.client(TWO)
    assert "还有要素在盲评" in blind.get(f"{team.c}/marks").text
    assert "扣分和依据" not in blind.get(f"{team.c}/marks/unit/{unit}").text
    for name in ("复核员", "只读"):
        assert "扣分和依据" in team.client(name).get(f"{team.c}/marks/unit/{unit}").text


# --- objections


def test_an_objection_is_entered_with_its_papers_tried_and_decided(client, workbench):
    c, page = workbench.c, f"{workbench.c}/marks/objections"
    unit_page = next(
        text
        for id in re.findall(r"/marks/unit/(U\d+)", client.get(f"{c}/marks").text)
        if "/review/" in (text := client.get(f"{c}/marks/unit/{id}").text)
        and re.search(r"−[\d.]+</span> <a href=[^#]*#(?!in_time)", text)
    )
    application, element = re.search(
        r'−[\d.]+</span> <a href="[^"]*/review/(U\d+-[A-Z])#(?!in_time)([a-z_]+)"', unit_page
    ).groups()
    unit = application.partition("-")[0]
    assert form(client, page, f"{page}/feedback", unit=unit, on="2020-11-20").status_code == 303
    paper = ("说明 (1).pdf", b"%PDF-1.4 said")
    sent = form(
        client, page, unit=unit, target=f"{application}/{element}", on="2020-11-23", text="我们写了",
        files=[("files", paper)],
    )  # fmt: skip
    assert sent.status_code == 303, sent.text
    one = f"{page}/1"
    assert "我们写了" in client.get(one).text
    kept = client.get(f"{one}/files/0")
    assert kept.content == paper[1]
    assert kept.headers["content-disposition"].startswith("attachment")
    assert client.get(f"{one}/files/1").status_code == 404
    given = {"outcome": "upheld", "value": "present", "why": "确有记载"}
    tried = form(client, one, **given)
    assert tried.status_code == 200, faults(tried)
    assert "就这样决定" in tried.text
    assert "由复核员" not in client.get(one).text
    assert "就这样决定" not in client.get(one).text  # trying has written nothing
    seen = re.search(r'name="seen" value="([^"]+)"', tried.text)[1]
    stale = form(client, one, **given, seen="00000000")
    assert stale.status_code == 409
    assert form(client, one, **given, seen=seen).status_code == 303
    assert "确有记载" in client.get(one).text


@pytest.mark.parametrize("target", ["教育厅", "U001-A/颜色", "U001/颜色", "U999-A/标题"])
def test_what_is_objected_to_is_asked_for_in_chinese(client, workbench, target):
    page = f"{workbench.c}/marks/objections"
    told = form(client, page, unit="U001", target=target, on="2020-11-23", text="我们写了")
    assert told.status_code == 422
    shown = re.sub(r"<[^>]+>", "", client.get(page).text)
    for said in (shown, faults(told)):
        assert not re.findall(r"[a-z]{2,}_[a-z]+|/[a-z]{3,}|\b(?:remedy|title|seal)\b", said)


def test_objections_are_decided_only_by_those_who_decide(team):
    given = {"once": "o" * 20, "outcome": "rejected", "why": "x"}
    one = f"{team.c}/marks/objections/1"
    assert team.client(TWO).post(one, data=given).status_code == 403
    assert team.client("只读").get(f"{team.c}/marks/objections").status_code == 403


# --- reports, backup, history


def test_reports_are_written_as_a_job_and_taken_away_under_safe_names(client, workbench):
    c = workbench.c
    assert form(client, f"{c}/reports").status_code == 303
    assert re.search(r"写成\d+个文件", ended(client, c))
    got = client.get(f"{c}/reports/file/总报告.docx")
    assert got.content[:2] == b"PK"
    assert "%E6%80%BB%E6%8A%A5%E5%91%8A.docx" in got.headers["content-disposition"]
    page = client.get(f"{c}/reports/file/测评结果.html")
    assert page.headers["content-type"] == "application/octet-stream"
    for name in ("..%2Fcampaign.toml", "../mingcha.db", "%2e%2e/campaign.toml", "没有.docx"):
        assert client.get(f"{c}/reports/file/{name}").status_code in (404, 422)


def test_a_backup_is_made_and_taken_away_by_who_settles_things(team):
    client, c = team.client(BOSS), team.c
    assert form(client, f"{c}/reports", f"{c}/reports/backup").status_code == 303
    assert "备份已写成并核对" in ended(client, c)
    (name,) = re.findall(r"/reports/made/([^\"]+)\"", client.get(f"{c}/reports").text)
    packed = client.get(f"{c}/reports/made/{name}")
    assert "mingcha.db" in zipfile.ZipFile(io.BytesIO(packed.content)).namelist()
    assert team.client("复核员").get(f"{c}/reports/made/{name}").status_code == 403
    for place in ("backup", "bundle", "self-test"):
        given = {"once": "b" * 20}
        assert team.client("复核员").post(f"{c}/reports/{place}", data=given).status_code == 403


def test_what_somebody_did_is_taken_back_by_them_or_by_who_decides(team):
    boss, two, c = team.client(BOSS), team.client(TWO), team.c
    page = f"{c}/marks/objections"
    unit = re.search(r'<option value="(U\d+) ', boss.get(page).text)[1]
    assert form(boss, page, f"{page}/feedback", unit=unit, on="2020-11-20").status_code == 303
    text = boss.get(f"{c}/history").text
    op = re.search(r"/history/(\d+)/undo", text)[1]
    assert f"/history/{op}/undo" not in two.get(f"{c}/history").text
    assert two.post(f"{c}/history/{op}/undo", data={"once": "u" * 20}).status_code == 403
    assert form(boss, f"{c}/history", f"{c}/history/{op}/undo").status_code == 303
    assert f"已由第{int(op) + 1}号撤销" in boss.get(f"{c}/history").text


def test_the_history_is_read_on_where_a_page_ends(client, workbench, monkeypatch):
    from harness.campaign import undo

    whole = undo.past
    monkeypatch.setattr(
        "harness.web.pages.past.past", lambda w, b=0, _=10, **more: whole(w, b, 10, **more)
    )
    seen, before = [], 0
    while True:
        text = client.get(f"{workbench.c}/history?before={before}").text
        seen += [int(each) for each in re.findall(r'data-name="号" class="number">(\d+)<', text)]
        found = re.search(r"before=(\d+)\"", text)
        if not found:
            break
        before = int(found[1])
    assert seen == list(range(seen[0], 0, -1))


def test_the_overview_leads_to_the_page_of_the_next_step(client, workbench):
    text = client.get(workbench.c).text
    assert re.search(r'<a role="button" href="/c/[^"]+/unplaced"', text)
    assert "mingcha" not in text.partition("<main")[2]


PAGES = (
    "", "/plan", "/plan/tables", "/plan/letters", "/plan/letters/U001-A", "/plan/send", "/plan/drill",
    "/plan/calendar", "/marks", "/marks/unit/U001", "/marks/what-if?answered_on=signed", "/marks/sample",
    "/marks/objections", "/reports", "/history",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_and_names_a_next_step_or_a_way_on(client, workbench, page):
    answer = client.get(workbench.c + page)
    assert answer.status_code == 200, faults(answer)
    main = answer.text.partition("<main")[2]
    assert "<h1" in main
    assert re.search(r"<a |<button", main)
    assert "style=" not in answer.text
    assert "onclick" not in answer.text
