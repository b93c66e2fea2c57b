"""Every shipped profile, lived through by plan, letters, send and collect; what is found is what its
file says, or is asked of a person.

One campaign holds them all: each unit deals with the letter in one way and with the mail in another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from harness.campaign.drill import Drilled, drill
from harness.campaign.planning.new import new
from harness.campaign.workspace import open_workspace
from harness.checker.finding import Element, Verdict
from harness.drill.dealing.profile_file import shipped
from harness.reading.arrived.reply_kind import ReplyKind
from harness.scoring.assessment import Assessment, Case
from harness.scoring.telephone import Reach, reach_of
from harness.scoring.timing import Timing, timing
from letters.example import EXAMPLE_UNITS
from letters.model import Channel
from letters.tables import read_campaign, write_units

TODAY = date(2026, 3, 2)
IN_TIME, LATE, NONE = Timing.IN_TIME, Timing.LATE, Timing.NONE
ASKED, OUTSIDE = Timing.UNCLEAR, Timing.OUTSIDE
POST, MAIL = "A", "B"  # the example's two rounds

# what a unit does about the letter, and about the mail. What nobody can place clouds all of a unit's
# silence, so such a profile stands beside one that answers
PAIRS: tuple[tuple[str, str], ...] = (
    ("in_time", "auto_reply_first"),
    ("late", "silent"),
    ("silent", "late"),
    ("last_day", "quoted"),
    ("no_number", "no_number"),
    ("no_seal", "docx"),
    ("no_basis", "ofd"),
    ("no_article", "signed"),
    ("no_remedy", "doc"),
    ("remedy_unnamed", "plain_text"),
    ("unreasoned", "archive"),
    ("generic_addressee", "other_sender"),
    ("receipt_first", "receipt_first"),
    ("extended", "extended"),
    ("extended_late", "extended_late"),
    ("clarified", "clarified"),
    ("withdrawal_by_phone", "withdrawal_by_phone"),
    ("forwarded", "forwarded"),
    ("bounced", "bounced"),
    ("two_answers", "two_answers"),
    ("short_name", "for_another"),
    ("saturday", "damaged_first"),
    ("phone_rings_out", "wrong_person"),
    ("scan", "link"),
    ("photograph", "scan_by_mail"),
    ("for_another", "照片邮件"),
)
OWN = {"照片邮件": 'about = "用邮件发来照片"\nby = "mail"\nform = "photograph"\n'}
ALL = [(f"U{n:03d}-{way}", name) for n, pair in enumerate(PAIRS, 1) for way, name in zip((POST, MAIL), pair, strict=True)]  # fmt: skip
RIGHT: Mapping[str, Timing] = {
    "late": LATE,
    "silent": NONE,
    "extended_late": LATE,
    "withdrawal_by_phone": NONE,
    "forwarded": NONE,
    "bounced": OUTSIDE,
    "for_another": ASKED,
    "link": ASKED,
}
FAULTS = {
    "no_number": (Element.DOC_NUMBER, Verdict.ABSENT, ()),
    "no_seal": (Element.SEAL, Verdict.ABSENT, ()),
    "no_basis": (Element.LEGAL_BASIS, Verdict.ABSENT, ()),
    "no_article": (Element.LEGAL_BASIS, Verdict.DEFECTIVE, ("no_article",)),
    "no_remedy": (Element.REMEDY, Verdict.ABSENT, ()),
    "generic_addressee": (Element.APPLICANT, Verdict.DEFECTIVE, ("generic",)),
}
CAME = {
    "receipt_first": ReplyKind.ACKNOWLEDGEMENT,
    "extended": ReplyKind.EXTENSION_NOTICE,
    "extended_late": ReplyKind.EXTENSION_NOTICE,
    "clarified": ReplyKind.CLARIFICATION_NOTICE,
    "forwarded": ReplyKind.FORWARDING,
    "auto_reply_first": ReplyKind.AUTO_REPLY,
}
WAYS = {
    "withdrawal_by_phone": "asked_to_withdraw",
    "extended_late": "extension_after_deadline",
}


@dataclass(frozen=True)
class Lived:
    done: Drilled
    assessment: Assessment
    cases: Mapping[str, Case]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    home = tmp_path_factory.mktemp("profiles") / "做法"
    new(home, TODAY, example=True)
    write_units(home / "units.xlsx", [unit(number) for number in range(1, len(PAIRS) + 1)])
    (home / "profiles").mkdir()
    for name, text in OWN.items():
        (home / "profiles" / f"{name}.toml").write_text(text, encoding="utf-8")
    lines = [f'{id} = "{name}"' for id, name in ALL if name != "phone_rings_out"]
    silent = next(id.partition("-")[0] for id, name in ALL if name == "phone_rings_out")
    lines.append(f'{silent} = "phone_rings_out"')
    (home / "drill.toml").write_text("\n".join(["[units]", *lines]), encoding="utf-8")
    with open_workspace(home, as_of=TODAY, by="甲") as workspace:
        done = drill(workspace, seed=3, scans=False)
    until = read_campaign(Path(done.folder)).collect_until
    with open_workspace(Path(done.folder), as_of=until, by="甲") as workspace:
        assessment = workspace.assess()
    return Lived(done, assessment, {each.application.id: each for each in assessment.cases})


def unit(number: int):
    seat = ("南溪县", "北岭县", "东河区", "西港区")[number % 4]
    bureaus = ("财政局", "教育局", "水利局", "交通运输局", "民政局", "司法局", "统计局")
    return replace(
        EXAMPLE_UNITS[0],
        id=f"U{number:03d}",
        name=f"{seat}{bureaus[number % 7]}",
        aliases=(f"{seat[0]}{bureaus[number % 7]}",),
        email=f"xxgk@u{number:03d}.yangjiang.example",
        phone=f"0990-5550{number:03d}",
        address=f"演江自治区样江市{seat}演练路{number}号",
    )


def test_every_shipped_profile_is_lived_through():
    assert {name for _, name in ALL} == {*shipped(), *OWN}


def test_all_of_it_is_judged_as_it_was_planted(lived):
    assert lived.done.differences == () and lived.done.failures == ()
    assert lived.done.right > 400


@pytest.mark.parametrize(("id", "name"), ALL, ids=[f"{name}-{id[-1]}" for id, name in ALL])
def test_what_a_profile_says_is_found_or_asked_of_a_person(lived, id, name):
    case = lived.cases[id]
    assert timing(case, lived.assessment.as_of) is RIGHT.get(name, IN_TIME)
    if name in FAULTS:
        element, verdict, defects = FAULTS[name]
        finding = case.judgement.finding(element)
        assert (finding.verdict, finding.defects) == (verdict, defects)
    if name in CAME and not (name == "auto_reply_first" and id.endswith(POST)):
        assert CAME[name] in {each.kind for each in case.arrivals}
    ways = {each.code for each in case.clock.findings}
    assert (name not in WAYS) or WAYS[name] in ways
    assert set(WAYS.values()) & ways == ({WAYS[name]} if name in WAYS else set())


def test_an_answer_to_somebody_else_is_nobodys_until_a_person_says_so(lived):
    for id, name in ALL:
        if name == "for_another":
            assert lived.cases[id].answer is None and lived.cases[id].doubtful


def test_of_two_answers_the_first_stops_the_clock_and_both_are_kept(lived):
    for id, name in ALL:
        if name == "two_answers":
            kinds = [each.kind for each in lived.cases[id].arrivals]
            assert kinds.count(ReplyKind.ANSWER) == 2


def test_a_link_is_no_answer_and_no_silence(lived):
    (case,) = [lived.cases[id] for id, name in ALL if name == "link"]
    assert case.judgement is None and case.doubtful


def test_a_telephone_that_rings_out_is_found_unanswered(lived):
    (id,) = [id.partition("-")[0] for id, name in ALL if name == "phone_rings_out"]
    (called,) = [each for each in lived.assessment.units if each.id == id]
    assert reach_of(called, lived.assessment).reach is Reach.UNREACHED


def test_the_example_asks_by_post_and_by_mail_long_enough(lived):
    campaign = read_campaign(Path(lived.done.folder))
    assert [each.channel for each in campaign.rounds] == [Channel.REGISTERED_MAIL, Channel.EMAIL]
    assert campaign.collect_until - TODAY >= timedelta(days=100)
