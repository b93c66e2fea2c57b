"""What came becomes facts, once: through a real IMAP server and from a real ledger."""

from __future__ import annotations

import contextlib
from concurrent.futures import Future
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from email.message import EmailMessage
from io import BytesIO

import docx
import pytest
import xlsxwriter
from harness.intake.collect import Desk, collect_mail, collect_papers, file, receive_papers

from harness.casebook.assess import assess
from harness.checker.finding import Element, Verdict
from harness.clock.events import Kind
from harness.drill import copies
from harness.drill.forms import Form
from harness.drill.paper import Paper
from harness.drill.pdf import Typesetter
from harness.engine import HERE, Closed, Lost, open_lanes
from harness.intake.mailbox import open_mailbox
from harness.scoring.timing import Timing, timing
from harness.store.database import add_applications, open_store
from harness.store.evidence import sha256
from harness.store.log import events_of
from letters.model import Applicant, Application, Campaign, Channel, Question, Round, Unit

CHINA = timezone(timedelta(hours=8))
UNIT = Unit(
    "U001", "演江自治区财政厅", "区直单位", "省级", "xxgk@cz.yanjiang.example", "演练路2号", "000001",
    "0000-2", ("财政厅",), ("演江自治区人民政府",), ("首练市城中区人民法院",),
)  # fmt: skip
QUESTION = Question("Q1", "2019年度部门决算", "请公开2019年度部门决算。")
ANSWER = """政府信息公开申请答复书
演财公开〔2020〕12号
演文清：
本机关于2020年9月23日收到您提交的政府信息公开申请，申请公开“2019年度部门决算”。
经审查，您申请的信息已经主动公开。根据《中华人民共和国政府信息公开条例》第三十六条第（一）项的规定，
请登录 http://cz.yanjiang.example/jsgk/2019 查阅。
如对本答复不服，可以自收到本答复之日起60日内向演江自治区人民政府申请行政复议，
或者在6个月内向首练市城中区人民法院提起行政诉讼。
特此答复。
演江自治区财政厅
2020年10月15日"""


@pytest.fixture
def person(request):
    """An applicant with a mailbox of the test's own."""
    return Applicant(
        "P1", "演文清", f"{sha256(request.node.name.encode())[:12]}@shenqing.example", "", "", ""
    )


@pytest.fixture
def campaign(person):
    rounds = (
        Round("A", "正常渠道", Channel.REGISTERED_MAIL, date(2020, 9, 21), ("P1",), ("Q1",)),
        Round("B", "非正常渠道", Channel.EMAIL, date(2020, 9, 22), ("P1",), ("Q2",)),
    )
    return Campaign("演江", "演练", "演江自治区", True, date(2020, 11, 20), rounds, (person,))


@pytest.fixture
def desk(campaign, person):
    other = Question("Q2", "2019年度政府采购情况", "请公开。")
    applications = (
        Application("U001-A", UNIT, person, QUESTION, campaign.rounds[0]),
        Application("U001-B", UNIT, person, other, campaign.rounds[1]),
    )
    return Desk((UNIT,), applications, {"<ours@shenqing.example>": "U001-B"})


@pytest.fixture
def store(tmp_path, desk):
    with open_store(tmp_path) as opened:
        add_applications(opened, desk.applications)
        yield opened


def _events(store, application: str) -> list[tuple[Kind, date]]:
    with store.reading() as connection:
        return [(each.kind, each.on) for each in events_of(connection).get(application, ())]


def _assess(store, desk, campaign, day=date(2020, 11, 20)):
    _, doubts = collect_papers(store, desk, store.folder)
    return assess(store, campaign, desk.units, desk.applications, as_of=day, doubts=doubts)


def _word(text: str) -> bytes:
    paper = docx.Document()
    for line in text.splitlines():
        paper.add_paragraph(line)
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def _mail(
    body: str, day: datetime, attachment: tuple[str, bytes] | None = None, **headers: str
) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = "财政厅 <xxgk@cz.yanjiang.example>", "演文清 <yan@shenqing.example>"
    mail["Subject"], mail["Date"] = "答复", day
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    if attachment:
        name, data = attachment
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


@pytest.fixture
def deliver(dovecot, person):
    def deliver(raw: bytes, day: datetime) -> None:
        with dovecot.client(person.email) as client:
            client.append("INBOX", raw, msg_time=day)

    return deliver


@pytest.fixture
def collect(dovecot, person, store, desk):
    def collect() -> int:
        with open_mailbox(dovecot.account(person.email)) as mailbox:
            return collect_mail(store, desk, [mailbox])

    return collect


@pytest.mark.needs("dovecot")
def test_an_answer_by_mail_becomes_one_event_however_often_it_is_collected(
    deliver, collect, store, desk, campaign
):
    day = datetime(2020, 10, 15, 16, 0, tzinfo=CHINA)
    text = ANSWER.replace("2019年度部门决算", "2019年度政府采购情况")
    deliver(
        _mail(
            "答复书见附件。",
            day,
            ("答复书.docx", _word(text)),
            In_Reply_To="<ours@shenqing.example>",
        ),
        day,
    )
    assert [collect(), collect()] == [1, 0]
    assert _events(store, "U001-B") == [(Kind.ANSWERED, date(2020, 10, 15))]
    case = _assess(store, desk, campaign).cases[1]
    assert case.judgement.finding(Element.DOC_NUMBER).verdict is Verdict.PRESENT
    assert case.judgement.finding(Element.SEAL).verdict is not Verdict.PRESENT


@pytest.mark.needs("dovecot")
def test_an_automatic_reply_confirms_the_receipt_and_answers_nothing(deliver, collect, store):
    day = datetime(2020, 9, 22, 10, 0, tzinfo=CHINA)
    reply = {"Auto_Submitted": "auto-replied", "In_Reply_To": "<ours@shenqing.example>"}
    deliver(_mail("这是自动回复：您的邮件已收到。", day, **reply), day)
    collect()
    assert _events(store, "U001-B") == [(Kind.CONFIRMED, date(2020, 9, 22))]


@pytest.mark.needs("dovecot")
def test_an_attachment_that_cannot_be_opened_goes_to_a_person_and_stops_no_clock(
    deliver, collect, store, desk, campaign
):
    day = datetime(2020, 10, 15, 16, 0, tzinfo=CHINA)
    reply = {"In_Reply_To": "<ours@shenqing.example>"}
    deliver(_mail("答复书见附件。", day, ("答复书.pdf", b"%PDF-1.4 broken"), **reply), day)
    assert collect() == 1
    assert _events(store, "U001-B") == []
    assessment = _assess(store, desk, campaign)
    assert [each.kind for each in assessment.cases[1].doubtful] == ["other"]
    (item,) = assessment.review
    assert "答复书.pdf" in item.why
    assert (store.folder / item.path).read_bytes().startswith(b"From:")


@pytest.mark.needs("dovecot")
def test_a_mail_that_belongs_to_nothing_is_kept_and_shown(deliver, collect, store, desk, campaign):
    day = datetime(2020, 10, 15, 16, 0, tzinfo=CHINA)
    deliver(b"From: ad@spam.example\r\nSubject: x\r\n\r\nbuy\r\n", day)
    assert collect() == 1
    (item,) = _assess(store, desk, campaign).review
    assert "无法自动归卷" in item.why


def _ledger(folder, deliveries=(), papers=(), calls=()) -> None:
    sheets = {
        "挂号签收": (
            ("申请编号", "挂号号码", "寄出日期", "签收日期", "签收人", "备注"),
            deliveries,
        ),
        "纸质来件": (("来件编号", "收件日期", "邮戳日期", "寄件单位", "文件名", "备注"), papers),
        "电话记录": (
            (
                "单位名称",
                "用途",
                "申请编号",
                "拨打日期",
                "拨打时间",
                "电话号码",
                "是否接通",
                "通话内容",
                "记录人",
            ),
            calls,
        ),
    }
    (folder / "incoming" / "纸质来件").mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(folder / "incoming" / "台账.xlsx") as book:
        for name, (heads, rows) in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate((heads, *rows)):
                sheet.write_row(number, 0, row)


DELIVERED = ("U001-A", "G1", "2020-09-21", "2020-09-23", "收发室", "")
PAPER = ("L1", "2020-10-19", "2020-10-16", "演江自治区财政厅", "L1.docx", "")


def test_what_was_received_is_kept_before_it_is_filed_and_filed_once(store, desk, campaign):
    _ledger(store.folder, [DELIVERED], [PAPER])
    paper = _word(ANSWER)  # once: a package holds the second in which it was made
    (store.folder / "incoming" / "纸质来件" / "L1.docx").write_bytes(paper)
    twice = [receive_papers(store, desk, store.folder)[0] for _ in range(2)]
    (kept,) = {sheet.path for received in twice for _, sheet in received.things}
    assert (store.folder / kept).read_bytes() == paper
    assert [kind for kind, _ in _events(store, "U001-A")] == [Kind.DELIVERED]
    assert [file(store, desk, received) for received in twice] == [1, 0]
    assert [kind for kind, _ in _events(store, "U001-A")] == [Kind.DELIVERED, Kind.ANSWERED]


def test_paper_counts_by_its_postmark_and_is_taken_in_once(store, desk, campaign):
    _ledger(store.folder, [DELIVERED], [PAPER])
    (store.folder / "incoming" / "纸质来件" / "L1.docx").write_bytes(_word(ANSWER))
    assert [collect_papers(store, desk, store.folder)[0] for _ in range(2)] == [1, 0]
    assert _events(store, "U001-A") == [
        (Kind.DELIVERED, date(2020, 9, 23)),
        (Kind.ANSWERED, date(2020, 10, 16)),
    ]
    clock = _assess(store, desk, campaign).cases[0].clock
    assert (clock.received_on, clock.answered_on) == (date(2020, 9, 23), date(2020, 10, 16))
    assert clock.state == "answered_in_time"


def _scanned(day: date) -> bytes:
    """The answer on paper, stamped over its date, from under a scanner."""
    title, number, salutation, *paragraphs, closing, _, _ = ANSWER.splitlines()
    letter = Paper(
        UNIT, title, number, salutation, tuple(paragraphs), closing, "", day, sealed=True
    )
    with contextlib.closing(Typesetter()) as typesetter:
        return copies.copy(letter, Form.SCAN, typesetter, "intake").data


def test_the_date_under_a_seal_is_taken_where_the_postmark_bears_it_out(store, desk):
    late = ("L2", "2021-11-19", "2021-11-16", "演江自治区财政厅", "L2.pdf", "")
    _ledger(store.folder, [DELIVERED], [(*PAPER[:4], "L1.pdf", ""), late])
    for name, day in (("L1.pdf", date(2020, 10, 15)), ("L2.pdf", date(2020, 10, 16))):
        (store.folder / "incoming" / "纸质来件" / name).write_bytes(_scanned(day))
    assert collect_papers(store, desk, store.folder)[0] == 2
    with store.reading() as connection:
        log = events_of(connection)["U001-A"]
    signed = {each.on: each.data.get("signed_on") for each in log if each.kind is Kind.ANSWERED}
    assert signed == {date(2020, 10, 16): date(2020, 10, 15), date(2021, 11, 16): None}


def test_a_ledger_row_whose_file_is_missing_is_shown_and_taken_in_when_it_comes(
    store, desk, campaign
):
    _ledger(store.folder, [DELIVERED], [PAPER])
    assert collect_papers(store, desk, store.folder)[0] == 0
    (item,) = _assess(store, desk, campaign).review
    assert "L1.docx" in item.why
    (store.folder / "incoming" / "纸质来件" / "L1.docx").write_bytes(_word(ANSWER))
    assert collect_papers(store, desk, store.folder)[0] == 1
    assert _assess(store, desk, campaign).review == ()


def test_calls_are_counted_once_and_a_call_can_confirm_a_receipt(store, desk, campaign):
    calls = [
        ("财政厅", "咨询测试", "", "2020-10-12", "09:40", "0000-2", "否", "无人接听", "甲"),
        ("演江自治区财政厅", "咨询测试", "", "2020-10-13", "09:40", "0000-2", "是", "已答复", "甲"),
        (
            "演江自治区财政厅",
            "确认收件",
            "U001-B",
            "2020-09-23",
            "10:00",
            "0000-2",
            "是",
            "已收到",
            "甲",
        ),
        ("某某厅", "咨询测试", "", "2020-10-12", "09:40", "0000-9", "否", "", "甲"),
    ]
    _ledger(store.folder, calls=calls)
    for _ in range(2):
        collect_papers(store, desk, store.folder)
    assessment = _assess(store, desk, campaign)
    assert [call.connected for call in assessment.calls] == [False, True]
    assert _events(store, "U001-B") == [(Kind.CONFIRMED, date(2020, 9, 23))]
    assert ["某某厅" in item.why for item in assessment.review] == [True]


def test_what_comes_after_the_day_of_judgement_is_not_looked_at(store, desk, campaign):
    _ledger(store.folder, [DELIVERED], [PAPER])
    (store.folder / "incoming" / "纸质来件" / "L1.docx").write_bytes(_word(ANSWER))
    collect_papers(store, desk, store.folder)
    case = _assess(store, desk, campaign, day=date(2020, 10, 12)).cases[0]
    assert (case.answer, case.clock.state) == (None, "running")


@pytest.mark.needs("dovecot")
def test_mails_that_no_program_expects_are_kept_and_keep_nobody_out(
    deliver, collect, store, desk, campaign
):
    day = datetime(2020, 10, 15, 16, 0, tzinfo=CHINA)
    deliver(b"From: \xff\xfe@x.example\r\nSubject: =?utf-8?b?7aCA?=\r\n\r\nx\r\n", day)
    deliver(b"From: a@x.example\r\nDate: Fri, 31 Dec 9999 23:00:00 +0000\r\n\r\nx\r\n", day)
    text = ANSWER.replace("2019年度部门决算", "2019年度政府采购情况")
    paper = ("答复书.docx", _word(text))
    deliver(_mail("见附件。", day, paper, In_Reply_To="<ours@shenqing.example>"), day)
    assert collect() == 3
    assert _events(store, "U001-B") == [(Kind.ANSWERED, date(2020, 10, 15))]
    assert len(_assess(store, desk, campaign).review) == 2


def test_a_thing_that_breaks_the_program_is_kept_and_shown(store, desk, campaign, monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("harness.casebook.meaning.kind_of", broken)
    _ledger(store.folder, [DELIVERED], [PAPER])
    (store.folder / "incoming" / "纸质来件" / "L1.docx").write_bytes(_word(ANSWER))
    assert collect_papers(store, desk, store.folder)[0] == 1
    assessment = _assess(store, desk, campaign)
    assert "ZeroDivisionError" in assessment.review[0].why
    assert all(case.doubtful for case in assessment.cases)


def _papers(store, *rows: tuple[str, ...]) -> None:
    _ledger(store.folder, [DELIVERED], rows)
    for row in rows:
        path = store.folder / "incoming" / "纸质来件" / row[4]
        path.write_bytes(_word(ANSWER + row[4]))


def test_a_ledger_row_that_was_changed_later_is_shown_and_changes_nothing(store, desk, campaign):
    _papers(store, PAPER)
    collect_papers(store, desk, store.folder)
    _papers(store, (PAPER[0], PAPER[1], "2020-10-30", *PAPER[3:]))
    (item,) = _assess(store, desk, campaign).review
    assert "2020-10-16" in item.why and "2020-10-30" in item.why
    assert _assess(store, desk, campaign).cases[0].clock.answered_on == date(2020, 10, 16)


def test_two_papers_under_one_number_are_shown(store, desk, campaign):
    _papers(store, PAPER, (*PAPER[:4], "L1-2.docx", ""))
    collect_papers(store, desk, store.folder)
    (item,) = _assess(store, desk, campaign).review
    assert "请另编号" in item.why


def test_a_second_day_of_delivery_is_shown_and_not_recorded(store, desk, campaign):
    _ledger(store.folder, [DELIVERED])
    collect_papers(store, desk, store.folder)
    _ledger(store.folder, [(*DELIVERED[:3], "2020-09-20", "门卫", "")])
    (item,) = _assess(store, desk, campaign).review
    assert "请核对物流记录" in item.why
    assert _events(store, "U001-A") == [(Kind.DELIVERED, date(2020, 9, 23))]


def test_a_confirmation_by_another_unit_confirms_nothing(store, desk, campaign):
    other = replace(UNIT, id="U002", name="演江自治区教育厅", aliases=("财政厅",))
    wide = replace(desk, units=(UNIT, other))
    calls = [
        ("演江自治区教育厅", "确认收件", "U001-B", "2020-09-23", "10:00", "0000-2", "是", "", "甲"),
        ("财政厅", "咨询测试", "", "2020-09-23", "11:00", "0000-2", "是", "", "甲"),
    ]
    _ledger(store.folder, calls=calls)
    whys = [item.why for item in _assess(store, wide, campaign).review]
    assert ["不是向该单位提出的" in whys[0], "不止一家" in whys[1]] == [True, True]
    assert _events(store, "U001-B") == []


def test_an_answer_without_a_postmark_is_not_called_late_for_its_days_on_the_way(
    store, desk, campaign
):
    _papers(store, (PAPER[0], "2020-10-30", "", *PAPER[3:]))
    case = _assess(store, desk, campaign).cases[0]
    assert timing(case, date(2020, 11, 20)) is not Timing.LATE


def test_evidence_that_is_gone_is_shown_and_judged_by_nobody(store, desk, campaign):
    _papers(store, PAPER)
    collect_papers(store, desk, store.folder)
    case = _assess(store, desk, campaign).cases[0]
    (store.folder / case.answer.path).unlink()
    assessment = _assess(store, desk, campaign)
    assert assessment.cases[0].judgement is None
    assert "佐证文件无法使用" in assessment.review[0].why


class _Losing:
    """An engine in which the named jobs are lost."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def submit(self, function, /, *arguments):
        if function.__name__ not in self.names:
            return HERE.submit(function, *arguments)
        future: Future = Future()
        future.set_result(Lost("too_slow", "处理此件超过8秒仍未完成，已中止，原件已留存"))
        return future


@pytest.mark.parametrize(
    ("lost", "concerned"),
    [("read_bytes", {"U001-A", "U001-B"}), ("meaning_of", {"U001-A"})],
)
def test_a_letter_too_much_for_its_lane_leaves_its_own_unit_undecided_and_no_other(
    store, desk, campaign, lost, concerned
):
    _ledger(store.folder, [DELIVERED], [PAPER])
    (store.folder / "incoming" / "纸质来件" / "L1.docx").write_bytes(_word(ANSWER))
    assert collect_papers(store, desk, store.folder, _Losing(lost))[0] == 1
    cases = _assess(store, desk, campaign).cases
    undecided = {case.application.id for case in cases if case.doubtful}
    assert undecided == concerned


def test_a_fault_of_the_machine_files_nothing_and_the_letter_comes_again(store, desk):
    _ledger(store.folder, [DELIVERED], [PAPER])
    (store.folder / "incoming" / "纸质来件" / "L1.docx").write_bytes(_word(ANSWER))
    with open_lanes(1) as closed:
        pass
    with pytest.raises(Closed):
        collect_papers(store, desk, store.folder, closed)
    assert collect_papers(store, desk, store.folder)[0] == 1
