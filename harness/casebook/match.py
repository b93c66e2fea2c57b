"""Which application does an arrival belong to? Every sign is named, so that a person can check it.

A sign adds weight to one or more applications. An arrival is filed where one application has
enough weight, clearly more than any other, and a sign that is about the application itself and not
only about the unit; else it stays unfiled, with the signs and the applications that it may belong
to, for a person. One letter that says that it answers several applications together is filed with
each of them. What we wrote ourselves and the agency quoted is no sign by itself.

Any sign at all, however slight, `touches` an application: as long as the arrival is not placed,
nobody can say of that unit that it did not answer.

Only what an arrival may point to is weighed (index.py); of all the rest the heaviest is enough to know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from harness.casebook import signs
from harness.casebook.index import Clues, Desk, Index, signs_of
from harness.casebook.signs import Sign, weight_of
from harness.casebook.words import Envelope, Words, is_quotation, is_whole, words_of
from letters.model import Application
from parsers.document import Document

ENOUGH = 60
CLEARLY = 25  # ahead of the next application
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
    words = words_of(document, envelope, desk.message_ids, desk.later)
    clues = desk.index.clues(words, envelope)
    return decided(document, Scales(desk.index, clues, words, envelope))


@dataclass(frozen=True)
class Scales:
    """The applications that an arrival may belong to, by weight. `everyone`: weigh each, as a test does."""

    index: Index
    clues: Clues
    words: Words
    envelope: Envelope
    everyone: bool = False
    _signs: dict[int, list[Sign]] = field(default_factory=dict)

    def signs(self, at: int) -> list[Sign]:
        if at not in self._signs:
            self._signs[at] = signs_of(self.index, self.clues, at, self.words, self.envelope)
        return self._signs[at]

    def weight(self, at: int) -> int:
        return weight_of(self.signs(at))

    @cached_property
    def near(self) -> frozenset[int]:
        """Those that are weighed one by one."""
        having = self.index.units.having
        heavy = [unit for unit, found in self.clues.units.items() if weight_of(found) > 0]
        return frozenset((*self.clues.applications, *(at for unit in heavy for at in having[unit])))

    def ranked(self, may: Callable[[int], bool]) -> list[tuple[int, int]]:
        """(weight, position), heaviest first, as far down as it matters: all that may be chosen, and the
        heaviest of the rest."""
        everyone: Iterable[int] = range(len(self.index.applications))
        found = [
            (self.weight(at), at) for at in (everyone if self.everyone else self.near) if may(at)
        ]
        if not self.everyone:
            found += self._far(may, max(found, default=(0, 0))[0])
        ids = self.index.applications
        return sorted(found, key=lambda each: (-each[0], ids[each[1]].id))

    def _far(self, may: Callable[[int], bool], heaviest: int) -> Iterator[tuple[int, int]]:
        """Of those to which only an applicant or a question points, the first of each kind by its number,
        for all of a kind weigh the same; all of a kind where a person may have to choose among them."""
        index, clues = self.index, self.clues
        for person, its in clues.applicants.items():
            weight = weight_of(its)
            for title, named in clues.titles.items():
                heavy = weight + weight_of(named)
                those = (at for at in index.pairs.get((person, title), ()) if self._is_far(at, may))
                several = heavy >= ENOUGH and heavy > heaviest - CLEARLY
                yield from ((heavy, at) for at in (those if several else _first(those)))
            alone = index.people.having[person]
            not_named = (at for at in alone if index.titles.of[at] not in clues.titles)
            yield from ((weight, at) for at in _first(self._far_of(not_named, may)))
        others = weight_of(clues.others)
        for title, named in clues.titles.items():
            alone = index.titles.having[title]
            strangers = (at for at in alone if index.people.of[at] not in clues.applicants)
            heavy = others + weight_of(named)
            yield from ((heavy, at) for at in _first(self._far_of(strangers, may)))

    def _far_of(self, those: Iterable[int], may: Callable[[int], bool]) -> Iterator[int]:
        return (at for at in those if self._is_far(at, may))

    def _is_far(self, at: int, may: Callable[[int], bool]) -> bool:
        return at not in self.near and may(at)

    def touched(self, may: Callable[[int], bool]) -> tuple[str, ...]:
        """All to which anything points, in the order of the plan: to which mailbox a mail came says
        nothing of its sender."""
        index, clues = self.index, self.clues
        found: set[int] = set(clues.applications)
        for having, told in (
            (index.units.having, clues.units),
            (index.people.having, clues.applicants),
            (index.titles.having, clues.titles),
        ):
            for key, its in told.items():
                if any(_hints(sign) for sign in its):
                    found.update(having[key])
        return tuple(index.applications[at].id for at in sorted(found) if may(at))


def _first(those: Iterator[int]) -> Iterator[int]:
    found = next(those, None)
    if found is not None:
        yield found


def decided(document: Document, scales: Scales) -> Match:
    envelope, applications = scales.envelope, scales.index.applications

    def sent(at: int) -> bool:
        return applications[at].round.send_on <= envelope.on

    def known(at: int) -> bool:  # what was here before an application went out is no answer to it
        return not envelope.certain or sent(at)

    if not applications or (envelope.certain and envelope.on < scales.index.first_sent):
        return Match((), ("收到时尚无已寄出的申请",))
    found = _dated(_chosen(scales, known), scales, sent)
    if found.applications:
        return found
    touched = found.touches or scales.touched(known)
    if not touched and not is_whole(document):
        touched = of_mailbox(envelope, scales.index, known)
    return replace(found, touches=touched, barred=_barred(found, touched, scales, sent))


def _barred(
    found: Match, touched: Sequence[str], scales: Scales, sent: Callable[[int], bool]
) -> tuple[str, ...]:
    """It had not gone out, or the letter is another person's by its mailbox or its salutation."""
    index, clues = scales.index, scales.clues
    near = [index.by_id[each] for each in dict.fromkeys((*found.candidates, *touched))]
    near = near or index.of_mailbox(scales.envelope.mailbox)  # as placing.py takes it for an answer

    def fits(signs_of_person: Sequence[Sign]) -> bool:
        return not any(sign.code in _ANOTHERS for sign in signs_of_person)

    fitting = {person for person, its in clues.applicants.items() if fits(its)}
    others = fits(clues.others)
    return tuple(
        index.applications[at].id
        for at in near
        if not sent(at)
        or not (
            index.people.of[at] in fitting
            or (others and index.people.of[at] not in clues.applicants)
        )
    )


_ANOTHERS = frozenset((signs.OTHER_BOX, signs.SOMEBODY))


def _dated(found: Match, scales: Scales, sent: Callable[[int], bool]) -> Match:
    """What came before an application went out is filed with no such application; the signs stand,
    for the day may be the one thing that is wrong."""
    index, on = scales.index, scales.envelope.on
    early = [each.id for each in found.applications if not sent(index.by_id[each.id])]
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
    return _chosen(scales, sent)


def _chosen(scales: Scales, may: Callable[[int], bool]) -> Match:
    ranked = scales.ranked(may)
    if not ranked or ranked[0][0] < ENOUGH:
        best = ranked[0] if ranked and ranked[0][0] > 0 else None
        words = _reasons(scales.signs(best[1])) if best else ()
        return Match((), ("没有足够的线索指向任何一件申请", *words), weighed=_shown(scales, ranked))
    ids = [scales.index.applications[at].id for _, at in ranked]
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
    if scales.words.later:
        return (
            f"没有送达的是申请 {ids[0]} 之后的信（补正说明、撤回申请），不是申请本身，须由人工归卷"
        )
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
    if scales.words.strange or scales.words.later:
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
    ids = scales.index.applications
    least = max(ENOUGH, ranked[0][0] - CLEARLY + 1) if ranked else ENOUGH
    likely = [each for each in ranked if each[0] >= least] or ranked[:1]
    return tuple(
        Weighed(ids[at].id, weight, _reasons(scales.signs(at)))
        for weight, at in likely[:MOST_SHOWN]
        if weight > 0
    )


def _hints(sign: Sign) -> bool:
    return sign.weight >= 0 and sign.code != signs.BOX


def of_mailbox(envelope: Envelope, index: Index, may: Callable[[int], bool]) -> tuple[str, ...]:
    """All of the applicant to whose mailbox it came, of all where that is nobody's."""
    boxed = [at for at in index.of_mailbox(envelope.mailbox) if may(at)]
    everyone = (at for at in range(len(index.applications)) if may(at))
    return tuple(index.applications[at].id for at in boxed or everyone)


def reasons_for(application: Application, reasons: Collection[str]) -> tuple[str, ...]:
    """Those of an arrival's reasons that speak for this application."""
    unit = application.unit
    own = (application.id, unit.name, application.applicant.name, application.question.title)
    return tuple(each for each in reasons if any(name in each for name in own if name))


__all__ = [
    "CLEARLY", "ENOUGH", "Desk", "Envelope", "Match", "Scales", "Weighed", "decided", "is_quotation", "match",
    "of_mailbox", "reasons_for",
]  # fmt: skip
