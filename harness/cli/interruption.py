"""Ctrl-C, a plain kill, a closed terminal -> one clean end: what runs is wound up, one line is said.

`listen()` before anything else is loaded; `came` says later whether somebody wanted an end, whatever
became of the exception that told the program so: libraries swallow it or make another of it. All of
them arrive as KeyboardInterrupt, for which everything that holds something is prepared.

Only what is built into the interpreter is imported here, so that the first moments of the program
are covered as well: `signal` and `typing` take twenty times as long as all of this.
"""

from __future__ import annotations

import atexit
import os
import sys
import time

TYPE_CHECKING = False  # as `typing` has it
if TYPE_CHECKING:
    import signal
    from typing import NoReturn, TextIO
else:
    import _signal as signal

TOLD = "已中断。"
# what asks a program to end and lets it tidy up; Windows has fewer
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_SIGNALS = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))
_PATIENCE = 2.0  # seconds in which a second Ctrl-C does not disturb the tidying up


# those that listen in this process: there is one, but for tests
_listening: list[Interruption] = []


def asked() -> bool:
    """Whether an end was asked for, whatever became of the exception that told so."""
    return any(each.came for each in _listening)


class Stopped(Exception):
    """Ctrl-C is how this command ends: it has done what it was asked for, and has said so."""


class Interruption:
    """Whether an end was asked for, by which signal, and when last."""

    def __init__(self) -> None:
        self.signal = 0
        self._at = 0.0

    @property
    def came(self) -> bool:
        return self.signal != 0

    def listen(self) -> None:
        _listening.append(self)
        for each in _SIGNALS:
            if signal.getsignal(each) != signal.SIG_IGN:  # nohup and the like are obeyed
                signal.signal(each, self._heard)
        sys.unraisablehook = self._lost
        atexit.register(_deafen)  # the first to register is the last to be called

    def was_meant(self) -> None:
        """Nothing was broken off."""
        self.signal = 0

    def end(self, status: int) -> NoReturn:
        """Leave with `status`, or with the one line and the status of the signal. From here on
        there is nothing left to interrupt but waiting for what hangs."""
        if self.came:
            status = 128 + self.signal
        for each in _SIGNALS:
            if signal.getsignal(each) != signal.SIG_IGN:
                signal.signal(each, lambda *_: None if self._is_again() else os._exit(status))
        if self.came:
            atexit._run_exitfuncs()
            _say("", sys.stdout)
            _say(f"{TOLD}\n", sys.stderr)
            # not by sys.exit: an interpreter that met a KeyboardInterrupt in `exec`, as every
            # dataclass is made by, takes it for not handled and kills itself in the end
            os._exit(status)
        _say("", sys.stdout)
        sys.exit(status)

    def _heard(self, number: int, _frame: object) -> None:
        if self._is_again():
            return
        self.signal, self._at = self.signal or number, time.monotonic()
        raise KeyboardInterrupt

    def _is_again(self) -> bool:
        """Whether this is the second Ctrl-C of somebody who pressed it twice."""
        return self.came and time.monotonic() - self._at < _PATIENCE

    def _lost(self, fault: sys.UnraisableHookArgs) -> None:
        """An interruption that fell where nothing can be raised (a finaliser) is raised after it."""
        if not (self.came and issubclass(fault.exc_type, KeyboardInterrupt)):
            sys.__unraisablehook__(fault)
            return
        self._at = 0.0
        signal.raise_signal(self.signal)


def _deafen() -> None:
    """While the interpreter takes itself apart, no signal ends it with another status."""
    for each in _SIGNALS:
        signal.signal(each, signal.SIG_IGN)


def _say(text: str, stream: TextIO) -> None:
    try:
        print(text, file=stream, end="", flush=True)
    except (OSError, ValueError):  # nobody hears us any more
        return
