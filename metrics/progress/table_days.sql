-- One row per kind and day of its exports: how many files of that day there are to take precedence over another.
select
    kind,
    as_of_date,
    max(load_rank) as last_rank
from scoped.import_table
group by kind, as_of_date
