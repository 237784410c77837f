"""Every refusal of a whole file, by its code and in a sentence that names the limit."""

import io
import struct
import zipfile
import zlib

import pytest

from data_loaders.received.limits import Limits, load_limits
from data_loaders.received.refusals import refusal_words, refused
from data_loaders.received.sheets import read_workbook
from domain.program.errors import RefusedFileError
from tests.sources import workbooks
from tests.sources.workbooks import parts_of, with_part, zipped

LIMITS = Limits()
SHEET = "xl/worksheets/sheet1.xml"
LOGIN = (
    "<!DOCTYPE html><html><head><title>HpNet</title></head><body><form action='/login'><table>"
    "<tr><td>Tên đăng nhập</td><td><input name='u'></td></tr>"
    "<tr><td>Mật khẩu</td><td><input type='Password' name='p'></td></tr></table></form></body></html>"
)
BILLION_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def refusal_of(content: bytes, limits: Limits = LIMITS) -> RefusedFileError:
    with pytest.raises(RefusedFileError) as caught:
        read_workbook(content, limits=limits)
    return caught.value


def code_of(content: bytes, limits: Limits = LIMITS) -> str:
    return refusal_of(content, limits).code


def with_prolog(content: bytes, part: str, prolog: str) -> bytes:
    """*content* with a declaration put before the root of one of its XML parts."""
    parts = parts_of(content)
    declaration, _, rest = (
        parts[part].partition(b"?>") if parts[part].startswith(b"<?xml") else (b"", b"", parts[part])
    )
    parts[part] = (declaration + b"?>" if declaration else b"") + prolog.encode() + rest
    return zipped(parts)


def zip_with_lying_directory(parts: dict[str, bytes], claimed: int) -> bytes:
    """A zip whose central directory says that the last part unpacks to *claimed* bytes."""
    content = bytearray(zipped(parts, level=9))
    at = content.rfind(b"PK\1\2")
    struct.pack_into("<I", content, at + 24, claimed)
    return bytes(content)


# The words


def test_every_code_has_words_and_every_limit_is_named():
    for code, (what, remedy) in refusal_words().items():
        sentence = str(refused(code, LIMITS))
        assert what and remedy.endswith(".") and "{" not in sentence, code
    assert "50 MB" in str(refused("too_large", LIMITS))
    assert "200 MB" in str(refused("too_large_when_unpacked", LIMITS))
    assert "20 giây" in str(refused("timed_out", LIMITS))
    assert "1024 MB" in str(refused("out_of_memory", LIMITS))


def test_limits_come_from_the_rules():
    assert load_limits() == Limits(received_mb=50, unpacked_mb=200, seconds=20, memory_mb=1024)


# Nothing, too much, or something else


@pytest.mark.parametrize(
    "content", [b"", b" \r\n\t\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xef\xbb\xbf\r\n", b"\0" * 512]
)
def test_empty(content):
    assert code_of(content) == "empty_file"


def test_too_large_as_received():
    refusal = refusal_of(b"a;b\n1;2\n" * 20_000, Limits(received_mb=0.1))
    assert refusal.code == "too_large" and "0,1 MB" in refusal.what


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" * 20,
        b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\1\2\3" * 50,
        b"GIF89a" + b"\0\1" * 50,
        b"MZ\x90\0\3\0\0\0" + b"\0" * 100,
        b"\x7fELF\2\1\1" + b"\0" * 100,
        b"Rar!\x1a\7\0" + b"\0" * 100,
        b"{\\rtf1\\ansi B\\'e1o c\\'e1o;a;b\\par}",
        b'{"rows": [1, 2]}\n',
        b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>',
        bytes(range(256)) * 20,
        zipped({"anh.png": b"\x89PNG", "ghi chu.txt": "xin chào".encode()}),
        zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
        zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<a/>"}),
        zipped({}),
        LOGIN.encode(),
        b"<html><body><h1>503 Service Unavailable</h1></body></html>",
        "Chỉ có một cột\nkhông phải bảng\n".encode(),
    ],
    ids=[
        "pdf", "png", "jpeg", "gif", "exe", "elf", "rar", "rtf", "json", "xml", "noise", "zip", "docx", "odt",
        "empty zip", "login page", "error page", "prose",
    ],
)  # fmt: skip
def test_not_a_spreadsheet(content):
    assert code_of(content) == "not_a_spreadsheet"


def test_a_word_document_of_the_old_kind_is_not_a_spreadsheet():
    content = workbooks.xls().replace("Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le"))
    assert code_of(content) == "not_a_spreadsheet"


def test_a_page_whose_tables_say_nothing_has_no_layout():
    assert (
        code_of(b"<html><body><table><tr><td>&nbsp;</td></tr></table></body></html>") == "unrecognised_layout"
    )


def test_text_that_begins_like_a_program_is_text():
    rows = [("MZ", "BM", "PK"), (1, 2, 3), (4, 5, 6)]
    assert read_workbook(workbooks.csv(rows, encoding="utf-8"), limits=LIMITS).container == "csv"


# Cut off and damaged


@pytest.mark.parametrize("container", ["xlsx", "xlsb", "ods", "xls", "html", "spreadsheetml"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_cut_off(container, share):
    content = workbooks.CONTAINERS[container]()
    assert code_of(content[: int(len(content) * share)]) == "corrupted"


def test_damaged_inside():
    content = workbooks.xlsx()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        at = archive.getinfo(SHEET).header_offset + 80
    assert code_of(content[:at] + b"\0\xff\0\xff\0\xff" + content[at + 6 :]) == "corrupted"


def test_a_workbook_without_its_sheets_is_damaged():
    parts = parts_of(workbooks.xlsx())
    del parts[SHEET]
    assert code_of(zipped(parts)) == "corrupted"


# Passwords


def test_an_encrypted_xlsx():
    """An .xlsx with a password is a compound file with a stream named EncryptedPackage."""
    name, other = "EncryptedPackage".encode("utf-16-le"), "Workbook".encode("utf-16-le")
    content = bytearray(workbooks.xls())
    at = content.find(other)
    content[at : at + len(name)] = name
    struct.pack_into("<H", content, at + 64, len(name) + 2)
    assert code_of(bytes(content)) == "encrypted"


def test_an_encrypted_xls():
    """A FILEPASS record after the first BOF says that all that follows is enciphered."""
    content = bytearray(workbooks.xls())
    at = content.find(b"\x09\x08\x10\x00") + 20
    struct.pack_into("<H", content, at, 0x002F)
    assert code_of(bytes(content)) == "encrypted"


def test_an_encrypted_ods():
    parts = parts_of(workbooks.ods())
    parts["META-INF/manifest.xml"] = b'<m:manifest xmlns:m="m"><m:encryption-data/></m:manifest>'
    assert code_of(zipped(parts)) == "encrypted"


def test_an_encrypted_zip():
    content = bytearray(workbooks.xlsx())
    at = content.find(b"PK\1\2")
    content[at + 8] |= 1
    assert code_of(bytes(content)) == "encrypted"


# Bombs


def test_a_zip_bomb():
    parts = parts_of(workbooks.xlsx())
    parts[SHEET] = parts[SHEET].replace(b"</sheetData>", b'<row r="9"/>' * 200_000 + b"</sheetData>")
    content = zipped(parts, level=9)
    refusal = refusal_of(content, Limits(unpacked_mb=2))
    assert len(content) < 40_000
    assert refusal.code == "too_large_when_unpacked" and "2 MB" in refusal.what


def test_a_zip_bomb_whose_directory_lies():
    parts = parts_of(workbooks.xlsx())
    parts["xl/last.xml"] = b" " * 5_000_000
    content = zip_with_lying_directory(parts, claimed=100)
    assert code_of(content, Limits(unpacked_mb=2)) == "too_large_when_unpacked"


def test_a_bomb_of_many_copies_of_one_member():
    """Directory entries that share their bytes unpack many times over."""
    packed = zlib.compress(b" " * 1_000_000, 9)[2:-4]
    crc = zlib.crc32(b" " * 1_000_000)
    local = struct.pack("<4sHHHIIIIHH", b"PK\3\4", 20, 0, 8, 0, crc, len(packed), 1_000_000, 5, 0) + b"a.xml"
    central = b""
    names = [b"[Content_Types].xml", b"xl/workbook.xml", *(b"xl/%d.xml" % n for n in range(8))]
    for name in names:
        central += struct.pack(
            "<4sHHHHIIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, crc, len(packed), 1_000_000, len(name), 0, 0, 0, 0, 0, 0
        ) + name  # fmt: skip
    end = struct.pack(
        "<4sHHHHIIH", b"PK\5\6", 0, 0, len(names), len(names), len(central), len(local) + len(packed), 0
    )
    content = local + packed + central + end
    assert code_of(content, Limits(unpacked_mb=5)) in {"too_large_when_unpacked", "corrupted"}


def test_html_spans_do_not_make_a_bomb():
    cell = "<td rowspan=999999 colspan=999999>x</td>"
    raw = f"<table>{f'<tr>{cell * 50}</tr>' * 50}</table>"
    assert code_of(workbooks.html(raw=[raw])) == "out_of_memory"


def test_html_nested_without_end_is_refused():
    raw = f"<table><tr><td>{'<b>' * 50_000}x</td></tr></table>"
    with pytest.raises(RefusedFileError):
        read_workbook(workbooks.html(raw=[raw]), limits=LIMITS)


# Entities and outside references


@pytest.mark.parametrize(
    "prolog", [BILLION_LAUGHS, OUTSIDE, '<!DOCTYPE x SYSTEM "http://10.255.255.1/x.dtd">']
)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
def test_entities_in_a_part(part, prolog):
    assert code_of(with_prolog(workbooks.xlsx(), part, prolog)) == "xml_entities"


def test_entities_hidden_in_another_encoding():
    parts = parts_of(workbooks.xlsx())
    text = parts[SHEET].decode().replace("<worksheet", BILLION_LAUGHS + "<worksheet", 1)
    parts[SHEET] = text.replace("UTF-8", "UTF-16").encode("utf-16")
    assert code_of(zipped(parts)) == "xml_entities"


def test_entities_in_ods():
    assert code_of(with_prolog(workbooks.ods(), "content.xml", BILLION_LAUGHS)) == "xml_entities"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("prolog", [BILLION_LAUGHS, OUTSIDE])
def test_entities_in_spreadsheetml(prolog, encoding):
    assert code_of(workbooks.spreadsheetml(prolog=prolog, encoding=encoding)) == "xml_entities"


def test_entities_in_a_page():
    assert code_of(BILLION_LAUGHS.encode() + workbooks.html()) == "xml_entities"
    assert read_workbook(b"<!DOCTYPE html>" + workbooks.html(), limits=LIMITS).container == "html"


def test_a_reference_to_an_undeclared_entity_is_never_resolved():
    raw = '<Row><Cell><Data ss:Type="String">&secret;</Data></Cell></Row>'
    assert code_of(workbooks.spreadsheetml(raw_rows=raw)) == "corrupted"


def test_external_links_of_a_workbook_are_not_followed():
    content = with_part(workbooks.xlsx(), "xl/workbook.xml", b"</sheets>", b"</sheets><externalReferences/>")
    parts = parts_of(content)
    parts["xl/externalLinks/externalLink1.xml"] = b'<externalLink xmlns="x"/>'
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        b'<Relationships xmlns="x"><Relationship Id="rId1" Type="y" Target="http://10.255.255.1/a.xlsx"'
        b' TargetMode="External"/></Relationships>'
    )
    assert read_workbook(zipped(parts), limits=LIMITS).sheets[0].rows


def test_one_enormous_field_of_a_text_is_no_error():
    long = "x" * 400_000
    sheet = read_workbook(f'a;b\n1;"{long}"\n2;y\n3;z\n'.encode(), limits=LIMITS).sheets[0]
    assert sheet.rows[1] == ["1", long]
