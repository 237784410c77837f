"""Which criteria lack documents, and what is said of each document?"""

from collections.abc import Sequence

import pandas as pd

from domain.counted.signed import SIGNATURE_WORDS
from domain.wording.formats import NBSP, count, day
from metrics.asking.rows import Row
from metrics.criteria.documents import Sufficiency


def evidence_headline(standing: Sequence[Sufficiency]) -> str:
    """How many criteria lack documents, and how many points they carry."""
    short = [one for one in standing if one.missing]
    doubtful = [one for one in standing if not one.missing and not one.is_enough]
    needing = needing_documents(standing)
    if not short and not doubtful:
        return f"Đủ tài liệu kiểm chứng cho cả {count(len(needing))} tiêu chí"
    if not short:
        return f"Đủ tài liệu, {count(len(doubtful))} tiêu chí có tài liệu cần xem lại"
    return f"{count(len(short))} trong {count(len(needing))} tiêu chí còn thiếu tài liệu kiểm chứng"


def proof_words(proof: str | None) -> str:
    """
    Which document proves a score set by hand, and what it means that none does.

    >>> proof_words("Công văn 12/SNV")
    'tài liệu kiểm chứng: Công văn 12/SNV'
    >>> proof_words(None)
    'chưa có tài liệu kiểm chứng, điểm vẫn tính nhưng thẩm định có thể trừ'
    """
    if proof:
        return f"tài liệu kiểm chứng: {proof}"
    return "chưa có tài liệu kiểm chứng, điểm vẫn tính nhưng thẩm định có thể trừ"


def needing_documents(standing: Sequence[Sufficiency]) -> list[Sufficiency]:
    """Those of *standing* that count: without the ones for which nothing arose."""
    return [one for one in standing if not one.nothing_arose]


def evidence_table(standing: Sequence[Sufficiency]) -> pd.DataFrame:
    """One row per criterion."""
    return pd.DataFrame(
        {
            "code": one.criterion.code,
            "name": one.criterion.name,
            "max_score": one.criterion.max_score,
            "state": one.words,
            "files": sum(len(item.files) for item in (*one.items, one.more)),
            "signed": sum(is_signed(row) for item in (*one.items, one.more) for row in item.files),
            "faults": "; ".join(dict.fromkeys(faults_in(one))),
        }
        for one in standing
    )


def faults_in(one: Sufficiency) -> list[str]:
    """Everything against the files of one criterion."""
    return [fault for item in (*one.items, one.more) for faults in item.faults for fault in faults]


def is_signed(row: Row) -> bool:
    """Tell whether the file has a digital signature that is whole."""
    return any(signature["state"] == "intact" for signature in row["signatures"])


def said_of(row: Row) -> str:
    """Number, issue day and author, each as confirmed or as read."""
    parts = [
        f"số {row['document_number']}" if row["document_number"] else "chưa có số",
        f"ngày{NBSP}{day(row['issued_on'])}" if row["issued_on"] else "chưa rõ ngày ban hành",
        row["author"] or "chưa rõ nơi ban hành",
    ]
    return ", ".join(parts)


def signature_words(row: Row) -> list[str]:
    """What was found out about each signature, and what could not be."""
    said = []
    for one in row["signatures"]:
        who = f" của {one['signer']}" if one["signer"] else ""
        at = f", ghi lúc {one['signed_at'][:16].replace('T', ' ')} (giờ quốc tế)" if one["signed_at"] else ""
        said.append(f"{SIGNATURE_WORDS[one['state']]}{who}{at}")
        said += one["unchecked"]
    return said
