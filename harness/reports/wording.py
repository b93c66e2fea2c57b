"""Sentences and names that several reports share: numbers by category, verdicts, days, evidence."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from harness.checker.finding import VERDICT_NAMES, Finding
from harness.reading.arrived.reply_kind import ReplyKind
from harness.reports.material import Material
from harness.scoring.assessment import Case
from harness.scoring.facts import day_text
from harness.scoring.faults import defect_names
from harness.scoring.figures import Measure, Tally
from harness.scoring.timing import TIMING_NAMES, Timing, timing
from letters.model import Round

MOST_IN_A_NAME = 50  # characters; 255 bytes are what a file's name may take, four a character

KIND_NAMES: dict[ReplyKind, str] = {
    ReplyKind.ANSWER: "答复",
    ReplyKind.ACKNOWLEDGEMENT: "登记回执、收件确认",
    ReplyKind.CLARIFICATION_NOTICE: "补正告知",
    ReplyKind.EXTENSION_NOTICE: "延期告知",
    ReplyKind.THIRD_PARTY_NOTICE: "征求第三方意见告知",
    ReplyKind.FEE_NOTICE: "收费通知",
    ReplyKind.REASON_REQUEST: "要求说明理由",
    ReplyKind.FORWARDING: "告知转办",
    ReplyKind.WITHDRAWAL_REQUEST: "要求撤回申请",
    ReplyKind.AUTO_REPLY: "自动回复",
    ReplyKind.BOUNCE: "退信",
    ReplyKind.OTHER: "其他",
}

QUOTES = 3  # for one place; the sheet 要素认定 and the file itself hold all

HOW_NAMES = {"email": "电子邮件", "post": "邮寄", "ledger": "台账登记"}

RECEIVED_BY_NAMES = {
    "delivered": "邮件签收记录",
    "confirmed": "双方确认",
    "sent": "寄出即到达",
    "handed_in": "当面提交",
    "arrival": "到达收件系统",
}

_CHINESE = "零一二三四五六七八九十"


def numeral(number: int) -> str:
    """1 -> 一, 12 -> 十二, 20 -> 二十; for headings, below a hundred."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_CHINESE[tens]}十")
    return head + (_CHINESE[ones] if ones or not head else "")


def round_name(one: Round) -> str:
    """“正常渠道”申请; “信函申请”, where the label says so already."""
    return f"“{one.label}”" if one.label.endswith("申请") else f"“{one.label}”申请"


def of_category(material: Material, measure: Measure, round_id: str) -> str:
    """35家区直单位、14家设区市; categories without any are left out."""
    parts = []
    for category in material.figures.categories:
        number = material.figures.tally(measure, round_id, category).number
        if number:
            parts.append(f"{number}家{category}")
    return "、".join(parts)


def share(part: Tally) -> str:
    """82.46%, or — where nothing was counted."""
    return "—" if part.rate is None else f"{part.rate}%"


def percent_text(rate: Decimal | None) -> str:
    return "—" if rate is None else f"{rate}%"


def group_of(material: Material, case: Case) -> Timing:
    return timing(case, material.assessment.as_of)


def result_of(material: Material, case: Case) -> str:
    return TIMING_NAMES[group_of(material, case)]


def due_text(case: Case) -> str:
    """The deadline, or the days between which it lies."""
    clock = case.clock
    if clock.latest_due_on is None and clock.due_on is not None:
        return f"不早于{day_text(clock.due_on)}，最迟之日须待有关情况查明"
    if clock.latest_due_on is None and clock.earliest_due_on is not None:
        return f"尚未起算，不早于{day_text(clock.earliest_due_on)}"
    if clock.earliest_due_on != clock.latest_due_on:
        span = f"{day_text(clock.earliest_due_on)}至{day_text(clock.latest_due_on)}之间"
        return f"{span}（暂定）" if clock.provisional else span
    if clock.due_on is None:
        return "尚未起算"
    return day_text(clock.due_on) + ("（暂定）" if clock.provisional else "")


def working(case: Case) -> str:
    """The clock's working, a step a line."""
    lines = []
    for step in case.clock.trace:
        article = f"（{step.article}）" if step.article else ""
        because = f"：{step.because}" if step.because else ""
        lines.append(f"{day_text(step.on)}，{step.step}{article}{because}")
    return "\n".join(lines)


def verdict_text(finding: Finding) -> str:
    """有瑕疵（未列明复议机关、未列明受理法院）"""
    names = defect_names(finding)
    verdict = VERDICT_NAMES[finding.verdict]
    return f"{verdict}（{'、'.join(names)}）" if names else verdict


def in_quotes(words: str) -> str:
    """Quotation marks within become single ones."""
    return f"“{words.replace('“', '‘').replace('”', '’')}”"


def quoted(finding: Finding, limit: int = 60, known_file: str = "") -> str:
    """What the finding rests on: “……”“……”（答复书.pdf第1页）; the file is left out where it is the
    one that the reader knows already."""
    places: dict[str, list[str]] = {}
    for span in finding.evidence:
        words = " ".join(span.text.split())
        if words:
            words = words if len(words) <= limit else f"{words[:limit]}……"
            file = "" if span.file == known_file else span.file
            place = f"{file}第{span.page}页" if span.page else file
            places.setdefault(place, []).append(in_quotes(words))
    return "；".join(_quotes(place, words) for place, words in places.items())


def _quotes(place: str, words: list[str]) -> str:
    different = list(dict.fromkeys(words))
    shown = "".join(different[:QUOTES]) + ("等" if len(different) > QUOTES else "")
    return f"{shown}（{place}）" if place else shown


def common_file(findings: Iterable[Finding]) -> str:
    """The file that all the evidence lies in, or nothing where it lies in several."""
    files = {span.file for finding in findings for span in finding.evidence}
    return files.pop() if len(files) == 1 else ""


def listed(names: Iterable[str], limit: int = 8, unit: str = "家单位") -> str:
    """The first names; 等N家单位 where there are more."""
    everyone = list(names)
    if len(everyone) <= limit:
        return "、".join(everyone)
    return f"{'、'.join(everyone[:limit])}等{len(everyone)}{unit}"


def safe_name(text: str) -> str:
    """Fit for a file name, on Windows too, and short enough with something before and behind it."""
    fit = "".join("_" if _unfit(char) else char for char in text)
    return fit.strip(" .")[:MOST_IN_A_NAME].rstrip(" .")


def _unfit(char: str) -> bool:
    """What no file name may hold, and what would not be seen in one or turn its letters round."""
    return char in '\\/:*?"<>|\ufffe\uffff' or unicodedata.category(char) in (
        "Cc",
        "Cf",
        "Cs",
        "Zl",
        "Zp",
    )
