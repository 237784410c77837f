"""Which passwords are taken, and how they are kept: argon2id, after NIST SP 800-63B (length, no common ones, no composition)."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.program.errors import DashboardError
from domain.program.places import CODES
from domain.wording.text import fold

LEAST, MOST = 10, 128

# About 30 ms on one core of an office server: 19 MiB, two passes.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class WeakPasswordError(DashboardError):
    """A password that is not taken; the sentence says why."""


def hashed(password: str) -> str:
    """The password as it is kept."""
    return _HASHER.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Tell whether *password* is the one kept; without a kept one it takes the same time and is wrong."""
    try:
        return _HASHER.verify(password_hash or _nobody(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def refuse_weak(password: str, *, account: str) -> None:
    """
    Raise unless *password* may be used by *account*.

    Raises:
        WeakPasswordError: Too short or long, well known, or the name of the account.
    """
    if not LEAST <= len(password) <= MOST:
        raise WeakPasswordError(
            f"Mật khẩu phải có từ {LEAST} đến {MOST} ký tự", remedy="Có thể dùng một câu ngắn, có dấu cách."
        )
    bare = fold(password).replace(" ", "")
    if bare in _common() or len(set(bare)) < 3:
        raise WeakPasswordError("Mật khẩu này quá phổ biến, dễ bị đoán", remedy="Chọn mật khẩu khác.")
    if fold(account) in fold(password) and len(account) >= 3:
        raise WeakPasswordError("Mật khẩu có chứa tên tài khoản", remedy="Chọn mật khẩu khác.")


@cache
def _common() -> frozenset[str]:
    lines = (CODES / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold(line).replace(" ", "") for line in lines if line.strip())


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")
