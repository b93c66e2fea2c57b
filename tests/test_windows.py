"""What can be known of Windows without one: wheels, paths, imports, the folder that is made."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent.parent
sys.path.append(str(HERE / "windows"))

import windows_folder  # noqa: E402

# what Windows does not have, of the standard library
POSIX_ONLY = (
    "fcntl", "grp", "nis", "ossaudiodev", "posix", "pty", "pwd", "readline", "resource", "spwd", "syslog",
    "termios", "tty", "_curses", "_posixshmem", "_posixsubprocess",
)  # fmt: skip
OF_OS = (
    "fork",
    "forkpty",
    "geteuid",
    "getuid",
    "getgid",
    "setsid",
    "setuid",
    "chown",
    "killpg",
)
LINUX = ("harness.engine.linux_cage", "harness.engine.windows_job")  # each loaded on its own system
_HIDDEN = """
import builtins, importlib, os, pkgutil, sys
import asyncio, subprocess, multiprocessing, socket, signal, tempfile, getpass, ssl, shutil, pathlib, logging
real = builtins.__import__
def hidden(name, globals=None, locals=None, fromlist=(), level=0):
    asks = (globals or {}).get("__name__", "").partition(".")[0]
    if asks in OURS and name.partition(".")[0] in POSIX_ONLY:
        raise ModuleNotFoundError(name)
    return real(name, globals, locals, fromlist, level)
builtins.__import__ = hidden
for name in OF_OS:
    if hasattr(os, name): delattr(os, name)
failed = []
for root in OURS:
    package = importlib.import_module(root)
    for each in pkgutil.walk_packages(package.__path__, root + "."):
        if each.name in LINUX or ".migrations" in each.name or each.name.endswith("__main__"): continue
        try: importlib.import_module(each.name)
        except Exception as wrong: failed.append(f"{each.name}: {type(wrong).__name__} {wrong}")
print("\\n".join(failed))
"""


def test_everything_is_imported_without_what_windows_lacks():
    heads = f"POSIX_ONLY = {POSIX_ONLY!r}\nOF_OS = {OF_OS!r}\nOURS = {windows_folder.OURS!r}\nLINUX = {LINUX!r}\n"
    done = subprocess.run(
        [sys.executable, "-c", heads + _HIDDEN],
        check=True, capture_output=True, encoding="utf-8", cwd=HERE,
    )  # fmt: skip
    assert done.stdout.strip() == ""


def test_every_locked_package_has_a_wheel_for_windows(tmp_path):
    try:
        windows_folder.install(tmp_path / "site", 11, dry=True)
    except windows_folder.NotBuilt as wrong:
        if any(each in str(wrong) for each in ("dns", "connect", "network", "offline")):
            pytest.skip("没有网络")
        raise


def test_no_path_of_ours_is_too_long_for_windows():
    files = subprocess.run(
        ["git", "ls-files", "-z"], cwd=HERE, check=False, capture_output=True, encoding="utf-8"
    ).stdout.split("\0")
    inside = "明察/python/Lib/site-packages/"
    long = [
        each
        for each in files
        if len(inside + each) > windows_folder.LONGEST - windows_folder.ROOM - 1
    ]
    assert not [each for each in long if each.startswith(windows_folder.OURS)]


def embedded(place: Path, minor: int = 11, **more: str) -> Path:
    """An archive laid out as python.org's, with nothing in it that runs."""
    with zipfile.ZipFile(place, "w") as made:
        for name in (
            "python.exe",
            f"python3{minor}.dll",
            f"python3{minor}.zip",
            f"python3{minor}._pth",
        ):
            made.writestr(name, b"")
        for name, text in more.items():
            made.writestr(name, text)
    return place


def test_the_folder_holds_python_our_packages_and_what_to_click(tmp_path, monkeypatch):
    monkeypatch.setattr(windows_folder, "install", lambda place, _minor: place.mkdir(parents=True))
    made = windows_folder.build(tmp_path, embedded(tmp_path / "python.zip"))
    with zipfile.ZipFile(made) as opened:
        names = opened.namelist()
        bat = opened.read("明察/明察.bat").decode("utf-8")
        pth = opened.read("明察/python/python311._pth").decode("ascii")
    assert "明察/python/Lib/site-packages/harness/web/templates/base.html" in names
    assert not [each for each in names if "__pycache__" in each]
    assert "serve" in bat and "--open" in bat and "本机程序，不联网" in bat and "pause" in bat
    assert "\r\n" in bat and not bat.replace("\r\n", "").count("\n")
    assert "site-packages" in pth and "import site" not in pth


@pytest.mark.parametrize("trouble", ["missing", "no zip", "old", "outside", "other"])
def test_what_is_no_python_for_windows_is_refused_in_one_line(tmp_path, trouble):
    archive = tmp_path / "python.zip"
    if trouble == "no zip":
        archive.write_bytes(b"half a download")
    elif trouble == "old":
        embedded(archive, 9)
    elif trouble == "outside":
        embedded(archive, **{"../outside.txt": "x"})
    elif trouble == "other":
        zipfile.ZipFile(archive, "w").writestr("readme.txt", "x")
    with pytest.raises(windows_folder.NotBuilt) as told:
        windows_folder.unpack_python(archive, tmp_path / "python")
    assert len(str(told.value).splitlines()) == 1
    assert not (tmp_path / "outside.txt").exists()
    left = [each.name for each in tmp_path.iterdir()]
    assert left == ([] if trouble == "missing" else ["python.zip"])
