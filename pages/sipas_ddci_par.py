"""SIPAS, DDCI, PAR: Ban Quản lý đứng đâu qua các năm, cách đơn vị dẫn đầu và trung bình bao nhiêu, theo nguồn nào."""

import pandas as pd
import streamlit as st

from domain.agency.office import office, spoken
from domain.wording.formats import NBSP, count, is_known, points, signed
from domain.wording.text import fold
from metrics.counts.published import published_details, standing, trend
from ui.charts.index_results import ranking_bars, standing_lines
from ui.charts.index_risk import cut_label
from ui.deadlines.national_counts import draw_national_counts
from ui.index.index_state import assessment, points_words
from ui.index.published_words import (
    CITY,
    city_rows,
    newest_of_ours,
    own_components,
    published_headline,
    ranked,
    shared_rows,
    sites,
    source_words,
)
from ui.pieces.components import (
    Column,
    Listing,
    Tile,
    card,
    figure_card,
    finding,
    grid,
    nothing_to_show,
    page_head,
    small_table,
    tiles,
)
from ui.pieces.figures import read_aloud
from ui.visit.filters import choice, segments
from ui.visit.session import answer, as_of, current_viewer

KINDS = ("sipas", "ddci", "par_results")
INDEXES = {
    "PAR_SO": "Chỉ số CCHC (PAR)",
    "SIPAS": "Hài lòng (SIPAS)",
    "DDCI": "Năng lực cạnh tranh (DDCI)",
}
OWN = spoken("{name}")


def draw_tiles(row: pd.Series, moved: pd.DataFrame) -> None:
    """Score, rank, distance to leader and mean."""
    change = moved[moved["year"] == row["year"]]["change"].dropna()
    tiles(
        [
            Tile(
                f"Điểm {row['year']}",
                points(row["score"]),
                f"{signed(change.iloc[0])} so với trước" if len(change) else "chưa có năm trước",
                "blue" if len(change) and change.iloc[0] >= 0 else "gray",
            ),
            Tile(
                "Thứ hạng",
                count(row["rank"]) if is_known(row["rank"]) else "?",
                f"trên {count(row['of'])} đơn vị"
                if is_known(row["of"])
                else ("chưa công bố" if not is_known(row["rank"]) else "chưa rõ tổng số"),
            ),
            Tile(
                "Cách dẫn đầu",
                points(row["to_leader"]) if is_known(row["to_leader"]) else "?",
                cut_label(row["leader"], 22) if row["leader"] else "chưa công bố",
            ),
            Tile(
                "So với trung bình",
                signed(row["to_mean"]) if is_known(row["to_mean"]) else "?",
                ("theo bảng kết quả" if row["is_mean_published"] else "tự tính")
                if is_known(row["mean"])
                else "chưa công bố",
            ),
        ]
    )


def draw_trend(name: str, table: pd.DataFrame, sources: str) -> None:
    """Our score against mean and leader."""
    own = table.dropna(subset=["score"])
    if own.empty:
        with card("Qua các năm"):
            finding(
                f"Chưa có điểm {name} của {office().short_name}", "Chỉ có số trung bình hoặc của đơn vị khác"
            )
        return
    first, last = own.iloc[0], own.iloc[-1]
    gap = last["score"] - first["score"]
    title = (
        f"Từ {first['year']} đến {last['year']} {'tăng' if gap >= 0 else 'giảm'} {points_words(abs(gap))}"
        if len(own) > 1
        else f"Mới có điểm một năm: {last['year']}"
    )
    figure_card(
        title,
        f"Điểm {name}: {sources}; năm chưa biết điểm thì để trống",
        standing_lines,
        table[["year", "score", "mean", "leader_score"]].reset_index(drop=True),
        alt=read_aloud(name, ((r["year"], points(r["score"])) for r in own.to_dict("records"))),
        table=table,
        columns={
            "year": Column("Năm", "number"),
            "score": Column("Điểm", "points", unknown="?"),
            "rank_words": Column("Hạng", "right"),
            "leader": Column("Dẫn đầu", unknown=""),
            "leader_score": Column("Điểm dẫn đầu", "points", unknown="?"),
            "to_leader": Column("Cách dẫn đầu", "points", unknown="?"),
            "mean": Column("Trung bình", "points", unknown="?"),
        },
        key="xu-huong",
        drawn=("score", "mean", "leader_score"),
    )


def draw_ranking(rows: pd.DataFrame) -> None:
    """The agencies of one year, each with where its score was published."""
    own = rows.sort_values("score", ascending=False, kind="stable")
    best, year = own.iloc[0], int(own["year"].iloc[0])
    shown = own.head(10)
    if own["is_own"].any() and not shown["is_own"].any():
        shown = pd.concat([own.head(9), own[own["is_own"]]])
    bars = shown.assign(
        name=[
            OWN if mine else cut_label(a, 30)
            for a, mine in zip(shown["agency"], shown["is_own"], strict=True)
        ]
    )
    places = int(own["of"].max()) if own["of"].notna().any() else None
    figure_card(
        f"Năm {year}: {best['agency']} dẫn đầu với {points_words(best['score'])}",
        f"{count(len(shown))} đơn vị có điểm{f' trong {count(places)} đơn vị xếp hạng' if places else ''};"
        f" {office().short_name} tô đậm",
        ranking_bars,
        bars[["name", "score", "is_own"]].reset_index(drop=True),
        alt=read_aloud(
            f"Xếp hạng {year}", ((r["agency"], points(r["score"])) for r in own.head(5).to_dict("records"))
        ),
        table=own.assign(rank_words=[count(r) if is_known(r) else "?" for r in own["rank"]]),
        columns={
            "rank_words": Column("Hạng", "right"),
            "agency": "Đơn vị",
            "score": Column("Điểm", "points"),
            "status": "Trạng thái",
            "source": Column("Nguồn", unknown=""),
        },
        key=f"xep-hang-{year}",
        source=f"Nguồn: {', '.join(sites(own))}.",
    )


def draw_components(own: pd.DataFrame) -> None:
    """Components of our own score, the weakest first."""
    wide = own.pivot_table(index="component", columns="year", values="score", aggfunc="first")
    years = sorted(wide.columns)
    wide = wide.sort_values(years[-1], kind="stable")
    with card("Thành phần"):
        weakest = wide.index[0]
        finding(
            f"Thấp nhất năm {years[-1]}: {weakest.lower()}, {points_words(wide[years[-1]].iloc[0])}",
            spoken("Điểm thành phần của {short_name}, thấp nhất ở trên"),
        )
        table = {"Thành phần": list(wide.index)}
        table |= {f"Năm {y}": [points(v) if is_known(v) else "?" for v in wide[y]] for y in years}
        if len(years) > 1:
            change = wide[years[-1]] - wide[years[-2]]
            table["Thay đổi"] = [signed(round(v, 2)) if is_known(v) else "?" for v in change]
        small_table(
            pd.DataFrame(table), key="thanh-phan", file_name="diem-thanh-phan", title="Điểm thành phần"
        )


def draw_city(rows: pd.DataFrame) -> None:
    """The city among provinces, which the agency's result feeds."""
    with card("Tỉnh, thành phố"):
        known = rows[
            (rows["agency"].map(fold) == fold(office().province))
            & (rows["year"] < as_of().year)
            & rows["score"].notna()
        ]
        first = (known if len(known) else rows).iloc[0]
        place = f", hạng {count(first['rank'])}" if is_known(first["rank"]) else ""
        finding(
            f"{first['agency']} năm {first['year']}: {points_words(first['score'])}{place}",
            "So với các tỉnh, thành phố trong cả nước; số đã công bố",
        )
        small_table(
            pd.DataFrame(
                {
                    "Năm": [str(y) for y in rows["year"]],
                    "Đối tượng": list(rows["agency"]),
                    "Điểm": [points(v) if is_known(v) else "?" for v in rows["score"]],
                    "Hạng": [
                        (f"{count(r)}/{count(n)}" if is_known(n) else count(r)) if is_known(r) else "?"
                        for r, n in zip(rows["rank"], rows["of"], strict=True)
                    ],
                }
            ),
            key="tinh-thanh-pho", file_name="tinh-thanh-pho", title="Tỉnh, thành phố",
        )  # fmt: skip


def draw_shared() -> None:
    """The work that counts in several indices, each with points of its own."""
    found = assessment()
    rows = shared_rows(found.leaves if found else ())
    if rows.empty:
        return
    with card("Một việc, nhiều chỉ số"):
        finding(
            f"{count(len(rows))} tiêu chí góp vào cả chỉ số khác",
            "Làm một lần, được tính ở nhiều chỉ số; điểm của mỗi chỉ số chỉ cộng một lần, không cộng các chỉ số với nhau",
        )
        small_table(
            rows, key="nhieu-chi-so", file_name="viec-gop-vao-nhieu-chi-so", title="Một việc, nhiều chỉ số"
        )


def draw_sources(details: pd.DataFrame, index: str) -> None:
    """Every figure with where it was published."""
    rows = details[details["index"].isin((index, *CITY[index]))]
    loaded = int((rows["status"] == "đã nạp").sum())
    with st.expander(
        f"Nguồn của {count(len(rows))} con số: {count(loaded)} đã nạp, {count(len(rows) - loaded)} đã công bố"
    ):
        links = rows[["source", "link"]].drop_duplicates()
        for line in links[links["link"] != ""].to_dict("records"):
            st.markdown(f"- Đã công bố: [{line['source']}]({line['link']})")
        grid(
            rows.assign(
                rank_words=[count(r) if is_known(r) else "?" for r in rows["rank"]],
                year_words=[str(y) for y in rows["year"]],
            ),
            Listing(
                {
                    "year_words": Column("Năm", width=60),
                    "agency": Column("Đơn vị", width=240),
                    "component": Column("Thành phần", width=190, unknown=""),
                    "score": Column("Điểm", "points", width=70, unknown="?"),
                    "rank_words": Column("Hạng", "right", width=60),
                    "status": Column("Trạng thái", width=100),
                    "source": Column("Nguồn", width=320, unknown=""),
                    "note": Column("Ghi chú", width=200, unknown=""),
                },
                key=f"nguon-{index}",
                file_name="ket-qua-da-cong-bo",
                title=f"Kết quả {INDEXES[index]}",
                placeholder="Tìm theo đơn vị, thành phần hoặc nguồn",
                counted="con số",
            ),
        )


current_viewer()
details = answer(published_details, as_of=as_of())
if details.empty:
    page_head("Chưa có kết quả SIPAS, DDCI hay PAR nào", kinds=KINDS)
    nothing_to_show(
        "Chưa có kết quả đã công bố nào.",
        remedy=spoken("{gathering_name} nạp bảng kết quả tại Nhập dữ liệu."),
        page="nhap_du_lieu",
        label="Nhập dữ liệu",
    )
    st.stop()
asked = st.query_params.get("chi_so", "")
index = asked if asked in INDEXES else next(iter(INDEXES))
table = standing(details, index)
table = table.assign(rank_words=[count(r) if is_known(r) else "?" for r in table["rank"]])
row = newest_of_ours(table)
page_head(
    published_headline(INDEXES[index], row),
    f"Số **đã công bố** có nguồn và liên kết ở cuối trang; số **đã nạp** lấy từ tệp của {office().gathering_name}.{NBSP}",
    kinds=KINDS,
)
segments("Chỉ số", INDEXES, name="chi_so")
listed = ranked(details, index)
years = {str(year): str(year) for year in sorted(listed["year"].unique(), reverse=True)}
if len(years) > 1:
    listed = listed[listed["year"].astype(str) == choice("Năm xếp hạng", years, name="nam")]
if row is not None:
    draw_tiles(row, trend(details, index))
parts = [
    (draw, rows)
    for draw, rows in (
        (draw_ranking, listed),
        (draw_components, own_components(details, index)),
        (draw_city, city_rows(details, index)),
    )
    if len(rows)
]
left, right = st.columns([7, 5], gap="small") if parts else (st.container(), st.container())
with left:
    draw_trend(INDEXES[index], table, source_words(details, index))
with right:
    for draw, rows in parts[:1]:
        draw(rows)
rest = parts[1:]
for place, (draw, rows) in zip(st.columns(len(rest), gap="small") if rest else [], rest, strict=True):
    with place:
        draw(rows)
draw_shared()
draw_sources(details, index)
draw_national_counts()
