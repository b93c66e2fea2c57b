"""Terms as letters write them: 60日, 六个月, 半年, with or without a speck that a recogniser read into them.

In: words on remedies. Out: the `Period`s in them, each with its place.
"""

from __future__ import annotations

from harness.reading.page.numerals import NUMBER, to_int
from parsers import lazy_re as re

Period = tuple[int, str]  # (60, "日"), (6, "月")

# neither 16日 of 10月16日 nor 3月 of 2019年3月 is one
DURATION = re.compile(rf"(?<!月)(?<!年)(?P<n>{NUMBER})(?P<u>个?月|个?工作日|个?自然日|日|天)(?!起)")
# specks that a recogniser reads between a number and its unit: 60.日内, 六·个月, 6个.月
_STRAY = re.compile(
    r"(?<=[\d一二两三六九十])[.·'`~、,。:*-]{1,2}\n?(?=个.?月|(?:个?(?:工作|自然))?[日天]之?内)"
    r"|(?<=[\d一二两三六九十]个)[.·'`~、,*-]{1,2}(?=月|工作日)"
)


def without_stray_marks(text: str) -> str:
    return _STRAY.sub("", text)


def durations(text: str) -> list[tuple[int, Period]]:
    found: list[tuple[int, Period]] = [(m.start(), (6, "月")) for m in re.finditer("半年", text)]
    for match in DURATION.finditer(text):
        number = to_int(match["n"])
        if number:
            unit = (
                "月" if match["u"].endswith("月") else ("工作日" if "工作" in match["u"] else "日")
            )
            found.append((match.start(), (number, unit)))
    return found
