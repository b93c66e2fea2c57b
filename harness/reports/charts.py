"""Charts as PNG pictures, in restrained colours and a Chinese font that comes with the program.

Every function takes plain numbers and gives bytes; no figure outlives its call.
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

BLUE, PALE, OCHRE, BRICK, GREY = "#2F5D8A", "#9DB8D2", "#D8A449", "#A94A44", "#C4C9CF"
TEXT, RULE = "#333333", "#DDE1E6"
WIDTH_INCHES = 6.3
DPI = 200
MOST_IN_A_LABEL = 60  # characters; the longest names of the field have some thirty


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    values: tuple[Decimal | int, ...]
    colour: str


@cache
def _font() -> str:
    path = str(sans_path())
    font_manager.fontManager.addfont(path)
    return font_manager.FontProperties(fname=path).get_name()


def stacked_bars(labels: Sequence[str], series: Sequence[Series], unit: str) -> bytes:
    """Shares of a whole, one horizontal bar a label; each part carries its number."""
    with _manner():
        figure, axes = _canvas(len(labels))
        starts = [0] * len(labels)
        for one in series:
            values = [int(value) for value in one.values]
            axes.barh(
                range(len(labels)),
                values,
                left=starts,
                color=one.colour,
                height=0.56,
                label=_drawn(one.name),
            )
            for row, (start, value) in enumerate(zip(starts, values, strict=True)):
                if value:
                    ink = TEXT if one.colour in (PALE, GREY, OCHRE) else "white"
                    axes.text(
                        start + value / 2, row, str(value), ha="center", va="center", color=ink
                    )
            starts = [start + value for start, value in zip(starts, values, strict=True)]
        axes.set_yticks(range(len(labels)), [_drawn(label) for label in labels])
        axes.set_xlim(0, max(starts, default=1) or 1)
        axes.set_xlabel(unit)
        return _finish(figure, axes, len(series))


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
                rows,
                [float(v) for v in one.values],
                height=height * 0.9,
                color=one.colour,
                label=_drawn(one.name),
            )
            axes.bar_label(bars, [str(value) for value in one.values], padding=3, color=TEXT)
        axes.set_yticks(range(len(labels)), [_drawn(label) for label in labels])
        highest = max((float(v) for one in series for v in one.values), default=1.0)
        # room for the number behind the longest bar
        axes.set_xlim(0, 112 if rates else max(highest * 1.12, 1))
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
            "axes.edgecolor": GREY,
            "axes.labelcolor": TEXT,
            "text.color": TEXT,
            "xtick.color": TEXT,
            "ytick.color": TEXT,
            "axes.unicode_minus": False,
            "text.parse_math": False,  # a $ in a name is a $
        }
    )


def _canvas(rows: float) -> tuple[Figure, Any]:
    figure = Figure(figsize=(WIDTH_INCHES, 1.15 + 0.42 * rows), dpi=DPI, layout="constrained")
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
                handlelength=1,
                handleheight=1,
            )
        # no date and no version in the file: the same numbers give the same bytes
        figure.savefig(picture, format="png", metadata={"Software": None})
    return picture.getvalue()
