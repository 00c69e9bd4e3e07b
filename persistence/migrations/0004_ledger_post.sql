-- The one way to write the journal. It holds no funding rule: it checks that the entry balances per
-- book and currency and in base currency, writes it, and keeps the balances and cells in step.
-- Arrays run in parallel: p_* one element per posting, c_* one element per report cell.
create function ledger.post(
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
    v_new boolean[];
    v_bad text;
    v_bad_base text;
    v_rows bigint;
    v_balances bigint := 0;
    v_recorded timestamptz := pg_catalog.clock_timestamp();
begin
    -- A transaction id is taken before the first entry id, so that a sealer can tell when every
    -- id below a mark is settled.
    perform pg_catalog.pg_current_xact_id();

    -- Both sums in one pass: with the currency for amounts, without it for base amounts.
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

    -- The accounts, made where they are missing.
    with line as (
        select p.n, p.kind, p.owner, p.part, p.currency, k.kept, a.id
          from unnest(p_kinds, p_owners, p_parts, p_currencies) with ordinality
                   as p(kind, owner, part, currency, n)
          left join ledger.account_kind k on k.kind = p.kind
          left join ledger.account a
            on a.owner_id = p.owner and a.kind = p.kind and a.part_id = p.part and a.currency = p.currency),
    made as (
        insert into ledger.account (kind, owner_id, part_id, currency)
        select l.kind, l.owner, l.part, l.currency from line l where l.id is null
         order by l.owner, l.kind, l.part, l.currency
            on conflict do nothing
        returning id, kind, owner_id, part_id, currency)
    select pg_catalog.array_agg(coalesce(l.id, m.id) order by l.n), pg_catalog.array_agg(l.kept order by l.n),
           pg_catalog.array_agg(m.id is not null order by l.n)
      into v_accounts, v_kept, v_new
      from line l
      left join made m
        on m.owner_id = l.owner and m.kind = l.kind and m.part_id = l.part and m.currency = l.currency;
    if pg_catalog.array_position(v_accounts, null) is not null then
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

    insert into ledger.entry (event, origin, instrument_id, project_id, agreement_id, effective_on,
                              recorded_at, actor_id, source_type, source_id, reason, reverses_id)
    values (p_event, p_origin, p_instrument, p_project, p_agreement, p_effective_on,
            v_recorded, p_actor, p_source_type, p_source_id, p_reason, p_reverses)
    returning id into v_entry;

    insert into ledger.posting (entry_id, account_id, amount, base_amount, rate)
    select v_entry, p.account, p.amount, p.base, p.rate
      from unnest(v_accounts, p_amounts, p_bases, p_rates) as p(account, amount, base, rate);

    -- A new account's balance is what is posted to it: nobody else can have seen it.
    if true = any (v_new) then
        insert into ledger.balance (account_id, amount, base_amount, floor_amount)
        select p.account, p.amount, p.base, coalesce(p.floor, 0)
          from unnest(v_accounts, v_kept, v_new, p_amounts, p_bases, p_floors)
                   as p(account, kept, is_new, amount, base, floor)
         where p.kept and p.is_new;
        get diagnostics v_balances = row_count;
    end if;
    perform 1 from ledger.balance b
      where b.account_id = any (v_accounts) order by b.account_id for no key update;
    update ledger.balance b
       set amount = b.amount + p.amount,
           base_amount = b.base_amount + p.base,
           floor_amount = coalesce(p.floor, b.floor_amount)
      from unnest(v_accounts, v_kept, v_new, p_amounts, p_bases, p_floors)
               as p(account, kept, is_new, amount, base, floor)
     where b.account_id = p.account and p.kept and not p.is_new;
    get diagnostics v_rows = row_count;
    if v_balances + v_rows <> pg_catalog.cardinality(pg_catalog.array_positions(v_kept, true)) then
        raise exception 'a kept account has no balance' using errcode = 'data_corrupted';
    end if;

    if pg_catalog.cardinality(c_measures) > 0 then
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
               entries = c.entries + 1;
        insert into ledger.entry_share (entry_id, measure, state, currency, amount, base_amount)
        select v_entry, m.measure, m.state, m.currency, m.amount, m.base
          from unnest(c_measures, c_states, c_currencies, c_amounts, c_bases)
                   as m(measure, state, currency, amount, base)
         where exists (select 1 from unnest(c_states) as s(state) where s.state <> c_states[1]);
    end if;
    return v_entry;
end
$$;
revoke all on function ledger.post from public;
grant execute on function ledger.post to tranche_staff;
