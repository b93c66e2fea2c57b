"""How much a job may take. What goes beyond it costs its one file, never the others."""

from __future__ import annotations

MEMORY = 900 * 1024 * 1024  # bytes, a child with all that it starts; with its parent 1 GB
# of its own first child, before its helper programs: a child that has grown so fat with one file is
# put aside before the next, which would be blamed for it
SHARE_KEPT = 0.6
# processor seconds of a job that says nothing of pages. A stamped PDF takes 0.3, a conversion by
# LibreOffice 3, loading the recogniser 2; a machine four times as slow still comes through
SECONDS = 8.0
MOST_SECONDS = 3600.0  # however many pages it says it has
# a job that waits (for a disk, for a program that hangs) uses no processor time: so many times the
# allowance, and then some, may pass on the clock. On a busy machine all jobs wait
CLOCK_FACTOR, CLOCK_EXTRA = 8.0, 60.0
START_SECONDS = 120.0  # until a new child stands, on the clock
LOOK = 0.1  # seconds between two looks at the children
TRIES = (
    2  # a child that dies, hangs or swells may have been the cause itself: once more, in a new one
)
