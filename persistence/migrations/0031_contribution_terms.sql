-- From a pledge to money, dated: instalments expected, a commitment as first signed beside the current
-- one, the agency's overhead and pre-financing as terms of a line.

-- The first signature stands; what was changed since is a fact of its own.
alter table funding.contribution add column original_amount bigint;
update funding.contribution set original_amount = committed_amount where committed_on is not null;
alter table funding.contribution
    add constraint contribution_original_check
        check ((original_amount is null) = (committed_on is null) and original_amount > 0);
revoke update on funding.contribution from tranche_staff;
grant update (committed_amount, committed_on, original_amount, version) on funding.contribution to tranche_staff;
create table funding.commitment_change (
    id bigint primary key,
    contribution_id bigint not null constraint commitment_change_contribution_fkey references funding.contribution,
    changed_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,  -- more, or less
    document text not null,
    recorded_by bigint not null,
    constraint commitment_change_not_zero_check check (amount <> 0),
    constraint commitment_change_document_check check (document <> '')
);
create index commitment_change_contribution on funding.commitment_change (contribution_id);

create function funding.check_commitment() returns trigger
language plpgsql set search_path = '' as $$
begin
    if old.original_amount is not null and new.original_amount is distinct from old.original_amount then
        raise exception 'what was signed first of % stands', new.code
            using errcode = 'check_violation', constraint = 'contribution_original_stands_check';
    end if;
    return new;
end
$$;
revoke all on function funding.check_commitment from public;
create trigger contribution_original_stands before update on funding.contribution
    for each row execute function funding.check_commitment();

-- When a contribution's money is expected. A new schedule follows the one before and takes its place.
create table funding.expected_receipt (
    contribution_id bigint not null constraint expected_receipt_contribution_fkey references funding.contribution,
    schedule smallint not null,
    expected_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,
    set_on date not null,
    set_by bigint not null,
    primary key (contribution_id, schedule, expected_on),
    constraint expected_receipt_positive_check check (amount > 0 and schedule > 0)
);

-- What the agency takes of receipts for its own costs, and how much may be allocated against signed
-- contributions before their money is there (R23).
alter table funding.line_terms
    add column overhead_percent reference.percent,
    add column prefinancing_limit bigint,
    add constraint line_terms_overhead_check check (overhead_percent between 0 and 100),
    add constraint line_terms_prefinancing_check check (prefinancing_limit >= 0);

-- How far a pot may be below zero on a day: signed and not yet there, within what the line's terms allow
-- over all its pots (R23).
create function funding.prefinancing_of(p_line bigint, p_pot bigint, p_on date) returns bigint
language sql stable set search_path = '' as $$
    select least(
        coalesce((select t.prefinancing_limit from funding.line_terms t
                   where t.line_id = p_line and t.valid_from <= p_on order by t.valid_from desc limit 1), 0)
        + coalesce((select pg_catalog.sum(b.amount) from ledger.account a join ledger.balance b on b.account_id = a.id
                     where a.owner_id = p_line and a.kind = 'line_available' and a.part_id <> p_pot and b.amount < 0), 0),
        coalesce((select pg_catalog.sum(b.base_amount) from funding.contribution c
                    join ledger.account a on a.owner_id = c.id and a.kind = 'commitment_open'
                    join ledger.balance b on b.account_id = a.id
                   where c.line_id = p_line and c.committed_on <= p_on
                     and case when c.earmarking < 'D' then 0 else c.id end = p_pot), 0))::bigint
$$;

-- The same question as before (0028), with what may be given ahead.
create or replace function funding.check_allocation() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_pot bigint := case when (select c.earmarking >= 'D' from funding.contribution c where c.id = new.contribution_id)
                         then new.contribution_id else 0 end;
    v_missing text;
begin
    if new.amount > 0 and funding.available_from(new.line_id, v_pot, new.allocated_on)
                          < -funding.prefinancing_of(new.line_id, v_pot, new.allocated_on) then
        raise exception 'line % did not have % on %', new.line_id, new.amount, new.allocated_on
            using errcode = 'check_violation', constraint = 'allocation_within_line_check';
    end if;
    -- R11: what was known of every State that benefits.
    select pg_catalog.string_agg(b.state, ' ') into v_missing
      from funding.benefiting_state b
     where b.project_id = new.project_id
       and b.valid_from = (select pg_catalog.max(d.valid_from) from funding.benefiting_state d
                            where d.project_id = new.project_id and d.valid_from <= new.allocated_on)
       and not exists (select 1 from pg_catalog.jsonb_array_elements(new.eligibility) s where s ->> 'state' = b.state);
    if new.rules_checked and v_missing is not null then
        raise exception 'allocation % does not say what was known of %', new.id, v_missing
            using errcode = 'check_violation', constraint = 'allocation_keeps_eligibility_check';
    end if;
    return null;
end
$$;

create or replace function funding.check_source_holds() returns trigger
language plpgsql set search_path = '' as $$
begin
    if (select pg_catalog.sum(m.amount) from funding.money_source m
         where m.line_id = new.line_id and m.pot_id = new.pot_id and m.held = new.held
           and m.contribution_id is not distinct from new.contribution_id)
       < (case when new.source_type = 'allocation'
                   and funding.prefinancing_of(new.line_id, new.pot_id, new.effective_on) > 0
              then -coalesce((select b.base_amount from ledger.account a join ledger.balance b on b.account_id = a.id
                               where a.owner_id = new.contribution_id and a.kind = 'commitment_open'), 0)
              else 0 end) then
        raise exception 'contribution % has not got % on line %', new.contribution_id, -new.amount, new.line_id
            using errcode = 'check_violation', constraint = 'money_source_within_received_check';
    end if;
    return null;
end
$$;

-- Only received money is paid: what a project may still pay out; null where its lines give nothing ahead.
create function funding.payable_of(p_project bigint) returns bigint
language sql stable set search_path = '' as $$
    select case when exists (select 1 from funding.allocation a
                               join funding.line_terms t on t.line_id = a.line_id and t.prefinancing_limit > 0
                              where a.project_id = p_project) then
        (select pg_catalog.sum(g.amount - least(g.amount, greatest(0, -(
                    select pg_catalog.sum(m.amount) from funding.money_source m
                     where m.line_id = g.line_id and m.pot_id = g.pot_id and not m.held
                       and m.contribution_id is not distinct from g.contribution_id))))
           from (select m.line_id, m.pot_id, m.contribution_id, -pg_catalog.sum(m.amount) as amount
                   from funding.allocation a
                   join funding.money_source m on m.source_type = 'allocation' and m.source_id = a.id
                  where a.project_id = p_project group by 1, 2, 3) g)
        - coalesce((select pg_catalog.sum(case c.measure when 'refunded' then -c.base_amount else c.base_amount end)
                      from ledger.cell c
                     where c.project_id = p_project and c.measure in ('disbursed', 'refunded', 'direct')), 0)
        end::bigint
$$;
revoke all on function funding.prefinancing_of, funding.payable_of from public;
grant execute on function funding.prefinancing_of, funding.payable_of to tranche_staff;

grant select, insert on funding.commitment_change, funding.expected_receipt to tranche_staff;
