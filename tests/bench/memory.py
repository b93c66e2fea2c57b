"""Memory that a long scan takes: `python tests/bench/memory.py [PAGES]` prints memory.md's table.

A scan of A4 at 200 dpi, every tenth page a whole letter, the others a line each, is read by
`parsers.read` in a process of its own, of which the highest use of memory is told after a tenth of
the pages, a half, and all of them. Reading, not writing the scan, is what is measured.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw, ImageFont

sys.path.append(str(Path(__file__).parent.parent / "parsers"))
from worn_letters import FONTS, LETTERS, fonts, worn

PAGES = 200
_READ = """
import resource, sys, time
from pathlib import Path
from parsers.pdf import pdf_page
from parsers import read
pages, real = int(sys.argv[2]), pdf_page.read
def told(document, data, index, *known):
    result = real(document, data, index, *known)
    if index + 1 in (max(1, pages // 10), pages // 2, pages):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {index + 1} | {peak:.0f} MB | {time.process_time():.0f} s |", flush=True)
    return result
pdf_page.read = told
document = read(Path(sys.argv[1]).read_bytes(), "扫描.pdf")
unread = sum(page.text_from == "none" for page in document.pages)
print(f"\\n{len(document.pages)}页，其中{unread}页未读；提示：{'；'.join(document.warnings[:2]) or '无'}")
"""


def write_scan(path: Path, pages: int) -> None:
    """Page by page, for the pictures of a long scan do not fit into memory together."""
    whole = pypdfium2.PdfDocument.new()
    font = ImageFont.truetype(str(fonts.serif_path()), 40)
    for number in range(pages):
        if number % 10 == 0:
            letter = worn(
                LETTERS[number // 10 % len(LETTERS)], FONTS[number // 10 % 2], "扫描 200 dpi"
            )
            page = Image.open(io.BytesIO(letter.data)).convert("RGB")
        else:
            page = Image.new("RGB", (1654, 2339), (248, 247, 243))
        ImageDraw.Draw(page).text((1200, 2200), f"第{number + 1}页", font=font, fill=(40, 40, 40))
        out = io.BytesIO()
        page.save(out, "PDF", resolution=200)
        whole.import_pages(pypdfium2.PdfDocument(out.getvalue()))
    whole.save(path)


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scan.pdf")
        write_scan(path, pages)
        sys.stdout.write("| 已读页数 | 内存最高 | 处理器时间 |\n|---:|---:|---:|\n")
        sys.stdout.flush()
        subprocess.run([sys.executable, "-c", _READ, str(path), str(pages)], check=True)


if __name__ == "__main__":
    main()
