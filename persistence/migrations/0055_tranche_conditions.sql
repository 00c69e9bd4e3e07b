-- What has to be true before a tranche is asked for (R35), judged by the books, the calendar or a person.
-- Each kind is a row of domain/tranche_condition.cpp, which judges the same.

-- How far the advances before must be accounted for (R36), and whether what was handed in counts already.
alter table partner.agreement_terms
    add column earlier_percent reference.percent not null default 100,
    add column liquidation_basis text not null default 'accepted',
    add constraint agreement_terms_basis_check check (liquidation_basis in ('accepted', 'submitted'));

-- Conditions of a tranche are given together and replaced together: the set its row names is in force.
alter table partner.tranche
    add column condition_set smallint not null default 1,
    add constraint tranche_condition_set_check check (condition_set > 0);

create table partner.tranche_condition (
    id bigint primary key,
    tranche_id bigint not null constraint tranche_condition_tranche_fkey references partner.tranche,
    condition_set smallint not null,
    -- Of the tranche, not of the set: leave for one condition is no leave for another.
    number smallint not null,
    kind text not null,
    text text,
    percent reference.percent,
    period_first date, period_last date,
    day date,
    set_by bigint not null constraint tranche_condition_set_by_fkey references people.user_account,
    set_for bigint,
    set_on date not null,
    version bigint not null default 1,
    constraint tranche_condition_number_key unique (tranche_id, number),
    constraint tranche_condition_kind_check check (kind in (
        'report_accepted', 'last_advance', 'earlier_advances', 'date_reached', 'finding_settled',
        'document_present', 'confirmed')),
    constraint tranche_condition_says_what_check check (
        (day is not null) = (kind = 'date_reached')
        and (text <> '') is true = (kind in ('finding_settled', 'document_present', 'confirmed'))
        and (percent is null or kind in ('last_advance', 'earlier_advances'))
        and (period_first is null or kind = 'report_accepted')),
    constraint tranche_condition_period_check check (
        (period_first is null) = (period_last is null) and period_last >= period_first)
);

-- A person says that it is so: a fact, once.
create table partner.condition_confirmation (
    condition_id bigint primary key
        constraint condition_confirmation_condition_fkey references partner.tranche_condition,
    confirmed_on date not null,
    document text not null,
    confirmed_by bigint not null constraint condition_confirmation_confirmed_by_fkey references people.user_account,
    confirmed_for bigint,
    constraint condition_confirmation_document_check check (document <> '')
);

grant select on partner.tranche_condition, partner.condition_confirmation to tranche_staff, tranche_partner;
grant insert (id, tranche_id, condition_set, number, kind, text, percent, period_first, period_last, day, set_by,
    set_for, set_on) on partner.tranche_condition to tranche_staff;
grant update (version) on partner.tranche_condition to tranche_staff;
grant insert on partner.condition_confirmation to tranche_staff;
alter table partner.tranche_condition enable row level security;
alter table partner.condition_confirmation enable row level security;
create policy staff_see_all on partner.tranche_condition to tranche_staff using (true) with check (true);
create policy staff_see_all on partner.condition_confirmation to tranche_staff using (true) with check (true);
create policy partner_sees_own on partner.tranche_condition for select to tranche_partner
    using (exists (select 1 from partner.tranche t where t.id = tranche_id));
create policy partner_sees_own on partner.condition_confirmation for select to tranche_partner
    using (exists (select 1 from partner.tranche_condition c where c.id = condition_id));

-- Conditions stay once somebody has asked for the tranche. Who replaces them holds the tranche's row, and
-- a request needs it: one of two at once sees the other.
create function partner.check_conditions_may_change() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_tranche constant bigint := case tg_table_name when 'tranche' then pg_catalog.to_jsonb(new) ->> 'id'
                                                    else pg_catalog.to_jsonb(new) ->> 'tranche_id' end;
begin
    perform 1 from partner.tranche t where t.id = v_tranche for update;
    if exists (select 1 from partner.disbursement_request q
                where q.tranche_id = v_tranche and q.state not in ('rejected', 'cancelled')) then
        raise exception 'tranche % was asked for', v_tranche
            using errcode = 'check_violation', constraint = 'tranche_condition_not_requested_check';
    end if;
    return new;
end
$$;
revoke all on function partner.check_conditions_may_change from public;
create trigger tranche_conditions_may_change before update of condition_set on partner.tranche
    for each row when (new.condition_set is distinct from old.condition_set)
    execute function partner.check_conditions_may_change();
create trigger tranche_condition_may_be_given before insert on partner.tranche_condition
    for each row execute function partner.check_conditions_may_change();

-- The advances of an agreement until a day, with what was neither accepted nor given back by then.
create function partner.advances_as_of(p_agreement bigint, p_on date)
returns table (advance_id bigint, tranche_id bigint, opened_on date, currency text, paid bigint, open_amount bigint)
language sql stable set search_path = '' as $$
    select v.id, v.tranche_id, v.opened_on, v.currency::text, v.amount,
           coalesce((select pg_catalog.sum(g.amount) from ledger.account k
                       join ledger.posting g on g.account_id = k.id
                       join ledger.entry e on e.id = g.entry_id and e.effective_on <= p_on
                      where k.owner_id = v.id and k.kind = 'advance'), 0)::bigint
           + coalesce((select pg_catalog.sum(g.amount) from ledger.account va
                         join ledger.posting vg on vg.account_id = va.id
                         join ledger.entry ve on ve.id = vg.entry_id and ve.source_type = 'receivable'
                          and ve.event <> 'reversal' and ve.effective_on <= p_on
                         join ledger.account k on k.owner_id = ve.source_id and k.kind = 'receivable'
                         join ledger.posting g on g.account_id = k.id
                         join ledger.entry e on e.id = g.entry_id and e.effective_on <= p_on
                        where va.owner_id = v.id and va.kind = 'advance'), 0)::bigint
           -- What was accepted and taken back later is owed of no tranche: the newest advance answers for it.
           + case when exists (select 1 from partner.advance n
                                where n.agreement_id = v.agreement_id and n.tranche_id is not null
                                  and n.opened_on <= p_on and (n.opened_on, n.id) > (v.opened_on, v.id)) then 0
                  else coalesce((select pg_catalog.sum(g.amount) from partner.receivable c
                                   join ledger.account k on k.owner_id = c.id and k.kind = 'receivable'
                                   join ledger.posting g on g.account_id = k.id
                                   join ledger.entry e on e.id = g.entry_id and e.effective_on <= p_on
                                  where c.agreement_id = v.agreement_id and c.tranche_id is null), 0) end::bigint
      from partner.advance v
     where v.agreement_id = p_agreement and v.tranche_id is not null and v.opened_on <= p_on
       and not exists (select 1 from partner.payment r where r.reverses_id = v.payment_id and r.paid_on <= p_on)
     order by v.opened_on, v.id
$$;

-- What was handed in by a day and not decided by then, in the currency of payment.
create function partner.undecided_as_of(p_agreement bigint, p_on date) returns bigint
language sql stable set search_path = '' as $$
    select coalesce(pg_catalog.sum(r.support_reported + coalesce((
               select pg_catalog.sum(n.amount) from partner.expenditure_line n
                where n.report_id = r.id and n.round = r.round), 0)), 0)::bigint
      from partner.expenditure_report r
     where r.agreement_id = p_agreement and r.submitted_on <= p_on and r.state not in ('draft', 'sent_back')
       and (r.reviewed_on is null or r.reviewed_on > p_on)
$$;

-- When the tranche before was paid first; what came back was not paid.
create function partner.previous_paid_on(p_tranche bigint, p_on date) returns date
language sql stable set search_path = '' as $$
    select pg_catalog.min(y.paid_on)
      from partner.tranche t
      join partner.payment y on y.agreement_id = t.agreement_id
       and y.kind in ('advance', 'reimbursement', 'direct_payment') and y.paid_on <= p_on
       and y.tranche_id = (select b.id from partner.tranche b
                            where b.agreement_id = t.agreement_id and b.number < t.number
                              and b.amount > b.cancelled_amount
                            order by b.number desc limit 1)
     where t.id = p_tranche
       and not exists (select 1 from partner.payment r where r.reverses_id = y.id and r.paid_on <= p_on)
$$;
revoke all on function partner.advances_as_of, partner.undecided_as_of, partner.previous_paid_on from public;
grant execute on function partner.advances_as_of, partner.undecided_as_of, partner.previous_paid_on
    to tranche_staff, tranche_partner;

-- The conditions in force that are unmet on a day. domain/tranche_condition.cpp says the same.
create function partner.unmet_conditions(p_tranche bigint, p_on date) returns setof smallint
language sql stable security definer set search_path = '' as $$
    with t as (
        select t.id, t.agreement_id, t.condition_set, x.liquidation_percent, x.earlier_percent, x.liquidation_basis
          from partner.tranche t
          join partner.agreement a on a.id = t.agreement_id
          join lateral (select m.* from partner.agreement_terms m
                         where m.agreement_id = a.id and m.valid_from <= greatest(p_on, a.start_on)
                         order by m.valid_from desc limit 1) x on true
         where t.id = p_tranche),
    counted as (
        select case t.liquidation_basis when 'submitted' then partner.undecided_as_of(t.agreement_id, p_on)
                                        else 0 end as amount from t),
    advance as (
        select v.paid, v.open_amount,
               pg_catalog.sum(v.open_amount) over (order by v.opened_on, v.advance_id) as open_until,
               pg_catalog.row_number() over (order by v.opened_on desc, v.advance_id desc) as from_last
          from t cross join lateral partner.advances_as_of(t.agreement_id, p_on) v
         where v.tranche_id <> t.id),
    accounted as (
        select a.paid, a.from_last,
               a.paid - least(a.open_amount, greatest(a.open_until - c.amount, 0)) as reached
          from advance a cross join counted c),
    accepted as (
        select r.period_first, r.period_last from partner.expenditure_report r join t on t.agreement_id = r.agreement_id
         where r.state in ('accepted', 'partly_accepted') and r.reviewed_on <= p_on)
    select c.number
      from t
      join partner.tranche_condition c on c.tranche_id = t.id and c.condition_set = t.condition_set
     where not case c.kind
           when 'report_accepted' then
               case when c.period_first is not null
                    then coalesce(pg_catalog.daterange(c.period_first, c.period_last, '[]') operator(pg_catalog.<@) (
                             select pg_catalog.range_agg(pg_catalog.daterange(r.period_first, r.period_last, '[]'))
                               from accepted r), false)
                    else exists (select 1 from accepted r
                                  where r.period_last >= partner.previous_paid_on(t.id, p_on)) end
           when 'last_advance' then not exists (
               select 1 from accounted a where a.from_last = 1
                  and a.reached < pg_catalog.round(a.paid * coalesce(c.percent, t.liquidation_percent) / 100))
           when 'earlier_advances' then not exists (
               select 1 from accounted a where a.from_last > 1
                  and a.reached < pg_catalog.round(a.paid * coalesce(c.percent, t.earlier_percent) / 100))
           when 'date_reached' then p_on >= c.day
           else exists (select 1 from partner.condition_confirmation f
                         where f.condition_id = c.id and f.confirmed_on <= p_on) end
     order by c.number
$$;
revoke all on function partner.unmet_conditions from public;

-- The second wall behind the commands. What a second person opened, or who asked acknowledged where the
-- fund made it a remark, was opened for the tranche's condition of that number.
create function partner.check_conditions_met() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_number smallint;
begin
    if not exists (select 1 from partner.tranche_condition c where c.tranche_id = new.tranche_id) then
        return null;
    end if;
    select u.number into v_number
      from partner.unmet_conditions(
               new.tranche_id, case when new.state = 'approved' then new.approved_on else new.requested_on end) u (number)
     where not exists (select 1 from funding.rule_exception x
                        where x.rule = 'R35' and x.state = 'used' and x.part = u.number::text
                          and x.subject_id in (new.tranche_id, new.id))
       and not exists (select 1 from funding.remark m
                        where m.rule = 'R35' and m.part = u.number::text
                          and m.subject_id in (new.tranche_id, new.id))
     limit 1;
    if v_number is not null then
        raise exception 'condition % of tranche % is not met', v_number, new.tranche_id
            using errcode = 'check_violation', constraint = 'disbursement_request_conditions_met_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_conditions_met from public;
create constraint trigger disbursement_request_conditions_met after insert on partner.disbursement_request
    deferrable initially deferred for each row execute function partner.check_conditions_met();
create constraint trigger disbursement_request_conditions_still_met
    after update of state, approved_on on partner.disbursement_request
    deferrable initially deferred for each row
    when (new.state = 'approved' and old.state is distinct from new.state)
    execute function partner.check_conditions_met();

insert into reference.rule (code, kind) values ('R35', 'gate');

-- A request is no record yet when a rule stops it: leave for it is given for its tranche.
create or replace function funding.place_of(p_type text, p_id bigint, out instrument_id bigint, out project_id bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
    project_id := case p_type
        when 'project' then p_id
        when 'budget_version' then (select v.project_id from funding.budget_version v where v.id = p_id)
        when 'agreement' then (select a.project_id from partner.agreement a where a.id = p_id)
        when 'tranche' then (
            select a.project_id from partner.tranche t
              join partner.agreement a on a.id = t.agreement_id where t.id = p_id)
        when 'agreement_amendment' then (
            select a.project_id from partner.agreement_amendment m
              join partner.agreement a on a.id = m.agreement_id where m.id = p_id)
        when 'disbursement_request' then (
            select a.project_id from partner.disbursement_request q
              join partner.agreement a on a.id = q.agreement_id where q.id = p_id)
        when 'expenditure_report' then (
            select a.project_id from partner.expenditure_report r
              join partner.agreement a on a.id = r.agreement_id where r.id = p_id)
        when 'indicator' then (
            select r.project_id from result.indicator i join result.result r on r.id = i.result_id where i.id = p_id)
        end;
    instrument_id := (select p.instrument_id from funding.project p where p.id = place_of.project_id);
    if session_user = 'tranche_partner' and project_id is not null then
        if not exists (select 1 from partner.agreement a where a.project_id = place_of.project_id
                          and a.partner_id = pg_catalog.current_setting('tranche.partner')::bigint) then
            raise exception 'not a project of this partner' using errcode = 'insufficient_privilege';
        end if;
    end if;
end
$$;
