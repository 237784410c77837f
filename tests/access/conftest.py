"""An office on all samples with an account of every kind, and its running server."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.agency.departments import scored_codes
from store.disk.home import Home
from tests.access.visiting import give_accounts, serving

ROLES = {"quantri2": "admin", "vp.an": "office", "ld.ha": "leader"}
TWO = ("QLDT", "QLLD")


@pytest.fixture(scope="session")
def sample_office(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The samples as an office's home: administrators, an office, a leader, one account per unit, one for two units."""
    home = Home(tmp_path_factory.mktemp("sample-office") / "home")
    shutil.copytree(sample_home, home.path)
    people = [(account, role, ()) for account, role in ROLES.items()]
    people += [(code.lower(), "department", (code,)) for code in scored_codes()]
    give_accounts(home, [*people, ("hai.don.vi", "department", TWO)], name="Người dùng {account}")
    return home


@pytest.fixture(scope="session")
def office_server(sample_office: Home) -> Iterator[str]:
    """The running server of `sample_office`."""
    with serving(sample_office.path) as address:
        yield address
