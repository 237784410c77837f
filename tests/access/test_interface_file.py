"""The read interface keeps what its own OpenAPI file says, whatever it is asked."""

import socket
from itertools import cycle

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from access.tokens import create_token

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = {GenerationMode.POSITIVE: 16, GenerationMode.NEGATIVE: 12}


@pytest.fixture(scope="module")
def headers(sample_office):
    """Tokens of every role in turn, so that the limit of calls of none is reached."""
    owners = ("vp.an", "ld.ha", "qldt", "hai.don.vi", "quantri")
    made = [create_token(sample_office, one, label="thử", days=1, by="thử").token for one in owners]
    return cycle([{"authorization": f"Bearer {token}"} for token in made])


@pytest.fixture(scope="module")
def described(office_server, headers):
    document = httpx.get(f"{office_server}/api/v1/openapi.json", headers=next(headers)).json()
    return schemathesis.openapi.from_dict(document)


@pytest.mark.parametrize("mode", EXAMPLES)
@pytest.mark.parametrize("path", ["/api/v1/metrics", "/api/v1/metrics/{name}", "/api/v1/openapi.json"])
def test_no_answer_is_an_error_of_the_server_or_of_a_form_unsaid(
    office_server, headers, described, path, mode
):
    operation = described[path]["GET"]
    few = EXAMPLES[mode] if "{" in path else 3

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=few, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    def ask(case) -> None:
        case.headers.pop("authorization", None)
        case.call_and_validate(base_url=office_server, headers=next(headers), checks=CHECKS)

    ask()


def test_each_role_is_answered(office_server, headers):
    """The tokens above do reach figures."""
    asked = [httpx.get(f"{office_server}/api/v1/metrics/tasks", headers=next(headers)) for _ in range(5)]

    assert [one.status_code for one in asked].count(200) == 4


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1", "/api/v2/metrics", "/api/v1/metrics/a/b", "/api/x/_stcore/stream"]
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_any_other_address_is_none(office_server, path, method):
    answer = httpx.request(method, f"{office_server}{path}")

    assert answer.status_code in (401, 404)
    assert answer.status_code == 401 or answer.json()["error"]["code"] == "unknown_address"


def test_what_is_no_http_is_turned_away_as_the_file_says(office_server, described):
    host, port = office_server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as line:
        line.sendall(b"GET /api/v1/metrics HTTP/1.1\r\nHost: x\r\nContent-Length: ._r\r\n\r\n")
        answer = b"".join(iter(lambda: line.recv(4096), b"")).decode("latin-1")

    assert answer.startswith("HTTP/1.1 400") and "content-type: text/plain" in answer.lower()
    assert "400" in described["/api/v1/metrics"]["GET"].definition.raw["responses"]
