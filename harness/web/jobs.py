"""What takes longer than a page may: run in a thread, with its progress told, to be stopped by request.

A job is a verb that may be called again: stopped or broken off, it is begun anew and goes on where the
facts stand.
"""

from __future__ import annotations

import itertools
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from harness.campaign.errors import Refused
from harness.store.errors import StoreError
from harness.web.said import on_page
from letters.faults import BadTable

log = logging.getLogger(__name__)
MOST_KEPT = 50  # jobs that have ended, of all campaigns


class State(StrEnum):
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


class Stopped(Exception):
    """Somebody has asked for the end."""


@dataclass(frozen=True, slots=True)
class Job:
    """`told`: lines of the outcome, or of what went wrong. `again`: the page from which it is begun."""

    id: int
    campaign: str
    name: str
    by: str
    again: str
    state: State = State.RUNNING
    done: int = 0
    of: int = 0
    what: str = ""
    told: tuple[str, ...] = ()


Told = Callable[[int, int, str], None]
Work = Callable[[Told], tuple[str, ...]]  # answers the lines of its outcome


class Jobs:
    def __init__(self) -> None:
        self._jobs: dict[int, Job] = {}
        self._stops: dict[int, threading.Event] = {}
        self._threads: dict[int, threading.Thread] = {}
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)

    def start(self, campaign: str, name: str, by: str, again: str, work: Work) -> Job:
        """Refused where the same runs already: two of one kind would wait for each other."""
        with self._lock:
            for each in self._jobs.values():
                if (each.campaign, each.name, each.state) == (campaign, name, State.RUNNING):
                    raise Refused(f"“{name}”正在进行（{each.by}），请等它结束或者先停止")
            job = Job(next(self._numbers), campaign, name, by, again)
            self._jobs[job.id] = job
            self._stops[job.id] = threading.Event()
            self._forget()
            thread = threading.Thread(target=self._run, args=(job.id, work), name=f"job {job.id}")
            self._threads[job.id] = thread
        thread.start()
        return job

    def _forget(self) -> None:
        ended = [id for id, each in self._jobs.items() if each.state is not State.RUNNING]
        for id in ended[:-MOST_KEPT]:
            for kept in (self._jobs, self._stops, self._threads):
                kept.pop(id, None)

    def _run(self, id: int, work: Work) -> None:
        def told(done: int, of: int, what: str) -> None:
            if self._stops[id].is_set():
                raise Stopped
            self._put(id, done=done, of=of, what=what)

        try:
            lines = work(told)
        except Stopped:
            self._put(id, state=State.STOPPED, told=("已停止；做完的都在，再来一次即从这里继续",))
        except BadTable as wrong:
            self._put(id, state=State.FAILED, told=tuple(map(on_page, wrong.faults)))
        except (Refused, StoreError) as wrong:
            self._put(id, state=State.FAILED, told=tuple(on_page(str(wrong)).splitlines()))
        except Exception:
            log.exception("job %s failed", id)
            self._put(
                id, state=State.FAILED, told=("程序内部出错，详情在启动窗口里；已做完的都在",)
            )
        else:
            self._put(id, state=State.DONE, told=tuple(map(on_page, lines)))

    def _put(self, id: int, **values: object) -> None:
        with self._lock:
            self._jobs[id] = replace(self._jobs[id], **values)  # type: ignore[arg-type]

    def of(self, campaign: str) -> tuple[Job, ...]:
        """The newest first."""
        with self._lock:
            return tuple(
                each for each in reversed(self._jobs.values()) if each.campaign == campaign
            )

    def job(self, id: int) -> Job | None:
        with self._lock:
            return self._jobs.get(id)

    def stop(self, id: int) -> None:
        with self._lock:
            if id in self._stops:
                self._stops[id].set()

    def close(self) -> None:
        """Ask all to stop, and wait until they have."""
        with self._lock:
            threads = list(self._threads.values())
            for each in self._stops.values():
                each.set()
        for thread in threads:
            thread.join()
