-- One row per department that has TTHC dossiers of the year of $as_of in the state on that day.
select
    department_code,
    count(*)                                                    as total,
    count(case when not is_open then 1 end)                     as resolved,
    count(case when not is_open and not is_late then 1 end)     as resolved_on_time,
    count(case when not is_open and is_late then 1 end)         as resolved_late,
    count(case when is_open then 1 end)                         as pending,
    count(case when is_open and is_late then 1 end)             as pending_overdue,
    count(case when channel = 'online' then 1 end)              as online
from scoped.dossier_on($as_of)
where is_counted
group by department_code
