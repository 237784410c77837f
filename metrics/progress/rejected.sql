-- One row per rejected row of any export, with the day it speaks for and its place among the files of that day.
select
    r.kind,
    r.department_code,
    r.import_id,
    r.sheet,
    r.source_row,
    r.business_key,
    t.as_of_date,
    t.load_rank
from scoped.rejected_row as r
inner join (
    select import_id, sheet, kind, as_of_date, max(load_rank) as load_rank
    from scoped.import_table
    group by import_id, sheet, kind, as_of_date
) as t on t.import_id = r.import_id and t.sheet = r.sheet and t.kind = r.kind
order by r.kind, r.import_id, r.sheet, r.source_row
