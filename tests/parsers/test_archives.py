"""rar and 7z, by whichever program is here; what tries to do harm is named and not opened."""

from __future__ import annotations

import importlib.util
import io
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from parsers import cage, read
from parsers.packed import rar, unpack
from parsers.parser import Unreadable

LETTER = "政府信息公开申请答复书".encode()
WAYS = {"bsdtar": unpack._by_tar, "7z": unpack._by_seven, "unar": unpack._by_unarchiver}


def _boxes() -> ModuleType:
    """boxes.py beside this file, which is no package."""
    spec = importlib.util.spec_from_file_location("boxes", Path(__file__).with_name("boxes.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


boxes = _boxes()
RAR = boxes.rar({"答复书.txt": LETTER, "附件/b.txt": b"abc"})
LOCKED = boxes.rar({"答复书.txt": LETTER}, locked=True)


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return out.getvalue()


@pytest.fixture(params=[pytest.param(tool, marks=pytest.mark.needs(tool)) for tool in WAYS])
def only(request, monkeypatch):
    """Each program alone."""
    monkeypatch.setattr(unpack, "_ways", lambda: [(request.param, WAYS[request.param])])
    return request.param


@pytest.mark.usefixtures("only")
class TestWithEachProgram:
    def test_members_of_a_rar_are_read(self):
        document = read(RAR, "来件.rar")
        assert (document.media, document.error, document.warnings) == ("rar", None, ())
        assert {part.name: part.text for part in document.parts} == {
            "答复书.txt": LETTER.decode(),
            "附件/b.txt": "abc",
        }

    def test_a_cut_rar_says_that_something_is_missing(self):
        document = read(RAR[:-30], "来件.rar")
        assert [part.name for part in document.parts] == ["答复书.txt"]
        (unread,) = document.unread
        assert (unread.code, unread.touches) == ("damaged", ("text", "seal"))
        assert "没有解出" in unread.what

    @pytest.mark.parametrize("head", [b"Rar!\x1a\x07\x01\x00", b"7z\xbc\xaf\x27\x1c"])
    def test_nonsense_is_refused_with_one_line(self, head):
        document = read(head + b"x" * 99, "来件")
        assert document.error
        assert document.parts == ()

    def test_nothing_is_left_behind(self, monkeypatch, tmp_path):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        read(RAR, "来件.rar")
        read(RAR[:-30], "来件.rar")
        assert list(tmp_path.iterdir()) == []


class TestRar:
    def test_a_password_is_named_and_noise_is_not_taken_for_the_letter(self):
        if not unpack._ways():
            pytest.skip("没有解压程序")
        document = read(LOCKED, "来件.rar")
        assert document.error.code == "encrypted"
        assert "答复书.txt" in document.error.message

    @pytest.mark.parametrize(
        ("data", "names"),
        [
            (RAR, ["答复书.txt", "附件/b.txt"]),
            (b"Rar!\x1a\x07\x00", []),
            (b"Rar!\x1a\x07\x01\x00\xff", []),
        ],
    )
    def test_the_headers_name_the_members(self, data, names):
        assert [entry.name for entry in rar.entries(data) or ()] == names

    def test_a_rar_4_name_in_gbk_and_its_password_are_seen(self):
        name = "答复书.doc".encode("gb18030")
        size = 32 + len(name)
        head = b"\0\0\x74" + (0x8004).to_bytes(2, "little") + size.to_bytes(2, "little")
        head += bytes(19) + len(name).to_bytes(2, "little") + bytes(4) + name
        main = b"\0\0\x73\0\0\x0d\0" + bytes(6)
        assert rar.entries(b"Rar!\x1a\x07\x00" + main + head) == (rar.Entry("答复书.doc", True),)

    def test_without_a_program_the_way_to_one_is_shown(self, monkeypatch):
        monkeypatch.setattr(unpack, "_ways", list)
        document = read(RAR, "来件.rar")
        assert (document.media, document.error.code) == ("rar", "tool_missing")
        assert "apt install libarchive-tools" in document.error.message


class TestZip:
    @pytest.mark.parametrize(
        "name", ["../../etc/答复书.txt", "/etc/答复书.txt", "C:\\Windows\\答复书.txt"]
    )
    def test_a_path_that_leads_astray_is_only_a_name(self, name):
        (part,) = read(zipped({name: LETTER}), "a.zip").parts
        assert part.name.split("/")[-1] == "答复书.txt"
        assert not part.name.startswith(("/", "..", "C:"))

    def test_many_members_that_are_large_together_are_stopped(self, monkeypatch):
        monkeypatch.setattr("parsers.effort.FREE_TOTAL_BYTES", 1_000_000)
        data = zipped({f"{n}.txt": b" " * 400_000 for n in range(10)})
        document = read(data, "a.zip")
        *read_ones, rest = document.parts
        assert len(read_ones) == 2
        assert rest.error.code == "too_large"
        assert "其余未打开" in rest.error.message

    def test_a_locked_member_is_named_and_the_others_are_read(self):
        data = bytearray(zipped({"a.txt": LETTER, "b.txt": b"abc"}, zipfile.ZIP_STORED))
        data[6] |= 1
        data[data.index(b"PK\x01\x02") + 8] |= 1
        document = read(bytes(data), "a.zip")
        assert [part.name for part in document.parts] == ["b.txt"]
        (unread,) = document.unread
        assert (unread.code, unread.touches) == ("encrypted", ("text", "seal"))
        assert "“a.txt”设有密码" in unread.what


class TestEveryMember:
    @pytest.mark.parametrize(
        "name",
        [
            "__MACOSX/._答复书.txt",
            "Thumbs.db",
            "件/.DS_Store",
            "件\\desktop.ini",
            "~$答复书.docx",
            "._a.txt",
        ],
    )
    def test_what_systems_lay_beside_a_letter_is_nothing(self, name):
        document = read(zipped({"答复书.txt": LETTER, name: b"x"}), "a.zip")
        assert [part.name for part in document.parts] == ["答复书.txt"]
        assert document.left == ()

    @pytest.mark.parametrize(
        "name",
        ["关于Thumbs.db的答复.txt", "desktop.ini答复.txt", "答复__MACOSX/书.txt", "Thumbs.db.txt"],
    )
    def test_a_letter_whose_name_is_only_like_theirs_is_read(self, name):
        (part,) = read(zipped({name: LETTER}), "a.zip").parts
        assert part.text == LETTER.decode()

    def test_a_link_is_no_file_and_is_named(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            info = zipfile.ZipInfo("答复书.txt")
            info.external_attr = 0o120777 << 16
            package.writestr(info, "/etc/passwd")
            package.writestr("b.txt", LETTER)
        document = read(out.getvalue(), "a.zip")
        assert [part.name for part in document.parts] == ["b.txt"]
        assert [(one.code, one.touches) for one in document.unread] == [("link", ("text", "seal"))]

    def test_a_bomb_beside_a_letter_is_named_and_the_letter_read(self):
        data = zipped({"bomb.txt": b" " * 30_000_000, "b.txt": LETTER})
        document = read(data, "a.zip")
        assert [part.text for part in document.parts] == [LETTER.decode()]
        assert [one.code for one in document.unread] == ["too_large"]


class TestCage:
    def test_what_takes_too_long_is_ended_with_all_that_it_started(self, tmp_path):
        mark = tmp_path / "late"
        inner = f"import time, pathlib; time.sleep(1.5); pathlib.Path({str(mark)!r}).touch()"
        outer = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {inner!r}]); time.sleep(9)"
        begun = time.monotonic()
        with pytest.raises(Unreadable, match="已中止"):
            cage.run([sys.executable, "-c", outer], seconds=0.5)
        assert time.monotonic() - begun < 3
        time.sleep(1.5)
        assert not mark.exists()

    def test_what_writes_too_much_is_ended(self):
        program = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
        with pytest.raises(Unreadable, match="兆字节"):
            cage.run([sys.executable, "-c", program], most=2**20)

    def test_a_folder_that_grows_too_big_ends_it(self, tmp_path):
        program = "import pathlib, time\nfor n in range(99):\n pathlib.Path(f'f{n}').write_bytes(bytes(10**6)); time.sleep(.05)"
        with pytest.raises(Unreadable, match="兆字节"):
            cage.run(
                [sys.executable, "-c", program], folder=tmp_path, watched=(tmp_path, 3 * 10**6)
            )

    @pytest.mark.skipif(sys.platform != "linux", reason="只有 Linux 能限制内存")
    def test_memory_is_bounded(self):
        ran = cage.run(
            [sys.executable, "-c", "import time; time.sleep(.3); b = bytearray(1 << 30)"],
            memory=300 * 2**20,
        )
        assert ran.status
        assert "MemoryError" in ran.complaints

    def test_input_can_be_sought_in_and_output_comes_whole(self):
        program = "import sys; f = sys.stdin.buffer; f.seek(3); sys.stdout.buffer.write(f.read())"
        ran = cage.run([sys.executable, "-c", program], b"abcdef")
        assert (ran.status, ran.output) == (0, b"def")
