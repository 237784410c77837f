"""Which libraries does a server hold before anybody needs them?"""

import subprocess
import sys

from domain.program.places import ROOT

# Each costs start and memory of every office, and only some ever need it.
LATER = (
    "alembic", "authlib", "docx", "docxtpl", "httpx", "joserfc", "lxml", "openpyxl", "psycopg", "pyhanko", "pypdf",
    "python_calamine",
)  # fmt: skip
ASK = "import sys; import dashboard; print(*sorted({name.split('.')[0] for name in sys.modules}))"


def test_a_server_starts_without_what_an_office_may_never_need():
    told = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, capture_output=True, text=True, check=True)
    held = set(told.stdout.split())

    assert {"streamlit", "pandas", "duckdb", "plotly"} <= held
    assert held.isdisjoint(LATER), held & set(LATER)
