"""The method page: what the documents say, without names of the command line in its headings."""


def test_every_metric_has_its_paragraph(empty_home, visit):
    app = visit("cach_tinh")

    assert not app.exception
    text = app.markdown[-1].value
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert "Công việc được giao" in text
    assert not any("`" in heading for heading in headings)


def test_a_reader_meets_no_name_of_a_file_or_a_column(empty_home, visit):
    text = visit("cach_tinh").markdown[-1].value

    assert "`" not in text
    assert ".toml" not in text


def test_one_section_has_an_address_of_its_own(empty_home, visit):
    app = visit("cach_tinh", muc="apologies")

    text = app.markdown[-1].value
    assert text.startswith("## Xin lỗi công khai")
    assert "Công việc được giao" not in text
