"""A folder's files -> one .zip that tells of itself, and back: for bundles and backups.

Members are stored, not packed: what came is packed already, the same files give the same bytes on
every machine, and no member can become more than the file weighs. `manifest.json`, the last member,
has the SHA-256 of every other. Whoever unpacks trusts nothing but that: a name that leads out of
the folder, a member twice, packed, or not as the manifest says, and nothing stays unpacked.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

import msgspec

from harness.campaign.errors import Refused
from harness.store.errors import reason
from letters.opening import opened, pieces
from letters.saving import flush_folder

MANIFEST = "manifest.json"
MOST_MEMBERS = 200_000
MOST_MANIFEST = 64 << 20  # bytes; 200,000 members take 40 MB
_EPOCH = (1980, 1, 1, 0, 0, 0)
_BLOCK = 1 << 20
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(1, 10))}
)
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError,
    UnicodeDecodeError,
)  # fmt: skip


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`made`: what the maker says of it: versions, the day, the campaign."""

    kind: str  # bundle | backup
    made: dict[str, Any]
    files: tuple[Member, ...]


def pack(target: Path, kind: str, made: Mapping[str, Any], files: Mapping[str, Path]) -> Manifest:
    """Write the zip, whole or not at all; one of another making at its place is left alone."""
    writable(target, kind, made)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".mingcha-", suffix=".zip")
    try:
        with os.fdopen(handle, "w+b") as out:
            manifest = _write(out, kind, made, files)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(target)
        flush_folder(target.absolute().parent)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return manifest


def writable(target: Path, kind: str, made: Mapping[str, Any]) -> None:
    """Refused where the zip cannot be put there: said before the work begins."""
    if target.suffix.lower() != ".zip":
        raise Refused(f"文件名应以 .zip 结尾，给的是“{target}”")
    if not target.absolute().parent.is_dir():
        raise Refused(f"没有文件夹“{target.parent}”，请先建好或者另行指定位置")
    if not target.exists():
        return
    try:
        there = manifest_of(target)
    except Refused:
        there = None
    if there is None or there.kind != kind or there.made.get("campaign") != made.get("campaign"):
        raise Refused(f"“{target}”已经存在，不是这个测评的同类文件，为免覆盖没有写入，请另取文件名")


def _write(
    out: IO[bytes], kind: str, made: Mapping[str, Any], files: Mapping[str, Path]
) -> Manifest:
    members = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name in sorted(files):
            digest, size = hashlib.sha256(), 0
            with packed.open(_info(name), "w", force_zip64=True) as to:
                for block in pieces(files[name]):
                    digest.update(block)
                    size += len(block)
                    to.write(block)
            members.append(Member(name, size, digest.hexdigest()))
        manifest = Manifest(kind, dict(made), tuple(members))
        text = msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=1)
        packed.writestr(_info(MANIFEST), text)
    return manifest


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _EPOCH)
    info.create_system = 3  # the same on Windows
    info.external_attr = 0o600 << 16
    return info


def safe(name: str) -> bool:
    """Whether it is a path below a folder that this system can hold, written in the one way."""
    parts = PurePosixPath(name).parts
    below = bool(parts) and "/".join(parts) == name and not {"..", "/"} & set(parts)
    return below and name.isprintable() and (os.name != "nt" or all(map(_windows_can, parts)))


def _windows_can(part: str) -> bool:
    odd = any(each in part for each in '\\:*?"<>|') or part.endswith((".", " "))
    return not odd and part.partition(".")[0].casefold() not in _RESERVED


def manifest_of(path: Path) -> Manifest:
    """What the zip says of itself; Refused where it is none of ours."""
    with _opened(path) as packed:
        return _manifest(path, packed)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with (
            opened(path) as handle,
            os.fdopen(handle, "rb", closefd=False) as file,
            zipfile.ZipFile(file) as packed,
        ):
            yield packed
    except OSError as wrong:
        raise Refused(f"打不开文件“{path}”：{reason(wrong)}") from None
    except _BROKEN:
        raise Refused(f"“{path}”不是压缩包，或者已经损坏、不完整") from None


def _manifest(path: Path, packed: zipfile.ZipFile) -> Manifest:
    found = [each for each in packed.infolist() if each.filename == MANIFEST]
    inside = [each for each in packed.infolist() if each.filename.endswith(f"/{MANIFEST}")]
    if (len(found) == 1 and not _as_written(found[0])) or (inside and not found):
        raise Refused(
            f"“{path}”解开之后又重新压缩过（{MANIFEST} 不是写出时的样子），不能据以核对，请用原来的文件"
        )
    if len(found) != 1 or not _as_written(found[0]) or found[0].file_size > MOST_MANIFEST:
        raise Refused(f"“{path}”里没有可用的 {MANIFEST}，不是 mingcha bundle 或 backup 写出的文件")
    try:
        return msgspec.json.decode(packed.read(found[0]), type=Manifest)
    except msgspec.DecodeError:
        raise Refused(f"“{path}”的 {MANIFEST} 读不懂，已经损坏，或由另一版本的明察写出") from None


def _as_written(info: zipfile.ZipInfo) -> bool:
    return (
        info.compress_type == zipfile.ZIP_STORED
        and info.compress_size == info.file_size
        and not info.flag_bits & 0x1
    )


def unpack(path: Path, folder: Path | None) -> tuple[Manifest, tuple[str, ...]]:
    """All members into `folder`, which is empty (None: only to look); answers the manifest, and
    what is not as it says. Refused where the zip was not written by `pack`: then it was opened no
    further."""
    with _opened(path) as packed:
        manifest = _manifest(path, packed)
        _sound(path, packed, manifest)
        there = {each.filename: each for each in packed.infolist()}
        told = {each.name: each for each in manifest.files}
        wrong = [f"压缩包里少了 {name}" for name in sorted(told.keys() - there.keys())]
        wrong += [
            f"压缩包里多了 {name}，清单上没有"
            for name in sorted(there.keys() - told.keys() - {MANIFEST})
        ]
        for name in sorted(told.keys() & there.keys()):
            if not _extract(packed, there[name], told[name], folder):
                wrong.append(f"{name}：内容已被改动或损坏（与清单的 SHA-256 不符）")
    return manifest, tuple(wrong)


def _sound(path: Path, packed: zipfile.ZipFile, manifest: Manifest) -> None:
    infos = packed.infolist()
    names = [each.filename for each in infos]
    if len(names) > MOST_MEMBERS:
        raise Refused(f"“{path}”里的文件多于{MOST_MEMBERS}个，没有打开")
    bad = [name for name in (*names, *(each.name for each in manifest.files)) if not safe(name)]
    if bad:
        raise Refused(f"“{path}”里有不能用的文件名“{bad[0][:80]}”，没有打开")
    _distinct(path, names)
    _distinct(path, [each.name for each in manifest.files])
    odd = [each.filename for each in infos if not _as_written(each)]
    if odd:
        raise Refused(
            f"“{path}”里的“{odd[0]}”经过压缩或加密，不是原样的文件；请用 mingcha 写出的原文件"
        )
    # what is stored weighs what it is; members that lie over each other would be more than all
    if sum(each.file_size for each in infos) > path.stat().st_size:
        raise Refused(f"“{path}”里文件的大小不实，没有打开")


def _distinct(path: Path, names: Sequence[str]) -> None:
    if len({name.casefold() for name in names}) != len(names):
        raise Refused(f"“{path}”里有同名的文件，没有打开")


def _extract(
    packed: zipfile.ZipFile, info: zipfile.ZipInfo, told: Member, folder: Path | None
) -> bool:
    """Whether it is what the manifest says. What is not is left out."""
    target = Path(os.devnull)
    if folder is not None:
        target = folder.joinpath(*PurePosixPath(info.filename).parts)
        target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    try:
        with packed.open(info) as source, target.open("xb" if folder else "wb") as out:
            while block := source.read(_BLOCK):
                digest.update(block)
                size += len(block)
                out.write(block)
            if folder is not None:
                out.flush()
                os.fsync(out.fileno())
    except zipfile.BadZipFile:  # its own check sum, or a header in the wrong place
        size = -1
    if (size, digest.hexdigest()) == (told.size, told.sha256):
        return True
    if folder is not None:
        target.unlink(missing_ok=True)
    return False


def put_in_place(made: Path, folder: Path) -> None:
    """A folder that was made beside it, under its name, which nothing has, or an empty folder. Every
    file in it is on the disk by now; their names are, when this returns."""
    for each in (made, *(path for path in made.rglob("*") if path.is_dir())):
        flush_folder(each)
    if folder.exists():
        folder.rmdir()  # it is empty; Windows puts nothing in the place of a folder
    made.replace(folder)
    flush_folder(folder.absolute().parent)


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A folder to work in on the same disk, gone afterwards with whatever is still in it."""
    folder = Path(tempfile.mkdtemp(dir=target.absolute().parent, prefix=".mingcha-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
