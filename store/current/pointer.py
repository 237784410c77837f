"""Which build is current, and which imports are in it in what order."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from domain.program.errors import HomeDamagedError
from store.disk.durable import write_durably
from store.disk.home import Home
from store.disk.trouble import REBUILD
from store.written.import_log import was_published


@dataclass(frozen=True, slots=True)
class Current:
    """
    The current build.

    Attributes:
        build_id: Hash of everything that went in.
        imports: Active imports in order of loading.
    """

    build_id: str
    imports: tuple[str, ...]


def current(home: Home) -> Current | None:
    """
    The current build of *home*; None before anything was published.

    Raises:
        HomeDamagedError: The pointer cannot be read, or is gone although something was published.
    """
    try:
        content = home.pointer.read_bytes()
    except FileNotFoundError:
        if was_published(home):
            raise _lost("pointer_missing", "Không thấy tệp chỉ bản số liệu đang dùng") from None
        return None
    try:
        return _said(json.loads(content))
    except (ValueError, KeyError, TypeError) as problem:
        raise _lost("pointer_damaged", "Tệp chỉ bản số liệu đang dùng bị hỏng") from problem


def _said(said: dict[str, object]) -> Current:
    build_id, imports = said["build_id"], said["imports"]
    if not isinstance(build_id, str) or not isinstance(imports, list):
        raise TypeError(type(imports))
    found = Current(build_id, tuple(map(str, imports)))
    if said.get("check", _check(found)) != _check(found):  # pointers of older versions have none
        raise ValueError(said["check"])
    return found


def _lost(code: str, what: str) -> HomeDamagedError:
    return HomeDamagedError(code, what, where="current.json", remedy=REBUILD)


def point_to(home: Home, wanted: Current) -> None:
    """Make *wanted* current in one step; whoever reads sees the old build or the new one."""
    said = {"build_id": wanted.build_id, "imports": list(wanted.imports), "check": _check(wanted)}
    write_durably(home.pointer, json.dumps(said, indent=1).encode("utf-8"))


def _check(found: Current) -> str:
    """What tells a pointer in which a letter was changed."""
    return hashlib.sha256(repr((found.build_id, found.imports)).encode()).hexdigest()[:16]


def build_file(home: Home, build_id: str) -> Path:
    """Where the build of that id is kept."""
    return home.builds / f"{build_id}.duckdb"
