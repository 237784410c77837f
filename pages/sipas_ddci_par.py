"""SIPAS, DDCI, PAR: Ban Quản lý đứng đâu qua các năm, cách đơn vị dẫn đầu và trung bình bao nhiêu, theo nguồn nào."""

import pandas as pd
import streamlit as st

from domain.formats import NBSP, count, day, is_known, points, signed
from domain.text import fold
from metrics.published import published_details, standing, trend
from ui.charts.index_results import ranking_bars, standing_lines
from ui.charts.index_risk import shortened
from ui.components import Column, Tile, card, figure_card, finding, grid, nothing_to_show, page_head, tiles
from ui.filters import choice, segments
from ui.index_state import points_words
from ui.national_counts import draw_national_counts
from ui.session import answer, as_of, current_viewer

KINDS = ("sipas", "ddci", "par_results")
INDEXES = {
    "PAR_SO": "Chỉ số CCHC (PAR)",
    "SIPAS": "Hài lòng (SIPAS)",
    "DDCI": "Năng lực cạnh tranh (DDCI)",
}
CITY = {"PAR_SO": ("PAR_PROVINCE", "PAR_CITY"), "SIPAS": ("SIPAS_PROVINCE", "SIPAS_CITY"), "DDCI": ()}
CITY_NAME = "thanh pho hai phong"
# Fewer agencies than this are no ranking: who leads among them says nothing.
FEWEST = 3


def own_standing(details: pd.DataFrame, index: str) -> pd.DataFrame:
    """Year by year; a leader is named only where enough agencies are listed to know one."""
    table = standing(details, index)
    mine = details[(details["index"] == index) & (details["component"] == "") & ~details["is_mean"]]
    listed = mine.dropna(subset=["score"]).groupby("year").size()
    is_short = table["year"].map(listed).fillna(0) < FEWEST
    table.loc[is_short, ["leader_score", "to_leader"]] = float("nan")
    table.loc[is_short, "leader"] = ""
    return table


def newest(table: pd.DataFrame) -> pd.Series | None:
    """The newest year with a score of ours that was over on the day on show."""
    known = table[table["score"].notna() & (table["year"] < as_of().year)]
    return None if known.empty else known.iloc[-1]


def headline(name: str, row: pd.Series | None) -> str:
    """Score and rank of the newest year, against the mean."""
    if row is None:
        return f"{name}: chưa có điểm của Ban Quản lý trước năm {as_of().year}"
    said = f"{name} năm {row['year']}: {points_words(row['score'])}"
    if is_known(row["rank"]):
        said += f", hạng {count(row['rank'])}" + (f"/{count(row['of'])}" if is_known(row["of"]) else "")
    if is_known(row["to_mean"]):
        word = "cao hơn" if row["to_mean"] >= 0 else "thấp hơn"
        said += f", {word} trung bình {points_words(abs(row['to_mean']))}"
    return said


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
                f"trên {count(row['of'])} đơn vị" if is_known(row["of"]) else "chưa rõ tổng số",
            ),
            Tile(
                "Cách dẫn đầu",
                points(row["to_leader"]) if is_known(row["to_leader"]) else "?",
                shortened(row["leader"], 22) if row["leader"] else "chưa công bố",
            ),
            Tile(
                "So với trung bình",
                signed(row["to_mean"]) if is_known(row["to_mean"]) else "?",
                ("đã công bố" if row["is_mean_published"] else "tự tính")
                if is_known(row["mean"])
                else "chưa công bố",
            ),
        ]
    )


def draw_trend(name: str, table: pd.DataFrame) -> None:
    """Our score against mean and leader."""
    own = table.dropna(subset=["score"])
    if own.empty:
        with card("Qua các năm"):
            finding(f"Chưa có điểm {name} của Ban Quản lý", "Chỉ có số trung bình hoặc của đơn vị khác")
        return
    first, last = own.iloc[0], own.iloc[-1]
    gap = last["score"] - first["score"]
    title = (
        f"Từ {first['year']} đến {last['year']} {'tăng' if gap >= 0 else 'giảm'} {points_words(abs(gap))}"
        if len(own) > 1
        else f"Mới có điểm một năm: {last['year']}"
    )
    late = [str(y) for y in table["year"] if y >= as_of().year]
    figure_card(
        title,
        f"Điểm {name} đã công bố; năm không có điểm thì để trống"
        + (f"; năm {', '.join(late)} công bố sau ngày số liệu {day(as_of())}" if late else ""),
        standing_lines,
        table[["year", "score", "mean", "leader_score"]].reset_index(drop=True),
        alt=f"{name}: "
        + ", ".join(f"{r['year']} {points(r['score'])}" for r in own.to_dict("records"))
        + ".",
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
    )


def draw_ranking(details: pd.DataFrame, index: str) -> None:
    """The agencies of one year."""
    rows = details[(details["index"] == index) & (details["component"] == "") & ~details["is_mean"]]
    rows = rows.dropna(subset=["score"])
    counts = rows["year"].value_counts()
    years = [int(year) for year in counts[counts >= FEWEST].index]
    if not years:
        nothing_to_show(
            "Chưa có bảng xếp hạng.", remedy="Cần điểm đã công bố của ít nhất ba đơn vị trong cùng một năm."
        )
        return
    year = int(choice("Năm", {str(y): str(y) for y in sorted(years, reverse=True)}, name="nam") or max(years))
    own = rows[rows["year"] == year].sort_values("score", ascending=False, kind="stable")
    best = own.iloc[0]
    shown = own.head(10)
    if own["is_own"].any() and not shown["is_own"].any():
        shown = pd.concat([own.head(9), own[own["is_own"]]])
    bars = shown.assign(name=[shortened(a, 30) for a in shown["agency"]])
    figure_card(
        f"Năm {year}: {best['agency']} dẫn đầu với {points_words(best['score'])}",
        f"{count(len(shown))} trong {count(len(own))} đơn vị có điểm đã công bố; Ban Quản lý tô đậm",
        ranking_bars,
        bars[["name", "score", "is_own"]].reset_index(drop=True),
        alt=f"Xếp hạng {year}: "
        + ", ".join(f"{r['agency']} {points(r['score'])}" for r in own.head(5).to_dict("records"))
        + ".",
        table=own.assign(rank_words=[count(r) if is_known(r) else "?" for r in own["rank"]]),
        columns={
            "rank_words": Column("Hạng", "right"),
            "agency": "Đơn vị",
            "score": Column("Điểm", "points"),
        },
        key=f"xep-hang-{year}",
    )


def draw_components(details: pd.DataFrame, index: str) -> None:
    """Components of our own score, the weakest first."""
    own = details[(details["index"] == index) & (details["component"] != "") & details["is_own"]]
    own = own.dropna(subset=["score"])
    if own.empty:
        return
    wide = own.pivot_table(index="component", columns="year", values="score", aggfunc="first")
    years = sorted(wide.columns)
    wide = wide.sort_values(years[-1], kind="stable")
    with card("Thành phần"):
        weakest = wide.index[0]
        finding(
            f"Thấp nhất năm {years[-1]}: {weakest.lower()}, {points_words(wide[years[-1]].iloc[0])}",
            "Điểm thành phần của Ban Quản lý, thấp nhất ở trên",
        )
        table = {"Thành phần": list(wide.index)}
        table |= {f"Năm {y}": [points(v) if is_known(v) else "?" for v in wide[y]] for y in years}
        if len(years) > 1:
            change = wide[years[-1]] - wide[years[-2]]
            table["Thay đổi"] = [signed(round(v, 2)) if is_known(v) else "?" for v in change]
        st.table(pd.DataFrame(table).set_index("Thành phần"))


def draw_city(details: pd.DataFrame, index: str) -> None:
    """The city among provinces, which the agency's result feeds."""
    rows = details[details["index"].isin(CITY[index]) & (details["component"] == "")].sort_values(
        "year", ascending=False
    )
    if rows.empty:
        return
    with card("Thành phố"):
        known = rows[
            (rows["agency"].map(fold) == CITY_NAME) & (rows["year"] < as_of().year) & rows["score"].notna()
        ]
        first = (known if len(known) else rows).iloc[0]
        place = f", hạng {count(first['rank'])}" if is_known(first["rank"]) else ""
        finding(
            f"{first['agency']} năm {first['year']}: {points_words(first['score'])}{place}",
            "So với các tỉnh, thành phố trong cả nước; số đã công bố",
        )
        st.table(
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
            ).set_index("Năm")
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
        )


current_viewer()
details = answer(published_details, as_of=as_of())
if details.empty:
    page_head("Chưa có kết quả SIPAS, DDCI hay PAR nào", kinds=KINDS)
    nothing_to_show(
        "Chưa có kết quả đã công bố nào.",
        remedy="Văn phòng nạp bảng kết quả tại Nhập dữ liệu.",
        page="nhap_du_lieu",
        label="Nhập dữ liệu",
    )
    st.stop()
asked = st.query_params.get("chi_so", "")
index = asked if asked in INDEXES else next(iter(INDEXES))
table = own_standing(details, index)
table = table.assign(rank_words=[count(r) if is_known(r) else "?" for r in table["rank"]])
row = newest(table)
page_head(
    headline(INDEXES[index], row),
    f"Số **đã công bố** có nguồn và liên kết ở cuối trang; số **đã nạp** lấy từ tệp của Văn phòng.{NBSP}",
    kinds=KINDS,
)
segments("Chỉ số", INDEXES, name="chi_so")
if row is not None:
    draw_tiles(row, trend(details, index))
left, right = st.columns([7, 5], gap="small")
with left:
    draw_trend(INDEXES[index], table)
    draw_components(details, index)
with right:
    draw_ranking(details, index)
    draw_city(details, index)
draw_sources(details, index)
draw_national_counts()
