"""The first reading of a campaign takes minutes where it is large: done in a thread, with its progress
told, so that no page stands still; whoever comes meanwhile is told how far it is."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

from harness.campaign.held.ready import made_ready
from harness.campaign.held.resident import Resident
from harness.campaign.search import indexed
from harness.store.search.index import WHAT

log = logging.getLogger(__name__)
BREATH = 0.02  # seconds between two pieces, for those who wait for a page


@dataclass(frozen=True, slots=True)
class Progress:
    done: int = 0
    of: int = 0
    what: str = ""


class StillReading(Exception):
    """How far it is."""

    def __init__(self, progress: Progress) -> None:
        super().__init__(progress.what)
        self.progress = progress


class FirstReading:
    """Begun at once. What goes wrong is not told here: the page that asks next meets it again. When all
    is read, the index for searching is brought up: meanwhile pages are given. `of`: as what it is read."""

    def __init__(self, resident: Resident, by: str, of: object = None) -> None:
        self.of = of
        self.progress = Progress()
        self.index = Indexing(resident, by)
        self._ended = threading.Event()
        self._thread = threading.Thread(
            target=self._read, args=(resident, by), name=f"reading {resident.folder}", daemon=True
        )
        self._thread.start()

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    def wait(self, patience: float) -> None:
        """StillReading where it takes longer than so many seconds."""
        if not self._ended.wait(patience):
            raise StillReading(self.progress)

    def join(self, patience: float) -> None:
        self._thread.join(patience)
        self.index.join(patience)

    def _told(self, done: int, of: int, what: str) -> None:
        self.progress = Progress(done, of, what)

    def _read(self, resident: Resident, by: str) -> None:
        try:
            with resident.workspace(by=by, told=self._told) as workspace:
                made_ready(workspace)
        except Exception:
            log.debug("%s could not be read ahead", resident.folder, exc_info=True)
        finally:
            self._ended.set()
        self.index.begin()


class Indexing:
    """The index for searching, filled beside the pages; one at a time."""

    def __init__(self, resident: Resident, by: str) -> None:
        self.progress: Progress | None = None  # while it goes on
        self._resident, self._by = resident, by
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._stopped = False

    def begin(self) -> threading.Thread | None:
        with self._lock:
            if self.progress is None and not self._stopped:
                self.progress = Progress(what=WHAT)
                self._thread = threading.Thread(target=self._fill, daemon=True)
                self._thread.start()
            return self._thread

    def wait(self, patience: float) -> None:
        """Begun where it does not go on. StillReading where it takes longer than so many seconds."""
        thread = self.begin()
        if thread is not None:
            thread.join(patience)
        progress = self.progress
        if progress is not None:
            raise StillReading(progress)

    def join(self, patience: float) -> None:
        self._stopped = True
        if self._thread is not None:
            self._thread.join(patience)

    def _told(self, done: int, of: int, what: str) -> None:
        if self._stopped:
            raise Stopped
        self.progress = Progress(done, of, what)
        time.sleep(BREATH)

    def _fill(self) -> None:
        try:
            with self._resident.workspace(by=self._by, told=self._told) as workspace:
                indexed(workspace)
        except Exception:
            log.debug("%s could not be indexed", self._resident.folder, exc_info=True)
        finally:
            self.progress = None


class Stopped(Exception):
    """The workbench closes."""
