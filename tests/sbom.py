"""`make sbom`: what is installed to run mingcha, as CycloneDX 1.6 JSON -> sbom.cdx.json.

In: requirements.lock (names, versions, for which systems; the hashes stand there), and the licence that
each package's own metadata tells, as tests/audit.py reads it. The same lock gives the same bytes: no
time, no serial number. A package for another system is not installed here: see _ELSEWHERE.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent))

from audit import ROOT, licence

TARGET = ROOT / "sbom.cdx.json"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?:\s*;\s*([^\\\n]+?))?\s*\\?$")
# of another system or Python, as their pages on PyPI tell; and whose metadata tell none
_ELSEWHERE = {
    "backports-tarfile": "MIT", "colorama": "BSD-3-Clause", "importlib-metadata": "Apache-2.0",
    "jeepney": "MIT", "lazy-importer": "Apache-2.0", "pywin32-ctypes": "BSD-3-Clause",
    "secretstorage": "BSD-3-Clause", "tzdata": "Apache-2.0", "zipp": "MIT",
}  # fmt: skip
_UNTOLD = {"imapclient": "BSD-3-Clause"}
# what classifiers and free text say, as SPDX names it
_SPDX = {
    "MIT License": "MIT", "The MIT License": "MIT", "## The MIT License (MIT)": "MIT",
    "Apache Software License": "Apache-2.0", "Apache License 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0", "Apache License": "Apache-2.0", "BSD License": "BSD-3-Clause",
    "BSD 3-Clause License": "BSD-3-Clause", "3-Clause BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause", "ISC License": "ISC", "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0", "LGPLv3": "LGPL-3.0-only",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "Dual License; BSD License; Apache Software License": "BSD-3-Clause OR Apache-2.0",
}  # fmt: skip
_ID = re.compile(
    r"0BSD|Apache-2\.0|BSD-[23]-Clause|CC0-1\.0|HPND|ISC|MIT(-0|-CMU)?|MPL-2\.0|OFL-1\.1|PSF-2\.0|Zlib"
    r"|Unlicense|[AL]?GPL-[0-9.]+-(only|or-later)"
)


@dataclass(frozen=True)
class Pinned:
    name: str
    version: str
    where: str  # the marker: for which systems; empty for all


def pinned(lock: str) -> list[Pinned]:
    """Every package of the lock, in its order."""
    matches = filter(None, map(_PIN.match, lock.splitlines()))
    return [Pinned(each[1], each[2], (each[3] or "").strip()) for each in matches]


def bill(lock: str) -> dict[str, Any]:
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "mingcha",
                "name": "mingcha",
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
        },
        "components": [_component(each) for each in pinned(lock)],
    }


def _component(each: Pinned) -> dict[str, Any]:
    address = f"pkg:pypi/{re.sub(r'[-_.]+', '-', each.name).lower()}@{each.version}"
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": each.name,
        "version": each.version,
        "purl": address,
        "licenses": [_licence(_told(each.name))],
    }
    if each.where:
        made["properties"] = [{"name": "mingcha:where", "value": each.where}]
    return made


def _told(name: str) -> str:
    try:
        said = licence(distribution(name))
    except PackageNotFoundError:
        return _ELSEWHERE.get(name, "not told")
    return _UNTOLD.get(name, said) if said == "not told" else said


def _licence(said: str) -> dict[str, Any]:
    """As SPDX names it; else as it was said."""
    for each in (said, *said.split("; ")):
        known = _SPDX.get(each, each)
        if _ID.fullmatch(known):
            return {"license": {"id": known}}
        if re.fullmatch(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+()-]+)+", known):
            return {"expression": known}
    return {"license": {"name": said}}


def text() -> str:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    return json.dumps(bill(lock), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    TARGET.write_text(text(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"{TARGET.name}\n")


if __name__ == "__main__":
    main()
