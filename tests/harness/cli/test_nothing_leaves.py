"""Nothing leaves: no process of ours, nor any that it starts, speaks to anything but loopback.

Each command runs with all its children in a network namespace of its own under strace, so that
nothing could get out if it tried; the first try fails the test. A program that does try is run the
same way first: a watch that sees nothing proves nothing.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from parsers import PARSERS

GOLDEN = Path(__file__).parents[2] / "parsers" / "golden"
MAIN = "from harness.cli import main; main()"
pytestmark = [
    pytest.mark.needs("strace"),
    pytest.mark.needs("unshare"),
    pytest.mark.needs("ip"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="network namespaces of Linux"),
]

# what the kernel was asked: connect(3, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("1.1.1.1")}
_ADDRESS = re.compile(r'sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)')
_ADDRESS6 = re.compile(r'sin6_port=htons\((\d+)\).*?inet_pton\(AF_INET6, "([^"]+)"')
# services of this machine that look names up for others (nscd is asked for names of users too)
_RESOLVER = re.compile(r"systemd\.?resolve|avahi|dbus")


def _namespace() -> list[str]:
    """How to start a program in a network of its own, whose loopback is up."""
    own = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
    return [*own, "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]


@pytest.fixture(scope="module", autouse=True)
def namespaces_are_allowed():
    """Some systems forbid them to all but root; .ci/run must have them."""
    tried = subprocess.run(
        [*_namespace(), "strace", "-qq", "true"], capture_output=True, check=False
    )
    if tried.returncode and not os.environ.get("MINGCHA_NOTHING_LEFT_OUT"):
        pytest.skip("本机不允许新建网络命名空间或者 strace")


def _calls(folder: Path, *command: str, may_fail: bool = False) -> list[str]:
    """What the command, and all that it starts, asked the kernel about addresses."""
    trace = folder / "trace.txt"
    traced = ["strace", "-f", "-qq", "-s", "200", "-o", str(trace)]
    traced += ["-e", "trace=connect,sendto,sendmsg,sendmmsg", *command]
    temporary = folder / "tmp"
    temporary.mkdir()
    ran = subprocess.run(
        [*_namespace(), *traced],
        capture_output=True,
        timeout=500,
        check=False,
        cwd=folder,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    if not may_fail:
        assert ran.returncode in (0, 1), ran.stderr.decode("utf-8", "replace")[-2000:]
    left = [path.name for path in temporary.rglob("*")]
    assert left == [], "nothing is left among the temporary files"
    return trace.read_text("utf-8", "replace").splitlines()


def _beyond_loopback(calls: list[str]) -> list[str]:
    return [call for call in calls if _leaves(call)]


def _leaves(call: str) -> bool:
    for port, address in (*_ADDRESS.findall(call), *_ADDRESS6.findall(call)):
        if port == "53" or not (address.startswith("127.") or address in ("::1", "0.0.0.0")):
            return True
    return "AF_UNIX" in call and _RESOLVER.search(call) is not None


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('192.0.2.1', 443), timeout=1)",
        "import socket; socket.create_connection(('2001:db8::1', 443), timeout=1)",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', "
        "'import socket; socket.create_connection((\"192.0.2.1\", 80), timeout=1)'])",
    ],
)
def test_a_program_that_reaches_out_is_seen(tmp_path, code):
    assert _beyond_loopback(_calls(tmp_path, sys.executable, "-c", code, may_fail=True))


def test_loopback_alone_is_no_reaching_out(tmp_path):
    code = (
        "import socket; server = socket.create_server(('127.0.0.1', 0)); "
        "socket.create_connection(server.getsockname())"
    )
    calls = _calls(tmp_path, sys.executable, "-c", code)
    assert any("127.0.0.1" in call for call in calls)
    assert _beyond_loopback(calls) == []


def test_a_whole_demo_with_scans_speaks_to_loopback_only(tmp_path):
    command = [sys.executable, "-c", MAIN, "demo", "--units", "6", "--dir", str(tmp_path / "演练")]
    calls = _calls(tmp_path, *command)
    assert any("127.0.0.1" in call for call in calls), "its mail does go over loopback"
    assert _beyond_loopback(calls) == []


def _letter_with_a_picture_on_a_server(path: Path) -> Path:
    """An .odt whose picture LibreOffice would fetch: a read receipt for its sender."""
    drawing = (
        '<draw:frame draw:name="p" svg:width="5cm" svg:height="5cm" text:anchor-type="paragraph">'
        '<draw:image xlink:href="http://192.0.2.1/receipt.png" xlink:type="simple"/></draw:frame>'
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{of}:1.0"'
        for name, of in (
            ("office", "office"),
            ("text", "text"),
            ("draw", "drawing"),
            ("svg", "svg-compatible"),
        )
    )
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body><office:text><text:p>答复如下{drawing}</text:p></office:text></office:body>"
        "</office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", manifest)
    return path


def test_a_file_of_every_format_is_opened_without_a_word_to_anybody(tmp_path):
    files = [path for path in sorted(GOLDEN.iterdir()) if path.suffix not in (".json", ".md")]
    files.append(_letter_with_a_picture_on_a_server(tmp_path / "receipt.odt"))
    formats = {suffix for each in PARSERS for suffix in each.media} - {
        "wps",
        "unknown",
        "tnef",
        "png",
    }
    assert formats <= {path.suffix[1:] for path in files}
    command = [sys.executable, "-c", MAIN, "check", "--json", *map(str, files)]
    assert _beyond_loopback(_calls(tmp_path, *command)) == []


def test_nor_does_parsing_a_letter_with_a_picture_on_a_server(tmp_path):
    letter = _letter_with_a_picture_on_a_server(tmp_path / "receipt.odt")
    command = [sys.executable, "-c", MAIN, "parse", str(letter)]
    assert _beyond_loopback(_calls(tmp_path, *command)) == []
