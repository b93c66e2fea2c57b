"""The first reading of a campaign takes minutes where it is large: done in a thread, with its progress
told, so that no page stands still; whoever comes meanwhile is told how far it is."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

from harness.campaign.held.resident import Resident

log = logging.getLogger(__name__)


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
    """Begun at once. What goes wrong is not told here: the page that asks next meets it again."""

    def __init__(self, resident: Resident, by: str) -> None:
        self.progress = Progress()
        self._ended = threading.Event()
        self._thread = threading.Thread(
            target=self._read, args=(resident, by), name=f"reading {resident.folder}", daemon=True
        )
        self._thread.start()

    def wait(self, patience: float) -> None:
        """StillReading where it takes longer than so many seconds."""
        if not self._ended.wait(patience):
            raise StillReading(self.progress)

    def join(self, patience: float) -> None:
        self._thread.join(patience)

    def _told(self, done: int, of: int, what: str) -> None:
        self.progress = Progress(done, of, what)

    def _read(self, resident: Resident, by: str) -> None:
        try:
            with resident.workspace(by=by, told=self._told) as workspace:
                workspace.assess(workspace.book())
        except Exception:
            log.debug("%s could not be read ahead", resident.folder, exc_info=True)
        finally:
            self._ended.set()
