-- The warehouse: derived from stored snapshots, declarations and corrections, never edited.
-- It is built anew, not migrated.
--
-- Every fact row says where it stands (import_id, sheet, source_row) and when it is the state:
-- on day D the state is the rows with state_from <= D < coalesce(state_until, 'infinity').
-- The rows of the earliest day of a kind have state_from 0001-01-01, so that a day before the
-- first export can be reconstructed from them by the rows' own dates (as_of_date > D tells).
-- vanished_from: the first later export of the same department that no longer has the key.

create schema core;
create schema scoped;

-- One row per build.
create table core.build (
    build_id   text not null,
    schema_key text not null    -- hash of this file and of the SQL that computes the state
);

-- One row per active import: one received file.
create table core.import_file (
    import_id text not null,
    sha256    text not null,
    parse_key text not null     -- hash of everything its parsing depended on
);

-- One row per table found in an active import.
create table core.import_table (
    import_id     text    not null,
    kind          text    not null,
    sheet         text    not null,
    as_of_date    date    not null,
    period_from   date,              -- "Từ ngày … đến ngày …" of the title, null: whole state
    period_to     date,
    table_number  integer not null,  -- order within its file
    load_rank     integer not null,  -- order of loading among the files of one kind and day
    says_whole_office boolean not null, -- its title, sheet or file name says that it is of every unit
    header_rows   integer[] not null,
    columns_json  text    not null,  -- {"due_date": {"letter": "M", "heading": "Hạn xử lý", "match": "exact"}}
    data_rows     integer not null,
    accepted_rows integer not null,
    rejected_rows integer not null
);

-- One row per issue of an active import, rejected rows and remarks alike.
create table core.import_issue (
    import_id       text not null,
    kind            text,
    sheet           text not null,
    source_row      integer,
    column_letter   text,
    column_heading  text,
    value           text,
    code            text not null,
    severity        text not null,
    department_code text            -- null: the department could not be read
);

-- One row per sheet row that is neither data nor blank, with the reason.
create table core.skipped_row (
    import_id  text    not null,
    sheet      text    not null,
    source_row integer not null,
    why        text    not null
);

-- One row per sheet of an active import that was not read, with the reason.
create table core.skipped_sheet (
    import_id text    not null,
    place     integer not null,  -- order within its file
    sheet     text    not null,
    why       text    not null   -- hidden empty unrecognised
);

-- One row per rejected data row and unit it counts for: its key still counts as present in its export.
create table core.rejected_row (
    import_id       text    not null,
    kind            text    not null,
    sheet           text    not null,
    source_row      integer not null,
    business_key    text,
    department_code text
);

-- One row per table found and department it speaks for.
create table core.coverage (
    import_id       text not null,
    sheet           text not null,
    kind            text not null,
    as_of_date      date not null,
    department_code text not null,
    is_whole_office boolean not null, -- the table names several departments: a key it no longer has is gone
    evidence        text    not null  -- what says that nothing arose where it has no row: office unit; nobody: no unit is named; none
);

-- One row per cell that a correction replaced.
create table core.corrected_cell (
    import_id     text    not null,
    sheet         text    not null,
    source_row    integer not null,
    kind          text    not null,
    business_key  text    not null,
    column_name   text    not null,
    department_code text,             -- of the row; null: it belongs to no single department
    value_read    text,
    value_used    text,
    correction_id text    not null,
    is_before_parsing boolean not null -- the row could not have been read without it
);

-- hpnet_tasks: one row per task and export.
create table core.task (
    import_id        text    not null,
    sheet            text    not null,
    source_row       integer not null,
    as_of_date       date    not null,
    state_from       date,
    state_until      date,
    vanished_from    date,
    business_key     text    not null,
    task_code        text,
    document_number  text,             -- số, ký hiệu
    subject          text,             -- trích yếu, nội dung công việc
    assigned_by      text,
    assigned_date    date,
    department_code  text    not null,
    assignee         text,             -- người xử lý chính
    collaborators    text,
    due_date         date,             -- last good day; null: không có thời hạn
    due_text         text,
    completed_date   date,
    status           text,             -- not_started in_progress reported completed archived returned cancelled transferred
    status_text      text,
    is_reported      boolean,          -- null: the export has no such column
    reported_date    date,
    is_archived      boolean,
    archived_date    date,
    work_file_code   text,
    issuing_agency   text,
    document_date    date,
    incoming_number  text,
    incoming_date    date,
    note             text
);

-- hpnet_summary: one row per person (or department, person null) and export.
create table core.hpnet_summary (
    import_id         text    not null,
    sheet             text    not null,
    source_row        integer not null,
    as_of_date        date    not null,
    state_from        date,
    state_until       date,
    vanished_from     date,
    business_key      text    not null,
    department_code   text    not null,
    person            text,
    total             integer,
    completed         integer,
    completed_on_time integer,
    completed_late    integer,
    open_in_time      integer,
    open_overdue      integer,
    not_reported      integer,
    not_archived      integer,
    work_files        integer
);

-- work_files: one row per hồ sơ công việc and export.
create table core.work_file (
    import_id       text    not null,
    sheet           text    not null,
    source_row      integer not null,
    as_of_date      date    not null,
    state_from      date,
    state_until     date,
    vanished_from   date,
    business_key    text    not null,
    work_file_code  text    not null,
    title           text,
    retention       text,
    creator         text,
    department_code text    not null,
    opened_date     date,
    closed_date     date,
    documents       integer,
    status          text,              -- open closed waiting submitted returned
    status_text     text,
    note            text
);

-- outgoing_documents: one row per document issued.
create table core.outgoing_document (
    import_id       text    not null,
    sheet           text    not null,
    source_row      integer not null,
    as_of_date      date    not null,
    state_from      date,
    state_until     date,
    vanished_from   date,
    business_key    text    not null,
    document_number text,
    document_symbol text,
    issued_date     date,
    document_type   text,
    subject         text,
    department_code text    not null,
    drafter         text,
    signer          text,
    recipients      text,
    is_signed       boolean,           -- ký số; null: the register does not say
    signed_at       timestamp,
    signature_text  text,
    file_name       text,
    note            text
);

-- dossiers: one row per hồ sơ TTHC and export. Times are local (Asia/Ho_Chi_Minh).
create table core.dossier (
    import_id              text    not null,
    sheet                  text    not null,
    source_row             integer not null,
    as_of_date             date    not null,
    state_from             date,
    state_until            date,
    vanished_from          date,
    business_key           text    not null,
    dossier_code           text    not null,
    procedure              text,
    field                  text,
    applicant              text,
    channel                text,       -- direct online post
    received_at            timestamp,
    promised_at            timestamp,  -- a date without a time is the end of that day
    finished_at            timestamp,  -- ngày kết thúc xử lý
    returned_at            timestamp,
    supplement_requested_at timestamp,
    supplement_received_at  timestamp,
    supplement_requests    integer,
    department_code        text    not null,
    handler                text,
    status                 text,       -- registered accepted rejected in_progress waiting_supplement waiting_payment withdrawn stopped finished returned
    status_text            text,
    deadline_text          text,       -- tình trạng hạn as printed
    overdue_days_stated    double,
    overdue_reason         text,
    apology_number         text,
    apology_date           date,
    rescheduled_to         date,
    note                   text
);

-- The office's working sessions in order, over the years that dossiers speak of. Times are local.
create table core.office_session (
    opens          timestamp not null,
    closes         timestamp not null,
    seconds_before bigint    not null   -- office time of all sessions before this one
);

-- When a dossier without a promised day is due, by data/codes/procedure_limits.csv; midnight stands for the whole day.
create table core.legal_due (
    import_id  text      not null,
    sheet      text      not null,
    source_row integer   not null,
    due_at     timestamp not null
);

-- dossier_counts: one row per procedure (and department, where the table names one) and table of the
-- national portal. Null: the table has no such column.
create table core.dossier_count (
    import_id       text    not null,
    sheet           text    not null,
    source_row      integer not null,
    as_of_date      date    not null,
    state_from      date,
    state_until     date,
    vanished_from   date,
    business_key    text    not null,
    procedure       text    not null,
    procedure_code  text,
    field           text,
    department_code text,              -- null: the whole office
    received        integer not null,
    resolved        integer,
    on_time         integer,           -- resolved before the due day or on it
    resolved_late   integer,
    pending         integer,
    pending_overdue integer,
    note            text
);

-- apologies: one row per line of the register and export.
create table core.apology (
    import_id       text    not null,
    sheet           text    not null,
    source_row      integer not null,
    as_of_date      date    not null,
    state_from      date,
    state_until     date,
    vanished_from   date,
    business_key    text    not null,
    dossier_code    text    not null,
    department_code text,              -- null: known from the dossier only
    procedure       text,
    promised_at     timestamp,
    finished_at     timestamp,
    overdue_days    double,
    apology_number  text,
    apology_date    date,
    reason          text,
    rescheduled_to  date,
    signer          text,
    published_at    date,
    published_where text,
    status_text     text,
    note            text,
    has_reason_column boolean not null,        -- the register asks for a reason at all
    has_rescheduled_column boolean not null,
    has_signer_column boolean not null,
    has_published_column boolean not null,
    has_place_column boolean not null
);

-- indicator_set: one row per criterion and decision; an amendment has an action per row.
create table core.indicator (
    import_id     text    not null,
    sheet         text    not null,
    source_row    integer not null,
    as_of_date    date    not null,
    state_from    date,
    state_until   date,
    vanished_from date,
    business_key  text    not null,
    decision      text    not null,    -- such as 3078/QĐ-UBND
    amends        text,                -- the decision amended, null: a base set
    in_force_from date,
    action        text,                -- add change remove; null in a base set
    code          text    not null,
    printed_code  text,                -- as the decision prints it, where codes begin anew; null: the same
    parent_code   text,
    level         integer,
    sort_order    integer,
    name          text,
    max_score     decimal(9, 4),
    method        text,                -- self appraisal survey
    rule_text     text,
    evidence      text
);

-- indicator_scores: one row per criterion, year and round (sheet). Wide, as offices print it.
create table core.indicator_score (
    import_id       text    not null,
    sheet           text    not null,
    source_row      integer not null,
    as_of_date      date    not null,
    state_from      date,
    state_until     date,
    vanished_from   date,
    business_key    text    not null,
    year            integer not null,
    round           text    not null,  -- self locked appraised_1 explained appraised_2 announced survey adjustment
    code            text    not null,
    name            text,
    max_score       decimal(9, 4),
    self_score      decimal(9, 4),
    appraised_1     decimal(9, 4),
    appraised_2     decimal(9, 4),
    survey_score    decimal(9, 4),
    final_score     decimal(9, 4),
    bonus_points    decimal(9, 4),
    penalty_points  decimal(9, 4),
    explanation     text,
    evidence        text,
    is_not_applicable boolean,
    department_code text,              -- lead department where the sheet names one
    note            text
);

-- shortfalls (Phụ lục 1): one row per criterion that lost points in `year`, and export.
create table core.shortfall (
    import_id       text    not null,
    sheet           text    not null,
    source_row      integer not null,
    as_of_date      date    not null,
    state_from      date,
    state_until     date,
    vanished_from   date,
    business_key    text    not null,
    year            integer not null,
    code            text    not null,
    content         text,
    max_score       decimal(9, 4),
    score           decimal(9, 4),
    lost_points     decimal(9, 4),
    cause           text,
    department_code text,              -- null: chưa phân công
    department_codes text[],           -- all that the cell names
    measure         text,
    due_date        date,
    due_text        text,
    result_text     text,
    status          text,              -- not_started in_progress needs_evidence done
    note            text
);

-- assignments (Phụ lục 2): one row per task and export; several lead departments are possible.
create table core.assignment (
    import_id        text    not null,
    sheet            text    not null,
    source_row       integer not null,
    as_of_date       date    not null,
    state_from       date,
    state_until      date,
    vanished_from    date,
    business_key     text    not null,
    year             integer not null,
    code             text,
    task             text    not null,
    lead_codes       text[] not null,
    support_codes    text[] not null,
    leader           text,
    product          text,
    due_date         date,             -- last good day; null: không có hạn cụ thể
    due_text         text,
    recurrence       text,             -- monthly quarterly regular; null: once
    completed_date   date,
    status           text,             -- not_started in_progress needs_evidence done
    status_text      text,
    note             text
);

-- sipas, ddci, par_results: one row per index, year, agency and component ('' = the index itself).
create table core.index_result (
    import_id     text    not null,
    sheet         text    not null,
    source_row    integer not null,
    as_of_date    date    not null,
    state_from    date,
    state_until   date,
    vanished_from date,
    business_key  text    not null,
    kind          text    not null,    -- sipas ddci par_results
    index_name    text    not null,
    year          integer not null,
    agency        text    not null,
    component     text    not null,
    score         decimal(9, 4),       -- the index, a percent
    points        decimal(9, 4),       -- the points beside it, where both are printed
    rank          integer,
    of_agencies   integer,
    source_text   text
);

-- Readers see rows through `scoped` only, by variables of their own cursor.
-- `departments` unset means no rows; `whole_office` opens what belongs to no department.
create view scoped.import_table as select * from core.import_table where len(getvariable('departments')) > 0;
-- An export that names a few units says nothing of the others, though a key that it no longer has is gone.
create view scoped.coverage as select * from core.coverage
    where evidence <> 'none' and department_code in (select unnest(getvariable('departments')));
-- One row per kind and department of which something that was there by then says that a unit without a row has nothing;
-- where every export of the kind is later, any of them.
create macro scoped.told_on(as_of) as table
select distinct c.kind, c.department_code
from scoped.coverage as c
inner join (select kind, min(as_of_date) as first_day from scoped.import_table group by kind) as k on k.kind = c.kind
where c.evidence in ('office', 'unit') and (c.as_of_date <= as_of or k.first_day > as_of);
create view scoped.import_issue as select * from core.import_issue where department_code in (select unnest(getvariable('departments'))) or (department_code is null and getvariable('whole_office'));
create view scoped.rejected_row as select * from core.rejected_row where department_code in (select unnest(getvariable('departments'))) or (department_code is null and getvariable('whole_office'));
create view scoped.skipped_row as select * from core.skipped_row where getvariable('whole_office');
create view scoped.skipped_sheet as select * from core.skipped_sheet where getvariable('whole_office');
-- Tasks are many: the whole office is told at once, without a join on every row.
create view scoped.task as select * from core.task
    where getvariable('whole_office') or list_contains(getvariable('departments'), department_code);
create view scoped.hpnet_summary as select * from core.hpnet_summary where department_code in (select unnest(getvariable('departments')));
create view scoped.work_file as select * from core.work_file where department_code in (select unnest(getvariable('departments')));
create view scoped.outgoing_document as select * from core.outgoing_document where department_code in (select unnest(getvariable('departments')));
create view scoped.dossier as select * from core.dossier where department_code in (select unnest(getvariable('departments')));
create view scoped.dossier_count as select * from core.dossier_count where department_code in (select unnest(getvariable('departments'))) or (department_code is null and getvariable('whole_office'));
create view scoped.apology as select * from core.apology where department_code in (select unnest(getvariable('departments')))
    or (department_code is null and (getvariable('whole_office') or dossier_code in (select d.dossier_code from core.dossier as d where d.department_code in (select unnest(getvariable('departments'))))));
create view scoped.indicator as select * from core.indicator where len(getvariable('departments')) > 0;
-- A score is seen by the department its sheet names; where it names none by those with a job in the criterion.
create view scoped.indicator_score as select * from core.indicator_score as s
where getvariable('whole_office') or s.department_code in (select unnest(getvariable('departments')))
    or (s.department_code is null and exists (
        select 1 from core.assignment as a
        where list_has_any(a.lead_codes, getvariable('departments'))
            and (a.code = s.code or starts_with(s.code, a.code || '.'))));
create view scoped.shortfall as select * from core.shortfall where getvariable('whole_office') or list_has_any(department_codes, getvariable('departments'));
create view scoped.assignment as select * from core.assignment where getvariable('whole_office') or list_has_any(lead_codes || support_codes, getvariable('departments'));
create view scoped.index_result as select * from core.index_result where len(getvariable('departments')) > 0;
create view scoped.corrected_cell as select * from core.corrected_cell where department_code in (select unnest(getvariable('departments'))) or (department_code is null and getvariable('whole_office'));
create view scoped.import_file as select * from core.import_file where len(getvariable('departments')) > 0;

-- The state on a day, asked for as `from scoped.task_on($as_of) as t`: what stands for each key on that
-- day, cut by the rows' own dates, so that no metric spells the rule again. What happened after the day
-- has not happened yet; a row of a later export (as_of_date > as_of) that began after it is not there yet.
-- Each reads its own scoped view, so the scope holds here too. PostgreSQL has set-returning functions for it.

-- One row per task. is_..._by_then is null where the export has no such column.
create macro scoped.task_on(as_of) as table
select
    t.*,
    case when t.completed_date <= as_of then t.completed_date end as completed_on,
    case
        when t.is_reported and (t.as_of_date <= as_of
            or (t.completed_date <= as_of and (t.reported_date is null or t.reported_date <= as_of))) then true
        when t.is_reported is not null then false
    end as is_reported_by_then,
    case
        when t.is_archived and (t.as_of_date <= as_of
            or (t.completed_date <= as_of and (t.archived_date is null or t.archived_date <= as_of))) then true
        when t.is_archived is not null then false
    end as is_archived_by_then
from scoped.task as t
where t.state_from <= as_of
    and (t.state_until is null or t.state_until > as_of)
    and (t.as_of_date <= as_of or t.assigned_date is null or t.assigned_date <= as_of);

-- One row per task that the HpNet obligations require; what else counts is data/rules/denominator.toml's.
create macro scoped.required_task_on(as_of, count_cancelled, count_transferred, count_not_due) as table
select t.*
from scoped.task_on(as_of) as t
where (count_cancelled or t.status is null or t.status <> 'cancelled')
    and (count_transferred or t.status is null or t.status <> 'transferred')
    and (count_not_due or t.due_date <= as_of or t.completed_on is not null);

-- One row per work file of any department, for the two below alone.
-- has_fields: every field that NĐ 30/2020 asks for; is_complete: and, once closed, a day not before the first.
create macro core.work_file_on(as_of) as table
with cut as (

    select
        w.*,
        case when w.as_of_date <= as_of or w.closed_date <= as_of then w.status end as status_by_then,
        case when w.closed_date <= as_of then w.closed_date end as closed_on,
        coalesce(w.title <> '', false) as has_title,
        coalesce(w.retention <> '', false) as has_retention,
        coalesce(w.creator <> '', false) as has_creator,
        w.opened_date is not null as has_opened_date,
        coalesce(w.documents >= 1, false) as has_documents
    from core.work_file as w
    where w.state_from <= as_of
        and (w.state_until is null or w.state_until > as_of)
        and (w.as_of_date <= as_of or w.opened_date is null or w.opened_date <= as_of)

),

judged as (

    select
        c.*,
        c.closed_on is not null or coalesce(c.status_by_then in ('closed', 'waiting', 'submitted'), false) as is_closed,
        c.has_title and c.has_retention and c.has_creator and c.has_opened_date and c.has_documents as has_fields
    from cut as c

)

select
    j.*,
    not j.is_closed or coalesce(j.closed_on >= j.opened_date, false) as has_closed_date,
    j.has_fields and (not j.is_closed or coalesce(j.closed_on >= j.opened_date, false)) as is_complete
from judged as j;

-- One row per work file.
create macro scoped.work_file_on(as_of) as table
select w.*
from core.work_file_on(as_of) as w
where w.department_code in (select unnest(getvariable('departments')));

-- One row per work file of any department: whether it exists and is complete is asked for tasks of every
-- department, so its code and what is filled in are open to every reader; its words stay with its own.
create macro scoped.work_file_reference_on(as_of) as table
select
    w.work_file_code, w.has_title, w.has_retention, w.has_creator, w.has_opened_date, w.has_documents,
    w.has_closed_date, w.is_complete
from core.work_file_on(as_of) as w
where len(getvariable('departments')) > 0;

-- One row per required task: for each step of HpNet whether it is done or open on that day.
create macro scoped.task_step_on(as_of, count_cancelled, count_transferred, count_not_due) as table
with file as (

    select work_file_code, max(case when is_complete then 1 else 0 end) as is_complete
    from scoped.work_file_reference_on(as_of)
    group by work_file_code

)
select
    t.business_key,
    coalesce(t.department_code, '')                                        as department_code,
    case when t.is_reported_by_then then 'done' else 'open' end            as task_reported,
    case when t.is_archived_by_then then 'done' else 'open' end            as task_archived,
    case when f.work_file_code is not null then 'done' else 'open' end     as work_file,
    case when f.is_complete = 1 then 'done' else 'open' end                as work_file_complete
from scoped.required_task_on(as_of, count_cancelled, count_transferred, count_not_due) as t
left join file as f on f.work_file_code = t.work_file_code;

-- One row per outgoing document. is_signed_by_then is null where the register does not say.
create macro scoped.outgoing_document_on(as_of) as table
select
    o.*,
    case
        when o.is_signed and (o.as_of_date <= as_of or o.signed_at is null or cast(o.signed_at as date) <= as_of) then true
        when o.is_signed is not null then false
    end as is_signed_by_then
from scoped.outgoing_document as o
where o.state_from <= as_of
    and (o.state_until is null or o.state_until > as_of)
    and (o.as_of_date <= as_of or o.issued_date is null or o.issued_date <= as_of);

-- One row per dossier, with its clock (cách tính của hệ thống một cửa, Nghị định 61/2018/NĐ-CP).
-- ended_at: xử lý xong, else trả kết quả; due_at: the promise, else what the procedure's time allows, moved on by the office time spent waiting for papers;
-- is_late: a second request for supplements, finished past due_at by a day or by office time, or open with the due day over.
-- is_counted: accepted, and of the year of as_of: received or finished in it, or still open.
create macro scoped.dossier_on(as_of) as table
with cut as (

    select
        d.*,
        g.due_at as legal_due_at,
        coalesce(d.supplement_requests, 0) as requests,
        coalesce(
            case when cast(d.finished_at as date) <= as_of then d.finished_at end,
            case when cast(d.returned_at as date) <= as_of then d.returned_at end
        ) as ended_at,
        coalesce(d.status in ('stopped', 'withdrawn') and d.as_of_date <= as_of, false) as is_stopped,
        -- A due day without a time ends at midnight.
        coalesce(d.promised_at, g.due_at) as agreed_at,
        case
            when agreed_at = cast(cast(agreed_at as date) as timestamp)
                then agreed_at + interval '1' day - interval '1' second
            else agreed_at
        end as promised_by,
        agreed_at = cast(cast(agreed_at as date) as timestamp) as is_whole_day,
        case when cast(d.supplement_requested_at as date) <= as_of then d.supplement_requested_at end as requested_at,
        case when cast(d.supplement_received_at as date) <= as_of then d.supplement_received_at end as supplemented_at
    from scoped.dossier as d
    left join core.legal_due as g
        on g.import_id = d.import_id and g.sheet = d.sheet and g.source_row = d.source_row
    where d.state_from <= as_of
        and (d.state_until is null or d.state_until > as_of)
        and (d.as_of_date <= as_of or d.received_at is null or cast(d.received_at as date) <= as_of)

),

waited as (

    -- Office time counted from the first session known; a moment outside all sessions stands at the last close before it.
    select
        p.import_id, p.sheet, p.source_row, p.promised_by, p.is_whole_day,
        p.supplemented_at - p.requested_at as waited_by_calendar,
        f.seconds_before + least(epoch(p.promised_by), epoch(f.closes)) - epoch(f.opens)
            + g.seconds_before + least(epoch(p.supplemented_at), epoch(g.closes)) - epoch(g.opens)
            - h.seconds_before - least(epoch(p.requested_at), epoch(h.closes)) + epoch(h.opens) as due_seconds
    from (select * from cut where supplemented_at > requested_at and promised_by is not null) as p
    asof left join core.office_session as f on p.promised_by >= f.opens
    asof left join core.office_session as g on p.supplemented_at >= g.opens
    asof left join core.office_session as h on p.requested_at >= h.opens

),

moved as (

    select
        w.import_id, w.sheet, w.source_row,
        case
            when s.opens is null then w.promised_by + w.waited_by_calendar
            when w.is_whole_day
                then greatest(w.promised_by, cast(cast(s.opens as date) as timestamp) + interval '1' day - interval '1' second)
            else greatest(w.promised_by, s.opens + to_microseconds(cast((w.due_seconds - s.seconds_before) * 1000000 as bigint)))
        end as due_at
    from waited as w
    asof left join core.office_session as s on w.due_seconds > s.seconds_before

),

clocked as (

    select
        c.*,
        c.ended_at is null and not c.is_stopped as is_open,
        c.requested_at is not null and c.supplemented_at is null as is_waiting,
        coalesce(m.due_at, c.promised_by) as due_at,
        case
            when c.ended_at is not null then c.ended_at
            when not c.is_stopped and c.requested_at is not null and c.supplemented_at is null then c.requested_at
        end as clock_stopped_at
    from cut as c
    left join moved as m on m.import_id = c.import_id and m.sheet = c.sheet and m.source_row = c.source_row

),

-- Past its moment on the very day it was due: late only if the office was working in between.
late_on_its_day as (

    select c.import_id, c.sheet, c.source_row
    from clocked as c
    join core.office_session as s on s.opens < c.clock_stopped_at and s.closes > c.due_at
    where c.clock_stopped_at > c.due_at and cast(c.clock_stopped_at as date) = cast(c.due_at as date)
    group by all

)

select
    c.*,
    coalesce(
        case
            when c.requests > 1 then true
            when c.ended_at is null and c.is_stopped then c.overdue_days_stated > 0
            when c.clock_stopped_at is not null
                then cast(c.clock_stopped_at as date) > cast(c.due_at as date) or l.source_row is not null
            else cast(c.due_at as date) < as_of
        end,
        false
    ) as is_late,
    coalesce(c.status, '') not in ('rejected', 'registered')
        and (
            c.is_open
            or c.received_at is null
            or extract(year from c.received_at) = extract(year from cast(as_of as date))
            or coalesce(extract(year from c.ended_at) = extract(year from cast(as_of as date)), false)
        ) as is_counted
from clocked as c
left join late_on_its_day as l
    on l.import_id = c.import_id and l.sheet = c.sheet and l.source_row = c.source_row;

-- One row per line of the register of apologies.
create macro scoped.apology_on(as_of) as table
select a.*, case when cast(a.finished_at as date) <= as_of then a.finished_at end as ended_at
from scoped.apology as a
where a.state_from <= as_of and (a.state_until is null or a.state_until > as_of);

-- One row per criterion that lost points.
create macro scoped.shortfall_on(as_of) as table
select s.*, coalesce(s.status = 'done', false) as is_done
from scoped.shortfall as s
where s.state_from <= as_of and (s.state_until is null or s.state_until > as_of);

-- One row per assigned job.
create macro scoped.assignment_on(as_of) as table
select
    a.*,
    coalesce(a.completed_date <= as_of, false) or coalesce(a.status = 'done' and a.completed_date is null, false) as is_done
from scoped.assignment as a
where a.state_from <= as_of and (a.state_until is null or a.state_until > as_of);

-- One row per procedure of the national portal's newest tables by as_of: counts cannot be cut to an earlier day.
create macro scoped.dossier_count_on(as_of) as table
select c.*
from scoped.dossier_count as c
where c.as_of_date <= as_of
    and c.state_from <= as_of
    and (c.state_until is null or c.state_until > as_of);
