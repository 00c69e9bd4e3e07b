-- What each giver has left of a pot is kept, so that a draw reads what it needs and not the history of its
-- pot. R26 is a constraint of the kept row.

-- Money that came in, for the proportion in which a pool gives: what is taken back counts less, what a
-- transfer took away and brought back counts nothing.
alter table funding.money_source add column came_in boolean not null generated always as (
    contribution_id is not null
    and (source_type in ('contribution_receipt', 'receipt_application')
         or (source_type = 'line_transfer' and (amount > 0) <> reverses))) stored;
create index money_source_came_in on funding.money_source (line_id, effective_on)
    where came_in and pot_id = 0 and not held;
create index money_source_day on funding.money_source (line_id, pot_id, effective_on) include (amount) where not held;

create table funding.giver_balance (
    line_id bigint not null constraint giver_balance_line_fkey references funding.funding_line,
    pot_id bigint not null,
    contribution_id bigint constraint giver_balance_contribution_fkey references funding.contribution,
    held boolean not null,
    amount bigint not null default 0,
    -- How far a decision may take it: nothing, or what is signed where the line gives ahead (R23). Below
    -- that only a fact does: a receipt that is taken back, or brings less than was given ahead of it.
    floor_amount bigint not null default 0,
    first_in date,
    constraint giver_balance_key unique nulls not distinct (line_id, pot_id, contribution_id, held),
    constraint giver_balance_floor_check check (floor_amount <= 0),
    constraint money_source_within_received_check check (amount >= floor_amount)
) with (fillfactor = 70);
create index giver_balance_contribution on funding.giver_balance (contribution_id);
grant select on funding.giver_balance to tranche_staff;

insert into funding.giver_balance (line_id, pot_id, contribution_id, held, amount, floor_amount, first_in)
select m.line_id, m.pot_id, m.contribution_id, m.held, pg_catalog.sum(m.amount),
       least(0, pg_catalog.sum(m.amount)), pg_catalog.min(m.effective_on) filter (where m.amount > 0)
  from funding.money_source m
 group by 1, 2, 3, 4;

drop trigger money_source_within_received on funding.money_source;
drop function funding.check_source_holds;

create function funding.keep_giver() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_promised bigint := 0;
begin
    if new.amount < 0 and new.source_type = 'allocation'
       and funding.prefinancing_of(new.line_id, new.pot_id, new.effective_on) > 0
    then
        v_promised := coalesce((select b.base_amount from ledger.account a join ledger.balance b on b.account_id = a.id
                                 where a.owner_id = new.contribution_id and a.kind = 'commitment_open'), 0);
    end if;
    loop
        update funding.giver_balance g
           set amount = g.amount + new.amount,
               floor_amount = case when new.amount > 0 or new.source_type = 'contribution_receipt'
                                   then least(0, g.amount + new.amount) else -v_promised end,
               first_in = least(g.first_in, case when new.amount > 0 then new.effective_on end)
         where g.line_id = new.line_id and g.pot_id = new.pot_id and g.held = new.held
           and g.contribution_id is not distinct from new.contribution_id;
        exit when found;
        insert into funding.giver_balance (line_id, pot_id, contribution_id, held)
        values (new.line_id, new.pot_id, new.contribution_id, new.held)
            on conflict do nothing;
    end loop;
    return null;
end
$$;
revoke all on function funding.keep_giver from public;
create trigger giver_balance_kept after insert on funding.money_source
    for each row execute function funding.keep_giver();

-- As before (0028): the least a pot holds on a day and any later one. What it holds now is kept; only what
-- moves after the day is read.
create or replace function funding.available_from(p_line bigint, p_pot bigint, p_on date) returns bigint
language sql stable set search_path = '' as $$
    with later as (
        select pg_catalog.sum(pg_catalog.sum(m.amount)) over (order by m.effective_on desc) as since
          from funding.money_source m
         where m.line_id = p_line and m.pot_id = p_pot and not m.held and m.effective_on > p_on
         group by m.effective_on)
    select coalesce((select pg_catalog.sum(b.amount) from ledger.account a join ledger.balance b on b.account_id = a.id
                      where a.owner_id = p_line and a.kind = 'line_available' and a.part_id = p_pot), 0)::bigint
           - greatest(0, (select pg_catalog.max(since) from later))::bigint
$$;
