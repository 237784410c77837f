"""What is said between us and the OpenID provider: where to send a visitor, and whom the answer names."""

import time
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from access.outside.asked import Asked, ProviderError
from access.outside.settings import Provider, is_safe

_SECONDS = 10.0
_KEPT_SECONDS = 600.0
_CLOCKS = 60  # by how many seconds the provider's clock may differ from ours
# Only algorithms that a holder of our own secret, or nobody at all, could not sign with.
_SIGNED = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")

_known: dict[str, tuple[float, dict[str, Any]]] = {}
_lock = Lock()


def address_to_ask(provider: Provider, asked: Asked, *, back: str) -> str:
    """Where the visitor is sent; the answer comes to *back*."""
    said = {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": back, "scope": "openid profile",
        "state": asked.state, "nonce": asked.nonce, "code_challenge": create_s256_code_challenge(asked.verifier),
        "code_challenge_method": "S256",
    }  # fmt: skip
    where = _described(provider)["authorization_endpoint"]
    return f"{where}{'&' if '?' in where else '?'}{urlencode(said)}"


def claims_for(provider: Provider, asked: Asked, *, code: str, back: str) -> dict[str, Any]:
    """
    Whom the provider names in exchange for *code*.

    Raises:
        ProviderError: It cannot be reached, refuses the code, or its token is not meant for this sign-in.
    """
    token = _exchanged(provider, asked, code=code, back=back)
    try:
        return _checked(provider, asked, token)
    except (JoseError, ValueError, KeyError, TypeError) as problem:
        raise ProviderError(
            "Câu trả lời của hệ thống đăng nhập không hợp lệ", remedy="Đăng nhập lại."
        ) from problem


def _exchanged(provider: Provider, asked: Asked, *, code: str, back: str) -> dict[str, Any]:
    described = _described(provider)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": asked.verifier,
            "client_id": provider.client_id}  # fmt: skip
    ways = described.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    own: dict[str, Any] = {}
    if provider.client_secret and "client_secret_basic" in ways:
        own["auth"] = (quote(provider.client_id, safe=""), quote(provider.client_secret, safe=""))
    elif provider.client_secret:
        form["client_secret"] = provider.client_secret
    return _json("POST", described["token_endpoint"], data=form, **own)


def _checked(provider: Provider, asked: Asked, token: dict[str, Any]) -> dict[str, Any]:
    described = _described(provider)
    said = described.get("id_token_signing_alg_values_supported") or ["RS256"]
    registry = JWSRegistry(algorithms=[name for name in said if name in _SIGNED], strict_check_header=False)
    try:
        read = jwt.decode(token["id_token"], _keys(provider), registry=registry)
    except InvalidKeyIdError:  # the provider has changed its keys since we read them
        _forget(described["jwks_uri"])
        read = jwt.decode(token["id_token"], _keys(provider), registry=registry)
    meant = {
        "iss": {"essential": True, "value": described["issuer"]},
        "aud": {"essential": True, "value": provider.client_id},
    }
    sent = {"nonce": asked.nonce, "client_id": provider.client_id, "access_token": token.get("access_token")}
    claims = CodeIDToken(read.claims, read.header, meant, sent)
    claims.validate(leeway=_CLOCKS)
    return dict(claims)


def _described(provider: Provider) -> dict[str, Any]:
    """The provider's own description, which must be of the issuer that is set up."""
    found = _kept(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if str(found.get("issuer", "")).rstrip("/") != provider.issuer.rstrip("/") or not all(
        is_safe(str(found.get(name, ""))) for name in needed
    ):
        raise ProviderError("Hệ thống đăng nhập của cơ quan mô tả sai về mình", remedy="Báo quản trị.")
    return found


def _keys(provider: Provider) -> KeySet:
    return KeySet.import_key_set(_kept(_described(provider)["jwks_uri"]))  # type: ignore[arg-type]


def _kept(address: str) -> dict[str, Any]:
    with _lock:
        read_at, found = _known.get(address, (0.0, None))
    if found is None or time.monotonic() - read_at > _KEPT_SECONDS:
        found = _json("GET", address)
        with _lock:
            _known[address] = (time.monotonic(), found)
    return found


def _forget(address: str) -> None:
    with _lock:
        _known.pop(address, None)


def _json(method: str, address: str, **sent: Any) -> dict[str, Any]:
    try:
        answer = httpx.request(method, address, timeout=_SECONDS, follow_redirects=False, **sent)
        found = answer.raise_for_status().json()
    except httpx.HTTPStatusError as problem:
        raise ProviderError("Hệ thống đăng nhập của cơ quan từ chối", remedy="Đăng nhập lại.") from problem
    except (httpx.HTTPError, ValueError) as problem:
        raise ProviderError(
            "Chưa nối được tới hệ thống đăng nhập của cơ quan",
            remedy="Thử lại sau, hoặc dùng tài khoản và mật khẩu của phần mềm.",
        ) from problem
    if not isinstance(found, dict):
        raise ProviderError("Câu trả lời của hệ thống đăng nhập không hợp lệ", remedy="Báo quản trị.")
    return found
