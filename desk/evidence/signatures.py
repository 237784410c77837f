"""Is a PDF digitally signed, by whom and when, and is it still what was signed? Everything is answered offline."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

State = Literal["intact", "changed", "broken"]
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


def signatures(pdf: bytes) -> tuple[Signature, ...]:
    """Every signature of *pdf*, in the order they were made; none for an unsigned one."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    return tuple(_checked(one) for one in reader.embedded_regular_signatures)


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
        return Signature("broken", "", None, unchecked=())
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
