-- One row per kind, day and pair of exports of that day that speak for the same department: the later one stands.
select
    a.kind,
    a.as_of_date,
    a.import_id as earlier_import_id,
    b.import_id as later_import_id,
    count(*)    as departments
from scoped.coverage as a
inner join scoped.coverage as b
    on b.kind = a.kind and b.as_of_date = a.as_of_date and b.department_code = a.department_code
    and b.import_id <> a.import_id
inner join scoped.import_table as ta on ta.import_id = a.import_id and ta.sheet = a.sheet and ta.kind = a.kind
inner join scoped.import_table as tb on tb.import_id = b.import_id and tb.sheet = b.sheet and tb.kind = b.kind
where ta.load_rank < tb.load_rank and a.as_of_date <= $as_of
group by a.kind, a.as_of_date, a.import_id, b.import_id
order by a.as_of_date, a.kind, a.import_id, b.import_id
