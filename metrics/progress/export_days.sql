-- One row per kind and department: newest day by $as_of of the exports that speak for it, first day of all, and whether
-- something known by $as_of says that a unit without a row has nothing.
select
    c.kind,
    c.department_code,
    max(case when c.as_of_date <= $as_of then c.as_of_date end)     as newest,
    min(c.as_of_date)                                               as first,
    max(case when t.department_code is not null then 1 else 0 end)  as says
from scoped.coverage as c
left join scoped.told_on($as_of) as t on t.kind = c.kind and t.department_code = c.department_code
group by c.kind, c.department_code
