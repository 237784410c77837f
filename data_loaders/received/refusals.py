"""Why is a whole file turned away, in one plain sentence?"""

import csv
from functools import cache

from data_loaders.received.limits import Limits
from domain.program.errors import RefusedFileError
from domain.program.places import CODES

_LIMIT_OF = {
    "too_large": ("received_mb", "MB"),
    "too_large_when_unpacked": ("unpacked_mb", "MB"),
    "timed_out": ("seconds", "giây"),
    "out_of_memory": ("memory_mb", "MB"),
}


@cache
def refusal_words() -> dict[str, tuple[str, str]]:
    """What and remedy per refusal code, from `data/codes/refusals.csv`."""
    with (CODES / "refusals.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["code"]: (row["what_vi"], row["remedy_vi"]) for row in csv.DictReader(file)}


def refused(code: str, limits: Limits | None = None, *, where: str = "", words: str = "") -> RefusedFileError:
    """
    Return the refusal *code* in words, naming the limit that was passed.

    The words are those of *words* where they say more than the code does ("old_excel" for `corrupted`).

        >>> refused("too_large", Limits()).what
        'Tệp nặng quá mức 50 MB'
    """
    what, remedy = refusal_words()[words or code]
    return RefusedFileError(code, what.replace("{limit}", _limit(code, limits)), where=where, remedy=remedy)


def _limit(code: str, limits: Limits | None) -> str:
    if limits is None or code not in _LIMIT_OF:
        return ""
    name, unit = _LIMIT_OF[code]
    return f"{getattr(limits, name):g}".replace(".", ",") + f" {unit}"
