"""A long report being written: its chapters, sections, tables and pictures count themselves.

In: a paper and the material. What a chapter says stands in this folder, a file a chapter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from harness.reports.fault_list import faults_of
from harness.reports.material import Material
from harness.reports.naming import Roster
from harness.reports.paper.grid import Content
from harness.reports.paper.originals import Originals
from harness.reports.paper.paper import Paper
from harness.reports.wording import numeral


class Volume:
    """`annexes` are named before they are written: text refers to them."""

    def __init__(self, material: Material, paper: Paper, originals: Originals) -> None:
        self.material, self.paper, self.originals = material, paper, originals
        self.roster = Roster(material.assessment.units)
        self.counted = faults_of(material)  # with those of which there are doubts alone
        self.faults = tuple(one for one in self.counted if one.hits)  # told again and again
        self.chapters = self.sections = self.parts = self.tables = self.pictures = 0
        self.annexes: list[str] = []

    def chapter(self, title: str) -> None:
        self.chapters += 1
        self.sections = self.parts = 0
        self.paper.heading(f"第{numeral(self.chapters)}章　{title}", 1)

    def section(self, title: str) -> None:
        self.sections += 1
        self.parts = 0
        self.paper.heading(f"{numeral(self.sections)}、{title}", 2)

    def part(self, title: str) -> None:
        self.parts += 1
        self.paper.heading(f"（{numeral(self.parts)}）{title}", 3)

    def annex(self, title: str) -> None:
        """In the order in which `annexes` names them."""
        number = self.annexes.index(title) + 1
        self.paper.heading(f"附件{number}　{title}", 2)

    def see(self, title: str) -> str:
        """名单见附件3, or nothing where there is no such annex."""
        if title not in self.annexes:
            return ""
        return f"附件{self.annexes.index(title) + 1}"

    def text(self, text: str, *, lead: str = "", keep: bool = False) -> None:
        self.paper.text(text, lead=lead, keep=keep)

    def told(self, text: str) -> None:
        """The words of a template: a paragraph a line; `- ` begins one with bold words."""
        for line in filter(None, (each.strip() for each in text.splitlines())):
            lead, colon, rest = line.removeprefix("- ").partition("：")
            if line.startswith("- ") and colon:
                self.paper.text(rest, lead=lead + colon)
            else:
                self.paper.text(line.removeprefix("- "))

    @property
    def next_table(self) -> str:
        """What the next table will be called: text refers to it before it stands there."""
        return f"表{self.tables + 1}"

    @property
    def next_picture(self) -> str:
        return f"图{self.pictures + 1}"

    def table(
        self,
        caption: str,
        head: Sequence[Content],
        rows: Sequence[Sequence[Content]],
        widths: Sequence[float],
        *,
        centred: Iterable[int] = (),
        size: float = 10.5,
    ) -> None:
        self.tables += 1
        self.paper.caption(f"表{self.tables}　{caption}")
        self.paper.table(head, rows, widths, centred=tuple(centred), size=size)

    def picture(self, caption: str, png: bytes) -> None:
        self.pictures += 1
        self.paper.picture(png, f"图{self.pictures}　{caption}")
