-- One row per issue of the import $import_id.
select *
from scoped.import_issue
where import_id = $import_id
