-- What was accepted and later disallowed, by an audit say: a dated negative acceptance in the open period.
-- The lines and the form of their own time stand. What was paid for it is owed back, with its share of
-- support cost (R32, R45).
create table partner.disallowance (
    id bigint primary key,
    line_id bigint not null constraint disallowance_line_fkey references partner.expenditure_line,
    receivable_id bigint not null constraint disallowance_receivable_fkey references partner.receivable,
    disallowed_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,
    base_amount bigint not null,
    support_amount bigint not null,
    support_base bigint not null,
    document text,
    reason text not null,
    decided_by bigint not null constraint disallowance_decided_by_fkey references people.user_account,
    decided_for bigint,
    constraint disallowance_receivable_key unique (receivable_id),
    constraint disallowance_positive_check
        check (amount > 0 and base_amount >= 0 and support_amount >= 0 and support_base >= 0),
    constraint disallowance_reason_check check (reason <> '')
);
create index disallowance_line on partner.disallowance (line_id);

create or replace function partner.taken_back_of(p_line bigint) returns bigint
language sql stable set search_path = '' as $$
    select (coalesce((select -pg_catalog.sum(c.amount - c.rejected_amount)
                        from partner.expenditure_line c
                        join partner.expenditure_report r on r.id = c.report_id and r.round = c.round
                       where c.corrects_line_id = p_line), 0)
            + coalesce((select pg_catalog.sum(d.amount) from partner.disallowance d where d.line_id = p_line), 0))::bigint;
$$;

-- No more than was accepted of the line, corrections taken off, those on their way too.
create function partner.check_disallowance() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_accepted bigint;
begin
    select l.accepted_amount into v_accepted
      from partner.expenditure_line l where l.id = new.line_id for no key update;
    if partner.taken_back_of(new.line_id) > v_accepted then
        raise exception 'more is disallowed of line % than was accepted', new.line_id
            using errcode = 'check_violation', constraint = 'disallowance_within_accepted_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_disallowance from public;
create trigger disallowance_within_accepted after insert on partner.disallowance
    for each row execute function partner.check_disallowance();

grant select, insert on partner.disallowance to tranche_staff;
grant select on partner.disallowance to tranche_partner;
alter table partner.disallowance enable row level security;
create policy staff_see_all on partner.disallowance to tranche_staff using (true) with check (true);
create policy partner_sees_own on partner.disallowance for select to tranche_partner using (
    exists (select 1 from partner.expenditure_line l where l.id = line_id));

-- What a donor reads of lines: what was accepted, and a row of its own for what was taken back of it later.
create or replace view donor.expenditure_line with (security_barrier = true) as
    select n.id, n.report_id, a.id as agreement_id, a.project_id, n.budget_line_id, b.code as budget_line,
           b.title_en, b.title_fr, b.title_es, n.document, n.spent_on, n.description,
           case when exists (select 1 from donor.opened o where o.project_id = a.project_id and o.part = 'payees')
                then n.payee end as payee,
           n.currency, f.amount as accepted_amount, n.rate, f.base as accepted_base, f.counted_on as reviewed_on
      from partner.expenditure_line n
      join partner.expenditure_report e on e.id = n.report_id and e.round = n.round
       and e.state in ('accepted', 'partly_accepted')
      join partner.agreement a on a.id = e.agreement_id
      join funding.budget_line b on b.id = n.budget_line_id
      cross join lateral (
          select n.accepted_amount as amount, n.accepted_base as base, e.reviewed_on as counted_on
          union all
          select -d.amount, -d.base_amount, d.disallowed_on from partner.disallowance d where d.line_id = n.id) f
     where f.amount <> 0
       and a.project_id in (select o.project_id from donor.opened o where o.part = 'lines');
