"""A public body told from its name: what kind it is, of which place, in which line of work.

In: a name, and where it is known the level and the region. Out: a `Body`. Only names are read
here; law/organs.toml holds the kinds. A name without a place (财政局) has no `places`, and then
nothing can be said of whose government is meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from harness.checker import statutes
from harness.checker.names import bare

_CAPITALS = ("北京市", "上海市", "天津市", "重庆市")
# a place ends in one of these; a 州 before 市, 县 or 区 is part of a name (广州市, 通州区)
_PLACE = re.compile(
    r"(?!城市(?:管理|规划|建设|综合|更新)|自治[区州县旗])"
    r"(?:[\u4e00-\u9fff]{1,9}?(?:自治区|自治州|自治县|自治旗|林区|特区|省|市(?!场|政|容|区(?!域))|州(?![市县区])|地区|盟|县|区(?!域)|旗)"
    r"|[\u4e00-\u9fff]{6,16}?自治[县州])"
)
# areas that have no government of their own
_NO_PLACE = re.compile(r"(?:灌|库|景|片|湾|校|社|牧|经济|保护)区$")
_SHORT = re.compile(r"^[省市县区州盟旗]|^自治[区州县旗]")
_TOWN = re.compile(r"[\u4e00-\u9fff]{1,8}?(?:民族乡|乡|镇|苏木)(?=(?:人民)?政府|$)")
_RANKS = (
    (3, re.compile(r"(?:省|自治区)$")),
    (2, re.compile(r"(?:自治州|州|地区|盟)$")),
    (1, re.compile(r"(?:县|区|旗)$")),
)
_LEVELS = {"国家级": 4, "省级": 3, "地市级": 2, "县级": 1, "乡级": 0}
_GOVERNMENT = re.compile(r"(?:人民政府|政府|行政公署|行署)(?P<office>办公厅|办公室)?$")
_REVIEW_DESK = re.compile(
    r"(?:法制办公?室?|行政复议(?:办公室|委员会|局|机构|应诉局?|受理(?:中心|窗口|点|室)|中心|处|科)+|复议办)$"
)


@dataclass(frozen=True, slots=True)
class Body:
    """`places` from the outermost in: ("宁川市", "青柳区"); of a town or a sub-district the places
    around it. `rank` is that of the last place: 3 province, 2 prefecture, 1 county, None unknown."""

    name: str
    kind: str  # an id of law/organs.toml; "" where the name does not tell
    places: tuple[str, ...]
    rank: int | None
    is_government: bool
    is_office: bool  # the office of a government, that may answer in its own name (D5)

    @property
    def own_government(self) -> str:
        """The government of the body's place, in full; empty where the place is not known."""
        if not self.places:
            return ""
        ends = "行政公署" if self.places[-1].endswith(("地区", "盟")) else "人民政府"
        return "".join(self.places) + ends


@cache
def body(name: str, level: str = "", region: str = "") -> Body:
    """What the name (with a level such as 县级 and a province, where known) says of the body."""
    name = _REVIEW_DESK.sub("", bare(name))
    kind = _kind(name, level)
    places, rest = _places(name, kind, region)
    rank = _rank(places, level, kind)
    if kind == "government" and (rank == 3 or level == "省级"):
        kind = "provincial_government"
    government = _GOVERNMENT.search(rest)
    office = bool(government and government["office"])
    return Body(name, kind, places, rank, bool(government), office)


def _kind(name: str, level: str) -> str:
    if level == "国家级" and not _GOVERNMENT.search(name):
        return "state_council_body"
    return next((kind for kind, pattern in statutes.kinds() if pattern.search(name)), "")


def _places(name: str, kind: str, region: str) -> tuple[tuple[str, ...], str]:
    """The places at the head of the name, and what follows them."""
    if kind == "state_council_body":
        return (), name
    short = _SHORT.match(name)
    if short and region and region.endswith(short[0]):
        return (region,), name[short.end() :]  # 自治区财政厅 of that region
    places, at = [], 0
    while (found := _PLACE.match(name, at)) and not _NO_PLACE.search(found[0]):
        places.append(found[0])
        at = found.end()
    rest = name[at:]
    if kind == "township" and (town := _TOWN.match(rest)):
        rest = rest[town.end() :]
    return tuple(places), rest


def _rank(places: tuple[str, ...], level: str, kind: str) -> int | None:
    if level in _LEVELS and kind not in ("township", "subdistrict", "branch"):
        return _LEVELS[level]
    if not places:
        return None
    if places[-1] in _CAPITALS and len(places) == 1:
        return 3
    known = next((rank for rank, ends in _RANKS if ends.search(places[-1])), None)
    if known is None and len(places) > 1 and places[-2].endswith(("市", "州", "地区", "盟")):
        return 1  # 宁川市清源市: a city within a prefecture
    return known


def same_system(one: str, other: str) -> bool | None:
    """Whether two names are of one line of work: None where that cannot be told."""
    mine, theirs = _systems(one), _systems(other)
    if mine and theirs:
        return bool(mine & theirs)
    return True if _trade(one) and _trade(one) == _trade(other) else None


@cache
def _systems(name: str) -> frozenset[int]:
    return frozenset(
        index
        for index, words in enumerate(statutes.systems())
        if any(word in name for word in words)
    )


def _trade(name: str) -> str:
    """What is left of a department's name without place and kind: 财政, 发展和改革."""
    _, rest = _places(bare(name), "", "")
    rest = re.sub(r"^国家", "", rest)
    return re.sub(r"(?:委员会|总局|总署|厅|局|委|部|办公室|办|署)$", "", rest)
