-- Wrong rates are corrected as a list, proposed by one person and approved by another (R42). What was recorded
-- at the old rate keeps it: the old rate stays, marked as replaced, and its days get another one beside it.
create table reference.rate_correction (
    id bigint primary key,
    reason text not null,
    rate_count integer not null,  -- so that nothing can be slipped in after it was proposed
    proposed_by bigint not null constraint rate_correction_proposed_by_fkey references people.user_account,
    proposed_for bigint,
    proposed_on date not null,
    approved_by bigint constraint rate_correction_approved_by_fkey references people.user_account,
    approved_for bigint,
    approved_on date,
    refused_by bigint constraint rate_correction_refused_by_fkey references people.user_account,
    refused_for bigint,
    refused_on date,
    refused_reason text,
    version bigint not null default 1,
    constraint rate_correction_reason_check check (reason <> ''),
    constraint rate_correction_count_check check (rate_count > 0),
    constraint rate_correction_approved_check check ((approved_by is null) = (approved_on is null)),
    constraint rate_correction_refused_check
        check ((refused_by is null) = (refused_on is null) and (refused_by is null) = (refused_reason is null)
               and (refused_by is null or approved_by is null)),
    constraint rate_correction_approved_by_other_check check (
        approved_by <> proposed_by and approved_by <> proposed_for
        and approved_for <> proposed_by and approved_for <> proposed_for)
);
create index rate_correction_waits on reference.rate_correction (id)
    where case when refused_by is not null then 'refused' when approved_by is not null
        then 'approved' else 'proposed' end = 'proposed';

create table reference.rate_correction_row (
    correction_id bigint not null constraint rate_correction_row_correction_fkey references reference.rate_correction,
    n integer not null,
    rate_id bigint not null constraint rate_correction_row_rate_fkey references reference.exchange_rate,
    rate numeric(22, 10) not null,
    primary key (correction_id, n),
    constraint rate_correction_row_rate_key unique (correction_id, rate_id),
    constraint rate_correction_row_positive_check check (rate > 0)
);

alter table reference.exchange_rate
    add column correction_id bigint constraint exchange_rate_correction_fkey references reference.rate_correction,
    add column replaced_in bigint constraint exchange_rate_replaced_in_fkey references reference.rate_correction,
    add column replaced_at timestamptz,
    add constraint exchange_rate_replaced_check check ((replaced_in is null) = (replaced_at is null)),
    drop constraint exchange_rate_no_overlap_excl,
    add constraint exchange_rate_no_overlap_excl
        exclude using gist (series with =, currency with =, daterange(valid_from, valid_to, '[]') with &&)
        where (replaced_in is null);
create index exchange_rate_replaced on reference.exchange_rate (replaced_in) where replaced_in is not null;
drop index reference.exchange_rate_waits;
create index exchange_rate_waits on reference.exchange_rate (series, loaded_by)
    where case when replaced_in is not null then 'replaced' when confirmed_by is null then 'loaded'
        else 'confirmed' end = 'loaded';
-- What a correction says of a rate is for the approval alone to write.
revoke insert on reference.exchange_rate from tranche_staff;
grant insert (series, currency, valid_from, valid_to, quoted_on, rate, loaded_by, loaded_at, confirmed_by)
    on reference.exchange_rate to tranche_staff;

-- Whether the rate was the one known at the end of a day.
create function reference.rate_known_on(p_correction bigint, p_loaded timestamptz, p_replaced timestamptz, p_day date)
returns boolean language sql immutable parallel safe as $$
    select (p_correction is null or (p_loaded at time zone 'UTC')::date <= p_day)
       and (p_replaced is null or (p_replaced at time zone 'UTC')::date > p_day)
$$;
revoke all on function reference.rate_known_on from public;
grant execute on function reference.rate_known_on to tranche_staff, tranche_partner, tranche_donor;

create function reference.check_rate_correction_rows() returns trigger
language plpgsql set search_path = '' as $$
begin
    if exists (select 1 from reference.rate_correction c
                where c.id in (select a.correction_id from added a)
                  and (c.approved_by is not null or c.refused_by is not null
                       or (select pg_catalog.count(*) from reference.rate_correction_row w
                            where w.correction_id = c.id) > c.rate_count)) then
        raise exception 'a correction of rates stays as it was proposed'
            using errcode = 'check_violation', constraint = 'rate_correction_as_proposed_check';
    end if;
    return null;
end
$$;
revoke all on function reference.check_rate_correction_rows from public;
create trigger rate_correction_row_added after insert on reference.rate_correction_row
    referencing new table as added for each statement execute function reference.check_rate_correction_rows();

-- All of its rates or none: one that is no longer in place, or a row that is missing, takes back the whole.
create function reference.apply_rate_correction() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_replaced bigint;
    v_now constant timestamptz := pg_catalog.clock_timestamp();  -- the one ends where the other begins
begin
    if old.approved_by is not null or old.refused_by is not null then
        raise exception 'correction % was decided before', old.id
            using errcode = 'check_violation', constraint = 'rate_correction_decided_once_check';
    end if;
    if new.approved_by is null then
        return null;
    end if;
    update reference.exchange_rate x
       set replaced_in = new.id, replaced_at = v_now
      from reference.rate_correction_row w
     where w.correction_id = new.id and x.id = w.rate_id and x.replaced_in is null;
    get diagnostics v_replaced = row_count;
    if v_replaced <> new.rate_count
       or v_replaced <> (select pg_catalog.count(*) from reference.rate_correction_row w
                          where w.correction_id = new.id) then
        raise exception 'a rate of correction % is no longer in place', new.id
            using errcode = 'check_violation', constraint = 'rate_correction_in_place_check';
    end if;
    insert into reference.exchange_rate (series, currency, valid_from, valid_to, quoted_on, rate, loaded_by,
                                         loaded_at, confirmed_by, correction_id)
    select x.series, x.currency, x.valid_from, x.valid_to, x.quoted_on, w.rate, new.proposed_by, v_now,
           new.approved_by, new.id
      from reference.rate_correction_row w join reference.exchange_rate x on x.id = w.rate_id
     where w.correction_id = new.id order by w.n;
    return null;
end
$$;
revoke all on function reference.apply_rate_correction from public;
create trigger rate_correction_decided after update on reference.rate_correction
    for each row execute function reference.apply_rate_correction();

-- What was recorded at the old rate of each row: current rounds of reports, and payments.
create view reference.rate_correction_use with (security_invoker = true) as
    select w.correction_id, w.n, count(u.line_id) as lines, sum(u.amount) filter (where u.line_id is not null) as amount,
           sum(u.base_amount) filter (where u.line_id is not null) as base_amount,
           count(*) - count(u.line_id) as payments, sum(u.amount) filter (where u.line_id is null) as paid
      from reference.rate_correction_row w
      join reference.exchange_rate x on x.id = w.rate_id
      join (select l.id as line_id, r.agreement_id, l.spent_on as day, l.currency, l.rate, l.amount, l.base_amount
              from partner.expenditure_line l
              join partner.expenditure_report r on r.id = l.report_id and r.round = l.round
            union all
            select l.id, r.agreement_id, l.spent_on, l.spent_currency, l.spent_rate, l.spent_amount, l.base_amount
              from partner.expenditure_line l
              join partner.expenditure_report r on r.id = l.report_id and r.round = l.round
             where l.spent_currency is not null
            union all
            select null, y.agreement_id, y.paid_on, y.currency, y.rate, y.amount, y.base_amount
              from partner.payment y) u
        on u.currency = x.currency and u.rate = x.rate and u.day between x.valid_from and x.valid_to
      join partner.agreement a on a.id = u.agreement_id
      join funding.project p on p.id = a.project_id
      join funding.instrument i on i.id = p.instrument_id
      left join lateral (select t.rate_series from partner.agreement_terms t
                          where t.agreement_id = a.id and t.valid_from <= u.day
                          order by t.valid_from desc limit 1) t on true
     where coalesce(t.rate_series, i.rate_series) = x.series
     group by w.correction_id, w.n;

grant select on reference.rate_correction, reference.rate_correction_row, reference.rate_correction_use
    to tranche_staff;
grant insert (id, reason, rate_count, proposed_by, proposed_for, proposed_on) on reference.rate_correction
    to tranche_staff;
grant update (approved_by, approved_for, approved_on, refused_by, refused_for, refused_on, refused_reason,
              version)
    on reference.rate_correction to tranche_staff;
grant insert on reference.rate_correction_row to tranche_staff;
