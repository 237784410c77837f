-- One row per import: rows that are not taken with the corrections made since.
select import_id, sum(rejected_rows)::integer as n
from scoped.import_table
group by import_id
