"""来信说的是哪一封: an application or a letter that followed it (补正说明, 撤回申请), by what reports on a mail.

A bounce, an automatic reply, a read receipt, a 登记回执 each speak of one mail. Which, they say by its
Message-ID, or it follows from the day: what came before a later letter left cannot be about that. Where it may
be either, a person must say; until then it neither returns nor confirms anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from harness.clock.events import Kind
from harness.reading.arrived.machines import is_from_machine
from harness.reading.arrived.reply_kind import ReplyKind
from harness.store.further import NAMES, Further
from harness.store.log import NewEvent
from harness.store.outbox import SERVER
from parsers.document import Document

_NAMED_ID = re.compile(r"Message-ID\s*[:：]\s*(<[^<>\s]{1,300}>)", re.IGNORECASE)
# what speaks of one mail of ours, and says no more of its matter than that it came back, or is there
REPORTS = frozenset((ReplyKind.BOUNCE, ReplyKind.AUTO_REPLY, ReplyKind.ACKNOWLEDGEMENT))
_GONE = frozenset(("sending", "sent"))
_FOLLOWS = frozenset((Kind.WITHDRAWN, Kind.CLARIFICATION_SUBMITTED))


@dataclass(frozen=True, slots=True)
class Spoken:
    """`ids`: the application, or letters that followed it; several: it may be any of them. `sure`: its
    Message-ID says so. `doubt`: why a person must say."""

    ids: tuple[str, ...]
    sure: bool = False
    doubt: str = ""


def spoken_of(document: Document, ours: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """The Message-IDs of ours that it names as the mail it speaks of, by what says it: its report and the
    mail that it carries back; what a machine writes; the mail that it answers; the last of a thread."""
    headers = document.headers
    if headers is None:
        return ()
    report = headers.report
    carried = [each.headers.message_id for each in document.parts if each.headers]
    text = "\n".join(each.text for each in document.walk())
    told = (
        [*(report.original_ids if report else ()), *carried],
        _NAMED_ID.findall(text) if is_from_machine(headers) else (),
        [headers.in_reply_to],
        headers.references[-1:],
    )
    return tuple(tuple(dict.fromkeys(id for id in ids if id and id in ours)) for ids in told)


def which_letter(
    speaks_of: Sequence[Sequence[str]],
    application: str,
    own: str | None,
    on: date,
    letters: Sequence[Further],
    events: Iterable[NewEvent] = (),
) -> Spoken:
    """What something speaks of that came on `on` and is filed with `application`, whose Message-ID is `own`.
    `letters`: those that were written after it; `events`: what people and servers recorded of it."""
    known = {each.message_id: each.id for each in letters} | ({own: application} if own else {})
    *direct, thread = [tuple(known[id] for id in ids if id in known) for ids in speaks_of] or [()]
    # that a thread ends in the application proves nothing: a later letter names it too
    for ids in (*direct, () if thread == (application,) else thread):
        if len(ids) == 1:
            return Spoken(ids, sure=True)
        if ids:
            return _either(application, [each for each in letters if each.id in ids])
    gone = [each for each in letters if each.state in _GONE and each.on <= on]
    if gone:
        return _either(application, gone)
    if any(each.kind in _FOLLOWS and each.source != SERVER and each.on == on for each in events):
        why = f"当天另有登记的补正或者撤回，没有写明说的是申请 {application} 还是那一封信"
        return Spoken((application,), doubt=f"{why}，须由人工认定")
    return Spoken((application,))


def _either(application: str, letters: Sequence[Further]) -> Spoken:
    named = "、".join(each.id for each in letters)
    why = f"没有写明说的是申请 {application} 还是其后的 {named}，须由人工认定"
    return Spoken((application, *(each.id for each in letters)), doubt=why)


def told(letter: Further) -> str:
    """For the reasons of an arrival."""
    return f"说的是 {letter.on} 的{NAMES[letter.kind]} {letter.id}，不是申请本身"


__all__ = ["REPORTS", "Spoken", "spoken_of", "told", "which_letter"]
