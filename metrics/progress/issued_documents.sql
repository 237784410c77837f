-- One row per outgoing document in the state on $as_of, with whether it was digitally signed by then.
select
    document_number,
    document_symbol,
    subject,
    department_code,
    drafter,
    case when is_signed_by_then then 1 when not is_signed_by_then then 0 end   as is_signed,
    case when vanished_from <= $as_of then 1 else 0 end                        as is_vanished,
    import_id,
    sheet,
    source_row
from scoped.outgoing_document_on($as_of)
order by department_code, import_id, sheet, source_row
