"""The read interface `/api/v1`: the metrics of the command line, with a token, within its owner's scope."""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from threading import Lock
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from access.tokens import owner_of
from access.viewers import viewer_of
from domain.agency.departments import all_codes
from domain.agency.scope import Scope
from domain.program.errors import DashboardError, UnknownNameError
from store.disk.failures import told_failure
from store.disk.home import Home, resolve_home

CALLS, SECONDS = 60, 60.0  # per token
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
Ask = Callable[[Home, Scope, str, str | None, str | None], Any]

_calls: dict[int, deque[float]] = defaultdict(deque)
_lock = Lock()


class _Refused(Exception):
    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message

    def answer(self) -> JSONResponse:
        """The refusal in the one form of errors."""
        headers = {"retry-after": str(int(SECONDS))} if self.status == 429 else None
        return JSONResponse({"error": {"code": self.code, "message": self.message}}, self.status, headers)


def _owner(request: Request) -> dict[str, Any]:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    owner = owner_of(resolve_home(), token.strip()) if scheme.lower() == "bearer" else None
    if owner is None:
        raise _Refused(401, "not_signed_in", "Thiếu mã truy cập, hoặc mã không còn dùng được.")
    with _lock:
        recent, at = _calls[owner["token_id"]], time.monotonic()
        while recent and at - recent[0] > SECONDS:
            recent.popleft()
        if len(recent) >= CALLS:
            raise _Refused(429, "too_many_requests", "Gọi quá nhiều lần; thử lại sau một phút.")
        recent.append(at)
    return owner


def _scope(owner: dict[str, Any], department: str | None) -> Scope:
    scope = viewer_of(owner).scope
    if not scope.departments:
        raise _Refused(403, "not_allowed", "Tài khoản này không xem số liệu.")
    if department is not None and department in all_codes() and department not in scope.departments:
        raise _Refused(403, "not_allowed", "Đơn vị này ngoài phạm vi của tài khoản.")
    return scope


def read_routes(ask: Ask, catalogue: dict[str, tuple[str, ...]]) -> list[BaseRoute]:
    """
    The routes of the interface.

    Args:
        ask: Gives the answer to a metric within a scope, with ``document()`` and ``csv_text()``.
        catalogue: Names of metrics and their columns.
    """

    async def guarded(request: Request, work: Callable[[], Response]) -> Response:
        try:
            return await run_in_threadpool(work)
        except _Refused as refused:
            return refused.answer()
        except DashboardError as problem:  # the data cannot be read just now; the sentence says why
            return _Refused(503, "not_available", str(problem)).answer()
        except Exception as problem:
            return _Refused(500, "system", str(told_failure(resolve_home(), "api", problem))).answer()

    async def unknown(_request: Request) -> Response:
        return _Refused(404, "unknown_address", "Giao diện đọc không có địa chỉ này; chỉ nhận GET.").answer()

    async def listed(request: Request) -> Response:
        def work() -> Response:
            _owner(request)
            return JSONResponse({"metrics": [{"name": n, "columns": list(c)} for n, c in catalogue.items()]})

        return await guarded(request, work)

    async def one(request: Request) -> Response:
        return await guarded(request, lambda: _one(request, ask, catalogue))

    async def described(request: Request) -> Response:
        def work() -> Response:
            _owner(request)
            return JSONResponse(_openapi(list(catalogue)))

        return await guarded(request, work)

    return [
        Route("/api/v1/metrics", listed, methods=["GET"]),
        Route("/api/v1/metrics/{name}", one, methods=["GET"]),
        Route("/api/v1/openapi.json", described, methods=["GET"]),
        # What is none of these is answered here: the page shell would take any other path for a page's.
        Mount("/api", routes=[Route("/{path:path}", unknown, methods=_METHODS)]),
    ]


def _one(request: Request, ask: Ask, catalogue: dict[str, tuple[str, ...]]) -> Response:
    owner, name, given = _owner(request), request.path_params["name"], request.query_params
    unknown = sorted(set(given) - {"as_of", "department", "format"})
    form = given.get("format", "json")
    if name not in catalogue:
        raise _Refused(404, "unknown_metric", "Không có chỉ số nào tên như vậy.")
    if unknown or form not in ("json", "csv"):
        raise _Refused(422, "bad_argument", "Chỉ nhận as_of, department, format (json hoặc csv).")
    scope = _scope(owner, given.get("department"))
    try:
        answer = ask(resolve_home(), scope, name, given.get("as_of"), given.get("department"))
    except UnknownNameError as problem:
        raise _Refused(422, "bad_argument", str(problem)) from problem
    if form == "csv":
        return PlainTextResponse(answer.csv_text(), media_type="text/csv; charset=utf-8")
    return JSONResponse(answer.document())


_TEXT, _TEXTS = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
_CATALOGUE = {
    "type": "object",
    "required": ["metrics"],
    "properties": {"metrics": {"type": "array", "items": {
        "type": "object", "required": ["name", "columns"], "properties": {"name": _TEXT, "columns": _TEXTS}}}},
}  # fmt: skip
_ANSWER = {
    "type": "object",
    "required": ["metric", "as_of", "build_id", "reconstructed", "columns", "rows"],
    "properties": {
        "metric": _TEXT,
        "as_of": {"type": ["string", "null"], "format": "date"},
        "build_id": {"type": ["string", "null"]},
        "reconstructed": {"type": "boolean"},
        "columns": _TEXTS,
        "rows": {"type": "array", "items": {"type": "object"}},
    },
}


def _openapi(names: list[str]) -> dict[str, Any]:
    failure = {
        "description": "Lỗi",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    failures: dict[str, Any] = dict.fromkeys(("401", "403", "404", "422", "429", "500", "503"), failure)
    # What is no HTTP at all, such as a length that is no number, the web server turns away before anybody asks for figures.
    failures["400"] = {
        "description": "Yêu cầu không đúng HTTP",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    }
    query = [
        {"name": "as_of", "in": "query", "schema": {"type": "string", "format": "date"}},
        {"name": "department", "in": "query", "schema": {"type": "string", "enum": list(all_codes())}},
        {"name": "format", "in": "query", "schema": {"type": "string", "enum": ["json", "csv"]}},
    ]
    path = {"name": "name", "in": "path", "required": True, "schema": {"type": "string", "enum": names}}

    def answer(schema: dict[str, Any], **others: Any) -> dict[str, Any]:
        content = {"application/json": {"schema": schema}, **others}
        return {"200": {"description": "Kết quả", "content": content}, **failures}

    csv = {"text/csv": {"schema": {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Giao diện đọc", "version": "1"},
        "security": [{"token": []}],
        "paths": {
            "/api/v1/metrics": {"get": {"operationId": "metrics", "responses": answer(_CATALOGUE)}},
            "/api/v1/metrics/{name}": {"get": {"operationId": "metric", "parameters": [path, *query], "responses": answer(_ANSWER, **csv)}},
            "/api/v1/openapi.json": {"get": {"operationId": "openapi", "responses": answer({"type": "object"})}},
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {
                "Error": {
                    "type": "object",
                    "required": ["error"],
                    "properties": {"error": {"type": "object", "required": ["code", "message"], "properties": {
                        "code": {"type": "string"}, "message": {"type": "string"}}}},
                }
            },
        },
    }  # fmt: skip
