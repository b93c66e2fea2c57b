"""The order of the two ways of complaint: whether a letter puts reconsideration first, wherever it says so.

In: words on remedies, or a whole letter and where its remedies stand. Out: yes or no.
"""

from __future__ import annotations

from collections.abc import Sequence

from harness.reading.prose import sentences
from harness.reading.reported_words import without_quotations
from parsers import lazy_re as re

FIRST = re.compile(
    r"(?:应当?|须|必须|需要?|请)(?:依法)?(?:首?先)(?:行)?[^。;\n]{0,60}复议|(?<!选择)(?<!自愿)先(?:行)?(?:依法)?(?:自[^。;]{0,30}|于[^。;]{0,30}|在[^。;]{0,30})?(?:向[^。;\n]{2,50})?(?:申请|提起|提出|经过?|走|通过|履行|进行)?(?:行政)?复议(?!的[,、])|(?:应当|必须|须)[^。;\n]{2,60}(?:申请|提出|提起)[^。;\n]{0,8}复议[^。\n]{1,12}(?:复议后|复议决定)|复议前置|复议[^。;\n]{0,16}前置(?:程序|条件)?|未经(?:行政)?复议|复议后[,、]?(?:再|方可|才)|复议[^。\n]{0,12}不(?:得|能|可)(?:直接|径行)|复议[^。;\n]{0,12}必经|(?:起诉|诉讼)之?前[^。;\n]{0,30}(?:应|须)[^。;\n]{0,60}复议|复议[^。\n]{0,30}不予立案"
    r"|复议(?:程序)?(?:在先|先行|优先)|复议[^。;\n]{0,10}(?:前提|先决条件)|不经(?:过)?(?:行政)?复议[^。;\n]{0,16}不(?:得|能|可|予)|未(?:先)?(?:申请|提出|提起)(?:行政)?复议(?:的|而)[^。\n]{0,20}不(?:予)?(?:受理|立案)"
)
# their order alone offers no suit
ORDER_ALONE = re.compile(
    r"先(?:行)?(?:经过?|申请)?(?:行政)?复议[,、]?(?:再|后)(?:行|提起)?(?:行政)?(?:诉讼|起诉)(?=[。;,、的\n]|$)"
    r"|(?:提起)?(?:行政)?(?:诉讼|起诉)以[^。;\n]{0,10}复议"
)
# nobody is told to go there first: 可以先复议, 是否先申请复议由你决定
_LEFT_OPEN = re.compile(
    r"是否|自愿|选择|任选|(?<!不)可(?:以)?先|有权先|愿意|希望|建议|欢迎|如果?(?:要|想|拟)?先|先(?:联系|咨询|填写|准备|了解|与|到|来电)"
)
_OF_SOMETHING_ELSE = re.compile(
    r"信息|材料|档案|公开|收悉|收到|判决|裁定|驳回|曾|此前|原告|被告|号|案件材料"
)


def is_put_first(text: str, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether a sentence outside of these puts reconsideration first, and speaks of nothing else:
    法律规定此类答复必须先复议、后诉讼."""
    known = set(ranges)
    return any(
        _puts_first(text[start:end]) for start, end in sentences(text) if (start, end) not in known
    )


def _puts_first(sentence: str) -> bool:
    words = without_quotations(sentence)
    return bool(
        "复议" in words
        and FIRST.search(words)
        and not (_LEFT_OPEN.search(words) or _OF_SOMETHING_ELSE.search(words))
    )
