"""Names of public bodies compared as people compare them.

In: two names. Out: whether they name the same body; a region's full or short form, a missing region
prefix, an office that answers for its government and a special seal make no difference.
"""

from __future__ import annotations

from parsers import lazy_re as re
from parsers.page.punctuation import canonical

_SPECIAL = re.compile(
    r"\((?:[^()]*专用章|[^()]*公章|\d+|印章?|盖章|章)\)$|(?:政府)?(?:信息公开|政务公开|依申请公开|行政审批|业务)(?:工作)?(?:业务)?专用章(?:\(\d+\))?$|专用章$|公章$"
)
_OFFICE = re.compile(
    r"(?:政府信息公开|政务公开|信息公开)?(?:工作)?(?:领导小组)?(?:办公厅|办公室|办公厅\(室\)|办公厅室|工作机构)$"
)


def bare(name: str) -> str:
    """The body's own name: no brackets, no special seal."""
    name = re.sub(r"\s", "", canonical(name)).replace("中华人民共和国", "")
    return _SPECIAL.sub("", name)


def _plain(name: str) -> str:
    """One way of writing: 政府 for 人民政府, 法院 for 人民法院, 委 for 委员会."""
    return (
        bare(name).replace("人民政府", "政府").replace("人民法院", "法院").replace("委员会", "委")
    )


def same_body(one: str, other: str) -> bool:
    """Equal, or one is the other with a region put before it or left away."""
    one, other = _plain(one), _plain(other)
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if long.endswith(short) and len(short) >= 3:
        return bool(
            re.search(r"(?:省|自治区|市|州|盟|县|区|旗|镇|乡|国务院)$", long[: -len(short)])
        ) or short.startswith(("省", "市", "县", "区", "自治区", "州"))
    return _without_region(one) == _without_region(other) and _region(one) == _region(other)


def covers(office: str, unit: str) -> bool:
    """Whether the office or special seal answers for the unit: 某某人民政府办公室 for 某某人民政府."""
    own_part = bare(office).removeprefix(bare(unit))
    if own_part != bare(office) and re.search(r"(?:办|办公室|办公厅|中心|工作机构)$", own_part):
        return True
    return same_body(_OFFICE.sub("", bare(office)), unit) or same_body(
        office, _OFFICE.sub("", bare(unit))
    )


_REGION = re.compile(r"^(?:[\u4e00-\u9fff]{1,8}?(?:省|自治区|自治州|市|州|县|区|旗))*")


def _region(name: str) -> str:
    match = _REGION.match(name)
    return re.sub(r"壮族|回族|维吾尔|特别行政区", "", match[0] if match else "")


def _without_region(name: str) -> str:
    return _REGION.sub("", name)
