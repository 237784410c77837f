-- One row per index, year, agency and component that was loaded ('' = the index itself), in the state on $as_of.
select
    r.kind,
    r.index_name,
    r.year,
    r.agency,
    r.component,
    r.score,
    r.points,
    r.rank,
    r.of_agencies,
    r.source_text,
    r.import_id,
    r.sheet,
    r.source_row
from scoped.index_result as r
where r.state_from <= $as_of
    and (r.state_until is null or r.state_until > $as_of)
order by r.index_name, r.year, r.component, r.rank nulls last, r.source_row
