"""The page of digital signatures: shown, narrowed, empty, and as a department."""


def unsigned(app):
    return [f.value for f in app.dataframe if "Đơn vị soạn thảo" in f.value]


def test_the_headline_tells_the_share_and_what_is_left(loaded_home, visit, said):
    app = visit("ky_so")

    assert not app.exception
    assert "văn bản đi đã ký số, còn" in app.title[0].value


def test_as_many_documents_are_listed_as_the_headline_says(loaded_home, visit, said):
    app = visit("ky_so")

    assert f"còn {len(unsigned(app)[0])} văn bản" in app.title[0].value.replace("\u00a0", " ")


def test_the_register_is_explained(loaded_home, visit, said):
    assert ".signed.pdf" in said(visit("ky_so"))


def test_a_department_sees_its_own_documents_whatever_the_address_says(loaded_home, visit, said):
    app = visit("ky_so", vai="QLDT", don_vi="VP")

    assert not app.exception
    assert {unit for frame in unsigned(app) for unit in frame["Đơn vị soạn thảo"]} == {"Quản lý Đầu tư"}


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("ky_so")

    assert not app.exception
    assert "Chưa có sổ văn bản đi" in app.title[0].value
