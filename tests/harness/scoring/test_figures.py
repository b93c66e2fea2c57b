"""The figures count all and only what belongs to them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from harness.checker.finding import Element
from harness.clock.deadline import State
from harness.scoring.figures import MEASURE_NAMES, Measure, figures, percent


def test_each_figure_names_the_applications_behind_it(make):
    faulty = make.answered(make.absent(Element.DOC_NUMBER))
    clean = make.answered(round_=make.second)
    found = figures(make.assess(faulty, clean))
    tally = found.tally(Measure.NO_DOC_NUMBER)
    assert tally.hits == ("U001-A",)
    assert tally.among == ("U001-A", "U001-B")
    assert found.tally(Measure.NO_DOC_NUMBER, "B").hits == ()


def test_an_unclear_element_is_counted_apart(make):
    found = figures(make.assess(make.answered(make.unclear(Element.SEAL))))
    tally = found.tally(Measure.NO_SEAL)
    assert (tally.number, tally.unclear) == (0, ("U001-A",))


def test_an_application_without_an_answer_is_not_among_the_answers(make):
    found = figures(make.assess(make.silent()))
    assert found.tally(Measure.NO_SEAL).among == ()
    assert found.tally(Measure.NO_SEAL).rate is None
    assert found.tally(Measure.NONE).hits == ("U001-A",)


def test_a_late_answer_is_read_for_its_elements_but_is_not_in_time(make):
    found = figures(make.assess(make.late(make.absent(Element.SEAL))))
    assert found.tally(Measure.NO_SEAL).number == 1
    assert found.tally(Measure.LATE).number == 1
    assert found.answer_rate == Decimal("0.00")


def test_basis_without_an_article_counts_as_not_told(make):
    found = figures(make.assess(make.answered(make.defective(Element.LEGAL_BASIS, "no_article"))))
    assert found.tally(Measure.NO_LEGAL_BASIS).number == 1


def test_a_basis_with_other_defects_was_told(make):
    for defect in ("no_item", "other_law_only", "old_regulation", "does_not_fit"):
        found = figures(make.assess(make.answered(make.defective(Element.LEGAL_BASIS, defect))))
        assert found.tally(Measure.NO_LEGAL_BASIS).number == 0, defect


def test_remedy_that_names_neither_court_nor_organ_is_not_remedy_that_is_missing(make):
    unnamed = make.answered(make.defective(Element.REMEDY, "no_court"))
    found = figures(make.assess(unnamed))
    assert found.tally(Measure.REMEDY_UNNAMED).number == 1
    assert found.tally(Measure.NO_REMEDY).number == 0


def test_remedy_with_a_wrong_period_names_its_court(make):
    found = figures(make.assess(make.answered(make.defective(Element.REMEDY, "wrong_period"))))
    assert found.tally(Measure.REMEDY_UNNAMED).number == 0


def test_what_is_not_yet_due_is_out_of_the_rates(make):
    running = make.case(make.clock(State.RUNNING), round_=make.second)
    found = figures(make.assess(make.answered(), running))
    assert found.tally(Measure.IN_TIME).among == ("U001-A",)
    assert found.tally(Measure.PENDING).hits == ("U001-B",)
    assert found.answer_rate == Decimal("100.00")


def test_a_withdrawn_application_is_nobodys_failure(make):
    found = figures(make.assess(make.case(make.clock(State.WITHDRAWN))))
    assert found.tally(Measure.NONE).among == ()


def test_a_returned_letter_was_not_received(make):
    found = figures(make.assess(make.answered(), make.case(make.clock(State.UNDELIVERABLE))))
    assert found.tally(Measure.RECEIVED).rate == Decimal("50.00")


def test_a_missing_record_of_receipt_is_unclear_and_out_of_the_rate(make):
    waiting = make.case(make.clock(State.AWAITING_RECEIPT), round_=make.second)
    tally = figures(make.assess(make.answered(), waiting)).tally(Measure.RECEIVED)
    assert (tally.hits, tally.unclear) == (("U001-A",), ("U001-B",))
    assert tally.rate == Decimal("100.00")


def test_a_letter_withdrawn_before_any_record_of_receipt_accuses_nobody(make):
    gone = make.clock(State.WITHDRAWN)._replace(received_on=None)
    tally = figures(make.assess(make.case(gone))).tally(Measure.RECEIVED)
    assert (tally.number, tally.decided, tally.rate) == (0, 0, None)


def test_what_is_unclear_lowers_no_rate(make):
    open_case = make.doubted(make.silent(round_=make.second), date(2020, 11, 2))
    found = figures(make.assess(make.answered(), open_case))
    assert found.answer_rate == Decimal("100.00")
    assert found.tally(Measure.IN_TIME).unclear == ("U001-B",)
    assert found.tally(Measure.IN_TIME).decided == 1
    assert found.tally(Measure.NONE).number == 0


def test_what_is_decided_against_a_unit_still_lowers_the_rate(make):
    found = figures(make.assess(make.answered(), make.silent(round_=make.second)))
    assert found.answer_rate == Decimal("50.00")


def test_a_unit_reached_at_the_second_attempt_was_reached(make):
    found = figures(make.assess(calls=(make.call(False), make.call(True))))
    assert found.tally(Measure.CONNECTED).hits == ("U001",)


def test_a_unit_never_called_is_not_among_those_called(make):
    other = replace(make.unit, id="U002")
    found = figures(make.assess(calls=(make.call(False),), units=(make.unit, other)))
    assert found.tally(Measure.CONNECTED).among == ("U001",)


def test_figures_are_kept_by_category(make):
    city = replace(make.unit, id="U002", category="设区市")
    found = figures(make.assess(make.answered(), make.answered(unit=city), units=(make.unit, city)))
    assert found.categories == ("区直单位", "设区市")
    assert found.tally(Measure.IN_TIME, "A", "设区市").hits == ("U002-A",)


def test_shares_are_rounded_half_up_to_two_places():
    assert percent(94, 114) == Decimal("82.46")
    assert percent(39, 57) == Decimal("68.42")
    assert percent(1, 800) == Decimal("0.13")  # 0.125
    assert percent(0, 0) is None


def test_every_measure_has_a_name():
    assert set(MEASURE_NAMES) == set(Measure)
