"""评分细则: a TOML file -> `Rubric`, read strictly; every fault of the file is one Chinese line, with its
line number and what is allowed. docs/rubrics.md explains it to whoever writes one.

    full = 16                      各指标权重之和
    rank = {at_least = 80}         已核实的权重不足80%的单位不排名（可省，80）
    [[grade]]                      等次线，得分率不低于 at_least 者
    name = "优秀"
    at_least = 90
    [[criterion]]                  指标：没有 deduction 的由评估人员给分
    id = "answer"
    name = "依申请公开答复"
    parent = "on_request"          上级指标的编号（可省）；有下级的指标不写 deduction，weight 可省
    weight = 5
    floor = 0                      最低得分（可省，0）
    cap = 3                        本指标累计扣分上限（可省，不限）
    round = "正常渠道"             只看这一轮次的申请（可省，全部轮次）
    per = "unit"                   unit：同一问题一个单位只扣一次（默认）；each：每发现一次扣一次
    [[criterion.deduction]]
    id = "late"
    name = "未按期答复"
    points = 3                     或 "all"：该指标不得分；或 "50%"：扣该指标权重的一半
    cap = 3                        本项累计扣分上限（可省，不限）
    per = "each"                   只对本项（可省，随指标）
    when = ["late", "absent:doc_number", "defect:legal_basis/no_article"]   见 signs.py；"by_hand"：人工查填
    [[class]]                      单位类别（可省）；写了就要写全，单位的类别须是其中之一
    name = "市区"
    weights = {answer = 4}         本类的权重；0：本类不考核
    points = {late = 2}            本类的扣分
    full = 100                     本类的满分（可省，同上）
    quota = {"优秀" = 9}           本类至多几家得这一等次，按名次取（可省，只按得分率）
    [[part]]                       综合分的板块（可省）：综合得分率＝各板块得分率按 share 加权
    id = "third"
    name = "第三方评估"
    share = 70
    criteria = ["on_request"]      一级指标的编号
    [group]                        按“汇总单位”汇总（可省）：县＝本级50%＋部门50%
    own = {classes = ["县级政府"], share = 50}
    members = {classes = ["县直部门"], share = 50}

A number that whoever uses the file has to fill in is "待填"; such a rubric marks nobody until then.
Numbers are read as `Decimal`, never as binary fractions.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from importlib import resources

from harness.scoring.rubric_file.fields import Fields
from harness.scoring.rubric_file.reading import rubric_in
from harness.scoring.rubric_file.scheme import (
    Branch,
    Condition,
    Criterion,
    Grade,
    Grouping,
    Part,
    Rubric,
    Rule,
    Side,
    Sign,
    UnitClass,
)
from letters import toml_text
from letters.faults import brief

__all__ = [
    "BadRubric", "Branch", "Condition", "Criterion", "Grade", "Grouping", "Part", "Rubric", "Rule", "Side",
    "Sign", "UnitClass", "load", "parse", "shipped", "text_of",
]  # fmt: skip


class BadRubric(Exception):
    """`faults`: one Chinese line each, naming the file, the line, and what to write instead."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = brief(faults)
        super().__init__("\n".join(self.faults))


def shipped() -> tuple[str, ...]:
    """Names of the rubrics that come with the program."""
    folder = resources.files("harness.scoring") / "rubrics"
    names = (item.name for item in folder.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def text_of(name: str) -> str:
    """The file of a rubric that comes with the program."""
    if name not in shipped():
        raise BadRubric((f"没有名为“{name}”的评分细则；随程序提供的有：{'、'.join(shipped())}",))
    file = resources.files("harness.scoring") / "rubrics" / f"{name}.toml"
    return file.read_text(encoding="utf-8")


def empty_form() -> str:
    """A rubric to fill in, with its comments."""
    return (resources.files("harness.scoring") / "form.toml").read_text(encoding="utf-8")


def load(name: str, *, blanks: bool = False) -> Rubric:
    """A rubric that comes with the program, by its name."""
    return parse(text_of(name), f"{name}.toml", blanks=blanks)


def parse(text: str, file: str, *, blanks: bool = False) -> Rubric:
    """A rubric from the text of a TOML file; `file` is named in what is wrong with it. `blanks`: one
    that waits to be filled in may be looked at, though it cannot mark."""
    try:
        table = toml_text.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as wrong:
        raise BadRubric((_no_toml(text, file, wrong),)) from wrong
    except RecursionError as wrong:
        raise BadRubric((f"{file}：方括号或花括号嵌套过深",)) from wrong
    except (ValueError, ArithmeticError) as wrong:  # a number of thousands of digits
        raise BadRubric((f"{file}：有一个位数过多或者写错的数字",)) from wrong
    fields = Fields(file, text)
    rubric = rubric_in(fields, table, file.removesuffix(".toml"))
    if fields.faults:
        raise BadRubric(fields.told())
    if rubric.blanks and not blanks:
        raise BadRubric(rubric.blanks)
    return rubric


_PLACE = re.compile(r"at line ([0-9]+), column ([0-9]+)")
_FULL_WIDTH = re.compile("[“”‘’，＝［］｛｝【】]")
_QUOTED_OR_REMARK = re.compile(r'"[^"]*"|#.*')
_UNSEEN = re.compile("[\u3000\u00a0\u2000-\u200d\u2060\ufeff]")
_SAID_WITH_UNIT = re.compile("=\\s*[0-9.]+\\s*[%％分]")
_OWN_KEY = re.compile("^\\s*[\u4e00-\u9fff]+\\s*=")
_BARE_KEY = re.compile('[{,][^"]*[\u4e00-\u9fff][^"]*=')


def _no_toml(text: str, file: str, wrong: tomllib.TOMLDecodeError) -> str:
    """What is no TOML at all, with the line as it stands and what is likely meant."""
    found = _PLACE.search(str(wrong))
    number = int(found[1]) if found else text.count("\n") + 1
    lines = text.splitlines()
    line = lines[number - 1].strip(" \t")[:60] if 0 < number <= len(lines) else ""
    return f"{file}：第{number}行：不是有效的TOML文件：“{line}”{_hint(line, str(wrong))}"


def _hint(line: str, wrong: str) -> str:
    bare = _QUOTED_OR_REMARK.sub("", line)
    if _UNSEEN.search(bare):
        return "引号之外有全角空格或者看不见的字符，请删去，改用普通（半角）空格"
    if signs := "".join(dict.fromkeys(_FULL_WIDTH.findall(bare))):
        return f"含有全角符号{signs}，引号、逗号、等号、括号都要用半角的"
    if _SAID_WITH_UNIT.search(bare):
        return '数字后面不要写“分”或者“%”；按权重的百分比扣分的写在引号里，如 points = "50%"'
    if _OWN_KEY.search(bare):
        return "等号左边要用规定的名称，如 title、weight、points；mingcha rubric new 写一份可以照着改的"
    if _BARE_KEY.search(bare):
        return '含汉字的名称用在等号左边时也要写在半角引号里，如 {"优秀" = 9}'
    if "Cannot overwrite" in wrong or "Cannot declare" in wrong:
        return "同一项写了两次，或者一段的标题写错（每个指标一段[[criterion]]，每个扣分项一段[[criterion.deduction]]）"
    if "Invalid value" in wrong:
        return "等号后面应是数、引号里的文字，或者方括号里的一组"
    return "每行应是 名称 = 值，文字写在半角引号里"
