-- One row per department with required tasks in the state on $as_of: how many passed each step, alone and in turn.
with file as (

    select distinct work_file_code
    from scoped.work_file_reference
    where state_from <= $as_of
        and (state_until is null or state_until > $as_of)
        and (as_of_date <= $as_of or opened_date is null or opened_date <= $as_of)

),

covered as (

    select distinct department_code
    from scoped.coverage
    where kind = 'work_files'

),

state as (

    select
        t.*,
        case when t.completed_date <= $as_of then t.completed_date end as completed_on,
        case when t.is_reported
                and (t.as_of_date <= $as_of
                    or (t.completed_date <= $as_of and (t.reported_date is null or t.reported_date <= $as_of)))
             then 1
             when t.is_reported is not null then 0 end               as reported,
        case when t.is_archived
                and (t.as_of_date <= $as_of
                    or (t.completed_date <= $as_of and (t.archived_date is null or t.archived_date <= $as_of)))
             then 1
             when t.is_archived is not null then 0 end               as archived
    from scoped.task as t
    where t.state_from <= $as_of
        and (t.state_until is null or t.state_until > $as_of)
        and (t.as_of_date <= $as_of or t.assigned_date is null or t.assigned_date <= $as_of)
        and ($count_cancelled or t.status is null or t.status <> 'cancelled')
        and ($count_transferred or t.status is null or t.status <> 'transferred')
        and ($count_not_due or t.due_date <= $as_of or t.completed_date <= $as_of)

),
steps as (

    select
        s.department_code,
        case when s.completed_on is not null then 1 else 0 end            as completed,
        coalesce(s.reported, 0)                                           as reported,
        coalesce(s.archived, 0)                                           as archived,
        case when s.work_file_code <> '' and (f.work_file_code is not null or c.department_code is null) then 1 else 0 end
                                                                          as filed
    from state as s
    left join file as f on f.work_file_code = s.work_file_code
    left join covered as c on c.department_code = s.department_code

)

select
    department_code,
    count(*)                                                              as assigned,
    count(case when completed = 1 then 1 end)                             as completed,
    count(case when completed + reported = 2 then 1 end)                  as reported,
    count(case when completed + reported + archived = 3 then 1 end)       as archived,
    count(case when completed + reported + archived + filed = 4 then 1 end) as filed,
    count(case when reported = 1 then 1 end)                              as reported_alone,
    count(case when archived = 1 then 1 end)                              as archived_alone,
    count(case when filed = 1 then 1 end)                                 as filed_alone
from steps
group by department_code
