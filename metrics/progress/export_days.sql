-- One row per kind and department: newest day by $as_of of the exports that speak for it, and first day of all.
select
    kind,
    department_code,
    max(case when as_of_date <= $as_of then as_of_date end) as newest,
    min(as_of_date)                                         as first,
    max(case when evidence in ('office', 'unit') then 1 else 0 end) as says
from scoped.coverage
group by kind, department_code
