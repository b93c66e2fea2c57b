"""Ways to obtain: how an applicant comes by what a letter gives, or says to be public already.

In: `Facts`. Out: whether a usable way is told; and the letter's own part, in which ways and bodies are
looked for: what was asked for, the application told again and the remedies name places and bodies too.
"""

from __future__ import annotations

import re

from harness.reading.facts import Facts
from harness.reading.reported_words import blanked

_URL = re.compile(
    r"https?:|www\.|[a-z0-9-]\.(?:gov|com|org|cn|net|example)|网址|链接|二维码", re.IGNORECASE
)
_PLACE = re.compile(
    r"(?:公报|年鉴|报)(?:》)?[^,。;\n]{0,14}第?[\d一二三四五六七八九十]+期|专栏|栏目|版块|板块|专题|频道|首页|页面|点击|搜索|路径|[—\-][>—]|→|>|一栏|网站?[—–\-]|公众号|档案馆|图书馆|查阅(?:点|场所|室)|政务(?:服务)?(?:大厅|中心)|[路街道巷]\d{1,5}号|\d{7,}"
)
_ATTACHED = re.compile(
    r"附件|附后|附:|随(?:函|信|本|邮件)|复印件|光盘|电子版|如下|邮寄|发送|扫描件|寄送|提供(?:给|予)|另附|领取|现场|查阅|抄录|公开给|向(?:你|您)(?:公开|提供)"
)
# the information itself, told in the letter: 予以公开:2023年,全市共安装……
_TOLD_HERE = re.compile(
    r"(?:公开|提供|告知|信息|内容|情况|答复|查到了?|数据|结果)(?:如下)?:(?!\n?特此)\n?[^。\n]{8,}"
    r"|直接(?:告诉|告知|答复|回复)[你您]"
)


def way_told(facts: Facts) -> bool:
    """Whether a usable way is told."""
    text = own_part(facts)
    if _URL.search(text) or _PLACE.search(text):
        return True
    codes = set(facts.codes)
    if "granted" in codes and _TOLD_HERE.search(text):
        return True
    if "granted" in codes or "partial" in codes:
        return bool(_ATTACHED.search(facts.text)) or len(facts.document.parts) > 1
    return _GIVEN_HERE.search(text) is not None


_GIVEN_HERE = re.compile(
    r"附件|附后|复印件|随(?:函|信)|(?<!答复)(?<!告知)(?<!回复)(?<!函复)如下:|提供(?:给|予)|一并"
)


def own_part(facts: Facts) -> str:
    """The letter's body and the mail around it, without the paragraph on remedies and without the
    names of what was asked for: a body named there does not become responsible by it."""
    begin, end = facts.letter.body
    text = facts.words.told[begin:end] + "\n" + facts.letter.cover.text
    named = (match.span("what") for match in _ASKED.finditer(text))
    return blanked(text, ((start + 1, end - 1) for start, end in named))  # the marks stay


_ASKED = re.compile(
    r"(?<=[申要请][请求公])(?:公开|获取|查询|了解|提供)?(?:的)?(?:信息|内容)?(?:为|是)?:?(?P<what>“[^”\n]{2,200}”)"
)
