"""Which ways to sign in from outside are set up, and which account does an outside name mean?"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from domain.program.errors import DashboardError
from domain.program.places import ROOT

SECRETS = ROOT / ".streamlit" / "secrets.toml"
HEADER_VARIABLE = "DASHBOARD_IDENTITY_HEADER"
_PREFIX = "DASHBOARD_OIDC_"
_NEEDED = ("issuer", "client_id")
_NAMES = (*_NEEDED, "client_secret", "claim", "label", "address")
DOMAIN_VARIABLE = "DASHBOARD_ACCOUNT_DOMAIN"
LABEL = "Đăng nhập bằng tài khoản cơ quan"
_HEADER = re.compile(r"[a-z][a-z0-9-]*")


class SetUpError(DashboardError):
    """A way to sign in that is set up by half; the sentence says what is missing."""


@dataclass(frozen=True, slots=True)
class Provider:
    """
    The OpenID provider of the office.

    Attributes:
        claim: The claim of the provider's token that holds the name of our account.
        address: The address of this server as the provider knows it; empty: as the browser asked for it.
    """

    issuer: str
    client_id: str
    client_secret: str
    claim: str
    label: str
    address: str


def provider(environment: Mapping[str, str] | None = None) -> Provider | None:
    """
    The provider that is set up, by variables ``DASHBOARD_OIDC_…`` or table ``[oidc]`` of the secrets; None where none is.

    Raises:
        SetUpError: Only part of it is set up, or the provider would be asked without encryption.
    """
    given = _given(os.environ if environment is None else environment)
    if not given["issuer"]:
        return None
    missing = [_PREFIX + name.upper() for name in _NEEDED if not given[name]]
    if missing:
        raise SetUpError("Đăng nhập một lần chưa khai báo đủ", where=", ".join(missing))
    if not is_safe(given["issuer"]):
        raise SetUpError("Địa chỉ hệ thống đăng nhập phải là https://", where=given["issuer"])
    given["claim"] = given["claim"] or "preferred_username"
    given["label"] = given["label"] or LABEL
    return Provider(**{**given, "address": given["address"].rstrip("/")})


def _given(environment: Mapping[str, str]) -> dict[str, str]:
    kept = _secrets()
    return {
        name: str(environment.get(_PREFIX + name.upper()) or kept.get(name, "")).strip() for name in _NAMES
    }


def _secrets() -> dict[str, str]:
    try:
        return tomllib.loads(SECRETS.read_text(encoding="utf-8")).get("oidc", {})
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as problem:
        raise SetUpError("Không đọc được tệp thiết lập bí mật", where=SECRETS.name) from problem


def is_safe(address: str) -> bool:
    """Tell whether what is sent to *address* cannot be read on the way: HTTPS, or this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (
        parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    )


def identity_header() -> str:
    """The header by which the trusted proxy names who is signed in; empty where that way is off."""
    name = os.environ.get(HEADER_VARIABLE, "").strip().lower()
    return name if _HEADER.fullmatch(name) else ""


def account_meant(name: object, domain: str | None = None) -> str:
    r"""
    The account that an outside *name* means; empty where it can mean none of ours.

    A domain is taken off only where it is the office's own (``DASHBOARD_ACCOUNT_DOMAIN``).

    >>> account_meant("VP.An"), account_meant("an@Co-Quan.vn", "co-quan.vn"), account_meant("COQUAN\\an", "COQUAN")
    ('vp.an', 'an', 'an')
    >>> account_meant("an@khac.vn", "co-quan.vn"), account_meant("\u212aim"), account_meant(["an"])
    ('', '', '')
    """
    own = (os.environ.get(DOMAIN_VARIABLE, "") if domain is None else domain).strip().lower()
    # Letters that only look like ours, or become ours in lower case, are other names.
    if not isinstance(name, str) or not name.isascii():
        return ""
    said = name.strip().lower()
    if own and said.endswith(f"@{own}"):
        said = said.removesuffix(f"@{own}")
    elif own and said.startswith(f"{own}\\"):
        said = said.removeprefix(f"{own}\\")
    return "" if "@" in said or "\\" in said else said
