"""Which organ reviews: what the unit's profile lets one say of those that a letter names.

In: the unit as a `Body`, the names in a letter, the day of the answer. Out: a `Held`: which of them
are right, which certainly wrong, what would be right, and what only a person can say. Pure; the law
is data/organs.toml. A name of which nothing certain can be said is neither right nor wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from harness.law import statutes
from harness.law.bodies import Body, body, same_system
from harness.law.body_names import bare, same_body
from harness.law.place_names import rank_of, stem_of
from parsers import lazy_re as re


class Relation(StrEnum):
    """How a body named stands to the unit."""

    SELF = "self"
    OWN_GOVERNMENT = "own_government"
    HIGHER_GOVERNMENT = "higher_government"
    PLACE_GOVERNMENT = "place_government"
    OTHER_GOVERNMENT = "other_government"
    OWN_DEPARTMENT = "own_department"
    SUPERIOR_DEPARTMENT = "superior_department"
    OTHER_DEPARTMENT = "other_department"


@dataclass(frozen=True, slots=True)
class Held:
    """The names of a letter held against the law."""

    right: tuple[str, ...]
    wrong: tuple[str, ...]
    should: str  # which would be right, in Chinese
    doubt: str = ""  # why only a person can say; empty where the law is plain


_UNIT = re.compile(r"^[本我](?=[机局厅委部办府署院会镇乡街])")
# whose organ follows from the place: without one nothing can be said
_PLACED = ("department", "justice", "branch", "township", "subdistrict", "government")
_CITY = ("市", "州", "地区", "盟")


def organs(unit: Body, named: Iterable[str], on: date) -> Held:
    """The organs of reconsideration named, held against the unit's profile.

    Right is what is right for the likeliest reading of the unit's name; wrong is only what is wrong
    in every reading. What lies between is for a person.
    """
    named = tuple(named)
    law, doubt = _law(unit, on), _desk_alone(unit, named, on)
    if law is None:
        return Held((), (), "", doubt)
    right, wrong, doubt = [], [], law.doubt or doubt
    for name in named:
        faults = [_wrong(one, name, on) for one in unit.ways]
        if relations(unit, name) & law.right:
            right.append(name)
        elif all(faults):
            wrong.append(name)
        elif any(faults):
            doubt = doubt or _MANY_WAYS
    should = _should(unit, law.right, named_in_full=not unit.others)
    return Held(tuple(right), tuple(wrong), should, doubt)


_MANY_WAYS = "单位名称中的地名有不止一种读法，所属的政府从名称断定不了"
_DESK = "文中写的是司法行政部门，它办理行政复议事项，行政复议机关是政府"
_REVIEW_BY_GOVERNMENT = date(2024, 1, 1)


def _desk_alone(unit: Body, named: tuple[str, ...], on: date) -> str:
    """The justice department named, and no government: it receives what its government reviews."""
    alone = bool(named) and all(body(name).kind == "justice" for name in named)
    applies = unit.kind in _PLACED and unit.kind != "justice" and on >= _REVIEW_BY_GOVERNMENT
    return _DESK if alone and applies else ""


def _law(unit: Body, on: date) -> statutes.OrganLaw | None:
    """What holds for the unit; None where its organ follows from a place that is not known."""
    return None if unit.kind in _PLACED and not unit.places else statutes.organs_on(unit.kind, on)


def _wrong(unit: Body, name: str, on: date) -> bool:
    law, found = _law(unit, on), relations(unit, name)
    return law is not None and bool(found) and not found & (law.right | law.open)


def relations(unit: Body, name: str) -> frozenset[Relation]:
    """All that the body named may be to the unit; empty where nothing certain can be said."""
    if _UNIT.match(name):
        return frozenset({Relation.SELF})
    if name == "国务院":
        return frozenset({Relation.HIGHER_GOVERNMENT})
    other = body(_UNIT.sub("", name))
    if same_body(other.name, unit.name) or bare(name) == unit.name:
        if unit.is_office and unit.is_government:  # signed by its office: either is accepted (D5)
            return frozenset()
        itself = {Relation.SELF}
        # the office of a government answers for it, and its own review goes up (D5)
        return frozenset(itself | {Relation.OWN_GOVERNMENT} if unit.is_office else itself)
    found = [_relation(unit, one) for one in other.ways]
    return frozenset().union(*found) if all(found) else frozenset()


def _relation(unit: Body, other: Body) -> frozenset[Relation]:
    if other.is_government:
        return _government(unit, other)
    return _department(unit, other)


def _government(unit: Body, other: Body) -> frozenset[Relation]:
    """A government named: the unit's own, one above it, one within its place, or another."""
    own = unit.own_government
    if unit.kind in _ANSWER_TO_NONE:  # whichever government it is, it does not review them
        return frozenset({Relation.OTHER_GOVERNMENT})
    if not own or _unread(other):
        return frozenset()
    if same_body(other.name, own) or _short_for(other.name, unit.places[-1]):
        if unit.is_government and unit.is_office:
            return frozenset()  # whether the office answered for itself is not for a name to say
        return frozenset({Relation.OWN_GOVERNMENT})
    if _a_slip(other.name, own) or _renamed(unit, other) or _ends_alike(other.name, own):
        return frozenset()
    if _within(unit, other):
        return frozenset({Relation.PLACE_GOVERNMENT})
    if _not_told(unit, other):
        return frozenset()
    if _above(unit, other):
        return frozenset({Relation.HIGHER_GOVERNMENT})
    return frozenset({Relation.OTHER_GOVERNMENT})


_ANSWER_TO_NONE = ("vertical", "customs", "state_council_body")
_SHORT_GOVERNMENT = re.compile(
    r"本?(自治[区州县旗]|地区|[省市县区州盟旗])(?:(?:人民)?政府|行政公署|行署)"
)


def _unread(other: Body) -> bool:
    """A government whose place could not be read: 白石县红旗人民政府, 江北人民政府."""
    return other.kind == "government" and not other.places and not _short(other.name)


def _short(name: str) -> re.Match[str] | None:
    return _SHORT_GOVERNMENT.fullmatch(name)


def _renamed(unit: Body, other: Body) -> bool:
    """沙县人民政府 for that of 沙县区: the place's kind of before, or of after. No place becomes a
    province: 吉林省 is above 吉林市."""
    if not other.places or rank_of(other.places[-1]) == 3:
        return False
    return stem_of(unit.places[-1]) in (
        other.places[-1],
        stem_of(other.places[-1]),
    )


def _ends_alike(name: str, own: str) -> bool:
    """即上级白石县人民政府: words before the name that were not taken off."""
    place = re.sub(r"(?:人民政府|行政公署)$", "", own)
    return bool(re.search(rf"{re.escape(place)}(?:(?:人民)?政府|行政公署|行署)", name))


def _not_told(unit: Body, other: Body) -> bool:
    """Where the unit's name does not tell the county it is in, or whose branch it is."""
    if unit.kind == "branch":  # 渝中区公安分局 may be the city's, and so the city's to review
        return rank_of(unit.places[-1]) == 1 and not unit.department
    if unit.kind in ("township", "subdistrict") and rank_of(unit.places[-1]) != 1:
        return bool(other.places) and rank_of(other.places[-1]) in (None, 1)
    return False


def _short_for(name: str, place: str) -> bool:
    """县政府, 市人民政府, 自治区人民政府: the place left away, its kind kept."""
    short = _short(re.sub("^[我本]", "", name))
    return bool(short and place.endswith(short[1])) or _shortened(name, place)


def _shortened(name: str, place: str) -> bool:
    """延边州人民政府 for that of 延边朝鲜族自治州: beginning and kind of the place are kept."""
    written = re.fullmatch(r"(.{2,6}?)(?:自治)?([州县区旗])(?:人民)?政府", name)
    return bool(written and place.startswith(written[1]) and place.endswith(written[2]))


def _within(unit: Body, other: Body) -> bool:
    """A government inside the unit's place: that of the district where a branch stands."""
    if len(other.places) > len(unit.places) and other.places[: len(unit.places)] == unit.places:
        return True
    if unit.kind == "branch" and other.places:
        place, own_part = other.places[-1], unit.name.removeprefix("".join(unit.places))
        stem = stem_of(place)
        return place in own_part or (len(stem) >= 2 and stem in own_part)
    # 区政府 of a sub-district in 宁川市, whose name leaves the district away
    return unit.kind in ("subdistrict", "township") and bool(
        re.match(r"本?[县区旗市](?:人民)?政府", other.name)
    )


def _above(unit: Body, other: Body) -> bool:
    """Whether it may be the next higher government: where the ranks leave it open, it may."""
    if len(unit.places) > 1 and other.places and other.places[-1] == unit.places[-2]:
        return True
    if not other.places:  # 市人民政府, 省人民政府 without a name
        short = re.match(r"自治区|[省市州盟]|地区", other.name)
        return bool(short)
    if other.places[-1] in unit.places:
        return False
    # a 市 is of the second rank or of the first
    highest = other.rank or (2 if other.places[-1].endswith(_CITY) else 1)
    return highest > (unit.rank or 1)


def _department(unit: Body, other: Body) -> frozenset[Relation]:
    """A department named: the next higher of the unit's own line, or another."""
    if other.kind == "justice" and unit.kind != "justice":
        return frozenset()  # the office that receives applications for its government
    if unit.department and same_body(other.name, unit.department):
        return frozenset({Relation.OWN_DEPARTMENT})
    if other.kind not in ("department", "justice", "branch", "vertical", "customs", "vertical_in_doubt", "local_tax", "state_council_body"):  # fmt: skip
        return frozenset()
    line = same_system(unit.name, other.name)
    if line is False or _two_levels_up(unit, other):
        return frozenset({Relation.OTHER_DEPARTMENT})
    if line is None and unit.kind in ("vertical", "customs", "vertical_in_doubt", "justice"):
        return frozenset()
    if line is None:
        return frozenset({Relation.SUPERIOR_DEPARTMENT, Relation.OTHER_DEPARTMENT})
    return frozenset({Relation.SUPERIOR_DEPARTMENT})


def _two_levels_up(unit: Body, other: Body) -> bool:
    """A body of the State Council stands next above a province's department, not a city's."""
    local = (
        bool(unit.places) and unit.rank != 3 and unit.kind in ("department", "justice", "branch")
    )
    return local and other.kind == "state_council_body"


def _a_slip(name: str, right: str) -> bool:
    """One character apart from the right one: written or read amiss, for a person to see."""
    return len(name) == len(right) and sum(a != b for a, b in zip(name, right, strict=True)) == 1


_NAMES = {
    "self": "本机关",
    "own_government": "本级人民政府",
    "higher_government": "上一级人民政府",
    "own_department": "所属部门",
    "superior_department": "上一级主管部门",
    "place_government": "所在地人民政府",
}


def _should(unit: Body, right: frozenset[str], *, named_in_full: bool) -> str:
    """What would be right; a government by its name only where that is certainly its name."""
    in_a_county = unit.kind in ("township", "subdistrict")
    if in_a_county and unit.places and rank_of(unit.places[-1]) != 1:
        return "所属的县级人民政府"
    own = unit.own_government if named_in_full else ""
    named = [
        own if key == "own_government" and own else words
        for key, words in _NAMES.items()
        if key in right
        and not (key == "self" and "own_government" in right)
        # the choice of the place's government is one against a city's department alone
        and not (key == "place_government" and rank_of(unit.places[-1]) == 1)
    ]
    return "或者".join(named[:1] if in_a_county else named)
