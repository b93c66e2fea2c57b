"""Ways to obtain: how an applicant comes by what a letter gives, or says to be public already.

In: `Facts`. Out: whether a usable way is told; and the letter's own part, in which ways and bodies are
looked for: what was asked for, the application told again and the remedies name places and bodies too.
"""

from __future__ import annotations

from harness.reading.facts import Facts
from harness.reading.reported_words import application_spans, blanked
from parsers import lazy_re as re

_URL = re.compile(
    r"https?:|www\.|[a-z0-9-]\.(?:gov|com|org|cn|net|example)|网址|链接|二维码", re.IGNORECASE
)
_PLACE = re.compile(
    r"(?:公报|年鉴|报)(?:》)?[^,。;\n]{0,14}第?[\d一二三四五六七八九十]+期|专栏|栏目|版块|板块|专题|频道|首页|页面|点击|搜索(?=[“《‘「]|框|栏|关键)|路径|[—\-][>—]|→|>|一栏|网站?[—–\-]|公众号|档案馆|图书馆|查阅(?:点|场所|室)|政务(?:服务)?(?:大厅|中心)|[路街道巷]\d{1,5}号|\d{7,}"
)
_ATTACHED = re.compile(
    r"附件|附后|附:|随(?:函|信|本|邮件)|复印件|光盘|电子版|(?<!答复)(?<!告知)(?<!回复)(?<!函复)如下|邮寄|发送|扫描件|寄送|提供(?:给|予)|另附|领取|现场|查阅|抄录|公开给|向(?:你|您)(?:公开|提供)"
)
# the information itself, told in the letter: 予以公开:2023年,全市共安装……
_TOLD_HERE = re.compile(
    r"(?:公开|提供|告知|信息|内容|情况|答复|查到了?|数据|结果)(?:如下)?:(?!\n?特此)\n?[^。\n]{8,}"
    r"|直接(?:告诉|告知|答复|回复)[你您]"
)


def way_told(facts: Facts) -> bool:
    """Whether a usable way is told."""
    text = without_contacts(own_part(facts))
    if _URL.search(text) or _PLACE.search(text) or _FORMALITY.search(text):
        return True
    codes = set(facts.codes)
    if "granted" in codes and _TOLD_HERE.search(text):
        return True
    if "granted" in codes or "partial" in codes:
        return bool(_ATTACHED.search(_said_of_giving(facts))) or len(facts.document.parts) > 1
    return _GIVEN_HERE.search(text) is not None


_GIVEN_HERE = re.compile(
    r"附件|附后|复印件|随(?:函|信)|(?<!答复)(?<!告知)(?<!回复)(?<!函复)如下:|提供(?:给|予)|一并"
)


def _said_of_giving(facts: Facts) -> str:
    """All of the letter, its list of enclosures too, but for the application told again: 你邮寄的申请."""
    text = facts.words.told[facts.letter.body[0] :]
    return without_contacts(blanked(text, application_spans(text)))


# 请到县水务局办理具体手续后,由本机关提供
_BODY = r"[\u4e00-\u9fff]{0,20}(?:局|厅|委|办|中心|大厅|窗口|政府|所|站|馆|室|科|股|处|楼|单位|机关|部门)"
_FORMALITY = re.compile(
    rf"(?:到|至|前往|向|来|去|持|凭|携带?)[^,。;\n]{{0,30}}{_BODY}[^,。;\n]{{0,10}}(?:办理|办妥|履行|补办|填写|出示|签)[^,。;\n]{{0,16}}(?:手续|登记|表|单|领取|申领|调取|证明)"
    r"|(?:办理|办妥|履行|完成|补齐)[^,。;\n]{0,14}手续[^。;\n]{0,24}(?:提供|领取|获取|查阅|复制|复印|取得|调取|交付|寄)"
    r"|(?:持|凭|携带?)[^,。;\n]{2,30}(?:证|证明|介绍信|函|件)[^。;\n]{0,24}(?:领取|查阅|查询|复制|复印|调取|索取|取)"
)

_CLAUSE = re.compile(r"[^,。;\n]+")
_CONTACT = re.compile(
    r"电话|致电|来电|拨打|邮箱|邮件|传真|联系|咨询|询问|疑问|热线|[\d-]{7,}|@|办公时间|工作时间"
)
_GET = re.compile(
    r"领取|获取|索取|取得|取件|查阅|预约|复制|复印|寄|发送|发给|提供|查收|附|下载|调取|公布|发布|公开|刊|登载|http|www|网址"
)


def without_contacts(text: str) -> str:
    """Without the clauses that name a telephone or an address for questions: that is no way to obtain."""
    asides = (
        one.span()
        for one in _CLAUSE.finditer(text)
        if _CONTACT.search(one[0]) and not _GET.search(one[0])
    )
    return blanked(text, asides)


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
