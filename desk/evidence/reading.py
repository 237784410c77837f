"""What does an evidence file say of itself? Read in a process of its own, with limits, for files are hostile."""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from data_loaders.received.limits import load_limits
from desk.evidence.kinds import kind_of
from desk.evidence.letter_facts import LetterFacts, letter_facts
from desk.evidence.signatures import Signature, signatures_in
from domain.program.errors import RefusedFileError
from domain.program.places import ROOT

_PAGES_READ = 2


@dataclass(frozen=True, slots=True)
class FileFacts:
    """
    One evidence file as it was read.

    Attributes:
        pages: None where the file has no pages.
        has_text: False for a scan: nothing could be read from it, a person types what it says.
    """

    kind: str
    pages: int | None
    has_text: bool
    letter: LetterFacts
    signatures: tuple[Signature, ...]


def read_file(content: bytes, name: str) -> FileFacts:
    """
    Read *content*, which came as *name*.

    Raises:
        RefusedFileError: Empty, damaged, locked by a password, too large, or not what its name says.
    """
    limits = load_limits()
    if len(content) > limits.received_bytes:
        raise RefusedFileError(
            "too_large", f"Tệp nặng quá mức {limits.received_mb:g} MB", where=name, remedy="Nén hoặc tách tệp rồi tải lại."
        )  # fmt: skip
    kind = kind_of(content, name)
    if kind not in ("pdf", "docx"):
        return FileFacts(kind, None, False, LetterFacts(), ())
    return _facts(_asked(content, kind, name, limits.seconds), kind, name)


def _asked(content: bytes, kind: str, name: str, seconds: float) -> dict[str, Any]:
    try:
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "desk.evidence.reading", kind], input=content,
            capture_output=True, cwd=ROOT, timeout=seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as problem:
        raise RefusedFileError(
            "timed_out", f"Đọc tệp quá {seconds:g} giây nên đã dừng", where=name, remedy="Lưu lại tệp rồi tải lên."
        ) from problem  # fmt: skip
    if done.returncode:
        raise _corrupted(name)
    return json.loads(done.stdout)


def _facts(said: dict[str, Any], kind: str, name: str) -> FileFacts:
    if said.get("is_locked"):
        raise RefusedFileError("encrypted", "Tệp có mật khẩu", where=name, remedy="Bỏ mật khẩu rồi tải lên.")
    letter = said["letter"]
    day = date.fromisoformat(letter["issued_on"]) if letter["issued_on"] else None
    return FileFacts(
        kind, said["pages"], said["has_text"], LetterFacts(letter["number"], day, letter["author"]),
        tuple(_signature(one) for one in said["signatures"]),
    )  # fmt: skip


def _signature(said: dict[str, Any]) -> Signature:
    at = datetime.fromisoformat(said["signed_at"]) if said["signed_at"] else None
    return Signature(said["state"], said["signer"], at, said["is_timed"], tuple(said["unchecked"]))


def _corrupted(name: str) -> RefusedFileError:
    return RefusedFileError(
        "corrupted", "Tệp bị hỏng, không đọc được", where=name, remedy="Mở tệp, lưu lại rồi tải lên."
    )


# --- in the process of its own --------------------------------------------------------------------


def _main(kind: str) -> None:
    _limit_memory()
    content = sys.stdin.buffer.read()
    said = _of_pdf(content) if kind == "pdf" else _of_word(content)
    sys.stdout.write(json.dumps(said, ensure_ascii=False, default=_plain))


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows: the time limit alone holds there
        return
    most = load_limits().memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _of_pdf(content: bytes) -> dict[str, Any]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        return {"is_locked": True}
    return _told(_lines_of_pdf(content, reader), len(reader.pages), signatures_in(content))


def _lines_of_pdf(content: bytes, reader: Any) -> list[str]:
    """The text of the first pages; poppler, where it is installed, keeps Vietnamese letters in their order."""
    program = shutil.which("pdftotext")
    if program is not None:
        done = subprocess.run(
            [program, "-l", str(_PAGES_READ), "-", "-"], input=content, capture_output=True, check=False
        )
        if done.returncode == 0:
            return done.stdout.decode("utf-8", "replace").splitlines()
    return [line for page in reader.pages[:_PAGES_READ] for line in (page.extract_text() or "").splitlines()]


def _of_word(content: bytes) -> dict[str, Any]:
    from docx import Document

    return _told(list(_lines_of(Document(io.BytesIO(content)))), None, ())


def _lines_of(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            cells = [cell.text for row in block.rows for cell in row.cells]
            yield from (line for cell in cells for line in cell.splitlines())
        else:
            yield block.text


def _told(lines: list[str], pages: int | None, signed: tuple[Signature, ...]) -> dict[str, Any]:
    has_text = any(line.strip() for line in lines)
    return {
        "pages": pages, "has_text": has_text, "letter": asdict(letter_facts(lines)),
        "signatures": [asdict(one) for one in signed],
    }  # fmt: skip


def _plain(value: Any) -> str:
    return value.isoformat()


if __name__ == "__main__":
    _main(sys.argv[1])
