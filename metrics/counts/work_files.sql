-- One row per department that has work files in the state on $as_of.
select
    department_code,
    count(*)                                                       as total,
    count(case when is_closed then 1 end)                          as closed,
    count(case when status_by_then = 'submitted' then 1 end)       as submitted_to_archive,
    cast(coalesce(sum(documents), 0) as bigint)                    as documents,
    count(case when is_complete then 1 end)                        as complete,
    count(case when vanished_from <= $as_of then 1 end)            as vanished
from scoped.work_file_on($as_of)
group by department_code
