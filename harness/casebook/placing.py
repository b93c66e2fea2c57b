"""An arrival -> what the program makes of it: where it belongs, what it is, which days it tells.

Nothing of this is stored as a fact: it is computed from the evidence and the plan, and remembered
until one of them, or the readers, change. What cannot be opened or placed is a doubt for a person;
one strange file must not keep all others out.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from datetime import date
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parseaddr
from functools import partial

import msgspec

from harness.casebook.expected import expected_of
from harness.casebook.matching.known_numbers import numbers_in
from harness.casebook.matching.match import Desk, Envelope, Match, Weighed, match
from harness.casebook.matching.which_letter import spoken_of
from harness.casebook.meaning import Meaning, meaning_of
from harness.casebook.remembered import remember, remembered
from harness.casebook.together import together
from harness.engine import HERE, Closed, Engine, JobFailed, Lost, NotStarted
from harness.reading.arrived.reply_kind import ReplyKind
from harness.store.errors import Unusable
from harness.store.log import NewArrival
from harness.store.reading import Reading, Sheet, begin, from_json, whole
from letters.model import Application
from parsers.document import Document

_log = logging.getLogger(__name__)
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,200}>")
_MOST_HEADERS = 200_000  # bytes of a mail in which its head is looked for
WHAT = "placement"
_EVIDENCE = "佐证文件"  # begins whatever is said of evidence that cannot be used

# faults of the machine or the run, of which no file is guilty: it is read again another time
NOT_THE_FILE = (Closed, CancelledError, NotStarted, Unusable)


@dataclass(frozen=True, slots=True)
class Placement:
    """What the program makes of an arrival. No `applications`: a person must say; `candidates` are
    likely, `touches` all that it may concern. `doubt`: why a person must look, or empty; `kind_doubt`: what
    of it is left once somebody knows where it belongs."""

    applications: tuple[str, ...]
    kind: ReplyKind
    reasons: tuple[str, ...]
    candidates: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    doubt: str = ""
    sender: str = ""
    title: str = ""
    signed_on: date | None = None
    counted: int | None = None  # working days that a notice names
    confirms: bool = True  # of an automatic reply: the unit has the application
    kind_doubt: str = ""
    read_for: str = ""  # the application against which it was read
    weighed: tuple[Weighed, ...] = ()
    margin: int = 0
    message_ids: tuple[str, ...] = ()  # its own, and those that it answers
    own_numbers: tuple[str, ...] = ()  # that it was given by whoever sent it
    told_numbers: tuple[str, ...] = ()  # all that it names
    barred: tuple[str, ...] = ()  # applications with which no number may place it
    # Message-IDs of the mail that it speaks of, what shows it best first (which_letter.py)
    speaks_of: tuple[tuple[str, ...], ...] = ()

    @property
    def application(self) -> str | None:
        """The first, where there is any."""
        return self.applications[0] if self.applications else None


@dataclass(frozen=True, slots=True)
class Material:
    """An arrival and what there is to read of it."""

    arrival: NewArrival
    sheets: tuple[Sheet, ...]


def desk_key(desk: Desk) -> str:
    """What a placement depends on beside the arrival: a short name for the whole desk."""
    told = [msgspec.to_builtins(each) for each in desk.applications]
    keys = [sorted(each.items()) for each in (desk.message_ids, desk.postings, desk.addresses)]
    text = msgspec.json.encode([told, keys])
    return hashlib.sha256(text).hexdigest()


def begin_placing(
    desk: Desk, key: str, engine: Engine, material: Material, *, final: bool = False
) -> Callable[[], Placement]:
    """Begin to make out an arrival; the call that is given back waits. Evidence that is gone or
    changed is placed by nobody, whatever is remembered of it. `final`: for what is handed over, from
    the evidence in this very process."""
    folder, arrival = material.sheets[0].folder, material.arrival
    told = [key, arrival, [(each.sha256, each.name) for each in material.sheets]]
    known = remembered(folder, WHAT, told, Placement, final=final)
    if amiss := _amiss(material, engine if known is None else HERE):
        return partial(in_doubt, desk, arrival, amiss)
    if known is not None:
        return lambda: known
    try:
        wait = _placing(desk, engine, material, final)
    except NOT_THE_FILE:
        raise
    except Exception as fault:  # noqa: BLE001
        return partial(_not_understood, desk, arrival, fault)

    def placed() -> Placement:
        try:
            placement, readings = wait()
        except NOT_THE_FILE:
            raise
        except Exception as fault:  # noqa: BLE001
            return _not_understood(desk, arrival, fault)
        if readings:
            remember(folder, WHAT, told, placement, own=_all_own(readings))
        return placement

    return placed


Readings = Sequence[Reading]


def _all_own(readings: Readings) -> bool:
    return all(each.own for each in readings)


def _placing(
    desk: Desk, engine: Engine, material: Material, final: bool
) -> Callable[[], tuple[Placement, Readings]]:
    """The wait answers also of which readings it was made; of none where it does not last."""
    begun = [begin(each, engine, final=final) for each in material.sheets]

    def wait() -> tuple[Placement, Readings]:
        read = [each() for each in begun]
        encoded = together([each.document for each in read])
        document = from_json(encoded)
        envelope = envelope_of(document, material)
        found = match(document, envelope, desk)
        meant = mean(engine, encoded, found.application, material.arrival, None)
        placement = placement_of(found, meant, envelope, document, material.arrival, desk)
        lasting = not isinstance(meant, Lost) and all(each.lasting for each in read)
        return placement, read if lasting else ()

    return wait


def mean(
    engine: Engine,
    document: bytes,
    application: Application | None,
    arrival: NewArrival,
    said: ReplyKind | None,
) -> Meaning | Lost:
    """What a letter says, held against the application that it belongs to."""
    expected = expected_of(application) if application else None
    sent = arrival.posted_on or arrival.on
    return engine.submit(
        meaning_of, document, expected, sent, said.value if said else None
    ).result()


def placement_of(
    found: Match,
    meant: Meaning | Lost,
    envelope: Envelope,
    document: Document,
    arrival: NewArrival,
    desk: Desk,
) -> Placement:
    if isinstance(meant, Lost):
        meant = Meaning(ReplyKind.OTHER, meant.message)
    headers = document.headers
    touches = found.touches or _of_answers(found, meant, envelope, desk)
    ids = (headers.message_id if headers else None, *envelope.answers)
    own, told = numbers_in(document)
    return Placement(
        tuple(each.id for each in found.applications),
        meant.kind,
        (*found.reasons, *([arrival.note] if arrival.note else [])),
        found.candidates or (() if found.applications else touches),
        touches,
        _doubt_of(found, meant),
        envelope.sender,
        (headers.subject if headers else None) or arrival.name,
        meant.signed_on,
        meant.counted,
        meant.confirms,
        doubt_of_kind(meant),
        found.applications[0].id if found.applications else "",
        found.weighed,
        found.margin,
        tuple(each for each in ids if each),
        own,
        told,
        found.barred,
        spoken_of(document, desk.message_ids),
    )


# what a unit alone writes
_OF_UNITS = frozenset(ReplyKind) - {ReplyKind.AUTO_REPLY, ReplyKind.BOUNCE, ReplyKind.OTHER}


def _of_answers(found: Match, meant: Meaning, envelope: Envelope, desk: Desk) -> tuple[str, ...]:
    """An answer without any name or address is still somebody's: one of the applicant's to whose mailbox
    it came."""
    if found.applications or meant.kind not in _OF_UNITS or not envelope.mailbox:
        return ()
    here, index = envelope.on, desk.index
    boxed = index.of_mailbox(envelope.mailbox)
    return tuple(
        index.applications[at].id for at in boxed if index.applications[at].round.send_on <= here
    )


def _doubt_of(found: Match, meant: Meaning) -> str:
    """Why a person must look at this arrival; empty where none need."""
    if not found.applications:
        return "；".join(("无法自动归卷", *found.reasons))
    return doubt_of_kind(meant)


def begin_meaning(
    material: Material,
    application: Application,
    placement: Placement,
    said: ReplyKind | None,
    engine: Engine,
    *,
    final: bool = False,
) -> Callable[[], Meaning]:
    """What the letter says as an answer (or whatever a person calls it) to this application."""
    if placement.read_for == application.id and said in (None, placement.kind):
        meant = Meaning(
            placement.kind, placement.doubt, not placement.doubt, placement.signed_on,
            placement.counted, placement.confirms or said is not None,
        )  # fmt: skip
        return lambda: meant
    folder = material.sheets[0].folder
    files = [(each.sha256, each.name) for each in material.sheets]
    key = [material.arrival, files, expected_of(application), said]
    known = remembered(folder, "meaning", key, Meaning, final=final)
    if amiss := _amiss(material, engine if known is None else HERE):
        return partial(Meaning, said or ReplyKind.OTHER, amiss)
    if known is not None:
        return lambda: known

    def wait() -> Meaning:
        try:
            read = [begin(each, engine, final=final)() for each in material.sheets]
            document = together([each.document for each in read])
            meant = mean(engine, document, application, material.arrival, said)
        except NOT_THE_FILE:
            raise
        except Exception as fault:  # noqa: BLE001  as when it was placed
            _log.error("%s: not understood", material.arrival.source_key, exc_info=fault)
            return Meaning(said or ReplyKind.OTHER, "程序处理此件时出错，请看原件")
        if isinstance(meant, Lost):
            return Meaning(said or ReplyKind.OTHER, meant.message)
        if all(each.lasting for each in read):
            remember(folder, "meaning", key, meant, own=_all_own(read))
        return meant

    return wait


def doubt_of_kind(meant: Meaning) -> str:
    """Why a person must still say what an arrival is, whose place is known; empty where none need.
    Also what says “收悉，见附件” may carry the answer where nobody could read it."""
    if meant.unread and not meant.answered:
        return meant.unread  # an answer may lie in it, whatever the words around it are
    return "未能判断来件种类" if meant.kind is ReplyKind.OTHER else ""


def _not_understood(desk: Desk, arrival: NewArrival, fault: Exception) -> Placement:
    if isinstance(fault, FileNotFoundError) or is_of_evidence(str(fault)):
        return in_doubt(desk, arrival, _unusable(fault))
    _log.error("%s: not understood", arrival.source_key, exc_info=fault)
    name = fault.cause if isinstance(fault, JobFailed) else type(fault).__name__
    return in_doubt(desk, arrival, f"程序处理此件时出错（{name}），原件已留存，请人工处理")


def _amiss(material: Material, engine: Engine) -> str:
    """What is wrong with the evidence of an arrival; empty where it is what was kept. `engine`: where it is
    about to be read."""
    try:
        for each in material.sheets:
            whole(each, engine)
    except (OSError, ValueError) as fault:
        return _unusable(fault)
    return ""


def is_of_evidence(doubt: str) -> bool:
    """Whether this is said of an arrival because its evidence is gone or altered."""
    return doubt.startswith(_EVIDENCE)


def _unusable(fault: Exception) -> str:
    """Why evidence cannot be used, for people."""
    if isinstance(fault, FileNotFoundError):
        return f"{_EVIDENCE}不见了，请从备份恢复"
    told = str(fault)
    return f"{told}，请从备份恢复" if is_of_evidence(told) else f"{_EVIDENCE}无法使用：{told}"


def in_doubt(desk: Desk, arrival: NewArrival, doubt: str) -> Placement:
    """Of what nobody could look into: it may be anybody's."""
    everyone = tuple(each.id for each in desk.applications)
    return Placement(
        (), ReplyKind.OTHER, (), everyone, everyone, doubt, arrival.sender, arrival.name
    )


def envelope_of(document: Document, material: Material) -> Envelope:
    arrival = material.arrival
    mailbox = arrival.place.mailbox if arrival.place else ""
    headers = document.headers
    if headers is None and arrival.source == "mail":
        return _envelope_of_raw(material, mailbox)
    if headers is None:
        return Envelope(arrival.sender, mailbox, (), arrival.on)
    answers = tuple(each for each in (headers.in_reply_to, *headers.references) if each)
    marks = [value for name, value in headers.marks if name in _RECIPIENTS]
    to = dict.fromkeys(
        address.casefold() for _, address in getaddresses([headers.to or "", *marks]) if address
    )
    called, address = parseaddr(headers.sender or "")
    certain = arrival.source == "mail" and not arrival.note
    return Envelope(address, mailbox, answers, arrival.on, called, certain, tuple(to))


_RECIPIENTS = frozenset(("delivered-to", "x-original-to", "envelope-to"))


def _envelope_of_raw(material: Material, mailbox: str) -> Envelope:
    """Of a mail that could not be opened: its outermost lines still say from whom it is."""
    sheet = material.sheets[0]
    data = sheet.load()
    lines = BytesHeaderParser().parsebytes(data[:_MOST_HEADERS])
    said = f"{lines.get('In-Reply-To', '')} {lines.get('References', '')}"
    answers = tuple(dict.fromkeys(_MESSAGE_ID.findall(said)))
    called, address = parseaddr(str(lines.get("From", "")))
    certain = not material.arrival.note
    return Envelope(address, mailbox, answers, material.arrival.on, called, certain)
