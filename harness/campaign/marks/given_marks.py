"""给分表.xlsx: what only people can mark -> a table to fill in, and the table read back as facts.

A row is one criterion of one unit (a mark, or 折分), or one 扣分项 that is counted by hand (how often). Each is
a ruling: who, when, why, and the file that shows it, kept by its SHA-256. Nothing is half done: one fault
of the table, and nothing is written. Read twice it changes nothing; an empty cell says nothing and takes
nothing back (`undo` does).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harness.campaign.errors import Refused
from harness.campaign.marks.given_cells import shown_faults
from harness.campaign.ruling.parts import concerning, refuse_part
from harness.campaign.ruling.targets import points_said
from harness.campaign.workspace import Workspace
from harness.casebook.book import Book
from harness.casebook.ruled.wording import subject
from harness.scoring.facts import EXEMPT
from harness.scoring.people import Stage
from harness.scoring.rubric_file.rubric import Criterion, Rubric, Rule
from harness.scoring.rubric_file.scheme import Sign
from harness.scoring.score import plain
from harness.store import said
from harness.store.evidence import sha256
from harness.store.said import Ruling, Staged
from letters import cells
from letters.columns import Column, Entry, read_table, same, write_table
from letters.faults import BadTable
from letters.model import Unit
from letters.opening import NotOpened, read_file
from letters.sheet import Value

NAME = "给分表"
VALUE = "得分或次数"


def _said(value: Value) -> str:
    """A number as it was typed: Excel keeps 3 as 3.0."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise cells.Complaint("应为得分、次数或者“折分”")
    return f"{value:.10g}" if isinstance(value, int | float) else value.strip()


COLUMNS = (
    Column("单位编号", "unit", cells.required, 10, "程序已填好，不要改。"),
    Column("单位名称", "unit_name", cells.plain, 30, "程序已填好，与单位编号核对，不要改。", True),
    Column("编号", "id", cells.required, 20, "指标或者扣分项的编号，程序已填好，不要改。"),
    Column("项目", "name", cells.plain, 46, "供核对，不读。", True),
    Column("填什么", "how", cells.plain, 24, "供核对，不读。", True),
    Column(VALUE, "value", _said, 12, "指标填得分，或者“折分”（对该单位不适用）；扣分项填次数（0、1、2…）。还没有定的留空。"),
    Column("理由", "why", cells.plain, 46, "填了得分或次数就必填：依据什么材料。"),
    Column("佐证文件", "file", cells.plain, 30, "可不填。文件名，放在本表旁边；读入时按 SHA-256 留存。", True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """What one row says, and whether it is new."""

    target: str
    value: str
    why: str
    before: str
    file: str = ""
    place: str = ""  # sheet and row


@dataclass(frozen=True, slots=True)
class GivenMarks:
    changes: tuple[Given, ...]
    same: int
    written: bool


def write_form(workspace: Workspace, path: Path) -> int:
    """Every unit and what people have to mark of it, filled in as far as it is; answers how many rows."""
    book, rubric = workspace.book(), workspace.rubric()
    rows = []
    for unit in book.units:
        for id, name, how in wanted(rubric.of(unit.category)):
            ruling = book.rulings.get(f"{unit.id}/{id}")
            rows.append({
                "unit": unit.id, "unit_name": unit.name, "id": id, "name": name, "how": how,
                "value": ruling.value if ruling else "", "why": ruling.why if ruling else "",
            })  # fmt: skip
    if not rows:
        raise Refused("这份细则没有由评估人员给分的指标，不需要给分表")
    write_table(path, NAME, COLUMNS, rows)
    return len(rows)


def wanted(rubric: Rubric) -> Iterator[tuple[str, str, str]]:
    """Id, name, and what belongs into the cell."""
    for criterion in rubric.criteria:
        if not criterion.weight:
            continue
        if criterion.by_hand or _of_guide(criterion):
            yield (
                criterion.id,
                criterion.name,
                f"得分，0至{plain(criterion.weight)}，或者“{EXEMPT}”",
            )
        for rule in criterion.rules:
            if rule.by_hand:
                yield (
                    rule.id,
                    f"{criterion.name}：{rule.name}",
                    f"次数；每次扣{plain(criterion.each(rule))}",
                )


def _of_guide(criterion: Criterion) -> bool:
    """What it asks of the 公开指南 a person marks, by what `mingcha guide` found."""
    signs = {condition.sign for rule in criterion.rules for condition in rule.when}
    return not signs.isdisjoint({Sign.GUIDE_ABSENT, Sign.GUIDE_DEFECT})


def read_form(workspace: Workspace, path: Path, *, write: bool = False) -> GivenMarks:
    """BadTable with every fault, by sheet, row and column."""
    table = read_table(path, COLUMNS, "单位编号")
    book, rubric = workspace.book(), workspace.rubric()
    units = {unit.id.casefold(): unit for unit in book.units}
    found, faults = [], list(table.faults)
    files: dict[str, bytes] = {}
    for entry in table.entries if not table.faults else ():
        try:
            given = _row(entry, units, rubric, path.parent, files)
        except cells.Complaint as wrong:
            faults.append(f"{table.sheet.place(entry.row.number)}：{wrong}")
            continue
        if given is not None:
            found.append(replace(given, place=table.sheet.place(entry.row.number)))
    faults += shown_faults(path, table, VALUE)
    faults += _repeated(found)
    rulings = [_ruling(each, book.rulings, files) for each in found]
    new = [
        (each, one)
        for each, one in zip(found, rulings, strict=True)
        if not _stands(book.staged.get(one.target, {}), one)
    ]
    faults += _both(book, rubric, found, {one.target for _, one in new})
    faults += _above(book, workspace.store.by, [each for each, _ in new])
    if faults:
        raise BadTable(*faults)
    if write and new:
        _write(workspace, [one for _, one in new], files)
    changes = tuple(Given(one.target, one.value, one.why, one.seen, each.file) for each, one in new)
    return GivenMarks(changes, len(found) - len(new), write)


def _row(
    entry: Entry, units: Mapping[str, Unit], rubric: Rubric, folder: Path, files: dict[str, bytes]
) -> Given | None:
    said_ = {
        key: str(entry.fields.get(key, "")).strip()
        for key in ("unit", "unit_name", "id", "value", "why", "file")
    }
    if not said_["value"]:
        return None
    unit = units.get(said_["unit"].casefold())
    if unit is None:
        raise cells.Complaint(f"没有编号为“{said_['unit']}”的单位，请勿改动单位编号")
    _refuse_other_name(unit, said_["unit_name"])
    value = _value(rubric.of(unit.category), said_["id"], said_["value"])
    if not said_["why"]:
        raise cells.Complaint(f"填了“{value}”，没有写理由")
    if said_["file"] and said_["file"] not in files:
        files[said_["file"]] = _opened(folder, said_["file"])
    return Given(f"{unit.id}/{said_['id']}", value, said_["why"], "", said_["file"])


def _refuse_other_name(unit: Unit, name: str) -> None:
    """A row moved or pasted over would give one unit another's mark."""
    if name and same(name) not in map(same, (unit.name, *unit.aliases)):
        raise cells.Complaint(
            f"单位编号{unit.id}是{unit.name}，单位名称一栏却写“{name}”，请核对是哪一家"
        )


def _value(rubric: Rubric, id: str, value: str) -> str:
    known: list[Criterion | Rule] = [*rubric.criteria]
    known += [rule for each in rubric.criteria for rule in each.rules if rule.by_hand]
    asked = next((each for each in known if each.id == id), None)
    if asked is None:
        raise cells.Complaint(f"细则没有编号为“{id}”、由评估人员填的指标或者扣分项，请勿改动编号")
    try:
        return points_said(asked, value)
    except Refused as wrong:
        raise cells.Complaint(str(wrong)) from None


def plain_name(name: str) -> str:
    """A file's name as it may stand in the form; Refused for a path."""
    if not name or Path(name).name != name or "\\" in name or name.startswith("."):
        raise Refused(f"佐证文件“{name}”的名称不能用，请改名再传")
    return name


def _opened(folder: Path, name: str) -> bytes:
    if Path(name).name != name or "\\" in name:
        raise cells.Complaint(f"佐证文件“{name}”应只写文件名，文件放在给分表旁边")
    try:
        return read_file(folder / name)
    except (OSError, NotOpened):
        raise cells.Complaint(f"打不开佐证文件“{name}”，应放在给分表旁边") from None


def _repeated(found: list[Given]) -> Iterator[str]:
    first: dict[str, Given] = {}
    for each in found:
        if each.target in first:
            yield f"{each.place}：{each.target} 上面已有一行填了“{first[each.target].value}”，只留一行"
        first.setdefault(each.target, each)


def _both(
    book: Book, rubric: Rubric, found: Sequence[Given], new: Collection[str]
) -> Iterator[str]:
    """A criterion that has its points is not counted: what is counted beside them would be lost. What stands
    already, and is read back as it was, is nobody's mistake now."""
    given = {each.target for each in found}
    for each in found:
        unit, _, id = each.target.partition("/")
        criterion = next((c for c in rubric.criteria if any(r.id == id for r in c.rules)), None)
        if criterion is None:
            continue
        marked = f"{unit}/{criterion.id}"
        before = book.rulings.get(marked)
        if marked in given and (marked in new or each.target in new):
            yield f"{each.place}：“{criterion.name}”已填了得分，又填这一扣分项的次数，只能填一种"
        elif before is not None and marked not in given and each.target in new:
            yield (
                f"{each.place}：“{criterion.name}”已直接给{before.value}"
                f"{'' if before.value == EXEMPT else '分'}，次数不起作用；要按次数计的，先撤销那次给分（undo）"
            )


def _ruling(given: Given, rulings: Mapping[str, Ruling], files: Mapping[str, bytes]) -> Ruling:
    about = sha256(files[given.file]) if given.file else ""
    shown = f"（佐证：{given.file}）" if given.file else ""
    why = given.why if given.why.endswith(shown) else f"{given.why}{shown}"
    before = rulings.get(given.target)
    return Ruling(given.target, given.value, (), why, about, before.value if before else "")


def _stands(staged: Staged, new: Ruling) -> bool:
    """A form that shows what stands, or what was marked first, and is read back as it was, says
    nothing new."""
    known = (staged.get(Stage.FIRST), staged[max(staged)] if staged else None)
    return any(each and (each.value, each.why) == (new.value, new.why) for each in known)


def _above(book: Book, by: str, new: list[Given]) -> Iterator[str]:
    """What is marked in the form is a first mark: beneath a decision it would not count."""
    for each in new:
        told = f"{each.target}（{subject(each.target, points=True)}）"
        try:
            refuse_part(concerning(book, each.target, None, ""), Stage.FIRST, by, told)
        except Refused as wrong:
            yield f"{each.place}：{wrong}"


def _write(workspace: Workspace, rulings: list[Ruling], files: Mapping[str, bytes]) -> None:
    what = f"按给分表给分{len(rulings)}处"
    with workspace.store.writing(verb="rule", what=what) as connection:
        for name, data in files.items():
            workspace.store.keep(connection, data, name)
        standing = said.rulings(connection)
        for each in rulings:
            now = standing.get(each.target)
            if (now.value if now else "") != each.seen:
                raise said.Stale(each.target, each.seen or "无", now.value if now else "已撤销")
            said.add_ruling(connection, each)
