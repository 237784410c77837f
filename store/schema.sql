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

-- One row per rejected data row: its key still counts as present in its export.
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
    is_whole_office boolean not null  -- the table names several departments
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
    has_rescheduled_column boolean not null
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
    score         decimal(9, 4),
    rank          integer,
    of_agencies   integer,
    source_text   text
);

-- Readers see rows through `scoped` only, by variables of their own cursor.
-- `departments` unset means no rows; `whole_office` opens what belongs to no department.
create view scoped.import_table as select * from core.import_table where len(getvariable('departments')) > 0;
create view scoped.coverage as select * from core.coverage where department_code in (select unnest(getvariable('departments')));
create view scoped.import_issue as select * from core.import_issue where department_code in (select unnest(getvariable('departments'))) or (department_code is null and getvariable('whole_office'));
create view scoped.rejected_row as select * from core.rejected_row where department_code in (select unnest(getvariable('departments'))) or (department_code is null and getvariable('whole_office'));
create view scoped.skipped_row as select * from core.skipped_row where getvariable('whole_office');
-- Tasks are many: the whole office is told at once, without a join on every row.
create view scoped.task as select * from core.task
    where getvariable('whole_office') or list_contains(getvariable('departments'), department_code);
create view scoped.hpnet_summary as select * from core.hpnet_summary where department_code in (select unnest(getvariable('departments')));
create view scoped.work_file as select * from core.work_file where department_code in (select unnest(getvariable('departments')));
create view scoped.outgoing_document as select * from core.outgoing_document where department_code in (select unnest(getvariable('departments')));
create view scoped.dossier as select * from core.dossier where department_code in (select unnest(getvariable('departments')));
create view scoped.apology as select * from core.apology where department_code in (select unnest(getvariable('departments')))
    or (department_code is null and (getvariable('whole_office') or dossier_code in (select d.dossier_code from core.dossier as d where d.department_code in (select unnest(getvariable('departments'))))));
create view scoped.indicator as select * from core.indicator where len(getvariable('departments')) > 0;
create view scoped.indicator_score as select * from core.indicator_score where getvariable('whole_office') or department_code in (select unnest(getvariable('departments')));
create view scoped.shortfall as select * from core.shortfall where getvariable('whole_office') or list_has_any(department_codes, getvariable('departments'));
create view scoped.assignment as select * from core.assignment where getvariable('whole_office') or list_has_any(lead_codes || support_codes, getvariable('departments'));
create view scoped.index_result as select * from core.index_result where len(getvariable('departments')) > 0;
create view scoped.corrected_cell as select * from core.corrected_cell where department_code in (select unnest(getvariable('departments'))) or (department_code is null and getvariable('whole_office'));
create view scoped.import_file as select * from core.import_file where len(getvariable('departments')) > 0;

-- Whether a work file exists and is complete is asked for tasks of any department: its code and
-- what is filled in are open to every reader, its words stay with its own department.
create view scoped.work_file_reference as
select
    work_file_code, as_of_date, state_from, state_until, opened_date, closed_date, status, documents,
    coalesce(title <> '', false) as has_title,
    coalesce(retention <> '', false) as has_retention,
    coalesce(creator <> '', false) as has_creator
from core.work_file
where len(getvariable('departments')) > 0;
