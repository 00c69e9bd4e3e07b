-- Whose money it is that moves on a funding line: stored once with each document that moves a line's
-- pot, so that a donor can be told what its money did. With it: unapplied receipts are applied later,
-- money goes back to donors, and a gift tied in data is kept to what it is tied to.
-- Why: deploy/decisions/0018-whose-money.md.

insert into ledger.account_kind (kind, book, kept) values
    ('contribution_exchange_difference', 'F', false), ('overhead', 'F', false),
    ('returned_held', 'F', true), ('agency_bank', 'C', false);

-- R26 is a wall now; the remark that went by its number is the soft half of R25. What was decided about
-- it and acknowledged under it is known by its new number.
insert into reference.rule (code, kind) values ('R25-soft', 'remark');
alter table funding.rule_kind disable trigger user;
alter table funding.rule_exception disable trigger user;
update funding.rule_kind set rule = 'R25-soft' where rule = 'R26';
update funding.rule_exception set rule = 'R25-soft' where rule = 'R26';
update funding.remark set rule = 'R25-soft' where rule = 'R26';
alter table funding.rule_kind enable trigger user;
alter table funding.rule_exception enable trigger user;
update reference.rule set kind = 'wall' where code = 'R26';

-- One row per document, pot and giver. Pot 0 is the line's pool, else it is the tied contribution's own.
create table funding.money_source (
    id bigint generated always as identity primary key,
    source_type text not null,
    source_id bigint not null,
    number smallint not null default 1,  -- of several closures of one project
    line_id bigint not null constraint money_source_line_fkey references funding.funding_line,
    pot_id bigint not null default 0,
    -- Null: money of the line without a gift on record.
    contribution_id bigint constraint money_source_contribution_fkey references funding.contribution,
    -- Came back to a tied gift and waits for its donor's consent.
    held boolean not null default false,
    amount bigint not null,
    effective_on date not null,
    recorded_at timestamptz not null default clock_timestamp(),
    constraint money_source_not_zero_check check (amount <> 0),
    constraint money_source_held_has_giver_check check (not held or contribution_id is not null),
    constraint money_source_once_key unique nulls not distinct
        (source_type, source_id, number, line_id, pot_id, contribution_id, held)
);
create index money_source_line on funding.money_source (line_id, pot_id, contribution_id);
create index money_source_contribution on funding.money_source (contribution_id);

-- What moved before sources were kept, in the order it was recorded: named money is its gift's, pooled
-- money is everybody's in proportion to what each had left.
create procedure funding.take_sources_down()
language plpgsql set search_path = '' as $$
declare
    v_move record;
begin
    for v_move in
        select e.id, e.source_type, e.source_id, e.effective_on, e.recorded_at, k.owner_id as line, k.part_id as pot,
               g.amount, r.contribution_id as receipt_of, a.contribution_id as named,
               pg_catalog.row_number() over (partition by e.source_type, e.source_id, k.id order by e.id) as number
          from ledger.posting g
          join ledger.account k on k.id = g.account_id and k.kind = 'line_available'
          join ledger.entry e on e.id = g.entry_id
          left join funding.contribution_receipt r on r.id = e.source_id and e.source_type = 'contribution_receipt'
          left join funding.allocation a on a.id = e.source_id and e.source_type = 'allocation'
         where g.amount <> 0
         order by e.id
    loop
        -- A gift named from the pool gave no more than it had; what it was overdrawn by was everybody's.
        if v_move.pot <> 0 or v_move.receipt_of is not null
           or (v_move.named is not null and v_move.amount + coalesce(
                   (select pg_catalog.sum(m.amount) from funding.money_source m
                     where m.line_id = v_move.line and m.pot_id = 0 and m.contribution_id = v_move.named), 0) >= 0)
           or (v_move.amount > 0 and v_move.source_type <> 'project')
        then
            insert into funding.money_source (source_type, source_id, number, line_id, pot_id, contribution_id, amount,
                                              effective_on, recorded_at)
            values (v_move.source_type, v_move.source_id, v_move.number, v_move.line, v_move.pot,
                    coalesce(v_move.named, v_move.receipt_of, nullif(v_move.pot, 0)), v_move.amount,
                    v_move.effective_on, v_move.recorded_at);
            continue;
        end if;
        insert into funding.money_source (source_type, source_id, number, line_id, contribution_id, amount,
                                          effective_on, recorded_at)
        with holder as (
            -- What a project gives back is theirs whose money it had; all else is what each has left.
            select m.contribution_id,
                   case when v_move.amount > 0 then -pg_catalog.sum(m.amount) else pg_catalog.sum(m.amount) end as weight
              from funding.money_source m
             where m.line_id = v_move.line
               and case when v_move.amount > 0
                        then m.source_type = 'allocation' and m.source_id in (
                                 select x.id from funding.allocation x where x.project_id = v_move.source_id)
                        else m.pot_id = 0 end
             group by m.contribution_id),
        able as (
            select contribution_id, weight, pg_catalog.sum(weight) over () as whole from holder where weight > 0
            union all
            select null, 1, 1 where not exists (select 1 from holder where weight > 0)),
        part as (
            select contribution_id, pg_catalog.div(pg_catalog.abs(v_move.amount) * weight, whole) as down,
                   (pg_catalog.abs(v_move.amount) * weight) % whole as remainder
              from able),
        ranked as (
            select contribution_id, down,
                   pg_catalog.row_number() over (order by remainder desc, contribution_id nulls first) as place,
                   pg_catalog.abs(v_move.amount) - pg_catalog.sum(down) over () as left_over
              from part)
        select v_move.source_type, v_move.source_id, v_move.number, v_move.line, contribution_id,
               pg_catalog.sign(v_move.amount) * (down + case when place <= left_over then 1 else 0 end),
               v_move.effective_on, v_move.recorded_at
          from ranked
         where down + case when place <= left_over then 1 else 0 end > 0;
    end loop;
end
$$;
call funding.take_sources_down();
drop procedure funding.take_sources_down;

-- R26: asked at the end of the transaction, of decisions. A receipt that is taken back is a fact.
create function funding.check_source_holds() returns trigger
language plpgsql set search_path = '' as $$
begin
    if (select pg_catalog.sum(m.amount) from funding.money_source m
         where m.line_id = new.line_id and m.pot_id = new.pot_id and m.held = new.held
           and m.contribution_id is not distinct from new.contribution_id) < 0 then
        raise exception 'contribution % has not got % on line %', new.contribution_id, -new.amount, new.line_id
            using errcode = 'check_violation', constraint = 'money_source_within_received_check';
    end if;
    return null;
end
$$;
revoke all on function funding.check_source_holds from public;
create constraint trigger money_source_within_received after insert on funding.money_source
    deferrable initially deferred for each row
    when (new.amount < 0 and new.source_type <> 'contribution_receipt')
    execute function funding.check_source_holds();

-- An allocation names its sources, to the cent.
create function funding.check_allocation_sources() returns trigger
language plpgsql set search_path = '' as $$
begin
    if new.amount <> (select coalesce(-pg_catalog.sum(m.amount), 0) from funding.money_source m
                       where m.source_type = 'allocation' and m.source_id = new.id) then
        raise exception 'allocation % does not say whose money it is', new.id
            using errcode = 'check_violation', constraint = 'allocation_names_its_sources_check';
    end if;
    return null;
end
$$;
revoke all on function funding.check_allocation_sources from public;
create constraint trigger allocation_without_sources after insert on funding.allocation
    deferrable initially deferred for each row execute function funding.check_allocation_sources();

-- What a gift is tied to, in data where it can be: a project, a region of the States that benefit, an
-- objective (a type of project). The restriction stays in the donor's words beside it.
alter table funding.contribution
    add column region text,
    add column objective text constraint contribution_objective_fkey references reference.project_type,
    -- When it was written down; null: before that was kept.
    add column recorded_at timestamptz,
    add constraint contribution_tied_is_earmarked_check
        check (earmarking >= 'D' or (region is null and objective is null));
alter table funding.contribution alter column recorded_at set default clock_timestamp();

create function funding.check_restriction() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_gift funding.contribution;
begin
    select * into v_gift from funding.contribution c where c.id = new.contribution_id;
    if v_gift.project_id <> new.project_id
       or v_gift.objective <> coalesce((select p.project_type from funding.project p where p.id = new.project_id), '')
       or exists (select 1 from funding.benefiting_state b
                    join reference.member_state s on s.iso2 = b.state
                   where b.project_id = new.project_id and s.region is distinct from v_gift.region
                     and v_gift.region is not null
                     and b.valid_from = (select pg_catalog.max(d.valid_from) from funding.benefiting_state d
                                          where d.project_id = new.project_id and d.valid_from <= new.allocated_on))
    then
        raise exception 'contribution % is tied to something else', v_gift.code
            using errcode = 'check_violation', constraint = 'allocation_obeys_restriction_check';
    end if;
    return null;
end
$$;
revoke all on function funding.check_restriction from public;
create constraint trigger allocation_obeys_restriction after insert on funding.allocation
    deferrable initially deferred for each row when (new.contribution_id is not null)
    execute function funding.check_restriction();

-- R24: money that was beyond what was signed, once it is covered.
alter table funding.contribution_receipt
    add column overhead_amount bigint not null default 0;  -- the agency's part, currency of the line
create table funding.receipt_application (
    id bigint primary key,
    contribution_id bigint not null
        constraint receipt_application_contribution_fkey references funding.contribution,
    applied_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,
    base_amount bigint not null,  -- at the rates it was received at
    overhead_amount bigint not null default 0,
    recorded_by bigint not null,
    constraint receipt_application_positive_check check (amount > 0 and base_amount > 0 and overhead_amount >= 0)
);
create index receipt_application_contribution on funding.receipt_application (contribution_id);

-- Money that goes back to its donor. Two persons for money out (R39).
create table funding.donor_refund (
    id bigint primary key,
    contribution_id bigint not null constraint donor_refund_contribution_fkey references funding.contribution,
    taken_from text not null,
    currency reference.currency_code not null,
    amount bigint not null,
    reason text not null,
    requested_by bigint not null,
    requested_for bigint,
    requested_on date not null,
    paid_by bigint,
    paid_for bigint,
    paid_on date,
    bank_reference text,
    rate numeric(22, 10),
    taken_base bigint,  -- what left the line, currency of the line
    refused_by bigint,
    refused_for bigint,
    refused_on date,
    version bigint not null default 1,
    constraint donor_refund_taken_from_check check (taken_from in ('line', 'held', 'unapplied')),
    constraint donor_refund_positive_check check (amount > 0 and taken_base > 0),
    constraint donor_refund_reason_check check (reason <> ''),
    constraint donor_refund_paid_check check (
        (paid_by is null) = (paid_on is null) and (paid_by is null) = (bank_reference is null)
        and (paid_by is null) = (rate is null) and (paid_by is null) = (taken_base is null)),
    constraint donor_refund_refused_check
        check ((refused_by is null) = (refused_on is null) and (refused_by is null or paid_by is null)),
    constraint donor_refund_paid_by_other_check check (
        paid_by <> requested_by and paid_by <> requested_for
        and paid_for <> requested_by and paid_for <> requested_for),
    constraint donor_refund_bank_reference_key unique (contribution_id, bank_reference)
);
create index donor_refund_contribution on funding.donor_refund (contribution_id);
create function funding.check_donor_refund_move() returns trigger
language plpgsql set search_path = '' as $$
begin
    if old.paid_by is not null or old.refused_by is not null then
        raise exception 'refund % was decided before', new.id
            using errcode = 'check_violation', constraint = 'donor_refund_decided_once_check';
    end if;
    return new;
end
$$;
revoke all on function funding.check_donor_refund_move from public;
create trigger donor_refund_decided_once before update on funding.donor_refund
    for each row execute function funding.check_donor_refund_move();

grant select, insert on funding.money_source, funding.receipt_application to tranche_staff;
grant select on funding.donor_refund to tranche_staff;
grant insert (id, contribution_id, taken_from, currency, amount, reason, requested_by, requested_for, requested_on)
    on funding.donor_refund to tranche_staff;
grant update (paid_by, paid_for, paid_on, bank_reference, rate, taken_base, refused_by, refused_for, refused_on, version)
    on funding.donor_refund to tranche_staff;

-- A donor's money reached what is among the sources of an allocation, and nothing else.
alter table funding.money_source enable row level security;
create policy staff_see_all on funding.money_source to tranche_staff using (true) with check (true);
create policy donor_sees_own on funding.money_source for select to tranche_donor
    using (contribution_id in (select id from funding.contribution));
grant select (source_type, source_id, contribution_id) on funding.money_source to tranche_donor;
drop policy donor_sees_reached on funding.allocation;
create policy donor_sees_reached on funding.allocation for select to tranche_donor
    using (id in (select m.source_id from funding.money_source m where m.source_type = 'allocation'));
create or replace view donor.project with (security_barrier = true) as
    select p.id, p.protection
      from funding.project p
     where p.id in (select a.project_id
                      from funding.money_source m
                      join funding.allocation a on a.id = m.source_id
                      join funding.contribution c on c.id = m.contribution_id
                     where m.source_type = 'allocation'
                       and c.donor_id = current_setting('tranche.donor')::bigint);
