"""A cluster of Dask's as an engine: jobs go to workers on other machines, each of which has lanes of its own.

`submit` gives a future as lanes do: the result, or `Lost`. One thread keeps order: of all jobs only so many
are on their way as the cluster has hands, and some more. What follows from a cluster is never taken for
a fault of a file: a scheduler that is away is waited for, with an end; then everything that waits hears one
Chinese line (`away`). A job whose worker died twice is tried by itself, with nothing beside it; where a
worker dies once more, it is that file's: it is `Lost`, by its name.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import pickle
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import msgspec

from harness.engine import cluster_settings, worker_task
from harness.engine.cluster_settings import SILENCE
from harness.engine.lane import Closed, JobFailed, result_of
from harness.engine.lanes import Given, Made
from harness.engine.lost import Lost
from harness.engine.process import NotStarted
from harness.engine.trust import NotTrusted, files_for, folder_of
from harness.engine.worker_task import Answer

_log = logging.getLogger(__name__)
PATIENCE = 2.0 * SILENCE  # seconds in which a scheduler or a worker must be there (again)
CONNECT = SILENCE / 3  # seconds of one try to connect
LOOK = 1.0  # seconds between two looks at the scheduler
LEAST_AHEAD, SPARE = 16, 4  # jobs on their way: at least; a hand's own and so many in all for it
BATCH = 64  # results fetched at a time
TRIES = 3  # of a job whose result was lost on its way


@dataclass(slots=True, eq=False)
class Job:
    module: str
    name: str
    data: bytes
    type: Any
    future: Future[Any]
    lost: int = 0  # results that were lost on their way
    alone: bool = False  # tried with nothing beside it
    task: Any = None  # Dask's future
    asker: int = field(default_factory=threading.get_ident)
    number: int = field(default_factory=itertools.count(1).__next__)
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A worker as the scheduler tells of it. `why`: why it is not used, in Chinese; empty where it is."""

    name: str
    address: str
    hands: int
    why: str
    busy: int = 0  # jobs that it is doing


@dataclass(eq=False)
class Cluster:
    """`version`: of the program; only workers of the same are given anything. `away`: makes the exception
    that tells that the cluster cannot be used."""

    address: str
    version: str
    certificates: Path
    away: Callable[[str], Exception]
    fetches: ClassVar[bool] = True  # a `Deferred` is made on the worker
    _waiting: deque[Job] = field(default_factory=deque)
    _events: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    _suspects: deque[Job] = field(default_factory=deque)
    _flying: dict[str, Job] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _thread: threading.Thread | None = None
    _closed: bool = False
    _client: Any = None
    _hands: int = 0
    _since: float = 0.0  # when the cluster was last seen to work
    _told: frozenset[str] = frozenset()

    @property
    def ahead(self) -> int:
        """How many jobs it is worth to have begun."""
        return max(LEAST_AHEAD, SPARE * self._hands)

    def submit(
        self, function: Callable[Given, Made], /, *arguments: Given.args, **named: Given.kwargs
    ) -> Future[Made | Lost]:
        assert not named, "a worker takes values by place"
        future: Future[Made | Lost] = Future()
        if self._closed:
            future.set_exception(Closed())
            return future
        try:
            job = Job(
                function.__module__, function.__qualname__, pickle.dumps(tuple(arguments)),
                result_of(function), future,
            )  # fmt: skip
        except Exception as fault:  # noqa: BLE001  the future tells
            future.set_exception(fault)
            return future
        with self._lock:
            self._waiting.append(job)
            if self._thread is None:
                self._since = time.monotonic()
                self._thread = threading.Thread(target=self._run, name="cluster", daemon=True)
                self._thread.start()
        self._events.put(None)
        return future

    def take_back(self) -> None:
        """What this very thread has asked for and was not done yet: it asks no more."""
        me = threading.get_ident()
        with self._lock:
            mine = [each for each in self._waiting if each.asker == me]
            for each in mine:
                self._waiting.remove(each)
            flying = [each for each in self._flying.copy().values() if each.asker == me]
        for job in mine:
            if not job.future.cancel():
                _ends(job, CancelledError())
        for job in flying:
            job.taken_back = True
            with contextlib.suppress(Exception):  # it has ended meanwhile
                job.task.cancel()

    def close(self) -> None:
        """What was not done is taken back; whoever waits for it hears that nobody does it any more."""
        self._closed = True
        self._events.put(None)
        if self._thread is not None:
            self._thread.join(CONNECT + 5)
        self._end_all(Closed)

    # --- the one thread

    def _run(self) -> None:
        looked = 0.0
        while not self._closed:
            try:
                self._take_events(LOOK if self._any() else None)
                if self._closed or not self._any():
                    continue
                if self._connected():
                    self._pump()
                    if time.monotonic() - looked > LOOK:
                        looked = time.monotonic()
                        self._look()
            except Exception as fault:  # noqa: BLE001  nobody may wait for ever
                _log.exception("the cluster's thread")
                told = _line(self.address, type(fault).__name__)
                self._drop()
                self._end_all(self._fault_told(told))
        self._drop()

    def _any(self) -> bool:
        return bool(self._waiting or self._flying or self._suspects)

    def _take_events(self, wait: float | None) -> None:
        """What has ended since; waits for the first."""
        ended: list[Any] = []
        try:
            first = self._events.get(timeout=wait)
            ended += [first] if first is not None else []
            while len(ended) < BATCH:
                event = self._events.get_nowait()
                ended += [event] if event is not None else []
        except queue.Empty:
            pass
        there = list(dict.fromkeys(each.key for each in ended if each.key in self._flying))
        if there:
            self._take(there)

    def _connected(self) -> bool:
        if self._client is not None and self._client.status == "running":
            return True
        if self._client is not None:  # it was there, and is gone: all that flew begins anew
            self._drop()
        try:
            self._client = cluster_settings.client(self.address, self.certificates, CONNECT)
            self._since = time.monotonic()
        except NotTrusted as wrong:
            self._end_all(self._fault_told(str(wrong)))
        except Exception as fault:  # noqa: BLE001  refused, away, another protocol
            _log.info("no scheduler at %s: %s", self.address, fault)
            if cluster_settings.is_refusal(fault):
                told = f"集群的调度程序“{self.address}”的证书核对不过（两边不是同一次制作的，或已过期），没有连接"
                self._end_all(self._fault_told(told))
            elif time.monotonic() - self._since > PATIENCE:
                told = f"连不上集群的调度程序“{self.address}”，请检查它是否在运行、网络通不通；改好后再来一次，做完的都在"
                self._end_all(self._fault_told(told))
        return self._client is not None

    def _pump(self) -> None:
        if self._suspects and not self._flying:
            job = self._suspects.popleft()
            job.alone = True
            self._send(job)
            return
        if self._suspects or any(each.alone for each in self._flying.values()):
            return  # nothing goes beside one that may have ended its worker
        while len(self._flying) < self.ahead:
            with self._lock:
                if not self._waiting:
                    return
                job = self._waiting.popleft()
            if job.lost or job.future.set_running_or_notify_cancel():
                self._send(job)

    def _send(self, job: Job) -> None:
        try:
            job.task = self._client.submit(
                worker_task.run, job.module, job.name, job.data, pure=False, retries=0,
                resources={cluster_settings.resource(self.version): 1},
                priority=-job.number,  # whoever waits, waits for the first
            )  # fmt: skip
        except Exception:
            job.lost = max(job.lost, 1)
            self._again(job)
            raise
        self._flying[job.task.key] = job
        job.task.add_done_callback(self._events.put)

    def _again(self, job: Job) -> None:
        with self._lock:
            self._waiting.appendleft(job)

    def _take(self, ended: Sequence[str]) -> None:
        """`ended`: keys of tasks."""
        tasks = {key: self._flying[key].task for key in ended}
        done = {key: each for key, each in tasks.items() if each.status == "finished"}
        try:
            found = cluster_settings.gather(self._client, done) if done else {}
        except Exception as fault:  # noqa: BLE001  its worker or the scheduler has just gone
            _log.info("results could not be fetched: %s", fault)
            found = {}
        for key, task in tasks.items():
            job = self._flying.pop(key)
            answer, job.task = found.get(key), None
            if job.taken_back and answer is None:
                _ends(job, CancelledError())
            elif task.status == "error":
                self._died(job, task)
            elif answer is None:  # on its way it was lost, with the scheduler or a worker
                self._lost_on_its_way(job)
            else:
                self._since = time.monotonic()
                self._told_of(job, answer)
            with contextlib.suppress(Exception):
                task.release()

    def _lost_on_its_way(self, job: Job) -> None:
        job.lost += 1
        job.alone = False
        if job.lost > TRIES and self._client is not None and self._client.status == "running":
            _ends(job, self.away(_line(self.address, "结果取不回来")))
        else:
            self._again(job)

    def _died(self, job: Job, future: Any) -> None:
        """Dask gives up on it: its workers have died over it, or over another that ran beside it."""
        killed = cluster_settings.was_killed(future)
        if killed is None:
            _ends(job, JobFailed(cluster_settings.told_of(future)))
        elif job.alone:
            _log.error("%s ended its worker %s", job.name, killed)
            told = (
                f"处理此件时工作机{killed}的进程意外中止，没有别的文件在旁，已隔离，原文件没有改动"
            )
            _gives(job, Lost("died", told))
        else:
            self._suspects.append(job)

    def _told_of(self, job: Job, data: object) -> None:
        """Nothing is taken from a worker that is not what the job promised."""
        try:
            if not isinstance(data, bytes):
                raise ValueError("no bytes")
            answer = msgspec.msgpack.decode(data, type=Answer)
            if answer.kind == worker_task.DONE:
                _gives(job, msgspec.msgpack.decode(answer.data, type=job.type))
            elif answer.kind == worker_task.LOST:
                _gives(job, msgspec.msgpack.decode(answer.data, type=Lost))
            else:
                _ends(job, self._fault(answer))
        except (msgspec.DecodeError, ValueError, RecursionError):
            told = "处理此件的工作机给出的结果无法辨认，已中止，原文件没有改动"
            _gives(job, Lost("died", told))

    def _fault(self, answer: Answer) -> Exception:
        told = answer.data.decode("utf-8", "replace")
        if answer.kind == worker_task.FAILED:
            return JobFailed(told)
        if answer.kind == worker_task.FETCH:
            kinds: Mapping[str, Callable[[str], Exception]] = {
                "missing": FileNotFoundError,
                "changed": ValueError,
            }
            return kinds.get(answer.name, self.away)(told)
        return NotStarted(told)

    def _look(self) -> None:
        """Whether the scheduler answers, and who works for it."""
        try:
            workers = workers_of(cluster_settings.identity(self._client, CONNECT), self.version)
        except Exception as fault:  # noqa: BLE001
            _log.info("the scheduler does not answer: %s", fault)
            if time.monotonic() - self._since > PATIENCE:
                self._drop()
                told = f"集群的调度程序“{self.address}”没有回应，请检查；改好后再来一次，做完的都在"
                self._end_all(self._fault_told(told))
            return
        fit = [each for each in workers if not each.why]
        self._hands = sum(each.hands for each in fit)
        self._tell_refused([each for each in workers if each.why])
        if fit:
            self._since = time.monotonic()
        elif time.monotonic() - self._since > PATIENCE:
            self._drop()
            told = (
                f"集群“{self.address}”没有能用的工作机{_named(workers)}；改好后再来一次，做完的都在"
            )
            self._end_all(self._fault_told(told))

    def _tell_refused(self, refused: Sequence[Seen]) -> None:
        names = frozenset(f"{each.name}（{each.why}）" for each in refused)
        for each in sorted(names - self._told):
            _log.warning("没有使用工作机%s", each)
        self._told = names

    def _drop(self) -> None:
        """Without this connection: what flew waits again."""
        client, self._client = self._client, None
        for job in list(self._flying.values()):
            if job.taken_back:
                _ends(job, CancelledError())
                continue
            job.alone = False
            job.lost = max(job.lost, 1)
            self._again(job)
            if client is not None:
                with contextlib.suppress(Exception):
                    job.task.cancel()
            job.task = None
        self._flying.clear()
        if client is not None:
            cluster_settings.let_go(client)

    def _fault_told(self, line: str) -> Callable[[], Exception]:
        return lambda: self.away(line)

    def _end_all(self, fault: Callable[[], Exception]) -> None:
        with self._lock:
            left = [*self._waiting, *self._flying.values(), *self._suspects]
            self._waiting.clear()
            self._flying.clear()
            self._suspects.clear()
        for job in left:
            if not (self._closed and job.future.cancel()):
                _ends(job, fault())
        self._since = time.monotonic()


def _gives(job: Job, outcome: object) -> None:
    with contextlib.suppress(Exception):  # taken back meanwhile
        job.future.set_result(outcome)


def _ends(job: Job, fault: Exception) -> None:
    with contextlib.suppress(Exception):
        job.future.set_exception(fault)


def _line(address: str, why: str) -> str:
    return f"集群“{address}”出错（{why}），请检查调度程序和工作机；改好后再来一次，做完的都在"


def _named(workers: Sequence[Seen]) -> str:
    if not workers:
        return "（一台也没有连上）"
    return "：" + "；".join(f"{each.name}（{each.why}）" for each in workers[:5])


def workers_of(identity: Mapping[str, Any], version: str) -> list[Seen]:
    """By their names."""
    found = [
        Seen(
            str(each.get("name") or address), str(address), int(each.get("nthreads") or 0),
            cluster_settings.unfit(each.get("resources") or {}, version),
            int((each.get("metrics") or {}).get("task_counts", {}).get("executing") or 0),
        )
        for address, each in (identity.get("workers") or {}).items()
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.name, each.address))


@contextmanager
def open_cluster(
    address: str,
    version: str,
    away: Callable[[str], Exception],
    certificates: Path | None = None,
) -> Iterator[Cluster]:
    """Nothing is connected before the first job."""
    cluster = Cluster(address, version, folder_of(certificates), away)
    try:
        yield cluster
    finally:
        cluster.close()


__all__ = ["Cluster", "Seen", "files_for", "open_cluster", "workers_of"]
