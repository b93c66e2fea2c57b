"""Which application does an arrival belong to? Every sign is named, so that a person can check it.

A sign adds weight to one or more applications. An arrival is filed where one application has
enough weight, clearly more than any other, and a sign that is about the application itself and not
only about the unit; else it stays unfiled, with the signs and the applications that it may belong
to, for a person. One letter that says that it answers several applications together is filed with
each of them. What we wrote ourselves and the agency quoted is no sign by itself.

Any sign at all, however slight, `touches` an application: as long as the arrival is not placed,
nobody can say of that unit that it did not answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from harness.casebook.matching import signs
from harness.casebook.matching.index import Clues, Desk, Index
from harness.casebook.matching.scales import CLEARLY, ENOUGH, Scales
from harness.casebook.matching.signs import Sign
from harness.casebook.matching.words import Envelope, is_quotation, is_whole, words_of
from letters.model import Application
from parsers.document import Document

MOST_SHOWN = 5
_TOGETHER = re.compile(
    r"一并|合并|一起|分别(?:答复|回复)|[两二三四五六七八九2-9]\s*(?:件|份|项|个)[^。\n]{0,12}申请|申请[^。\n]{0,8}[两二三四五六七八九2-9]\s*(?:件|份|项)|均已?(?:收悉|收到)"
)
_APART = re.compile(
    r"另行|另案|另外(?:答复|回复)|另一(?:件|份)|其余[^。\n]{0,12}(?:将|待)|此前|不再重复"
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """An application that an arrival may belong to, how much points to it, and what."""

    application: str
    weight: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """`applications` are empty where a person must decide; `candidates` are then the ids of those
    that it may belong to, `touches` of all to whose unit any sign at all points. `reasons` say why,
    in Chinese. `weighed`: the heaviest, `margin`: how far the first of them is ahead of what comes
    next. `barred`: those of candidates and `touches`, or of the mailbox where nothing touches, against which
    something speaks that no number or reply may outweigh."""

    applications: tuple[Application, ...]
    reasons: tuple[str, ...]
    candidates: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    weighed: tuple[Weighed, ...] = ()
    margin: int = 0
    barred: tuple[str, ...] = ()

    @property
    def application(self) -> Application | None:
        """The first, where there is any."""
        return self.applications[0] if self.applications else None


def match(document: Document, envelope: Envelope, desk: Desk) -> Match:
    """File `document`; where that cannot be done for certain, say to whom it may belong."""
    words = words_of(document, envelope, desk.message_ids)
    clues = desk.index.clues(words, envelope)
    return decided(document, Scales(desk.index, clues, words, envelope))


def decided(document: Document, scales: Scales) -> Match:
    envelope, index = scales.envelope, scales.index
    # what was here before an application went out is no answer to it
    by = envelope.on if envelope.certain else None
    if not index.ids or (by is not None and by < index.first_sent):
        return Match((), ("收到时尚无已寄出的申请",))
    found = _dated(_chosen(scales, by), scales)
    if found.applications:
        return found
    touched = [index.by_id[each] for each in found.touches] or scales.touched(by)
    if not touched and not is_whole(document):
        touched = of_mailbox(envelope, index, by)
    touches = tuple(map(index.ids.__getitem__, touched))
    return replace(found, touches=touches, barred=_barred(found, touched, scales))


def _barred(found: Match, touched: Sequence[int], scales: Scales) -> tuple[str, ...]:
    """It had not gone out, or the letter is another person's by its mailbox or its salutation."""
    index, clues, on = scales.index, scales.clues, scales.envelope.on
    near: Sequence[int] = touched
    if found.candidates:
        near = list(dict.fromkeys((*map(index.by_id.__getitem__, found.candidates), *touched)))
    near = near or index.of_mailbox(scales.envelope.mailbox)  # as placing.py takes it for an answer

    def fits(signs_of_person: Sequence[Sign]) -> bool:
        return not any(sign.code in _ANOTHERS for sign in signs_of_person)

    # of the few people, not of each of their many applications
    of, others = index.people.of, fits(clues.others)
    fitting = {person for person, its in clues.applicants.items() if fits(its)}
    another = {of[at] for at in near} - fitting
    if others:
        another.intersection_update(clues.applicants)
    if not another and index.last_sent <= on:
        return ()
    sent_on = index.sent_on
    return tuple([index.ids[at] for at in near if of[at] in another or sent_on[at] > on])


_ANOTHERS = frozenset((signs.OTHER_BOX, signs.SOMEBODY))


def _dated(found: Match, scales: Scales) -> Match:
    """What came before an application went out is filed with no such application; the signs stand,
    for the day may be the one thing that is wrong."""
    index, on = scales.index, scales.envelope.on
    early = [each.id for each in found.applications if each.round.send_on > on]
    if early:
        names = "、".join(early)
        why = f"所载收到日期 {on} 早于申请 {names} 的寄出日期，请核对日期"
        ids = tuple(each.id for each in found.applications)
        return replace(
            found, applications=(), reasons=(why, *found.reasons), candidates=ids, touches=ids
        )
    if found.applications:
        return found
    if index.last_sent <= on:
        return found
    if on < index.first_sent:
        return replace(found, reasons=("收到时尚无已寄出的申请，请核对日期", *found.reasons))
    return _chosen(scales, on)


def _chosen(scales: Scales, by: date | None) -> Match:
    ranked = scales.ranked(by)
    if not ranked or ranked[0][0] < ENOUGH:
        best = ranked[0] if ranked and ranked[0][0] > 0 else None
        words = _reasons(scales.signs(best[1])) if best else ()
        return Match((), ("没有足够的线索指向任何一件申请", *words), weighed=_shown(scales, ranked))
    ids = [scales.index.ids[at] for _, at in ranked]
    (heaviest, best_at), margin = ranked[0], _margin(ranked, 1)
    words = _reasons(scales.signs(best_at))
    near = [
        id
        for (weight, _), id in zip(ranked, ids, strict=True)
        if weight >= max(ENOUGH, heaviest - CLEARLY + 1)
    ]
    doubt = Match((), words, tuple(near), (), _shown(scales, ranked), margin)
    together = _together(scales, ranked)
    if together:
        told = tuple(dict.fromkeys(why for at in together for why in _reasons(scales.signs(at))))
        chosen = tuple(scales.index.applications[at] for at in together)
        first = f"来件一并答复 {'、'.join(each.id for each in chosen)}"
        margin = _margin(ranked, len(together))
        return Match(chosen, (first, *told), weighed=doubt.weighed, margin=margin)
    why = _why_not(scales, ids, margin, best_at)
    if why:
        return replace(doubt, reasons=(why, *words))
    return Match((scales.index.applications[best_at],), words, weighed=doubt.weighed, margin=margin)


def _why_not(scales: Scales, ids: Sequence[str], margin: int, best: int) -> str:
    """Why the heaviest is not for certain the right one; empty where it is."""
    told = scales.signs(best)
    if margin < CLEARLY:
        return f"{ids[0]} 与 {ids[1]} 的线索不相上下，须由人工归卷"
    if not any(sign.about_it for sign in told):
        return "线索只指向单位，未见申请人姓名、所申请的信息或对原邮件的回复，须由人工归卷"
    codes = {sign.code for sign in told}
    if any(sign.sure for sign in told):
        return ""
    if {sign.code for sign in told if sign.about_it} == {
        signs.NAME
    } and signs.THE_UNIT not in codes:
        # 信访办 next door writes to the same person
        return f"发件地址只与单位同一域名，除申请人姓名外没有说到申请 {ids[0]} 的话，须由人工归卷"
    if scales.words.strange:
        return f"退信、投递报告所说的邮件不是本程序发出的，不据以归入 {ids[0]}，须由人工归卷"
    if signs.OTHER_BOX in codes:
        return f"来件像是对 {ids[0]} 的，却寄到另一申请人的邮箱，须由人工归卷"
    if signs.SOMEBODY in codes:
        return f"来件像是对 {ids[0]} 的，抬头写的却是别人，须由人工归卷"
    return ""


def _margin(ranked: Sequence[tuple[int, int]], first: int) -> int:
    """How far the last of the first so many is ahead of what comes next; of nothing else, all of it."""
    return ranked[first - 1][0] - (max(ranked[first][0], 0) if len(ranked) > first else 0)


def _together(scales: Scales, ranked: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """The applications, two or more, that one letter says that it answers: of one applicant to one unit, each
    told by its own question, number or Message-ID, and nobody else near."""
    index, first = scales.index, ranked[0][1]
    several = [
        at
        for weight, at in ranked
        if weight >= ENOUGH and index.units.of[at] == index.units.of[first]
        and index.people.of[at] == index.people.of[first] and _is_told(index, scales.clues, at)
    ]  # fmt: skip
    if len(several) < 2 or several != [at for _, at in ranked[: len(several)]]:
        return ()
    if any(sign.code == signs.OTHER_BOX for sign in scales.signs(first)):
        return ()
    if scales.words.strange:
        return ()
    text = scales.words.plain
    if _margin(ranked, len(several)) < CLEARLY or not _TOGETHER.search(text) or _APART.search(text):
        return ()
    return tuple(sorted(several))


def _is_told(index: Index, clues: Clues, at: int) -> bool:
    return index.titles.of[at] in clues.titles or any(
        sign.sure for sign in clues.applications.get(at, ())
    )


def _reasons(told: Sequence[Sign]) -> tuple[str, ...]:
    return tuple(sign.why for sign in told)


def _shown(scales: Scales, ranked: Sequence[tuple[int, int]]) -> tuple[Weighed, ...]:
    ids = scales.index.ids
    least = max(ENOUGH, ranked[0][0] - CLEARLY + 1) if ranked else ENOUGH
    likely = [each for each in ranked if each[0] >= least] or ranked[:1]
    return tuple(
        Weighed(ids[at], weight, _reasons(scales.signs(at)))
        for weight, at in likely[:MOST_SHOWN]
        if weight > 0
    )


def of_mailbox(envelope: Envelope, index: Index, by: date | None) -> list[int]:
    """All of the applicant to whose mailbox it came, of all where that is nobody's."""
    boxed = index.out(index.of_mailbox(envelope.mailbox), by)
    return boxed or index.out(range(len(index.ids)), by)


def reasons_for(application: Application, reasons: Collection[str]) -> tuple[str, ...]:
    """Those of an arrival's reasons that speak for this application."""
    unit = application.unit
    own = (application.id, unit.name, application.applicant.name, application.question.title)
    return tuple(each for each in reasons if any(name in each for name in own if name))


__all__ = [
    "CLEARLY", "ENOUGH", "Desk", "Envelope", "Match", "Scales", "Weighed", "decided", "is_quotation", "match",
    "of_mailbox", "reasons_for",
]  # fmt: skip
