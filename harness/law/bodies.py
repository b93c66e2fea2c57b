"""A public body told from its name: what kind it is, of which place, in which line of work.

In: a name, and where it is known the level and the region. Out: a `Body`. Only names are read
here; data/organs.toml holds the kinds. A name without a place (财政局) has no `places`, and then
nothing can be said of whose government is meant.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from harness.law import statutes
from harness.law.body_names import bare
from harness.law.place_names import Reading, rank_of, readings
from parsers import lazy_re as re

_SHORT = re.compile(r"^[省市县区州盟旗]|^自治[区州县旗]")
_TOWN = re.compile(r"[\u4e00-\u9fff]{1,10}?(?:民族乡|乡|镇|苏木)(?=(?:人民)?政府|$)")
# the office of a town, or of a place without a people's government: 红旗镇综合行政执法局
_OF_A_TOWN = re.compile(
    r"^[^局厅委]{1,8}?(?:(?<![乡城村])镇|(?<!城)乡(?![村镇])|街道|苏木|新城|群岛|食品区|行政委员会.)"
)
_LEVELS = {"国家级": 4, "省级": 3, "地市级": 2, "县级": 1, "乡级": 0}
_GOVERNMENT = re.compile(r"(?:人民政府|政府|行政公署|行署)(?P<office>办公厅|办公室)?$")
_REVIEW_DESK = re.compile(
    r"(?:法制办公?室?|行政复议(?:办公室|委员会|局|机构|应诉局?|受理(?:中心|窗口|点|室)|中心|处|科)+|复议办)$"
)


@dataclass(frozen=True, slots=True)
class Body:
    """`places` from the outermost in: ("宁川市", "青柳区"); of a town or a sub-district the places
    around it. `rank` is that of the last place: 3 province, 2 prefecture, 1 county, None unknown.
    `others` are the other ways to read the places, where the name leaves more than one."""

    name: str
    kind: str  # an id of data/organs.toml; "" where the name does not tell
    places: tuple[str, ...]
    rank: int | None
    is_government: bool
    is_office: bool  # the office of a government, that may answer in its own name (D5)
    others: tuple[Body, ...] = ()

    @property
    def own_government(self) -> str:
        """The government of the body's place, in full; empty where the place is not known."""
        if not self.places:
            return ""
        ends = "行政公署" if self.places[-1].endswith(("地区", "盟")) else "人民政府"
        return "".join(self.places) + ends

    @property
    def ways(self) -> tuple[Body, ...]:
        """The body in each of its readings, the likeliest first."""
        return (self, *self.others)

    @property
    def department(self) -> str:
        """The department that a branch belongs to, where its name tells: 宁川市公安局 of its 分局."""
        found = _OF_A_DEPARTMENT.match(self.name) if self.kind == "branch" else None
        return found["of"] if found else ""


_OF_A_DEPARTMENT = re.compile(r"^(?P<of>.{2,}(?:局|厅|委员会)).{1,14}(?:分局|派出所)$")


@lru_cache(maxsize=4096)  # names out of strangers' letters
def body(name: str, level: str = "", region: str = "") -> Body:
    """What the name (with a level such as 县级 and a province, where known) says of the body."""
    name = _REVIEW_DESK.sub("", bare(name))
    kind = _kind(name, level)
    ways = [_read(name, kind, level, one) for one in _readings(name, kind, region)]
    if kind == "government":  # 东区人民政府: nothing but a place is left of its name
        ways = [one for one in ways if one.places] or ways[:1]
    return replace(ways[0], others=tuple(ways[1:]))


def _read(name: str, kind: str, level: str, reading: Reading) -> Body:
    places, rest = reading.places, reading.rest
    government = _GOVERNMENT.search(rest)
    if kind == "government" and government and government.start() and places:
        places = ()  # more than places before 人民政府: whose government it is cannot be said
    if kind in ("department", "justice", "branch") and _OF_A_TOWN.match(rest):
        kind = ""
    rank = _rank(places, level, kind)
    if kind == "government" and (rank == 3 or level == "省级"):
        kind = "provincial_government"
    office = bool(government and government["office"])
    return Body(name, kind, places, rank, bool(government), office)


def _kind(name: str, level: str) -> str:
    kind = next((kind for kind, pattern in statutes.kinds() if pattern.search(name)), "")
    if level == "国家级" and kind in ("", "department", "zone"):
        return "state_council_body"
    return kind


def _readings(name: str, kind: str, region: str) -> tuple[Reading, ...]:
    """The places at the head of the name, and what follows them, in every way to read it."""
    if kind == "state_council_body":
        return (Reading((), name),)
    short = _SHORT.match(name)
    if short and region and region.endswith(short[0]):
        return (Reading((region,), name[short.end() :]),)  # 自治区财政厅 of that region
    found = readings(name)
    if kind != "township":
        return found
    return tuple(Reading(one.places, _TOWN.sub("", one.rest, count=1)) for one in found)


def _rank(places: tuple[str, ...], level: str, kind: str) -> int | None:
    if level in _LEVELS and kind not in ("township", "subdistrict", "branch"):
        return _LEVELS[level]
    if not places:
        return None
    known = rank_of(places[-1])
    if known is None and len(places) > 1 and places[-2].endswith(("市", "州", "地区", "盟")):
        return 1  # 宁川市清源市: a city within a prefecture
    return known


def same_system(one: str, other: str) -> bool | None:
    """Whether two names are of one line of work: None where that cannot be told."""
    mine, theirs = _systems(one), _systems(other)
    if mine and theirs:
        return bool(mine & theirs)
    return True if _trade(one) and _trade(one) == _trade(other) else None


@lru_cache(maxsize=4096)  # names out of strangers' letters
def _systems(name: str) -> frozenset[int]:
    return frozenset(
        index
        for index, words in enumerate(statutes.systems())
        if any(word in name for word in words)
    )


def _trade(name: str) -> str:
    """What is left of a department's name without place and kind: 财政, 发展和改革."""
    rest = re.sub(r"^国家", "", readings(bare(name))[0].rest)
    return re.sub(r"(?:委员会|总局|总署|厅|局|委|部|办公室|办|署)$", "", rest)
