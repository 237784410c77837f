-- One row per department that has work files in the state on $as_of.
-- Where only a later export exists (as_of_date > $as_of) the row is cut by its own dates.
with state as (

    select
        w.department_code,
        w.documents,
        w.vanished_from,
        case when w.as_of_date <= $as_of or w.closed_date <= $as_of then w.status end as status,
        case when w.closed_date <= $as_of then w.closed_date end as closed_date,
        w.opened_date,
        case
            when w.work_file_code <> '' and w.title <> '' and w.retention <> '' and w.creator <> ''
                and w.opened_date is not null and w.documents >= 1
                then 1
            else 0
        end as has_fields
    from scoped.work_file as w
    where w.state_from <= $as_of
        and (w.state_until is null or w.state_until > $as_of)
        and (w.as_of_date <= $as_of or w.opened_date is null or w.opened_date <= $as_of)

),

judged as (

    select
        s.*,
        case when s.closed_date is not null or s.status in ('closed', 'waiting', 'submitted') then 1 else 0 end
            as is_closed
    from state as s

)

select
    department_code,
    count(*)                                                       as total,
    count(case when is_closed = 1 then 1 end)                      as closed,
    count(case when status = 'submitted' then 1 end)               as submitted_to_archive,
    cast(coalesce(sum(documents), 0) as bigint)                    as documents,
    count(case when has_fields = 1
                and ((is_closed = 0) or closed_date >= opened_date)
               then 1 end)                                         as complete,
    count(case when vanished_from <= $as_of then 1 end)            as vanished
from judged
group by department_code
