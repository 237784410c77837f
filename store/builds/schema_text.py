"""What are the words of the schema, and which build did another version of them make?"""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

SCHEMA = Path(__file__).parents[1] / "schema.sql"
SQL = Path(__file__).parents[1] / "sql"


@cache
def schema_key() -> str:
    """Hash of the schema and of the SQL that computes the state."""
    digest = hashlib.sha256(SCHEMA.read_bytes())
    for path in sorted(SQL.glob("*.sql")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def sql_text(sql_file: Path) -> str:
    """The text of one SQL file; files do not change while the program runs."""
    return sql_file.read_text(encoding="utf-8")


@cache
def columns_of_tables() -> Mapping[str, frozenset[str]]:
    """Every table of schema ``core`` and the columns it has, as the schema writes them."""
    written = re.findall(
        r"^create table core\.(\w+) \(\n(.*?)^\);", sql_text(SCHEMA), re.MULTILINE | re.DOTALL
    )
    return {name: frozenset(re.findall(r"^    (\w+)", lines, re.MULTILINE)) for name, lines in written}
