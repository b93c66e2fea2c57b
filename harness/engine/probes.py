"""What a file that has taken its reader over might try: jobs by which `mingcha self-test` sees
whether the cage holds on this machine."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path


def reach(host: str, port: int) -> bool:
    """Whether a connection could be made."""
    try:
        with socket.create_connection((host, port), timeout=5):
            return True
    except OSError:
        return False


def read(path: str) -> bool:
    try:
        Path(path).read_bytes()
    except OSError:
        return False
    return True


def write(path: str) -> bool:
    try:
        Path(path).write_bytes(b"x")
    except OSError:
        return False
    return True


def swell(size: int) -> int:
    kept = []
    for _ in range(0, size, 2**20):
        kept.append(bytes([1]) * 2**20)
    return len(kept)


def spin(seconds: float) -> bool:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return True


def die() -> bool:
    os._exit(1)
