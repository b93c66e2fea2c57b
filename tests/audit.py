"""`make audit`: known weaknesses of what is installed (pip-audit, where it can run), and licences.

Prints a table of every package that the run-time lock installs with its licence; ends with 1 where
one is GPL or AGPL and NOTICE does not name it. Nothing here is part of `make test`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_COPYLEFT = re.compile(r"\bA?GPL|Affero|(?<!Lesser )General Public", re.IGNORECASE)


def locked() -> list[str]:
    return sorted(_PIN.findall((ROOT / "requirements.lock").read_text("utf-8")))


def licence(package: Distribution) -> str:
    """As the package's own metadata says, the expression first."""
    told = package.metadata
    said = [told.get("License-Expression") or "", told.get("License") or ""]
    said = [each.splitlines()[0][:60] for each in said if each.strip()]
    classified = [
        each.rpartition("::")[2].strip()
        for each in told.get_all("Classifier") or []
        if each.startswith("License ::")
    ]
    return "; ".join(dict.fromkeys([*said, *classified])) or "not told"


def is_copyleft(said: str) -> bool:
    """GPL or AGPL; the LGPL asks nothing of who only uses the library."""
    return (
        _COPYLEFT.search(re.sub(r"LGPL\S*|Lesser General Public License\S*", "", said)) is not None
    )


def unnamed(licences: dict[str, str], notice: str) -> list[str]:
    return [name for name, said in licences.items() if is_copyleft(said) and name not in notice]


def weaknesses() -> str:
    program = shutil.which("pip-audit", path=str(Path(sys.executable).parent)) or shutil.which(
        "pip-audit"
    )
    if program is None:
        return "pip-audit is not installed: known weaknesses were not looked up"
    command = [program, "--require-hashes", "-r", str(ROOT / "requirements.lock")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    said = (ran.stdout + ran.stderr).strip()
    return said or "pip-audit found nothing"


def main() -> int:
    licences = {}
    for name in locked():
        try:
            licences[name] = licence(distribution(name))
        except PackageNotFoundError:  # for another system or Python
            licences[name] = "not installed here"
    width = max(map(len, licences))
    for name, said in licences.items():
        sys.stdout.write(f"{name:{width}}  {said}\n")
    sys.stdout.write(f"\n{weaknesses()}\n")
    wrong = unnamed(licences, (ROOT / "NOTICE").read_text("utf-8"))
    for name in wrong:
        sys.stdout.write(f"{name}: {licences[name]}, and NOTICE does not name it\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
