"""The JSON interface: what the pages do, for programs. Described by /api/openapi.json.

A program comes with `Authorization: Bearer TOKEN`; tokens are made on the page of users. Days are
ISO 8601, points are decimal numbers written as text, so that none is rounded. What is wrong is told
as {"faults": [{"text", "field"}]}: 422 what was given, 409 somebody was quicker, 401, 403, 404.
"""

from __future__ import annotations

from fastapi import APIRouter

from harness.web.api import doing, looking

APIS: tuple[APIRouter, ...] = (looking.api, doing.api)
