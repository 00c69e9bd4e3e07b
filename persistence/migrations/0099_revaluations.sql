-- What was accepted at a rate that was corrected later is valued anew (R42, R48): a dated change beside the
-- report. The lines and the form of their own time stand.
create table partner.revaluation (
    id bigint primary key,
    correction_id bigint not null
        constraint revaluation_correction_fkey references reference.rate_correction,
    report_id bigint not null constraint revaluation_report_fkey references partner.expenditure_report,
    number smallint not null,     -- within the report; the last one that names a line says its rates
    receivable_id bigint constraint revaluation_receivable_fkey references partner.receivable,
    revalued_on date not null,
    line_count integer not null,  -- so that nothing can be slipped in later
    currency reference.currency_code not null,
    amount bigint not null,       -- changes of its lines, up or down
    base_amount bigint not null,
    support_amount bigint not null,
    support_base bigint not null,
    decided_by bigint not null constraint revaluation_decided_by_fkey references people.user_account,
    decided_for bigint,
    constraint revaluation_once_key unique (report_id, correction_id),
    constraint revaluation_number_key unique (report_id, number),
    constraint revaluation_receivable_key unique (receivable_id),
    constraint revaluation_line_count_check check (line_count > 0),
    constraint revaluation_owed_check check ((receivable_id is not null) = (amount + support_amount < 0))
);
create index revaluation_correction on partner.revaluation (correction_id);

create table partner.revaluation_line (
    revaluation_id bigint not null constraint revaluation_line_revaluation_fkey references partner.revaluation,
    line_id bigint not null constraint revaluation_line_line_fkey references partner.expenditure_line,
    rate numeric(22, 10) not null,   -- the right ones, valid for the line from now on
    spent_rate numeric(22, 10),
    amount bigint not null,
    base_amount bigint not null,
    primary key (line_id, revaluation_id),
    constraint revaluation_line_positive_check check (rate > 0 and spent_rate > 0)
);
create index revaluation_line_revaluation on partner.revaluation_line (revaluation_id);

create function partner.check_revaluation_lines() returns trigger
language plpgsql set search_path = '' as $$
begin
    if exists (select 1 from partner.revaluation v
                where v.id in (select a.revaluation_id from added a)
                  and (select pg_catalog.count(*) from partner.revaluation_line w where w.revaluation_id = v.id)
                      > v.line_count) then
        raise exception 'a revaluation stays as it was decided'
            using errcode = 'check_violation', constraint = 'revaluation_as_decided_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_revaluation_lines from public;
create trigger revaluation_line_added after insert on partner.revaluation_line
    referencing new table as added for each statement execute function partner.check_revaluation_lines();

-- Of an approved correction and an accepted report, and whole.
create function partner.check_revaluation() returns trigger
language plpgsql set search_path = '' as $$
begin
    if not exists (select 1 from reference.rate_correction c
                    where c.id = new.correction_id and c.approved_by is not null)
       or not exists (select 1 from partner.expenditure_report e
                       where e.id = new.report_id and e.state in ('accepted', 'partly_accepted'))
       or not coalesce((select pg_catalog.count(*) = new.line_count and pg_catalog.sum(w.amount) = new.amount
                               and pg_catalog.sum(w.base_amount) = new.base_amount
                          from partner.revaluation_line w
                          join partner.expenditure_line l on l.id = w.line_id
                          join partner.expenditure_report e on e.id = l.report_id and e.round = l.round
                         where w.revaluation_id = new.id and l.report_id = new.report_id), false) then
        raise exception 'revaluation % is not what its correction, report and lines say', new.id
            using errcode = 'check_violation', constraint = 'revaluation_of_its_report_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_revaluation from public;
create constraint trigger revaluation_of_its_report after insert on partner.revaluation
    deferrable initially deferred for each row execute function partner.check_revaluation();

grant select, insert on partner.revaluation, partner.revaluation_line to tranche_staff;
grant select on partner.revaluation, partner.revaluation_line to tranche_partner;
alter table partner.revaluation enable row level security;
create policy staff_see_all on partner.revaluation to tranche_staff using (true) with check (true);
create policy partner_sees_own on partner.revaluation for select to tranche_partner using (
    exists (select 1 from partner.expenditure_report e where e.id = revaluation.report_id));
alter table partner.revaluation_line enable row level security;
create policy staff_see_all on partner.revaluation_line to tranche_staff using (true) with check (true);
create policy partner_sees_own on partner.revaluation_line for select to tranche_partner using (
    exists (select 1 from partner.revaluation v where v.id = revaluation_line.revaluation_id));

-- What was replaced, and what is in its place after whatever was between.
create view reference.corrected_rate with (security_invoker = true) as
    select distinct on (x.series, x.currency, x.valid_from, x.rate) y.correction_id, x.series, x.currency,
           x.valid_from, x.valid_to, x.rate as old_rate, y.rate as new_rate, y.loaded_at as since
      from reference.exchange_rate x
      join reference.exchange_rate y on y.series = x.series and y.currency = x.currency
       and y.valid_from = x.valid_from and y.replaced_in is null
     where x.replaced_in is not null and y.correction_id is not null;
grant select on reference.corrected_rate to tranche_staff;

-- What counts of each line and since when: accepted, disallowed, shown by documents after all, valued anew.
create view partner.line_movement with (security_invoker = true) as
    select n.id as line_id, n.report_id, 'accepted' as kind, e.reviewed_on as counted_on,
           n.accepted_amount as amount, n.accepted_base as base, n.rate
      from partner.expenditure_line n
      join partner.expenditure_report e on e.id = n.report_id and e.round = n.round
       and e.state in ('accepted', 'partly_accepted')
     where n.accepted_amount <> 0
    union all
    select n.id, n.report_id, 'disallowed', d.disallowed_on, -d.amount, -d.base_amount, n.rate
      from partner.disallowance d join partner.expenditure_line n on n.id = d.line_id
    union all
    select n.id, n.report_id, 'shown', s.settled_on, s.line_amount, s.line_base, n.rate
      from partner.settlement_proposal s join partner.expenditure_line n on n.id = s.line_id
     where s.settled_on is not null
    union all
    select n.id, n.report_id, 'not_shown', s.taken_back_on, -s.line_amount, -s.line_base, n.rate
      from partner.settlement_proposal s join partner.expenditure_line n on n.id = s.line_id
     where s.taken_back_on is not null
    union all
    select w.line_id, v.report_id, 'revalued', v.revalued_on, w.amount, w.base_amount, w.rate
      from partner.revaluation_line w join partner.revaluation v on v.id = w.revaluation_id
     where w.amount <> 0 or w.base_amount <> 0;
grant select on partner.line_movement to tranche_staff, tranche_partner;

-- The rates that are valid for a line: its own until it was valued anew.
create view partner.line_rate with (security_invoker = true) as
    select n.id as line_id, coalesce(w.rate, n.rate) as rate, coalesce(w.spent_rate, n.spent_rate) as spent_rate
      from partner.expenditure_line n
      left join lateral (select r.rate, r.spent_rate
          from partner.revaluation_line r join partner.revaluation v on v.id = r.revaluation_id
         where r.line_id = n.id order by v.number desc limit 1) w on true;
grant select on partner.line_rate to tranche_staff, tranche_partner;

-- What is taken back of a line, measured against what was accepted of it: by corrections, disallowances and
-- right rates.
create or replace function partner.taken_back_of(p_line bigint) returns bigint
language sql stable set search_path = '' as $$
    select (coalesce((select -pg_catalog.sum(c.amount - c.rejected_amount)
                        from partner.expenditure_line c
                        join partner.expenditure_report r on r.id = c.report_id and r.round = c.round
                       where c.corrects_line_id = p_line), 0)
            + coalesce((select pg_catalog.sum(d.amount) from partner.disallowance d where d.line_id = p_line), 0)
            - coalesce((select pg_catalog.sum(w.amount) from partner.revaluation_line w
                         where w.line_id = p_line
                            or w.line_id in (select c.id from partner.expenditure_line c
                                              where c.corrects_line_id = p_line)), 0))::bigint;
$$;

-- For donors as the owner reads it, and therefore by the tables themselves.
create or replace view donor.expenditure_line with (security_barrier = true) as
    select n.id, n.report_id, a.id as agreement_id, a.project_id, n.budget_line_id, b.code as budget_line,
           b.title_en, b.title_fr, b.title_es, n.document, n.spent_on, n.description,
           case when exists (select 1 from donor.opened o where o.project_id = a.project_id and o.part = 'payees')
                then n.payee end as payee,
           n.currency, f.amount as accepted_amount, f.rate, f.base as accepted_base, f.counted_on as reviewed_on
      from partner.expenditure_line n
      join partner.expenditure_report e on e.id = n.report_id and e.round = n.round
       and e.state in ('accepted', 'partly_accepted')
      join partner.agreement a on a.id = e.agreement_id
      join funding.budget_line b on b.id = n.budget_line_id
      cross join lateral (
          select n.accepted_amount as amount, n.accepted_base as base, e.reviewed_on as counted_on, n.rate
          union all
          select -d.amount, -d.base_amount, d.disallowed_on, n.rate
            from partner.disallowance d where d.line_id = n.id
          union all
          select s.line_amount, s.line_base, s.settled_on, n.rate from partner.settlement_proposal s
           where s.line_id = n.id and s.settled_on is not null
          union all
          select -s.line_amount, -s.line_base, s.taken_back_on, n.rate from partner.settlement_proposal s
           where s.line_id = n.id and s.taken_back_on is not null
          union all
          select w.amount, w.base_amount, v.revalued_on, w.rate
            from partner.revaluation_line w join partner.revaluation v on v.id = w.revaluation_id
           where w.line_id = n.id) f
     where (f.amount <> 0 or f.base <> 0)
       and a.project_id in (select o.project_id from donor.opened o where o.part = 'lines');

-- A correction is negative, at the rate valid for its original, and takes back no more than was accepted of it.
create or replace function partner.check_line_correction() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_original record;
    v_corrected bigint;
begin
    select l.*, r.agreement_id, (r.state in ('accepted', 'partly_accepted')) as decided, v.rate as valid_rate
      into v_original
      from partner.expenditure_line l join partner.expenditure_report r on r.id = l.report_id and r.round = l.round
      join partner.line_rate v on v.line_id = l.id
     where l.id = new.corrects_line_id;
    v_corrected := partner.taken_back_of(new.corrects_line_id);
    if v_original.id is null or not v_original.decided or new.amount >= 0 or new.rate <> v_original.valid_rate
       or new.budget_line_id <> v_original.budget_line_id
       or v_original.agreement_id <> (select agreement_id from partner.expenditure_report where id = new.report_id)
       or v_corrected > v_original.accepted_amount then
        raise exception 'line % does not correct line %', new.id, new.corrects_line_id
            using errcode = 'check_violation', constraint = 'expenditure_line_corrects_accepted_check';
    end if;
    return null;
end
$$;

-- What was recorded at the old rate of each row: current rounds of reports, and payments. While it is only
-- proposed, at the rate valid for them now.
create or replace view reference.rate_correction_use with (security_invoker = true) as
    select w.correction_id, w.n, count(u.line_id) as lines, sum(u.amount) filter (where u.line_id is not null) as amount,
           sum(u.base_amount) filter (where u.line_id is not null) as base_amount,
           count(*) - count(u.line_id) as payments, sum(u.amount) filter (where u.line_id is null) as paid
      from reference.rate_correction_row w
      join reference.rate_correction c on c.id = w.correction_id
      join reference.exchange_rate x on x.id = w.rate_id
      join (select l.id as line_id, r.agreement_id, l.spent_on as day, l.currency, l.rate, v.rate as valid_rate,
                   l.amount, l.base_amount
              from partner.expenditure_line l
              join partner.expenditure_report r on r.id = l.report_id and r.round = l.round
              join partner.line_rate v on v.line_id = l.id
            union all
            select l.id, r.agreement_id, l.spent_on, l.spent_currency, l.spent_rate, v.spent_rate, l.spent_amount,
                   l.base_amount
              from partner.expenditure_line l
              join partner.expenditure_report r on r.id = l.report_id and r.round = l.round
              join partner.line_rate v on v.line_id = l.id
             where l.spent_currency is not null
            union all
            select null, y.agreement_id, y.paid_on, y.currency, y.rate, y.rate, y.amount, y.base_amount
              from partner.payment y
             where y.amount <> 0) u
        on u.currency = x.currency and u.day between x.valid_from and x.valid_to
       and x.rate = case when c.approved_by is null and c.refused_by is null then u.valid_rate else u.rate end
      join partner.agreement a on a.id = u.agreement_id
      join funding.project p on p.id = a.project_id
      join funding.instrument i on i.id = p.instrument_id
      left join lateral (select t.rate_series from partner.agreement_terms t
                          where t.agreement_id = a.id and t.valid_from <= u.day
                          order by t.valid_from desc limit 1) t on true
     where coalesce(t.rate_series, i.rate_series) = x.series
     group by w.correction_id, w.n;
