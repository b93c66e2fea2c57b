"""`mingcha check` of one letter loads what that letter needs: a process, and its child, begin with nothing."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import docx
import pytest

GOLDEN = Path(__file__).parents[2] / "parsers" / "golden"
# what the lane's child does, and what it has loaded then
CHILD = """
import sys
from pathlib import Path
import harness.engine.child
from harness.checker.dossier import Expected
from harness.reports.examined.checked import check_letter
check_letter(Path(sys.argv[1]).read_bytes(), sys.argv[1], Expected(), None, False)
print(*sys.modules)
"""
PARENT = """
import sys
from harness.cli import main
sys.argv = ["mingcha", "check", "--json", sys.argv[1]]
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""
PICTURES = {"numpy", "cv2", "PIL", "onnxruntime", "pyclipper"}
NEVER = {
    "rapidocr", "shapely", "omegaconf", "requests", "docx", "pypdfium2", "pdfplumber", "pdfminer", "pyhanko",
    "matplotlib", "sqlalchemy", "alembic", "jinja2", "xlsxwriter", "typst", "oxmsg", "tnefparse",
    "parsers.pages",
}  # fmt: skip
# of the process that opens no file itself, and of the one that speaks with nobody
OPENERS, SPEAKERS = {"lxml", "olefile", "harness.reading"}, {"typer", "rich", "pydantic", "psutil"}


def modules(program: str, letter: Path) -> set[str]:
    ran = subprocess.run(
        [sys.executable, "-c", program, str(letter)], capture_output=True, text=True, check=False
    )
    told = ran.stdout if program is CHILD else ran.stderr
    assert "harness" in told, ran.stderr
    return set(told.split())


@pytest.fixture
def words(tmp_path) -> Path:
    """A letter of words alone."""
    letter = docx.Document()
    for words in ("政府信息公开告知书", "闻予白：", "你申请公开的信息不存在。", "2020年10月12日"):
        letter.add_paragraph(words)
    out = io.BytesIO()
    letter.save(out)
    path = tmp_path / "信.docx"
    path.write_bytes(out.getvalue())
    return path


def test_a_letter_of_words_is_judged_without_anything_that_sees_pictures(words):
    unneeded = NEVER | PICTURES | SPEAKERS | {"urllib.request"}
    assert modules(CHILD, words) & unneeded == set()


def test_a_seal_is_read_without_rapidocr_and_without_looking_for_writing():
    loaded = modules(CHILD, GOLDEN / "seal-as-picture.docx")
    assert "onnxruntime" in loaded
    assert loaded & (NEVER | SPEAKERS | {"pyclipper"}) == set()


def test_who_hands_the_letter_to_a_lane_opens_nothing_himself(words):
    assert modules(PARENT, words) & (NEVER | PICTURES | OPENERS | {"rich", "pydantic"}) == set()
