-- One row per outgoing document in the state on $as_of, with whether it was digitally signed by then.
select
    o.document_number,
    o.document_symbol,
    o.subject,
    o.department_code,
    o.drafter,
    case
        when o.is_signed is null then null
        when o.is_signed and (o.as_of_date <= $as_of or o.signed_at is null or cast(o.signed_at as date) <= $as_of)
            then 1
        else 0
    end                                                        as is_signed,
    case when o.vanished_from <= $as_of then 1 else 0 end      as is_vanished,
    o.import_id,
    o.sheet,
    o.source_row
from scoped.outgoing_document as o
where o.state_from <= $as_of
    and (o.state_until is null or o.state_until > $as_of)
    and (o.as_of_date <= $as_of or o.issued_date is null or o.issued_date <= $as_of)
order by o.department_code, o.import_id, o.sheet, o.source_row
