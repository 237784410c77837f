-- One row per department with required tasks in the state on $as_of: what the HpNet obligations have.
-- Where only a later export exists (as_of_date > $as_of) the row is cut by its own dates.
with reference as (

    select
        work_file_code,
        has_title and has_retention and has_creator and opened_date is not null and documents >= 1 as has_fields,
        opened_date,
        case when closed_date <= $as_of then closed_date end as closed_on,
        case when (as_of_date <= $as_of and status in ('closed', 'waiting', 'submitted')) or closed_date <= $as_of
             then 1 else 0 end as is_closed
    from scoped.work_file_reference
    where state_from <= $as_of
        and (state_until is null or state_until > $as_of)
        and (as_of_date <= $as_of or opened_date is null or opened_date <= $as_of)

),

file as (

    select
        work_file_code,
        max(case when has_fields and (is_closed = 0 or closed_on >= opened_date) then 1 else 0 end) as is_complete
    from reference
    group by work_file_code

)

select
    t.department_code,
    count(*)                                                                     as required,
    count(t.is_reported)                                                         as reported_known,
    count(case when t.is_reported
                and (t.as_of_date <= $as_of
                    or (t.completed_date <= $as_of and (t.reported_date is null or t.reported_date <= $as_of)))
               then 1 end)                                                       as reported,
    count(t.is_archived)                                                         as archived_known,
    count(case when t.is_archived
                and (t.as_of_date <= $as_of
                    or (t.completed_date <= $as_of and (t.archived_date is null or t.archived_date <= $as_of)))
               then 1 end)                                                       as archived,
    count(file.work_file_code)                                                   as filed,
    count(case when file.is_complete = 1 then 1 end)                             as filed_complete,
    count(case when t.vanished_from <= $as_of then 1 end)                        as vanished
from scoped.task as t
left join file on file.work_file_code = t.work_file_code
where t.state_from <= $as_of
    and (t.state_until is null or t.state_until > $as_of)
    and (t.as_of_date <= $as_of or t.assigned_date is null or t.assigned_date <= $as_of)
    and ($count_cancelled or t.status is null or t.status <> 'cancelled')
    and ($count_transferred or t.status is null or t.status <> 'transferred')
    and ($count_not_due or t.due_date <= $as_of or t.completed_date <= $as_of)
group by t.department_code
