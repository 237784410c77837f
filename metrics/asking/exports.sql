-- One row per kind, department and day that an export up to $as_of speaks for.
select kind, department_code, as_of_date
from scoped.coverage
where as_of_date <= $as_of
group by kind, department_code, as_of_date
order by kind, department_code, as_of_date
