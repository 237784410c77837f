-- One row per published table: its kind and how its columns were recognised.
select kind, columns_json
from scoped.import_table
