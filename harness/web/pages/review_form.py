"""What is filled in beside a letter, as it comes: of each element a verdict, its defects and a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field, create_model

from harness.campaign.ruling.letter_view import OpenLetter, Row
from harness.campaign.ruling.reasons import AGREES
from harness.campaign.ruling.rule import Wanted
from harness.campaign.workspace import Refused
from harness.casebook.ruled.wording import value_told
from harness.checker.finding import ELEMENT_NAMES, Element, Verdict
from harness.scoring.people import Stage
from harness.store.said import Stale, token

AGREE = "agree"
MOST = 1000


class Beside(BaseModel):
    once: str
    stage: int
    sha256: str = ""
    all: str = ""  # the button that agrees with the rest
    what: str = ""
    unit: str = ""
    note: str = Field("", max_length=4000)
    note_seen: str = ""
    kind: str = ""
    kind_seen: str = ""
    applications: str = ""
    applications_seen: str = ""
    received_on: str = ""
    received_on_seen: str = ""
    answered_on: str = ""
    answered_on_seen: str = ""
    why_filed: str = Field("", max_length=MOST)


def _fields() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in Element:
        found |= {
            f"verdict_{each}": (str, ""),
            f"defects_{each}": (list[str], []),
            f"why_{each}": (str, Field("", max_length=MOST)),
            f"seen_{each}": (str, ""),
            f"version_{each}": (str, ""),
        }
    return found


if TYPE_CHECKING:
    LetterForm = Beside
else:
    LetterForm = create_model("LetterForm", __base__=Beside, **_fields())


@dataclass(frozen=True, slots=True)
class Filled:
    """Of one element what was filled in."""

    row: Row
    verdict: str
    defects: tuple[str, ...]
    why: str
    seen: str
    version: str
    bulk: bool = False

    @property
    def name(self) -> str:
        return ELEMENT_NAMES[Element(self.row.element)]

    @property
    def value(self) -> str:
        """Agreeing is the verdict that stands."""
        return self.row.verdict if self.verdict == AGREE else self.verdict

    @property
    def agrees(self) -> bool:
        return (
            bool(self.row.verdict)
            and self.value == self.row.verdict
            and (self.verdict == AGREE or self.defects == self.row.defects)
        )


class ChangedMeanwhile(Stale):
    """Both versions: what was shown, and what stands."""

    def __init__(self, lines: list[str]) -> None:
        Exception.__init__(self, "；".join(lines) + "。页面上您填的还在；刷新后看过新的再定")
        self.seen, self.now = "", ""


def filled(form: Beside, found: OpenLetter) -> list[Filled]:
    """The elements of which something is said. What was agreed with by the one button is what was
    shown and is no 缺失 and not open: each of these needs its own word."""
    rows = []
    for row in found.rows:
        got = {
            name: getattr(form, f"{name}_{row.element}")
            for name in ("verdict", "defects", "why", "seen", "version")
        }
        one = Filled(
            row, got["verdict"], tuple(got["defects"]), got["why"].strip(), got["seen"],
            got["version"],
        )  # fmt: skip
        if one.verdict:
            rows.append(one)
        elif form.all and not found.blind and _in_bulk(row, one):
            rows.append(Filled(row, AGREE, (), "", one.seen, one.version, bulk=True))
    return rows


def _in_bulk(row: Row, one: Filled) -> bool:
    """`seen` is empty of what was not on the screen."""
    grave = (Verdict.ABSENT, Verdict.UNCLEAR)
    return bool(one.seen) and row.verdict not in grave and not row.why_not and not row.made


def stale(rows: list[Filled]) -> None:
    lines = [
        f"{each.name}：您看时是“{_told(each.row.element, each.seen)}”，现在{_now(each.row)}"
        for each in rows
        if (each.seen, each.version) != (each.row.seen, each.row.version)
    ]
    if lines:
        raise ChangedMeanwhile(lines)


def _now(row: Row) -> str:
    last = row.made[-1] if row.made else None
    by = f"，{last.by}{last.stage_name}：{last.why}" if last else ""
    return f"是“{row.told}”{by}"


def _told(element: str, seen: str) -> str:
    verdict, _, rest = seen.partition("（")
    defects = rest.removesuffix("）").split("、") if rest else []
    return value_told(f"/{element}", verdict, defects) if verdict in {*Verdict} else seen


def wanted(rows: list[Filled], found: OpenLetter, unseen: list[int]) -> list[Wanted]:
    """Refused, with every fault, where a reason, a defect or a look at a page is wanting."""
    faults = [fault for each in rows for fault in _faults(each, found, unseen)]
    if faults:
        raise Refused(*faults)
    return [
        Wanted(
            f"{found.id}/{each.row.element}",
            each.value,
            _defects(each),
            each.why or AGREES if each.agrees else each.why or "看过原件",
            None if found.blind else token(each.row.seen),
        )
        for each in rows
    ]


def _defects(one: Filled) -> tuple[str, ...]:
    """A remark on what is there is no defect: agreed with, it is not said again."""
    if one.value != Verdict.DEFECTIVE:
        return ()
    return one.row.defects if one.verdict == AGREE else one.defects


def _faults(one: Filled, found: OpenLetter, unseen: list[int]) -> list[str]:
    if one.verdict != AGREE and one.verdict not in {*Verdict}:
        return [f"{one.name}：没有这种结论"]
    if one.row.why_not:
        return [f"{one.name}：{one.row.why_not}"]
    if one.value == Verdict.UNCLEAR:
        return [f"{one.name}：程序没有认定，请选一个结论；拿不准的，按“跳过”写明疑问"]
    faults = []
    if one.value == Verdict.ABSENT and unseen:
        told = "、".join(map(str, unseen))
        faults.append(f"{one.name}：认定缺失以前须看完全部页面，第{told}页还没有看过")
    defective = one.verdict == Verdict.DEFECTIVE
    if defective and one.row.choices and not one.defects:
        faults.append(f"{one.name}：认定有瑕疵，请选是哪一种")
    if not one.why and _needs_reason(one, found):
        faults.append(
            f"{one.name}：与程序认定不同，请写明理由"
            if not found.blind
            else f"{one.name}：请写明理由"
        )
    return faults


def _needs_reason(one: Filled, found: OpenLetter) -> bool:
    if found.stage is Stage.FIRST:
        return not one.agrees
    if found.stage is Stage.SECOND:
        return one.value in (Verdict.ABSENT, Verdict.DEFECTIVE)
    return True
