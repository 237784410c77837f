-- One row per department: open dossiers in time on $as_of that will be overdue by the end of $until unless returned.
select
    d.department_code,
    count(*) as dossiers
from scoped.dossier_on($as_of) as d
where d.is_open
    and d.is_counted
    and not d.is_waiting
    and not d.is_late
    and cast(d.due_at as date) < $until
group by d.department_code
