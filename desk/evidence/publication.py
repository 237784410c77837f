"""What proves that the apology for a dossier was published: a kept file, or the address of the page?"""

import re
from datetime import datetime
from typing import Any

from desk.corrections import UnusableValueError
from desk.evidence.ledger import add_evidence, evidence_of
from domain.agency.scope import Viewer
from store.disk.home import Home
from store.disk.snapshots import keep
from store.written.application import evidence, now
from store.written.audit import recorded
from store.written.records import Row, add

# Where these proofs lie among the evidence of a year: no set has a criterion of that code.
PUBLICATION = "xin_loi_cong_khai"
_ADDRESS = re.compile(r"https?://[^\s<>\"]{4,500}", re.IGNORECASE)


def keep_proof(
    home: Home, viewer: Viewer, *, year: int, dossier: str, name: str, content: bytes, moment: datetime | None = None
) -> int:  # fmt: skip
    """
    Keep a file (a printed page, a picture of the screen) as proof of publication; returns its number.

    Raises:
        NotAllowedError, RefusedFileError, UnusableValueError: As `desk.evidence.ledger.add_evidence`.
    """
    return add_evidence(
        home, viewer, year=year, code=PUBLICATION, item=dossier, name=name, content=content, moment=moment
    )


def keep_address(
    home: Home, viewer: Viewer, *, year: int, dossier: str, address: str, moment: datetime | None = None
) -> int:
    """
    Keep the address of the page as proof, under the hash of its words; nothing is fetched from it.

    Raises:
        NotAllowedError: The viewer may not keep evidence.
        UnusableValueError: It is no address, or is kept there already.
    """
    viewer.require("set_score")
    said = address.strip()
    if not _ADDRESS.fullmatch(said):
        raise UnusableValueError(
            "Không phải địa chỉ trang", where=said[:80], remedy="Ghi đủ, bắt đầu bằng https://."
        )
    if any(row["file_name"] == said for row in proofs(home, viewer, year=year).get(dossier, ())):
        raise UnusableValueError("Địa chỉ này đã có ở hồ sơ ấy", where=said, remedy="Ghi địa chỉ khác.")
    content = said.encode()
    about: dict[str, Any] = {"code": PUBLICATION, "item": dossier, "file": said}
    with recorded(home, viewer.account, "evidence_added", object_kind="evidence", after=about) as note:
        number = add(
            home, evidence, year=year, code=PUBLICATION, item=dossier, file_name=said, sha256=keep(home, content),
            size=len(content), kind="link", has_text=True, signatures=[], document_number="", issued_on=None, author="",
            state="kept", added_by=viewer.account, added_at=moment or now(),
        )  # fmt: skip
        note.object_id = str(number)
    return number


def proofs(home: Home, viewer: Viewer, *, year: int) -> dict[str, list[Row]]:
    """
    Dossier code to its proofs that stand, oldest first.

    Raises:
        NotAllowedError: The viewer does not see the whole office.
    """
    found: dict[str, list[Row]] = {}
    for row in evidence_of(home, viewer, year=year, code=PUBLICATION):
        if row["state"] == "kept":
            found.setdefault(row["item"], []).append(row)
    return found
