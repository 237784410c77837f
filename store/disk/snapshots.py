"""The received bytes, kept under their SHA-256 for ever."""

import hashlib
from pathlib import Path

from domain.program.errors import SystemFailureError, UnknownNameError
from store.disk.durable import write_durably
from store.disk.home import Home


def sha256_of(content: bytes) -> str:
    """The SHA-256 of *content* in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def keep(home: Home, content: bytes) -> str:
    """Keep *content* and return its SHA-256; bytes already kept are left alone."""
    sha256 = sha256_of(content)
    path = snapshot_path(home, sha256)
    if not path.exists():
        write_durably(path, content)
    return sha256


def kept_content(home: Home, sha256: str) -> bytes:
    """
    Return the bytes received under *sha256*, unaltered.

    Raises:
        UnknownNameError: Nothing was ever kept under that sha256.
        SystemFailureError: The bytes on disk are no longer those that were received.
    """
    path = snapshot_path(home, sha256)
    if not path.exists():
        raise UnknownNameError("Không có tệp gốc với mã băm này", where=sha256)
    content = path.read_bytes()
    if sha256_of(content) != sha256:
        raise SystemFailureError(
            "Tệp gốc trên đĩa không còn nguyên vẹn", where=path.name, remedy="Khôi phục từ bản sao lưu."
        )
    return content


def snapshot_path(home: Home, sha256: str) -> Path:
    """Where the bytes of *sha256* are kept."""
    return home.snapshots / sha256[:2] / sha256
