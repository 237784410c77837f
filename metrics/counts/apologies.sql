-- One row per overdue dossier of the year of $as_of, with what is known of its apology on that day.
-- The dossier list decides; a register row counts by its own columns where the list lacks its dossier.
with dossier as (

    select * from scoped.dossier_on($as_of)

),

register as (

    select * from scoped.apology_on($as_of)

),

unlisted as (

    select r.*
    from register as r
    where not exists (select 1 from dossier as d where d.dossier_code = r.dossier_code)
        and (r.as_of_date <= $as_of or cast(r.promised_at as date) < $as_of)
        and (
            r.overdue_days > 0
            or cast(r.ended_at as date) > cast(r.promised_at as date)
            or (r.ended_at is null and cast(r.promised_at as date) < $as_of)
        )
        and (
            extract(year from r.promised_at) = extract(year from cast($as_of as date))
            or extract(year from r.ended_at) = extract(year from cast($as_of as date))
            or (r.promised_at is null and r.ended_at is null)
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
    o.legal_due_at,
    o.due_at                                              as due,
    o.ended_at                                            as finished_at,
    case when o.is_open then 1 else 0 end                 as is_open,
    case when o.is_open and o.is_waiting then o.requested_at else o.ended_at end as stopped_at,
    o.requests                                            as supplement_requests,
    o.requested_at                                        as supplement_requested_at,
    o.supplemented_at                                     as supplement_received_at,
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
    coalesce(r.has_signer_column, false)                  as has_signer_column,
    coalesce(r.has_published_column, false)               as has_published_column,
    coalesce(r.has_place_column, false)                   as has_place_column,
    case when o.vanished_from <= $as_of then 1 else 0 end as is_vanished,
    o.import_id,
    o.sheet,
    o.source_row,
    r.import_id                                           as register_import_id,
    r.sheet                                               as register_sheet,
    r.source_row                                          as register_source_row
from dossier as o
left join register as r on r.dossier_code = o.dossier_code
where o.is_counted and o.is_late

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
    null as legal_due_at,
    u.promised_at,
    u.ended_at,
    case when u.ended_at is null then 1 else 0 end,
    u.ended_at,
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
    u.has_signer_column,
    u.has_published_column,
    u.has_place_column,
    case when u.vanished_from <= $as_of then 1 else 0 end,
    u.import_id,
    u.sheet,
    u.source_row,
    u.import_id,
    u.sheet,
    u.source_row
from unlisted as u
