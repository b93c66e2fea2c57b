"""Behind a figure and in the list that names who has the fault stand the same answers, decided and not."""

from __future__ import annotations

from dataclasses import replace

from harness.checker.finding import Element
from harness.reports.fault_list import ABSENT, faults_of
from harness.reports.material import gather
from harness.scoring.figures import Measure
from harness.scoring.rubric_file.rubric import load

KINDS = {
    Measure.NO_DOC_NUMBER: (Element.DOC_NUMBER, {ABSENT}),
    Measure.NO_SEAL: (Element.SEAL, {ABSENT}),
    Measure.NO_LEGAL_BASIS: (Element.LEGAL_BASIS, {ABSENT, "no_article"}),
    Measure.NO_REMEDY: (Element.REMEDY, {ABSENT}),
    Measure.REMEDY_UNNAMED: (Element.REMEDY, {"no_court", "no_organ"}),
}


def units(make):
    """Answers with faults of every kind, some of them behind an arrival that may be an earlier answer."""
    answers = [
        make.late(make.absent(Element.SEAL), make.absent(Element.REMEDY)),
        make.late(make.defective(Element.REMEDY, "no_court"), make.absent(Element.DOC_NUMBER)),
        make.late(make.defective(Element.LEGAL_BASIS, "no_article"), make.unclear(Element.SEAL)),
        make.answered(make.absent(Element.LEGAL_BASIS)),
        make.silent(),
    ]
    for number, answer in enumerate([*answers, *answers]):
        unit = replace(make.unit, id=f"U{number}", name=f"{number}局")
        application = replace(answer.application, id=f"U{number}-A", unit=unit)
        case = replace(answer, application=application)
        if number >= len(answers):
            case = make.doubted(case, make.as_of)
            case = replace(case, doubtful=tuple(replace(e, earliest=None) for e in case.doubtful))
        yield unit, case


def test_figures_and_lists_count_the_same(make):
    both = list(units(make))
    whole = make.assess(*(case for _, case in both), units=tuple(unit for unit, _ in both))
    material = gather(whole, load("general"))
    faults = faults_of(material)
    for measure, (element, codes) in KINDS.items():
        tally = material.figures.tally(measure)
        named = {
            case.application.id
            for fault in faults
            if fault.element is element and fault.code in codes
            for case, _ in fault.hits
        }
        open_ = {c.application.id for f in faults if f.element is element for c in f.unclear}
        assert set(tally.hits) == named and named
        assert set(tally.unclear) <= open_ and not open_ & named
    assert material.figures.tally(Measure.NO_REMEDY).unclear
