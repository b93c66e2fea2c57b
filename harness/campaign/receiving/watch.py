"""`collect --watch`: round after round everything that came is kept, read and filed, and once a day a
每日简报 is made, kept, printed and mailed.

Each round is the ordinary `collect`; whatever happened is a row of the store before anything follows
from it, so that whoever ends the program, and whenever, the next start takes up the rest: no arrival
twice, no day with two digests, no day passed over in silence. What fails is told and tried again,
each mailbox after a time of its own that grows up to a bound; nothing that fails ends the watch.
"""

from __future__ import annotations

import logging
import time as clock
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from harness.campaign.ledger.waiting import ledger_doubts
from harness.campaign.receiving.accounts import campaign_accounts
from harness.campaign.receiving.collect import Collected, collect
from harness.campaign.receiving.digest import CHINA, broken, digest
from harness.campaign.receiving.digest_mail import mail_of, recipient, send_waiting
from harness.campaign.receiving.fetching import not_all_of, not_fetched
from harness.campaign.workspace import REPORTS, Refused, Workspace
from harness.dispatch.passwords import Ask, nobody
from harness.intake.account import Account
from harness.reports.digest.digest import Digest
from harness.reports.digest.page import page
from harness.reports.digest.text import brief, text
from harness.store import digests
from harness.store.errors import StoreError, disk_error
from letters.faults import BadTable
from letters.saving import save

FOLDER = "每日简报"
# what may be in trouble, beside the single mailboxes
ROUND, OPENING = "收件", "打开测评"
DIGEST, FILES, MAIL = "简报", "简报的文件", "简报的邮件"
LONGEST = 3600.0  # seconds after which anything is tried again
SLICE = 30.0  # seconds after which the wall clock is looked at: a notebook may have slept


def wait(seconds: float) -> bool:
    """At most so long; whether somebody told meanwhile that something has come. Nobody tells here:
    `intake.waiting`, which listens to the mailboxes, is given to `Watch.rest` in its place."""
    clock.sleep(seconds)
    return False


@dataclass
class Patience:
    """What fails is tried again after `every` seconds, then after twice as long, up to LONGEST."""

    every: float
    failures: dict[str, int] = field(default_factory=dict)
    not_before: dict[str, float] = field(default_factory=dict)

    def ready(self, what: str, at: float) -> bool:
        return at >= self.not_before.get(what, at)

    def failed(self, what: str, at: float) -> None:
        times = self.failures[what] = self.failures.get(what, 0) + 1
        self.not_before[what] = at + self.pause(times)

    def fine(self, what: str) -> None:
        self.failures.pop(what, None)
        self.not_before.pop(what, None)

    def pause(self, times: int) -> float:
        """After so many failures in a row; the first is tried again in the next round."""
        return min(self.every * 2.0 ** min(times - 1, 30), max(LONGEST, self.every))


@dataclass(frozen=True, slots=True)
class Step:
    """What a round brought: what came (None where it failed), the digest where one was made."""

    found: Collected | None
    digest: Digest | None
    faults: tuple[str, ...]


@dataclass
class _Round:
    """What is known of a round so far. `untried`: of which nobody can say yet whether it works."""

    at: datetime
    wrong: dict[str, str] = field(default_factory=dict)
    untried: set[str] = field(default_factory=lambda: {FILES, DIGEST, MAIL})
    once: list[str] = field(default_factory=list)  # told, and never to be mended

    @property
    def faults(self) -> tuple[str, ...]:
        return (*(f"{what}：{why}" for what, why in self.wrong.items()), *self.once)


Opened = Callable[[date], AbstractContextManager[Workspace]]


@dataclass
class Watch:
    """One that runs. `opened`: the campaign, as it is on a day; opened anew each time, since the
    settings may have changed. `at`, `every` (seconds), `to`, `accounts`: in place of what campaign.toml
    says; `ask`: for a password that is found nowhere."""

    opened: Opened
    now: Callable[[], datetime]
    at: time | None = None
    every: float | None = None
    to: str | None = None
    digests: bool = True
    accounts: Sequence[Account] | None = None
    ask: Ask = nobody
    patience: Patience = field(default_factory=lambda: Patience(600.0))
    # what the store could not be told, and since when
    unsaid: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    _at: time = time(8)

    def step(self) -> Step:
        """One round, and the digest where it is time for one. Nothing but an end that somebody asks
        for gets out of here."""
        now = self.now().astimezone(CHINA)
        try:
            with self.opened(now.date()) as workspace:
                done = self._within(workspace, now)
        except Exception as wrong:  # noqa: BLE001  it is told, and tried again
            why = why_of(wrong)
            self.unsaid.setdefault(OPENING, (now, why))
            self.patience.failed(OPENING, now.timestamp())
            return Step(None, None, (f"{OPENING}：{why}",))
        self.patience.fine(OPENING)
        return done

    def rest(self, wait: Callable[[float], bool] = wait) -> None:
        """Until the next round, by the wall clock, and not past the time of a digest; no longer than
        until `wait` says that something has come."""
        begun = self.now().astimezone(CHINA)
        pause = self.patience.pause(max(self.patience.failures.get(OPENING, 0), 1))
        next_digest = datetime.combine(begun.date(), self._at, CHINA)
        if next_digest <= begun:
            next_digest += timedelta(days=1)
        end = min(begun + timedelta(seconds=pause), next_digest)
        while begun <= (now := self.now().astimezone(CHINA)) < end:
            if wait(max(0.05, min(SLICE, (end - now).total_seconds()))):
                return

    def _within(self, workspace: Workspace, now: datetime) -> Step:
        settings = workspace.campaign.watch
        self.patience.every = self.every or settings.every * 60.0
        self._at = self.at or time.fromisoformat(settings.at)
        this = _Round(now)
        found = self._collected(workspace, this)
        made = None
        if self.digests:
            self._note(workspace, this)
            made = self._digest(workspace, this)
            self._mail(workspace, this)
            self._note(workspace, this)
        return Step(found, made, this.faults)

    def _collected(self, workspace: Workspace, this: _Round) -> Collected | None:
        at = this.at.timestamp()
        accounts = self._accounts(workspace, this)
        tried = [each for each in accounts if self.patience.ready(each.mailbox, at)]
        for each in accounts:
            if each not in tried:
                this.untried |= _names(each)
        try:
            found = collect(workspace, tried)
        except Exception as wrong:  # noqa: BLE001  it is told, and tried again
            this.wrong[ROUND] = why_of(wrong)
            this.untried |= {name for each in tried for name in _names(each)}
            return None
        this.wrong |= _troubles(workspace, found)
        for each in tried:
            if not_fetched(each.mailbox) in this.wrong:
                this.untried |= _names(each)
                self.patience.failed(each.mailbox, at)
            else:
                self.patience.fine(each.mailbox)
        return found

    def _accounts(self, workspace: Workspace, this: _Round) -> Sequence[Account]:
        if self.accounts is not None:
            return self.accounts
        accounts, doubts = campaign_accounts(workspace, self.ask)
        this.wrong |= {each.what: each.why for each in doubts}
        this.untried |= {not_all_of(each.what) for each in doubts}
        return accounts

    def _note(self, workspace: Workspace, this: _Round) -> None:
        """Into the store; what it does not take is kept for the next time."""
        try:
            if self.unsaid:
                whys = {what: why for what, (_, why) in self.unsaid.items()}
                since = {what: at for what, (at, _) in self.unsaid.items()}
                digests.note(workspace.store, whys, (), since)
                self.unsaid.clear()
            with workspace.store.reading() as connection:
                known = digests.standing(digests.troubles(connection))
            fine = known.keys() - this.wrong.keys() - this.untried
            digests.note(workspace.store, this.wrong, sorted(fine))
        except StoreError as wrong:
            for what, why in {**this.wrong, ROUND: why_of(wrong)}.items():
                self.unsaid.setdefault(what, (this.at, why))

    def _digest(self, workspace: Workspace, this: _Round) -> Digest | None:
        if this.at.time() < self._at or _is_made(workspace):
            return None
        try:
            to = recipient(workspace, self.to)
        except Refused:  # told when it is to be mailed
            to = workspace.campaign.watch.to
        this.untried -= {DIGEST, FILES}
        try:
            return _made(workspace, to, this)
        except Exception as wrong:  # noqa: BLE001  the next round tries again
            this.wrong[DIGEST] = why_of(wrong)
            return None

    def _mail(self, workspace: Workspace, this: _Round) -> None:
        this.untried.discard(MAIL)
        try:
            failed = send_waiting(workspace, self.to, self.ask)
        except Exception as wrong:  # noqa: BLE001  it is told, and tried again
            this.wrong[MAIL] = why_of(wrong)
            return
        if failed.again:
            this.wrong[MAIL] = failed.why
        elif failed.why:
            this.once.append(failed.why)


def _names(account: Account) -> set[str]:
    """Its troubles, of which nobody can say whether they are over while it was not fetched."""
    name = not_fetched(account.mailbox)
    return {name, not_all_of(name)}


def _troubles(workspace: Workspace, found: Collected) -> dict[str, str]:
    """What could not be collected; what the ledger holds that a person must mend is in the queue."""
    if not found.doubts:
        return {}
    queued = {(each.what, each.why) for each in ledger_doubts(workspace)}
    wrong: dict[str, str] = {}
    for each in found.doubts:
        if (each.what, each.why) not in queued:
            before = wrong.get(each.what)
            wrong[each.what] = f"{before}；{each.why}" if before else each.why
    return wrong


def _is_made(workspace: Workspace) -> bool:
    with workspace.store.reading() as connection:
        return any(each.on == workspace.as_of for each in digests.made(connection))


def _made(workspace: Workspace, to: str, this: _Round) -> Digest | None:
    """Put together, laid into reports/, kept; None where another was faster."""
    try:
        made, last = digest(workspace)
    except Exception as why:  # noqa: BLE001  then that is what it tells
        this.wrong[ROUND] = why_of(why)
        made, last = broken(workspace, why_of(why))
    try:
        lay_down(workspace.folder, made)
    except OSError as why:
        this.wrong[FILES] = why_of(why)
    number, data = mail_of(workspace, made, to, this.at) if to else (None, text(made).encode())
    kept = digests.add(workspace.store, made.on, last, data, message_id=number, to=to)
    return made if kept else None


def lay_down(folder: Path, made: Digest) -> tuple[Path, ...]:
    """reports/每日简报/DATE.txt and .html."""
    place = folder / REPORTS / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    return (
        save(place / f"{made.on}.txt", text(made).encode()),
        save(place / f"{made.on}.html", page(made).encode()),
    )


def why_of(wrong: Exception) -> str:
    """In Chinese, on one line."""
    if isinstance(wrong, (Refused, BadTable)):
        return "；".join(wrong.faults)
    if isinstance(wrong, StoreError):
        return str(wrong)
    if isinstance(wrong, OSError):
        return disk_error(wrong)
    logging.getLogger(__name__).error("watch", exc_info=wrong)
    return f"程序出错（{type(wrong).__name__}：{brief(str(wrong))}），请把这一句告诉开发者"
