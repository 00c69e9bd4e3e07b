-- What a service without a ledger would keep: one table of transactions, summed when asked. The two
-- anchors run on it (bare_read.sql, bare_post.sql), so that "1 x Node" rests on the same machine in
-- the same run. One row per payment and per accepted report of the reference dataset.
\set ON_ERROR_STOP on
set synchronous_commit = off;
create schema bare;
create table bare.agreement as
select a.id, a.project_id, a.value from partner.agreement a;
alter table bare.agreement add primary key (id);
create table bare.transaction (
    id bigint generated always as identity primary key,
    agreement_id bigint not null references bare.agreement,
    project_id bigint not null references funding.project,
    kind text not null,
    booked_on date not null,
    currency char(3) not null,
    amount bigint not null,
    base_amount bigint not null,
    reference text not null,
    created_at timestamptz not null default now(),
    check (amount > 0)
);
insert into bare.transaction (agreement_id, project_id, kind, booked_on, currency, amount, base_amount, reference)
select agreement_id, project_id, 'payment', paid_on, currency, amount, base_amount, bank_reference
  from partner.payment
union all
select r.agreement_id, a.project_id, 'expenditure', l.spent_on, l.currency, l.amount, l.base_amount, l.document
  from partner.expenditure_line l join partner.expenditure_report r on r.id = l.report_id
  join partner.agreement a on a.id = r.agreement_id
 order by 4;
create index on bare.transaction (project_id);
create index on bare.transaction (agreement_id);

-- Writes one payment after one check: what is paid stays within the agreement's value.
create function bare.pay(p_agreement bigint, p_amount bigint, p_reference text) returns bigint
language plpgsql as $$
declare
    v_project bigint;
    v_value bigint;
    v_paid bigint;
    v_id bigint;
begin
    select project_id, value into v_project, v_value from bare.agreement where id = p_agreement for update;
    select coalesce(sum(amount), 0) into v_paid from bare.transaction
     where agreement_id = p_agreement and kind = 'payment';
    if v_paid + p_amount > v_value then
        raise exception 'beyond the value of the agreement';
    end if;
    insert into bare.transaction (agreement_id, project_id, kind, booked_on, currency, amount, base_amount, reference)
    values (p_agreement, v_project, 'payment', '2025-01-15', 'USD', p_amount, p_amount, p_reference)
    returning id into v_id;
    return v_id;
end
$$;
grant usage on schema bare, bench to tranche_staff;
grant select, insert, update on all tables in schema bare to tranche_staff;
