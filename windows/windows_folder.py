"""A folder for Windows laptops: Python, the locked wheels, our packages and 明察.bat. Nothing to install.

    python windows/windows_folder.py build/windows --python python-3.11.9-embed-amd64.zip

In: the embeddable package of CPython for 64-bit Windows, as python.org publishes it (its page tells its
hash; ours is printed), and requirements.lock. Out: the folder 明察 and 明察.zip. It is made on any
system; it has not been run on Windows here, and what can be checked without Windows is checked: every
locked package has a wheel for win_amd64 with the locked hash, no path grows beyond what Windows opens.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
OURS = ("harness", "letters", "parsers", "calendars")
NAME = "明察"
LONGEST = 260  # characters of a path, where long paths are not switched on
ROOM = 80  # of them for the folder in which a user unpacks it
BUILT = (
    "pymeeus,lunar-python"  # come as source alone; they are Python and become wheels by themselves
)
_DLL = re.compile(r"python3(\d+)\.dll")


class NotBuilt(Exception):
    """One clear line in Chinese."""


def main() -> int:
    parser = argparse.ArgumentParser(description="制作 Windows 版文件夹")
    parser.add_argument("target", type=Path)
    parser.add_argument(
        "--python", type=Path, required=True, help="python.org 的 embeddable 包（64位）"
    )
    given = parser.parse_args()
    try:
        made = build(given.target, given.python)
    except NotBuilt as wrong:
        sys.stderr.write(f"错误：{wrong}\n")
        return 2
    sys.stdout.write(
        f"已制作：{made}\n没有在 Windows 上运行过，发给别人之前请先在一台 Windows 上试开。\n"
    )
    return 0


def build(target: Path, python: Path) -> Path:
    folder = target / NAME
    if folder.exists():
        raise NotBuilt(f"“{folder}”已经有了，请先移走")
    minor = unpack_python(python, folder / "python")
    install(folder / "python" / "Lib" / "site-packages", minor)
    put_ours(folder / "python" / "Lib" / "site-packages")
    write_pth(folder / "python", minor)
    shutil.copy(Path(__file__).with_name("明察.bat"), folder / "明察.bat")
    shutil.copy(Path(__file__).with_name("说明.txt"), folder / "说明.txt")
    too_long = long_paths(folder)
    if too_long:
        raise NotBuilt(f"路径太长，Windows 打不开：{too_long[0]}")
    return Path(shutil.make_archive(str(target / NAME), "zip", target, NAME))


def unpack_python(archive: Path, place: Path) -> int:
    """Answers the minor version: 11 for Python 3.11."""
    try:
        data = archive.read_bytes()
    except OSError:
        raise NotBuilt(
            f"没有“{archive}”。请从 python.org 下载 Windows embeddable package (64-bit)，用 --python 指明"
        ) from None
    sys.stdout.write(f"{archive.name}  SHA-256 {hashlib.sha256(data).hexdigest()}\n")
    try:
        with zipfile.ZipFile(archive) as opened:
            names = opened.namelist()
            _refuse_outside(names)
            minors = [int(found[1]) for name in names if (found := _DLL.fullmatch(name))]
            if len(minors) != 1 or "python.exe" not in names:
                raise NotBuilt(f"“{archive.name}”不是 Python 的 embeddable 包")
            if minors[0] < 11:
                raise NotBuilt(f"“{archive.name}”是 Python 3.{minors[0]}，需要 3.11 或更新版本")
            opened.extractall(place)
    except zipfile.BadZipFile:
        raise NotBuilt(f"“{archive.name}”不是 zip 文件，可能没有下载完整") from None
    return minors[0]


def _refuse_outside(names: list[str]) -> None:
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
            raise NotBuilt(f"压缩包里的“{name}”会写到文件夹以外，没有展开")


def install(place: Path, minor: int, *, dry: bool = False) -> None:
    """The locked wheels for 64-bit Windows, by their hashes; `dry`: only see that each is there."""
    call = [
        str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet", "--target", place,
        "--python-platform", "x86_64-pc-windows-msvc", "--python-version", f"3.{minor}",
        "--only-binary", ":all:", "--no-binary", BUILT, "--require-hashes", "--no-deps",
        "--link-mode", "copy", *(["--dry-run"] if dry else []), "-r", ROOT / "requirements.lock",
    ]  # fmt: skip
    done = subprocess.run(call, check=False, capture_output=True, encoding="utf-8", cwd=ROOT)
    if done.returncode:
        raise NotBuilt(f"锁定的软件包没有装全：{done.stderr.strip().splitlines()[-1]}")


def put_ours(place: Path) -> None:
    leave_out = shutil.ignore_patterns("__pycache__", "*.pyc")
    for name in OURS:
        shutil.copytree(ROOT / name, place / name, ignore=leave_out)


def write_pth(place: Path, minor: int) -> None:
    """What the embedded Python imports from: nothing of the machine, nobody's environment."""
    lines = [f"python3{minor}.zip", ".", "Lib\\site-packages", ""]
    (place / f"python3{minor}._pth").write_text("\r\n".join(lines), encoding="ascii", newline="")


def long_paths(folder: Path) -> list[str]:
    """Files that a user could not open who unpacks it in a folder of ROOM characters."""
    shown = (each.relative_to(folder.parent).as_posix() for each in folder.rglob("*"))
    return sorted(path for path in shown if len(path) > LONGEST - ROOM - 1)


if __name__ == "__main__":
    sys.exit(main())
