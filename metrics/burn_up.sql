-- One row per kind, department and day: items in the state on $as_of that an export of that day no longer had.
-- department_codes: the lead departments where several are possible, null elsewhere.
with gone as (

    select 'hpnet_tasks' as kind, department_code, null as department_codes, vanished_from
    from scoped.task
    where state_from <= $as_of and (state_until is null or state_until > $as_of) and vanished_from <= $as_of
        and coalesce(status, '') <> 'cancelled'

    union all

    select 'dossiers', department_code, null, vanished_from
    from scoped.dossier
    where state_from <= $as_of and (state_until is null or state_until > $as_of) and vanished_from <= $as_of

    union all

    select 'shortfalls', null, department_codes, vanished_from
    from scoped.shortfall
    where state_from <= $as_of and (state_until is null or state_until > $as_of) and vanished_from <= $as_of

    union all

    select 'assignments', null, lead_codes, vanished_from
    from scoped.assignment
    where state_from <= $as_of and (state_until is null or state_until > $as_of) and vanished_from <= $as_of

    union all

    select 'outgoing_documents', department_code, null, vanished_from
    from scoped.outgoing_document
    where state_from <= $as_of and (state_until is null or state_until > $as_of) and vanished_from <= $as_of

)

select kind, department_code, department_codes, vanished_from, count(*) as items
from gone
group by kind, department_code, department_codes, vanished_from
