"""How words and tables become the bytes of a Word document, the same bytes each time."""

import io
import re
import zipfile
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from domain.program.errors import RefusedFileError
from reports.drafting import Context, plain_words
from store.written.application import OFFICE_TIME

TEMPLATES = Path(__file__).with_name("templates")
# Fonts of TCVN3 and VNI: they draw other letters than the words say.
LEGACY = re.compile(r"^(\.vn|vni[- ]|vn[a-z]+h?$|tcvn)", re.I)
_FONT = re.compile(rb'<w:rFonts\b[^>]*?w:(?:ascii|hAnsi)="([^"]+)"')
_MOMENT = (1980, 1, 1, 0, 0, 0)
_MOST_BYTES = 50 * 1024 * 1024
_MOST_PARTS = 2000


class _Environment(SandboxedEnvironment):
    """Compiles the same words once: a batch asks the same template a hundred times."""

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:
        """The compiled *source*; a syntax error is raised each time."""
        if source not in _compiled:
            if len(_compiled) >= _MOST_COMPILED:
                _compiled.clear()
            _compiled[source] = super().from_string(source, globals, template_class)
        return _compiled[source]


_MOST_COMPILED = 64
_compiled: dict[Any, Template] = {}
_environment = _Environment(undefined=StrictUndefined, autoescape=True)


def template_bytes(name: str, path: Path | None = None) -> bytes:
    """
    The template of paper *name*, or the office's own at *path*.

    Raises:
        RefusedFileError: There is no such file, or it is no Word document.
    """
    chosen = path or TEMPLATES / f"{name}.docx"
    try:
        content = chosen.read_bytes()
    except OSError as problem:
        raise RefusedFileError(
            "corrupted", "Không mở được tệp mẫu", where=chosen.name, remedy="Kiểm tra đường dẫn của tệp mẫu."
        ) from problem
    require_template(content, chosen.name)
    return content


def require_template(content: bytes, name: str) -> None:
    """
    Refuse what is no Word document, runs a program, fetches something when it is opened, or prints in a font of old codes.

    Raises:
        RefusedFileError: With the reason.
    """
    require_word(content, name)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        programs = [part for part in archive.namelist() if "vbaproject" in part.casefold()]
        links = [archive.read(part) for part in archive.namelist() if part.endswith(".rels")]
    if programs:
        raise RefusedFileError(
            "unrecognised_layout", "Mẫu có macro", where=name, remedy="Lưu lại thành .docx không có macro."
        )
    if any(_fetches(one) for one in links):
        raise RefusedFileError(
            "unrecognised_layout", "Mẫu lấy ảnh hoặc mẫu khác ở ngoài tệp", where=name,
            remedy="Chèn thẳng ảnh vào mẫu rồi lưu lại.",
        )  # fmt: skip
    if legacy := _legacy_fonts(content):
        raise RefusedFileError(
            "unrecognised_layout", f"Mẫu dùng phông chữ cũ, in tiếng Việt sẽ sai chữ: {', '.join(legacy)}", where=name,
            remedy="Chuyển cả mẫu sang bảng mã Unicode, phông Times New Roman rồi lưu lại.",
        )  # fmt: skip


def require_word(content: bytes, name: str) -> None:
    """
    Refuse what is no Word document, or would unpack to more than a document holds.

    Raises:
        RefusedFileError: With the reason.
    """
    remedy = "Mở tệp bằng Word rồi lưu lại dạng .docx."
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            is_word = "word/document.xml" in archive.namelist()
            damaged = archive.testzip() if is_word and size <= _MOST_BYTES else None
            raw = (
                [archive.read(p) for p in parts if p.filename.endswith(".xml")] if size <= _MOST_BYTES else []
            )
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as problem:
        raise RefusedFileError(
            "not_a_spreadsheet", "Tệp không phải văn bản Word (.docx)", where=name, remedy=remedy
        ) from problem
    if size > _MOST_BYTES or len(parts) > _MOST_PARTS:
        raise RefusedFileError(
            "too_large_when_unpacked", "Tệp Word quá lớn khi mở", where=name, remedy=remedy
        )
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in raw):
        raise RefusedFileError(
            "xml_entities", "Tệp Word chứa khai báo không an toàn", where=name, remedy=remedy
        )
    if not is_word or damaged:
        raise RefusedFileError(
            "not_a_spreadsheet", "Tệp không phải văn bản Word (.docx)", where=name, remedy=remedy
        )


def word_bytes(template: bytes, context: Context, *, made_at: datetime | None = None) -> bytes:
    """
    Fill *template* with *context*; its properties say that it was made at *made_at*, office time.

    Raises:
        RefusedFileError: The template asks for a field we do not have, named, or its marks are broken.
    """
    document = DocxTemplate(io.BytesIO(template))
    _require_known_fields(template, context)
    try:
        document.render(plain_words(context), _environment, autoescape=True)
    except TemplateError as problem:
        raise _unusable(str(problem)) from problem
    stream = io.BytesIO()
    if made_at is not None and document.docx is not None:
        said = document.docx.core_properties
        said.created = said.modified = in_utc(made_at)
    document.save(stream)
    return settled(stream.getvalue())


def unknown_fields(template: bytes, context: Context) -> list[str]:
    """
    Names in *template* that *context* lacks, in order.

    Raises:
        RefusedFileError: The marks of the template are broken.
    """
    return sorted(_fields(template) - set(context))


def settled(archive: bytes) -> bytes:
    """The same zip with one moment for every entry, so that equal papers are equal bytes."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in sorted(source.namelist(), key=_place):
            target.writestr(entry(name), source.read(name))
    return stream.getvalue()


def in_utc(moment: datetime) -> datetime:
    """*moment* as the properties of an Office file write it; a time without a zone is office time."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=OFFICE_TIME)
    return aware.astimezone(UTC).replace(tzinfo=None)


def zipped(files: list[tuple[str, bytes]]) -> bytes:
    """*files* as one zip, byte for byte the same each time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in sorted(files):
            target.writestr(entry(name), content)
    return stream.getvalue()


def _legacy_fonts(content: bytes) -> list[str]:
    """The fonts of old codes that the text of a document names, or its standard style; unused styles do not count."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        shown = [
            n for n in archive.namelist() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", n)
        ]
        named = {font for part in shown for font in _FONT.findall(archive.read(part))}
        styles = archive.read("word/styles.xml") if "word/styles.xml" in archive.namelist() else b""
    usual = re.findall(
        rb'<w:docDefaults>.*?</w:docDefaults>|<w:style\b[^>]*w:default="1".*?</w:style>', styles, re.S
    )
    named |= {font for style in usual for font in _FONT.findall(style)}
    return sorted(name for font in named if LEGACY.match(name := font.decode("utf-8", "replace")))


def _fetches(relations: bytes) -> bool:
    """Tell whether *relations* name something outside of the file other than a link to click."""
    found = re.findall(rb"<[^>]*Relationship\b[^>]*>", relations)
    outside = [one for one in found if b"External" in one]
    return any(b"/hyperlink" not in one for one in outside)


def _place(name: str) -> tuple[bool, str]:
    # Readers of Office files expect the list of types first.
    return name != "[Content_Types].xml", name


def entry(name: str) -> zipfile.ZipInfo:
    """An entry of a zip that says nothing of when it was made."""
    made = zipfile.ZipInfo(name, _MOMENT)
    made.compress_type = zipfile.ZIP_DEFLATED
    made.external_attr = 0o644 << 16
    return made


# A batch asks the same template a hundred times, and finding its fields takes as long as filling it.
@lru_cache(maxsize=32)
def _fields(template: bytes) -> frozenset[str]:
    try:
        found = DocxTemplate(io.BytesIO(template)).get_undeclared_template_variables(
            Environment(autoescape=True)
        )
    except TemplateError as problem:
        raise _unusable(str(problem)) from problem
    return frozenset(found)


def _require_known_fields(template: bytes, context: Context) -> None:
    if unknown := unknown_fields(template, context):
        raise RefusedFileError(
            "unrecognised_layout", f"Mẫu có trường không nhận ra: {', '.join(unknown)}",
            remedy=f"Sửa hoặc bỏ trường ấy trong mẫu. Các trường có thể dùng: {', '.join(sorted(context))}.",
        )  # fmt: skip


def _unusable(reason: str) -> RefusedFileError:
    return RefusedFileError(
        "unrecognised_layout", "Mẫu ghi chưa đúng", where=reason,
        remedy="Sửa dấu {{ }} hoặc {% %} trong mẫu rồi thử lại.",
    )  # fmt: skip
