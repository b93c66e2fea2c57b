"""Reading worn letters, measured: `python tests/bench/reading.py` prints the table of reading.md.

The same letters, whose text is known, go through `parsers.read` and, in the same run, through the
bare engine (rapidocr as it comes, without its orientation classifier). Characters are compared one
by one, punctuation included, spaces not. Times are processor time, which neighbours on the machine
disturb least; ours holds everything: opening, searching for seals, reading. `--quick` takes one
letter of each kind of damage.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import numpy as np
from PIL import Image
from rapidocr import RapidOCR

from parsers import read
from parsers.page import engine as networks

sys.path.append(str(Path(__file__).parent.parent / "parsers"))
from worn_letters import DAMAGES, FONTS, LETTERS, Worn, worn

Reader = Callable[[bytes], str]


@dataclass(frozen=True)
class Score:
    right: float  # share of characters
    seconds: float  # a page


def ours(data: bytes) -> str:
    return read(data, "来件").pages[0].text


def bare() -> Reader:
    # as many threads as ours: idle ones that wait for work would count as its time
    threads = {"EngineConfig.onnxruntime.intra_op_num_threads": networks._cores()}
    engine = RapidOCR(params={"Global.log_level": "critical", "Global.use_cls": False} | threads)

    def by_engine(data: bytes) -> str:
        pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))[:, :, ::-1]
        return "".join(engine(np.ascontiguousarray(pixels)).txts or ())

    return by_engine


def distance(a: str, b: str) -> int:
    """How many characters must change to make one text of the other."""
    before = np.arange(len(b) + 1)
    other = np.array(list(b))
    steps = np.arange(1, len(b) + 1)
    for i, char in enumerate(a, 1):
        best = np.minimum(before[1:] + 1, before[:-1] + (other != char))
        # an insertion may follow an insertion: the running minimum of what is left of the place
        now = np.minimum.accumulate(np.concatenate(([i], best - steps))) + np.arange(len(b) + 1)
        before = now
    return int(before[-1])


def right(found: str, known: str) -> float:
    said, true = ("".join(text.split()) for text in (found, known))
    return max(0.0, 1 - distance(said, true) / len(true))


def measure(reader: Reader, samples: list[Worn]) -> Score:
    shares, spent = [], 0.0
    for sample in samples:
        start = time.process_time()
        found = reader(sample.data)
        spent += time.process_time() - start
        shares.append(right(found, sample.text))
    return Score(sum(shares) / len(shares), spent / len(samples))


def samples_of(damage: str, quick: bool) -> list[Worn]:
    pairs = [(letter, FONTS[place % 2]) for place, letter in enumerate(LETTERS)]
    return [worn(letter, font, damage) for letter, font in (pairs[:1] if quick else pairs)]


def table(quick: bool) -> Iterator[str]:
    peer = bare()
    version = metadata.version("rapidocr")
    for warm in (ours, peer):
        warm(worn(LETTERS[0], FONTS[1], "扫描 100 dpi", seed=9).data)
    yield from (
        f"| 来件 | 字符正确率：明察 | rapidocr {version} 原样 | 每页：明察 | rapidocr 原样 |",
        "|---|---:|---:|---:|---:|",
    )
    pairs = []
    for damage in DAMAGES:
        samples = samples_of(damage, quick)
        pairs.append((measure(ours, samples), measure(peer, samples)))
        yield _row(damage, *pairs[-1])
    mine, theirs = (_mean(scores) for scores in zip(*pairs, strict=True))
    yield _row("平均", mine, theirs)
    yield f"\n每秒页数（处理器时间）：明察{1 / mine.seconds:.2f}，rapidocr 原样{1 / theirs.seconds:.2f}；"
    yield f"明察所用时间是它的{mine.seconds / theirs.seconds:.2f}倍（要求不超过1.1倍）。"


def _row(name: str, mine: Score, theirs: Score) -> str:
    return (
        f"| {name} | {mine.right:.1%} | {theirs.right:.1%} "
        f"| {mine.seconds:.1f} s | {theirs.seconds:.1f} s |"
    )


def _mean(scores: Sequence[Score]) -> Score:
    """Of all kinds of damage alike."""
    count = len(scores)
    return Score(sum(s.right for s in scores) / count, sum(s.seconds for s in scores) / count)


def main() -> None:
    for line in table("--quick" in sys.argv):
        print(line, flush=True)  # noqa: T201 — the table is what this program is for


if __name__ == "__main__":
    main()
