"""Whose information it is: the body that a letter names as responsible for what it does not have itself.

In: `Facts`. Out: whether a body is named, or a way out of naming one told (无法确定负责公开的机关).
"""

from __future__ import annotations

from harness.reading.facts import Facts
from harness.reading.ways_to_obtain import own_part
from parsers import lazy_re as re

_AGENCY = re.compile(
    r"[\u4e00-\u9fff]{2,24}?(?:人民政府|政府(?!信息)|局|厅|委员会|委|部(?!门|分)|办公室|办事处|中心|法院|检察院|公司|银行|管委会|总队|支队|档案馆|医院|卫生院|学校|大学|学院|中学|小学|研究院|研究所|街道|镇|乡)"
)
_VAGUE = re.compile(
    r"^(?:向|请|由|到|与|的|建议|可|你|您|应|当|以|咨询|联系)*(?:有关|相关|当地|所在地|其他|上级|下级|负责|主管|对应|具体|职能|制作|各)"
)
_CANNOT_TELL = re.compile(
    r"(?:无法|无从|不能|难以|难于|难|未能|不)(?:够)?(?:确定|判断|判明|知晓|知悉|查明|辨明)|(?:机关|单位|部门|职能|者)[^,。;\n]{0,6}(?:不明|不详)"
)
_WHOSE = re.compile(
    r"(?:向|由|属于|(?<!收)到|与|联系|咨询|是|为|系|划[入归转]至?|移交|转[入至]|归|(?:机关|单位|部门|主体)(?:名称)?:)(?P<who>[^,。;\n]{2,40})"
)
_LEAD = re.compile(r"^(?:你|您|请|其|可|该|的)+")


def agency_told(facts: Facts) -> bool:
    """Another public body, or a way out of naming one."""
    text = own_part(facts)
    if _CANNOT_TELL.search(text):
        return True
    for match in _WHOSE.finditer(text):
        for found in _AGENCY.finditer(match["who"]):
            bare = _LEAD.sub("", found[0])
            if not _VAGUE.match(bare) and bare[0] not in "本我" and len(bare) >= 3:
                return True
    return False
