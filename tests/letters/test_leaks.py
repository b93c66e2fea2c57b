"""What a plan lets out, two applications at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from letters.leaks import leaks
from letters.model import Applicant, Application, Channel, Question, Round, Unit

UNIT = Unit("U001", "甲局", "市直单位", "地市级", "u@a.example", "路", "990001", "")
WHO = Applicant("P1", "张演一", "zhang@people.example", "路1号", "990001", "1")
WHAT = Question("Q01", "信息", "描述")
ROUND = Round("A", "信函", Channel.REGISTERED_MAIL, date(2026, 3, 16), ("P1",), ("Q01",))


def an(number: int, unit: Unit = UNIT, **changes: object) -> Application:
    unit = replace(unit, id=f"U{number:03d}", name=f"单位{number}")
    made = Application(f"{unit.id}-A", unit, WHO, WHAT, ROUND)
    return replace(made, **changes)  # type: ignore[arg-type]


OTHER = replace(WHO, id="P2", name="李演二", email="li@people.example", address="路2号")


def pairs(*applications: Application) -> list[tuple[str, str]]:
    return [(leak.a, leak.b) for leak in leaks(applications)]


def test_one_person_with_the_same_words_to_two_units_of_a_kind_is_a_leak() -> None:
    (leak,) = leaks([an(1), an(2)])
    assert (leak.a, leak.b) == ("U001-A", "U002-A")
    assert "张演一向同属“市直单位”的单位1与单位2提出措辞相同的申请（Q01，这样的共2件）" in leak.why


def test_other_words_or_another_person_is_none() -> None:
    assert pairs(an(1), an(2, question=replace(WHAT, id="Q02", text="别的"))) == []
    assert pairs(an(1), an(2, applicant=OTHER)) == []


def test_the_same_words_under_another_id_are_the_same_words() -> None:
    assert pairs(an(1), an(2, question=replace(WHAT, id="Z01", text="描 述"))) == [
        ("U001-A", "U002-A")
    ]


def test_another_system_on_another_day_is_none_and_on_the_same_day_shares_the_address() -> None:
    elsewhere = replace(UNIT, category="设区市")
    later = replace(ROUND, send_on=date(2026, 3, 17))
    assert pairs(an(1), an(2, elsewhere, round=later)) == []
    (leak,) = leaks([an(1), an(2, elsewhere)])
    assert "在同一天（2026-03-16）收到从同一通信地址发出" in leak.why


def test_two_people_who_share_a_postbox_are_seen_by_post_and_not_by_mail() -> None:
    flatmate = replace(OTHER, address=" 路1号")
    by_mail = replace(ROUND, channel=Channel.EMAIL)
    assert pairs(an(1), an(2, applicant=flatmate)) == [("U001-A", "U002-A")]
    assert pairs(an(1, round=by_mail), an(2, applicant=flatmate, round=by_mail)) == []


def test_one_unit_that_is_asked_the_same_twice_is_told() -> None:
    (leak,) = leaks([an(1), an(1, id="U001-B")])
    assert "两次收到几乎相同的申请" in leak.why
    other = replace(WHAT, id="Q02", text="别的")
    assert pairs(an(1), an(1, id="U001-B", question=other)) == []


LATER = replace(ROUND, id="B", send_on=date(2026, 4, 20))
FAR = replace(OTHER, phone="2")


def bureau(number: int, **changes: object) -> Application:
    """To an 教育局; the names of the others tell no system."""
    made = an(number, **changes)
    unit = replace(made.unit, name=f"第{number}教育局", category=f"类{number}")
    return replace(made, unit=unit)


def test_one_wording_in_one_system_is_a_leak_whoever_asks_and_whatever_year_is_filled_in() -> None:
    one, other = (
        Question("JY01", f"{year}年招生", f"{year}年的方案", law="第二十条第（十一）项", wording=2)
        for year in (2025, 2026)
    )
    (leak,) = leaks(
        [bureau(1, question=one), bureau(2, question=other, applicant=FAR, round=LATER)]
    )
    assert leak.grounds == ("text",)
    assert "同属“教育”系统的第1教育局与第2教育局收到措辞相同的申请（JY01，这样的共2件）" in leak.why
    assert (
        pairs(
            bureau(1, question=one),
            bureau(2, question=replace(other, wording=1), applicant=FAR, round=LATER),
        )
        == []
    )


def test_one_address_on_one_day_in_one_system_is_a_leak_in_any_words() -> None:
    asked = replace(WHAT, id="Q02", text="别的")
    (leak,) = leaks([bureau(1), bureau(2, question=asked)])
    assert leak.grounds == ("day", "address", "phone")
    assert "在同一天（2026-03-16）收到从同一通信地址发出的申请" in leak.why
    assert pairs(bureau(1), bureau(2, question=asked, round=LATER)) == []


def test_one_telephone_on_one_day_in_one_system_is_a_leak() -> None:
    flatmate = replace(OTHER, phone=" 1")
    (leak,) = leaks(
        [bureau(1), bureau(2, question=replace(WHAT, id="Q02", text="别的"), applicant=flatmate)]
    )
    assert leak.grounds == ("day", "phone") and "留有同一电话" in leak.why


def test_two_people_with_one_telephone_are_seen_by_one_system_on_any_day() -> None:
    asked = replace(WHAT, id="Q02", text="别的")
    (leak,) = leaks([bureau(1), bureau(2, question=asked, applicant=OTHER, round=LATER)])
    assert leak.grounds == ("phone",)
    assert "张演一与李演二留的是同一电话" in leak.why and "请改用各自的电话" in leak.why


def test_the_first_sign_that_is_told_names_all_that_two_letters_share() -> None:
    (leak,) = leaks([bureau(1), bureau(2)])
    assert leak.grounds == ("text", "day", "address", "phone")


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.sampled_from("甲乙"), st.booleans(), st.booleans()), max_size=12))
def test_pairs_are_few_in_order_and_each_of_them_is_true(
    drawn: list[tuple[str, bool, bool]],
) -> None:
    plan = [
        an(
            n,
            replace(UNIT, category=category),
            applicant=OTHER if other else WHO,
            question=replace(WHAT, id="Q02", text="别的") if words else WHAT,
        )
        for n, (category, other, words) in enumerate(drawn)
    ]
    found = leaks(plan)
    place = {each.id: n for n, each in enumerate(plan)}
    order = [(place[leak.a], place[leak.b]) for leak in found]
    assert order == sorted(set(order)) and all(a < b for a, b in order)
    assert len(found) <= 2 * max(len(plan) - 1, 0)
    for leak in found:
        a, b = plan[place[leak.a]], plan[place[leak.b]]
        assert a.question == b.question and a.applicant == b.applicant
    told = {each for leak in found for each in (leak.a, leak.b)}
    for each in plan:  # complete: whoever has a double is told of
        doubled = any(
            each is not other
            and each.question == other.question
            and each.applicant == other.applicant
            for other in plan
        )
        assert (each.id in told) == doubled


FLATMATE = replace(OTHER, address=" 路1号", phone="1")


def test_two_people_of_one_address_and_telephone_who_write_to_one_unit_are_seen() -> None:
    (leak,) = leaks([an(1), an(1, id="U001-B", applicant=FLATMATE, question=ASKED[0])])
    assert (leak.a, leak.b) == ("U001-A", "U001-B")
    assert "两人留的是同一通信地址和电话" in leak.why and "同一天（2026-03-16）" in leak.why
    assert leak.grounds == ("day", "address", "phone")


def test_on_another_day_and_by_mail_the_form_still_shows_it() -> None:
    by_mail = replace(LATER, channel=Channel.EMAIL)
    other = an(1, id="U001-B", applicant=FLATMATE, question=ASKED[0], round=by_mail)
    (leak,) = leaks([an(1), other])
    assert leak.grounds == ("address", "phone")
    assert pairs(an(1), replace(other, applicant=FAR)) == []


ASKED = (
    Question("Z01", "公务用车", "贵单位公务用车的保有量是多少辆，请提供"),
    Question("Z02", "公务用车数量", "贵单位公务用车保有量是多少辆，请提供给我"),
    Question("Z03", "部门决算", "请公开贵单位2025年度部门决算。"),
    Question("Z04", "政府采购", "请公开贵单位2025年度政府采购情况。"),
    Question("Z05", "公务接待", "贵单位公务接待的批次是多少次，请提供"),
)


def test_nearly_the_same_question_to_one_unit_in_two_rounds_is_seen() -> None:
    (leak,) = leaks([
        an(1, question=ASKED[0]), an(1, id="U001-B", question=ASKED[1], applicant=FAR, round=LATER)
    ])  # fmt: skip
    assert "几乎相同" in leak.why and leak.grounds == ("text",)


def test_other_questions_to_one_unit_are_none() -> None:
    for a, b in ((0, 4), (2, 3), (0, 2)):
        assert pairs(an(1, question=ASKED[a]), an(1, id="U001-B", question=ASKED[b])) == []
