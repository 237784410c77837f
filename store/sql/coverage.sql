-- One row per table of one import and department it speaks for, with the evidence that a unit without a row has nothing.
-- Two questions: what is gone where a key is missing (a table of two departments or more, or of none: the whole
-- office; the leadership beside one department does not make it so), and what says that nothing arose for a unit:
-- its own rows (unit), a table that says so or names enough of the units (office), nothing (nobody, none).
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
        n.sheet,
        n.as_of_date,
        count(distinct department_code) filter (where department_code <> '' and not list_contains($leadership::text[], department_code)) as departments,
        count(*) filter (where list_contains($leadership::text[], department_code)) as leadership,
        bool_or(coalesce(t.says_whole_office, false)) as says_so
    from named as n
    left join core.import_table as t
        on t.import_id = $import_id and t.kind = $kind and t.sheet = n.sheet and t.as_of_date = n.as_of_date
    group by n.sheet, n.as_of_date
),
whole as (
    select
        sheet,
        as_of_date,
        case
            when says_so or not $has_departments::boolean or 100.0 * departments >= $least_named_pct * $scored then 'office'
            when departments = 0 then 'nobody'
            else 'none'
        end as evidence
    from spoken
    where says_so or departments > 1 or (departments = 0 and leadership = 0 and not $needs_department::boolean)
)
select
    $import_id,
    w.sheet,
    $kind,
    w.as_of_date,
    d.department_code,
    true,
    case when n.department_code is not null then 'unit' else w.evidence end
from whole as w
cross join (select unnest($departments::text[]) as department_code) as d
left join named as n on n.sheet = w.sheet and n.as_of_date = w.as_of_date and n.department_code = d.department_code
union all
select distinct $import_id, n.sheet, $kind, n.as_of_date, n.department_code, false, 'unit'
from named as n
left join whole as w on w.sheet = n.sheet and w.as_of_date = n.as_of_date
where w.sheet is null and n.department_code <> ''
