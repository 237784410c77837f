"""How does a Word document look as it will print, page by page?"""

import io
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from domain.program.errors import SystemFailureError

PAGES_SHOWN = 6
_SECONDS = 60
_DOTS_PER_INCH = 96
# A received file may state a page of any size; its picture is never larger.
_LONGEST_SIDE = 1200
# LibreOffice takes a whole core: two visitors who look at once wait for one another.
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Printed:
    """
    A document as pages.

    Attributes:
        pdf: The whole document.
        images: Its first pages as PNG; none where the machine has nothing to draw them with.
    """

    pdf: bytes
    images: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table as text, row by row."""

    rows: tuple[tuple[str, ...], ...]


def can_print() -> bool:
    """Tell whether this machine can show a document as pages."""
    return _program() is not None


def printed(word: bytes, *, seconds: float = _SECONDS, pages: int = PAGES_SHOWN) -> Printed:
    """
    Return *word* as LibreOffice prints it.

    Raises:
        SystemFailureError: LibreOffice is missing, fails, or hangs; it is ended then.
    """
    program = _program()
    if program is None:
        raise _failed("Máy chủ chưa cài LibreOffice nên chưa xem được trang in")
    with _one_at_a_time, TemporaryDirectory(prefix="van-ban-") as folder:
        place = Path(folder)
        (place / "trang.docx").write_bytes(word)
        profile = (place / "ho-so").as_uri()
        _run(
            [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "pdf",
             "--outdir", folder, str(place / "trang.docx")], seconds=seconds,
        )  # fmt: skip
        made = place / "trang.pdf"
        if not made.exists():
            raise _failed("LibreOffice không mở được văn bản này")
        return Printed(made.read_bytes(), _images(made, seconds=seconds, pages=pages))


def pictures_of(
    content: bytes, kind: str, *, seconds: float = _SECONDS, pages: int = PAGES_SHOWN
) -> tuple[bytes, ...]:
    """
    Return the first pages of a kept file as pictures; none where it has no pages or the machine cannot draw them.

    Raises:
        SystemFailureError: A Word file could not be laid out, or drawing took too long; it is ended then.
    """
    if kind in ("png", "jpg"):
        return (content,)
    if kind == "docx":
        return printed(content, seconds=seconds, pages=pages).images
    if kind != "pdf":
        return ()
    with _one_at_a_time, TemporaryDirectory(prefix="tai-lieu-") as folder:
        place = Path(folder) / "tep.pdf"
        place.write_bytes(content)
        return _images(place, seconds=seconds, pages=pages, size=("-scale-to", str(_LONGEST_SIDE)))


def plain_blocks(word: bytes) -> list[str | PlainTable]:
    """The words and tables of *word* in order, for where its pages cannot be drawn."""
    found: list[str | PlainTable] = []
    for block in Document(io.BytesIO(word)).iter_inner_content():
        if isinstance(block, Paragraph):
            found += [block.text.strip()] if block.text.strip() else []
        elif isinstance(block, Table):
            found.append(PlainTable(tuple(tuple(cell.text for cell in row.cells) for row in block.rows)))
    return found


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _images(
    pdf: Path, *, seconds: float, pages: int, size: tuple[str, str] = ("-r", str(_DOTS_PER_INCH))
) -> tuple[bytes, ...]:
    drawer = shutil.which("pdftoppm")
    if drawer is None:
        return ()
    folder = pdf.parent / "anh"
    folder.mkdir()
    command = [drawer, "-png", *size, "-l", str(pages), str(pdf), str(folder / "trang")]
    _run(command, seconds=seconds)
    return tuple(path.read_bytes() for path in sorted(folder.iterdir()))


def _run(command: list[str], *, seconds: float) -> None:
    # In a session of its own, so that what it starts itself ends with it.
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise _failed(f"Dựng trang in quá {seconds:g} giây nên đã dừng") from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _failed(what: str) -> SystemFailureError:
    return SystemFailureError(what, remedy="Tải tệp Word về để xem; văn bản vẫn lập được đầy đủ.")
