"""Registered letters -> a folder to print from: the forms, the address labels, the posting list.

Written again the folder comes out the same. A posting list that is there is added to, and the
挂号号码 that a person typed into it after the post office are kept: they exist nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from letters.labels import write_labels
from letters.model import Letter
from letters.posting import Posting, read_posting_list, write_postings
from letters.saving import save

LABELS = "地址标签"
POSTING_LIST = "交寄清单.xlsx"


def write_paper(
    letters: Sequence[Letter],
    folder: Path,
    posted_on: date,
    numbers: Mapping[str, str],
    *,
    drill: bool,
) -> Path:
    """Writes everything for one day's letters; returns the posting list's path.

    `numbers`: application id -> 挂号号码, as far as they are known.
    """
    path = folder / POSTING_LIST
    if not letters:
        return path
    folder.mkdir(parents=True, exist_ok=True)
    for letter in letters:
        save(folder / letter.form_name, letter.form)
    write_labels(letters, folder / _labels_name(letters, posted_on), drill=drill)
    known = {row.application_id: row for row in read_posting_list(path)} if path.exists() else {}
    for letter in letters:
        id = letter.application.id
        typed, remark = (known[id].number, known[id].remark) if id in known else ("", "")
        known[id] = Posting.of(letter.application, posted_on, numbers.get(id, typed), remark)
    write_postings(known.values(), path)
    return path


def _labels_name(letters: Sequence[Letter], posted_on: date) -> str:
    """Names the letters, so that a second batch of a day leaves the first one's labels alone."""
    first, last = letters[0].application.id, letters[-1].application.id
    return f"{LABELS}-{posted_on}-{first}" + (f"至{last}" if first != last else "") + ".docx"
