"""`collect --watch`: runs until somebody ends it, or once for a timer; tells what each round brought.

Ctrl-C ends it at once where nothing can be broken by that, and after the step where something could.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TYPE_CHECKING

from harness.cli.campaign.desk import Desk, say_json
from harness.cli.errors import UserError
from harness.cli.interruption import Stopped, asked
from harness.cli.shown import named, say
from harness.cli.today import CHINA

if TYPE_CHECKING:
    from harness.campaign.receiving.collect import Collected
    from harness.campaign.receiving.watch import Step, Watch
    from harness.intake.waiting import Waiting

Show = Callable[[Desk, "Collected"], bool]
Ask = Callable[[str], str | None]  # the name of a mailbox -> its password, where somebody knows it
_UNITS = {"": 1, "秒": 1, "s": 1, "分": 60, "分钟": 60, "m": 60, "min": 60, "小时": 3600, "h": 3600}
_SPAN = re.compile(r"(\d{1,6})\s*([^\d\s]*)")
_LONGEST = 24 * 3600


@dataclass(frozen=True, slots=True)
class Asked:
    """What was given on the command line, as it was written."""

    every: str | None = None
    digest_at: str | None = None
    digest_to: str | None = None
    once: bool = False


def run(desk: Desk, given: Asked, show: Show, ask: Ask) -> bool:
    """Whether something of a single round could not be done or judged; of many none is the last.
    `ask`: for the password of a mailbox."""
    watch = _watch(desk, given, ask)
    if given.once:
        return _told(desk, watch.step(), (), show, always=True)
    told: tuple[str, ...] = ()
    try:
        with _listening(desk, ask) as waiting:
            while True:
                step = watch.step()
                _told(desk, step, told, show, always=False)
                told = step.faults
                if asked():
                    raise KeyboardInterrupt
                watch.rest(waiting.wait)
    except KeyboardInterrupt:
        say("已停止收件。", err=True)
        raise Stopped from None


@contextmanager
def _listening(desk: Desk, ask: Ask) -> Iterator[Waiting]:
    """To those mailboxes that can tell when something comes, as campaign.toml names them now."""
    from harness.intake.waiting import listening

    with desk.opened() as workspace:
        from harness.campaign.receiving.accounts import campaign_accounts

        accounts, _ = campaign_accounts(workspace, ask)
    with listening(accounts) as waiting:
        yield waiting


def _watch(desk: Desk, given: Asked, ask: Ask) -> Watch:
    """What is wrong from the start is refused; what goes wrong later is told and survived."""
    every = None if given.every is None else seconds(given.every)
    at = None if given.digest_at is None else _time(given.digest_at)
    with desk.opened() as workspace:
        from harness.campaign.receiving.digest_mail import recipient
        from harness.campaign.receiving.watch import Watch

        recipient(workspace, given.digest_to)
    return Watch(
        # of a day that somebody names for a trial no digest is kept, else it would be that day's
        opened=lambda day: replace(desk, as_of=desk.as_of or day.isoformat()).opened(),
        now=lambda: datetime.now(
            CHINA
        ),  # the digest's hour is China's, wherever the machine stands
        at=at,
        every=every,
        to=given.digest_to,
        digests=desk.as_of is None,
        ask=ask,
    )


def seconds(text: str) -> float:
    """10分钟, 90秒, 1小时, 90."""
    found = _SPAN.fullmatch(text.strip().lower())
    unit = _UNITS.get(found[2]) if found else None
    number = int(found[1]) * unit if found and unit else 0
    if not 1 <= number <= _LONGEST:
        raise UserError(f"--every “{named(text)}”不是时间，应为1秒到24小时，如 10分钟、90秒、1小时")
    return float(number)


def _time(text: str) -> time:
    found = re.fullmatch(r"(\d{1,2})[:：](\d{2})", text.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise UserError(f"--digest-at “{named(text)}”不是钟点，应为 00:00 到 23:59，如 08:00")
    return time(int(found[1]), int(found[2]))


def _told(desk: Desk, step: Step, before: tuple[str, ...], show: Show, *, always: bool) -> bool:
    """Only what is new, unless it is the only round."""
    fresh = [each for each in step.faults if each not in before]
    for each in fresh:
        say(named(each), err=True)
    bad = bool(step.faults)
    found = step.found
    if found is not None and (found.new or always):
        # the faults were told
        bad |= show(desk, replace(found, doubts=()))
    if step.digest is not None:
        _show_digest(desk, step)
    return bad


def _show_digest(desk: Desk, step: Step) -> None:
    from harness.reports.digest.text import text

    assert step.digest is not None
    if desk.as_json:
        say_json({"digest": step.digest})
    else:
        say(*text(step.digest).splitlines())
