"""A form with files -> its fields and its files, limited in number and size before anything is kept.

The guard at the door has counted the bytes already; here the number is, and what a file is called is
never more than a label: where it lies, lay_in.py says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from harness.campaign.errors import Refused
from harness.campaign.receiving.lay_in import Given
from harness.web.here import Recording

MOST_FIELDS = 100
Form = TypeVar("Form", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Uploaded:
    """Fields that were left empty are not among `fields`."""

    fields: Mapping[str, str]
    files: Mapping[str, tuple[Given, ...]]

    def checked(self, model: type[Form]) -> Form:
        """All faults at once, as with a form without files."""
        try:
            return model.model_validate(self.fields)
        except ValidationError as wrong:
            raise RequestValidationError(wrong.errors()) from None


async def uploaded(here: Recording) -> Uploaded:
    """Read only once it is known that they may record."""
    most = here.desk.settings.most_files
    try:
        form = await here.request.form(max_files=most, max_fields=MOST_FIELDS)
    except HTTPException as wrong:
        if "files" in str(wrong.detail).lower():
            raise Refused(f"一次至多上传{most}个文件，请分几次上传") from None
        raise
    fields: dict[str, str] = {}
    files: dict[str, list[Given]] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                given = Given(value.filename, await value.read())
                files.setdefault(name, []).append(given)
        elif value.strip():
            fields[name] = value
    await form.close()
    return Uploaded(fields, {name: tuple(each) for name, each in files.items()})


Uploads = Annotated[Uploaded, Depends(uploaded)]
