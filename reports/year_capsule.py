"""A whole year in one file that opens and scores again later: rules, data, evidence, papers, and the figures to compare with."""

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from desk.issued import Issue, fill_record, issued, reserve
from domain.agency.departments import department_name
from domain.agency.office import office
from domain.agency.scope import Viewer
from domain.program.errors import UnknownNameError
from domain.program.places import effective_files
from domain.wording.formats import day
from metrics.asking.answers import answer_of
from metrics.asking.catalogue import CATALOGUE
from reports.drafting import Issued, Made, Progress, Wanted, silent
from reports.evidence_packs import evidence_pack
from reports.rendering import entry
from store.builds.reader import Reader
from store.disk.home import Home
from store.disk.snapshots import kept_content
from store.upkeep.backup import back_up

NAME = "year_capsule"
BACKUP, FIGURES, MANIFEST, READ_FIRST = "du-lieu.zip", "so-lieu", "muc-luc.json", "DOC-TRUOC.txt"
Part = tuple[str, bytes]


def issue_capsule(
    home: Home, viewer: Viewer, reader: Reader, wanted: Wanted, *, again: Callable[[Home, Viewer, int], Issued],
    moment: datetime | None = None, told_of: Progress = silent,
) -> Issued:  # fmt: skip
    """
    Make the capsule of the year of *wanted* and record it.

    Args:
        again: Makes an issued paper anew from its record.

    Raises:
        NotAllowedError: The viewer may not issue papers.
        UnknownNameError: One unit's was asked for: the capsule is of the whole office.
        HomeDamagedError: The home is not whole: a copy of it would pass for one that is.
    """
    viewer.require("report")
    if wanted.department is not None:
        raise UnknownNameError(
            "Bản lưu trọn năm không lập riêng cho một đơn vị", where=department_name(wanted.department),
            remedy="Bỏ chọn đơn vị rồi lập lại.",
        )  # fmt: skip
    parts = list(_parts(home, viewer, reader, wanted, again, told_of))
    content = _packed(parts, reader, wanted)
    file = Made(f"{wanted.stem('luu-tron-nam')}.zip", content, None, len(parts), [])
    kept = {
        "papers": [], "left_out": [], "bundle": "", "template": "", "campaign": None, "frozen": False,
        "capsule": True,
    }  # fmt: skip
    facts = Issue(NAME, wanted.as_of, None, reader.build_id, kept)
    number = reserve(home, facts, by=viewer.name, moment=moment)
    digest = hashlib.sha256(content).hexdigest()
    fill_record(home, number, parameters=kept, file_name=file.name, sha256=digest)
    return Issued({**asdict(facts), "id": number}, (file,))


def _parts(
    home: Home, viewer: Viewer, reader: Reader, wanted: Wanted,
    again: Callable[[Home, Viewer, int], Issued], told_of: Progress,
) -> Iterator[Part]:  # fmt: skip
    papers = [
        row for row in issued(home, viewer.scope)
        if row["as_of"].year == wanted.as_of.year and row["name"] != NAME
    ]  # fmt: skip
    steps = len(papers) + 2
    told_of(0, steps)
    with tempfile.TemporaryDirectory() as folder:
        yield BACKUP, back_up(home, Path(folder) / BACKUP).read_bytes()
    yield from _figures(reader, wanted)
    yield from _rules()
    told_of(1, steps)
    for one in evidence_pack(reader, Wanted(wanted.as_of)).enclosed:
        yield f"tai-lieu/{one.path}", kept_content(home, one.sha256)
    for done, row in enumerate(papers, start=2):
        told_of(done, steps)
        for file in again(home, viewer, row["id"]).files:
            yield f"van-ban/{row['id']:04}/{file.name}", file.content


def _figures(reader: Reader, wanted: Wanted) -> Iterator[Part]:
    """Every metric as `python -m metrics` prints it, to compare with when the capsule is opened."""
    for name in CATALOGUE:
        document = answer_of(name, wanted.as_of.isoformat(), None, reader).document()
        yield f"{FIGURES}/{name}.json", json.dumps(document, ensure_ascii=False, indent=1).encode()


def _rules() -> Iterator[Part]:
    """The files that officials edit, the office's own where it has them, as they are now."""
    for name, path in effective_files():
        yield f"quy-tac/{name}", path.read_bytes()


def _packed(parts: list[Part], reader: Reader, wanted: Wanted) -> bytes:
    manifest = {
        "as_of": wanted.as_of.isoformat(),
        "build_id": reader.build_id,
        "metrics": list(CATALOGUE),
        "parts": [
            {"path": path, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
            for path, content in parts
        ],
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(entry(READ_FIRST), _read_first(wanted))
        target.writestr(entry(MANIFEST), json.dumps(manifest, ensure_ascii=False, indent=1))
        for path, content in sorted(parts):
            target.writestr(entry(path), content)
    return stream.getvalue()


def _read_first(wanted: Wanted) -> str:
    on = wanted.as_of.isoformat()
    return f"""BẢN LƯU TRỌN NĂM {wanted.as_of.year} - {office().name}
Số liệu đến hết ngày {day(wanted.as_of)}.

{BACKUP}    toàn bộ dữ liệu: tệp gốc, số liệu, điều người dùng ghi, tài liệu kiểm chứng
{FIGURES}/        mọi bảng tính lúc lập bản lưu, để đối chiếu
quy-tac/        bộ chỉ số, quy tắc chấm, danh mục, tên gọi của cơ quan lúc lập
tai-lieu/       tài liệu kiểm chứng, mỗi tiêu chí một thư mục
van-ban/        văn bản đã phát hành trong năm, theo số phát hành
{MANIFEST}   mã băm SHA-256 của từng phần

Mở lại và chấm lại trên một máy khác (đã cài phần mềm, chạy trong thư mục phần mềm):
1. Giải nén tệp này.
2. python -m store restore {BACKUP} --home THƯ_MỤC_MỚI
3. Nếu quy tắc kèm phần mềm nay đã đổi: chép codes, rules, indicator_sets, reference, office.toml trong quy-tac/ vào
   THƯ_MỤC_MỚI/office, rồi python -m data_loaders rebuild --home THƯ_MỤC_MỚI
4. python -m metrics risk --as-of {on} --home THƯ_MỤC_MỚI --json
   rồi so với {FIGURES}/risk.json; các bảng khác cũng vậy, tên bảng là tên tệp.
"""
