"""The cage of a process that opens what came from strangers: entered once, for good.

In: the folder that it may write to, how much memory it may take. Out: `Held`, what the system gave
of it. The network and the files are shut off where Linux can (linux_cage.py); memory, core files
and the size of files by the limits of POSIX, on Windows by a job object that the parent makes
(windows_job.py). What the system does not give is said by `mingcha self-test`; time and memory are
watched by the parent everywhere (lanes.py).
"""

from __future__ import annotations

import site
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.engine import linux_cage

MAX_FILE = 512 * 1024 * 1024  # the largest file that it may write
# of the caller's environment only what programs need to run: a password that somebody keeps there
# is none of a stranger's business
_KEPT = frozenset(
    (
        "PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
        "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "LANG", "TZ", "XDG_DATA_DIRS",
        "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "PROGRAMFILES", "PROGRAMDATA",
        "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE",
    )
)  # fmt: skip
_KEPT_BEGINNINGS = ("LC_", "OPENBLAS_", "OMP_", "MKL_", "FONTCONFIG_")
# nothing may go on line: onnxruntime's wheels have learned to since 1.29
_QUIET = {"ORT_DISABLE_TELEMETRY": "1", "DO_NOT_TRACK": "1"}

# what saves time where one letter is read: numpy's products are small here, and its threads take a fifth of
# the time that it takes to load; glibc gives back to the system, page by page, what the next picture wants again
_SPARING = {
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_MMAP_THRESHOLD_": str(32 * 2**20),
    "MALLOC_TRIM_THRESHOLD_": str(128 * 2**20),
}


@dataclass(frozen=True, slots=True)
class Held:
    """Which walls stand."""

    network: bool = False
    files: bool = False
    memory: bool = False


def environment(given: Mapping[str, str], folder: Path, threads: int) -> dict[str, str]:
    """What a caged process gets of the caller's environment: its temporary folder is its own."""
    kept = {
        name: value
        for name, value in given.items()
        if name.upper() in _KEPT or name.upper().startswith(_KEPT_BEGINNINGS)
    }
    own = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    own |= {"OMP_NUM_THREADS": str(threads), "PYTHONUTF8": "1"}
    return {**_SPARING, **kept, **_QUIET, **own}


def enter(folder: Path, memory: int) -> Held:
    """Shut this process in. Call before anything heavy is imported, while it has one thread."""
    limited = _limit(memory)
    if not sys.platform.startswith("linux"):
        return Held(memory=limited)
    linux_cage.keep_descendants()
    # files first: the rules are made with calls that the filter leaves alone anyway
    files = linux_cage.shut_files(_readable(), folder, sockets=(Path("/tmp"),))
    return Held(network=linux_cage.shut_network(), files=files, memory=limited)


def _limit(memory: int) -> bool:
    try:
        import resource
    except ImportError:  # Windows
        return False
    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: MAX_FILE}
    # on Linux what is written to counts; elsewhere the name says address space, and a program that
    # maps its libraries would hit that at once
    if sys.platform.startswith("linux"):
        limits[resource.RLIMIT_DATA] = memory
    for kind, most in limits.items():
        hard = resource.getrlimit(kind)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))
    return resource.RLIMIT_DATA in limits


def _readable() -> Iterator[Path]:
    """What programs consist of: the system, Python, this program."""
    for name in ("usr", "lib", "lib64", "lib32", "bin", "sbin", "etc", "opt", "proc", "sys", "dev"):
        yield Path("/", name)
    # fonts; what Debian's LibreOffice keeps there; programs of Nix
    yield from map(Path, ("/var/cache/fontconfig", "/var/lib", "/var/spool/libreoffice", "/nix"))
    places = {
        *sys.path, sys.prefix, sys.base_prefix, sys.exec_prefix, *sysconfig.get_paths().values(),
        site.getusersitepackages(), str(Path(sys.executable).resolve().parent.parent),
        str(Path(__file__).resolve().parents[2]),
    }  # fmt: skip
    yield from (path for path in map(Path, sorted(places)) if path.is_absolute())
