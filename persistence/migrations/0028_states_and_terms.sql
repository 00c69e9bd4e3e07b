-- What is known of a State on a day, each fact from a day of its own; terms of lines that cover every
-- reach of a project; and the fund's rules about allocations where the money itself is guarded.
-- deploy/decisions/0017 says why so.

insert into reference.rule (code, kind) values ('R7', 'wall');

-- A row says what became known from its day on. What it leaves out stays as it was, unless it says that
-- the fact is no longer known.
alter table reference.member_state_status
    add column no_longer_known text not null default '',  -- names of facts, joined by blanks
    add constraint member_state_status_no_longer_known_check check (
        string_to_array(no_longer_known, ' ')
        <@ array['membership', 'income_group', 'eu_member', 'article_4', 'withdrawn', 'line_2_listed']),
    add constraint member_state_status_known_or_not_check check (not string_to_array(no_longer_known, ' ') && array_remove(array[
        case when membership is not null then 'membership' end, case when income_group is not null then 'income_group' end,
        case when eu_member is not null then 'eu_member' end, case when article_4 is not null then 'article_4' end,
        case when withdrawn is not null then 'withdrawn' end,
        case when line_2_listed is not null then 'line_2_listed' end], null));

-- So far a row left out what nobody knew: that is said now.
update reference.member_state_status s
   set no_longer_known = array_to_string(array_remove(array[
           case when s.membership is null and exists (select 1 from reference.member_state_status e where e.state = s.state
                     and e.valid_from < s.valid_from and e.membership is not null) then 'membership' end,
           case when s.income_group is null and exists (select 1 from reference.member_state_status e where e.state = s.state
                     and e.valid_from < s.valid_from and e.income_group is not null) then 'income_group' end,
           case when s.eu_member is null and exists (select 1 from reference.member_state_status e where e.state = s.state
                     and e.valid_from < s.valid_from and e.eu_member is not null) then 'eu_member' end,
           case when s.article_4 is null and exists (select 1 from reference.member_state_status e where e.state = s.state
                     and e.valid_from < s.valid_from and e.article_4 is not null) then 'article_4' end,
           case when s.withdrawn is null and exists (select 1 from reference.member_state_status e where e.state = s.state
                     and e.valid_from < s.valid_from and e.withdrawn is not null) then 'withdrawn' end,
           case when s.line_2_listed is null and exists (select 1 from reference.member_state_status e where e.state = s.state
                     and e.valid_from < s.valid_from and e.line_2_listed is not null) then 'line_2_listed' end], null), ' ');

create function reference.status_of(p_state text, p_on date)
returns table (membership text, income_group text, eu_member boolean, article_4 boolean, withdrawn boolean,
               line_2_listed boolean)
language sql stable set search_path = '' as $$
    select (select k.membership from reference.member_state_status k where k.state = p_state and k.valid_from <= p_on
               and (k.membership is not null or 'membership' = any(string_to_array(k.no_longer_known, ' ')))
             order by k.valid_from desc limit 1),
           (select k.income_group from reference.member_state_status k where k.state = p_state and k.valid_from <= p_on
               and (k.income_group is not null or 'income_group' = any(string_to_array(k.no_longer_known, ' ')))
             order by k.valid_from desc limit 1),
           (select k.eu_member from reference.member_state_status k where k.state = p_state and k.valid_from <= p_on
               and (k.eu_member is not null or 'eu_member' = any(string_to_array(k.no_longer_known, ' ')))
             order by k.valid_from desc limit 1),
           (select k.article_4 from reference.member_state_status k where k.state = p_state and k.valid_from <= p_on
               and (k.article_4 is not null or 'article_4' = any(string_to_array(k.no_longer_known, ' ')))
             order by k.valid_from desc limit 1),
           (select k.withdrawn from reference.member_state_status k where k.state = p_state and k.valid_from <= p_on
               and (k.withdrawn is not null or 'withdrawn' = any(string_to_array(k.no_longer_known, ' ')))
             order by k.valid_from desc limit 1),
           (select k.line_2_listed from reference.member_state_status k where k.state = p_state and k.valid_from <= p_on
               and (k.line_2_listed is not null or 'line_2_listed' = any(string_to_array(k.no_longer_known, ' ')))
             order by k.valid_from desc limit 1);
$$;

-- Text as it is searched: without accents, case and curled apostrophes.
create function reference.plain(p_text text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
    select pg_catalog.lower(pg_catalog.regexp_replace(
        pg_catalog.translate(normalize(p_text, NFD), U&'\2019\2018', ''''''), U&'[\0300-\036F]', '', 'g'));
$$;

revoke all on function reference.status_of, reference.plain from public;
grant execute on function reference.status_of to tranche_staff, tranche_partner, tranche_donor;
grant execute on function reference.plain to tranche_staff;

-- A ceiling for each reach of a project; what a wider one leaves out is the regional one's. And how much
-- of an unspent balance need not come back (R60).
alter table funding.line_terms
    add column ceiling_multi_regional bigint,
    add column ceiling_global bigint,
    add column residue_waiver bigint,
    add constraint line_terms_wide_ceiling_check check (ceiling_multi_regional > 0 and ceiling_global > 0),
    add constraint line_terms_waiver_check check (residue_waiver >= 0),
    -- A staff and office cap or an evaluation minimum is a part of the whole.
    add constraint line_terms_percent_check check (staff_office_cap <= 100 and evaluation_minimum <= 100);
-- Terms are set from a day on and stay what they were.
revoke update on funding.line_terms, funding.instrument_terms from tranche_staff;

-- The least a line's pot holds on any day from this one on: what was received later cannot be given
-- earlier, nor what was given later be given twice (R1, R2).
create function funding.available_from(p_line bigint, p_pot bigint, p_on date) returns bigint
language sql stable set search_path = '' as $$
    with day as (
        select e.effective_on, pg_catalog.sum(pg_catalog.sum(g.amount)) over (order by e.effective_on) as held
          from ledger.account a
          join ledger.posting g on g.account_id = a.id
          join ledger.entry e on e.id = g.entry_id
         where a.owner_id = p_line and a.kind = 'line_available' and a.part_id = p_pot
         group by e.effective_on)
    select least(coalesce((select held from day where effective_on <= p_on order by effective_on desc limit 1), 0),
                 (select pg_catalog.min(held) from day where effective_on > p_on))::bigint;
$$;
revoke all on function funding.available_from from public;
grant execute on function funding.available_from to tranche_staff;

-- Asked at the end of the transaction, when its entry is posted and whoever drew on the same pot before
-- has committed.
create function funding.check_allocation() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_pot bigint := case when (select c.earmarking >= 'D' from funding.contribution c where c.id = new.contribution_id)
                         then new.contribution_id else 0 end;
    v_missing text;
begin
    if new.amount > 0 and funding.available_from(new.line_id, v_pot, new.allocated_on) < 0 then
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
revoke all on function funding.check_allocation from public;
alter table funding.allocation
    add constraint allocation_eligibility_check check (pg_catalog.jsonb_typeof(eligibility) = 'array');
create constraint trigger allocation_within_line after insert on funding.allocation
    deferrable initially deferred for each row execute function funding.check_allocation();
