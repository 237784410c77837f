-- One row per kind, department and day: items in the state on $as_of that an export of that day no longer had.
-- department_codes: the lead departments where several are possible, null elsewhere.
with gone as (

    select 'hpnet_tasks' as kind, department_code, null as department_codes, vanished_from
    from scoped.task_on($as_of)
    where coalesce(status, '') <> 'cancelled'

    union all

    select 'dossiers', department_code, null, vanished_from
    from scoped.dossier_on($as_of)

    union all

    select 'shortfalls', null, department_codes, vanished_from
    from scoped.shortfall_on($as_of)

    union all

    select 'assignments', null, lead_codes, vanished_from
    from scoped.assignment_on($as_of)

    union all

    select 'outgoing_documents', department_code, null, vanished_from
    from scoped.outgoing_document_on($as_of)

)

select kind, department_code, department_codes, vanished_from, count(*) as items
from gone
where vanished_from <= $as_of
group by kind, department_code, department_codes, vanished_from
