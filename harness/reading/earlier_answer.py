"""What a letter tells of the answer that was given before: whether it gave the information.

In: the letter's text without its remedies. Out: `Earlier`. A letter that turns a request away as a
repetition names an earlier answer; only the sentences that speak of that one are looked at. Where they say
both, or neither, it is UNKNOWN: nothing rests on it.
"""

from __future__ import annotations

from enum import StrEnum

from harness.reading.reported_words import application_spans, blanked, without_quotations
from parsers import lazy_re as re


class Earlier(StrEnum):
    GAVE = "gave"  # the information was made public or handed out then
    DID_NOT = "did_not"  # it was refused, or there was none
    UNKNOWN = "unknown"


_SENTENCE = re.compile(r"[^。;\n]{1,600}")
_OF_BEFORE = re.compile(
    r"此前|先前|之前|以前|前次|上次|曾|已于|已经于|已在\d|作出过|答复过|告知过|提供过|原(?:答复|告知)"
    r"|(?:该次?|上述|前述|上一?份?)(?:答复|告知)|20\d\d年[^。;\n]{0,40}(?:答复|告知|作出|送达|向[你您]|给[你您])"
    r"|已(?:就|对|向|作|依法)|[〔\[(（]20\d\d[〕\])）][^。;\n]{0,12}号"
)
# what is not done now, and names of laws and papers, say nothing of what was done then
_ASIDE = re.compile(
    r"不(?:再|予)重复[^,。;\n]{0,8}|不再[^,。;\n]{0,10}|重复(?:申请)?(?:公开|提供|处理|答复)"
    r"|(?:政府)?信息公开(?:条例|申请|答复|告知|指南|工作|目录|办公|机构|专栏)[表书]?"
    r"|(?:提出|提交|递交|寄来|来信)[^,。;\n]{0,80}申请"
    r"|(?:申请|要求|请求)(?:公开|获取|提供|查询|查阅)|公开(?:告知|答复|决定)书?"
    r"|[\u4e00-\u9fff]{1,14}[〔\[(（]20\d\d[〕\])）]第?\d{1,6}号"
)
_DID_NOT = re.compile(
    r"不予(?:以)?(?:公开|提供)|不(?:能|宜|便|得|可)(?:公开|提供)|不同意公开|不公开|不存在|未(?:予|能|曾)?(?:以)?(?:公开|提供)"
    r"|未(?:制作|获取|保存|形成|检索|查询|查找|找|查)|无法(?:公开|提供)|不属于?|不掌握|不由|非本机关|拒绝"
    r"|没有(?:制作|保存|获取|找到|查到|该|此|相关|这)|查无|并无|驳回"
)
_GAVE = re.compile(r"公开|提供|寄送|交付|发送给|复印件|查阅了|公布|发布|刊登")


def earlier_answer(text: str) -> Earlier:
    gave = did_not = False
    # neither what is asked for now, nor the law's own words, tell of that answer
    text = without_quotations(blanked(text, application_spans(text)))
    for sentence in _SENTENCE.finditer(text):
        if not _OF_BEFORE.search(sentence[0]):
            continue
        told = _ASIDE.sub("", sentence[0])
        did_not = did_not or _DID_NOT.search(told) is not None
        gave = gave or _GAVE.search(_DID_NOT.sub("", told)) is not None
    if gave is did_not:
        return Earlier.UNKNOWN
    return Earlier.GAVE if gave else Earlier.DID_NOT
