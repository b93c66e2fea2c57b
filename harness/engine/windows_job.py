"""Windows: a job object that bounds a child's memory and ends it with its parent.

In: a process of ours, bytes. Out: the job's handle to be kept as long as the child may live: when
the last handle is closed, also because this program was ended, Windows ends all that is in the job.
The structures are those of winnt.h (JOBOBJECT_EXTENDED_LIMIT_INFORMATION).
"""

from __future__ import annotations

import ctypes
import subprocess
import sys

_EXTENDED_LIMITS = 9
_PROCESS_MEMORY, _JOB_MEMORY, _KILL_ON_CLOSE = 0x100, 0x200, 0x2000
_DIE_ON_FAULT = 0x400  # no dialogue box when it crashes


class _Basic(ctypes.Structure):
    _fields_ = [
        ("per_process_time", ctypes.c_int64),
        ("per_job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("minimum_working_set", ctypes.c_size_t),
        ("maximum_working_set", ctypes.c_size_t),
        ("active_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    ]


class _Extended(ctypes.Structure):
    _fields_ = [
        ("basic", _Basic),
        ("io", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    ]


def confine(process: subprocess.Popen[bytes], memory: int) -> int | None:
    """The handle of the job that `process` now runs in; None elsewhere than on Windows, and where
    Windows refuses."""
    if sys.platform != "win32":
        return None
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        return None
    limits = _Extended()
    limits.basic.flags = _PROCESS_MEMORY | _JOB_MEMORY | _KILL_ON_CLOSE | _DIE_ON_FAULT
    limits.process_memory = limits.job_memory = memory
    pointer, size = ctypes.byref(limits), ctypes.sizeof(limits)
    kernel.SetInformationJobObject(ctypes.c_void_p(job), _EXTENDED_LIMITS, pointer, size)
    handle = ctypes.c_void_p(int(process._handle))
    kernel.AssignProcessToJobObject(ctypes.c_void_p(job), handle)
    return int(job)


def release(job: int | None) -> None:
    """Close the handle: what still runs in the job ends."""
    if job is not None and sys.platform == "win32":
        ctypes.WinDLL("kernel32").CloseHandle(ctypes.c_void_p(job))
