"""Files that people take away: always saved, never opened by the browser as a page of ours."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from fastapi.responses import FileResponse, Response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {
    ".xlsx": XLSX, ".docx": DOCX, ".pdf": "application/pdf", ".zip": "application/zip",
    ".ics": "text/calendar; charset=utf-8",
}  # fmt: skip
ANYTHING = "application/octet-stream"


def file(path: Path, name: str = "") -> Response:
    kind = TYPES.get(path.suffix.lower(), ANYTHING)
    return FileResponse(path, media_type=kind, headers=_saved(name or path.name))


def data(name: str, content: bytes) -> Response:
    kind = TYPES.get(Path(name).suffix.lower(), ANYTHING)
    return Response(content, media_type=kind, headers=_saved(name))


def _saved(name: str) -> dict[str, str]:
    """RFC 6266: the name as it is, in one form that no sign in it can break out of."""
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
