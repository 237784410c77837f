-- One row: published tables of which rows are left out.
select count(*) as many
from scoped.import_table
where rejected_rows > 0
