"""Small offices whose files are made by hand, loaded by the real loaders, with the answers reckoned by hand."""

import json

import pytest

from data_loaders.__main__ import main as load
from metrics.__main__ import main as ask


@pytest.fixture
def office(tmp_path, capsys):
    """Load files (name, day, text) one after the other and return how to ask it for a metric."""
    home = str(tmp_path / "home")

    def made(*files):
        for name, day, text in files:
            path = tmp_path / name
            path.write_text(text, encoding="utf-8-sig")
            assert load(["load", str(path), "--as-of", day, "--home", home, "--json"]) == 0, name
        capsys.readouterr()

        def asked(metric, *more):
            assert ask([metric, "--home", home, "--json", *more]) == 0
            return json.loads(capsys.readouterr().out)["rows"]

        return asked

    return made


SET = """BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH (kèm theo Quyết định số 55/QĐ-UBND ngày 10/01/2022);;;
STT;Lĩnh vực/Tiêu chí/Tiêu chí thành phần;Điểm tối đa;Cách chấm
I;CÔNG TÁC CHỈ ĐẠO;40;
1;Kế hoạch;20;
1.1;Ban hành kế hoạch;10;Người chấm cho điểm
1.2;Thực hiện kế hoạch;10;Người chấm cho điểm
2;Tuyên truyền;20;
2.1;Tuyên truyền cải cách hành chính;20;Người chấm cho điểm
II;THỂ CHẾ;60;
3;Văn bản;60;
3.1;Xây dựng văn bản;30;Người chấm cho điểm
3.2;Rà soát văn bản;30;Người chấm cho điểm
"""
APPRAISED = """BẢNG CHẤM ĐIỂM CẢI CÁCH HÀNH CHÍNH NĂM 2022;;;;
Mã tiêu chí;Tên tiêu chí;Điểm tối đa;Điểm tự chấm;Điểm thẩm định
1.1;Ban hành kế hoạch;10;10;8
2.1;Tuyên truyền cải cách hành chính;20;20;19
3.1;Xây dựng văn bản;30;30;27
"""
CLAIMED = """BẢNG TỰ CHẤM ĐIỂM CẢI CÁCH HÀNH CHÍNH NĂM 2023;;;
Mã tiêu chí;Tên tiêu chí;Điểm tối đa;Điểm tự chấm
1.1;Ban hành kế hoạch;10;10
1.2;Thực hiện kế hoạch;10;9
2.1;Tuyên truyền cải cách hành chính;20;20
3.1;Xây dựng văn bản;30;30
3.2;Rà soát văn bản;30;30
"""


def test_what_an_appraisal_takes_in_a_field_whose_code_is_no_part_of_its_criteria(office):
    """Field I lost 3 of 30 points, so 1.2 out of 10 loses 1; field II lost 3 of 30, so 3.2 out of 30 loses 3."""
    asked = office(
        ("bo.csv", "2022-01-10", SET), ("2022.csv", "2022-12-31", APPRAISED), ("2023.csv", "2023-12-10", CLAIMED)
    )  # fmt: skip

    assert {row["code"]: row["expected_score"] for row in asked("risk")} == {
        "1.1": 8, "1.2": 8, "2.1": 19, "3.1": 27, "3.2": 27,
    }  # fmt: skip
    (index,) = asked("index")
    assert (index["expected"], index["appraisal_points"]) == (89, 10)


APART = """III;ĐIỂM THƯỞNG;2;{bonus}
4.1;Sáng kiến được công nhận;2;{bonus}
IV;ĐIỂM TRỪ;-3;{penalty}
5.1;Vi phạm bị xử lý;-3;{penalty}
"""
RULES_APART = """III;ĐIỂM THƯỞNG;2;
4.1;Sáng kiến được công nhận;2;Mỗi sáng kiến được 0,5 điểm, tối đa 2 điểm
IV;ĐIỂM TRỪ;-3;
5.1;Vi phạm bị xử lý;-3;Mỗi vụ việc trừ 1 điểm, tối đa 3 điểm
"""


@pytest.mark.parametrize("sign", ["-", ""])
def test_years_of_bonus_and_penalty_move_nothing_inside_the_points(office, sign):
    """In 2022 the whole bonus was struck and the penalty grew from 0 to 2; a penalty is written with its sign or without."""
    asked = office(
        ("bo.csv", "2022-01-10", SET + RULES_APART),
        ("2022.csv", "2022-12-31", APPRAISED + APART.format(bonus="2;0", penalty=f"0;{sign}2")),
        ("2023.csv", "2023-12-10", CLAIMED + APART.format(bonus="1,5", penalty=f"{sign}1")),
    )

    assert {row["code"]: row["expected_score"] for row in asked("risk")} == {
        "1.1": 8, "1.2": 8, "2.1": 19, "3.1": 27, "3.2": 27,
    }  # fmt: skip
    now, then = (asked("index", "--as-of", day)[0] for day in ("2023-12-10", "2022-12-31"))
    assert [now[name] for name in ("max", "expected", "bonus", "penalty")] == [100, 89, 1.5, 1]
    assert [then[name] for name in ("max", "expected", "bonus", "penalty")] == [100, 54, 0, 2]


def test_a_penalty_beyond_its_maximum_is_not_published(office, tmp_path, capsys):
    office(("bo.csv", "2022-01-10", SET + RULES_APART))
    sheet = tmp_path / "2023.csv"
    sheet.write_text(CLAIMED + APART.format(bonus="1,5", penalty="-4"), encoding="utf-8-sig")

    assert (
        load(
            ["load", str(sheet), "--as-of", "2023-12-10", "--home", str(tmp_path / "home"), "--accept-effect"]
        )
        == 1
    )
    assert "Điểm tự chấm −4,00 của tiêu chí 5.1 lớn hơn điểm tối đa −3,00" in capsys.readouterr().out


def tasks_of(*filed):
    head = (
        "Mã công việc;Nội dung công việc;Đơn vị xử lý;Ngày giao;Hạn xử lý;Ngày hoàn thành;Mã hồ sơ công việc"
    )
    rows = [
        f"CV-{n};Việc {n};{'QLLD' if n > 8 else 'QLDT'};02/10/2023;30/11/2023;;{code}"
        for n, code in enumerate(filed, 1)
    ]
    return "\n".join([head, *rows]) + "\n"


def files_of(*codes):
    head = (
        "Số và ký hiệu hồ sơ;Tiêu đề hồ sơ;Phòng, đơn vị;Thời hạn bảo quản;Người lập hồ sơ;Ngày mở;Số văn bản"
    )
    rows = [f"{code};Hồ sơ {code};QLDT;10 năm;Nguyễn Văn Mẫu;03/10/2023;{n}" for code, n in codes]
    return "\n".join([head, *rows]) + "\n"


def test_a_task_is_filed_on_the_day_its_file_is_listed_and_by_nobody_who_sent_no_list(office):
    """
    Eight tasks of QLDT name H-1, H-2 and H-3 from the first list on; H-2 (two tasks) is listed on 08/11, H-3 never.

    So of QLDT three tasks were there at the start, two came on the working days 07 and 08/11: 2 in four known days, 03 to
    08/11. QLLD names a file in its two tasks and sent no list: unknown, and nothing of it in the whole.
    """
    named = ("H-1", "H-1", "H-1", "H-2", "H-2", "H-3", "", "", "H-1", "H-1")
    asked = office(
        ("viec-1.csv", "2023-11-02", tasks_of(*named[:-1], "")), ("ho-so-1.csv", "2023-11-02", files_of(("H-1", 3))),
        ("viec-2.csv", "2023-11-06", tasks_of(*named)), ("viec-3.csv", "2023-11-08", tasks_of(*named)),
        ("ho-so-2.csv", "2023-11-08", files_of(("H-1", 3), ("H-2", 0))),
    )  # fmt: skip

    rows = {row["department_code"]: row for row in asked("forecast") if row["obligation"] == "work_file"}
    assert [rows["QLDT"][name] for name in ("remaining", "pace_per_day", "points_used")] == [3, 0.5, 4]
    assert rows["QLLD"]["remaining"] is rows["QLLD"]["pace_per_day"] is None
    assert [rows["TOTAL"][name] for name in ("remaining", "pace_per_day", "points_used")] == [3, 0.5, 4]
