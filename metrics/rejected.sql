-- One row per rejected row of the exports that make the state on $as_of: which department's numbers lack it.
with table_day as (

    select import_id, sheet, kind, as_of_date, max(load_rank) as load_rank
    from scoped.import_table
    group by import_id, sheet, kind, as_of_date

),

kind_day as (

    select kind, coalesce(max(case when as_of_date <= $as_of then as_of_date end), min(as_of_date)) as as_of_date
    from scoped.import_table
    group by kind

),

department_day as (

    select
        kind,
        department_code,
        coalesce(max(case when as_of_date <= $as_of then as_of_date end), min(as_of_date)) as as_of_date
    from scoped.coverage
    group by kind, department_code

)

select
    r.kind,
    r.department_code,
    r.import_id,
    r.sheet,
    r.source_row,
    r.business_key,
    t.as_of_date,
    (
        select min(later.import_id)
        from table_day as later
        where later.kind = t.kind and later.as_of_date = t.as_of_date and later.load_rank > t.load_rank
    ) as later_import_id
from scoped.rejected_row as r
inner join table_day as t on t.import_id = r.import_id and t.sheet = r.sheet and t.kind = r.kind
inner join kind_day as k on k.kind = r.kind
left join department_day as d on d.kind = r.kind and d.department_code = r.department_code
where t.as_of_date = coalesce(d.as_of_date, k.as_of_date)
order by r.kind, r.import_id, r.sheet, r.source_row
