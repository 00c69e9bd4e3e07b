-- Acts on donors' money are taken back by a second person; a refund of unapplied money is paid at the rate
-- of its day. Why so: deploy/decisions/0023-donor-acts-are-taken-back.md.

insert into ledger.account_kind (kind, book, kept) values ('refund_exchange_difference', 'F', false);

alter table funding.receipt_application
    add column recorded_for bigint,
    add column reverses_id bigint constraint receipt_application_reverses_fkey references funding.receipt_application,
    drop constraint receipt_application_positive_check,
    add constraint receipt_application_sign_check check (
        case when reverses_id is null then amount > 0 and base_amount > 0 and overhead_amount >= 0
             else amount < 0 and base_amount < 0 and overhead_amount <= 0 end);
alter table funding.line_transfer
    add column decided_for bigint,
    add column reverses_id bigint constraint line_transfer_reverses_fkey references funding.line_transfer,
    drop constraint line_transfer_positive_check,
    add constraint line_transfer_sign_check check (case when reverses_id is null then amount > 0 else amount < 0 end);
alter table funding.return_release
    add column recorded_for bigint,
    add column reverses_id bigint constraint return_release_reverses_fkey references funding.return_release,
    drop constraint return_release_positive_check,
    add constraint return_release_sign_check check (case when reverses_id is null then amount > 0 else amount < 0 end);
alter table funding.donor_refund
    add column reverses_id bigint constraint donor_refund_reverses_fkey references funding.donor_refund,
    -- Of unapplied money: what it was worth more on the day it left than when it came, currency of the line.
    add column exchange_difference bigint not null default 0,
    drop constraint donor_refund_positive_check,
    drop constraint donor_refund_paid_by_other_check,
    drop constraint donor_refund_bank_reference_key,
    add constraint donor_refund_sign_check check (
        case when reverses_id is null then amount > 0 and taken_base > 0 else amount < 0 and taken_base < 0 end),
    add constraint donor_refund_paid_by_other_check check (
        reverses_id is not null
        or (paid_by <> requested_by and paid_by <> requested_for
            and paid_for <> requested_by and paid_for <> requested_for)),
    add constraint donor_refund_exchange_of_unapplied_check check (taken_from = 'unapplied' or exchange_difference = 0);
create unique index receipt_application_reversed_once_key
    on funding.receipt_application (reverses_id) where reverses_id is not null;
create unique index line_transfer_reversed_once_key on funding.line_transfer (reverses_id) where reverses_id is not null;
create unique index return_release_reversed_once_key
    on funding.return_release (reverses_id) where reverses_id is not null;
create unique index donor_refund_reversed_once_key on funding.donor_refund (reverses_id) where reverses_id is not null;
create index donor_refund_bank_reference on funding.donor_refund (contribution_id, bank_reference);
grant insert (paid_by, paid_for, paid_on, bank_reference, rate, taken_base, exchange_difference, reverses_id)
    on funding.donor_refund to tranche_staff;
grant update (exchange_difference) on funding.donor_refund to tranche_staff;

-- A row that takes another back is its opposite, is not taken back itself, and is another person's. The
-- argument names the step: "recorded", "decided", "paid".
create function funding.check_taken_back() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_step text := tg_argv[0];
    v_before jsonb;
    v_now jsonb := pg_catalog.to_jsonb(new);
begin
    execute pg_catalog.format('select pg_catalog.to_jsonb(t) from funding.%I t where t.id = $1', tg_table_name)
       into v_before using new.reverses_id;
    if (v_now ->> 'amount')::bigint <> -(v_before ->> 'amount')::bigint or v_before ->> 'reverses_id' is not null
       or v_now -> 'contribution_id' <> v_before -> 'contribution_id'
    then
        raise exception '% % does not take % back', tg_table_name, new.id, new.reverses_id
            using errcode = 'check_violation', constraint = 'taken_back_whole_check';
    end if;
    if array[v_now ->> (v_step || '_by'), v_now ->> (v_step || '_for')]
       && pg_catalog.array_remove(array[v_before ->> (v_step || '_by'), v_before ->> (v_step || '_for')], null)
    then
        raise exception '% is taken back by who did it', new.reverses_id
            using errcode = 'check_violation', constraint = 'taken_back_by_other_check';
    end if;
    return null;
end
$$;
revoke all on function funding.check_taken_back from public;
create trigger receipt_application_taken_back after insert on funding.receipt_application
    for each row when (new.reverses_id is not null) execute function funding.check_taken_back('recorded');
create trigger line_transfer_taken_back after insert on funding.line_transfer
    for each row when (new.reverses_id is not null) execute function funding.check_taken_back('decided');
create trigger return_release_taken_back after insert on funding.return_release
    for each row when (new.reverses_id is not null) execute function funding.check_taken_back('recorded');
create trigger donor_refund_taken_back after insert on funding.donor_refund
    for each row when (new.reverses_id is not null) execute function funding.check_taken_back('paid');

-- A bank's reference stands once among what was not taken back. The contribution is locked, so that two
-- payments of one reference see each other.
create function funding.check_refund_reference() returns trigger
language plpgsql set search_path = '' as $$
begin
    perform 1 from funding.contribution c where c.id = new.contribution_id for no key update;
    if exists (select 1 from funding.donor_refund r
                where r.contribution_id = new.contribution_id and r.bank_reference = new.bank_reference
                  and r.id <> new.id and r.reverses_id is null
                  and not exists (select 1 from funding.donor_refund b where b.reverses_id = r.id))
    then
        raise exception 'bank reference % stands already', new.bank_reference
            using errcode = 'unique_violation', constraint = 'donor_refund_bank_reference_key';
    end if;
    return null;
end
$$;
revoke all on function funding.check_refund_reference from public;
create trigger donor_refund_bank_reference_once after insert or update of bank_reference on funding.donor_refund
    for each row when (new.bank_reference is not null and new.reverses_id is null)
    execute function funding.check_refund_reference();

-- The sources of what is taken back, with the other sign: money is not new because it went the wrong way.
alter table funding.money_source add column reverses boolean not null default false;
update funding.money_source m set reverses = true
  from funding.contribution_receipt r
 where m.source_type = 'contribution_receipt' and r.id = m.source_id and r.reverses_id is not null;

-- As before (0032), for the donor, contribution, line or instrument asked for alone, and with what refunds at
-- another rate cost or brought the money of each contribution (`refund_exchange`). It reads the sources of
-- those contributions and of the projects they reached.
drop function funding.donor_figures;
create function funding.donor_figures(
    p_until date, p_known date, p_donor bigint default null, p_contribution bigint default null,
    p_line bigint default null, p_instrument bigint default null)
returns table (contribution_id bigint, tied_project text, region text, objective text, committed_own bigint, received_own bigint, unapplied_own bigint,
               committed bigint, received bigint, unapplied bigint, exchange_difference bigint, overhead bigint,
               allocated bigint, returned bigint, refunded bigint, on_line bigint, held bigint,
               spent bigint, project_exchange bigint, refund_exchange bigint)
language sql stable security definer set search_path = '' as $$
    with bounds as (
        select coalesce(p_until, 'infinity'::date) as last,
               coalesce((p_known + 1)::timestamp at time zone 'UTC', 'infinity'::timestamptz) as known_before),
    mine as materialized (
        select c.id, c.line_id, c.region, c.objective, p.code as tied_project
          from funding.contribution c
          join funding.funding_line l on l.id = c.line_id
          left join funding.project p on p.id = c.project_id
         where (session_user <> 'tranche_donor'
                or c.donor_id = nullif(pg_catalog.current_setting('tranche.donor', true), '')::bigint)
           and (p_donor is null or c.donor_id = p_donor) and (p_contribution is null or c.id = p_contribution)
           and (p_line is null or c.line_id = p_line) and (p_instrument is null or l.instrument_id = p_instrument)),
    posted as (
        select c.id,
               pg_catalog.sum(g.amount) filter (where a.kind = 'commitment_open' and e.event = 'commitment') as committed_own,
               pg_catalog.sum(g.base_amount) filter (where a.kind = 'commitment_open' and e.event = 'commitment') as committed,
               pg_catalog.sum(g.amount) filter (where a.kind = 'unapplied_receipt') as unapplied_own,
               pg_catalog.sum(g.base_amount) filter (where a.kind = 'unapplied_receipt') as unapplied,
               -pg_catalog.sum(g.base_amount) filter (where a.kind = 'contribution_exchange_difference') as difference,
               pg_catalog.sum(g.base_amount) filter (where a.kind = 'overhead') as overhead
          from mine c
          cross join bounds b
          join ledger.account a
            on (a.owner_id = c.id and a.kind in ('commitment_open', 'unapplied_receipt', 'contribution_exchange_difference'))
            or (a.owner_id = c.line_id and a.kind = 'overhead' and a.part_id = c.id)
          join ledger.posting g on g.account_id = a.id
          join ledger.entry e on e.id = g.entry_id and e.effective_on <= b.last and e.recorded_at < b.known_before
         group by c.id),
    received as (
        select r.contribution_id, pg_catalog.sum(r.amount) as own, pg_catalog.sum(r.base_amount) as base
          from mine c
          join funding.contribution_receipt r on r.contribution_id = c.id
          cross join bounds b
          join ledger.entry e on e.source_id = r.id and e.source_type = 'contribution_receipt'
           and e.effective_on <= b.last and e.recorded_at < b.known_before
         group by 1),
    refunded as (
        select r.contribution_id, pg_catalog.sum(r.taken_base) as base
          from mine c
          join funding.donor_refund r on r.contribution_id = c.id
          cross join bounds b
          join ledger.entry e on e.source_id = r.id and e.source_type = 'donor_refund'
           and e.effective_on <= b.last and e.recorded_at < b.known_before
         group by 1),
    of_line as (
        select m.contribution_id,
               -pg_catalog.sum(m.amount) filter (where m.source_type in ('allocation', 'opening_balance')) as allocated,
               pg_catalog.sum(m.amount) filter (where m.source_type = 'project') as returned,
               pg_catalog.sum(m.amount) filter (where m.held) as held,
               pg_catalog.sum(m.amount) filter (where not m.held) as on_line,
               -pg_catalog.sum(m.amount) filter (where m.source_type = 'donor_refund' and exists (
                   select 1 from funding.donor_refund r
                    where r.id = m.source_id and r.taken_from = 'unapplied')) as refund_exchange
          from mine c
          join funding.money_source m on m.contribution_id = c.id
          cross join bounds b
         where m.effective_on <= b.last and m.recorded_at < b.known_before
         group by 1),
    reached as materialized (
        select distinct a.project_id
          from mine c
          join funding.money_source m on m.contribution_id = c.id and m.source_type = 'allocation'
          join funding.allocation a on a.id = m.source_id),
    given as (
        select a.project_id, m.contribution_id, -pg_catalog.sum(m.amount) as amount
          from reached r
          join funding.allocation a on a.project_id = r.project_id
          join funding.money_source m on m.source_type = 'allocation' and m.source_id = a.id
          cross join bounds b
         where m.effective_on <= b.last and m.recorded_at < b.known_before
         group by 1, 2),
    -- Kept figures where nothing is cut, else the postings within the cut.
    used as (
        select c.project_id,
               coalesce(pg_catalog.sum(c.base_amount) filter (where c.measure in ('accepted', 'direct')), 0) as spent,
               coalesce(pg_catalog.sum(case c.measure when 'interest' then -c.base_amount else c.base_amount end)
                        filter (where c.measure in ('exchange_difference', 'interest')), 0) as exchange
          from ledger.cell c
         where p_until is null and p_known is null and c.project_id in (select project_id from reached)
         group by 1
        union all
        select e.project_id,
               coalesce(pg_catalog.sum(g.base_amount) filter (where a.kind in ('spent', 'spent_direct')), 0),
               coalesce(pg_catalog.sum(g.base_amount) filter (where a.kind in ('exchange_difference', 'interest')), 0)
          from bounds b
          join ledger.entry e on e.effective_on <= b.last and e.recorded_at < b.known_before
          join ledger.posting g on g.entry_id = e.id
          join ledger.account a on a.id = g.account_id
           and a.kind in ('spent', 'spent_direct', 'exchange_difference', 'interest')
         where (p_until is not null or p_known is not null) and e.project_id in (select project_id from reached)
         group by 1),
    -- What a closed project need not give back is with it no more.
    written_off as (
        select a.owner_id as project_id, pg_catalog.sum(g.base_amount) as amount
          from bounds b cross join reached r
          join ledger.account a on a.kind = 'lost' and a.owner_id = r.project_id
          join ledger.posting g on g.account_id = a.id
          join ledger.entry e on e.id = g.entry_id and e.effective_on <= b.last and e.recorded_at < b.known_before
         group by 1),
    gone as (
        select x.project_id, pg_catalog.sum(x.spent) as spent, pg_catalog.sum(x.exchange) as exchange
          from (select u.project_id, u.spent, u.exchange from used u
                union all select w.project_id, 0, w.amount from written_off w) x
         group by 1),
    running as (
        select g.project_id, g.contribution_id, g.amount,
               pg_catalog.sum(g.amount) over (partition by g.project_id order by g.contribution_id nulls first) as through,
               nullif(pg_catalog.sum(g.amount) over (partition by g.project_id), 0) as whole
          from given g),
    shared as (
        select r.contribution_id,
               pg_catalog.sum(pg_catalog.round(u.spent * r.through / r.whole)
                              - pg_catalog.round(u.spent * (r.through - r.amount) / r.whole)) as spent,
               pg_catalog.sum(pg_catalog.round(u.exchange * r.through / r.whole)
                              - pg_catalog.round(u.exchange * (r.through - r.amount) / r.whole)) as exchange
          from running r join gone u on u.project_id = r.project_id
         group by 1)
    select c.id, c.tied_project, c.region, c.objective, coalesce(p.committed_own, 0)::bigint, coalesce(r.own, 0)::bigint, coalesce(p.unapplied_own, 0)::bigint,
           coalesce(p.committed, 0)::bigint, coalesce(r.base, 0)::bigint, coalesce(p.unapplied, 0)::bigint,
           coalesce(p.difference, 0)::bigint, coalesce(p.overhead, 0)::bigint, coalesce(l.allocated, 0)::bigint,
           coalesce(l.returned, 0)::bigint, coalesce(f.base, 0)::bigint, coalesce(l.on_line, 0)::bigint,
           coalesce(l.held, 0)::bigint, coalesce(s.spent, 0)::bigint, coalesce(s.exchange, 0)::bigint,
           coalesce(l.refund_exchange, 0)::bigint
      from mine c
      left join posted p on p.id = c.id
      left join received r on r.contribution_id = c.id
      left join refunded f on f.contribution_id = c.id
      left join of_line l on l.contribution_id = c.id
      left join shared s on s.contribution_id = c.id
$$;
revoke all on function funding.donor_figures from public;
grant execute on function funding.donor_figures to tranche_staff, tranche_donor;
