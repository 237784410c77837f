-- One row per sheet of the import $import_id that was left out, in its order.
select sheet, why
from scoped.skipped_sheet
where import_id = $import_id
order by place
