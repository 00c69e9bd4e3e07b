-- Partners' spreadsheets of expenses: what was looked at before it is taken over, and how a partner's own files
-- are to be read. deploy/decisions/0031 says why.

-- A sheet may have more lines than 32,767.
alter table partner.expenditure_line alter column position type integer;

-- How a partner writes, where its files do not tell: the newest version counts, the earlier ones stay.
create table partner.sheet_habit (
    partner_id bigint not null constraint sheet_habit_partner_fkey references partner.partner,
    version integer not null,
    decimal_mark text,
    day_order text,
    recorded_by bigint not null constraint sheet_habit_recorded_by_fkey references people.user_account,
    recorded_for bigint,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (partner_id, version),
    constraint sheet_habit_version_check check (version > 0),
    constraint sheet_habit_decimal_mark_check check (decimal_mark in ('point', 'comma')),
    constraint sheet_habit_day_order_check check (day_order in ('day_first', 'month_first'))
);
-- Its own headings, without case, accents and punctuation, and the columns of ours they mean.
create table partner.sheet_heading (
    partner_id bigint not null,
    version integer not null,
    heading_key text not null,
    heading text not null,
    column_name text not null,
    primary key (partner_id, version, heading_key),
    constraint sheet_heading_habit_fkey foreign key (partner_id, version) references partner.sheet_habit,
    constraint sheet_heading_not_empty_check check (heading_key <> '' and heading <> '' and column_name <> '')
);

-- One look at a sheet, bound to whoever looked, to the file's bytes and to the report as it then was.
create table partner.sheet_preview (
    id bigint primary key,
    report_id bigint not null constraint sheet_preview_report_fkey references partner.expenditure_report,
    report_version bigint not null,
    upload_id bigint not null constraint sheet_preview_upload_fkey references document.upload on delete cascade,
    sha256 bytea not null,
    mode text not null,
    decimal_mark text,
    day_order text,
    -- The version of the partner's habits it was read by; 0 before anything was said.
    habit_version integer not null default 0,
    -- What was found, for the file that goes back: row, column, code and values of each.
    problems text not null,
    made_by bigint not null constraint sheet_preview_made_by_fkey references people.user_account,
    made_at timestamptz not null default clock_timestamp(),
    constraint sheet_preview_mode_check check (mode in ('add', 'replace', 'amend')),
    constraint sheet_preview_habit_version_check check (habit_version >= 0),
    constraint sheet_preview_sha256_check check (octet_length(sha256) = 32),
    constraint sheet_preview_decimal_mark_check check (decimal_mark in ('point', 'comma')),
    constraint sheet_preview_day_order_check check (day_order in ('day_first', 'month_first'))
);
create index sheet_preview_upload on partner.sheet_preview (upload_id);

grant select on partner.sheet_habit, partner.sheet_heading, partner.sheet_preview to tranche_staff, tranche_partner;
grant insert (partner_id, version, decimal_mark, day_order, recorded_by, recorded_for) on partner.sheet_habit
    to tranche_staff, tranche_partner;
grant insert on partner.sheet_heading to tranche_staff, tranche_partner;
grant insert (id, report_id, report_version, upload_id, sha256, mode, decimal_mark, day_order, habit_version,
    problems, made_by) on partner.sheet_preview to tranche_staff, tranche_partner;

alter table partner.sheet_habit enable row level security;
alter table partner.sheet_heading enable row level security;
alter table partner.sheet_preview enable row level security;
create policy staff_see_all on partner.sheet_habit to tranche_staff using (true) with check (true);
create policy staff_see_all on partner.sheet_heading to tranche_staff using (true) with check (true);
create policy staff_see_all on partner.sheet_preview to tranche_staff using (true) with check (true);
create policy partner_sees_own on partner.sheet_habit for select to tranche_partner
    using (partner_id = current_setting('tranche.partner')::bigint);
create policy partner_sees_own on partner.sheet_heading for select to tranche_partner
    using (partner_id = current_setting('tranche.partner')::bigint);
create policy partner_sees_own on partner.sheet_preview for select to tranche_partner
    using (exists (select 1 from partner.expenditure_report e where e.id = report_id));
create policy partner_says_how on partner.sheet_habit for insert to tranche_partner with check (
    partner_id = current_setting('tranche.partner')::bigint
    and exists (select 1 from people.user_account u where u.id = recorded_by)
    and (recorded_for is null or exists (select 1 from people.user_account u where u.id = recorded_for)));
create policy partner_names on partner.sheet_heading for insert to tranche_partner with check (
    partner_id = current_setting('tranche.partner')::bigint);
create policy partner_looks on partner.sheet_preview for insert to tranche_partner with check (
    exists (select 1 from partner.expenditure_report e where e.id = report_id)
    and exists (select 1 from document.upload u where u.id = upload_id)
    and exists (select 1 from people.user_account u where u.id = made_by));
