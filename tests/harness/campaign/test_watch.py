"""`collect --watch` beside a real Dovecot and a real smtp-sink: every arrival once, one digest a day, and
nothing that fails ends it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from email import message_from_bytes, policy

import pytest

from harness.campaign.errors import Refused
from harness.campaign.receiving import watch as watching
from harness.campaign.receiving.digest import digest
from harness.campaign.receiving.digest_mail import recipient
from harness.campaign.receiving.watch import LONGEST, Patience, Watch
from harness.campaign.workspace import Workspace
from harness.engine import HERE
from harness.reports.digest.text import text
from harness.store import digests
from harness.store.audit import differences
from harness.store.database import open_store
from harness.store.errors import StoreError
from harness.store.evidence import sha256
from letters.model import WatchRule

CHINA = timezone(timedelta(hours=8))
OFFICE = "office@gongzuo.example"
SPAM = b"From: ad@spam.example\r\nSubject: x\r\n\r\nbuy\r\n"
FRIDAY = datetime(2020, 9, 25, 9, 0, tzinfo=CHINA)  # four days before 国庆节


@pytest.fixture
def sink():
    from smtp_sink import sinking

    with sinking() as server:
        yield server


@dataclass
class Days:
    """A watch whose clock a test turns; each step may be another process's."""

    desk: object
    port: int = 0
    to: str = ""
    accounts: list = field(default_factory=list)
    now: datetime = FRIDAY
    again: dict = field(default_factory=dict)

    @contextmanager
    def opened(self, day):
        campaign = replace(
            self.desk.workspace.campaign, smtp_host="127.0.0.1", smtp_port=self.port,
            watch=WatchRule(to=self.to),
        )  # fmt: skip
        with open_store(self.desk.folder, by="守候", now=lambda: self.now.astimezone(UTC)) as store:
            yield Workspace(self.desk.folder, campaign, store, HERE, day)

    def watch(self) -> Watch:
        return Watch(self.opened, lambda: self.now, accounts=self.accounts, **self.again)

    def step(self, at: datetime | None = None, watch: Watch | None = None):
        self.now = at or self.now
        return (watch or self.watch()).step()

    def kept(self, day: date) -> str:
        return (self.desk.folder / "reports" / "每日简报" / f"{day}.txt").read_text("utf-8")

    def made(self):
        with self.opened(self.now.date()) as workspace, workspace.store.reading() as connection:
            return digests.made(connection)

    def states(self) -> dict:
        return {each.on.day: each.state for each in self.made()}


@pytest.fixture
def days(desk):
    return Days(desk)


@pytest.fixture
def box(dovecot, request):
    user = f"{sha256(request.node.name.encode())[:12]}@shenqing.example"

    def deliver(raw: bytes, day: datetime = FRIDAY) -> None:
        with dovecot.client(user) as client:
            client.append("INBOX", raw, msg_time=day)

    deliver.account = dovecot.account(user)
    return deliver


@pytest.mark.needs("dovecot")
@pytest.mark.needs("smtp-sink")
def test_a_day_has_one_digest_that_is_kept_printed_and_mailed_however_often_one_starts(
    days, box, sink
):
    days.port, days.to, days.accounts = sink.port, OFFICE, [box.account]
    box(SPAM)
    first = days.step()
    assert first.faults == () and first.found.new == 1
    assert days.kept(FRIDAY.date()) == text(first.digest)
    for hour in (10, 12, 23):
        later = days.step(FRIDAY.replace(hour=hour))
        assert later.digest is None and later.found.new == 0
    (mail,) = sink.mails()
    assert mail["To"] == OFFICE and mail["Auto-Submitted"] == "auto-generated"
    plain, page = mail.iter_parts()
    assert plain.get_content().split() == text(first.digest).split()
    assert "新来件1件，要人看。" in page.get_content()
    assert days.states() == {25: "sent"}
    assert differences(days.desk.store) == ()


@pytest.mark.needs("dovecot")
def test_an_arrival_is_told_in_one_digest_and_no_other(days, box):
    days.accounts = [box.account]
    box(SPAM)
    assert len(days.step().digest.came) == 1
    box(SPAM.replace(b"buy", b"sell"))
    days.step(FRIDAY.replace(hour=20))
    tomorrow = days.step(FRIDAY + timedelta(days=1)).digest
    assert [each.id for each in tomorrow.came] == ["邮件2"] and not tomorrow.first
    assert days.step(FRIDAY + timedelta(days=2)).digest.came == ()


def test_before_its_time_there_is_no_digest_and_afterwards_at_once(days):
    assert days.step(FRIDAY.replace(hour=7, minute=59)).digest is None
    assert days.step(FRIDAY.replace(hour=8)).digest is not None
    days.again = {"at": time(17, 30)}
    saturday = FRIDAY + timedelta(days=1)
    assert days.step(saturday).digest is None
    assert days.step(saturday.replace(hour=18)).digest is not None


def test_days_without_a_digest_are_caught_up_in_one_that_names_them(days):
    days.step()
    late = days.step(FRIDAY + timedelta(days=4)).digest
    assert "9月26日至28日没有出简报（程序没有运行），这里一并补上。" in text(late)
    assert days.states() == {25: "kept", 29: "kept"}


def test_a_holiday_has_its_digest_and_working_days_pass_over_it(days):
    holiday = datetime(2020, 10, 1, 9, 0, tzinfo=CHINA)
    told = text(days.step(holiday).digest)
    assert "放假，10月9日上班" in told
    # the third working day: 9 (Friday), 10 (a Saturday that is worked), 12
    assert "到10月12日为止" in told


def test_the_same_facts_and_day_give_the_same_digest(days):
    with days.opened(date(2020, 10, 20)) as workspace:
        one, two = digest(workspace), digest(workspace)
    assert one == two and text(one[0]) == text(two[0])


def test_periods_that_end_soon_and_such_as_are_over_are_told(days):
    days.desk.delivered("U001-A")  # on 2020-09-23: 20 working days end on 2020-10-28 at the latest
    with days.opened(date(2020, 10, 20)) as workspace:
        (case, *_) = [each for each in workspace.assess().cases if each.application.id == "U001-A"]
        due_on = case.clock.due_on
    eve = datetime.combine(due_on - timedelta(days=1), time(9), CHINA)
    soon = days.step(eve).digest
    assert "演江自治区财政厅 U001-A" in [each.where for each in soon.running_out]
    after = datetime.combine(due_on + timedelta(days=1), time(9), CHINA)
    over = days.step(after).digest
    assert [each.where for each in over.ran_out if each.where.endswith("U001-A")] == [
        "演江自治区财政厅 U001-A"
    ]
    assert days.step(after + timedelta(days=1)).digest.ran_out == ()  # told once


def test_a_mailbox_that_is_away_is_told_once_and_its_return_too(days):
    from harness.intake.account import Account

    days.accounts = [Account("127.0.0.1", 1, "yan@shenqing.example", "x", tls=False)]
    watch = days.watch()
    for hour in (9, 10, 12, 15):
        days.step(FRIDAY.replace(hour=hour), watch)
    with days.opened(FRIDAY.date()) as workspace, workspace.store.reading() as connection:
        (only,) = digests.troubles(connection)
    assert only.what == "邮箱 yan@shenqing.example 没有收" and "收不了邮箱" in only.why
    told = text(days.step(FRIDAY + timedelta(days=1), watch).digest)
    assert "！邮箱 yan@shenqing.example 没有收（09-25 09:00起）" in told
    days.accounts, watch.accounts = [], []
    assert "已恢复" not in told
    over = text(days.step(FRIDAY + timedelta(days=2), watch).digest)
    assert "已恢复：邮箱 yan@shenqing.example 没有收（09-25 09:00至09-27 09:00）" in over
    assert "收件正常。" in text(days.step(FRIDAY + timedelta(days=3), watch).digest)


def test_what_fails_is_tried_again_ever_later_up_to_a_bound():
    patience, at = Patience(600), 0.0
    waits = []
    for _ in range(6):
        patience.failed("邮箱", at)
        waits.append(patience.not_before["邮箱"] - at)
        assert not patience.ready("邮箱", at + waits[-1] - 1)
        at += waits[-1]
        assert patience.ready("邮箱", at)
    assert waits == [600, 1200, 2400, LONGEST, LONGEST, LONGEST]
    patience.fine("邮箱")
    assert patience.ready("邮箱", 0) and patience.ready("别的", 0)


def test_a_server_that_is_away_gets_the_digest_later_and_only_once(days, sink):
    days.port, days.to = 1, OFFICE
    assert any("连不上发信服务器" in each for each in days.step().faults)
    assert days.states() == {25: "queued"} and sink.mails() == []
    days.port = sink.port
    assert days.step(FRIDAY.replace(hour=10)).faults == ()
    days.step(FRIDAY.replace(hour=11))
    assert days.states() == {25: "sent"} and len(sink.mails()) == 1


def test_a_digest_that_never_went_out_is_taken_into_the_next(days, sink):
    days.port, days.to = 1, OFFICE
    days.desk.mail(SPAM, FRIDAY)
    days.step()
    days.port = sink.port
    next_day = days.step(FRIDAY.replace(day=26, hour=7))  # it goes out late: the day was not over
    assert next_day.digest is None and days.states() == {25: "sent"}
    days.port = 1
    days.desk.mail(SPAM.replace(b"buy", b"sell"), FRIDAY)
    days.step(FRIDAY.replace(day=26))
    days.port = sink.port
    days.now = FRIDAY.replace(day=27)
    told = days.step().digest
    assert "9月26日的简报没有发出，这里一并补上。" in text(told)
    assert [each.id for each in told.came] == ["邮件2"]
    assert days.states() == {25: "sent", 26: "folded", 27: "sent"} and len(sink.mails()) == 2


def test_one_of_which_nobody_knows_is_never_sent_again_and_told_on_the_next_day(days, sink):
    days.port, days.to = 1, OFFICE
    days.desk.mail(SPAM, FRIDAY)
    days.step()
    with days.opened(FRIDAY.date()) as workspace:  # and here the program died
        assert digests.mark_sending(workspace.store, FRIDAY.date())
    days.port = sink.port
    days.step(FRIDAY.replace(hour=12))
    assert sink.mails() == [] and days.states() == {25: "sending"}
    told = days.step(FRIDAY + timedelta(days=1)).digest
    assert "9月25日的简报是否发出不明" in text(told)
    assert [each.id for each in told.came] == ["邮件1"]  # rather told twice than not at all
    assert len(sink.mails()) == 1


@pytest.mark.parametrize("command", ["RCPT", "DATA"])
def test_a_digest_that_is_refused_is_told_and_taken_into_the_next(days, command):
    from smtp_sink import sinking

    days.to = OFFICE
    with sinking("-r", command) as refusing:
        days.port = refusing.port
        assert days.states() == {} and any("拒收" in each for each in days.step().faults)
    with sinking() as sink:
        days.port = sink.port
        told = days.step(FRIDAY + timedelta(days=1)).digest
        # -r is a 500, or a 450 of newer versions: refused for good, or put back and folded in
        assert "9月25日的简报" in text(told) and "这里一并补上" in text(told)
        assert len(sink.mails()) == 1


def test_a_digest_goes_to_the_address_of_the_campaign_and_to_no_unit(days):
    days.to = OFFICE
    with days.opened(FRIDAY.date()) as workspace:
        assert recipient(workspace) == recipient(workspace, OFFICE.upper()) == OFFICE
        assert recipient(workspace, "none") == ""
        with pytest.raises(Refused, match="只发往"):
            recipient(workspace, "else@gongzuo.example")
    for unit in ("xxgk@cz.yanjiang.example", "office@cz.yanjiang.example"):
        days.to = unit
        with days.opened(FRIDAY.date()) as workspace, pytest.raises(Refused, match="被测单位"):
            recipient(workspace)
        assert any("被测单位" in each for each in days.step(FRIDAY.replace(hour=22)).faults)
        assert days.made()[-1].state == "queued"  # kept, and it stays here


def test_a_full_disk_is_told_when_there_is_room_again(days, monkeypatch):
    def full(*_args, **_options):
        raise StoreError("磁盘已满，这一步没有写入，请腾出空间后再试")

    watch = days.watch()
    with monkeypatch.context() as patched:
        patched.setattr(watching.digests, "note", full)
        patched.setattr(watching.digests, "add", full)
        patched.setattr(watching, "collect", full)
        failed = days.step(watch=watch)
        assert failed.digest is None and any("磁盘已满" in each for each in failed.faults)
    told = text(days.step(FRIDAY.replace(hour=10), watch).digest)
    assert "磁盘已满" in told and days.states() == {25: "kept"}


def test_a_campaign_that_cannot_be_opened_for_a_while_is_told_later(days, monkeypatch):
    watch = days.watch()

    def shut(_day):
        raise StoreError("数据库被占用")

    watch.opened = shut
    assert days.step(watch=watch).faults == ("打开测评：数据库被占用",)
    assert watch.patience.failures
    watch.opened = days.opened
    told = text(days.step(FRIDAY.replace(hour=10), watch).digest)
    assert "·已恢复：打开测评（09-25 09:00至09-25 10:00）\n　－数据库被占用" in told


def test_a_mail_on_which_the_program_fails_ends_nothing_and_is_not_passed_over(days, monkeypatch):
    days.desk.mail(SPAM, FRIDAY)

    def bug(*_args, **_options):
        raise ZeroDivisionError("bad mail")

    with monkeypatch.context() as patched:
        patched.setattr(Workspace, "book", bug)
        failed = days.step()
    assert "今天的情况没有整理出来" in text(failed.digest)
    assert any("ZeroDivisionError" in each for each in failed.faults)
    told = days.step(FRIDAY + timedelta(days=1)).digest
    assert [each.id for each in told.came] == ["邮件1"]


def test_a_report_folder_that_cannot_be_written_keeps_nobody_from_the_digest(days):
    (days.desk.folder / "reports").write_text("在这里的是一个文件", encoding="utf-8")
    done = days.step()
    assert done.digest is not None and days.states() == {25: "kept"}
    assert any(each.startswith("简报的文件：") for each in done.faults)


def test_the_mail_of_a_digest_is_one_that_every_program_reads(days, sink):
    days.port, days.to = sink.port, OFFICE
    days.step()
    (row,) = days.made()
    with days.opened(FRIDAY.date()) as workspace:
        raw = workspace.store.load(row.sha256)
    mail = message_from_bytes(raw, policy=policy.default)
    assert mail["Message-ID"] == row.message_id and mail["Subject"].startswith(
        "【演练】每日简报 9月25日："
    )
    assert [each.get_content_type() for each in mail.iter_parts()] == ["text/plain", "text/html"]
    assert raw.isascii() and max(map(len, raw.split(b"\r\n"))) < 998


def test_resting_ends_at_the_time_of_a_digest_and_looks_at_the_clock_meanwhile(days):
    watch, waited = days.watch(), []
    days.step(FRIDAY.replace(hour=7, minute=55), watch)

    def wait(seconds):
        waited.append(seconds)
        days.now += timedelta(seconds=seconds)

    watch.rest(wait)
    assert days.now == FRIDAY.replace(hour=8) and max(waited) <= 30
    days.step(watch=watch)
    watch.rest(wait)
    assert days.now == FRIDAY.replace(hour=8, minute=10)

    def sleep_through(_seconds):  # a notebook that was shut
        days.now += timedelta(hours=30)

    watch.rest(sleep_through)
    assert days.step(watch=watch).digest.on == date(2020, 9, 26)


def test_whoever_hears_that_something_came_ends_the_rest(days):
    watch, told = days.watch(), iter([False, True])
    days.step(watch=watch)

    def wait(seconds):
        days.now += timedelta(seconds=seconds)
        return next(told)

    watch.rest(wait)
    assert days.now == FRIDAY + timedelta(seconds=60)
