"""The organs and courts that a letter names, held against those that are right for its unit.

In: a letter opened, and the ways of complaint that it offers. Out: `wrong_organ` and `wrong_court`
with their sentences, and the doubt that only a person can settle. Organs and courts that the caller
gave by name go first; else what follows from the unit's profile (jurisdiction.py). With neither,
nothing is claimed.
"""

from __future__ import annotations

from dataclasses import replace

from harness.checker.opened import Opened
from harness.law.bodies import Body, body
from harness.law.body_names import covers, same_body
from harness.law.courts import courts
from harness.law.review_organs import Held, organs
from harness.reading.remedy.remedies import Routes


def competence(opened: Opened, routes: Routes) -> tuple[dict[str, str], str]:
    """Named, and none of those that are right for this unit; and why only a person could say."""
    faults: dict[str, str] = {}
    unit = _profile(opened)
    organ, doubt = _organ_fault(opened, unit, routes.named_organs)
    if organ:
        faults["wrong_organ"] = organ
    court = _court_fault(opened, unit, routes)
    if court:
        faults["wrong_court"] = court
    return faults, doubt


def _profile(opened: Opened) -> Body | None:
    """The unit that was asked, where it is known and the letter is its own."""
    expected, signed = opened.expected, opened.letter.issuer
    if not expected.unit or opened.on is None:
        return None
    own = (expected.unit, *expected.unit_aliases)
    if signed and not any(same_body(signed.value, one) or covers(signed.value, one) for one in own):
        return None
    unit = body(expected.unit, expected.level, expected.region)
    # the office signs: whether for its government or in its own name is not for us to say
    return replace(unit, is_office=True) if signed and body(signed.value).is_office else unit


def _organ_fault(opened: Opened, unit: Body | None, named: tuple[str, ...]) -> tuple[str, str]:
    """What is wrong with the organs named, and the doubt that only a person can settle."""
    given = opened.expected.reconsideration_organs
    held = organs(unit, named, opened.on) if unit and opened.on else Held((), (), "")
    right = [one for one in named if one in held.right or _any_same((one,), given)]
    wrong = [one for one in held.wrong if one not in right]
    should = "或者".join(given) or held.should
    if named and not right and (given or wrong):
        return f"复议机关写作“{'、'.join(named)}”，应为{should}", ""
    if wrong:
        return f"复议机关除“{'、'.join(right)}”外还写了“{'、'.join(wrong)}”，应为{should}", ""
    return "", "" if right or given or not named else held.doubt


def _court_fault(opened: Opened, unit: Body | None, routes: Routes) -> str:
    given, named = opened.expected.courts, routes.named_courts
    if not named or _special(named) or _any_same(named, given):
        return ""
    if given:
        return f"法院写作“{'、'.join(named)}”，应为{'或者'.join(given)}"
    if unit is None or opened.on is None:
        return ""
    held = courts(unit, named, opened.on, after=routes.litigation_after or routes.first)
    if not held.wrong or held.right:
        return ""
    return f"法院写作“{'、'.join(held.wrong)}”，本机关的一审案件由{held.should}管辖"


def _any_same(found: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether a name found is a right one, or begins or ends with it: words before a name that were
    not taken off (受理机关是某市人民政府) make it no other body's."""
    return any(
        same_body(one, other) or covers(one, other) or one.startswith(other) or one.endswith(other)
        for one in found
        for other in right
    )


def _special(courts: tuple[str, ...]) -> bool:
    """Railway and other courts may be designated across districts: never wrong by their name."""
    return any("铁路" in court or "知识产权" in court or "专门" in court for court in courts)
