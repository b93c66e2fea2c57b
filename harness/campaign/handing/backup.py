"""`backup`: a campaign as one .zip while people go on working in it; `restore`: the folder again.

A backup is checked when it is made and before it is put back; what was amiss with the campaign
already is told, kept, and told again, never a reason to have no backup at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from harness.campaign.errors import Refused
from harness.campaign.handing import packing
from harness.campaign.handing.keeping import (
    copy_of_facts,
    evidence_of,
    files_of,
    made_of,
    persons_files,
    settings_here,
    strange,
)
from harness.campaign.planning.numbers import printed
from harness.campaign.workspace import SETTINGS, Workspace
from harness.store.audit import differences_laid_out
from harness.store.database import FILE
from harness.store.errors import reason
from letters import places
from letters.faults import BadTable
from letters.opening import opened, pieces

KIND = "backup"


@dataclass(frozen=True, slots=True)
class Kept:
    """`amiss`: what of the campaign is not as it was recorded, or could not be taken along."""

    file: str
    files: int
    size: int
    amiss: tuple[str, ...]
    private: int = 0  # printed forms with an identity number, which are left out


@dataclass(frozen=True, slots=True)
class Restored:
    folder: str
    files: int
    amiss: tuple[str, ...]


def backup(workspace: Workspace, target: Path) -> Kept:
    """The zip at `target`; an older backup of the same campaign there is replaced."""
    folder = workspace.folder
    packing.writable(target, KIND, {"campaign": workspace.campaign.id})
    with packing.beside(target) as work:
        copy_of_facts(folder, work / FILE)
        there, odd = persons_files(folder)
        private = printed(workspace, there)
        openable, lost = _openable({n: path for n, path in there.items() if n not in private})
        files = {FILE: work / FILE, **openable}
        if SETTINGS in files:
            (work / SETTINGS).write_bytes(settings_here(folder))
            files[SETTINGS] = work / SETTINGS
        files |= files_of(workspace.store.evidence, evidence_of(work / FILE), work / "brought")
        amiss = list(differences_laid_out(_laid_out(work, files)))
        made = {**made_of(workspace.campaign, work / FILE), "amiss": amiss}
        manifest = packing.pack(target, KIND, made, files)
        again, wrong = packing.unpack(target, None)
    if wrong or again != manifest:
        raise Refused(
            f"备份“{target}”写成后核对不符：{'；'.join(wrong) or '清单不同'}；请换一处再试"
        )
    left = [f"{name}：文件名在别的系统上不能用，没有备份，请改名" for name in odd]
    size = target.stat().st_size
    return Kept(str(target), len(files), size, (*amiss, *left, *lost), len(private))


def _openable(files: dict[str, Path]) -> tuple[dict[str, Path], list[str]]:
    """What can be read now, and what cannot: Excel may hold a table for itself."""
    found, lost = {}, []
    for name, path in files.items():
        try:
            with opened(path):
                found[name] = path
        except OSError as wrong:
            lost.append(f"{name}：没有备份，{reason(wrong)}；请关闭正打开它的程序再备份一次")
    return found, lost


def _laid_out(work: Path, files: dict[str, Path]) -> Path:
    """The copy of the facts beside the evidence, to be audited together."""
    place = _new(work / "laid")
    for name, path in files.items():
        if name == FILE or name.startswith("evidence/"):
            link(path, place / name)
    return place


def link(path: Path, to: Path) -> None:
    """The same file under another name; a copy where the disk has no such thing."""
    to.parent.mkdir(parents=True, exist_ok=True)
    try:
        to.hardlink_to(path)
    except OSError:
        copy(path, to)


def copy(path: Path, to: Path) -> None:
    """A file of its own; a database may be larger than what is held in memory."""
    with to.open("wb") as out:
        out.writelines(pieces(path))


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def restore(path: Path, folder: Path, told: Callable[[str], None] = lambda _: None) -> Restored:
    """The campaign into `folder`, new or empty: put there in one step when all of it is right."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"“{folder}”已经存在，不是空文件夹；请另指一个新的文件夹，以免混入别的测评")
    if not folder.absolute().parent.is_dir():
        raise Refused(f"没有文件夹“{folder.absolute().parent}”，请先建好或者另行指定位置")
    with packing.beside(folder) as work:
        place = _new(work / "campaign")
        told("解开并核对备份")
        manifest, wrong = packing.unpack(path, place)
        _of_this_kind(path, manifest, wrong)
        told("核对记录和佐证")
        odd = strange(place / FILE)
        if odd:
            raise Refused(f"“{path}”没有恢复：{odd[0]}")
        found = differences_laid_out(place)
        before = manifest.made.get("amiss", [])
        new = [each for each in found if each not in before]
        if new:
            raise Refused(f"“{path}”里的记录与佐证不符，没有恢复：{new[0]}（共{len(new)}处）")
        packing.put_in_place(place, folder)
    return Restored(str(folder), len(manifest.files), (*found, *_lies_elsewhere(folder)))


def _lies_elsewhere(folder: Path) -> tuple[str, ...]:
    """A backup holds the evidence itself; its campaign.toml may still name another place for it."""
    try:
        url = places.evidence_of(folder / SETTINGS)
    except BadTable as wrong:
        return wrong.faults
    if not url:
        return ()
    return (
        f"{SETTINGS} 的 evidence 写的是 {url}，备份里的佐证已放在本文件夹的 evidence/："
        "今后放在本机的，请删去这一项；仍放在那里的，请先用 mingcha verify 核对那里的佐证齐不齐",
    )


def _of_this_kind(path: Path, manifest: packing.Manifest, wrong: tuple[str, ...]) -> None:
    if manifest.kind != KIND:
        raise Refused(f"“{path}”不是备份，是移交用的成果包；请用 mingcha verify {path.name} 核对")
    if wrong:
        raise Refused(f"“{path}”已经损坏，没有恢复：{wrong[0]}（共{len(wrong)}处）")
    names = {each.name for each in manifest.files}
    if not {FILE, SETTINGS} <= names:
        raise Refused(f"“{path}”里没有 {FILE} 或 {SETTINGS}，不是完整的备份，没有恢复")
