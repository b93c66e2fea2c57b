"""评估总结及改进建议: what went well, what went wrong, and what to advise, by fault; in the manner of the
published reports. Nothing is said of what did not occur."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from harness.checker.finding import Element
from harness.reports.fault_list import Fault
from harness.reports.final.advice import BY_ELEMENT, IN_TIME, ORDER, PHONE, Advice
from harness.reports.final.handling import LATE, SILENT
from harness.reports.final.volume import Volume
from harness.reports.naming import NAMED
from harness.reports.sentences import missed_calls
from harness.reports.wording import numeral, round_name, share
from harness.scoring.figures import Measure, Tally

FAULTY = "答复书存在问题的申请"
_FORM = (
    Element.TITLE, Element.DOC_NUMBER, Element.APPLICANT, Element.REQUEST, Element.ISSUER,
    Element.DATE, Element.SEAL,
)  # fmt: skip


FEW = 10  # applications: of fewer nobody says that a rate is high or low


def summary(volume: Volume) -> None:
    good, wrong = list(_good(volume)), list(_wrong(volume))
    advice = _advice(volume)
    if not good and not wrong:
        return
    volume.chapter("评估总结及改进建议" if advice else "评估总结")
    if good:
        volume.section("总体评价")
        for text in good:
            volume.text(text)
    if wrong:
        volume.section("存在的主要问题")
        for headline, text in wrong:
            volume.part(headline)
            volume.text(text)
    if advice:
        volume.section("改进建议")
        for one in advice:
            volume.part(one.headline)
            volume.text(one.text)


def _good(volume: Volume) -> Iterator[str]:
    tally = volume.material.figures.tally
    received, timed, called = (
        tally(measure) for measure in (Measure.RECEIVED, Measure.IN_TIME, Measure.CONNECTED)
    )
    said = []
    if received.rate is not None and received.rate >= 90 and received.decided >= FEW:
        said.append(
            f"申请渠道总体畅通，已能认定的{received.decided}件申请中送达{received.number}件，占{share(received)}"
        )
    if timed.rate is not None:
        level = "较高，" if timed.rate >= 80 else "一般，" if timed.rate >= 60 else "偏低，"
        level = f"总体答复率{level}" if timed.decided >= FEW else ""
        said.append(
            f"{level}应当答复并已能认定的{timed.decided}件申请中按期答复{timed.number}件，占{share(timed)}"
        )
    if called.rate is not None:
        said.append(
            f"拨打并已能认定的{called.decided}家单位中接通{called.number}家，接通率为{share(called)}"
        )
    if said:
        yield f"从评估结果看，{'；'.join(said)}。"
    judged = [c for c in volume.material.assessment.cases if c.judgement is not None]
    faulty = {case.application.id for fault in volume.faults for case, _ in fault.hits}
    if judged:
        clean = len(judged) - len(faulty)
        told = f"没有认定问题的{clean}件" if clean else "没有一件完全没有问题"
        yield f"审读的{len(judged)}件答复书中，{told}{_open(volume, clean, faulty)}。"


def _open(volume: Volume, clean: int, faulty: Collection[str]) -> str:
    """How many of those without an established fault may yet have one."""
    open_ = {case.application.id for fault in volume.counted for case in fault.unclear}
    left = len(open_ - set(faulty))
    if not left:
        return ""
    which = "都" if left == clean > 1 else "" if clean == 1 else f"其中{left}件"
    return f"（{which}尚有要素待认定）"


def _wrong(volume: Volume) -> Iterator[tuple[str, str]]:
    yield from _silence(volume)
    found = volume.faults
    form = [fault for fault in found if fault.element in _FORM]
    content = [fault for fault in found if fault.element not in _FORM]
    if form:
        yield f"{_some(form)}答复格式不规范", _faults(volume, "有的答复书缺少必备的格式要素", form)
    if content:
        opening = "有的答复书没有写清法律依据、事实理由、处理决定或者救济渠道"
        yield f"{_some(content)}答复内容不规范", _faults(volume, opening, content)
    missed = missed_calls(volume.material)
    if missed:
        tally = volume.material.figures.tally(Measure.CONNECTED)
        ids = set(tally.among) - set(tally.hits) - set(tally.unclear)
        where = volume.see(SILENT)
        listed = f"（名单见{where}）" if where and len(ids) > NAMED else ""
        yield (
            f"{_part(ids)}咨询电话不畅通",
            f"在{len(tally.among)}家拨打的单位中，有{volume.roster.told(ids)}公布的咨询电话按测试办法"
            f"认定为未接通{listed}。",
        )


def _part(ids: Collection[str]) -> str:
    return "部分单位" if len(set(ids)) > 1 else "个别单位"


def _some(faults: Sequence[Fault]) -> str:
    return _part({id for fault in faults for id in fault.units})


def _silence(volume: Volume) -> Iterator[tuple[str, str]]:
    parts, whose = [], set[str]()
    for one in volume.material.assessment.campaign.rounds:
        none = _units(volume, volume.material.figures.tally(Measure.NONE, one.id))
        late = _units(volume, volume.material.figures.tally(Measure.LATE, one.id))
        whose |= {*none, *late}
        said = [f"{volume.roster.told(none)}未作出答复"] if none else []
        said += [f"{volume.roster.told(late)}逾期答复"] if late else []
        if said:
            parts.append(f"{round_name(one)}有{'，'.join(said)}")
    if parts:
        where = volume.see(LATE)
        listed = f"（逐件列于{where}）" if where else ""
        yield f"{_part(whose)}未按期答复", f"{'；'.join(parts)}{listed}。"


def _units(volume: Volume, tally: Tally) -> list[str]:
    return [volume.material.case(id).application.unit.id for id in tally.hits]


def _faults(volume: Volume, opening: str, faults: Sequence[Fault]) -> str:
    """一是……；二是……: every fault with how many letters and whose."""
    parts = []
    for number, fault in enumerate(faults, 1):
        lead = f"{numeral(number)}是" if len(faults) > 1 else ""
        parts.append(
            f"{lead}{fault.name}的{len(fault.hits)}件，涉及{volume.roster.told(fault.units)}"
        )
    where = volume.see(FAULTY)
    listed = f"具体申请见{where}。" if where else ""
    return f"{opening}。{'；'.join(parts)}。{listed}"


def _advice(volume: Volume) -> list[Advice]:
    figures = volume.material.figures
    wanted: set[str] = set()
    if figures.tally(Measure.NONE).number or figures.tally(Measure.LATE).number:
        wanted.add(IN_TIME.headline)
    if missed_calls(volume.material):
        wanted.add(PHONE.headline)
    wanted |= {BY_ELEMENT[fault.element].headline for fault in volume.faults}
    return [one for one in ORDER if one.headline in wanted]
