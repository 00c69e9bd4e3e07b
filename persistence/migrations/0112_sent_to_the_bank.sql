-- What a released batch sent is as good as paid: until the bank answers, the money it takes is not there for anything
-- else (R23).
alter table partner.payment_batch_item
    add column base_amount bigint,  -- what it was worth at release, at the rate it was sent at
    add constraint payment_batch_item_base_amount_check check (
        base_amount is null or (base_amount >= 0 and amount is not null));
grant update (base_amount) on partner.payment_batch_item to tranche_staff;

-- What is at the bank while this is put in: a sum in base currency is itself, another by the rate kept.
create function pg_temp.decimals(p_currency text) returns integer
language sql immutable set search_path = '' as $$
    select case when p_currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI',
                                    'VND', 'VUV', 'XAF', 'XOF', 'XPF') then 0
                when p_currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 3
                else 2 end
$$;
update partner.payment_batch_item x
   set base_amount = case when q.currency = s.base_currency then q.approved_amount
       else pg_catalog.round(x.amount / x.rate * pg_catalog.power(
                10::numeric, (pg_temp.decimals(s.base_currency) - pg_temp.decimals(x.currency))::numeric)) end
  from partner.payment_batch b, partner.disbursement_request q, partner.agreement a, funding.project p,
       funding.instrument s
 where b.id = x.batch_id and b.state = 'released' and x.outcome is null
   and q.id = x.request_id and q.state = 'approved'
   and a.id = q.agreement_id and p.id = a.project_id and s.id = p.instrument_id;
drop function pg_temp.decimals(text);

-- What the bank has seen stays as it was sent, its value too.
create or replace function partner.check_batch_item_stays() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_state text := (select b.state from partner.payment_batch b where b.id = old.batch_id);
begin
    if old.outcome is not null
       or (old.amount is not null
           and (new.amount, new.currency, new.rate, new.bank_account_id, new.charges_borne_by, new.base_amount)
               is distinct from
               (old.amount, old.currency, old.rate, old.bank_account_id, old.charges_borne_by, old.base_amount))
       or (new.outcome = 'left' and old.amount is not null)
       or (new.outcome = 'rejected' and (v_state <> 'released' or not exists (
               select 1 from partner.disbursement_request q where q.id = old.request_id and q.state = 'approved')))
    then
        raise exception 'item % of batch % is decided', old.id, old.batch_id
            using errcode = 'check_violation', constraint = 'payment_batch_item_stays_check';
    end if;
    return new;
end
$$;

-- Released and not answered: at the bank. An answer makes a payment of it, or sets it free.
create function partner.items_at_bank(p_project bigint) returns table (tranche_id bigint, base_amount bigint)
language sql stable set search_path = '' as $$
    select q.tranche_id, x.base_amount
      from partner.agreement a
      join partner.disbursement_request q on q.agreement_id = a.id and q.state = 'approved'
      join partner.payment_batch_item x on x.request_id = q.id and x.outcome is null
      join partner.payment_batch b on b.id = x.batch_id and b.state = 'released'
     where a.project_id = p_project
$$;
revoke all on function partner.items_at_bank from public;
grant execute on function partner.items_at_bank to tranche_staff;

-- As before (0031), less what is at the bank.
create or replace function funding.payable_of(p_project bigint) returns bigint
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
        - coalesce((select pg_catalog.sum(i.base_amount) from partner.items_at_bank(p_project) i), 0)
        end::bigint
$$;

-- The second wall behind the release: whatever took its money meanwhile waits for the project's lock.
create function partner.check_released_within_received() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_project bigint;
begin
    if exists (select 1 from partner.payment_batch_item x
                where x.batch_id = new.id and x.outcome is null and x.base_amount is null) then
        raise exception 'batch % does not say what it is worth', new.id
            using errcode = 'check_violation', constraint = 'payment_batch_released_whole_check';
    end if;
    for v_project in
        select distinct a.project_id
          from partner.payment_batch_item x
          join partner.disbursement_request q on q.id = x.request_id
          join partner.agreement a on a.id = q.agreement_id
         where x.batch_id = new.id and x.outcome is null
         order by 1
    loop
        perform 1 from ledger.project_lock l where l.project_id = v_project for no key update;
        if funding.payable_of(v_project) < 0 then
            raise exception 'batch % sends more than project % has received', new.id, v_project
                using errcode = 'check_violation', constraint = 'payment_batch_within_received_check';
        end if;
    end loop;
    return null;
end
$$;
create constraint trigger payment_batch_within_received after update on partner.payment_batch
    deferrable initially immediate for each row when (new.state = 'released' and old.state = 'gathering')
    execute function partner.check_released_within_received();

-- And behind a payment of its own, once its entry is posted. What the bank says it paid is a fact (0087).
create function partner.check_paid_within_received() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    perform 1 from ledger.project_lock l where l.project_id = new.project_id for no key update;
    if not partner.is_at_bank(new.request_id) and funding.payable_of(new.project_id) < 0 then
        raise exception 'payment % is more than project % has received', new.id, new.project_id
            using errcode = 'check_violation', constraint = 'payment_within_received_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_released_within_received, partner.check_paid_within_received from public;
create constraint trigger payment_within_received after insert on partner.payment
    deferrable initially deferred for each row
    when (new.request_id is not null and new.kind in ('advance', 'reimbursement', 'direct_payment'))
    execute function partner.check_paid_within_received();

-- What the release of a tranche rests on tells the same: of the tranche's own money at the bank, and of who may act by
-- the terms of today, when somebody acts.
drop function partner.release_facts(bigint, date);
create function partner.release_facts(p_tranche bigint, p_on date, p_today date)
    returns table (state text, payment_persons smallint, certifier_differs boolean, project_state text, payable bigint,
                   at_bank bigint)
language sql stable security definer set search_path = '' as $$
    select coalesce((select s.to_state from partner.agreement_step s where s.agreement_id = a.id and s.taken_on <= p_on
                      order by s.number desc limit 1),
                    (select s.from_state from partner.agreement_step s where s.agreement_id = a.id
                      order by s.number limit 1),
                    a.state),
           t.payment_persons, t.certifier_differs,
           coalesce((select s.to_state from funding.project_step s where s.project_id = p.id and s.taken_on <= p_on
                      order by s.number desc limit 1), p.state),
           funding.payable_of(p.id),
           coalesce((select pg_catalog.sum(i.base_amount) from partner.items_at_bank(p.id) i
                      where i.tranche_id = p_tranche), 0)::bigint
      from partner.tranche n
      join partner.agreement a on a.id = n.agreement_id
      join funding.project p on p.id = a.project_id
      left join lateral (select * from funding.instrument_terms t
                          where t.instrument_id = p.instrument_id and t.valid_from <= p_today
                          order by t.valid_from desc limit 1) t on true
     where n.id = p_tranche
$$;
revoke all on function partner.release_facts from public;
grant execute on function partner.release_facts to tranche_staff, tranche_partner;
