"""答复主体: who answers, where the letter's foot does not say it, and whether a name is an inner office's.

In: a letter, a title or a name. Out: the body that the title or a form's row names, with its place.
"""

from __future__ import annotations

from harness.reading.letter_parts.letter import Letter
from harness.reading.letter_parts.signature import is_agency
from harness.reading.page.prose import Place
from parsers import lazy_re as re
from parsers.document import Headers
from parsers.page.punctuation import canonical

_INNER = re.compile(r"(?:科|股)$|(?<!办事)(?<!管理)(?<!办)(?<!监督)处$")
_INNER_ALONE = re.compile(
    r"^(?:党政|综合|政务公开|信息公开|政府信息公开|依申请公开)?办公室$|^(?:政策)?(?:法规|综合|秘书|信息公开|政务公开|信息|宣传|人事|业务|监督|行政审批|审批|督查)[\u4e00-\u9fff]{0,6}(?:科|股|处|室)$"
    r"|^(?:(?![省市县区州厅局委府院])[\u4e00-\u9fff]){2,14}[科股]$"
)
_IN_TITLE = re.compile(
    r"^(?!关于|对)(?P<who>[\u4e00-\u9fff]{2,30}?(?:人民政府|政府|厅|局|委员会|部|办公室|办事处|院|署|管委会))(?:关于|政府信息|非本机关|信息公开|依申请)"
)

# 答复机关:X in a form's head
_LABEL = re.compile(
    r"(?:^|\n)(?:\d{1,2}[.、]|[一二三四五六七八九十]{1,2}、)?(?:答复|回复|发文|承办|办理|受理)(?:机关|主体|单位|机构|部门)(?:名称)?(?:\([^()]{1,8}\))?[:\n]"
    r"(?P<who>[\u4e00-\u9fff]{3,40})(?:\([^()]{1,8}\))?(?=[\n,。;]|$)"
)

_WHOSE_OFFICE = re.compile(r"(?:厅|局|委员会|委|部|办公室|政府).{2,}$")
_BRACKETED = re.compile(r"[(（].{0,80}?[)）]$")
_ADDRESS = re.compile(r"<.*")


def labelled(letter: Letter) -> Place | None:
    """The body that a form's row names as the one that answers."""
    found = _LABEL.search(letter.text)
    if found is None or not is_agency(found["who"]):
        return None
    return Place(found["who"], *found.span("who"))


def in_title(letter: Letter) -> Place | None:
    """The body that the title begins with: 演江市财政局政府信息公开告知书."""
    title = letter.title
    found = _IN_TITLE.match(title.value) if title else None
    if title is None or found is None:
        return None
    return Place(found["who"], title.start, title.start + found.end("who"))


def sender(headers: Headers | None) -> str:
    """The body whose name a mail's sender shows; empty where it is none."""
    shown = _ADDRESS.sub("", headers.sender or "").strip(' "') if headers else ""
    return shown if is_agency(canonical(shown)) else ""


def without_brackets(name: str) -> str:
    """演江市财政局（印章） without what stands in brackets behind it."""
    return _BRACKETED.sub("", name)


def is_inner_office(name: str) -> bool:
    """内设科室: part of an agency and none itself."""
    if _INNER_ALONE.match(name):
        return True
    return bool(_INNER.search(name)) and bool(_WHOSE_OFFICE.search(name))
