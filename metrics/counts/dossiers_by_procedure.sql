-- One row per procedure with dossiers in the state on $as_of: those of its year as metrics/counts/dossiers.sql counts them,
-- not_accepted: of the year, but rejected or merely registered; vanished: no longer in a newer list.
with dossier as (

    select
        coalesce(procedure, '') as procedure,
        is_counted,
        is_open,
        is_late,
        not is_counted and coalesce(status, '') in ('rejected', 'registered')
            and extract(year from received_at) = extract(year from cast($as_of as date)) as is_not_accepted,
        is_counted and coalesce(vanished_from <= $as_of, false) as is_vanished
    from scoped.dossier_on($as_of)

)

select
    procedure,
    count(case when is_counted then 1 end)                                  as received,
    count(case when is_counted and not is_open then 1 end)                  as resolved,
    count(case when is_counted and not is_open and not is_late then 1 end)  as on_time,
    count(case when is_counted and not is_open and is_late then 1 end)      as resolved_late,
    count(case when is_counted and is_open then 1 end)                      as pending,
    count(case when is_counted and is_open and is_late then 1 end)          as pending_overdue,
    count(case when is_not_accepted then 1 end)                             as not_accepted,
    count(case when is_vanished then 1 end)                                 as vanished
from dossier
where is_counted or is_not_accepted
group by procedure
order by received desc, procedure
