"""The log of a campaign: arrivals, events that people did or saw, telephone calls.

Every function that adds takes an open connection, so that what belongs together is written in one
transaction, and answers whether anything was new: taking the same thing in twice changes nothing.
What the program reads is never written here: see casebook/.
"""

from __future__ import annotations

from harness.store.log.arrival import (
    File,
    NewArrival,
    add_arrival,
    add_file,
    add_mails,
    arrivals,
    by_name,
    first_numbers,
    folder_of,
    is_known,
    key_of,
    paths,
    row_of,
)
from harness.store.log.call import (
    OUTCOME_NAMES,
    PURPOSE_NAMES,
    NewCall,
    Outcome,
    Purpose,
    add_call,
    calls,
    moment,
)
from harness.store.log.event import NewEvent, add_event, add_events, as_event, events, events_of
from harness.store.log.registration import Registration, register, registrations
from harness.store.log.stored import Stored
from harness.store.places import Place

__all__ = [
    "OUTCOME_NAMES",
    "PURPOSE_NAMES",
    "File",
    "NewArrival",
    "NewCall",
    "NewEvent",
    "Outcome",
    "Place",
    "Purpose",
    "Registration",
    "Stored",
    "add_arrival",
    "add_call",
    "add_event",
    "add_events",
    "add_file",
    "add_mails",
    "arrivals",
    "as_event",
    "by_name",
    "calls",
    "events",
    "events_of",
    "first_numbers",
    "folder_of",
    "is_known",
    "key_of",
    "moment",
    "paths",
    "register",
    "registrations",
    "row_of",
]
