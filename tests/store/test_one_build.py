"""Does whoever began to read go on reading the same build while another is published?"""

from datetime import date

from access.viewers import trial_viewer
from data_loaders.intake.reading import Received
from data_loaders.publishing.ingest import load
from desk.setting import changes
from domain.agency.scope import Scope
from metrics.progress.fair_score import fair_score_of_scope
from store.current.pointer import current
from store.current.warehouse import open_reader

HEAD = "Mã công việc;Nội dung công việc;Đơn vị xử lý;Ngày giao;Hạn xử lý;Tình trạng xử lý;Báo cáo hoàn thành;Lưu trữ"
AS_OF = date(2023, 11, 10)


def export(name, done):
    """An HpNet export of 4 tasks of QLDT, half of them done, and of 40 tasks of VP, *done* of them done."""
    tasks = [("QLDT", n, n < 2) for n in range(4)] + [("VP", n, n < done) for n in range(40)]
    rows = [
        f"{unit}-{n};Việc {n};{unit};02/10/2023;30/11/2023;"
        f"{'Hoàn thành;Có;Đã lưu' if is_done else 'Đang xử lý;Chưa;Chưa lưu'}"
        for unit, n, is_done in tasks
    ]
    title = "Công việc được giao, tính đến ngày 10/11/2023" + ";" * HEAD.count(";")
    return Received(name, "\n".join([title, HEAD, *rows]).encode("utf-8-sig"))


def test_the_common_rate_comes_from_the_build_that_the_department_reads(home):
    """Another publication in the middle of a run mixed two builds in one score."""
    load(home, [export("sang.csv", 38)], person="vp")
    reader = open_reader(home, Scope(("QLDT",)))
    before = fair_score_of_scope(reader, as_of=AS_OF)

    load(home, [export("chieu.csv", 2)], person="vp")

    assert current(home).build_id != reader.build_id
    assert fair_score_of_scope(reader, as_of=AS_OF).equals(before)
    after = fair_score_of_scope(open_reader(home, Scope(("QLDT",))), as_of=AS_OF)
    assert after["adjusted_score"].iloc[0] < before["adjusted_score"].iloc[0]


def test_what_a_setting_would_do_is_told_against_the_build_that_its_candidate_was_made_beside(
    home, monkeypatch
):
    """A publication in the middle was told as the effect of a setting that changes nothing."""
    load(home, [export("sang.csv", 38)], person="vp")
    before, real = current(home), changes.discard

    def publish_meanwhile(*args):
        load(home, [export("chieu.csv", 2)], person="vp")
        real(*args)

    monkeypatch.setattr(changes, "discard", publish_meanwhile)
    officer = trial_viewer("van-phong")
    effect = changes.effect_of_change(home, officer, changes.proposal(home, officer, {}, "Giữ nguyên"))

    assert current(home) != before
    assert (effect.faults, effect.changes) == ((), ())
