"""The labelled letters of the bench: texts, agencies, remedies -> `Letter`s with their labels.

In: units.toml, remedies.txt, letters.txt, notices.txt beside this file, written from the law and
from how agencies write. Out: the same list at every run (one fixed seed): every text twice without
a fault, with other agency, person, day and remedy, then with one planted fault after another.

A label says what a careful lawyer would say; where lawyers would differ it admits several verdicts.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from harness.checker.dossier import Expected
from harness.checker.finding import Element, Verdict

HERE = Path(__file__).parent
SEED = 20190515
WORDS_ALONE = ("text", "html")  # a mail that is the letter: nothing in it can be sealed
_BASIS = re.compile(r"\{依:([^}]*)\}")

PEOPLE = (
    "张启明",
    "李晓芸",
    "王德胜",
    "欧阳兰",
    "陈默",
    "赵海燕",
    "孙国强",
    "周子涵",
    "吴秀珍",
    "何立",
)
THINGS = (
    "2022年度城市更新项目征收补偿方案", "白渡大桥加固工程的立项批复", "2021至2023年危险废物转移联单统计表",
    "青柳区老旧小区改造资金拨付凭证", "城南污水处理厂扩建项目可行性研究报告", "桐岭县中小学教师招聘笔试评分标准",
    "宁川市地铁2号线沿线房屋安全鉴定报告", "2020年农村公路养护合同", "公租房分配名单", "河道采砂许可证的审批材料",
    "宁政发〔2018〕45号文件", "社区卫生服务中心设备采购清单",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    name: str
    code: str
    organ: str
    choice: str
    court: str


@dataclass(frozen=True, slots=True)
class Base:
    """One voice: a text in parts, before a name or a day is filled in."""

    id: str
    kind: str
    decisions: tuple[str, ...]
    remedy: str
    day: date
    unit: str
    flags: frozenset[str]
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Label:
    verdicts: frozenset[Verdict]
    defects: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()  # may be claimed beside them, need not


@dataclass(frozen=True, slots=True)
class Letter:
    """What is rendered, and what must be said of it."""

    id: str
    kind: str
    decisions: frozenset[str]
    day: date
    unit: Unit
    person: str
    parts: tuple[tuple[str, str], ...]
    labels: dict[Element, Label]
    fault: str = ""
    head: bool = False  # 发文机关标志 in red
    seal: str = ""  # the name in the ring; empty: none
    medium: str = "pdf"  # pdf | docx | ofd | text | html | mail (with the PDF attached)
    expected: Expected = field(default_factory=Expected)
    replied_on: date | None = None
    optional: frozenset[str] = frozenset()  # decisions that may be named too, need not
    masthead: str = ""  # the words of the 发文机关标志 where they are not the agency's name
    on_paper: bool | None = None  # measured as a scan too? none: whatever could be paper may be
    stamp: tuple[float, float] = (0.0, 0.0)  # mm by which the seal sits beside its usual place

    def part(self, key: str) -> str:
        return "".join(text for name, text in self.parts if name == key)

    def without(self, *keys: str) -> Letter:
        return replace(self, parts=tuple(part for part in self.parts if part[0] not in keys))

    def having(self, key: str, text: str) -> Letter:
        """The first part of this name replaced."""
        return replace(
            self, parts=tuple((name, text if name == key else old) for name, old in self.parts)
        )

    def labelled(self, element: Element, label: Label) -> Letter:
        return replace(self, labels={**self.labels, element: label})


def label(*verdicts: Verdict, defects: tuple[str, ...] = ()) -> Label:
    return Label(frozenset(verdicts), frozenset(defects))


PRESENT = label(Verdict.PRESENT)
ABSENT = label(Verdict.ABSENT)
# words alone have no page that could be sealed: the rulebook counts the seal as missing (E11), and whether
# a sealed paper came besides only a person can say
UNSEALED = label(Verdict.ABSENT, Verdict.UNCLEAR)
ANYTHING = label(*Verdict)
HARMLESS = label(Verdict.PRESENT, Verdict.NOT_REQUIRED, Verdict.UNCLEAR)


def units() -> tuple[Unit, ...]:
    read = tomllib.loads((HERE / "units.toml").read_text(encoding="utf-8"))
    return tuple(Unit(**one) for one in read["unit"])


def remedies() -> list[tuple[str, frozenset[str], str]]:
    rows = []
    for line in _lines("remedies.txt"):
        kind, defects, text = (cell.strip() for cell in line.split("|"))
        rows.append((kind, frozenset(defects.split(",")) - {"-"}, text))
    return rows


def bases() -> list[Base]:
    """All texts; the second set stands last, so that the first one's faults stay where they were."""
    return [*_bases("letters.txt"), *_bases("notices.txt"), *_bases("letters2.txt")]


def _lines(name: str) -> Iterator[str]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line


def _bases(name: str) -> Iterator[Base]:
    head: list[str] = []
    parts: list[tuple[str, str]] = []
    for line in [*_lines(name), "== "]:
        if not line.startswith("=="):
            key, _, text = line.partition(" ")
            parts.append((key, text))
            continue
        if head:
            yield _base(head, tuple(parts))
        head, parts = [cell.strip() for cell in line[2:].split("|")], []


def _base(head: list[str], parts: tuple[tuple[str, str], ...]) -> Base:
    if len(head) < 6:
        mark, kind, day, unit = head
        return Base(mark, kind, (), "-", date.fromisoformat(day), unit, frozenset(), parts)
    mark, decisions, remedy, day, unit, flags = head
    return Base(
        mark, "answer", tuple(decisions.split(",")), remedy, date.fromisoformat(day), unit,
        frozenset(flags.split()), parts,
    )  # fmt: skip


def faultless(base: Base, turn: int) -> Letter:
    """The base filled in; `turn` chooses everything that may differ."""
    random = Random(f"{SEED} {base.id} {turn}")
    everyone = units()
    unit = next((one for one in everyone if one.name == base.unit), None) or random.choice(
        everyone[1:]
    )
    day = base.day + timedelta(days=random.choice((0, 1, 6, 7)) if turn else 0)
    day -= timedelta(days=max(0, day.weekday() - 4))
    person, thing = random.choice(PEOPLE), random.choice(THINGS)
    got = day - timedelta(days=random.randint(9, 20))
    slots = {
        "人": person, "物": thing, "收": chinese(got), "码": unit.code, "年": str(day.year),
        "复": unit.organ, "择": unit.choice, "院": unit.court,
    }  # fmt: skip
    parts = [(key, _filled(text, slots)) for key, text in base.parts]
    if base.remedy in "ABC":
        fitting = [text for kind, bad, text in remedies() if kind == base.remedy and not bad]
        parts.append(("救", _filled(random.choice(fitting), slots)))
    order = "号题主事理文决附救尾"
    parts.sort(key=lambda part: order.index(part[0]))
    parts = _number_below(parts) if random.random() < 0.6 else parts
    parts = [part for part in parts if part[0] != "附"] + [p for p in parts if p[0] == "附"]
    medium = random.choice(("pdf", "pdf", "pdf", "docx", "docx", "mail", "text"))
    letter = Letter(
        id=f"{base.id}-{turn}", kind=base.kind, decisions=frozenset(base.decisions), day=day,
        unit=unit, person=person, parts=(*parts, ("署", unit.name), ("日", _day(day, random))),
        labels={}, head=random.random() < 0.3, seal=unit.name, medium=medium,
    )  # fmt: skip
    return _with_labels(letter, base)


def _number_below(parts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    number = [part for part in parts if part[0] == "号"]
    title = [part for part in parts if part[0] == "题"]
    return [*title, *number, *(part for part in parts if part[0] not in "号题")]


def _day(day: date, random: Random) -> str:
    if random.random() < 0.12:
        digits = "〇一二三四五六七八九"
        return f"{''.join(digits[int(c)] for c in str(day.year))}年{_small(day.month)}月{_small(day.day)}日"
    return chinese(day)


def _small(number: int) -> str:
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else digits[tens] + "十") + (
        digits[ones] if ones else ""
    )


def chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _filled(text: str, slots: dict[str, str]) -> str:
    for key, value in slots.items():
        text = text.replace(f"{{{key}}}", value)
    return text


def _with_labels(letter: Letter, base: Base) -> Letter:
    if base.kind == "answer":
        labels = dict.fromkeys(Element, PRESENT)
        if letter.medium in WORDS_ALONE:
            labels[Element.SEAL] = UNSEALED
        if {"granted", "already_public"} & set(base.decisions):
            labels[Element.REASONS] = label(Verdict.PRESENT, Verdict.NOT_REQUIRED)
        number = letter.part("号")
        if re.search(r"第|编号|〔\d+〕\D", number) and not re.search(
            r"〔\d{4}〕[1-9]\d*号$", number
        ):
            labels[Element.DOC_NUMBER] = label(Verdict.PRESENT, defects=("style",))
        return replace(letter, labels=labels)
    return _labelled_notice(letter, base)


FORMAL = frozenset(
    [
        "clarification_notice",
        "extension_notice",
        "third_party_notice",
        "fee_notice",
        "reason_request",
    ]
)


def _labelled_notice(letter: Letter, base: Base) -> Letter:
    """A formal notice has what it shows; of anything else nothing may be called missing."""
    labels = dict.fromkeys(Element, HARMLESS)
    labels[Element.REMEDY] = labels[Element.DECISION] = label(Verdict.NOT_REQUIRED)
    formal = base.kind in FORMAL
    if formal:
        for element in (Element.TITLE, Element.DOC_NUMBER, Element.LEGAL_BASIS, Element.ISSUER,
                        Element.DATE, Element.APPLICANT):  # fmt: skip
            labels[element] = PRESENT
        labels[Element.SEAL] = ANYTHING if letter.medium in WORDS_ALONE else PRESENT
        if re.search("[第字说]", letter.part("号")):
            labels[Element.DOC_NUMBER] = label(Verdict.PRESENT, defects=("style",))
    if base.id == "third2":  # written to the third party, not to the applicant
        labels[Element.APPLICANT] = ANYTHING
    if not formal:
        medium = (
            "text" if base.kind in ("auto_reply", "bounce", "withdrawal_request") else letter.medium
        )
        letter = replace(
            letter, medium=medium, head=False, seal="" if base.id != "ack1" else letter.seal
        )
        if base.kind in ("auto_reply", "bounce") or base.id == "other2":
            letter = letter.without("署", "日")
    return replace(letter, labels=labels)


def everything(which: str = "all") -> list[Letter]:
    """The whole corpus or one set of it ("1", "2", ...)."""
    import written  # the bench runs as a script, its folder is on the path

    sets = {} if which in written.SETS else _drawn()
    sets |= {name: written.letters(name) for name in written.SETS if which in ("all", name)}
    return [one for name, letters in sets.items() for one in letters if which in ("all", name)]


def _drawn() -> dict[str, list[Letter]]:
    """The first two sets, made together; the basis marks are gone from the texts."""
    second = {base.id for base in _bases("letters2.txt")}
    sets: dict[str, list[Letter]] = {"1": [], "2": []}
    used: Counter[str] = Counter()
    for base in bases():
        sets["2" if base.id in second else "1"] += _of(base, used)
    return sets


def _of(base: Base, used: Counter[str]) -> list[Letter]:
    from faults import faulty

    letters = [faultless(base, turn) for turn in range(2)]
    letters += faulty(base, used)
    return [
        replace(one, parts=tuple((k, _BASIS.sub(r"\1", t)) for k, t in one.parts))
        for one in letters
    ]
