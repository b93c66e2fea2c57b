"""Letters -> what goes onto and along with envelopes: address labels, and the posting list.

Labels are a .docx of A4 pages, two columns of five (99 x 57 mm, the common sheet of ten). Each is
addressed to the unit's 政府信息公开工作机构 and says 政府信息公开申请, as a letter must that is not
to be lost in a mail room. The posting list is what the post office stamps: one row a letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from unicodedata import east_asian_width

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt
from docx.table import _Cell

from letters import typeset
from letters.model import Applicant, Application, Letter
from letters.posting import Posting, write_postings
from letters.saving import save
from letters.typeset import HEI, say

COLUMNS, HEIGHT, WIDTH = 2, 57.0, 99.0  # mm; five rows fill a page
SIDES = 11.0  # mm; left blank beside the words


def write_labels(letters: Sequence[Letter], path: Path, *, drill: bool = False) -> None:
    """One label a letter, in their order. In a drill each says so."""
    document = typeset.a4(top=6, bottom=5, side=6)
    table = document.add_table(rows=-(-len(letters) // COLUMNS), cols=COLUMNS)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    faint = ("dotted", 0.5, "BBBBBB")
    typeset.borders(
        table, top=faint, left=faint, bottom=faint, right=faint, insideH=faint, insideV=faint
    )
    typeset.padding(table, left=6, right=5, top=4, bottom=3)
    for column in table.columns:
        column.width = Mm(WIDTH)
    cells = []
    for row in table.rows:
        row.height, row.height_rule = Mm(HEIGHT), WD_ROW_HEIGHT_RULE.EXACTLY
        cells += row.cells
    for cell, letter in zip(cells, letters, strict=False):
        _label(cell, letter.application, drill)
    # Word wants a paragraph after a table; a full one would begin another page
    say(document.add_paragraph(), "", size=1).font.size = Pt(1)
    on = min((letter.application.round.send_on for letter in letters), default=date(2000, 1, 1))
    members = typeset.parts(document, title="地址标签", author="", on=on)
    save(path, typeset.zipped(members, on))


def write_posting_list(
    applications: Iterable[Application],
    path: Path,
    posted_on: date,
    numbers: Mapping[str, str],
) -> None:
    """交寄清单.xlsx. `numbers`: application id -> 挂号号码; one not yet known stays empty."""
    write_postings(
        (Posting.of(each, posted_on, numbers.get(each.id, "")) for each in applications), path
    )


def _label(cell: _Cell, application: Application, drill: bool) -> None:
    unit, sender = application.unit, application.applicant
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    postcode = cell.paragraphs[0]
    postcode.paragraph_format.space_after = Mm(1.5)
    postcode.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH - SIDES), WD_TAB_ALIGNMENT.RIGHT)
    say(postcode, unit.postcode, font=HEI, size=14, bold=True, spacing=5)
    say(postcode, "\t" + ("演练样本" if drill else ""), font=HEI, size=9, colour=typeset.DRILL_RED)
    address = cell.add_paragraph()
    address.paragraph_format.space_after = Mm(1.5)
    say(address, unit.address, size=_size(unit.address, (11, 2), (9.5, 2), (8.5, 3), (7, 3)))
    name = cell.add_paragraph()
    say(
        name,
        unit.name,
        font=HEI,
        size=_size(unit.name, (14, 1), (12, 1), (10.5, 1), (9, 1), (8, 1)),
    )
    office = cell.add_paragraph()
    office.paragraph_format.space_after = Mm(2.5)
    office.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH - SIDES), WD_TAB_ALIGNMENT.RIGHT)
    say(office, "政府信息公开工作机构　收", size=11.5)
    say(office, "\t内件：政府信息公开申请", font=HEI, size=9)
    from_ = cell.add_paragraph()
    words, size = _sender(sender)
    say(from_, words, size=size, colour="555555")


def _sender(sender: Applicant) -> tuple[str, float]:
    """In one line, or in two that part before the postcode: a telephone number stays whole."""
    who, where = f"寄件人：{sender.name}　{sender.address}", f"{sender.postcode}　{sender.phone}"
    one = f"{who}　{where}"
    if _size(one, (8, 1), (7, 2)) == 8:
        return one, 8
    return (f"{who}\n{where}" if _size(who, (7, 1), (6, 1)) == 7 else one), 7


def _size(text: str, *tries: tuple[float, int]) -> float:
    """The first type size of `tries` in which the text fits its number of lines; else the last.

    A label has a fixed height: what does not fit would be cut off without a word.
    """
    ems = sum(1 if east_asian_width(character) in "WF" else 0.55 for character in text)
    room = Mm(WIDTH - SIDES)
    for size, lines in tries:
        if ems * Pt(size) <= lines * room * 0.97:  # a line rarely ends at its very edge
            return size
    return tries[-1][0]
