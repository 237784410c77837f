-- One row per department that has outgoing documents in the state on $as_of.
-- Where only a later register exists (as_of_date > $as_of) the row is cut by its own dates.
select
    o.department_code,
    count(*)                                                       as total,
    count(case when o.is_signed
                and (o.as_of_date <= $as_of or o.signed_at is null or cast(o.signed_at as date) <= $as_of)
               then 1 end)                                         as signed,
    count(o.is_signed)                                             as known,
    count(case when o.vanished_from <= $as_of then 1 end)          as vanished
from scoped.outgoing_document as o
where o.state_from <= $as_of
    and (o.state_until is null or o.state_until > $as_of)
    and (o.as_of_date <= $as_of or o.issued_date is null or o.issued_date <= $as_of)
group by o.department_code
