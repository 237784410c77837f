"""Which keys of a file look like another one that is in the numbers already?"""

from collections.abc import Iterator

from data_loaders.declared.outcome import Extract, ExtractedTable
from data_loaders.sense.copies import is_told_by_codes, near_twins
from domain.agency.scope import whole_office
from domain.said.issues import Issue
from domain.wording.text import loose_keys
from store.builds.rows import keys_like
from store.current.in_force import imports_in_force
from store.current.warehouse import open_reader
from store.disk.home import Home


def near_loaded_keys(home: Home, extract: Extract) -> list[Issue]:
    """
    A remark on each row whose key differs from a loaded one only by leading zeros or separators.

    Two spellings inside the file are remarked where it is read, and are not told again.
    """
    tables = [table for table in extract.tables if is_told_by_codes(table.kind)]
    if not tables or not imports_in_force(home):
        return []
    return [issue for table in tables for issue in _near(home, table, extract)]


def _near(home: Home, table: ExtractedTable, extract: Extract) -> Iterator[Issue]:
    own = [one for one in extract.tables if one.kind == table.kind]
    in_file = list(dict.fromkeys(key for one in own for key in one.frame["business_key"]))
    loaded = set(keys_like(open_reader(home, whole_office()), table.kind, in_file)).difference(in_file)
    if not loaded:
        return
    others = sorted(loaded)
    loose = loose_keys([*in_file, *others])
    by_loose = dict(zip(loose[len(in_file) :], others, strict=True))
    twins = {key: by_loose[bare] for key, bare in zip(in_file, loose, strict=False) if bare in by_loose}
    yield from near_twins(table, twins)
