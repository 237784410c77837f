"""Where does a request really come from? The web server must not have answered that before us."""

from starlette.types import Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware


def leave_addresses_alone() -> None:
    """
    Keep uvicorn from replacing the address and scheme of a request by what its headers say.

    By itself it believes ``X-Forwarded-For`` and ``-Proto`` of whatever runs on this machine, so that behind a
    proxy here nobody could tell any more who the proxy was. Whose word is taken is one setting of ours
    (``DASHBOARD_TRUSTED_PROXY``), and `access.requests` alone reads the headers.
    """
    # uvicorn's own switches are read before it loads this application.
    ProxyHeadersMiddleware.__call__ = _pass  # type: ignore[method-assign]


async def _pass(self: ProxyHeadersMiddleware, scope: Scope, receive: Receive, send: Send) -> None:
    await self.app(scope, receive, send)  # type: ignore[arg-type]
