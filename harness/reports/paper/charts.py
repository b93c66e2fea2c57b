"""Charts as PNG pictures, in restrained colours and a Chinese font that comes with the program.

Neighbouring colours differ in lightness too, and every part carries its number: a copy in black and
white can be read. Every function takes plain numbers and gives bytes; no figure outlives its call.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from pylopdf_fonts_zh_cn import sans_path

from letters.writable import writable

# from dark to light; the dark ones carry white numbers
BLUE, BRICK, OCHRE, PALE, GREY = "#1F4E79", "#A8443C", "#E0B35A", "#B9CCDF", "#E4E6E9"
_DARK = (BLUE, BRICK)
# what tells two light ones apart without colour
_HATCH = {OCHRE: "////", GREY: "....", BRICK: "", BLUE: "", PALE: ""}
TEXT, RULE = "#333333", "#DDE1E6"
WIDTH_INCHES = 6.0
DPI = 200
MOST_IN_A_LABEL = 60  # characters; the longest names of the field have some thirty
_NARROW = 4.5  # per cent of a bar: a number does not fit into less


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[Decimal | int | None, ...]  # None: nothing to show there
    colour: str


@cache
def _font() -> str:
    path = str(sans_path())
    font_manager.fontManager.addfont(path)
    return font_manager.FontProperties(fname=path).get_name()


def shares(labels: Sequence[str], series: Sequence[Series], unit: str) -> bytes:
    """Parts of a whole, one bar a label, each as long as the others: groups differ in size. Each
    part carries its number."""
    with _manner():
        figure, axes = _canvas(len(labels))
        sums = [sum(int(one.values[row] or 0) for one in series) for row in range(len(labels))]
        starts = [0.0] * len(labels)
        for one in series:
            widths = [
                100 * int(value or 0) / whole if whole else 0
                for value, whole in zip(one.values, sums, strict=True)
            ]
            axes.barh(
                range(len(labels)), widths, left=starts, color=one.colour, height=0.56,
                label=_drawn(one.name), hatch=_HATCH.get(one.colour, ""), edgecolor="white",
                linewidth=0.6,
            )  # fmt: skip
            for row, (start, width) in enumerate(zip(starts, widths, strict=True)):
                if width >= _NARROW:
                    _number(axes, start + width / 2, row, one.values[row], one.colour)
            starts = [start + width for start, width in zip(starts, widths, strict=True)]
        names = [
            f"{_drawn(label)}（{whole}{unit}）" for label, whole in zip(labels, sums, strict=True)
        ]
        axes.set_yticks(range(len(labels)), names)
        axes.set_xlim(0, 100)
        axes.set_xlabel("占比（%）")
        return _finish(figure, axes, len(series))


def _number(axes: Any, at: float, row: int, value: object, colour: str) -> None:
    ink = "white" if colour in _DARK else TEXT
    box = None if colour in _DARK else {"facecolor": "white", "edgecolor": "none", "pad": 1}
    axes.text(at, row, str(value), ha="center", va="center", color=ink, bbox=box)


def grouped_bars(
    labels: Sequence[str], series: Sequence[Series], unit: str, *, rates: bool = False
) -> bytes:
    """Several numbers side by side for each label, written at the bars' ends; `rates` are per
    cent, so that the axis always runs to 100."""
    with _manner():
        figure, axes = _canvas(len(labels) * max(len(series), 1) * 0.62)
        height = 0.74 / max(len(series), 1)
        for place, one in enumerate(series):
            rows = [row - 0.37 + height * (place + 0.5) for row in range(len(labels))]
            bars = axes.barh(
                rows, [float(v or 0) for v in one.values], height=height * 0.9, color=one.colour,
                label=_drawn(one.name), hatch=_HATCH.get(one.colour, ""), edgecolor="white",
                linewidth=0.4,
            )  # fmt: skip
            told = ["" if value is None else str(value) for value in one.values]
            axes.bar_label(bars, told, padding=3, color=TEXT)
        axes.set_yticks(range(len(labels)), [_drawn(label) for label in labels])
        highest = max((float(v or 0) for one in series for v in one.values), default=1.0)
        # room for the number behind the longest bar
        axes.set_xlim(0, 114 if rates else max(highest * 1.14, 1))
        if rates:
            axes.set_xticks(range(0, 101, 20))
        axes.set_xlabel(unit)
        return _finish(figure, axes, len(series))


def _drawn(text: str) -> str:
    """A name as a label: short enough for the picture. One that begins with _ would be left out of
    the legend."""
    text = writable(text)
    text = text if len(text) <= MOST_IN_A_LABEL else f"{text[: MOST_IN_A_LABEL - 1]}…"
    return f"＿{text[1:]}" if text.startswith("_") else text


def _manner() -> Any:
    """matplotlib's settings, in force within a `with` only."""
    return mpl.rc_context(
        {
            "font.family": _font(),
            "font.size": 9,
            "axes.edgecolor": "#9AA3AD",
            "axes.labelcolor": TEXT,
            "text.color": TEXT,
            "xtick.color": TEXT,
            "ytick.color": TEXT,
            "axes.unicode_minus": False,
            "text.parse_math": False,  # a $ in a name is a $
            "hatch.linewidth": 0.6,
        }
    )


def _canvas(rows: float) -> tuple[Figure, Any]:
    figure = Figure(figsize=(WIDTH_INCHES, 1.05 + 0.37 * rows), dpi=DPI, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.grid(axis="x", color=RULE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    return figure, axes


def _finish(figure: Figure, axes: Any, series: int) -> bytes:
    axes.invert_yaxis()
    picture = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a name is empty, or not in the font
        if series > 1:
            figure.legend(
                loc="outside upper center",
                ncols=min(series, 5),
                frameon=False,
                handlelength=1.4,
                handleheight=1.1,
            )
        # no date and no version in the file: the same numbers give the same bytes
        figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()
