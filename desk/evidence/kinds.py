"""What is this file really, whatever it is called?"""

import io
import zipfile
from pathlib import PurePath

from domain.program.errors import RefusedFileError

NAMES = {"pdf": "PDF", "docx": "Word (.docx)", "xlsx": "Excel (.xlsx)", "png": "ảnh PNG", "jpg": "ảnh JPEG"}
_ENDINGS = {"pdf": "pdf", "docx": "docx", "xlsx": "xlsx", "png": "png", "jpg": "jpg", "jpeg": "jpg"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def kind_of(content: bytes, name: str) -> str:
    """
    Return what *content* is, one of `NAMES`.

    Raises:
        RefusedFileError: It is empty, damaged, of a kind not taken, or not what its name says.
    """
    said = _ENDINGS.get(PurePath(name).suffix.lower().lstrip("."))
    if not content:
        raise RefusedFileError("empty_file", "Tệp trống", where=name, remedy="Chọn lại tệp có nội dung.")
    found = _found(content)
    if found is None:
        raise RefusedFileError(
            "unrecognised_layout", "Tệp không thuộc loại nhận làm tài liệu kiểm chứng", where=name,
            remedy=f"Nhận {', '.join(NAMES.values())}. Tệp Word, Excel đời cũ thì lưu lại theo dạng mới.",
        )  # fmt: skip
    if said != found:
        raise RefusedFileError(
            "unrecognised_layout", f"Tệp thực ra là {NAMES[found]}, không đúng với tên gọi", where=name,
            remedy="Kiểm tra lại tệp, đặt đúng đuôi rồi tải lên.",
        )  # fmt: skip
    return found


def _found(content: bytes) -> str | None:
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    return None if content.startswith(_OLD_OFFICE) else _found_in_zip(content)


def _found_in_zip(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if "word/document.xml" in names:
        return "docx"
    return "xlsx" if "xl/workbook.xml" in names else None
