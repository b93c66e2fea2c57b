"""A `Paper` -> PDF bytes with a text layer, set by typst.

One compiler with its two fonts serves all letters; a letter takes hundredths of a second. The
file carries the letter's own day as its time of making: same seed, same bytes.
"""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import typst
from pylopdf_fonts_zh_cn import sans_path, serif_path

from harness.drill.letter import seal
from harness.drill.letter.paper import FOOTER, Paper
from harness.drill.letter.wording import day_text

TEMPLATE = Path(__file__).parent / "letter.typ"


class Typesetter:
    """Keeps the compiler, and the seals as files beside the template, where typst may read them."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="mingcha-drill-")
        self._root = Path(self._folder.name)
        self._main = self._root / "letter.typ"
        self._main.write_bytes(TEMPLATE.read_bytes())
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(path.parent) for path in {serif_path(), sans_path()}],
        )
        self._compiler = typst.Compiler(input=self._main, root=self._root, font_paths=fonts)

    def pdf(self, paper: Paper) -> bytes:
        """The letter as PDF."""
        said = json.dumps(self._fields(paper), ensure_ascii=False)
        day = datetime(paper.day.year, paper.day.month, paper.day.day, 9, tzinfo=UTC)
        made = self._compiler.compile(format="pdf", sys_inputs={"paper": said}, timestamp=day)
        assert isinstance(made, bytes)
        return made

    def close(self) -> None:
        self._folder.cleanup()

    def _fields(self, paper: Paper) -> dict[str, object]:
        random = Random(f"place {paper.unit.name} {paper.title} {paper.day}")
        return {
            "title": paper.title,
            "number": paper.number,
            "number_above": paper.number_above,
            "red_head": paper.red_head,
            "head": paper.unit.name,
            "salutation": paper.salutation,
            "paragraphs": paper.paragraphs,
            "closing": paper.closing,
            "contact": paper.contact,
            "signature": paper.signature,
            "day": day_text(paper.day),
            "footer": FOOTER,
            "seal": self._seal(paper) if paper.sealed else "",
            "seal_dx": random.uniform(-6, 6),
            "seal_dy": random.uniform(-2, 2),
        }

    def _seal(self, paper: Paper) -> str:
        path = self._root / f"{paper.unit.id}.png"
        if not path.exists():
            path.write_bytes(seal.draw(paper.signature))
        return path.name
