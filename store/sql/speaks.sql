-- One row per table of one kind, department and part (such as the year) that it speaks for.
create or replace temp table speaks as
with parts as ({parts}),
departments as (
    select import_id, sheet, as_of_date, department_code from core.coverage where kind = $kind
    union
    select import_id, sheet, as_of_date, '' from core.coverage where kind = $kind and is_whole_office
)
select distinct t.as_of_date, t.period_from, t.period_to, d.department_code, p.part
from core.import_table as t
join departments as d on d.import_id = t.import_id and d.sheet = t.sheet and d.as_of_date = t.as_of_date
join parts as p on p.import_id = t.import_id and p.sheet = t.sheet
where t.kind = $kind
