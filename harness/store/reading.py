"""Evidence -> `Document`, each file read once: reading a scan takes seconds, asking again none.

What was read lies in the campaign's cache/ folder, one file a document, under a name made of the
bytes, the file's name and the readers' own source: a reader that changed reads everything anew.
The folder can be deleted at any time; it holds nothing that is not computed from evidence, and
reports take nothing from it that was not read from evidence in the same run.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import cast

import msgspec

import parsers
from harness.engine import HERE, Engine, Lost, ahead
from harness.engine.deferred import Deferred
from harness.store.caching import put
from harness.store.errors import Unusable
from harness.store.shelves import Evidence, Look
from letters.opening import read_file
from parsers import effort
from parsers import programs as outside
from parsers.document import Document, refused

_log = logging.getLogger(__name__)
FOLDER = "cache"
# beside our own readers, what they read with: all that they import, and whose models they use
LIBRARIES = (
    "asn1crypto", "lxml", "numpy", "olefile", "onnxruntime", "opencv-python-headless", "pdfminer.six",
    "pdfplumber", "pi-heif", "pillow", "pyhanko", "pylopdf-fonts-zh-cn", "pypdfium2", "python-calamine",
    "python-oxmsg", "pyclipper", "rapidocr", "tnefparse",
)  # fmt: skip
# why a file could not be read today and may be tomorrow
PASSING = frozenset({"tool_missing", "too_slow"})
Key = tuple[Evidence, str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A piece of evidence to read: where it lies, its SHA-256, under which name it came."""

    evidence: Evidence
    path: str
    sha256: str
    name: str

    @property
    def folder(self) -> Path:
        """The campaign's."""
        return self.evidence.folder

    def load(self) -> bytes:
        """OSError or ValueError where it is gone or no longer what was kept; Unusable where nobody can
        tell."""
        return self.evidence.load(self.path, self.sha256)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a lane sends back: the `Document` as JSON; `lasting` where another try would read no
    more of it; `own` where this very process has read it from the evidence."""

    document: bytes
    lasting: bool
    own: bool = True


def read_bytes(data: bytes, name: str) -> Reading:
    """The job: open a file of a stranger."""
    with effort.one_file() as spent:
        document = parsers.read(data, name)
    passing = any(each.error and each.error.code in PASSING for each in document.walk())
    return Reading(as_json(document), not (spent.incomplete or passing))


# evidence that was found to be what was kept, and lies untouched since: what its file looked like
_whole: dict[Key, Look] = {}


def whole(sheet: Sheet, engine: Engine = HERE) -> None:
    """OSError or ValueError where the evidence is gone or no longer what was kept. Before anything
    that was remembered of it is used: hashed once, and again when its file is not the same. `engine`:
    where it is about to be read, nothing of it being remembered; what that fetches it hashes itself."""
    key = _key(sheet)
    told = sheet.evidence.look(sheet.path)
    if _whole.get(key) == told or (elsewhere(sheet, engine) and kept(sheet) is None):
        return
    if sheet.evidence.was_whole(sheet.path, sheet.sha256) != told:
        data = sheet.load()
        sheet.evidence.is_whole(sheet.path, sheet.sha256, told)
        if len(data) < SMALL:
            _at_hand[key] = data
            if len(_at_hand) > MOST_AT_HAND:
                del _at_hand[next(iter(_at_hand))]
    _whole[key] = told


def elsewhere(sheet: Sheet, engine: Engine) -> Deferred | None:
    """What stands for the bytes where the engine's own machines fetch them."""
    if not getattr(engine, "fetches", False):
        return None
    return sheet.evidence.deferred(sheet.path, sheet.sha256)


def bytes_for(sheet: Sheet, engine: Engine) -> bytes:
    """The bytes as a job is given them, verified here or where they are fetched."""
    return cast(bytes, elsewhere(sheet, engine)) or sheet.load()


def _key(sheet: Sheet) -> Key:
    return sheet.evidence, sheet.path, sheet.sha256


# small evidence that was just found whole: what is about to be read of it need not be opened twice
MOST_AT_HAND, SMALL = 64, 100_000
_at_hand: dict[Key, bytes] = {}


def as_json(document: Document) -> bytes:
    """The document as JSON, every half character (a lone surrogate of a broken mail) as “?”."""
    try:
        return msgspec.json.encode(document)
    except UnicodeEncodeError:
        plain = json.dumps(msgspec.to_builtins(document), ensure_ascii=False)
        return plain.encode("utf-8", "replace")


def from_json(document: bytes) -> Document:
    return msgspec.json.decode(document, type=Document)


def read(sheet: Sheet, engine: Engine = HERE) -> bytes:
    """The document as JSON; ValueError where the evidence is no longer what was kept."""
    return begin(sheet, engine)().document


def begin(sheet: Sheet, engine: Engine = HERE, *, final: bool = False) -> Callable[[], Reading]:
    """The same, begun: the call that is given back waits for it. What follows from a reading that
    does not last is no more to be remembered than the reading itself."""
    if elsewhere(sheet, engine) and kept(sheet, final=final) is None:
        data, seen = bytes_for(sheet, engine), sheet.evidence.look(sheet.path)
    else:
        data, seen = _at_hand.pop(_key(sheet), b"") or sheet.load(), None
    known = kept(sheet, final=final)
    if known is not None:
        return lambda: known
    future = engine.submit(read_bytes, data, sheet.name)
    future.add_done_callback(partial(_keep, sheet, seen))

    def wait() -> Reading:
        return _outcome(future.result(), sheet)

    return wait


def read_ahead(sheets: Sequence[Sheet], engine: Engine = HERE) -> Callable[[], None]:
    """Begin to read what was not read yet, some of it; the call that is given back goes on until all is
    read. Whoever does not wait only reads it himself. Evidence
    that is missing or changed is told of where the document is wanted."""

    def begun(sheet: Sheet) -> Callable[[], object]:
        try:
            return begin(sheet, engine)
        except (OSError, ValueError):
            return lambda: None

    unread = [each for each in dict.fromkeys(sheets) if kept(each) is None]
    waits = ahead(begun, unread, engine)
    first = list(islice(waits, 1))  # with it as many have begun as may be ahead

    def wait() -> None:
        for each in chain(first, waits):
            try:
                each()
            except Unusable:
                raise
            except Exception:  # noqa: BLE001  it is told of where the document is wanted
                _log.exception("reading ahead failed")

    return wait


def _outcome(outcome: Reading | Lost, sheet: Sheet) -> Reading:
    """A file that was too much for its lane is named, like one that cannot be read. It, and one that
    was read in part, is not tried again in this run. Another run tries it anew: the machine may have
    been at fault."""
    if isinstance(outcome, Lost):
        document = as_json(
            refused(sheet.load(), sheet.name, "unknown", outcome.code, outcome.message)
        )
        outcome = Reading(document, lasting=False)
    if not outcome.lasting:
        _lost[_place(sheet)] = outcome.document
    return outcome


def _keep(sheet: Sheet, seen: Look | None, future: Future[Reading | Lost]) -> None:
    """`seen`: how the evidence lay before somebody else fetched and hashed it."""
    if future.cancelled() or future.exception() is not None:
        return
    outcome = future.result()
    if seen is not None and not isinstance(outcome, Lost):
        _whole[_key(sheet)] = seen
        sheet.evidence.is_whole(sheet.path, sheet.sha256, seen)
    keep_reading(sheet, _outcome(outcome, sheet))


# --- the cache ----------------------------------------------------------------------------------

# what this process has read from evidence itself: the place of its copy, the copy's SHA-256
_own: dict[Path, str] = {}
# files that could not be read whole in this run, too much for their lanes, say: the place of a copy,
# what there is of it
_lost: dict[Path, bytes] = {}


class _Label(msgspec.Struct, frozen=True):
    """The first line of a copy: of what it is one."""

    evidence: str
    name: str
    readers: str
    programs: str
    document: str  # its SHA-256


def keep_reading(sheet: Sheet, reading: Reading) -> None:
    """Keep what was read of the evidence just now, unless another try may read more."""
    if reading.lasting:
        place = _place(sheet)
        put(place, _entry(sheet, reading.document))
        _own[place] = hashlib.sha256(reading.document).hexdigest()


def _entry(sheet: Sheet, document: bytes) -> bytes:
    digest = hashlib.sha256(document).hexdigest()
    label = _Label(sheet.sha256, sheet.name, readers(), programs(), digest)
    return msgspec.json.encode(label) + b"\n" + document


def kept(sheet: Sheet, *, final: bool = False) -> Reading | None:
    """What was read before, where there is a whole copy of just this; a wrong one is thrown away.

    `final`: for marks and reports. Then nothing is taken but what this very process has read from
    the evidence: a copy that lies in a folder can be edited."""
    place = _place(sheet)
    if place in _lost:
        return Reading(_lost[place], lasting=False)
    try:
        line, _, document = read_file(place).partition(b"\n")
        label = msgspec.json.decode(line, type=_Label)
    except OSError:
        return None
    except (msgspec.DecodeError, UnicodeDecodeError):
        place.unlink(missing_ok=True)
        return None
    digest = hashlib.sha256(document).hexdigest()
    if label != _Label(sheet.sha256, sheet.name, readers(), programs(), digest):
        place.unlink(missing_ok=True)
        return None
    own = _own.get(place) == digest
    return Reading(document, lasting=True, own=own) if own or not final else None


def _place(sheet: Sheet) -> Path:
    whole = f"{readers()}\n{programs()}\n{sheet.sha256}\n{sheet.name}"
    key = hashlib.sha256(whole.encode()).hexdigest()
    return sheet.folder / f"{FOLDER}/{key[:2]}/{key}.json"


@cache
def readers() -> str:
    """What tells one state of the readers from another: their source and their libraries."""
    digest = hashlib.sha256()
    for source in sorted(Path(parsers.__file__).parent.rglob("*.py")):
        digest.update(read_file(source))
    digest.update(" ".join(version(name) for name in LIBRARIES).encode())
    return digest.hexdigest()


@cache
def programs() -> str:
    """What tells one state of the machine's own programs for reading from another: LibreOffice put
    in, and what antiword gave of a letter is read anew. Looked up once a process, none is run; no
    part of `readers`, for it says nothing of our program's version."""
    found = [(str(each), each.stat()) for each in outside.installed()]
    told = [(path, stat.st_size, stat.st_mtime_ns) for path, stat in found]
    return hashlib.sha256(repr(told).encode()).hexdigest()
