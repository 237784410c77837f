-- One row per department and month of issue: outgoing documents in the state on $as_of, and those signed.
select
    department_code,
    extract(year from issued_date)                                 as year,
    extract(month from issued_date)                                as month,
    count(*)                                                       as total,
    count(case when is_signed_by_then then 1 end)                  as signed,
    count(is_signed_by_then)                                       as known
from scoped.outgoing_document_on($as_of)
where issued_date <= $as_of
group by department_code, extract(year from issued_date), extract(month from issued_date)
