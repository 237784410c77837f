"""Where does the agency stand in SIPAS, DDCI and PAR, year by year, against the leader and the mean?"""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from domain.agency.office import office
from domain.agency.own_agency import is_own_agency
from domain.program.places import OFFICE_FILE, REFERENCE, effective, kept
from domain.wording.text import fold
from metrics.asking.state import no_rows
from store.builds.reader import Reader

_SQL = Path(__file__).with_suffix(".sql")
_RESULTS = REFERENCE / "published_results.csv"
COLUMNS = ("index", "year", "agency", "component", "score", "rank", "of")
DETAIL_COLUMNS = (*COLUMNS, "is_own", "is_mean", "status", "source", "link", "note")
INDEX_OF_KIND = {"sipas": "SIPAS", "ddci": "DDCI", "par_results": "PAR_SO"}
_INDEX_WORDS = {
    "SIPAS": ("sipas", "hai long"),
    "DDCI": ("ddci",),
    "PAR": ("par", "cchc", "cai cach hanh chinh"),
}
_WHOLE_INDEX = frozenset({"", "chi so chung", "chi so tong hop", "tong hop", "chung", "toan bo", "tong diem"})
# Figures that describe a group rather than an agency.
_MEANS = ("trung binh", "binh quan", "ca nuoc", "mean")


def published(reader: Reader, *, as_of: date, department: str | None = None) -> pd.DataFrame:
    """
    Published index results: what was loaded, completed by the reference figures of `data/reference/`.

    A loaded row replaces the reference row of the same index, year, agency and component. Nothing
    is published of one department, so *department* changes nothing.

    Returns:
        One row per index, year, agency and component ('' = the index itself): score, rank, of.
    """
    return published_details(reader, as_of=as_of).reindex(columns=list(COLUMNS))


def published_details(reader: Reader, *, as_of: date) -> pd.DataFrame:
    """The rows of `published` with is_own, is_mean, status, source, link and note.

    status is "đã nạp", "đã công bố", or of a reference figure that came later "công bố sau ngày đang xem".
    """
    if not reader.kinds():
        return no_rows(DETAIL_COLUMNS)
    rows = {_key(row): _as_seen(row, as_of) for row in reference_results()}
    rows |= {_key(row): row for row in _loaded(reader, as_of)}
    ordered = sorted(rows.values(), key=lambda r: (r["index"], -r["year"], r["component"], r["rank"] or 999))
    frame = pd.DataFrame(ordered, columns=list(DETAIL_COLUMNS))
    return frame.astype({"score": float, "rank": "Int64", "of": "Int64"})


def _as_seen(row: dict[str, Any], as_of: date) -> dict[str, Any]:
    """A reference figure that was not yet out on *as_of* says so; results of a year come at its end or later."""
    return row if date(row["year"], 12, 31) <= as_of else {**row, "status": "công bố sau ngày đang xem"}


def _loaded(reader: Reader, as_of: date) -> list[dict[str, Any]]:
    return [_loaded_row(row) for row in reader.rows(_SQL, as_of=as_of)]


def _loaded_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "index": _index_of(row),
        "component": _component(row["component"]),
        "of": row["of_agencies"],
        "is_own": is_own_agency(row["agency"]),
        "is_mean": _is_mean(row["agency"]),
        "status": "đã nạp",
        "source": row["source_text"] or "",
        "link": "",
        "note": "",
    }


def _index_of(row: Mapping[str, Any]) -> str:
    """The index a row belongs to; the city itself is ranked among provinces, not among its agencies."""
    usual = INDEX_OF_KIND.get(row["kind"], str(row["kind"]))
    index = str(row["index_name"] or usual)
    is_city = fold(row["agency"]) == fold(office().province) or "tinh, thanh pho" in fold(row["agency"])
    return f"{index.removesuffix('_SO')}_PROVINCE" if is_city and index in INDEX_OF_KIND.values() else index


def _component(name: str | None) -> str:
    """The component as printed; "Chỉ số chung" is the index itself."""
    return "" if fold(name or "") in _WHOLE_INDEX else name or ""


def own_results(reader: Reader, *, as_of: date, year: int) -> list[Mapping[str, Any]]:
    """Loaded results of the agency itself for *year*, with kind, component and score."""
    return [row for row in _loaded(reader, as_of) if row["year"] == year and row["is_own"]]


def _key(row: Mapping[str, Any]) -> tuple[str, int, str, str]:
    agency = "own" if row["is_own"] else fold(row["agency"])
    return _index_key(row["index"]), row["year"], agency, fold(row["component"] or "")


def _index_key(name: str) -> str:
    """Spellings of one index at agency level are one: "Chỉ số CCHC", "PAR INDEX", "PAR_SO"."""
    folded = fold(name).replace("_", " ")
    if any(level in folded for level in ("province", "city", "district", "ministry")):
        return folded
    return next((index for index, words in _INDEX_WORDS.items() if any(w in folded for w in words)), folded)


@kept(REFERENCE, OFFICE_FILE)
def reference_results() -> tuple[dict[str, Any], ...]:
    """Figures others have published, each with its source and link."""
    if not (path := effective(_RESULTS)).exists():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(_reference(row) for row in csv.DictReader(file))


def _reference(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("index", "agency", "component", "status", "source", "link", "note")},
        "year": int(row["year"]),
        "score": Decimal(row["score"].replace(",", ".")) if row["score"] else None,
        "rank": int(row["rank"]) if row["rank"] else None,
        "of": int(row["of"]) if row["of"] else None,
        "is_own": is_own_agency(row["agency"]),
        "is_mean": row["row"] == "mean",
    }


def _is_mean(agency: str) -> bool:
    return any(word in fold(agency) for word in _MEANS)


STANDING_COLUMNS = (
    "year", "score", "rank", "of", "leader", "leader_score", "to_leader", "mean", "to_mean", "is_mean_published",
)  # fmt: skip


def standing(details: pd.DataFrame, index: str, component: str = "") -> pd.DataFrame:
    """
    Where the agency stands in one index, year by year, from the rows of `published_details`.

    Returns:
        One row per year, oldest first, with ``STANDING_COLUMNS``: to_leader is leader − own, to_mean
        own − mean. The leader is whoever ranks first, else the best of a list that seems whole; of a
        few agencies without ranks nobody is called that. The mean is the published one, else over the agencies listed when at least three
        are; unknown stays NaN.
    """
    wanted = [
        row for row in details.to_dict("records") if (row["index"], row["component"]) == (index, component)
    ]
    years = sorted({row["year"] for row in wanted})
    rows = [_standing_of(year, [row for row in wanted if row["year"] == year]) for year in years]
    frame = pd.DataFrame(rows, columns=list(STANDING_COLUMNS))
    numbers = {"score": float, "leader_score": float, "mean": float, "rank": "Int64", "of": "Int64"}
    return frame.astype(numbers)


def _standing_of(year: int, rows: list[dict[Any, Any]]) -> dict[str, Any]:
    own = next((row for row in rows if row["is_own"]), None)
    agencies = [row for row in rows if not row["is_mean"] and not pd.isna(row["score"])]
    first = _leader(agencies)
    stated = [row["score"] for row in rows if row["is_mean"] and not pd.isna(row["score"])]
    among = [row["score"] for row in agencies]
    mean = stated[0] if stated else (sum(among) / len(among) if len(among) >= 3 else None)
    score = own["score"] if own and not pd.isna(own["score"]) else None
    leader_score = first["score"] if first else None
    return {
        "year": year,
        "score": score,
        "rank": own["rank"] if own else None,
        "of": next((row["of"] for row in (own, *rows) if row and not pd.isna(row["of"])), None),
        "leader": first["agency"] if first else "",
        "leader_score": leader_score,
        "to_leader": _minus(leader_score, score),
        "mean": mean,
        "to_mean": _minus(score, mean),
        "is_mean_published": bool(stated),
    }


def _leader(agencies: list[dict[Any, Any]]) -> dict[Any, Any] | None:
    """Who ranks first; without ranks the best of at least three agencies, or of as many as were ranked."""
    ranked = [row for row in agencies if not pd.isna(row["rank"])]
    if ranked:
        return next((row for row in ranked if row["rank"] == 1), None)
    counted = next((row["of"] for row in agencies if not pd.isna(row["of"])), 3)
    return max(agencies, key=lambda row: row["score"]) if len(agencies) >= max(counted, 2) else None


def _minus(left: float | None, right: float | None) -> float:
    if left is None or right is None:
        return float("nan")
    return float(round(Decimal(str(left)) - Decimal(str(right)), 4))


def trend(details: pd.DataFrame, index: str, component: str = "") -> pd.DataFrame:
    """Year, score, rank, of and change against the last year that has a score, oldest first."""
    years = [
        row for row in standing(details, index, component).to_dict("records") if not pd.isna(row["score"])
    ]
    rows, last = [], None
    for row in years:
        rows.append({**row, "change": _minus(row["score"], last)})
        last = row["score"]
    return pd.DataFrame(rows, columns=["year", "score", "rank", "of", "change"])
