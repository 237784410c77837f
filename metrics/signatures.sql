-- One row per department and month of issue: outgoing documents in the state on $as_of, and those signed.
select
    o.department_code,
    extract(year from o.issued_date)                               as year,
    extract(month from o.issued_date)                              as month,
    count(*)                                                       as total,
    count(case when o.is_signed
                and (o.as_of_date <= $as_of or o.signed_at is null or cast(o.signed_at as date) <= $as_of)
               then 1 end)                                         as signed,
    count(o.is_signed)                                             as known
from scoped.outgoing_document as o
where o.state_from <= $as_of
    and (o.state_until is null or o.state_until > $as_of)
    and o.issued_date <= $as_of
group by o.department_code, extract(year from o.issued_date), extract(month from o.issued_date)
