-- One row per kind and department: newest day by $as_of of the exports that speak for it, first day of all, and whether
-- one of them by $as_of (any, where every export of the kind is later) says that a unit without a row has nothing.
with kind_start as (

    select kind, min(as_of_date) as first_day
    from scoped.import_table
    group by kind

)

select
    c.kind,
    c.department_code,
    max(case when c.as_of_date <= $as_of then c.as_of_date end) as newest,
    min(c.as_of_date)                                           as first,
    max(
        case when c.evidence in ('office', 'unit') and (c.as_of_date <= $as_of or k.first_day > $as_of) then 1 else 0 end
    )                                                           as says
from scoped.coverage as c
inner join kind_start as k on k.kind = c.kind
group by c.kind, c.department_code
