-- Every round of an expenditure report, kept whole: its lines as handed in, what the office remarked, what
-- the partner answered, and how the round ended. Nothing here is ever changed.

-- What an authorised officer signs, by day. A round keeps the words it was signed with.
create table reference.certification_text (
    subject text not null,
    valid_from date not null,
    text_en text not null,
    text_fr text not null,
    text_es text not null,
    source text not null,
    primary key (subject, valid_from),
    constraint certification_text_subject_check check (subject in ('expenditure_report')),
    constraint certification_text_not_empty_check check (text_en <> '' and text_fr <> '' and text_es <> '')
);
insert into reference.certification_text (subject, valid_from, text_en, text_fr, text_es, source) values (
    'expenditure_report', '2000-01-01',
    'I certify that the expenditure reported was made for the agreed activities and in accordance with the agreement, that the amounts are those of our books, and that all supporting documents are kept and will be shown on request.',
    'Je certifie que les dépenses déclarées ont été effectuées pour les activités convenues et conformément à l’accord, que les montants sont ceux de nos livres et que toutes les pièces justificatives sont conservées et seront présentées sur demande.',
    'Certifico que los gastos declarados se efectuaron para las actividades convenidas y conforme al acuerdo, que los importes son los de nuestros libros y que todos los documentos justificativos se conservan y se presentarán cuando se soliciten.',
    'Built in');
grant select on reference.certification_text to tranche_staff, tranche_partner, tranche_donor;
grant insert on reference.certification_text to tranche_staff;

-- One handing in. `lines_round` says which set of the report's lines it was.
create table partner.report_round (
    id bigint primary key,
    report_id bigint not null constraint report_round_report_fkey references partner.expenditure_report,
    number smallint not null,
    lines_round smallint not null,
    submitted_on date not null,
    submitted_by bigint not null constraint report_round_submitted_by_fkey references people.user_account,
    submitted_for bigint,
    language text,
    -- None of a round handed in before the words were kept.
    certification text,
    recorded_at timestamptz not null default clock_timestamp(),
    constraint report_round_number_key unique (report_id, number),
    constraint report_round_number_check check (number > 0 and lines_round > 0),
    constraint report_round_certified_check
        check ((language is null) = (certification is null) and language in ('en', 'fr', 'es') and certification <> '')
);

create table partner.round_outcome (
    round_id bigint primary key constraint round_outcome_round_fkey references partner.report_round,
    kind text not null,
    decided_on date not null,
    decided_by bigint not null constraint round_outcome_decided_by_fkey references people.user_account,
    decided_for bigint,
    reason text,
    recorded_at timestamptz not null default clock_timestamp(),
    constraint round_outcome_kind_check check (kind in ('withdrawn', 'sent_back', 'reviewed')),
    constraint round_outcome_reason_check check (kind <> 'sent_back' or reason is not null)
);

create table partner.review_remark (
    id bigint primary key,
    round_id bigint not null constraint review_remark_round_fkey references partner.report_round,
    number smallint not null,
    -- The line it is about, and the field of it; else the whole report, or the whole line.
    line_id bigint constraint review_remark_line_fkey references partner.expenditure_line,
    field text,
    code text not null,
    remark text not null,
    made_by bigint not null constraint review_remark_made_by_fkey references people.user_account,
    made_for bigint,
    made_on date not null,
    constraint review_remark_number_key unique (round_id, number),
    constraint review_remark_field_check check (field is null or line_id is not null),
    constraint review_remark_not_empty_check check (remark <> '')
);
create index review_remark_line on partner.review_remark (line_id) where line_id is not null;

-- The last answer counts; the earlier ones stay.
create table partner.remark_answer (
    id bigint primary key,
    remark_id bigint not null constraint remark_answer_remark_fkey references partner.review_remark,
    kind text not null,
    answer text not null,
    answered_by bigint not null constraint remark_answer_answered_by_fkey references people.user_account,
    answered_for bigint,
    answered_on date not null,
    recorded_at timestamptz not null default clock_timestamp(),
    constraint remark_answer_kind_check check (kind in ('changed', 'explained')),
    constraint remark_answer_not_empty_check check (answer <> '')
);
create index remark_answer_remark on partner.remark_answer (remark_id, recorded_at);

-- What was handed in before rounds were kept is round 1 of the lines it has now.
insert into partner.report_round (id, report_id, number, lines_round, submitted_on, submitted_by, submitted_for)
select ('x' || substr(md5('report_round' || r.id), 1, 15))::bit(60)::bigint, r.id, 1, r.round, r.submitted_on,
       r.submitted_by, r.submitted_for
  from partner.expenditure_report r
 where r.state in ('submitted', 'sent_back', 'accepted', 'partly_accepted');
insert into partner.round_outcome (round_id, kind, decided_on, decided_by, decided_for, reason)
select n.id, 'reviewed', r.reviewed_on, r.reviewed_by, r.reviewed_for, r.review_reason
  from partner.expenditure_report r join partner.report_round n on n.report_id = r.id
 where r.state in ('accepted', 'partly_accepted');

-- Its life, whoever writes: a partner takes a report back only before somebody looks at it.
alter table partner.expenditure_report
    drop constraint expenditure_report_state_check,
    add constraint expenditure_report_state_check check (state in (
        'draft', 'submitted', 'under_verification', 'sent_back', 'accepted', 'partly_accepted'));
create function partner.check_report_move() returns trigger
language plpgsql set search_path = '' as $$
begin
    if not (old.state, new.state) in (
        ('draft', 'draft'), ('draft', 'submitted'), ('submitted', 'draft'), ('submitted', 'under_verification'),
        ('submitted', 'sent_back'), ('submitted', 'accepted'), ('submitted', 'partly_accepted'),
        ('under_verification', 'sent_back'), ('under_verification', 'accepted'),
        ('under_verification', 'partly_accepted'), ('sent_back', 'draft'), ('sent_back', 'submitted'))
    then
        raise exception 'a report that is % does not become %', old.state, new.state
            using errcode = 'check_violation', constraint = 'expenditure_report_moves_check';
    end if;
    return new;
end
$$;
revoke all on function partner.check_report_move from public;
create trigger expenditure_report_moves before update of state on partner.expenditure_report
    for each row execute function partner.check_report_move();

-- A round that was handed in gets no further lines.
create function partner.check_line_of_open_round() returns trigger
language plpgsql set search_path = '' as $$
begin
    if exists (select 1 from partner.report_round n
                where n.report_id = new.report_id and n.lines_round = new.round) then
        raise exception 'round % of report % was handed in', new.round, new.report_id
            using errcode = 'check_violation', constraint = 'expenditure_line_round_is_open_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_line_of_open_round from public;
create trigger expenditure_line_round_is_open after insert on partner.expenditure_line
    for each row execute function partner.check_line_of_open_round();

-- Nothing is handed in again while a remark has no answer.
create function partner.check_round() returns trigger
language plpgsql set search_path = '' as $$
begin
    if exists (select 1 from partner.report_round n
                 join partner.review_remark m on m.round_id = n.id
                where n.report_id = new.report_id and n.number < new.number
                  and not exists (select 1 from partner.remark_answer a where a.remark_id = m.id)) then
        raise exception 'report % has remarks without an answer', new.report_id
            using errcode = 'check_violation', constraint = 'report_round_remarks_answered_check';
    end if;
    if not exists (select 1 from partner.expenditure_line l
                    where l.report_id = new.report_id and l.round = new.lines_round) then
        raise exception 'report % has no lines of round %', new.report_id, new.lines_round
            using errcode = 'check_violation', constraint = 'report_round_has_lines_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_round from public;
create trigger report_round_is_complete after insert on partner.report_round
    for each row execute function partner.check_round();

grant select, insert on partner.report_round, partner.round_outcome, partner.review_remark, partner.remark_answer
    to tranche_staff;
grant select on partner.report_round, partner.round_outcome, partner.review_remark, partner.remark_answer
    to tranche_partner;
grant insert (id, report_id, number, lines_round, submitted_on, submitted_by, submitted_for, language, certification)
    on partner.report_round to tranche_partner;
grant insert (round_id, kind, decided_on, decided_by, decided_for, reason) on partner.round_outcome
    to tranche_partner;
grant insert (id, remark_id, kind, answer, answered_by, answered_for, answered_on) on partner.remark_answer
    to tranche_partner;

do $$
declare
    one record;
begin
    for one in
        select * from (values
        ('partner.report_round', 'exists (select 1 from partner.expenditure_report e where e.id = report_id)'),
        ('partner.round_outcome', 'exists (select 1 from partner.report_round n where n.id = round_id)'),
        ('partner.review_remark', 'exists (select 1 from partner.report_round n where n.id = round_id)'),
        ('partner.remark_answer', 'exists (select 1 from partner.review_remark m where m.id = remark_id)')
        ) as listed (name, partner_sees)
    loop
        execute pg_catalog.format('alter table %s enable row level security', one.name);
        execute pg_catalog.format('create policy staff_see_all on %s to tranche_staff using (true) with check (true)', one.name);
        execute pg_catalog.format(
            'create policy partner_sees_own on %s for select to tranche_partner using (%s)', one.name, one.partner_sees);
    end loop;
end
$$;
create policy partner_hands_in on partner.report_round for insert to tranche_partner with check (
    exists (select 1 from partner.expenditure_report e where e.id = report_id and e.state in ('draft', 'sent_back'))
    and exists (select 1 from people.user_account u where u.id = submitted_by)
    and (submitted_for is null or exists (select 1 from people.user_account u where u.id = submitted_for)));
create policy partner_takes_back on partner.round_outcome for insert to tranche_partner with check (
    kind = 'withdrawn'
    and exists (select 1 from partner.report_round n join partner.expenditure_report e on e.id = n.report_id
                 where n.id = round_id and e.state = 'submitted')
    and exists (select 1 from people.user_account u where u.id = decided_by)
    and (decided_for is null or exists (select 1 from people.user_account u where u.id = decided_for)));
create policy partner_answers on partner.remark_answer for insert to tranche_partner with check (
    exists (select 1 from partner.review_remark m join partner.report_round n on n.id = m.round_id
              join partner.expenditure_report e on e.id = n.report_id
             where m.id = remark_id and e.state in ('draft', 'sent_back'))
    and exists (select 1 from people.user_account u where u.id = answered_by)
    and (answered_for is null or exists (select 1 from people.user_account u where u.id = answered_for)));
alter policy partner_submits on partner.expenditure_report
    using (state in ('draft', 'sent_back', 'submitted')
           and exists (select 1 from partner.agreement a where a.id = agreement_id));
