"""How much of a strange file is opened. What breaks a limit is named and kept, never read on.

Where a limit grows with the size of the file that came, it is because weight is what tells honest long
material from a hostile file: whoever scans 200 pages sends megabytes, and 600 bytes that claim 500
pages are none. The figures were measured on a two-core machine of 2026; tests/parsers/test_hostile_*.py
hold them.
"""

from __future__ import annotations

MAX_BYTES = 200 * 1024 * 1024  # one file, also a single member of an archive
MAX_TOTAL_BYTES = 400 * 1024 * 1024  # everything that comes out of one file, parts of parts too
FREE_TOTAL_BYTES = 20 * 1024 * 1024  # so much may come out of however small a file
MAX_RATIO = 200  # unpacked : packed, beyond which a zip is a bomb and not a letter
MAX_PARTS = 1000  # of one file, parts of parts too
MAX_ENTRIES = 20_000  # names in one zip's list, which is read as a whole before any member
MAX_DEPTH = 6  # a mail in a zip in a mail ...
MAX_PAGES = 500  # of one document
MAX_FILE_PAGES = 2000  # of one file, its parts' pages too

# processor time of the reading thread, recognition and the loading of libraries apart. A letter
# takes 0.3 s; 500 pages of text, which weigh 900 KB, take 20 s; 200 pages of scan 110 s of 60 MB
FREE_SECONDS = 3.5
BYTES_A_SECOND = 6 * 1024  # one more second for each, as far as there are pages to read
SECONDS_A_PIECE = 2.5  # for each page, picture or file inside
FREE_PIECES = 2  # a file of one page
PIXELS_OF_A_PIECE = 500_000  # a picture of fewer is no page: A4 at 72 dots an inch has so many
BYTES_UNPACKED_A_SECOND = 1024 * 1024  # fingerprints, unpacking, mail codes: a second for each
MAX_SECONDS = 1800.0

MAX_OCR_PAGES = 300  # recognised of one file, its parts' pages too
MAX_OCR_SECONDS = (
    1800.0  # of the reading thread's processor time, likewise; a page takes two to four
)
# processor seconds that a page may take of whoever waits for us, all threads together
OCR_SECONDS_A_PAGE = 15.0
OCR_SECONDS_FIRST_PAGE = 4.0  # it falls into what is waited for anyhow
LEAST_WAITED = 8.0  # likewise, for the whole file
# a scanned page weighs 15 KB and more, the sparest of black and white 5
FREE_OCR_PAGES = 3
BYTES_AN_OCR_PAGE = 5 * 1024

MAX_LINES = 100_000  # of a text, a web page or a .docx; a letter has a hundred
MAX_CHARACTERS = 10_000_000  # likewise, marks included
MAX_GLYPHS = 60_000  # of one page; a full page of small print has 10,000
MAX_FILE_GLYPHS = 2_000_000

MAX_PIXELS = 80_000_000  # of one picture: a page of A3 at 600 dpi has 70 million
MAX_SIDE = 100_000  # of one picture; a photographed conversation has 20,000
MAX_KEPT_SIDE = 30_000  # likewise: OpenCV bends no picture of more than 32,767
MAX_KEPT_PIXELS = 20_000_000  # a finer picture is made coarser before it is read; A4 at 400 dpi
MAX_PAGE_PIXELS = 60_000_000  # of the pictures of one page of an OFD, which are kept together
# decoded for one file: JPEG has 4 pixels a byte, a scan in black and white 300 to 1,000
FREE_FILE_PIXELS = 160_000_000
PIXELS_A_BYTE = 1000
MAX_SEARCH_PIXELS = 18_000_000  # searched for seals, at 100 dpi: A0 has 15.5 million
# painted by one pattern on one page: pdfium paints 30 million a second, and does not ask meanwhile. A
# pattern whose tiles lie side by side paints as much as the page has, half a million on A4
MAX_PATTERN_POINTS = 60_000_000
RENDER_SECONDS = 3.0  # one page of a PDF; a map of a city takes two

MAX_XML_BYTES = 40 * 1024 * 1024  # one XML part of a .docx or .ofd
MAX_XML_MARKS = 2_000_000  # its tags and attributes: each takes 100 to 200 bytes of memory
MAX_STORIES = 300  # of one .docx: body, headers, footers, notes
MAX_PICTURES = 60  # pictures of one .docx that are searched for seals
MAX_TEMPLATES = 16  # on one page of an OFD
MAX_UNITS = 250_000  # objects of a page of an OFD, those in what it uses again each time
MAX_DRAWINGS = 20_000  # likewise, of drawings; a page of outlined text has 1,500
MAX_DRAWING_BYTES = 6_000_000  # likewise, of their coordinates
MAX_STAMPS = 3000  # electronic seals of one file; over the edges of 500 pages there are two on each
MAX_NOTES = 2000  # annotations of a page of a PDF

MAX_MULTIPARTS = 300  # boundaries that a mail names; 30 attachments need three

CHILD_SECONDS = 60.0  # a program that unpacks or converts for us
CHILD_CPU_SECONDS = 6  # its processor time; a letter of 20 pages takes LibreOffice two
BYTES_A_PROGRAM_SECOND = 100 * 1024  # one more second for each of the file
FREE_PROGRAM_SECONDS = 7.0  # of all programs for one file, its weight apart
MAX_SCANS = 100  # of one JPEG: each goes over the whole picture again. Cameras write ten
CHILD_MEMORY = 2 * 1024**3
