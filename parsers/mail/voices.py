"""Whose words a text is: an applicant's, or those of an office that answers him.

In: lines. Out: which signs of each voice are in them. Only for cutting a mail apart: a part that holds
the answer must not be taken for a quotation, nor our own application for the answer. What a letter
says is none of a parser's business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from parsers import lazy_re as re

_BLANKS = re.compile(r"[\s\u3000\u00a0]+")
_BODY = r"(?:机关|局|厅|委|办|办公室|府|部|馆|单位|中心|处|院|会)"
_ANSWERS = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"(?:现|经[^。]{0,20}?)?(?:将有关情况)?(?:答复|告知|回复|函复)如下",
        r"特此(?:答复|告知|函复|函告|回复|通知)",
        r"(?:收到|收悉|接到)了?(?:你|您|贵)|(?:你|您)(?:\(?单位\)?|们|公司)?[^。]{0,20}?(?:收悉|已收到)",
        r"(?<![向请给])(?:你|您)(?:单位|们|公司|本人)?(?:所|向本|向我|于|在|提[出交]|申请|要求|需要|需获取|要的)",
        rf"(?:本|我){_BODY}(?:未|不|已|经|于|决定|认为|没有|予以|依法|将|无|负责|收到)",
        r"经(?:检索|审查|查找|查询|核查|核实|研究|核|查)[,，]",
        r"(?:不予|予以|决定|部分|已主动)公开|(?:该|此)(?:政府)?信息(?:不存在|不属于|已|属于)|不属于本",
        r"(?:如|若)(?:对|不服)[^。]{0,30}(?:不服|异议|复议|诉讼)|申请行政复议|提起行政诉讼",
    )
)
_APPLIES = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"(?:本人|我|现|特|兹|拟|请求|依法)(?:向(?:你|您|贵)[^。]{0,12}?)?(?:依法)?(?:提出)?申请(?:获取|公开|政府信息)",
        r"(?:请求|恳请|请)(?:予以|依法|贵[^。]{0,6}|你[^。]{0,6})?公开",
        r"政府信息公开申请(?:表|书)?$",
        r"申请人(?:姓名)?[:：]",
        r"(?:获取|提供)(?:政府)?信息的?(?:方式|形式)|所需(?:的)?政府信息|用途[:：]",
        r"向(?:贵|你|您)(?:局|厅|委|办|单位|机关|府|部|馆|处)",
        r"(?:此致|敬礼)",
        r"身份证(?:号|复印件)|本申请",
    )
)
_NUMBER = r"[\u4e00-\u9fff]{1,16}[〔\[［【(（]\d{4}[〕\]］】)）]第?\d{1,6}号"
_TITLE = r"[^，。；：,;:!?！？]{0,60}(?:答复书|告知书|决定书|通知书|答复意见书?|复函|回复函|答复函|告知函|的(?:答复|回复|告知))"
# how the letter of an office begins, each a whole line: its number, its title, whom it addresses
_HEAD = re.compile(
    rf"(?:{_NUMBER}|{_TITLE}|(?:尊敬的)?[\u4e00-\u9fff某×*·]{{2,12}}(?:先生|女士|同志|老师|小姐)?[:：])"
)
_NO_HEAD = re.compile(
    r"申请[表书]$|(?:局|厅|委|办|办公室|政府|部|馆|单位|机关|中心|处|院)[:：]$"
    r"|(?:名称|内容|方式|电话|地址|编|箱|日期|时间|用途|描述|申请人|号|主题|附件|姓名|如下|信息|写道|事项|途径|形式|介质|要求|说明|理由)[:：]$"
)
_BEGINS_ANSWER = re.compile(
    r"[【\[(（](?:答复?|回复|复)(?:内容|意见)?[】\])）]|(?:答复?|回复|复)(?:内容|意见)?[:：]"
)


def bare(text: str) -> str:
    return _BLANKS.sub("", text)


@dataclass
class Voices:
    """Which signs of either voice were heard by now."""

    answering: set[int] = field(default_factory=set)
    applying: set[int] = field(default_factory=set)

    def hear(self, text: str) -> None:
        for heard, signs in ((self.answering, _ANSWERS), (self.applying, _APPLIES)):
            for number, sign in enumerate(signs):
                if number not in heard and sign.search(text):
                    heard.add(number)

    @property
    def is_answer(self) -> bool:
        return len(self.answering) >= 2 and len(self.answering) > len(self.applying)

    @property
    def is_application(self) -> bool:
        return bool(self.applying) and len(self.applying) >= len(self.answering)


def of(lines: Iterable[str]) -> Voices:
    """The voices in these lines."""
    heard = Voices()
    heard.hear("\n".join(lines))
    return heard


def heads_answer(line: str) -> bool:
    """A line with which an answer may begin: its number, its title, whom it addresses."""
    text = bare(line)
    return len(text) <= 80 and _HEAD.fullmatch(text) is not None and not _NO_HEAD.search(text)


def begins_answer(line: str) -> bool:
    """答：……, put between the lines of what was asked."""
    return _BEGINS_ANSWER.match(line.strip()) is not None
