"""Identity numbers on the way to the form that needs them, and nowhere else.

In: what is about to be printed or mailed. Out: the same with the numbers of those who apply, for that
moment; and the names of the forms on which they stand, which are taken into no backup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from harness.campaign.workspace import OUTGOING, Workspace
from harness.store import people, plan
from letters.model import Application, Channel
from letters.word import form_name


def with_numbers(workspace: Workspace, applications: Sequence[Application]) -> list[Application]:
    """StoreError where a number is kept and cannot be read: a form without it is not what was meant.
    What is pasted into a web page leaves it to the applicant; nobody in a drill has one."""
    if workspace.campaign.drill:
        return list(applications)
    on_form = {each.applicant.id for each in applications if each.channel is not Channel.WEB_FORM}
    with workspace.store.reading() as connection:
        numbers = {id: people.number_of(connection, id) for id in sorted(on_form)}
    return [
        each
        if each.channel is Channel.WEB_FORM
        else replace(each, applicant=replace(each.applicant, id_number=numbers[each.applicant.id]))
        for each in applications
    ]


def printed(workspace: Workspace, names: Iterable[str]) -> frozenset[str]:
    """Those of the files (relative to the campaign's folder) that are forms with a number on them."""
    if workspace.campaign.drill:
        return frozenset()
    with workspace.store.reading() as connection:
        having = {each.id for each in people.people(connection).values() if each.has_number}
        planned = plan.applications(connection) if having else ()
    forms = {form_name(each) for each in planned if each.applicant.id in having}
    paths = {name: PurePosixPath(name) for name in names}
    return frozenset(
        name for name, path in paths.items() if path.parts[0] == OUTGOING and path.name in forms
    )
