"""The method page: what the documents say, without names of the command line in its headings."""


def test_every_metric_has_its_paragraph(empty_home, visit):
    app = visit("cach_tinh")

    assert not app.exception
    text = app.markdown[-1].value
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert "Công việc được giao" in text
    assert not any("`" in heading for heading in headings)
