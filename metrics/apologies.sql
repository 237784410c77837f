-- One row per overdue dossier of the year of $as_of, with what is known of its apology on that day.
-- The dossier list decides; a register row counts by its own columns where the list lacks its dossier.
with dossier as (

    select
        d.*,
        coalesce(d.supplement_requests, 0) as requests,
        coalesce(
            case when cast(d.finished_at as date) <= $as_of then d.finished_at end,
            case when cast(d.returned_at as date) <= $as_of then d.returned_at end
        ) as finish,
        case when d.status in ('stopped', 'withdrawn') and d.as_of_date <= $as_of then 1 else 0 end as is_stopped,
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

),

clocked as (

    select
        d.*,
        case when d.supplemented > d.requested then d.promised + (d.supplemented - d.requested) else d.promised end
            as due,
        case when d.finish is not null or d.is_stopped = 1 then 0 else 1 end as is_open,
        case when d.requested is not null and d.supplemented is null then 1 else 0 end as is_waiting
    from dossier as d
    where coalesce(d.status, '') not in ('rejected', 'registered')
        and (
            extract(year from d.finish) = extract(year from cast($as_of as date))
            or d.received_at is null
            or extract(year from d.received_at) = extract(year from cast($as_of as date))
            or (d.finish is null and d.is_stopped = 0)
        )

),

overdue as (

    select c.*
    from clocked as c
    where c.requests > 1
        or c.finish > c.due
        or (c.finish is null and c.is_stopped = 1 and c.overdue_days_stated > 0)
        or (c.is_open = 1 and c.is_waiting = 1 and c.requested > c.due)
        or (c.is_open = 1 and c.is_waiting = 0 and cast(c.due as date) < $as_of)

),

register as (

    select
        a.*,
        case when cast(a.finished_at as date) <= $as_of then a.finished_at end as finish
    from scoped.apology as a
    where a.state_from <= $as_of
        and (a.state_until is null or a.state_until > $as_of)

),

unlisted as (

    select r.*
    from register as r
    where not exists (select 1 from dossier as d where d.dossier_code = r.dossier_code)
        and (r.as_of_date <= $as_of or cast(r.promised_at as date) < $as_of)
        and (
            r.overdue_days > 0
            or cast(r.finish as date) > cast(r.promised_at as date)
            or (r.finish is null and cast(r.promised_at as date) < $as_of)
        )
        and (
            extract(year from r.promised_at) = extract(year from cast($as_of as date))
            or extract(year from r.finish) = extract(year from cast($as_of as date))
            or (r.promised_at is null and r.finish is null)
        )

)

select
    o.dossier_code,
    o.department_code,
    o.procedure,
    o.applicant,
    o.channel,
    o.handler,
    o.received_at,
    o.promised_at,
    o.due,
    o.finish                                              as finished_at,
    o.is_open,
    case when o.is_open = 1 and o.is_waiting = 1 then o.requested else o.finish end as stopped_at,
    o.requests                                            as supplement_requests,
    o.requested                                           as supplement_requested_at,
    o.supplemented                                        as supplement_received_at,
    o.overdue_days_stated,
    o.overdue_reason,
    coalesce(r.apology_number, o.apology_number)          as apology_number,
    coalesce(r.apology_date, o.apology_date)              as apology_date,
    case when r.has_reason_column then r.reason else coalesce(r.reason, o.overdue_reason) end as reason,
    case when r.has_rescheduled_column then r.rescheduled_to
         else coalesce(r.rescheduled_to, o.rescheduled_to) end as rescheduled_to,
    r.signer,
    r.published_at,
    r.published_where,
    coalesce(r.has_reason_column, false)                  as has_reason_column,
    coalesce(r.has_rescheduled_column, false)             as has_rescheduled_column,
    case when o.vanished_from <= $as_of then 1 else 0 end as is_vanished,
    o.import_id,
    o.sheet,
    o.source_row,
    r.import_id                                           as register_import_id,
    r.sheet                                               as register_sheet,
    r.source_row                                          as register_source_row
from overdue as o
left join register as r on r.dossier_code = o.dossier_code

union all

select
    u.dossier_code,
    u.department_code,
    u.procedure,
    null,
    null,
    null,
    null,
    u.promised_at,
    u.promised_at,
    u.finish,
    case when u.finish is null then 1 else 0 end,
    u.finish,
    null,
    null,
    null,
    u.overdue_days,
    u.reason,
    u.apology_number,
    u.apology_date,
    u.reason,
    u.rescheduled_to,
    u.signer,
    u.published_at,
    u.published_where,
    u.has_reason_column,
    u.has_rescheduled_column,
    case when u.vanished_from <= $as_of then 1 else 0 end,
    u.import_id,
    u.sheet,
    u.source_row,
    u.import_id,
    u.sheet,
    u.source_row
from unlisted as u
