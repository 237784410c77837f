"""What belongs to one sign-in through a provider, and what may go wrong in it; light, for every server starts with it."""

import secrets
from dataclasses import dataclass

from domain.program.errors import DashboardError


class ProviderError(DashboardError):
    """The provider cannot be reached, or what it said does not hold; the sentence is for the visitor."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What belongs to one sign-in and is kept in the visitor's own browser until the answer comes."""

    state: str
    nonce: str
    verifier: str


def new_ask() -> Asked:
    """The secrets of a new sign-in."""
    return Asked(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48))
