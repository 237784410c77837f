-- One row per accepted row of $kind on $day whose key was also rejected: the same item in another file or line.
with wanted as (

    select business_key from scoped.rejected_row where kind = $kind and business_key is not null

)

select import_id, business_key
from scoped.task
where $kind = 'hpnet_tasks' and as_of_date = $day and business_key in (select business_key from wanted)

union all

select import_id, business_key
from scoped.work_file
where $kind = 'work_files' and as_of_date = $day and business_key in (select business_key from wanted)

union all

select import_id, business_key
from scoped.outgoing_document
where $kind = 'outgoing_documents' and as_of_date = $day and business_key in (select business_key from wanted)

union all

select import_id, business_key
from scoped.dossier
where $kind = 'dossiers' and as_of_date = $day and business_key in (select business_key from wanted)

union all

select import_id, business_key
from scoped.apology
where $kind = 'apologies' and as_of_date = $day and business_key in (select business_key from wanted)

union all

select import_id, business_key
from scoped.shortfall
where $kind = 'shortfalls' and as_of_date = $day and business_key in (select business_key from wanted)

union all

select import_id, business_key
from scoped.assignment
where $kind = 'assignments' and as_of_date = $day and business_key in (select business_key from wanted)

union all

select import_id, business_key
from scoped.hpnet_summary
where $kind = 'hpnet_summary' and as_of_date = $day and business_key in (select business_key from wanted)
