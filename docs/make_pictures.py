"""Makes the README's pictures and its sample output from a demo run; `make pictures` calls it.

In: a folder made by `mingcha demo`. Out: docs/pictures/*.png. Needs chromium, libreoffice and
pdftoppm (Debian: chromium, libreoffice-writer-nogui, poppler-utils, fonts-noto-cjk); nothing of
this is needed to use mingcha.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

PICTURES = Path(__file__).parent / "pictures"
CHROMIUM = [
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def main(folder: Path) -> None:
    PICTURES.mkdir(exist_ok=True)
    reports = folder / "reports"
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        _save(_page(reports / "测评结果.html", work), "page.png")
        report = _pages(_pdf(reports / "总报告.docx", work), work, "report")
        # the cover, how the marks compare, a ranking table, a chapter of cases
        _save(_beside([report[number] for number in (0, 7, 8, 16)]), "report.png")
        feedback = sorted((reports / "反馈单").glob("*.docx"))[1]
        _save(_beside(_pages(_pdf(feedback, work), work, "feedback")[:3]), "feedback.png")
        letters = sorted((folder / "incoming" / "纸质来件").glob("*.pdf"))
        shown = [
            _pages(letter, work, f"letter{number}")[0]
            for number, letter in enumerate(letters[7:11])
        ]
        _save(_beside(shown), "letters.png")
        _save(_explained(letters[:16], work), "explain.png", colours=256)


def _page(path: Path, work: Path, size: tuple[int, int] = (1200, 1500)) -> Image.Image:
    target = work / f"{path.stem}.png"
    profile = f"--user-data-dir={work / 'profile'}"
    window, shot = f"--window-size={size[0]},{size[1]}", f"--screenshot={target}"
    _run(*CHROMIUM, profile, window, "--hide-scrollbars", shot, path.resolve().as_uri())
    return Image.open(target)


def _explained(letters: list[Path], work: Path) -> Image.Image:
    """What `mingcha check --html` shows of the letter whose verdicts differ most."""
    command = [sys.executable, "-c", "from harness.cli import main; main()", "check"]
    told = _run(*command, "--json", *map(str, letters)).stdout.decode("utf-8")
    kinds = [
        {one["verdict"] for one in json.loads(line)["elements"].values()}
        for line in told.splitlines()
    ]
    letter = letters[max(range(len(letters)), key=lambda place: len(kinds[place]))]
    page = work / "explain.html"
    _run(*command, str(letter), "--html", "--out", str(page))
    return _page(page, work, (1440, 960))


def _pdf(path: Path, work: Path) -> Path:
    _run("libreoffice", "--headless", "--convert-to", "pdf", "--outdir", str(work), str(path))
    return work / f"{path.stem}.pdf"


def _pages(path: Path, work: Path, name: str) -> list[Image.Image]:
    _run("pdftoppm", "-r", "60", "-png", str(path), str(work / name))
    return [Image.open(each) for each in sorted(work.glob(f"{name}-*.png"))]


def _beside(pages: list[Image.Image]) -> Image.Image:
    """Pages side by side on light grey, as sheets on a table."""
    gap = 14
    width = sum(page.width for page in pages) + gap * (len(pages) + 1)
    sheet = Image.new("RGB", (width, max(page.height for page in pages) + 2 * gap), "#e8eaed")
    left = gap
    for page in pages:
        sheet.paste(page, (left, gap))
        left += page.width + gap
    return sheet


def _save(picture: Image.Image, name: str, colours: int = 128) -> None:
    picture.convert("RGB").quantize(colours, kmeans=1).save(PICTURES / name, optimize=True)


def _run(*command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, check=True, capture_output=True, timeout=300)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
