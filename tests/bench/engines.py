"""What reading a page costs by kind, and with 1 and 2 processes: `python tests/bench/engines.py [--json]`.

The same files read here, in one lane and two, on a real Dask cluster of one worker and two (each with one
lane), one after the other in one run; beside them the bare OCR engine on the same scans. All must read the
same bytes. Seconds on the wall a page: on a busy machine compare the columns, not the days.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.append(str(Path(__file__).parents[1] / "parsers"))
import formats
import ofd_files
from reading import bare
from worn_letters import FONTS, LETTERS, worn

from harness.campaign.engines import version
from harness.engine import HERE, Engine, open_lanes
from harness.engine.cluster import open_cluster
from harness.store.errors import Unusable
from harness.store.reading import read_bytes
from tests import clusters

EACH, SCANS = 8, 2
# a test's worker ends a file after three seconds; a scan may take longer
PATIENT = clusters.MINGCHA.replace("limits.SECONDS = 3.0", "limits.SECONDS = 120.0")
Files = list[tuple[bytes, str]]


def material() -> dict[str, Files]:
    words = [formats.facts(n) for n in range(EACH)]
    return {
        "docx": [(formats.as_word(each), f"{n}.docx") for n, each in enumerate(words)],
        "pdf": [(formats.as_pdf(each), f"{n}.pdf") for n, each in enumerate(words)],
        "ofd": [(_as_ofd(formats.body(each)), f"{n}.ofd") for n, each in enumerate(words)],
        "扫描件": [
            (worn(LETTERS[n % len(LETTERS)], FONTS[n % 2], "扫描 200 dpi", seed=n).data, f"{n}.jpg")
            for n in range(SCANS)
        ],
    }


def _as_ofd(lines: list[str]) -> bytes:
    rows = enumerate(lines)
    return ofd_files.ofd("".join(ofd_files.text(line[:40], 20, 20 + 8 * n) for n, line in rows))


def through(engine: Engine, files: Files) -> tuple[float, list[bytes]]:
    begun = time.perf_counter()
    if engine is HERE:
        read = [read_bytes(*each).document for each in files]
    else:
        futures = [engine.submit(read_bytes, *each) for each in files]
        read = [each.result(timeout=300).document for each in futures]
    return time.perf_counter() - begun, read


def measured(kinds: dict[str, Files]) -> dict[str, dict[str, float]]:
    """Kind -> way -> seconds a page."""
    found: dict[str, dict[str, float]] = {kind: {} for kind in kinds}
    first: dict[str, list[bytes]] = {}

    def by(way: str, engine: Engine) -> None:
        for kind, files in kinds.items():
            through(engine, files[:1])  # each process loads its networks once
            took, read = through(engine, files)
            assert first.setdefault(kind, read) == read, f"{kind}: {way} reads otherwise"
            found[kind][way] = took / len(files)
            sys.stderr.write(f"{way} {kind} {found[kind][way]:.3f}\n")

    spent(found, kinds)
    by("本进程", HERE)
    for many in (1, 2):
        with open_lanes(many) as lanes:
            by(f"通道{many}", lanes)
    clusters.MINGCHA = PATIENT
    for many in (1, 2):
        names = [f"w{n}" for n in range(many)]
        with (
            tempfile.TemporaryDirectory() as folder,
            clusters.cluster(Path(folder), Path(folder), *names) as made,
            open_cluster(made.address, version(), Unusable, made.certificates) as engine,
        ):
            by(f"Dask {many}", engine)
    found["扫描件"]["裸 OCR"] = _each(bare(), kinds["扫描件"])
    return found


def spent(found: dict[str, dict[str, float]], kinds: dict[str, Files]) -> None:
    """Processor seconds a page, in this process."""
    for kind, files in kinds.items():
        read_bytes(*files[0])
        begun = time.process_time()
        for each in files:
            read_bytes(*each)
        found[kind]["处理器"] = (time.process_time() - begun) / len(files)


def _each(read: Callable[[bytes], str], files: Files) -> float:
    read(files[0][0])
    begun = time.process_time()
    for data, _ in files:
        read(data)
    return (time.process_time() - begun) / len(files)


def main() -> None:
    os.environ["OMP_NUM_THREADS"] = "1"
    before = os.getloadavg()[0]
    found = measured(material())
    loads = [round(before, 1), round(os.getloadavg()[0], 1)]
    if "--json" in sys.argv:
        told = {"load": loads, "seconds": found}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        return
    ways = ["处理器", "本进程", "通道1", "通道2", "Dask 1", "Dask 2", "裸 OCR"]
    sys.stdout.write(f"负载 {loads[0]} 至 {loads[1]}；每页秒\n\n| | {' | '.join(ways)} |\n")
    sys.stdout.write(f"|---|{'---:|' * len(ways)}\n")
    for kind, each in found.items():
        told_of = [f"{each[way]:.3f}" if way in each else "" for way in ways]
        sys.stdout.write(f"| {kind} | {' | '.join(told_of)} |\n")


if __name__ == "__main__":
    main()
