"""How pages go out."""

from __future__ import annotations

import socket
import subprocess
import sys

from harness.web.serving import Place, listening


def test_no_page_waits_for_the_browser_to_confirm_its_first_bytes():
    """asyncio sets TCP_NODELAY where a socket says that it is TCP; without it each page took 40 ms more."""
    with listening(Place("127.0.0.1", 0)) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_what_draws_reports_and_signs_letters_is_not_loaded_before_the_first_page():
    """The address is told within two seconds: as much went into what no page needs."""
    look = "import sys, harness.web.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    heavy = {"matplotlib", "numpy", "pyhanko", "aiohttp", "pymap", "harness.drill"}
    assert not heavy & set(done.stdout.split())
