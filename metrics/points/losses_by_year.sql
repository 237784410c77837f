-- One row per criterion and year that Phụ lục 1 of any year lists, in the state on $as_of.
select
    year,
    code,
    content,
    coalesce(lost_points, max_score - score) as lost
from scoped.shortfall_on($as_of)
where year <= extract(year from cast($as_of as date))
order by year, code
