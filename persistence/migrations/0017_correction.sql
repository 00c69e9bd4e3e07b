-- Corrections and accounting periods. A mistake is taken back by an entry that points to it, dated in
-- an open period; what a closed period reported does not change. deploy/decisions/0011 says why so.

create table funding.accounting_period (
    id bigint primary key,
    instrument_id bigint not null constraint accounting_period_instrument_fkey references funding.instrument,
    code reference.entity_code not null,
    first_day date not null,
    last_day date not null,
    -- Null: open. Otherwise the last day (UTC) on which it still takes entries: the end of the grace
    -- after closing, or of a reopening.
    open_until date,
    -- The day at whose end its figures were first final: as reported is as known on that day.
    reported_on date,
    closed_by bigint,
    closed_for bigint,  -- whom the person stood in for
    reopened_by bigint,
    reopened_for bigint,
    version bigint not null default 1,
    constraint accounting_period_code_key unique (instrument_id, code),
    constraint accounting_period_days_check check (last_day >= first_day),
    constraint accounting_period_closed_check check (
        (closed_by is null) = (open_until is null) and (closed_by is null) = (reported_on is null)
        and (reopened_by is null or closed_by is not null)),
    constraint accounting_period_reopened_by_other_check check (
        reopened_by <> closed_by and reopened_by <> closed_for
        and reopened_for <> closed_by and reopened_for <> closed_for),
    constraint accounting_period_no_overlap_excl exclude using gist (
        int8range(instrument_id, instrument_id, '[]') with &&, daterange(first_day, last_day, '[]') with &&)
);

-- Every closing and reopening, in order.
create table funding.accounting_period_step (
    period_id bigint not null constraint accounting_period_step_period_fkey references funding.accounting_period,
    number smallint not null,
    act text not null,
    decided_by bigint not null,
    reason text,
    open_until date not null,
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (period_id, number),
    constraint accounting_period_step_act_check check (act in ('close', 'reopen')),
    constraint accounting_period_step_number_check check (number >= 1 and (number = 1) <= (act = 'close')),
    constraint accounting_period_step_reason_check check (act = 'close' or reason is not null)
);

grant select, insert on funding.accounting_period, funding.accounting_period_step to tranche_staff;
grant update on funding.accounting_period to tranche_staff;
-- Balances of a day gone by are summed from postings: for a partner or a donor's viewer, from those of
-- the accounts they see.
grant select (id, event, source_type, source_id, agreement_id, effective_on, recorded_at) on ledger.entry
    to tranche_partner;
grant select on ledger.posting to tranche_partner;
alter table ledger.posting enable row level security;
create policy staff_see_all on ledger.posting to tranche_staff using (true) with check (true);
create policy partner_sees_own on ledger.posting for select to tranche_partner
    using (exists (select 1 from ledger.account k where k.id = account_id));
grant select (recorded_at) on ledger.entry to tranche_donor;
grant select (entry_id, account_id, amount, base_amount) on ledger.posting to tranche_donor;
create policy donor_sees_reached on ledger.posting for select to tranche_donor
    using (exists (select 1 from ledger.account k where k.id = account_id));
create policy partner_sees_own on ledger.entry for select to tranche_partner
    using (agreement_id in (select id from partner.agreement));
-- A donor's viewers may ask for a period of a fund they see, as it was reported.
grant select (id, instrument_id, code, first_day, last_day, reported_on) on funding.accounting_period to tranche_donor;
alter table funding.accounting_period enable row level security;
create policy staff_see_all on funding.accounting_period to tranche_staff using (true) with check (true);
create policy donor_sees_reached on funding.accounting_period for select to tranche_donor
    using (instrument_id in (select id from funding.instrument));

-- What a row takes back, and what a row puts in the place of one taken back.
alter table partner.payment
    add column reverses_id bigint constraint payment_reverses_fkey references partner.payment,
    -- What it used up of its tranche, in the currency of the agreement.
    add column tranche_amount bigint,
    drop constraint payment_kind_check,
    drop constraint payment_sign_check,
    drop constraint payment_out_has_request_check,
    add constraint payment_kind_check check (kind in (
        'advance', 'reimbursement', 'direct_payment', 'refund', 'returned', 'offset', 'refund_reversed')),
    add constraint payment_sign_check check (
        case when kind in ('refund', 'returned', 'offset') then amount < 0 and base_amount <= 0
             else amount > 0 and base_amount >= 0 end),
    add constraint payment_out_has_request_check check (
        kind in ('refund', 'returned', 'offset', 'refund_reversed') or request_id is not null or origin <> 'current'),
    add constraint payment_reverses_check check (
        (reverses_id is not null) = (kind in ('returned', 'refund_reversed')));
create unique index payment_reversed_once_key on partner.payment (reverses_id) where reverses_id is not null;
-- What came back is taken from the States that had it, also in a donor's sums.
grant select (reverses_id) on partner.payment to tranche_donor;
update partner.payment y
   set tranche_amount = case when q.kind <> 'reimbursement' then
           (select -g.amount from ledger.entry e join ledger.posting g on g.entry_id = e.id
              join ledger.account k on k.id = g.account_id and k.kind = 'tranche_unpaid'
             where e.source_id = y.id and e.source_type = 'payment')
       when a.currency = y.currency then y.amount end
  from partner.disbursement_request q join partner.agreement a on a.id = q.agreement_id
 where q.id = y.request_id;

alter table partner.disbursement_request
    drop constraint disbursement_request_state_check,
    drop constraint disbursement_request_steps_check,
    add constraint disbursement_request_state_check check (state in (
        'submitted', 'certified', 'approved', 'paid', 'returned', 'rejected', 'cancelled')),
    add constraint disbursement_request_steps_check check (
        (state not in ('approved', 'paid', 'returned')
         or (approved_by is not null and approved_on is not null and approved_amount is not null))
        and ((state in ('paid', 'returned')) = (paid_by is not null and paid_on is not null)));

alter table partner.receivable_settlement
    drop constraint receivable_settlement_kind_check,
    drop constraint receivable_settlement_positive_check,
    add constraint receivable_settlement_kind_check
        check (kind in ('refund', 'documents', 'offset', 'write_off', 'refund_reversed')),
    add constraint receivable_settlement_sign_check
        check (case when kind = 'refund_reversed' then amount < 0 else amount > 0 end);

alter table funding.direct_expenditure
    add column reverses_id bigint constraint direct_expenditure_reverses_fkey references funding.direct_expenditure,
    add column corrects_id bigint constraint direct_expenditure_corrects_fkey references funding.direct_expenditure,
    add constraint direct_expenditure_one_link_check check (reverses_id is null or corrects_id is null);
create unique index direct_expenditure_reversed_once_key
    on funding.direct_expenditure (reverses_id) where reverses_id is not null;

alter table funding.contribution_receipt
    add column reverses_id bigint constraint contribution_receipt_reverses_fkey references funding.contribution_receipt,
    add column corrects_id bigint constraint contribution_receipt_corrects_fkey references funding.contribution_receipt,
    drop constraint contribution_receipt_positive_check,
    drop constraint contribution_receipt_unapplied_check,
    add constraint contribution_receipt_one_link_check check (reverses_id is null or corrects_id is null),
    add constraint contribution_receipt_sign_check check (
        case when reverses_id is null then amount > 0 and base_amount > 0 and unapplied_amount between 0 and amount
             else amount < 0 and base_amount < 0 and unapplied_amount between amount and 0 end);
create unique index contribution_receipt_reversed_once_key
    on funding.contribution_receipt (reverses_id) where reverses_id is not null;

-- The same door as before, with one more lock on it: nothing is posted into a closed period. It also
-- does its work in fewer statements, since starting one costs as much as what it does.
create or replace function ledger.post(
    p_event text, p_origin text, p_instrument bigint, p_project bigint, p_agreement bigint,
    p_effective_on date, p_actor bigint, p_source_type text, p_source_id bigint,
    p_reason text, p_reverses bigint,
    p_kinds text[], p_owners bigint[], p_parts bigint[], p_currencies text[],
    p_amounts bigint[], p_bases bigint[], p_rates numeric[], p_floors bigint[],
    c_measures text[], c_states text[], c_currencies text[], c_amounts bigint[], c_bases bigint[])
returns bigint
language plpgsql
security definer
set search_path = ''
as $$
declare
    v_entry bigint;
    v_accounts bigint[];
    v_kept boolean[];
    v_new boolean[] := pg_catalog.array_fill(false, array[pg_catalog.cardinality(p_kinds)]);
    v_missing boolean;
    v_unbalanced boolean;
    v_closed boolean;
    v_updated bigint;
    v_inserted bigint;
    v_recorded timestamptz;
begin
    -- Both are evaluated for what they do. A transaction id is taken before the first entry id, so
    -- that a sealer can tell when every id below a mark is settled. The shared lock keeps periods as
    -- they are until this entry is committed; closing one takes it alone.
    if pg_catalog.pg_current_xact_id() is null
       or pg_catalog.pg_advisory_xact_lock_shared(
              pg_catalog.hashtextextended('funding.accounting_period', coalesce(p_instrument, 0))) is null then
        null;
    end if;
    v_recorded := pg_catalog.clock_timestamp();

    with line as materialized (
        select p.n, p.currency, p.amount, p.base, k.book, k.kept, a.id
          from unnest(p_kinds, p_owners, p_parts, p_currencies, p_amounts, p_bases) with ordinality
                   as p(kind, owner, part, currency, amount, base, n)
          join ledger.account_kind k on k.kind = p.kind
          left join ledger.account a
            on a.owner_id = p.owner and a.kind = p.kind and a.part_id = p.part and a.currency = p.currency)
    select pg_catalog.array_agg(l.id order by l.n), pg_catalog.array_agg(l.kept order by l.n),
           pg_catalog.bool_or(l.id is null),
           exists (select 1 from line b group by grouping sets ((b.book, b.currency), (b.book))
                   having case when grouping(b.currency) = 0 then pg_catalog.sum(b.amount)
                               else pg_catalog.sum(b.base) end <> 0),
           exists (select 1 from funding.accounting_period a
                    where a.instrument_id = p_instrument and p_effective_on between a.first_day and a.last_day
                      and a.open_until < (v_recorded at time zone 'UTC')::date)
      into v_accounts, v_kept, v_missing, v_unbalanced, v_closed
      from line l;
    if v_unbalanced or v_closed or pg_catalog.cardinality(v_accounts) is distinct from pg_catalog.cardinality(p_kinds)
    then
        perform ledger.refuse(p_instrument, p_effective_on, p_kinds, p_currencies, p_amounts, p_bases);
    end if;

    if v_missing then
        with made as (
            insert into ledger.account (kind, owner_id, part_id, currency)
            select p.kind, p.owner, p.part, p.currency
              from unnest(v_accounts, p_kinds, p_owners, p_parts, p_currencies) as p(id, kind, owner, part, currency)
             where p.id is null
             order by p.owner, p.kind, p.part, p.currency
                on conflict do nothing
            returning id, kind, owner_id, part_id, currency)
        select pg_catalog.array_agg(coalesce(l.id, m.id) order by l.n), pg_catalog.array_agg(m.id is not null order by l.n),
               pg_catalog.bool_or(coalesce(l.id, m.id) is null)
          into v_accounts, v_new, v_missing
          from unnest(v_accounts, p_kinds, p_owners, p_parts, p_currencies) with ordinality
                   as l(id, kind, owner, part, currency, n)
          left join made m
            on m.owner_id = l.owner and m.kind = l.kind and m.part_id = l.part and m.currency = l.currency;
        if v_missing then
            -- Somebody else made one of them a moment ago; only now is it seen.
            select pg_catalog.array_agg(a.id order by p.n) into v_accounts
              from unnest(p_kinds, p_owners, p_parts, p_currencies) with ordinality
                       as p(kind, owner, part, currency, n)
              join ledger.account a
                on a.owner_id = p.owner and a.kind = p.kind and a.part_id = p.part and a.currency = p.currency;
            if pg_catalog.cardinality(v_accounts) is distinct from pg_catalog.cardinality(p_kinds) then
                raise exception 'an account is missing' using errcode = 'data_corrupted';
            end if;
        end if;
    end if;

    v_entry := pg_catalog.nextval('ledger.entry_id_seq');
    with entry as (
        insert into ledger.entry (id, event, origin, instrument_id, project_id, agreement_id, effective_on,
                                  recorded_at, actor_id, source_type, source_id, reason, reverses_id)
        overriding system value
        values (v_entry, p_event, p_origin, p_instrument, p_project, p_agreement, p_effective_on,
                v_recorded, p_actor, p_source_type, p_source_id, p_reason, p_reverses)),
    posting as (
        insert into ledger.posting (entry_id, account_id, amount, base_amount, rate)
        select v_entry, p.account, p.amount, p.base, p.rate
          from unnest(v_accounts, p_amounts, p_bases, p_rates) as p(account, amount, base, rate)),
    cell as (
        insert into ledger.cell as c (project_id, measure, effective_year, known_year, state, currency,
                                      amount, base_amount, entries)
        select p_project, m.measure, extract(year from p_effective_on)::smallint,
               extract(year from v_recorded at time zone 'UTC')::smallint, m.state, m.currency,
               m.amount, m.base, 1
          from unnest(c_measures, c_states, c_currencies, c_amounts, c_bases)
                   as m(measure, state, currency, amount, base)
         order by m.measure, m.state, m.currency
            on conflict (project_id, measure, effective_year, known_year, state, currency) do update
           set amount = c.amount + excluded.amount,
               base_amount = c.base_amount + excluded.base_amount,
               entries = c.entries + 1),
    -- A new account's balance is what is posted to it: nobody else can have seen it.
    inserted as (
        insert into ledger.balance (account_id, amount, base_amount, floor_amount)
        select p.account, p.amount, p.base, coalesce(p.floor, 0)
          from unnest(v_accounts, v_kept, v_new, p_amounts, p_bases, p_floors)
                   as p(account, kept, is_new, amount, base, floor)
         where p.kept and p.is_new
        returning 1),
    -- In the order of the accounts, so that two entries do not wait for each other.
    updated as (
        update ledger.balance b
           set amount = b.amount + p.amount,
               base_amount = b.base_amount + p.base,
               floor_amount = coalesce(p.floor, b.floor_amount)
          from (select q.* from unnest(v_accounts, v_kept, v_new, p_amounts, p_bases, p_floors)
                       as q(account, kept, is_new, amount, base, floor)
                 where q.kept and not q.is_new order by q.account) p
         where b.account_id = p.account
        returning 1)
    select (select count(*) from inserted), (select count(*) from updated) into v_inserted, v_updated;
    if v_inserted + v_updated <> pg_catalog.cardinality(pg_catalog.array_positions(v_kept, true)) then
        raise exception 'a kept account has no balance' using errcode = 'data_corrupted';
    end if;

    if c_states[1] <> any (c_states) then
        insert into ledger.entry_share (entry_id, measure, state, currency, amount, base_amount)
        select v_entry, m.measure, m.state, m.currency, m.amount, m.base
          from unnest(c_measures, c_states, c_currencies, c_amounts, c_bases)
                   as m(measure, state, currency, amount, base);
    end if;
    return v_entry;
end
$$;

-- Says what is wrong with an entry that ledger.post will not take.
create function ledger.refuse(
    p_instrument bigint, p_effective_on date, p_kinds text[], p_currencies text[], p_amounts bigint[],
    p_bases bigint[])
returns void
language plpgsql
set search_path = ''
as $$
declare
    v_bad text;
    v_bad_base text;
    v_open date;
begin
    select pg_catalog.string_agg(b.book || ' ' || b.currency, ', ') filter (where b.of_currency),
           pg_catalog.string_agg(b.book, ', ') filter (where not b.of_currency)
      into v_bad, v_bad_base
      from (select k.book::text, p.currency, grouping(p.currency) = 0
              from unnest(p_kinds, p_currencies, p_amounts, p_bases) as p(kind, currency, amount, base)
              join ledger.account_kind k on k.kind = p.kind
             group by grouping sets ((k.book, p.currency), (k.book))
            having case when grouping(p.currency) = 0 then pg_catalog.sum(p.amount)
                        else pg_catalog.sum(p.base) end <> 0) as b(book, currency, of_currency);
    if v_bad is not null then
        raise exception 'entry does not balance: %', v_bad
            using errcode = 'check_violation', constraint = 'entry_balances_per_currency_check';
    end if;
    if v_bad_base is not null then
        raise exception 'entry does not balance in base currency: %', v_bad_base
            using errcode = 'check_violation', constraint = 'entry_balances_in_base_check';
    end if;
    select pg_catalog.max(a.last_day) + 1 into v_open
      from funding.accounting_period a
     where a.instrument_id = p_instrument and a.last_day >= p_effective_on
       and a.open_until < (pg_catalog.clock_timestamp() at time zone 'UTC')::date;
    if v_open is not null then
        raise exception 'the period of % is closed', p_effective_on
            using errcode = 'check_violation', constraint = 'entry_in_open_period_check',
                  hint = 'date=' || p_effective_on || ';earliest=' || v_open;
    end if;
    raise exception 'an account is of no known kind'
        using errcode = 'foreign_key_violation', constraint = 'account_kind_fkey';
end
$$;
revoke all on function ledger.refuse from public;
