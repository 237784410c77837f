"""Which published results are shown, and what is said of ours among them?"""

from collections.abc import Sequence
from urllib.parse import urlsplit

import pandas as pd

from domain.agency.office import office
from domain.wording.formats import count, is_known, points
from metrics.criteria.assessment import LeafRisk
from metrics.points.index_feeds import shared_work
from ui.index.index_state import points_words
from ui.visit.session import as_of

CITY = {"PAR_SO": ("PAR_PROVINCE", "PAR_CITY"), "SIPAS": ("SIPAS_PROVINCE", "SIPAS_CITY"), "DDCI": ()}
# Fewer agencies than this are no ranking: who leads among them says nothing.
FEWEST = 3
STATUS_WORDS = {"đã nạp": "lấy từ tệp đã nạp"}


def shared_rows(leaves: Sequence[LeafRisk]) -> pd.DataFrame:
    """Criteria whose work counts in other indices too: what it is, where else it counts, by which decision."""
    rows = [
        {
            "Tiêu chí": f"{leaf.code} {leaf.name}",
            "Có thể mất": "?" if leaf.expected_loss is None else points(leaf.expected_loss),
            "Cũng tính vào": "; ".join(feed.words for feed in feeds),
            "Căn cứ": "; ".join(dict.fromkeys(feed.authority for feed in feeds)),
        }
        for leaf, feeds in shared_work(leaves)
    ]
    return pd.DataFrame(rows)


def newest_of_ours(table: pd.DataFrame) -> pd.Series | None:
    """The newest_of_ours year with a score of ours that was over on the day on show."""
    known = table[table["score"].notna() & (table["year"] < as_of().year)]
    return None if known.empty else known.iloc[-1]


def published_headline(name: str, row: pd.Series | None) -> str:
    """Score and rank of the newest_of_ours year, against the mean."""
    if row is None:
        return f"{name}: chưa có điểm của {office().short_name} trước năm {as_of().year}"
    said = f"{name} năm {row['year']}: {points_words(row['score'])}"
    if is_known(row["rank"]):
        said += f", hạng {count(row['rank'])}" + (f"/{count(row['of'])}" if is_known(row["of"]) else "")
    if is_known(row["to_mean"]):
        word = "cao hơn" if row["to_mean"] >= 0 else "thấp hơn"
        said += f", {word} trung bình {points_words(abs(row['to_mean']))}"
    return said


def source_words(details: pd.DataFrame, index: str) -> str:
    """Which years of our own score others have published, and which come from a file of the office."""
    own = details[(details["index"] == index) & (details["component"] == "") & details["is_own"]]
    own = own.dropna(subset=["score"]).sort_values("year")
    said = []
    for status in own["status"].unique():
        years = ", ".join(str(year) for year in own.loc[own["status"] == status, "year"])
        said.append(f"năm {years} {STATUS_WORDS.get(status, status)}")
    return "; ".join(said)


def ranked(details: pd.DataFrame, index: str) -> pd.DataFrame:
    """The agencies with a score, in the years in which enough of them have one."""
    rows = details[(details["index"] == index) & (details["component"] == "") & ~details["is_mean"]]
    rows = rows.dropna(subset=["score"])
    return rows[rows.groupby("year")["year"].transform("size") >= FEWEST]


def sites(rows: pd.DataFrame) -> list[str]:
    """Where the figures were published, by site; a loaded file is called one."""
    return list(
        dict.fromkeys(urlsplit(row["link"]).netloc or "tệp đã nạp" for row in rows.to_dict("records"))
    )


def own_components(details: pd.DataFrame, index: str) -> pd.DataFrame:
    """The components of our own score that are known."""
    own = details[(details["index"] == index) & (details["component"] != "") & details["is_own"]]
    return own.dropna(subset=["score"])


def city_rows(details: pd.DataFrame, index: str) -> pd.DataFrame:
    """The city among provinces, newest_of_ours first."""
    rows = details[details["index"].isin(CITY[index]) & (details["component"] == "")]
    return rows.sort_values("year", ascending=False)
