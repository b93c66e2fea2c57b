"""Rows of a table of units that are no units: averages, totals, maxima, notes below the table.

In: what stands in a row. Out: whether it is such a row; nothing is guessed of a row with a name of
its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# as a whole, or behind the units that they are of: 设区市平均分, 全部单位合计
_AT_THE_END = (
    "平均", "平均分", "平均值", "平均数", "平均得分", "平均得分率", "均值", "均分", "合计", "总计", "小计", "共计",
    "最高分", "最低分", "最高值", "最低值", "最大值", "最小值", "中位数", "中位值", "标准差", "方差",
    "合计数", "总计数", "平均水平", "率",
)  # fmt: skip
_AS_A_WHOLE = frozenset({
    *_AT_THE_END, "总", "总分", "总得分", "汇总", "最高", "最低", "最大", "最小", "满分", "满分值", "权重", "分值", "众数",
    "备注", "附注", "说明", "注", "排名", "名次", "总评", "评语", "占比", "得分占比", "极差", "样本数", "单位数", "单位总数",
    "average", "avg", "mean", "median", "total", "sum", "max", "min",
})  # fmt: skip
_ASIDE = re.compile(r"\([^()]*\)|[\s:：、,，.。**—-]+|[0-9]+[家个]?(?:单位)?")
_NOTE = re.compile(
    r"(?:注|备注|附注|说明|填表|填报|制表|审核|复核|评分|打分|负责|数据来源|来源|联系|日期|时间|单位负责|评估)\S{0,6}?[:：]"
    r"|注[0-9一二三四五六七八九]"
)


def is_total(row: Sequence[str], name: str) -> bool:
    """A row that sums up others: by its name, or by its first cell where the name is empty."""
    label = name or next((cell for cell in row if cell), "")
    plain = _ASIDE.sub("", unicodedata.normalize("NFKC", label)).lower()
    return plain in _AS_A_WHOLE or plain.endswith(_AT_THE_END)


def is_note(row: Sequence[str]) -> bool:
    """A sentence below the table, alone in its row."""
    said = [cell for cell in row if cell]
    return len(said) == 1 and bool(_NOTE.match(unicodedata.normalize("NFKC", said[0])))
