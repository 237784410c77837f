"""Published figures keep their source; loaded ones replace them; standing and trend follow from both."""

from datetime import date

import pandas as pd
import pytest

from metrics.counts.published import (
    COLUMNS,
    published,
    published_details,
    reference_results,
    standing,
    trend,
)

AS_OF = date(2023, 11, 12)
OWN = "Ban Quản lý Khu kinh tế Hải Phòng"


@pytest.fixture
def add_result(warehouse):
    return lambda **columns: warehouse.add("index_result", **columns)


def found(frame, **values):
    for column, value in values.items():
        frame = frame[frame[column] == value]
    return frame


def test_an_empty_home_publishes_nothing(reader):
    assert published(reader, as_of=AS_OF).empty
    assert list(published(reader, as_of=AS_OF).columns) == list(COLUMNS)


def test_every_reference_figure_has_source_link_and_mark():
    rows = reference_results()

    assert len(rows) == 53
    for row in rows:
        assert row["source"] and row["link"].startswith("https://") and row["status"] == "đã công bố", row


def test_reference_figures_appear_once_anything_is_loaded(reader, add_task):
    add_task()

    ddci = found(published(reader, as_of=AS_OF), index="DDCI", year=2023, agency=OWN)

    assert ddci[["score", "rank", "of"]].to_numpy().tolist() == [[77.39, 5, 21]]


def test_a_loaded_figure_replaces_the_reference_however_the_agency_is_spelled(reader, add_result):
    add_result(kind="ddci", index_name="DDCI", year=2023, agency="HEZA", score=78, rank=4, of_agencies=20)

    rows = found(published_details(reader, as_of=AS_OF), index="DDCI", year=2023, is_own=True)

    assert rows[["score", "rank", "of", "status"]].to_numpy().tolist() == [[78.0, 4, 20, "đã nạp"]]


def test_the_overall_index_is_the_component_without_a_name(reader, add_result):
    for component, score in (("Chỉ số chung", 83), ("Tiếp cận dịch vụ", 84)):
        add_result(kind="sipas", index_name="SIPAS", year=2022, agency=OWN, component=component, score=score)

    rows = found(published(reader, as_of=AS_OF), index="SIPAS", year=2022)

    assert dict(zip(rows["component"], rows["score"], strict=True)) == {"": 83.0, "Tiếp cận dịch vụ": 84.0}


def test_the_city_is_not_ranked_among_its_agencies(reader, add_result):
    add_result(kind="par_results", index_name="PAR_SO", year=2022, agency="Thành phố Hải Phòng", score=95)
    add_result(kind="par_results", index_name="PAR_SO", year=2022, agency=OWN, score=88)
    add_result(kind="par_results", index_name="PAR_SO", year=2022, agency="Sở Nội vụ", score=92, rank=1)

    row = standing(published_details(reader, as_of=AS_OF), "PAR_SO").set_index("year").loc[2022]

    assert (row["leader"], row["to_leader"]) == ("Sở Nội vụ", 4.0)


def test_standing_gives_distance_to_leader_and_published_mean(reader, add_task):
    add_task()

    row = standing(published_details(reader, as_of=AS_OF), "DDCI").set_index("year").loc[2023]

    assert (row["score"], row["rank"], row["leader"]) == (77.39, 5, "Sở Văn hóa và Thể thao")
    assert (row["to_leader"], row["mean"], row["to_mean"]) == (3.59, 76.59, 0.8)
    assert row["is_mean_published"]


def test_of_a_few_agencies_without_ranks_nobody_is_the_leader(reader, add_result):
    add_result(kind="sipas", index_name="SIPAS", year=2022, agency=OWN, score=83)

    row = standing(published_details(reader, as_of=AS_OF), "SIPAS").set_index("year").loc[2022]

    assert (row["leader"], row["score"]) == ("", 83.0)
    assert pd.isna(row["leader_score"]) and pd.isna(row["to_leader"])


def test_the_agency_leads_where_it_ranks_first(reader, add_result):
    add_result(kind="sipas", index_name="SIPAS", year=2022, agency=OWN, score=97, rank=1)

    row = standing(published_details(reader, as_of=AS_OF), "SIPAS").set_index("year").loc[2022]

    assert (row["leader"], row["to_leader"]) == (OWN, 0.0)


def test_a_reference_figure_that_came_later_says_so(reader, add_task):
    add_task()

    status = published_details(reader, as_of=AS_OF).groupby("year")["status"].unique().map(list)

    assert status[2021] == ["đã công bố"]
    assert status[2023] == status[2025] == ["công bố sau ngày đang xem"]
    later = published_details(reader, as_of=date(2026, 2, 1))
    assert set(later["status"]) == {"đã công bố"}


def test_a_year_without_our_score_stays_unknown(reader, add_task):
    add_task()

    row = standing(published_details(reader, as_of=AS_OF), "DDCI").set_index("year").loc[2022]

    assert pd.isna(row["score"]) and pd.isna(row["to_mean"]) and row["mean"] == 76.39


def test_the_trend_compares_with_the_last_year_that_has_a_score(reader, add_task):
    add_task()

    rows = trend(published_details(reader, as_of=AS_OF), "DDCI")

    assert list(rows["year"]) == [2021, 2023]
    assert rows["change"].iloc[1] == 4.39
