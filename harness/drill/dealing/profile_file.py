"""A profile's file (TOML) -> a `Manner`; BadTable with every fault of it: file, key, what is allowed.

`FIELDS` is the whole format: docs/drill.md prints it, and a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from harness.drill.dealing.manner import Manner
from harness.drill.letter import forms
from harness.drill.letter.forms import Form, Lack
from letters import toml_text
from letters.faults import BadTable
from letters.opening import NotOpened, read_text, reason

SHIPPED = Path(__file__).parent / "profiles"
FOLDER = "profiles"  # in a campaign's folder: its own
MOST_DAYS = 200
MOST_IN_TIME = 19  # working days: on the twentieth conventions may differ
BEHIND = 5  # working days behind the end: the late notice comes before the answer

TEXT, CHOICE, CHOICES, DAYS = "text", "choice", "choices", "days"


@dataclass(frozen=True, slots=True)
class Field:
    """`allowed`: a word that may stand there -> what it means."""

    kind: str
    about: str
    allowed: Mapping[str, str]


FIELDS: Mapping[str, Field] = {
    "about": Field(TEXT, "一句话说明这种做法", {}),
    "outcome": Field(CHOICE, "何时答复；不写为按期答复", {
        "in_time": "按期答复", "last_day": "期限的最后一天答复",
        "late": "逾期答复", "none": "不答复",
    }),
    "days": Field(DAYS, "两个整数，在其间任选：按期的为收到（补正的为收到补正）后第几个工作日答复，逾期的为期限届满后"
                  "第几个工作日", {}),
    "decision": Field(CHOICE, "怎样答复；不写则依所申请的内容", {
        "already_public": "已主动公开", "granted": "予以公开", "partial": "部分公开",
        "refused_process": "过程性信息，不予公开", "refused_internal": "内部事务信息，不予公开",
        "refused_third_party": "第三方不同意，不予公开", "not_held": "信息不存在",
        "not_responsible": "不属本机关负责", "needs_processing": "需要加工、分析",
    }),
    "by": Field(CHOICE, "用什么方式答复；不写则怎样申请就怎样答复", {"post": "信函", "mail": "电子邮件"}),
    "form": Field(CHOICE, "答复书是什么文件；信函的只能是 scan、photograph", {
        "typeset": "PDF", "signed": "电子签章的 PDF", "ofd": "OFD", "docx": "Word",
        "doc": "旧版 Word（没有装 LibreOffice 的机器上为 docx）", "text": "写在邮件正文里",
        "scan": "扫描件", "photograph": "照片", "archive": "压缩包", "link": "只有下载链接，没有文书",
    }),
    "lacks": Field(CHOICES, "答复书缺什么；不写则齐全", {
        "number": "文号", "seal": "印章", "basis": "法律依据", "article": "依据的条款（只写法律名称）",
        "remedy": "救济渠道", "organ": "复议机关或者法院的名称", "reasons": "不予公开的理由",
        "name": "申请人姓名",
    }),
    "first": Field(CHOICES, "答复之前（或者代替答复）做什么", {
        "receipt": "发登记回执", "clarification": "要求补正", "extension": "期限内告知延期",
        "extension_late": "期限届满后才告知延期", "withdrawal_call": "打电话要求撤回",
        "forwarding": "告知已转其他单位办理", "damaged": "先发来打不开的附件，次日重发",
    }),
    "confirms": Field(CHOICE, "收到网上、传真、平信的申请后怎样确认", {
        "automatic": "自动回复", "mail": "工作人员回信", "telephone": "在电话中确认",
    }),
    "besides": Field(CHOICES, "另外还有什么", {
        "quoted": "邮件下面附着申请人的原信", "stray": "误发来一封给别人的信",
        "second_answer": "几天之后再来一份答复", "for_another": "来的是对别人的申请的答复，本申请没有答复",
    }),
    "mailbox": Field(CHOICE, "用哪个信箱", {
        "listed": "名单上的", "other": "名单上没有的", "bounces": "收不进邮件；寄去的信被退回",
    }),
    "envelope": Field(CHOICE, "信封上写的单位名称", {"full": "全称", "short": "简称"}),
    "delivery": Field(CHOICE, "申请信何时签收", {"workday": "工作日", "saturday": "星期六"}),
    "telephone": Field(CHOICE, "公布的电话；不写则照报告的比例", {"answers": "有人接", "silent": "没有人接"}),
}  # fmt: skip


@cache
def shipped() -> Mapping[str, Manner]:
    """By the files' names."""
    return {path.stem: read(path) for path in sorted(SHIPPED.glob("*.toml"))}


def of_folder(folder: Path) -> Mapping[str, Manner]:
    """The campaign's own; BadTable with the faults of all of them."""
    found: dict[str, Manner] = {}
    faults: list[str] = []
    for path in sorted((folder / FOLDER).glob("*.toml")):
        try:
            found[path.stem] = read(path, f"{FOLDER}/{path.name}")
        except BadTable as wrong:
            faults += wrong.faults
    if faults:
        raise BadTable(*faults)
    return found


def read(path: Path, name: str = "") -> Manner:
    name = name or path.name
    data = parsed(path, name)
    faults = [fault for key, value in data.items() for fault in _faults_of(key, value)]
    faults = faults or list(_contradictions(data))
    if faults:
        raise BadTable(*(f"{name}，{fault}" for fault in faults))
    listed: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in data.items()
    }
    return Manner(path.stem, **listed)


def parsed(path: Path, name: str) -> dict[str, Any]:
    """A TOML file that a person wrote."""
    try:
        return toml_text.loads(read_text(path))
    except NotOpened as wrong:
        raise BadTable(f"{name}：{wrong.why}") from None
    except UnicodeDecodeError:
        raise BadTable(f"{name}：不是 UTF-8 编码，请用记事本另存为 UTF-8") from None
    except OSError as wrong:
        raise BadTable(f"{name}：无法读取（{reason(wrong)}）") from None
    except RecursionError:
        raise BadTable(f"{name}：方括号或花括号嵌套过深") from None
    except ValueError as wrong:  # tomllib.TOMLDecodeError is one
        at = re.search(r"line (\d+), column (\d+)", str(wrong))
        where = f"第{at[1]}行第{at[2]}个字符处" if at else "文件末尾"
        raise BadTable(
            f'{name}：{where}不合 TOML 写法，每行一项，文字加英文双引号，如 form = "scan"'
        ) from None


def _faults_of(key: str, value: object) -> list[str]:
    field = FIELDS.get(key)
    if field is None:
        return [f"{key}：未知的项，只能有 {'、'.join(FIELDS)}"]
    if field.kind == TEXT:
        return [] if isinstance(value, str) else [f"{key}：应为加英文双引号的文字"]
    if field.kind == DAYS:
        return [] if _is_days(value) else [
            f"{key}：现为 {shown(value)}，应为两个整数，先小后大，1至{MOST_DAYS}，如 {key} = [5, 12]"
        ]  # fmt: skip
    allowed = "、".join(f"{word}（{means}）" for word, means in field.allowed.items())
    if field.kind == CHOICE:
        right = isinstance(value, str) and value in field.allowed
        return [] if right else [f"{key}：现为 {shown(value)}，只能是 {allowed}"]
    if not isinstance(value, list):
        first = next(iter(field.allowed))
        return [f'{key}：应为方括号中的几项，如 {key} = ["{first}"]，只能是 {allowed}']
    return [
        f"{key}：其中的 {shown(word)} 不对，只能是 {allowed}"
        for word in value
        if not isinstance(word, str) or word not in field.allowed
    ]


def _is_days(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(type(each) is int for each in value)
        and 1 <= value[0] <= value[1] <= MOST_DAYS
    )


def _contradictions(data: Mapping[str, Any]) -> Iterator[str]:
    """What cannot be together, for nobody could say what must be found."""
    for is_wrong, fault in _TOGETHER:
        if is_wrong(data):
            yield fault


def _hides(data: Mapping[str, Any]) -> bool:
    """Whether something is to be missing that the form lets nobody call missing."""
    hidden = forms.HIDDEN[Form(data["form"])] if "form" in data else frozenset()
    seal, words = "seal" in data.get("lacks", ()), set(data.get("lacks", ())) - {"seal"}
    return (Lack.SEAL in hidden and seal) or (Lack.WORDS in hidden and bool(words))


def _has(data: Mapping[str, Any], key: str, *words: str) -> bool:
    """Whether all of these words are in the list, or one of them is the value."""
    value = data.get(key, "in_time" if key == "outcome" else "")
    return all(word in value for word in words) if isinstance(value, list) else value in words


_Test = Callable[[Mapping[str, Any]], bool]
_TOGETHER: Sequence[tuple[_Test, str]] = (
    (
        lambda of: _has(of, "by", "post") and of.get("form", "scan") not in forms.ON_PAPER,
        'form：信函（by = "post"）寄来的只能是 scan、photograph',
    ),
    (_hides, "lacks：这样的文件（form）看不出缺了这一项，请改用别的形式，或者从 lacks 中删去"),
    (
        lambda of: _has(of, "lacks", "basis", "article"),
        "lacks：basis（没有依据）和 article（没有条款）只能写一个",
    ),
    (
        lambda of: _has(of, "lacks", "remedy", "organ"),
        "lacks：remedy（没有救济渠道）和 organ（没有列明机关）只能写一个",
    ),
    (
        lambda of: (
            _has(of, "lacks", "reasons")
            and (_has(of, "lacks", "basis") or _has(of, "lacks", "article"))
        ),
        "lacks：reasons 不能和 basis、article 同时写，没有条款就看不出是否应当说明理由",
    ),
    (
        lambda of: _has(of, "lacks", "remedy") and _has(of, "decision", "granted"),
        'lacks：decision = "granted"（予以公开）不必告知救济渠道，不能写 remedy',
    ),
    (
        lambda of: (
            _has(of, "first", "damaged")
            and not (_has(of, "by", "mail") and of.get("form", "typeset") == "typeset")
        ),
        'first：damaged 只用于 by = "mail"、form = "typeset"',
    ),
    (
        lambda of: _has(of, "first", "extension") and not _has(of, "outcome", "in_time"),
        'first：extension 只用于 outcome = "in_time"；期限届满后才告知的写 extension_late',
    ),
    (
        lambda of: _has(of, "first", "extension_late") and not _has(of, "outcome", "late"),
        'first：extension_late 只用于 outcome = "late"',
    ),
    (
        lambda of: _has(of, "first", "clarification") and _has(of, "outcome", "last_day"),
        'first：clarification 不能用于 outcome = "last_day"',
    ),
    (
        lambda of: (
            "days" in of
            and (_has(of, "outcome", "none", "last_day") or _has(of, "first", "extension"))
        ),
        "days：不答复的、最后一天答复的、期限内延期的不写 days",
    ),
    (
        lambda of: _has(of, "outcome", "in_time") and of.get("days", (1, 1))[1] > MOST_IN_TIME,
        f'days：按期答复的至多到第{MOST_IN_TIME}个工作日；最后一天答复的写 outcome = "last_day"',
    ),
    (
        lambda of: _has(of, "first", "extension_late") and of.get("days", (BEHIND, 1))[0] < BEHIND,
        f"days：期限届满后才延期的，答复至早在其后第{BEHIND}个工作日",
    ),
)


def shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)
