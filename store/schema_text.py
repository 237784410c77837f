"""What are the words of the schema, and which build did another version of them make?"""

import hashlib
from functools import cache
from pathlib import Path

SCHEMA = Path(__file__).with_name("schema.sql")
SQL = Path(__file__).with_name("sql")


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
