"""What goes with a new list of units: heads without a unit, and campaigns that were never this office's?"""

import tomllib

from data_loaders.declared.office_files import rows_of_file
from desk.setting.changes import Proposal, present, proposal
from desk.setting.papers import HEAD_COLUMNS, table_file
from domain.agency.scope import Viewer
from store.disk.home import Home
from store.written.own_data import own_files

UNITS, HEADS, CAMPAIGNS = "codes/departments.csv", "codes/department_heads.csv", "rules/campaigns.toml"


def units_proposal(home: Home, viewer: Viewer, units: bytes, what: str) -> Proposal:
    """
    The list *units*, without heads of units that it lacks.

    Campaigns that ship with the program and belong to a unit it lacks are none of this office's and go; campaigns that
    the office has set itself stay, and the check of the proposal says which one has lost its unit.
    """
    viewer.require("configure")
    codes = {row["code"] for row in rows_of_file(units)}
    heads = [row for row in rows_of_file(present(home, HEADS)) if row["code"] in codes]
    files = {UNITS: units, HEADS: table_file(HEAD_COLUMNS, heads)}
    if CAMPAIGNS not in own_files(home) and not _owners(home) <= codes:
        files[CAMPAIGNS] = b""
    return proposal(home, viewer, files, what)


def _owners(home: Home) -> set[str]:
    shipped = tomllib.loads(present(home, CAMPAIGNS).decode("utf-8-sig")).get("campaign", [])
    return {one["owner"] for one in shipped}
