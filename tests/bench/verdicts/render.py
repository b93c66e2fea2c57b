"""A labelled letter -> the bytes that arrive: PDF (typst), docx, mail, or a scan of the PDF.

Seals are the drill's: 演练 stands in each. Same letter, same bytes but for times of making.
"""

from __future__ import annotations

import io
import json
import tempfile
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from random import Random

import numpy as np
import pypdfium2
import typst
from corpus import HERE, Letter
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm
from PIL import Image, ImageChops
from pylopdf_fonts_zh_cn import sans_path, serif_path

from harness.drill import seal


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
        return f"{letter.id}.eml", self._mail(letter)

    def pdf(self, letter: Letter) -> bytes:
        random = Random(f"{letter.id} layout")
        said = {
            "parts": letter.parts,
            "head": letter.unit.name if letter.head else "",
            "font": random.choice(("Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Serif CJK SC")),
            "size": random.choice((12, 14, 15, 16)),
            "leading": random.choice((0.8, 1.0, 1.2)),
            "number": random.choice(("right", "center")),
            "seal": self._seal(letter.seal) if letter.seal else "",
            "dx": random.uniform(-8, 8),
            "dy": random.uniform(-4, 4),
        }
        inputs = {"letter": json.dumps(said, ensure_ascii=False)}
        made = self._compiler.compile(format="pdf", sys_inputs=inputs)
        assert isinstance(made, bytes)
        return made

    def scan(self, letter: Letter) -> bytes:
        """The letter on paper, as a scanner sees it."""
        return scanned(self.pdf(letter), self.pdf(replace(letter, seal="")), letter.id)

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
        else:
            mail.set_content("\n".join(text for _, text in letter.parts))
        return mail.as_bytes()


def _subject(letter: Letter) -> str:
    return {"auto_reply": "自动回复：申请", "bounce": "系统退信"}.get(letter.kind, "回复：申请")


def _docx(letter: Letter) -> bytes:
    document = Document()
    if letter.head:
        document.add_paragraph(letter.unit.name).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for key, text in letter.parts:
        paragraph = document.add_paragraph(text if key in "题号主署日" else "　　" + text)
        if key in "题号":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if key in "署日":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if letter.seal:
        run = document.paragraphs[-1].add_run()
        run.add_picture(io.BytesIO(seal.draw(letter.seal)), width=Mm(40))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def scanned(pdf: bytes, unsealed: bytes, stream: str) -> bytes:
    """The letter printed, sealed and scanned: 200 or 150 dpi, colour or grey, askew, grainy, as JPEG.

    A seal's ink lies over toner without hiding it: of the page with and without its seal, each
    point is as dark as the darker one.
    """
    random = Random(f"{stream} scan")
    dpi, grey = random.choice((200, 200, 150)), random.random() < 0.3
    angle = random.uniform(0.2, 1.5) * random.choice((-1, 1))
    sheets = zip(_sheets(pdf, dpi), _sheets(unsealed, dpi), strict=False)
    pages = [
        _worn(ImageChops.darker(sealed, plain), angle, random, grey) for sealed, plain in sheets
    ]
    out = io.BytesIO()
    pages[0].save(
        out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi,
        quality=random.randint(60, 85),
    )  # fmt: skip
    return out.getvalue()


def _sheets(pdf: bytes, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def _worn(sheet: Image.Image, angle: float, random: Random, grey: bool) -> Image.Image:
    turned = sheet.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    pixels = np.asarray(turned).astype(np.float32)
    grain = np.random.default_rng(random.randrange(2**32)).normal(0, 6, pixels.shape[:2])
    pixels = 25 + pixels * ((random.randint(236, 248) - 25) / 255) + grain[:, :, np.newaxis]
    picture = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    return picture.convert("L") if grey else picture
