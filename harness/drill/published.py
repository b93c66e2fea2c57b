"""What the report of 2020 published, figure by figure, with the sentence each comes from.

The drill's province is built so that these figures are true of it; the demo prints them beside
what the harness found. `DISAGREEMENT` is the one place where the report contradicts itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from harness.drill.places import CITIES, DEPARTMENTS

NORMAL = "正常渠道"
OTHER = "非正常渠道"
TELEPHONE = "电话咨询"
UNITS = {DEPARTMENTS: 43, CITIES: 14}


class Measure(StrEnum):
    """What is counted; the value is what a reader sees."""

    DELIVERED = "签收"
    IN_TIME = "按期答复"
    LATE = "超期答复"
    NONE = "未答复"
    NO_NUMBER = "答复书缺少文号"
    NO_SEAL = "答复书没有加盖公章"
    NO_BASIS = "未告知法律依据及具体条款"
    NO_REMEDY = "未告知救济渠道"
    REMEDY_UNNAMED = "未列明受理法院或者复议机关"
    CONNECTED = "电话接通"
    NOT_CONNECTED = "电话无法接通"


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number: so many units of a category in a round."""

    measure: Measure
    round: str
    category: str
    count: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Rate:
    """One published percentage, with the counts that give it."""

    name: str
    percent: float
    of: int
    out_of: int
    sentence: str


_SIGNED = (
    "非正常渠道申请及书面申请（正常渠道）各寄出了57份政府信息公开申请挂号信，"
    "均被各评估对象签收，签收率达100%。"
)
_IN_TIME = (
    "信函申请方面，有35家区直单位、14家设区市政府书面申请（正常渠道）在20个工作日内作出答复，"
    "32家区直单位、13家设区市政府非正常渠道申请在法定期限里及时答复，总体答复率为82.46%。"
)
_CALLED = "其中31家区直单位、8家设区市政府电话能够顺利接通，总体接通率为68.42%。"
_NOT_CALLED = "有12家区直单位、2家设区市政府政务公开咨询电话无法接通。"
_SILENT = (
    "非正常渠道申请有11家区直单位、1家设区市政府未作出答复；书面申请（正常渠道）有7家区直单位"
    "未作出答复，1家区直单位（交通运输厅）超期答复"
)
_FORM_OTHER = (
    "非正常渠道申请有17家区直单位、4家设区市政府答复书缺少文号，"
    "有3家区直单位、1家设区市政府答复书没有加盖公章"
)
_FORM_NORMAL = (
    "书面申请（正常渠道）有20家区直单位、4家设区市政府答复书缺少文号，"
    "有1家区直单位答复书没有加盖公章。"
)
_CONTENT = (
    "在书面申请（正常渠道）已回复的单位中，有11家区直单位、6家设区市政府未告知法律依据及具体条款；"
    "有16家区直单位、3家设区市政府未告知救济渠道；有12家区直单位、8家设区市政府虽然告知申请人有"
    "向法院提起诉讼或者申请复议的权利，但没有具体列明受理法院或者复议机关的详细信息。"
)


def _pair(
    measure: Measure, round_: str, counts: tuple[int, int], sentence: str
) -> tuple[Figure, Figure]:
    return (
        Figure(measure, round_, DEPARTMENTS, counts[0], sentence),
        Figure(measure, round_, CITIES, counts[1], sentence),
    )


PUBLISHED: tuple[Figure, ...] = (
    *_pair(Measure.DELIVERED, NORMAL, (43, 14), _SIGNED),
    *_pair(Measure.IN_TIME, NORMAL, (35, 14), _IN_TIME),
    *_pair(Measure.LATE, NORMAL, (1, 0), _SILENT),
    *_pair(Measure.NONE, NORMAL, (7, 0), _SILENT),
    *_pair(Measure.NO_NUMBER, NORMAL, (20, 4), _FORM_NORMAL),
    *_pair(Measure.NO_SEAL, NORMAL, (1, 0), _FORM_NORMAL),
    *_pair(Measure.NO_BASIS, NORMAL, (11, 6), _CONTENT),
    *_pair(Measure.NO_REMEDY, NORMAL, (16, 3), _CONTENT),
    *_pair(Measure.REMEDY_UNNAMED, NORMAL, (12, 8), _CONTENT),
    *_pair(Measure.DELIVERED, OTHER, (43, 14), _SIGNED),
    *_pair(Measure.IN_TIME, OTHER, (32, 13), _IN_TIME),
    *_pair(Measure.LATE, OTHER, (0, 0), _SILENT),
    *_pair(Measure.NONE, OTHER, (11, 1), _SILENT),
    *_pair(Measure.NO_NUMBER, OTHER, (17, 4), _FORM_OTHER),
    *_pair(Measure.NO_SEAL, OTHER, (3, 1), _FORM_OTHER),
    *_pair(Measure.CONNECTED, TELEPHONE, (31, 8), _CALLED),
)

RATES: tuple[Rate, ...] = (
    Rate("签收率", 100.0, 114, 114, _SIGNED),
    Rate("总体答复率", 82.46, 94, 114, _IN_TIME),
    Rate("电话接通率", 68.42, 39, 57, _CALLED),
)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sentences of the report that cannot both be right, and what follows for the drill."""

    figures: tuple[Figure, ...]
    sentences: tuple[str, str]
    remark: str


DISAGREEMENT = Disagreement(
    _pair(Measure.NOT_CONNECTED, TELEPHONE, (12, 2), _NOT_CALLED),
    (_CALLED, _NOT_CALLED),
    "报告自身的数字对不上：57家单位中接通31家区直单位、8家设区市政府，未接通的应为12家区直单位、"
    "6家设区市政府；报告却写“12家区直单位、2家设区市政府”无法接通，两句相加只有53家。"
    "接通率68.42%与39/57一致，故演练以接通31+8、未接通12+6为准。",
)
