"""Stamped digital letters, measured: `python tests/bench/stamped.py [seeds]` prints two tables.

The first: letters of the drill's units, as PDF with a stamped picture, read with seals never seen before and read
again, as where a unit answers several applications: processor time a file, seals found, names read right. The
second: eight kinds of seals as transparent pictures over a date, and eleven drawings that are none pasted beside
a text: found, said to be doubtful, named. It uses nothing but `parsers.read`, so that any two states can be compared.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pylopdf_fonts_zh_cn as fonts
import typst
from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1] / "parsers"))

import seal_pages as draw
from seal_corpus import LOOKS, NO_SEAL

from harness.drill.dealing.dealt import profiles
from harness.drill.letter import copies, paper
from harness.drill.letter.forms import Form
from harness.drill.letter.paper import Asked
from harness.drill.letter.pdf import Typesetter
from harness.drill.province import province
from parsers import read

_UNITS = 24
_ASKED = Asked("U001-A", "闻予白", "w@ceping.example", "2019年度会议费决算", date(2020, 9, 21))
_WORDS = "你申请公开的信息，经检索，本机关没有制作，也没有保存，特此告知。"
# those that look like nothing without the page that they are drawn on
_FLAT = ("nothing", "heading", "red_table", "date_stamp", "chart")


def letters() -> Iterator[tuple[str, bytes]]:
    """(the name on the seal, the letter) of so many units."""
    typesetter = Typesetter()
    units = tuple(replace(unit, id=f"U{n:03d}") for n, unit in enumerate(province(7), 1))
    left = _UNITS
    for profile in profiles(units, 7):
        if not (left and profile.answers and profile.sealed):
            continue
        made = paper.answer(profile, _ASKED, got=date(2020, 9, 23), signed=date(2020, 10, 20)).paper
        if made.sealed:
            left -= 1
            yield made.signature, copies.copy(made, Form.TYPESET, typesetter, "7 bench").data
    typesetter.close()


def timed(files: list[tuple[str, bytes]]) -> str:
    begun, found, named = time.process_time(), 0, 0
    for name, data in files:
        seals = [seal for page in read(data, "a.pdf").pages for seal in page.seals]
        found += len(seals) == 1
        named += any(seal.name == name for seal in seals)
    spent = (time.process_time() - begun) * 1000 / len(files)
    return f"{spent:8.1f} ms a file, {found} of {len(files)} seals found, {named} named rightly"


def page_with(picture: Image.Image, millimetres: float, folder: Path) -> bytes:
    picture.save(folder / "seal.png")
    source = folder / "letter.typ"
    source.write_text(
        '#set page(paper: "a4", margin: 28mm)\n#set text(font: "Noto Serif SC", size: 16pt, lang: "zh")\n'
        f"{_WORDS * 4}\n\n#align(right)[演江自治区演练局 \\ 2020年10月12日]\n"
        f'#place(bottom + right, dy: -60mm, image("seal.png", width: {millimetres}mm))',
        encoding="utf-8",
    )
    made = typst.compile(str(source), font_paths=[str(fonts.serif_path().parent)])
    assert isinstance(made, bytes)
    return made


def kinds(seeds: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        for kind, look_of in LOOKS.items():
            counts: Counter[str] = Counter()
            for seed in range(seeds):
                chance = Random(f"stamped {kind} {seed}")
                look = look_of(chance)
                ink = draw.draw_seal(look, 300, chance).point(
                    [round(level * look.strength) for level in range(256)]
                )
                seal = Image.new("RGBA", ink.size, (*look.colour, 0))
                seal.putalpha(ink)
                counts += _counted(page_with(seal, look.millimetres, Path(folder)), look.name)
            yield f"{kind:12}" + "".join(f"  {word} {counts[word]:2}" for word in _HEAD)
        for kind in (one for one in NO_SEAL if one not in _FLAT):
            counts = Counter()
            for seed in range(seeds):
                page = Image.new("RGB", draw.letter(Random(0)).size, "white")
                NO_SEAL[kind](page, Random(f"none {kind} {seed}"))
                box = page.convert("L").point(lambda level: 255 * (level < 250)).getbbox()
                part = page.crop(box)
                wide = part.width / draw.DPI * 25.4
                counts += _counted(page_with(part, min(wide, 150), Path(folder)), "")
            yield f"no: {kind:8}" + "".join(f"  {word} {counts[word]:2}" for word in _HEAD)


_HEAD = ("found", "doubtful", "named", "unread")


def _counted(data: bytes, name: str) -> Counter[str]:
    document = read(data, "a.pdf")
    (page,) = document.pages
    return Counter(
        found=len(page.seals),
        doubtful=int(not page.seals_searched or "印章" in "".join(document.said)),
        named=sum(seal.name == name for seal in page.seals),
        unread=len(document.unread),
    )


def main() -> None:
    files = list(letters())
    read(files[0][1], "a.pdf")  # loading the engine is no part of a letter
    lines = [f"new:   {timed(files[1:])}", f"again: {timed(files[1:])}"]
    lines += kinds(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
