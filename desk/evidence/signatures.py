"""Is a PDF digitally signed, by whom and when, and is it still what was signed? Everything is answered offline."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

State = Literal["intact", "changed", "broken", "unknown"]
UNCHECKED = (
    "Chưa kiểm tra được chứng thư có do tổ chức được cấp phép phát hành",
    "Chưa kiểm tra được chứng thư có bị thu hồi",
)


@dataclass(frozen=True, slots=True)
class Signature:
    """
    One signature of a PDF.

    Attributes:
        signer: Name in the certificate.
        signed_at: The time it states; None without one.
        is_timed: The time comes from a time stamp, not from the signer's own clock.
        unchecked: What could not be checked without a connection, in sentences.
    """

    state: State
    signer: str
    signed_at: datetime | None
    is_timed: bool = False
    unchecked: tuple[str, ...] = UNCHECKED


BROKEN = Signature("broken", "", None, unchecked=())
# A form of signature that is not one of the standard's: present, and not to be judged here.
UNKNOWN = Signature("unknown", "", None)


def signatures_in(pdf: bytes) -> tuple[Signature, ...]:
    """
    Every signature of *pdf*, in the order they were made; none for an unsigned one.

    One whose bytes cannot be read any more is a broken one, and does not make a damaged file of the others.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields

    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    known = {one.value for one in SigSeedSubFilter}
    found: list[tuple[float, Signature]] = []
    for name, value, field in enumerate_sig_fields(reader, filled_status=True):
        signed = value.get_object() if value is not None else None
        if signed is None or signed.get("/Type") == "/DocTimeStamp":
            continue
        form = signed.get("/SubFilter")
        found.append(_of_field(reader, name, field) if form in known else (float("inf"), UNKNOWN))
    return tuple(signature for _, signature in sorted(found, key=lambda one: one[0]))


def _of_field(reader: Any, name: str, field: Any) -> tuple[float, Signature]:
    """The revision in which a filled field was signed, and what its signature is worth."""
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

    try:
        signature = EmbeddedPdfSignature(reader, field, name)
    except Exception:  # the library raises whatever the damaged bytes lead it to
        return float("inf"), BROKEN
    return float(signature.signed_revision), _checked(signature)


def _checked(signature: Any) -> Signature:
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    try:
        # The library runs a loop of its own, which a thread that already runs one would refuse.
        with ThreadPoolExecutor(1) as beside:
            status = beside.submit(
                validate_pdf_signature,
                signature,
                signer_validation_context=ValidationContext(allow_fetching=False),
            ).result()
    except Exception:  # whatever a damaged signature makes the library say, it is a broken one
        return BROKEN
    stamp = status.timestamp_validity
    is_timed = bool(stamp and stamp.intact and stamp.valid)
    at = stamp.timestamp if stamp is not None and is_timed else status.signer_reported_dt
    return Signature(_state(status), _name(status.signing_cert), at, is_timed)


def _state(status: Any) -> State:
    if not (status.intact and status.valid):
        return "broken"
    # What was added later may be another signature or a time stamp: the library tells those from changes.
    is_whole = status.coverage.name == "ENTIRE_FILE"
    return "intact" if is_whole or status.docmdp_ok else "changed"


def _name(certificate: Any) -> str:
    said = certificate.subject.native
    name = said.get("common_name") or certificate.subject.human_friendly
    return str(name[-1] if isinstance(name, list) else name)
