"""campaign.toml and the rubric that it names, read again only when what they say has changed."""

from __future__ import annotations

import threading
from pathlib import Path

from harness.campaign.workspace import rubric_of
from harness.scoring.rubric_file.rubric import Rubric
from letters.model import Campaign
from letters.opening import NotOpened, read_file
from letters.tables import APPLICANTS, QUESTIONS, read_campaign
from letters.templating import FOLDER as TEMPLATES

_Read = tuple[Campaign, Rubric]


class Settings:
    """Of one campaign's folder. The files are small: their bytes are compared, for a file that is saved
    twice in one tick of the disk's clock looks untouched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._seen: object = None
        self._read: _Read | None = None

    def now(self) -> _Read:
        """BadTable where one of them is wrong."""
        with self._lock:
            seen = self._seen_now()
            if self._read is None or seen != self._seen:
                campaign = read_campaign(self.folder)
                self._read = campaign, rubric_of(self.folder, campaign.rubric)
                # what lay there before it was read: what was saved meanwhile is read next time
                self._seen = seen
            return self._read

    def _seen_now(self) -> object:
        """Of whatever the folder holds that read_campaign or the rubric may be made from."""
        tables = sorted(self.folder.glob("*.toml"))
        others = [self.folder / QUESTIONS, self.folder / APPLICANTS]
        others += sorted((self.folder / TEMPLATES).rglob("*"))
        return [(each.name, _bytes_of(each)) for each in tables], [_look(each) for each in others]


def _bytes_of(path: Path) -> bytes:
    try:
        return read_file(path)
    except (OSError, NotOpened):  # read_campaign says of it what is wrong
        return b""


def _look(path: Path) -> object:
    try:
        seen = path.stat()
    except OSError:
        return None
    return path.name, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns
