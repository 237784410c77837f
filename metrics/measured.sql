-- One row per department: tasks required on $as_of, and those both reported complete and archived.
-- Where only a later export exists (as_of_date > $as_of) the row is cut by its own dates.
with state as (

    select
        t.department_code,
        t.is_reported,
        t.is_archived,
        case when t.as_of_date <= $as_of
                or (t.completed_date <= $as_of
                    and (t.reported_date is null or t.reported_date <= $as_of)
                    and (t.archived_date is null or t.archived_date <= $as_of))
             then 1 else 0 end as is_by_then
    from scoped.task as t
    where t.state_from <= $as_of
        and (t.state_until is null or t.state_until > $as_of)
        and (t.as_of_date <= $as_of or t.assigned_date is null or t.assigned_date <= $as_of)
        and ($count_cancelled or t.status is null or t.status <> 'cancelled')
        and ($count_transferred or t.status is null or t.status <> 'transferred')
        and ($count_not_due or t.due_date <= $as_of or t.completed_date <= $as_of)

)

select
    department_code,
    count(*)                                                                              as required,
    sum(case when is_reported and is_archived and is_by_then = 1 then 1 else 0 end)       as done,
    count(is_reported)                                                                    as reported_known,
    count(is_archived)                                                                    as archived_known
from state
group by department_code
