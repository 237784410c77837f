-- One row per score line (year, round, criterion) in the state on $as_of, oldest sheet first.
select
    s.year,
    s.round,
    s.code,
    s.name,
    s.max_score,
    s.self_score,
    s.appraised_1,
    s.appraised_2,
    s.survey_score,
    s.final_score,
    s.bonus_points,
    s.penalty_points,
    s.is_not_applicable,
    s.evidence,
    s.explanation,
    s.department_code,
    s.import_id,
    s.sheet,
    s.source_row
from scoped.indicator_score as s
left join scoped.import_table as t
    on t.import_id = s.import_id and t.sheet = s.sheet and t.kind = 'indicator_scores'
where s.state_from <= $as_of
    and (s.state_until is null or s.state_until > $as_of)
order by s.year, s.as_of_date, coalesce(t.load_rank, 0), s.source_row
