-- Conditions of a tranche that rested on somebody's word alone: findings are judged by the findings, a document
-- by what is attached. What was given before in words is still for a person to confirm.

alter table document.attachment add column attached_on date;
-- What was removed is not to change; its day is no change.
alter table document.attachment disable trigger attachment_removed_once;
update document.attachment set attached_on = (attached_at at time zone 'UTC')::date;
alter table document.attachment enable trigger attachment_removed_once;
alter table document.attachment
    alter column attached_on set default (clock_timestamp() at time zone 'UTC')::date,
    alter column attached_on set not null;
grant insert (attached_on) on document.attachment to tranche_staff, tranche_partner;

alter table partner.tranche_condition
    -- Of a condition about findings: the one; null: all of the agreement.
    add column finding_id bigint constraint tranche_condition_finding_fkey references partner.finding,
    drop constraint tranche_condition_says_what_check,
    add constraint tranche_condition_says_what_check check (
        (day is not null) = (kind = 'date_reached')
        and (kind = 'finding_settled' and (text is null or text <> '' and finding_id is null)
             or (text <> '') is true = (kind in ('document_present', 'confirmed')))
        and (finding_id is null or kind = 'finding_settled')
        and (percent is null or kind in ('last_advance', 'earlier_advances'))
        and (period_first is null or kind = 'report_accepted'));
grant insert (finding_id) on partner.tranche_condition to tranche_staff;

create function partner.check_condition_finding() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if not exists (select 1 from partner.tranche t join partner.finding f on f.agreement_id = t.agreement_id
                    where t.id = new.tranche_id and f.id = new.finding_id) then
        raise exception 'finding % is of another agreement', new.finding_id
            using errcode = 'check_violation', constraint = 'tranche_condition_finding_of_agreement_check';
    end if;
    return new;
end
$$;
create trigger tranche_condition_finding_of_agreement before insert on partner.tranche_condition
    for each row when (new.finding_id is not null) execute function partner.check_condition_finding();

-- Whether a file of that title hung on a day on the agreement of a tranche, its reports and requests, or its partner.
create function partner.document_is_there(p_tranche bigint, p_title text, p_on date) returns boolean
language sql stable security definer set search_path = '' as $$
    select exists (
        select 1
          from partner.tranche t
          join partner.agreement a on a.id = t.agreement_id
          join document.attachment d on (d.subject_type, d.subject_id) in (
               select 'agreement', a.id union all select 'partner', a.partner_id
               union all select 'expenditure_report', r.id from partner.expenditure_report r
                          where r.agreement_id = a.id
               union all select 'disbursement_request', q.id from partner.disbursement_request q
                          where q.agreement_id = a.id)
         where t.id = p_tranche
           and (session_user <> 'tranche_partner'
                or a.partner_id = nullif(pg_catalog.current_setting('tranche.partner', true), '')::bigint)
           and d.attached_on <= p_on and (d.removed_on is null or d.removed_on > p_on)
           and reference.plain(coalesce(d.title, d.file_name)) = reference.plain(p_title))
$$;

-- What records say of a condition on a day; null: they say nothing, and a person is asked.
create function partner.condition_by_records(p_condition bigint, p_on date) returns boolean
language sql stable set search_path = '' as $$
    select case when c.kind = 'finding_settled' and c.text is null
                then partner.findings_open(t.agreement_id, c.finding_id, p_on) = 0
                when c.kind = 'document_present' and partner.document_is_there(t.id, c.text, p_on) then true end
      from partner.tranche_condition c join partner.tranche t on t.id = c.tranche_id
     where c.id = p_condition
$$;
revoke all on function partner.check_condition_finding, partner.document_is_there, partner.condition_by_records
    from public;
grant execute on function partner.document_is_there, partner.condition_by_records to tranche_staff, tranche_partner;

create or replace function partner.unmet_conditions(p_tranche bigint, p_on date) returns setof smallint
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
           else coalesce(partner.condition_by_records(c.id, p_on),
                         exists (select 1 from partner.condition_confirmation f
                                  where f.condition_id = c.id and f.confirmed_on <= p_on)) end
     order by c.number
$$;
