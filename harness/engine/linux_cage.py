"""Linux: shuts this process, and all that it will start, off from network and foreign files.

Two things that the kernel gives every process, root or not, and that cannot be undone: a seccomp
filter (no sockets but AF_UNIX, no io_uring that could open some, no looking into other processes)
and Landlock (read what programs consist of, write below one folder). By ctypes, because there is
no maintained library for both; the numbers are those of <linux/seccomp.h>, <linux/landlock.h> and
the syscall tables. Must be called while the process has one thread; each function answers whether
the kernel took it.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER = 38, 22, 2
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000  # errno 1: EPERM
_SUBREAPER = 36
_AF_UNIX = 1
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # alike on every machine
_X32 = 0x40000000


@dataclass(frozen=True, slots=True)
class _Machine:
    """A kind of processor: how the kernel names it, and its numbers of system calls."""

    audit: int
    socket: int
    refused: tuple[int, ...]


_EVERYWHERE = (425, 426, 427, 438, 440, 448)  # io_uring_*, pidfd_getfd, process_madvise, _mrelease
_MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        41,
        # connect: AF_UNIX leads to services that do go out (a resolver, a bus, Docker); then ptrace,
        # mount, umount2, keyctl, add_key, request_key, perf_event_open, process_vm_*, bpf,
        # userfaultfd, kexec_load
        (42, 101, 165, 166, 250, 248, 249, 298, 310, 311, 321, 323, 246),
    ),
    "aarch64": _Machine(
        0xC00000B7, 198, (203, 117, 40, 39, 219, 217, 218, 241, 270, 271, 280, 282, 104)
    ),
}


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def no_new_privileges() -> bool:
    return bool(_libc().prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)


def keep_descendants() -> bool:
    """What its programs leave behind in the background stays below this process, where it is found
    and ended with it."""
    return bool(_libc().prctl(_SUBREAPER, 1, 0, 0, 0) == 0)


# --- seccomp --------------------------------------------------------------------------------------


def shut_network() -> bool:
    """No socket that could leave the machine, for this process and whatever it starts."""
    machine = _MACHINES.get(platform.machine())
    if machine is None or not no_new_privileges():
        return False
    rows = _rows(machine)
    program = b"".join(struct.pack("=HBBI", *row) for row in rows)
    buffer = ctypes.create_string_buffer(program, len(program))
    head = struct.pack("@HP", len(rows), ctypes.addressof(buffer))
    return bool(_libc().prctl(_PR_SET_SECCOMP, _FILTER, head, 0, 0) == 0)


_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06


def _rows(machine: _Machine) -> list[tuple[int, int, int, int]]:
    """The filter: (code, jump where true, jump where false, value). Jumps count rows to pass."""
    refused = (*machine.refused, *_EVERYWHERE)
    rows = [
        (_LOAD, 0, 0, 4),  # which kind of system call table
        (_EQUAL, 1, 0, machine.audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),  # the call's number
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _REFUSE),
    ]
    for number in refused:
        rows += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    return [
        *rows,
        (_EQUAL, 0, 3, machine.socket),
        (_LOAD, 0, 0, 16),  # its first argument: the family
        (_EQUAL, 1, 0, _AF_UNIX),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]


# --- Landlock -------------------------------------------------------------------------------------

_EXECUTE, _WRITE, _READ, _LIST = 1, 2, 4, 8
_REMOVE_FILE, _MAKE_SOCKET = 32, 512
_ALL = ((1, (1 << 13) - 1), (2, 1 << 13), (3, 1 << 14), (5, 1 << 15))  # (from version, rights)
_NEW_TCP = 3  # bind and connect
_SCOPES = 3  # abstract sockets and signals stay within
_PATH = 1  # a rule about a folder and all below it


def shut_files(read: Iterable[Path], write: Path, sockets: Iterable[Path] = ()) -> bool:
    """Open only what lies below `read`, write only below `write`, and make no socket elsewhere
    than below `sockets` (LibreOffice wants one in /tmp) or `write`."""
    libc = _libc()
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1 or not no_new_privileges():
        return False
    everything = sum(rights for since, rights in _ALL if version >= since)
    tcp, scopes = (_NEW_TCP if version >= 4 else 0), (_SCOPES if version >= 6 else 0)
    asked = struct.pack("=QQQ", everything, tcp, scopes)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = libc.syscall(_CREATE_RULESET, asked, ctypes.c_size_t(size), 0)
    if ruleset < 0:
        return False
    try:
        for path in read:
            _allow(libc, ruleset, path, _EXECUTE | _READ | _LIST)
        for path in sockets:
            _allow(libc, ruleset, path, _MAKE_SOCKET | _REMOVE_FILE)
        _allow(libc, ruleset, Path(os.devnull), _READ | _WRITE)
        _allow(libc, ruleset, write, everything)
        return bool(libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    """What is not there needs no rule."""
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not path.is_dir():
            rights &= _EXECUTE | _READ | _WRITE
        libc.syscall(_ADD_RULE, ruleset, _PATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)
