-- One row per department that has outgoing documents in the state on $as_of.
select
    department_code,
    count(*)                                                       as total,
    count(case when is_signed_by_then then 1 end)                  as signed,
    count(is_signed_by_then)                                       as known,
    count(case when vanished_from <= $as_of then 1 end)            as vanished
from scoped.outgoing_document_on($as_of)
group by department_code
