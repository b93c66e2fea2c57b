"""The question bank: questions/*.toml, one file a kind of unit -> Question by id, and the kinds.

A file names its kind and the endings of names by which a unit is of it; `通用` may be asked of any
unit. An entry says how hard it is, which item of articles 20 and 21 of the 条例 makes it plausible,
what a good answer would be, and has two wordings or more, as different people would ask. One that
lacks any of that is refused. What stands in braces is filled in when a plan is made (asking.py), so
that the bank does not grow old.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from letters.faults import BadTable
from letters.model import DIFFICULTIES, Question, Wording

GENERAL = "通用"  # of any unit
PARAMETERS = ("上年", "今年", "地方", "贵", "项目")
LEAST_WORDINGS = 2
FIRST = tuple(f"Q{number:02d}" for number in range(1, 13))
_LAW = re.compile(r"第二十条第（(十[一二三四五]?|[一二三四五六七八九])）项|第二十一条")
_BRACES = re.compile(r"\{([^{}]*)\}")
# key -> what is to be written there
_ENTRY = {
    "difficulty": f"难度，{'、'.join(DIFFICULTIES)}之一",
    "law": "条例依据，如“第二十条第（七）项”或者“第二十一条”",
    "items": "事项数，1 到 20 的整数",
    "good": "怎样算答得好，一句话",
    "wordings": f"至少{LEAST_WORDINGS}种措辞，每种一段 [[编号.wordings]]",
}
_WORDING = {"title": "所需信息的名称", "text": "内容描述", "use": "用途"}


@dataclass(frozen=True, slots=True)
class Bank:
    """`names`: kind of unit -> the endings of names by which it is told."""

    questions: Mapping[str, Question]
    names: Mapping[str, tuple[str, ...]]


@cache
def bank() -> Bank:
    """The shipped one."""
    folder = files("letters") / "questions"
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return read_bank((file.name, file.read_text(encoding="utf-8")) for file in found)


def load() -> dict[str, Question]:
    """The shipped questions, ordered by id."""
    return dict(bank().questions)


def first_bank(questions: Mapping[str, Question]) -> dict[str, Question]:
    """The bank as the first version dealt it: twelve questions, one wording each, all alike. Of its
    plans only a summary was kept, and they must come out again as they were."""
    return {
        id: Question(id, each.title, each.text, each.items, each.use)
        for id, each in questions.items()
        if not each.law or id in FIRST
    }


def read_bank(texts: Iterable[tuple[str, str]]) -> Bank:
    """Files' names and texts -> the bank; BadTable with every fault of every file."""
    questions: dict[str, Question] = {}
    names: dict[str, tuple[str, ...]] = {}
    faults: list[str] = []
    for file, text in texts:
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as wrong:
            at = re.search(r"line (\d+)", str(wrong))
            where = f"第{at[1]}行" if at else "文件末尾"
            faults.append(f"题库 {file}：{where}不合 TOML 写法，文字要加英文双引号，每行一项")
            continue
        kind, endings = data.pop("kind", ""), data.pop("names", [])
        faults.extend(f"题库 {file}：{each}" for each in _kind_faults(kind, endings, names))
        if isinstance(kind, str) and isinstance(endings, list):
            names[kind] = tuple(endings)
        for id, entry in data.items():
            wrong_here = [*_taken(id, questions), *_entry_faults(entry)]
            faults.extend(f"题库 {file}，[{id}]：{each}" for each in wrong_here)
            if not wrong_here:
                questions[id] = _question(id, entry, kind)
    if faults:
        raise BadTable(*faults)
    ordered = {id: questions[id] for id in sorted(questions)}
    named = {kind: endings for kind, endings in names.items() if kind != GENERAL}
    return Bank(MappingProxyType(ordered), MappingProxyType(named))


def _kind_faults(kind: Any, endings: Any, known: Mapping[str, object]) -> Iterator[str]:
    if not (isinstance(kind, str) and kind):
        yield '缺少 kind（单位种类），如 kind = "财政"'
    elif kind in known:
        yield f"单位种类“{kind}”已有一个文件，一个种类只能有一个文件"
    named = isinstance(endings, list) and all(isinstance(each, str) and each for each in endings)
    if not named or (kind != GENERAL and not endings):
        yield '缺少 names（单位名称怎样结尾），如 names = ["财政厅", "财政局"]'


def _taken(id: str, known: Mapping[str, object]) -> Iterator[str]:
    if id in known:
        yield "这个编号已经用过，请另取一个"


def _entry_faults(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield "应为一段，各项另起一行"
        return
    yield from (f"缺少 {key}（{told}）" for key, told in _ENTRY.items() if not entry.get(key))
    for key in entry:
        if key not in (*_ENTRY, "programmes"):
            yield f"未知的项 {key}，这里只能有 {'、'.join((*_ENTRY, 'programmes'))}"
    if entry.get("difficulty", DIFFICULTIES[0]) not in DIFFICULTIES:
        yield f"difficulty 是“{entry['difficulty']}”，应为{_ENTRY['difficulty']}"
    if entry.get("law") and not _LAW.fullmatch(str(entry["law"])):
        yield f"law 是“{entry['law']}”，应为{_ENTRY['law']}"
    items = entry.get("items", 1)
    if isinstance(items, bool) or not isinstance(items, int) or not 0 <= items <= 20:
        yield f"items 是“{items}”，应为{_ENTRY['items']}"
    yield from _wording_faults(entry.get("wordings"), bool(entry.get("programmes")))


def _wording_faults(wordings: Any, has_programmes: bool) -> Iterator[str]:
    if not wordings:
        return  # told as missing
    if not isinstance(wordings, list) or len(wordings) < LEAST_WORDINGS:
        yield f"wordings 应有{_ENTRY['wordings']}"
        return
    for number, each in enumerate(wordings, 1):
        said = each if isinstance(each, dict) else {}
        yield from (
            f"第{number}种措辞缺少 {key}（{told}）"
            for key, told in _WORDING.items()
            if not (isinstance(said.get(key), str) and said[key].strip())
        )
        named = {name for text in said.values() for name in _BRACES.findall(str(text))}
        for name in sorted(named - set(PARAMETERS)):
            known = "、".join(f"{{{each}}}" for each in PARAMETERS)
            yield f"第{number}种措辞中的 {{{name}}} 不知道换成什么，只能用 {known}"
        if "项目" in named and not has_programmes:
            yield f"第{number}种措辞用了 {{项目}}，请补上 programmes（项目名称的列表）"


def _question(id: str, entry: Mapping[str, Any], kind: str) -> Question:
    wordings = tuple(
        Wording(each["title"], each["text"], each["use"]) for each in entry["wordings"]
    )
    first = wordings[0]
    return Question(
        id,
        first.title,
        first.text,
        entry["items"],
        first.use,
        kind="" if kind == GENERAL else kind,
        difficulty=entry["difficulty"],
        law=entry["law"],
        good=entry["good"],
        wordings=wordings,
        programmes=tuple(entry.get("programmes", ())),
    )
