-- One row per department: the newest HpNet summary by $as_of; its own line where printed, else its people added up.
with state as (

    select h.*, max(h.as_of_date) over (partition by h.department_code) as newest
    from scoped.hpnet_summary as h
    where h.as_of_date <= $as_of
        and h.state_from <= $as_of
        and (h.state_until is null or h.state_until > $as_of)

),

current_state as (

    select s.*, max(case when s.person is null then 1 else 0 end) over (partition by s.department_code) as has_own_line
    from state as s
    where s.as_of_date = s.newest

)

select
    department_code,
    cast(sum(total) as bigint)                    as required,
    cast(sum(total - not_reported) as bigint)     as reported,
    cast(sum(total - not_archived) as bigint)     as archived
from current_state
where has_own_line = 0 or person is null
group by department_code
