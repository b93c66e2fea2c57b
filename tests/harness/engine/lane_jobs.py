"""Jobs that misbehave, for the tests of lanes: functions of a module's top level, as all jobs are."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from parsers import effort


@dataclass(frozen=True, slots=True)
class Seen:
    process: int
    words: tuple[str, ...]


def see(word: str, times: int) -> Seen:
    return Seen(os.getpid(), (word,) * times)


def number(value: int) -> int:
    return value


def die(status: int) -> int:
    os._exit(status)


def spin(seconds: float) -> int:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return 1


def spin_with_leave(seconds: float, allowed: float) -> int:
    assert effort.listener is not None
    effort.listener(allowed)
    return spin(seconds)


def sleep(seconds: float) -> int:
    time.sleep(seconds)
    return 1


def swell(megabytes: int) -> int:
    kept = [b"x" * 2**20 for _ in range(megabytes)]
    return len(kept)


def swell_below(megabytes: int) -> int:
    """The same in a program that it starts."""
    code = f"x = [bytes([1]) * 2**20 for _ in range({megabytes})]; import time; time.sleep(20)"
    return subprocess.run([sys.executable, "-c", code], check=False).returncode


def raise_value_error(words: str) -> int:
    raise ValueError(words)


def connect(host: str, port: int) -> str:
    try:
        with socket.create_connection((host, port), timeout=2):
            return "connected"
    except OSError as why:
        return type(why).__name__


def connect_below(host: str, port: int) -> str:
    code = f"import socket; socket.create_connection(({host!r}, {port}), timeout=2)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    return "connected" if ran.returncode == 0 else "refused"


def connect_unix(path: str) -> str:
    try:
        with socket.socket(socket.AF_UNIX) as own:
            own.connect(path)
            return "connected"
    except OSError as why:
        return type(why).__name__


def go_into_background() -> int:
    """Starts a program that starts another one in a session of its own, and ends."""
    code = (
        "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', "
        "'import time; time.sleep(60)'], start_new_session=True).pid)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return int(ran.stdout)


def lie() -> int:
    return "no number"  # type: ignore[return-value]


def look_up(name: str) -> str:
    try:
        socket.getaddrinfo(name, 80)
    except OSError as why:
        return type(why).__name__
    return "found"


def read_file(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except OSError as why:
        return type(why).__name__


def write_file(path: str) -> str:
    try:
        Path(path).write_text("x", encoding="utf-8")
    except OSError as why:
        return type(why).__name__
    return "written"


def leave_file() -> str:
    handle, path = tempfile.mkstemp()
    os.close(handle)
    return path


def secrets() -> str:
    return " ".join(f"{name}={value}" for name, value in os.environ.items())


def start_program() -> int:
    """Starts a program that would go on for a minute, and goes on itself."""
    program = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(tempfile.gettempdir(), "program").write_text(str(program.pid), encoding="utf-8")
    return program.pid


def grow_and_stay(megabytes: int) -> int:
    """Leaves its process fat, as a recogniser's models do."""
    kept_for_good.append(bytes([1]) * megabytes * 2**20)
    return os.getpid()


kept_for_good: list[bytes] = []


def long_answer(megabytes: int) -> bytes:
    return bytes(megabytes * 2**20)


def speak(words: str) -> int:
    print(words, flush=True)  # noqa: T201
    os.write(1, words.encode())
    os.write(2, words.encode())
    return 1


def where() -> int:
    """The process that started the lane: a worker's."""
    return os.getppid()


def slowly(path: str, seconds: float) -> int:
    """Says in no file that it has begun: its cage has none. Waits without the processor."""
    time.sleep(seconds)
    return len(path)


class Trap:
    """Ends the process that unpickles it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (7,)


def trap() -> Trap:
    return Trap()
