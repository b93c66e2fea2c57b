"""A reader, and all that it reads with, is loaded when the first file of its format comes."""

from __future__ import annotations

import subprocess
import sys

import pytest

# each costs between 20 and 300 ms of processor time
HEAVY = (
    "numpy", "cv2", "onnxruntime", "rapidocr", "PIL", "pi_heif", "pypdfium2", "pdfplumber", "pyhanko",
    "asn1crypto", "lxml", "docx", "oxmsg", "tnefparse", "matplotlib", "sqlalchemy", "workalendar",
)  # fmt: skip
MAIL = "From: a@b.example\\nSubject: x\\n\\n答复"


def loaded_by(program: str) -> set[str]:
    """Which heavy libraries a fresh interpreter has loaded after this program."""
    tell = f"import sys; print(*(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    ran = subprocess.run(
        [sys.executable, "-c", f"{program}\n{tell}"], capture_output=True, text=True, check=True
    )
    return set(ran.stderr.split())


@pytest.mark.parametrize(
    "program",
    [
        "import parsers",
        "import parsers; parsers.read('关于答复'.encode(), '答复书.txt')",
        "import parsers; parsers.read(b'PK\\x03\\x04', '坏.zip')",
        "import parsers; [parsers.claimants(head) for head in (b'%PDF-1.7', b'\\xff\\xd8\\xff', b'II*\\0')]",
        "from harness.cli import build; build()",
        "import harness.checker.check",
    ],
)
def test_what_needs_no_library_waits_for_none(program):
    assert loaded_by(program) == set()


def test_a_mail_of_words_loads_nothing_that_sees_pictures():
    program = f"import parsers; parsers.read('{MAIL}'.encode(), 'a.eml')"
    assert loaded_by(program).isdisjoint({"numpy", "cv2", "onnxruntime", "PIL", "lxml"})


def test_a_reader_is_loaded_when_its_format_comes():
    assert "pypdfium2" in loaded_by("import parsers; parsers.read(b'%PDF-1.7', 'a.pdf')")
