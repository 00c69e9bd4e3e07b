-- Money between lines, returned money that waits for its donor, and the figures of a donor's statement.

create table funding.line_transfer (
    id bigint primary key,
    from_line_id bigint not null constraint line_transfer_from_fkey references funding.funding_line,
    to_line_id bigint not null constraint line_transfer_to_fkey references funding.funding_line,
    contribution_id bigint constraint line_transfer_contribution_fkey references funding.contribution,
    transferred_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,
    reason text not null,
    decided_by bigint not null,
    constraint line_transfer_two_lines_check check (from_line_id <> to_line_id),
    constraint line_transfer_positive_check check (amount > 0),
    constraint line_transfer_reason_check check (reason <> '')
);
create index line_transfer_from on funding.line_transfer (from_line_id);
create index line_transfer_to on funding.line_transfer (to_line_id);

-- Returned money of a tied gift that its donor leaves to the line for another use.
create table funding.return_release (
    id bigint primary key,
    contribution_id bigint not null constraint return_release_contribution_fkey references funding.contribution,
    line_id bigint not null constraint return_release_line_fkey references funding.funding_line,
    released_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,
    consent text not null,
    recorded_by bigint not null,
    constraint return_release_positive_check check (amount > 0),
    constraint return_release_consent_check check (consent <> '')
);
create index return_release_contribution on funding.return_release (contribution_id);

grant select, insert on funding.line_transfer, funding.return_release to tranche_staff;

-- What a donor reads of its own gifts; a gift is seen before any of it was allocated.
alter table funding.donor enable row level security;
create policy staff_see_all on funding.donor to tranche_staff using (true) with check (true);
create policy donor_sees_own on funding.donor for select to tranche_donor
    using (id = current_setting('tranche.donor')::bigint);
grant select (id, code, name) on funding.donor to tranche_donor;
grant select (code, currency, pledged_amount, pledged_on, restriction, recorded_at)
    on funding.contribution to tranche_donor;
drop policy donor_sees_reached on funding.funding_line;
create policy donor_sees_reached on funding.funding_line for select to tranche_donor
    using (id in (select line_id from funding.allocation) or id in (select line_id from funding.contribution));
drop policy donor_sees_reached on funding.instrument;
create policy donor_sees_reached on funding.instrument for select to tranche_donor
    using (id in (select instrument_id from funding.project)
           or id in (select instrument_id from funding.funding_line));

-- What became of each contribution, until a day as known on a day; null: no cut. Amounts without "_own"
-- are in base currency. A donor's session is told of its own contributions only. What a project spent is
-- its sources' in the proportion in which it was allocated; parts are differences of rounded running sums,
-- so that they add to the whole.
create function funding.donor_figures(p_until date, p_known date)
returns table (contribution_id bigint, tied_project text, region text, objective text, committed_own bigint, received_own bigint, unapplied_own bigint,
               committed bigint, received bigint, unapplied bigint, exchange_difference bigint, overhead bigint,
               allocated bigint, returned bigint, refunded bigint, on_line bigint, held bigint,
               spent bigint, project_exchange bigint)
language sql stable security definer set search_path = '' as $$
    with bounds as (
        select coalesce(p_until, 'infinity'::date) as last,
               coalesce((p_known + 1)::timestamp at time zone 'UTC', 'infinity'::timestamptz) as known_before),
    mine as (
        select c.id, c.line_id, c.region, c.objective, p.code as tied_project
          from funding.contribution c left join funding.project p on p.id = c.project_id
         where session_user <> 'tranche_donor'
            or c.donor_id = nullif(pg_catalog.current_setting('tranche.donor', true), '')::bigint),
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
          from funding.contribution_receipt r
          cross join bounds b
          join ledger.entry e on e.source_id = r.id and e.source_type = 'contribution_receipt'
           and e.effective_on <= b.last and e.recorded_at < b.known_before
         group by 1),
    refunded as (
        select r.contribution_id, pg_catalog.sum(r.taken_base) as base
          from funding.donor_refund r
          cross join bounds b
          join ledger.entry e on e.source_id = r.id and e.source_type = 'donor_refund'
           and e.effective_on <= b.last and e.recorded_at < b.known_before
         group by 1),
    moved as (
        select m.* from funding.money_source m cross join bounds b
         where m.effective_on <= b.last and m.recorded_at < b.known_before),
    of_line as (
        select m.contribution_id,
               -pg_catalog.sum(m.amount) filter (where m.source_type in ('allocation', 'opening_balance')) as allocated,
               pg_catalog.sum(m.amount) filter (where m.source_type = 'project') as returned,
               pg_catalog.sum(m.amount) filter (where m.held) as held,
               pg_catalog.sum(m.amount) filter (where not m.held) as on_line
          from moved m where m.contribution_id is not null group by 1),
    given as (
        select a.project_id, m.contribution_id, -pg_catalog.sum(m.amount) as amount
          from moved m join funding.allocation a on a.id = m.source_id
         where m.source_type = 'allocation' group by 1, 2),
    reached as (
        select distinct g.project_id from given g join mine c on c.id = g.contribution_id),
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
           coalesce(l.held, 0)::bigint, coalesce(s.spent, 0)::bigint, coalesce(s.exchange, 0)::bigint
      from mine c
      left join posted p on p.id = c.id
      left join received r on r.contribution_id = c.id
      left join refunded f on f.contribution_id = c.id
      left join of_line l on l.contribution_id = c.id
      left join shared s on s.contribution_id = c.id
$$;
revoke all on function funding.donor_figures from public;
grant execute on function funding.donor_figures to tranche_staff, tranche_donor;
