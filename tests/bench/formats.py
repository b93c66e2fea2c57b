"""Digital letters read per second: `python tests/bench/formats.py [PYTHON]` prints formats.md's table.

The same letters, made here with their facts known, as .docx (some facts in a text box, a table, a
header), PDF, .eml and .txt, read by mingcha and by what a program would otherwise use. PYTHON is the
interpreter of an environment that has markitdown and kreuzberg, which are no dependencies of ours; a
peer that is not there is named. Times are processor time of one process, the best of several rounds
(of these two one round, on fewer letters); mingcha's include the search for seals, which nobody else
does.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import docx
import pdfplumber
import pylopdf_fonts_zh_cn as fonts
import typst
from docx.oxml import parse_xml

import parsers
from parsers.page import glyphs
from parsers.pdf import pdf, pdf_text

LETTERS, ROUNDS = 12, 3
FEW = 4  # for what is slow
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
# each takes a file's path and gives its text
_PEERS = {
    "markitdown": "from markitdown import MarkItDown as M; r = M(); way = lambda f: r.convert(f).text_content",
    "kreuzberg": "from kreuzberg import extract_file_sync as e; way = lambda f: e(f).content",
}
_THEIRS = """
import json, sys, time
from importlib.metadata import version
from pathlib import Path
PREPARE
files = json.load(sys.stdin)
def tried(file):
    try:
        return way(file)
    except Exception as fault:
        return repr(fault)
tried(files[0])
begun, texts = time.process_time(), {}
for file in files:
    texts[Path(file).name] = tried(file)
spent = time.process_time() - begun
# its converters print too: the result is the last line
print()
print(json.dumps([version(sys.argv[1]), spent, texts]))
"""


@dataclass(frozen=True)
class Sample:
    path: Path
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    name: str
    kind: str
    files: int
    seconds: float
    found: int
    facts: int

    def __str__(self) -> str:
        speed = self.files / max(self.seconds, 1e-9)
        return f"| {self.name} | {self.kind} | {speed:,.0f} | {self.found}/{self.facts} |"


def facts(number: int) -> tuple[str, ...]:
    return (
        f"演信复〔2020〕{number}号",
        f"申请人第{number}号",
        "经检索，该信息不存在",
        "第三十六条第（四）项",
        "可以自收到本答复之日起六十日内申请行政复议",
        "演江自治区演练局",
        f"2020年10月{number % 28 + 1}日",
    )


def body(words: Sequence[str]) -> list[str]:
    filler = "本机关依照《中华人民共和国政府信息公开条例》办理申请，认真检索了所保存的文件。" * 3
    return [line for word in words for line in (word, filler)]


def as_word(words: Sequence[str]) -> bytes:
    """Number in the header, name in a text box, date in a table: where letters really have them."""
    letter = docx.Document()
    letter.sections[0].header.paragraphs[0].text = words[0]
    for line in body(words[2:-1]):
        letter.add_paragraph(line)
    box = f"<w:r {_W}><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{words[1]}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    letter.paragraphs[0]._p.append(parse_xml(box))
    letter.add_table(1, 1).cell(0, 0).text = words[-1]
    out = io.BytesIO()
    letter.save(out)
    return out.getvalue()


def as_pdf(words: Sequence[str]) -> bytes:
    head = '#set page(paper: "a4")\n#set text(font: "Noto Serif SC", size: 14pt, lang: "zh")\n'
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "a.typ")
        source.write_text(head + "\n\n".join(body(words)), encoding="utf-8")
        made = typst.compile(str(source), font_paths=[str(fonts.sans_path().parent)])
    assert isinstance(made, bytes)
    return made


def as_mail(words: Sequence[str]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "答复"
    mail.set_content("\n".join(body(words)), charset="gb18030", cte="base64")
    return mail.as_bytes()


def as_text(words: Sequence[str]) -> bytes:
    return "\n".join(body(words)).encode("gb18030")


def make(folder: Path) -> dict[str, list[Sample]]:
    forms = {"docx": as_word, "pdf": as_pdf, "eml": as_mail, "txt": as_text}
    samples: dict[str, list[Sample]] = {kind: [] for kind in forms}
    for kind, form in forms.items():
        for number in range(1, LETTERS + 1):
            path = folder / f"{number}.{kind}"
            path.write_bytes(form(facts(number)))
            samples[kind].append(Sample(path, facts(number)))
    return samples


def ours(path: Path) -> str:
    return "\n".join(each.text for each in parsers.read(path.read_bytes(), path.name).walk())


def our_text_alone(path: Path) -> str:
    """The text of a PDF as parsers.read takes it, without rendering and looking for seals."""
    texts: list[str] = []
    with pdf.opened(path.read_bytes()) as document:
        for page in document:
            texts += [line.text for line in glyphs.lines(pdf_text.glyphs(page))]
            page.close()
    return "\n".join(texts)


def with_pdfplumber(path: Path) -> str:
    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def with_python_docx(path: Path) -> str:
    letter = docx.Document(str(path))
    return "\n".join(paragraph.text for paragraph in letter.paragraphs)


def count(texts: dict[str, str], samples: Sequence[Sample]) -> int:
    squeezed = {name: "".join(text.split()) for name, text in texts.items()}
    return sum(fact in squeezed.get(one.path.name, "") for one in samples for fact in one.facts)


def measured(name: str, kind: str, samples: Sequence[Sample], way: Callable[[Path], str]) -> Row:
    way(samples[0].path)  # what it loads on first use is not its speed
    best, texts = 1e9, {}
    for _ in range(ROUNDS):
        begun = time.process_time()
        texts = {one.path.name: way(one.path) for one in samples}
        best = min(best, time.process_time() - begun)
    total = sum(len(one.facts) for one in samples)
    return Row(name, kind, len(samples), best, count(texts, samples), total)


def of_peer(name: str, python: str, kind: str, samples: Sequence[Sample]) -> Row | str:
    """The peer's row, or a line that says why there is none."""
    names = json.dumps([str(one.path) for one in samples])
    program = _THEIRS.replace("PREPARE", _PEERS[name])
    ran = subprocess.run(
        [python, "-c", program, name], input=names, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        why = ran.stderr.strip().splitlines()[-1:]
        return f"| {name} | {kind} | 未比较：{''.join(why)} | |"
    version, seconds, texts = json.loads(ran.stdout.splitlines()[-1])
    total = sum(len(one.facts) for one in samples)
    return Row(f"{name} {version}", kind, len(samples), seconds, count(texts, samples), total)


def main() -> int:
    python = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    sys.stdout.write("| 程序 | 格式 | 每秒文件 | 读出的事实 |\n|---|---|---:|---:|\n")
    with tempfile.TemporaryDirectory() as folder:
        for kind, samples in make(Path(folder)).items():
            rows: list[Row | str] = [measured("mingcha parsers.read", kind, samples, ours)]
            if kind == "pdf":
                rows.append(measured("mingcha，只取文字", kind, samples, our_text_alone))
                rows.append(measured("pdfplumber", kind, samples, with_pdfplumber))
            if kind == "docx":
                rows.append(measured("python-docx", kind, samples, with_python_docx))
            rows += [of_peer(name, python, kind, samples[:FEW]) for name in _PEERS]
            for row in rows:
                sys.stdout.write(f"{row}\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
