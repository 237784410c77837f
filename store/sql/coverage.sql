-- One row per table of one import and department it speaks for.
-- A table that names two departments or more, or belongs to none, speaks for the whole office;
-- the leadership beside one department does not make it so.
insert into core.coverage
with named as (
    select sheet, as_of_date, {department} as department_code from core.{table} where import_id = $import_id and {only}
    union
    select r.sheet, t.as_of_date, case when $has_departments::boolean then coalesce(r.department_code, '') else '' end
    from core.rejected_row as r
    join core.import_table as t on t.import_id = r.import_id and t.sheet = r.sheet and t.kind = r.kind
    where r.import_id = $import_id and r.kind = $kind
),
spoken as (
    select
        sheet,
        as_of_date,
        count(distinct department_code) filter (where department_code <> '' and not list_contains($leadership::text[], department_code)) as departments,
        count(*) filter (where list_contains($leadership::text[], department_code)) as leadership
    from named
    group by sheet, as_of_date
),
whole as (
    select sheet, as_of_date
    from spoken
    where departments > 1 or (departments = 0 and leadership = 0 and not $needs_department::boolean)
)
select $import_id, w.sheet, $kind, w.as_of_date, d.department_code, true
from whole as w
cross join (select unnest($departments::text[]) as department_code) as d
union all
select distinct $import_id, n.sheet, $kind, n.as_of_date, n.department_code, false
from named as n
left join whole as w on w.sheet = n.sheet and w.as_of_date = n.as_of_date
where w.sheet is null and n.department_code <> ''
