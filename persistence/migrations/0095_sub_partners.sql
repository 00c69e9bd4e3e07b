-- To whom a partner passes money on under an agreement, and which expenses they made. The partner accounts for
-- all of it as for its own.
create table partner.sub_partner (
    id bigint primary key,
    agreement_id bigint not null constraint sub_partner_agreement_fkey references partner.agreement,
    code reference.entity_code not null,
    name text not null,
    identifier text,
    country text not null,
    mandate text not null,
    valid_from date not null,
    valid_until date,
    named_by bigint not null constraint sub_partner_named_by_fkey references people.user_account,
    named_for bigint,
    named_on date not null,
    ended_by bigint constraint sub_partner_ended_by_fkey references people.user_account,
    ended_for bigint, ended_on date, ended_reason text,
    version bigint not null default 1,
    constraint sub_partner_code_key unique (agreement_id, code),
    constraint sub_partner_text_check check (name <> '' and identifier <> '' and mandate <> ''),
    constraint sub_partner_country_check check (country ~ '^[A-Z]{2}$'),
    constraint sub_partner_dates_check check (valid_until >= valid_from),
    constraint sub_partner_ended_check check (
        (ended_by is null) = (ended_on is null) and (ended_by is null) = (ended_reason is null))
);

create function partner.check_sub_partner_ended_stays() returns trigger
language plpgsql set search_path = '' as $$
begin
    raise exception 'sub-partner % has ended', old.id
        using errcode = 'check_violation', constraint = 'sub_partner_ended_stays_check';
end
$$;
revoke all on function partner.check_sub_partner_ended_stays from public;
create trigger sub_partner_ended_stays before update on partner.sub_partner
    for each row when (old.ended_on is not null) execute function partner.check_sub_partner_ended_stays();

alter table partner.expenditure_line
    add column sub_partner_id bigint constraint expenditure_line_sub_partner_fkey references partner.sub_partner;
create index expenditure_line_sub_partner on partner.expenditure_line (sub_partner_id)
    where sub_partner_id is not null;

-- Of the same agreement, on a day the sub-partner was one; what corrects a line is of the same one.
create function partner.check_line_sub_partner() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if new.corrects_line_id is not null then
        if new.sub_partner_id is distinct from
           (select l.sub_partner_id from partner.expenditure_line l where l.id = new.corrects_line_id) then
            raise exception 'line % corrects one of another sub-partner', new.id
                using errcode = 'check_violation', constraint = 'expenditure_line_sub_partner_corrects_check';
        end if;
    elsif not exists (select 1 from partner.sub_partner s
                        join partner.expenditure_report r on r.agreement_id = s.agreement_id
                       where s.id = new.sub_partner_id and r.id = new.report_id and new.spent_on >= s.valid_from
                         and new.spent_on <= coalesce(least(s.valid_until, s.ended_on), 'infinity')) then
        raise exception 'line % is not of a sub-partner of its agreement on its day', new.id
            using errcode = 'check_violation', constraint = 'expenditure_line_sub_partner_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_line_sub_partner from public;
create trigger expenditure_line_sub_partner_checked after insert on partner.expenditure_line
    for each row when (new.sub_partner_id is not null or new.corrects_line_id is not null)
    execute function partner.check_line_sub_partner();

-- Held against the lists of sanctions as long as money may go there.
alter table partner.screening_match
    drop constraint screening_match_role_check,
    add constraint screening_match_role_check
        check (role in ('partner', 'officer', 'account_holder', 'payee', 'sub_partner'));
create or replace view partner.screened_name as
    select r.id as partner_id, 'partner' as role, r.name, reference.name_key(r.name) as name_key
      from partner.partner r
    union
    select o.partner_id, 'officer', o.name, reference.name_key(o.name)
      from partner.authorised_officer o
     where o.ended_on is null or o.ended_on > (pg_catalog.clock_timestamp() at time zone 'UTC')::date
    union
    select b.partner_id, 'account_holder', b.holder, reference.name_key(b.holder)
      from partner.bank_account b
     where b.state = 'proposed' or b.id = partner.account_in_force(b.partner_id)
    union
    select a.partner_id, 'payee', n.payee, reference.name_key(n.payee)
      from partner.expenditure_line n
      join partner.expenditure_report e on e.id = n.report_id and e.round = n.round
      join partner.agreement a on a.id = e.agreement_id
     where e.state not in ('accepted', 'partly_accepted')
        or n.accepted_amount > coalesce((select sum(d.amount) from partner.disallowance d where d.line_id = n.id), 0)
    union
    select a.partner_id, 'payee', q.payee_name, reference.name_key(q.payee_name)
      from partner.disbursement_request q
      join partner.agreement a on a.id = q.agreement_id
     where q.payee_name is not null and q.state not in ('rejected', 'cancelled', 'returned')
    union
    select a.partner_id, 'sub_partner', s.name, reference.name_key(s.name)
      from partner.sub_partner s
      join partner.agreement a on a.id = s.agreement_id
     where coalesce(least(s.valid_until, s.ended_on), 'infinity')
           >= (pg_catalog.clock_timestamp() at time zone 'UTC')::date;

create function partner.screen_sub_partner() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    perform partner.screen((select a.partner_id from partner.agreement a where a.id = new.agreement_id),
                           'sub_partner', new.name);
    return null;
end
$$;
revoke all on function partner.screen_sub_partner from public;
create trigger sub_partner_screened after insert on partner.sub_partner
    for each row execute function partner.screen_sub_partner();

grant select on partner.sub_partner to tranche_staff, tranche_partner;
grant insert (id, agreement_id, code, name, identifier, country, mandate, valid_from, valid_until, named_by,
              named_for, named_on) on partner.sub_partner to tranche_staff, tranche_partner;
grant update (ended_by, ended_for, ended_on, ended_reason, version) on partner.sub_partner
    to tranche_staff, tranche_partner;
grant insert (sub_partner_id) on partner.expenditure_line to tranche_partner;
alter table partner.sub_partner enable row level security;
create policy staff_see_all on partner.sub_partner to tranche_staff using (true) with check (true);
create policy partner_sees_own on partner.sub_partner for select to tranche_partner
    using (exists (select 1 from partner.agreement a where a.id = sub_partner.agreement_id));
create policy partner_names_own on partner.sub_partner for insert to tranche_partner with check (
    exists (select 1 from partner.agreement a where a.id = sub_partner.agreement_id)
    and exists (select 1 from people.user_account u where u.id = named_by)
    and (named_for is null or exists (select 1 from people.user_account u where u.id = named_for)));
create policy partner_ends_own on partner.sub_partner for update to tranche_partner
    using (exists (select 1 from partner.agreement a where a.id = sub_partner.agreement_id))
    with check (exists (select 1 from people.user_account u where u.id = ended_by)
                and (ended_for is null or exists (select 1 from people.user_account u where u.id = ended_for)));
