"""Units, applications and the letters that went out -> the desk at which arrivals are matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from harness.casebook.matching.index import Desk
from harness.store.further import Further
from harness.store.outbox import Queued
from letters.model import Application, Unit
from letters.return_address import return_addresses


def desk_of(
    units: Sequence[Unit],
    applications: Sequence[Application],
    letters: Mapping[str, Queued],
    further: Mapping[str, Further] = MappingProxyType({}),
) -> Desk:
    mailed = {each.message_id: each.application_id for each in letters.values() if each.message_id}
    email = {each.id: each.applicant.email for each in applications}
    addresses = {
        address: id
        for message_id, id in mailed.items()
        for address in return_addresses(email.get(id, ""), message_id)
    }
    postings = {each.number: each.application_id for each in letters.values() if each.number}
    later = {each.message_id: each.application_id for each in further.values()}
    return Desk(units, applications, {**mailed, **later}, postings, addresses)
