"""The interface for programs: it keeps what its description says, whatever is thrown at it."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


def described(client) -> dict:
    return client.get("/api/openapi.json").json()


def test_no_page_is_described_as_interface(client):
    assert all(path.startswith("/api/") for path in described(client)["paths"])


def test_the_interface_keeps_its_description(workbench, client):
    """With keys of a real campaign, real applications and made-up ones."""
    raw = described(client)
    for methods in raw["paths"].values():
        for method in methods.values():
            for each in method.get("parameters", []):
                if each["name"] == "key":
                    each["schema"] = {"enum": [workbench.key]}
    schema = schemathesis.openapi.from_dict(raw)
    for operation in schema.get_all_operations():
        _thrown(workbench, client, operation.ok())


def _thrown(workbench, client, operation) -> None:
    quick = settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @quick
    @given(case=operation.as_strategy())
    def throw(case) -> None:
        response = case.call(base_url=workbench.url, session=None, headers=_headers(client))
        case.validate_response(response, checks=CHECKS)

    throw()


def _headers(client) -> dict[str, str]:
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    return {"Sec-Fetch-Site": "same-origin", "Cookie": cookie}
