-- One row per procedure that has TTHC dossiers of the year of $as_of; counted as metrics/dossiers.sql counts.
-- Rejected and merely registered dossiers are no dossiers yet; a later date has not happened on $as_of.
with state as (

    select
        d.procedure,
        d.channel,
        d.received_at,
        d.overdue_days_stated,
        coalesce(d.supplement_requests, 0) as requests,
        coalesce(
            case when cast(d.finished_at as date) <= $as_of then d.finished_at end,
            case when cast(d.returned_at as date) <= $as_of then d.returned_at end
        ) as finish,
        case when d.status in ('stopped', 'withdrawn') and d.as_of_date <= $as_of then 1 else 0 end as is_stopped,
        -- A due day without a time ends at midnight.
        case
            when d.promised_at = cast(cast(d.promised_at as date) as timestamp)
                then d.promised_at + interval '1' day - interval '1' second
            else d.promised_at
        end as promised,
        case when cast(d.supplement_requested_at as date) <= $as_of then d.supplement_requested_at end as requested,
        case when cast(d.supplement_received_at as date) <= $as_of then d.supplement_received_at end as supplemented
    from scoped.dossier as d
    where d.state_from <= $as_of
        and (d.state_until is null or d.state_until > $as_of)
        and (d.as_of_date <= $as_of or d.received_at is null or cast(d.received_at as date) <= $as_of)
        and coalesce(d.status, '') not in ('rejected', 'registered')

),

-- The clock stands still while the office waits for papers, so the due moment moves on by that time.
clocked as (

    select
        s.*,
        case when s.supplemented > s.requested then s.promised + (s.supplemented - s.requested) else s.promised end
            as due,
        case when s.finish is not null or s.is_stopped = 1 then 1 else 0 end as is_resolved,
        case when s.requested is not null and s.supplemented is null then 1 else 0 end as is_waiting
    from state as s
    where extract(year from s.finish) = extract(year from cast($as_of as date))
        or s.received_at is null
        or extract(year from s.received_at) = extract(year from cast($as_of as date))
        or (s.finish is null and s.is_stopped = 0)

),

judged as (

    select
        c.*,
        case
            when c.requests > 1 then 1
            when c.finish is not null then case when c.finish > c.due then 1 else 0 end
            when c.is_stopped = 1 then case when c.overdue_days_stated > 0 then 1 else 0 end
            when c.is_waiting = 1 then case when c.requested > c.due then 1 else 0 end
            when cast(c.due as date) < $as_of then 1
            else 0
        end as is_late
    from clocked as c

)

select
    coalesce(procedure, '')                                                 as procedure,
    count(*)                                                                as received,
    count(case when is_resolved = 1 then 1 end)                             as resolved,
    count(case when is_resolved = 1 and is_late = 0 then 1 end)             as on_time
from judged
group by coalesce(procedure, '')
order by received desc, procedure
