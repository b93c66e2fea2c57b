"""A letter as .docx -> as .doc, where LibreOffice is installed to make one.

Nothing else here can write that format, and a machine without LibreOffice could not read it either:
there the same letter goes out as .docx, with the same words and the same faults.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import tempfile
from pathlib import Path

from harness.engine import netless

_SECONDS = 60
_log = logging.getLogger(__name__)


def doc(docx: bytes) -> bytes | None:
    """None where there is no LibreOffice, or it fails."""
    office = shutil.which("soffice")
    if office is None:
        return None
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        source = Path(folder) / "letter.docx"
        source.write_bytes(docx)
        profile = (Path(folder) / "profile").as_uri()
        command = netless.command(
            office, "--headless", "--norestore", "--nolockcheck",
            f"-env:UserInstallation={profile}", "--convert-to", "doc:MS Word 97", "--outdir", folder, str(source),
        )  # fmt: skip
        try:
            subprocess.run(
                command, check=True, timeout=_SECONDS, stdin=subprocess.DEVNULL, capture_output=True
            )
            return source.with_suffix(".doc").read_bytes()
        except (OSError, subprocess.SubprocessError) as wrong:
            _log.warning("LibreOffice made no .doc, the letter goes out as .docx: %s", wrong)
            return None
