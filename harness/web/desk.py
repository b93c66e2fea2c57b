"""The campaigns of a workbench, each held open between requests; and what runs long.

A campaign is called by its folder's name. The home may be one campaign, or hold several.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from harness.campaign.held.resident import Resident
from harness.campaign.workspace import SETTINGS
from harness.web.first_reading import FirstReading
from harness.web.jobs import Jobs
from harness.web.people.opened import People, open_people
from harness.web.settings import Settings
from letters.faults import BadTable
from letters.tables import read_campaign


@dataclass(frozen=True, slots=True)
class Shelved:
    """A campaign as the first page names it; `fault`: why it cannot be opened."""

    key: str
    title: str
    folder: Path
    fault: str = ""


class Desk:
    """Opened once, closed at the end; may be asked by many threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.people: People = open_people(settings.home, settings.now)
        self.jobs = Jobs()
        self._residents: dict[str, Resident] = {}
        self._readings: dict[str, FirstReading] = {}
        self._left: list[Resident] = []  # whoever has one at hand may finish with it
        self._lock = threading.Lock()

    def folders(self) -> dict[str, Path]:
        """Key -> folder, in order of names."""
        home = self.settings.home
        if (home / SETTINGS).is_file():
            return {home.resolve().name: home}
        return {
            each.name: each
            for each in sorted(home.iterdir())
            if not each.name.startswith(".") and (each / SETTINGS).is_file()
        }

    def campaigns(self) -> tuple[Shelved, ...]:
        return tuple(_shelved(key, folder) for key, folder in self.folders().items())

    def resident(self, key: str) -> Resident | None:
        """The campaign, opened and read at its first use; None where there is none of this name.
        StillReading while that lasts, BadTable and StoreError where it cannot be opened."""
        folder = self.folders().get(key)
        if folder is None:
            return None
        with self._lock:
            if key not in self._residents:
                self._residents[key] = Resident(
                    folder, today=self.settings.today, now=self.settings.now
                )
            found = self._residents[key]
            reading, of = self._readings.get(key), found.read_as()
            if reading is None or (reading.ended and reading.of != of):
                reading = self._readings[key] = FirstReading(found, self.settings.by, of)
        reading.wait(self.settings.patience)
        return found

    def index(self, key: str) -> None:
        """The index for searching is brought up, beside the pages. StillReading while that lasts."""
        self._readings[key].index.wait(self.settings.patience)

    def reopened(self) -> None:
        """Every campaign is opened anew at its next use: a calendar has changed."""
        with self._lock:
            self._left += self._residents.values()
            self._residents.clear()
            self._readings.clear()

    def close(self) -> None:
        self.jobs.close()
        with self._lock:
            for reading in self._readings.values():
                reading.join(2.0)
            for each in (*self._residents.values(), *self._left):
                each.close()
            self._residents.clear()
            self._left.clear()
        self.people.engine.dispose()


def _shelved(key: str, folder: Path) -> Shelved:
    try:
        return Shelved(key, read_campaign(folder).title, folder)
    except BadTable as wrong:
        return Shelved(key, key, folder, wrong.faults[0])
