"""Mails through several connections an account, each exactly once.

Each connection is a thread with a `Session`. A mail is asked of the pacer, put down as "sending" in
the store, handed over, and what came of it is put down, too. Whatever several connections have to put
down at a moment goes into one transaction (`Clerk`): a flush of the disk costs more than a mail.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from harness.dispatch.clerk import Clerk
from harness.dispatch.envelope import domain_of, envelope_of
from harness.dispatch.pace import CHINA, START, Limit, Opens, Pacer, Waiting, at_any_time
from harness.dispatch.session import NotLoggedIn, Server, Session, Unreachable, connect
from harness.store import people, sending
from harness.store.database import Store
from harness.store.sending import Attempt, Mail, Outcome

Told = Callable[[int, int, str], None]
# how long to wait after each "later" of a server, and after a broken connection; then another run's
LATER = tuple(timedelta(minutes=each) for each in (5, 10, 15))
BROKEN = tuple(timedelta(seconds=each) for each in (0, 5, 30))
PATIENCE = timedelta(hours=4)  # over noon; not over night
_LOOK = 0.5  # seconds between two looks at what has changed
BEAT = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Job:
    """One mail and the account from which it goes."""

    mail: Mail
    account: str
    domain: str


@dataclass(frozen=True, slots=True)
class Rules:
    """How a run goes; by default as fast as it can, and without a second try."""

    per_minute_domain: int = 0
    limits: Mapping[str, Limit] | None = None
    opens: Opens = at_any_time
    later: Sequence[timedelta] = ()
    broken: Sequence[timedelta] = BROKEN
    patience: timedelta = PATIENCE
    timeout: float = 60.0


@dataclass(frozen=True, slots=True)
class Ended:
    """What a run came to. `why`: application -> the server's words, of all that did not go;
    `stopped`: why mails were left, in Chinese."""

    taken: tuple[str, ...]
    why: Mapping[str, tuple[Outcome, str]]
    stopped: tuple[str, ...] = ()


def jobs(store: Store, mails: Sequence[Mail], account_of: Callable[[str], str]) -> list[Job]:
    """`account_of`: application -> the address from which it goes."""
    return [_job(store, each, account_of(each.application_id)) for each in mails]


def _job(store: Store, mail: Mail, account: str) -> Job:
    return Job(mail, account, domain_of(recipient_of(store, mail)))


def recipient_of(store: Store, mail: Mail) -> str:
    """To whom it goes: what was composed stays as it is, whatever was changed since."""
    return envelope_of(_bytes(store, mail)).recipient


def _bytes(store: Store, mail: Mail) -> bytes:
    """Exactly what is to leave."""
    kept = store.evidence.load(mail.path, mail.sha256)
    return people.opened(mail.application_id, kept)


def run(
    store: Store,
    line: Sequence[Job],
    servers: Mapping[str, Server],
    rules: Rules,
    *,
    on: date | None = None,
    told: Told = lambda *_: None,
) -> Ended:
    """Send them. `on`: the day on which they count as sent; the day's own, if None. Unreachable where
    a server could not be reached and nothing at all went through it."""
    if not line:
        return Ended((), {})
    going = _Run(store, line, servers, rules, on, told)
    return going.run()


class _Run:
    def __init__(
        self,
        store: Store,
        line: Sequence[Job],
        servers: Mapping[str, Server],
        rules: Rules,
        on: date | None,
        told: Told,
    ) -> None:
        self.store, self.servers, self.rules, self.on, self.told = store, servers, rules, on, told
        self.jobs = {each.mail.application_id: each for each in line}
        limits = {account: (rules.limits or {}).get(account, Limit()) for account in servers}
        waiting = (
            Waiting(
                each.mail.application_id, each.account, each.domain, each.mail.again_at or START
            )
            for each in line
        )
        self.pacer = Pacer(waiting, limits, rules.per_minute_domain, rules.opens, store.now())
        self.clerk = Clerk(store)
        self.lock = threading.Condition()
        self.stop = threading.Event()
        self.flying = dict.fromkeys(servers, 0)
        self.doors = {account: threading.Lock() for account in servers}
        self.shut: dict[str, NotLoggedIn] = {}  # who was not let in is not let in by asking again
        self.inside: set[str] = set()
        self.tries: dict[str, list[Outcome]] = {}
        self.taken: list[str] = []
        self.why: dict[str, tuple[Outcome, str]] = {}
        self.stopped: dict[str, None] = {}
        self.wrong: list[BaseException] = []
        self.begun, self.since = store.now(), time.monotonic()

    def now(self) -> datetime:
        """The store's clock; where that stands still, as in a drill, time passes all the same."""
        passed = timedelta(seconds=time.monotonic() - self.since)
        return max(self.store.now(), self.begun + passed)

    def run(self) -> Ended:
        self.clerk.start()
        threads = [
            threading.Thread(target=self._guarded, args=(account,), name=f"smtp {account} {n}")
            for account, server in self.servers.items()
            for n in range(min(server.connections, self.pacer.left(account)))
        ]
        try:
            for each in threads:
                each.start()
            self._watch(threads)
        finally:  # also of Ctrl-C: what is under way is brought to its end and put down
            self.stop.set()
            with self.lock:
                self.lock.notify_all()
            for each in threads:
                each.join()
            self.clerk.end()
        if self.wrong and not (isinstance(self.wrong[0], Unreachable) and self._any):
            raise self.wrong[0]
        left = len(self.taken) + len(self.why) < len(self.jobs)
        rest = "；其余信件未发出" if left else ""
        said = [f"{each}{rest}" for each in self.wrong]
        return Ended(tuple(self.taken), self.why, tuple(dict.fromkeys([*said, *self.stopped])))

    @property
    def _any(self) -> bool:
        return bool(self.taken or self.why)

    def _watch(self, threads: Sequence[threading.Thread]) -> None:
        """Told again every second, though nothing moves: whoever listens may want an end of it."""
        total, before, last = len(self.jobs), -1, 0.0
        while any(each.is_alive() for each in threads):
            done, now = len(self.taken), time.monotonic()
            if done != before or now - last >= BEAT:
                before, last = done, now
                self.told(done, total, f"发送邮件{self._time_left(done, total)}")
            for each in threads:
                if each.is_alive():
                    each.join(0.05)
                    break
        self.told(len(self.taken), total, "发送邮件")

    def _time_left(self, done: int, total: int) -> str:
        if done < 5:
            return ""
        seconds = (time.monotonic() - self.since) / done * (total - done)
        return (
            f"（约余{round(seconds / 60)}分钟）" if seconds >= 60 else f"（约余{round(seconds)}秒）"
        )

    def _guarded(self, account: str) -> None:
        try:
            self._work(account)
        except Unreachable as why:  # the account's other connections may stand
            with self.lock:
                self.wrong.append(why)
        except BaseException as why:  # noqa: BLE001  raised again by whoever waits for the run
            with self.lock:
                self.wrong.insert(0, why)
            self.stop.set()

    def _work(self, account: str) -> None:
        session: Session | None = None
        written: Future[bool] | None = None  # what came of the mail before
        try:
            while (id := self._next(account)) is not None:
                try:
                    if session is None or not session.alive:
                        session = self._connected(account, again=session is not None)
                    written = self._send(session, account, id, written) or written
                except Unreachable:
                    self._wait_again(id, timedelta())
                    raise
                finally:
                    with self.lock:
                        self.flying[account] -= 1
                        self.lock.notify_all()
        finally:
            if session is not None:
                session.quit()
        if written is not None:
            written.result()

    def _connected(self, account: str, *, again: bool) -> Session:
        """`again`: it could be reached before, and may be so in a moment. An account's first connection
        logs in before the others try."""
        for wait in self.rules.broken if again else ():
            try:
                return self._let_in(account)
            except NotLoggedIn:
                raise
            except Unreachable:
                self.stop.wait(wait.total_seconds())
        return self._let_in(account)

    def _let_in(self, account: str) -> Session:
        if account in self.inside:
            return self._knock(account)
        with self.doors[account]:
            session = self._knock(account)
            self.inside.add(account)
            return session

    def _knock(self, account: str) -> Session:
        if account in self.shut:
            raise self.shut[account]
        try:
            return connect(self.servers[account], self.rules.timeout)
        except NotLoggedIn as why:
            self.shut[account] = why
            raise

    def _next(self, account: str) -> str | None:
        """The mail that is to go now, waiting for it; None where this connection has no more to do."""
        with self.lock:
            while not self.stop.is_set():
                now = self.now()
                got = self.pacer.take(account, now)
                if isinstance(got, Waiting):
                    self.flying[account] += 1
                    return got.id
                if got is None and (self.pacer.left(account) or not self.flying[account]):
                    if self.pacer.left(account):
                        self.stopped["授权的期限已到，其余信件没有发出"] = None
                    return None
                if got is not None and got - now > self.rules.patience:
                    self.stopped[_until(got)] = None
                    return None
                wait = _LOOK if got is None else min((got - now).total_seconds(), _LOOK)
                self.lock.wait(max(wait, 0.001))
                if self.stop.is_set() or self._paused():
                    return None
        return None

    def _paused(self) -> bool:
        with self.store.reading() as connection:
            why = sending.paused(connection)
        if why is not None:
            self.stopped[f"已经暂停发送（{why}）"] = None
            self.stop.set()
        return why is not None

    def _send(
        self, session: Session, account: str, id: str, before: Future[bool] | None
    ) -> Future[bool] | None:
        """Answers what will tell that its outcome stands on the disk. `before`: the same of the mail
        before: nothing more is sent by a run that cannot write."""
        job = self.jobs[id]
        # read before it is taken: what cannot be read is not half sent
        raw = _bytes(self.store, job.mail)
        mine = self.clerk.claim(job.mail)

        def may_go() -> bool:
            return (before is None or before.result()) and mine.result()

        ended = session.deliver(raw, may_go)
        if ended is None or not mine.result():
            self._paused()  # else recalled, composed anew, or another process has it
            return None
        now = self.now()
        again = self._again(id, ended.outcome, now)
        written = self.clerk.record(
            Attempt(
                id, now, account, session.server, job.mail.sha256, ended.outcome, ended.said,
                self.on or now.astimezone(CHINA).date(), again,
            )
        )  # fmt: skip
        with self.lock:
            if ended.outcome is Outcome.TAKEN:
                self.taken.append(id)
                self.why.pop(id, None)
            else:
                self.why[id] = (ended.outcome, ended.said)
        if again is not None:
            self._wait_again(id, again - now)
        return written

    def _again(self, id: str, outcome: Outcome, now: datetime) -> datetime | None:
        """When this run tries it once more, if it does."""
        waits = {Outcome.LATER: self.rules.later, Outcome.BROKEN: self.rules.broken}.get(
            outcome, ()
        )
        before = self.tries.setdefault(id, [])
        before.append(outcome)
        number = before.count(outcome)
        return now + waits[number - 1] if number <= len(waits) else None

    def _wait_again(self, id: str, wait: timedelta) -> None:
        job = self.jobs[id]
        with self.lock:
            until = self.now() + wait if wait else START
            self.pacer.add(Waiting(id, job.account, job.domain, until))
            self.lock.notify_all()


def _until(at: datetime) -> str:
    return f"其余信件要到 {at.astimezone(CHINA):%Y-%m-%d %H:%M} 以后才可以发，届时再运行一次"
