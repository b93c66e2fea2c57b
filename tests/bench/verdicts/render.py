"""A labelled letter -> the bytes that arrive: PDF (typst), docx, OFD, mail, or a scan of the PDF.

Seals are the drill's: 演练 stands in each. Same letter, same bytes but for times of making.
"""

from __future__ import annotations

import io
import json
import tempfile
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from random import Random

import numpy as np
import pypdfium2
import render_html
import render_ofd
import typst
from corpus import HERE, Letter
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm
from PIL import Image, ImageChops
from pylopdf_fonts_zh_cn import sans_path, serif_path

from harness.drill.letter import seal


class Press:
    """Keeps the compiler and the seals."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="mingcha-bench-")
        self._root = Path(self._folder.name)
        (self._root / "letter.typ").write_bytes((HERE / "letter.typ").read_bytes())
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=sorted({str(path.parent) for path in (serif_path(), sans_path())}),
        )
        self._compiler = typst.Compiler(
            input=self._root / "letter.typ", root=self._root, font_paths=fonts
        )

    def file(self, letter: Letter) -> tuple[str, bytes]:
        """(name, bytes) in the letter's medium."""
        if letter.medium == "docx":
            return f"{letter.id}.docx", _docx(letter)
        if letter.medium == "pdf":
            return f"{letter.id}.pdf", self.pdf(letter)
        if letter.medium == "ofd":
            toner, ink = self.pdf(letter, layer="toner"), self.pdf(letter, layer="ink")
            return f"{letter.id}.ofd", render_ofd.package(letter, toner, ink)
        return f"{letter.id}.eml", self._mail(letter)

    def pdf(self, letter: Letter, *, layer: str = "both") -> bytes:
        """Typeset: everything, or only its "toner" or its seal's "ink"."""
        random = Random(f"{letter.id} layout")
        said = {
            "parts": letter.parts,
            "signed_before": _signed_before(letter),
            "layer": layer,
            "head": letter.masthead or (letter.unit.name if letter.head else ""),
            "font": random.choice(("Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Serif CJK SC")),
            "size": random.choice((12, 14, 15, 16)),
            "leading": random.choice((0.8, 1.0, 1.2)),
            "number": random.choice(("right", "center")),
            "seal": self._seal(letter.seal) if letter.seal else "",
            "dx": random.uniform(-8, 8) + letter.stamp[0],
            "dy": random.uniform(-4, 4) + letter.stamp[1],
        }
        inputs = {"letter": json.dumps(said, ensure_ascii=False)}
        made = self._compiler.compile(format="pdf", sys_inputs=inputs)
        assert isinstance(made, bytes)
        return made

    def scan(self, letter: Letter) -> bytes:
        """The letter on paper, as a scanner sees it."""
        return scanned(self.pdf(letter, layer="toner"), self.pdf(letter, layer="ink"), letter.id)

    def _seal(self, name: str) -> str:
        path = self._root / f"{name}.png"
        if not path.exists():
            path.write_bytes(seal.draw(name))
        return path.name

    def _mail(self, letter: Letter) -> bytes:
        mail = EmailMessage()
        mail["From"] = "xxgk@agency.example.cn"
        mail["To"] = "applicant@assessor.example.org"
        mail["Subject"] = letter.part("题") or _subject(letter)
        if letter.kind == "bounce":
            mail.replace_header("From", "MAILER-DAEMON@agency.example.cn")
        if letter.medium == "mail":
            mail.set_content(f"{letter.person}：\n您好！您的申请已有结果，答复见附件，请查收。\n")
            mail.add_attachment(
                self.pdf(letter), maintype="application", subtype="pdf", filename="附件.pdf"
            )
        elif letter.medium == "html":
            mail.set_content(render_html.page(letter), subtype="html", cte="base64")
        else:
            mail.set_content("\n".join(_as_text(key, text) for key, text in letter.parts))
        return mail.as_bytes()


def _signed_before(letter: Letter) -> bool:
    """Signature and date stand on a page before the last, which bears the seal alone."""
    keys = "".join(key for key, _ in letter.parts)
    return "页" in keys and max(keys.rfind("署"), keys.rfind("日")) in range(keys.rfind("页"))


def _subject(letter: Letter) -> str:
    return {"auto_reply": "自动回复：申请", "bounce": "系统退信"}.get(letter.kind, "回复：申请")


def _as_text(key: str, text: str) -> str:
    return text.replace(" // ", "\n").replace(" | ", "\t") if key == "表" else text


def _docx(letter: Letter) -> bytes:
    document = Document()
    masthead = letter.masthead or (letter.unit.name if letter.head else "")
    if masthead:
        document.add_paragraph(masthead).alignment = WD_ALIGN_PARAGRAPH.CENTER
    signed = None
    for key, text in letter.parts:
        if key == "表":
            _table(document, text)
            continue
        if key == "页":
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            continue
        flush = key in "题号主署日行中右抄后"
        paragraph = document.add_paragraph(text if flush else "　　" + text)
        if key in "题号中":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if key in "署日右":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        signed = paragraph if key in "署日" else signed
    if letter.seal:
        over = signed if signed and not _signed_before(letter) else document.paragraphs[-1]
        run = over.add_run()
        run.add_picture(io.BytesIO(seal.draw(letter.seal)), width=Mm(40))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: WordDocument, text: str) -> None:
    rows = [row.split(" | ") for row in text.split(" // ")]
    wide = max(map(len, rows))
    table = document.add_table(len(rows), wide, style="Table Grid")
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=False):
            cell.text = words
        if len(cells) < wide:
            row.cells[len(cells) - 1].merge(row.cells[-1])


@dataclass(frozen=True, slots=True)
class Scanner:
    """How one letter went through the scanner; the same letter always goes the same way."""

    dpi: int
    grey: bool
    angle: float  # degrees askew
    paper: int  # how white the paper comes out
    grain: float
    ink: float  # how wet the seal was: 1 is full, 0.6 a tired pad
    quality: int  # of the JPEG

    @staticmethod
    def of(stream: str) -> Scanner:
        random = Random(f"{stream} scan")
        return Scanner(
            dpi=random.choice((200, 200, 150)),
            grey=random.random() < 0.3,
            angle=random.uniform(0.2, 1.5) * random.choice((-1, 1)),
            paper=random.randint(236, 248),
            grain=random.uniform(4, 8),
            ink=random.uniform(0.6, 1.0),
            quality=random.randint(60, 85),
        )


def scanned(toner: bytes, ink: bytes, stream: str) -> bytes:
    """The letter printed, sealed and scanned: 200 or 150 dpi, colour or grey, askew, grainy, as JPEG.

    Ink and toner multiply: what is printed stays black under the red and what is red stays red
    between the strokes. In grey the same seal is a mist over signature and date.
    """
    scanner = Scanner.of(stream)
    printed, inked = _sheets(toner, scanner.dpi), _sheets(ink, scanner.dpi)
    grain = np.random.default_rng(Random(f"{stream} grain").randrange(2**32))
    pages = [
        _worn(_stamped(page, stamp, scanner.ink), scanner, grain)
        for page, stamp in zip(printed, inked, strict=True)
    ]
    out = io.BytesIO()
    pages[0].save(
        out, "PDF", save_all=True, append_images=pages[1:], resolution=scanner.dpi,
        quality=scanner.quality,
    )  # fmt: skip
    return out.getvalue()


def _stamped(page: Image.Image, ink: Image.Image, strength: float) -> Image.Image:
    """The seal's ink, thinned to this strength, over the printed page."""
    thinned = Image.blend(Image.new("RGB", ink.size, "white"), ink, strength)
    return ImageChops.multiply(page, thinned)


def _sheets(pdf: bytes, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def _worn(sheet: Image.Image, scanner: Scanner, grain: np.random.Generator) -> Image.Image:
    turned = sheet.rotate(scanner.angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    pixels = np.asarray(turned).astype(np.float32)
    specks = grain.normal(0, scanner.grain, pixels.shape[:2])
    seen = 25 + pixels * ((scanner.paper - 25) / 255) + specks[:, :, np.newaxis]
    picture = Image.fromarray(seen.clip(0, 255).astype(np.uint8))
    return picture.convert("L") if scanner.grey else picture
