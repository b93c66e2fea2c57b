"""A whole autumn, played: what came back is real, complete and as planted."""

import asyncio
import re
from datetime import date, timedelta
from email import message_from_bytes, policy

import aiosmtplib
import pytest
import python_calamine

from calendars import load
from harness.checker.finding import Element, Verdict
from harness.drill.dealing.profile import Outcome
from harness.drill.letter.forms import Medium
from harness.drill.letter.paper import FOOTER
from harness.drill.play.world import Drill
from harness.drill.province import make_campaign
from harness.drill.published import PUBLISHED
from letters import questions
from letters.plan import plan
from letters.tables import read_campaign, read_units
from parsers import read


def rows(played, sheet: str) -> list[dict[str, object]]:
    path = played.folder / "incoming" / "台账.xlsx"
    table = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def opened(raw: bytes):
    return message_from_bytes(raw, policy=policy.default)


@pytest.fixture(scope="module")
def papers(whole_province):
    """Every paper that came by post, as the parsers read it."""
    return {name: read(data, name) for name, data in whole_province.papers.items()}


def test_the_truth_has_the_published_totals(whole_province):
    found = {(f.measure, f.round, f.category): f.count for f in whole_province.truth.figures()}
    assert {(f.measure, f.round, f.category): f.count for f in PUBLISHED}.items() <= found.items()


def test_every_letter_is_signed_for_and_every_mail_confirmed(whole_province):
    planted = whole_province.truth.applications.values()
    assert len(planted) == 114 and all(each.received_on for each in planted)
    receipts = rows(whole_province, "挂号签收")
    assert len(receipts) == 57
    assert all(0 < (row["签收日期"] - row["寄出日期"]).days <= 7 for row in receipts)


def test_what_is_in_time_is_in_time_on_the_official_calendar(whole_province):
    calendar = load()
    for planted in whole_province.truth.applications.values():
        if planted.answered_on:
            took = calendar.count(planted.received_on, planted.answered_on)
            limit = 40 if took > 20 and planted.outcome is Outcome.IN_TIME else 20
            assert (took <= limit) is (planted.outcome is Outcome.IN_TIME), planted
    assert all(
        each.answered_on <= date(2020, 11, 20)
        for each in whole_province.truth.applications.values()
        if each.answered_on
    )


def test_every_planted_answer_really_came(whole_province):
    planted = whole_province.truth.applications.values()
    by_post = [each for each in planted if each.medium == Medium.POST_PDF]
    posted = rows(whole_province, "纸质来件")
    for each in by_post:
        assert any(
            row["邮戳日期"] == each.answered_on and row["文件名"] in whole_province.papers
            for row in posted
        )
    by_mail = [each for each in planted if each.answered and each.medium != Medium.POST_PDF]
    days = [mail.came.date() for mail in whole_province.mails]
    assert all(each.answered_on in days for each in by_mail)


def test_every_paper_is_read_by_the_parsers_and_says_that_it_is_a_drill(papers):
    assert len(papers) >= 40
    for name, document in papers.items():
        assert document.error is None and FOOTER in document.text.replace(" ", ""), name


def test_every_attachment_but_the_damaged_one_is_read_by_the_parsers(whole_province):
    broken = []
    for mail in whole_province.mails:
        for part in opened(mail.raw).iter_attachments():
            document = read(part.get_content(), part.get_filename())
            if document.error is not None:
                broken.append(document.error.code)
    assert broken == ["damaged"]


def test_every_mail_says_that_it_is_a_drill_and_came_from_an_invented_domain(whole_province):
    for mail in whole_province.mails:
        message = opened(mail.raw)
        assert FOOTER in message.get_body(("plain",)).get_content()
        assert message["From"].addresses[0].domain.endswith(".example")
        assert message["Date"].datetime.date() == mail.came.date()


def test_no_identity_number_is_anywhere(whole_province, papers):
    texts = [document.text for document in papers.values()]
    texts += [opened(mail.raw).get_body(("plain",)).get_content() for mail in whole_province.mails]
    assert not re.search(r"(?<!\d)\d{17}[\dXx](?!\d)", "\n".join(texts))


def test_the_noise_of_real_mail_is_there(whole_province):
    mails = [opened(mail.raw) for mail in whole_province.mails]
    texts = [mail.get_body(("plain",)).get_content() for mail in mails]
    assert any(mail["Auto-Submitted"] for mail in mails)
    assert any("原始邮件" in text or "写道" in text for text in texts)
    assert sum("展览会" in text for text in texts) == 1
    assert sum("孟小虚" in text for text in texts) == 1
    assert any(mail["From"].addresses[0].domain == "youxiang.example" for mail in mails)


def test_telephone_attempts_stand_in_the_ledger(whole_province):
    calls = [row for row in rows(whole_province, "电话记录") if row["用途"] == "咨询测试"]
    reached = {row["单位名称"] for row in calls if row["是否接通"] == "是"}
    assert len({row["单位名称"] for row in calls}) == 57 and len(reached) == 39
    tries = [row for row in calls if row["单位名称"] not in reached]
    assert len(tries) == 2 * 18  # whoever is not reached is tried on a second day


def test_bare_texts_are_planted_as_without_title_and_their_seal_left_to_a_person(whole_province):
    bare = [
        each
        for each in whole_province.truth.applications.values()
        if each.medium == Medium.MAIL_TEXT
    ]
    assert bare
    for each in bare:
        assert each.elements[Element.SEAL].verdict is Verdict.UNCLEAR
        assert each.elements[Element.TITLE].verdict is Verdict.ABSENT


def test_the_same_seed_gives_the_same_bytes(tmp_path, play):
    first = play(tmp_path / "first", seed=3, units=4)
    second = play(tmp_path / "second", seed=3, units=4)
    assert first.papers == second.papers
    assert first.mails == second.mails
    assert first.truth == second.truth


def test_another_seed_gives_another_province(tmp_path, play):
    first = play(tmp_path / "first", seed=3, units=4)
    second = play(tmp_path / "second", seed=4, units=4)
    assert first.truth != second.truth


@pytest.fixture
def opening(tmp_path):
    """A small campaign, before its first day."""
    make_campaign(tmp_path, seed=5, units=6)
    campaign = read_campaign(tmp_path)
    units = read_units(tmp_path / "units.xlsx")
    return (
        campaign,
        plan(campaign, units, questions.load()),
        Drill.open(tmp_path, 5, scans=False),
        tmp_path,
    )


def test_whoever_was_sent_nothing_answers_nothing(opening, fetch):
    campaign, _, drill, folder = opening

    async def story():
        async with drill.servers() as ports:
            for number in range(60):
                await drill.live(date(2020, 9, 21) + timedelta(days=number))
            return fetch(campaign, ports)

    mails = asyncio.run(story())
    assert [opened(mail.raw)["Precedence"] for mail in mails] == ["bulk"]  # the advertisement
    assert not (folder / "incoming" / "纸质来件").exists()
    assert not any(each.received_on for each in drill.truth().applications.values())


def test_a_day_lived_twice_and_a_mail_sent_twice_change_nothing(opening, send, fetch):
    campaign, applications, drill, folder = opening
    mails = [each for each in applications if each.round.id == "B"]

    async def story():
        async with drill.servers() as ports:
            for number in range(60):
                day = date(2020, 9, 22) + timedelta(days=number)
                if number in (0, 2):
                    await send(folder, campaign, mails, day, ports)
                await drill.live(day)
                await drill.live(day)
            return fetch(campaign, ports)

    ids = [opened(mail.raw)["Message-ID"] for mail in asyncio.run(story())]
    assert len(ids) == len(set(ids)) > len(mails)


def test_a_mail_without_a_form_is_not_answered(opening):
    campaign, applications, drill, _ = opening
    unit = applications[0].unit

    async def story():
        async with drill.servers() as ports:
            await drill.live(date(2020, 9, 21))
            text = f"From: {campaign.applicants[0].email}\r\nTo: {unit.email}\r\n\r\nhi\r\n"
            await aiosmtplib.send(
                text,
                sender=campaign.applicants[0].email,
                recipients=[unit.email],
                hostname="127.0.0.1",
                port=ports.smtp_port,
            )
            await drill.live(date(2020, 9, 22))

    asyncio.run(story())
    assert not any(each.received_on for each in drill.truth().applications.values())


def test_the_drill_cannot_be_lived_without_its_servers(opening):
    _, _, drill, _ = opening
    with pytest.raises(RuntimeError, match="servers"):
        asyncio.run(drill.live(date(2020, 11, 20)))


def test_a_folder_in_which_a_province_has_lived_is_never_overwritten(whole_province):
    with pytest.raises(FileExistsError):
        Drill.open(whole_province.folder, 7)
