"""Profiles as files: what each may say, how a wrong one is refused, and who gets which."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from calendars import load
from harness.drill.dealing.assigned import NOBODY, assigned
from harness.drill.dealing.dealt import dealt, profiles, reachable
from harness.drill.dealing.manner import Manner, laid_over, plain
from harness.drill.dealing.mix import mix
from harness.drill.dealing.profile import Basis, Outcome, Profile, Remedy, Turn
from harness.drill.dealing.profile_file import FIELDS, of_folder, read, shipped
from harness.drill.letter.forms import Form, Medium
from harness.drill.letter.wording import Decision
from harness.drill.play.schedule import days
from harness.drill.province import make_campaign, province
from harness.drill.published import NORMAL, OTHER
from letters import questions
from letters.faults import BadTable
from letters.model import Channel
from letters.plan import plan
from letters.tables import read_campaign, read_units

UNITS = tuple(replace(u, id=f"U{n:03d}") for n, u in enumerate(province(7), 1))
IDS = [unit.id for unit in UNITS]
APPLICATIONS = [f"{id}-{way}" for id in IDS for way in "AB"]
DOCS = Path(__file__).parents[3] / "docs" / "drill.md"


def drawn(channel: Channel = Channel.REGISTERED_MAIL) -> Profile:
    return replace(profiles(UNITS, 7)[0], channel=channel)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(BadTable) as told:
        read(written(folder, "某局.toml", text))
    return "\n".join(told.value.faults)


def test_every_word_that_a_field_allows_is_used_by_a_shipped_profile_or_is_what_goes_without_saying():
    used = {
        (key, word)
        for manner in shipped().values()
        for key in FIELDS
        for word in _words(getattr(manner, key))
    }
    unsaid = {("mailbox", "listed"), ("envelope", "full"), ("delivery", "workday")}
    unsaid |= {("telephone", "answers"), ("confirms", "mail"), ("confirms", "telephone")}
    for key, field in FIELDS.items():
        for word in field.allowed:
            assert key == "decision" or (key, word) in used | unsaid, (key, word)


def _words(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def test_every_shipped_profile_says_what_it_is():
    for name, manner in shipped().items():
        assert manner.name == name and manner.about


def test_the_fields_are_those_of_a_manner_and_their_words_those_of_the_drill():
    assert {"name", *FIELDS} == set(Manner.__dataclass_fields__)
    assert set(FIELDS["decision"].allowed) == set(Decision)
    assert set(FIELDS["form"].allowed) == set(Form)


def test_the_province_is_mixed_of_shipped_profiles():
    for manner in (NORMAL, OTHER):
        assert {*mix(manner).profiles, *mix(manner).forms} <= set(shipped())


def test_what_a_file_does_not_say_is_in_time_and_in_order():
    made = laid_over(plain(drawn()), Manner("空"))
    assert (made.outcome, made.medium, made.form) == (Outcome.IN_TIME, Medium.POST_PDF, Form.SCAN)
    assert made.numbered and made.sealed and not made.quirks and not made.turns
    assert (made.basis, made.remedy) == (Basis.ARTICLE, Remedy.NAMED)


def test_what_cannot_come_back_is_dealt_with_as_if_it_had_come():
    made = laid_over(plain(drawn(Channel.IN_PERSON)), shipped()["bounced"])
    assert made.outcome is Outcome.IN_TIME and not made.turns
    assert Turn.BOUNCES in laid_over(plain(drawn(Channel.EMAIL)), shipped()["bounced"]).turns


@pytest.mark.parametrize("name", ["ofd", "link", "scan_by_mail"])
def test_who_has_no_mailbox_answers_by_post(name):
    profile = drawn()
    made = laid_over(plain(replace(profile, unit=replace(profile.unit, email=""))), shipped()[name])
    assert made.medium is Medium.POST_PDF and made.outcome is Outcome.IN_TIME


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('forn = "scan"', ("某局.toml", "forn", "未知的项", "form")),
        ('form = "pdf"', ("某局.toml", "form", '"pdf"', "typeset", "photograph")),
        ("form = 3", ("form", "3", "typeset")),
        ("about = 3", ("about", "文字")),
        ('lacks = "seal"', ("lacks", "方括号", "number")),
        ('lacks = ["saal"]', ("lacks", '"saal"', "seal")),
        ("days = [9, 3]", ("days", "两个整数")),
        ("days = [true, 3]", ("days", "两个整数")),
        ("days = [5, 40]", ("days", "19")),
        ('by = "post"\nform = "ofd"', ("form", "信函", "scan")),
        ('form = "photograph"\nlacks = ["seal"]', ("lacks", "看不出")),
        ('form = "doc"\nlacks = ["number"]', ("lacks", "看不出")),
        ('lacks = ["basis", "article"]', ("lacks", "只能写一个")),
        ('lacks = ["reasons", "article"]', ("lacks", "reasons")),
        ('lacks = ["remedy"]\ndecision = "granted"', ("lacks", "granted")),
        ('first = ["damaged"]', ("first", "damaged", "mail")),
        ('first = ["extension"]\noutcome = "late"', ("first", "extension_late")),
        ('first = ["extension_late"]', ("first", "late")),
        ('outcome = "none"\ndays = [3, 5]', ("days", "不答复")),
        ("form = scan", ("某局.toml", "第1行", "TOML")),
        ("form =", ("某局.toml", "TOML")),
    ],
)
def test_a_wrong_file_is_refused_with_file_key_and_what_is_allowed(tmp_path, text, words):
    told = refusal(tmp_path, text)
    assert all(word in told for word in words), told


def test_every_fault_is_told_at_once(tmp_path):
    assert len(refusal(tmp_path, 'form = "x"\nby = "y"\nz = 1').splitlines()) == 3


def test_the_faults_of_all_the_campaigns_own_profiles_are_told(tmp_path):
    written(tmp_path, "profiles/甲.toml", 'by = "fax"')
    written(tmp_path, "profiles/乙.toml", "x = 1")
    with pytest.raises(BadTable) as told:
        of_folder(tmp_path)
    assert [fault.partition("，")[0] for fault in told.value.faults] == [
        "profiles/乙.toml",
        "profiles/甲.toml",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[unit]\nU001 = "ofd"', ("drill.toml", "unit", "[units]")),
        ('[units]\nU999 = "ofd"', ("[units] U999", "没有这个", "U001")),
        ('[units]\nU001 = "odf"', ("[units] U001", '"odf"', "ofd")),
        ("[units]\nU001 = 3", ("[units] U001", "3")),
        ("[shares]\nofd = 120", ("[shares] ofd", "百分数")),
        ('[shares]\nofd = "多"', ("[shares] ofd", "百分数")),
        ("[shares]\nofd = 60\nscan = 60", ("[shares]", "合计", "100")),
        ("[shares]\nodf = 10", ("[shares] odf", "ofd")),
        ("units = 3", ("units", "[units]")),
        ("[units\n", ("drill.toml", "TOML")),
    ],
)
def test_a_wrong_drill_toml_is_refused_with_place_and_what_is_allowed(tmp_path, text, words):
    written(tmp_path, "drill.toml", text)
    with pytest.raises(BadTable) as told:
        assigned(tmp_path, IDS, APPLICATIONS)
    assert all(word in str(told.value) for word in words), told.value


def test_without_drill_toml_nobody_is_assigned_anything(tmp_path):
    assert assigned(tmp_path, IDS, APPLICATIONS) is NOBODY and not NOBODY


def test_the_campaigns_own_profile_stands_before_a_shipped_one_of_that_name(tmp_path):
    written(tmp_path, "profiles/ofd.toml", 'about = "我们的"\nform = "docx"\nby = "mail"')
    written(tmp_path, "drill.toml", '[units]\nU002 = "ofd"\nU003-A = "scan"')
    given = assigned(tmp_path, IDS, APPLICATIONS)
    assert given.units["U002"].form == "docx"
    assert given.applications == {"U003-A": shipped()["scan"]}


def test_shares_are_of_those_that_are_not_named_and_the_seeds_choice(tmp_path):
    written(tmp_path, "drill.toml", '[units]\nU001 = "ofd"\n[shares]\nscan = 25\nlate = 50')
    given = assigned(tmp_path, IDS, APPLICATIONS)
    found = given.among(UNITS, 1)
    assert found["U001"].name == "ofd"
    names = [manner.name for manner in found.values()]
    assert (names.count("scan"), names.count("late")) == (14, 28)  # of 56
    assert found == given.among(UNITS, 1) != given.among(UNITS, 2)


def test_only_who_is_assigned_a_profile_differs_from_what_the_seed_has(tmp_path):
    make_campaign(tmp_path, seed=7, units=6)
    campaign, units = read_campaign(tmp_path), read_units(tmp_path / "units.xlsx")
    applications = plan(campaign, units, questions.load())
    written(tmp_path, "drill.toml", '[units]\nU002 = "withdrawal_by_phone"\nU003-B = "link"')
    ids = [each.id for each in applications]
    given = assigned(tmp_path, [unit.id for unit in units], ids)
    before, after = dealt(applications, campaign, 7), dealt(applications, campaign, 7, given)
    changed = {id for id in ids if replace(after[id], clouded=False) != before[id]}
    assert changed <= {"U002-A", "U002-B", "U003-B"} and "U003-B" in changed
    assert Turn.WITHDRAWAL_CALL in after["U002-A"].turns
    assert after["U003-B"].outcome is Outcome.ASKED


def test_a_telephone_is_as_the_profile_says(tmp_path):
    on = reachable(UNITS, 7)
    heard, silent = sorted(on)[0], sorted({*IDS} - on)[0]
    written(tmp_path, "profiles/有人接.toml", 'telephone = "answers"')
    text = f'[units]\n{heard} = "phone_rings_out"\n{silent} = "有人接"'
    written(tmp_path, "drill.toml", text)
    given = assigned(tmp_path, IDS, APPLICATIONS)
    assert reachable(UNITS, 7, given) == (on - {heard}) | {silent}


def test_an_agency_does_one_thing_after_the_other_whatever_the_seed():
    calendar = load()
    words = ("clarification", "withdrawal_call")
    for seed in range(50):
        stranger = replace(drawn(Channel.EMAIL), stream=f"{seed} 某局")
        late = Manner("迟", outcome="late", first=(*words, "extension_late"))
        when = days(laid_over(plain(stranger), late), date(2026, 3, 18), calendar)
        assert when.received < when.clarification <= when.supplied <= when.resumed
        assert when.resumed < when.due_at_last < when.extension < when.answered
        soon = Manner("快", days=(5, 9), first=words, besides=("second_answer",))
        when = days(laid_over(plain(stranger), soon), date(2026, 3, 18), calendar)
        assert 5 <= calendar.count(when.resumed, when.answered) <= 9
        assert when.answered < when.second and when.extension is None


def test_the_documentation_names_every_field_every_word_and_every_shipped_profile():
    text = DOCS.read_text(encoding="utf-8")
    for key, field in FIELDS.items():
        assert f"`{key}`" in text and field.about in text
        for word, means in field.allowed.items():
            assert f"`{word}` {means}" in text, (key, word)
    for name, manner in shipped().items():
        assert f"| `{name}` | {manner.about} |" in text, name
