"""How much of a strange file is opened. What breaks a limit is named and kept, never read on."""

from __future__ import annotations

MAX_BYTES = 200 * 1024 * 1024  # one file, also a single member of an archive
MAX_TOTAL_BYTES = 400 * 1024 * 1024  # everything that comes out of one file, parts of parts too
MAX_PARTS = 1000  # likewise, counted
MAX_DEPTH = 6  # a mail in a zip in a mail ...
MAX_RATIO = 200  # unpacked : packed, beyond which a zip is a bomb and not a letter
MAX_PAGES = 500
MAX_OCR_PAGES = 300  # recognised of one file, its parts' pages too
MAX_OCR_SECONDS = (
    1800.0  # of the reading thread's processor time, likewise; a page takes two to four
)
MAX_LINES = 100_000  # of a text or a web page; a letter has a hundred
MAX_CHARACTERS = 10_000_000  # likewise, marks included
MAX_PIXELS = 80_000_000  # a page of A3 at 600 dpi has 70 million
MAX_XML_BYTES = 40 * 1024 * 1024  # one XML part of a .docx or .ofd
MAX_PICTURES = 60  # pictures of one .docx that are searched for seals
CHILD_SECONDS = 60.0  # a program that unpacks or converts for us
CHILD_MEMORY = 2 * 1024**3
