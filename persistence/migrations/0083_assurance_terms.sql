-- How often a fund has its partners looked at, by rating and money: data from a day on, never constants.
create table funding.assurance_terms (
    instrument_id bigint not null constraint assurance_terms_instrument_fkey references funding.instrument,
    valid_from date not null,
    source text not null,
    primary key (instrument_id, valid_from),
    constraint assurance_terms_source_check check (source <> '')
);
-- Of what a year's money exceeds, the highest row counts.
create table funding.assurance_term (
    instrument_id bigint not null,
    valid_from date not null,
    kind text not null,
    -- Of a partner nobody rated: as of the highest risk.
    risk text not null,
    -- What was paid in the year, or what was reported as spent in it.
    basis text not null,
    above bigint not null,
    times smallint not null,
    primary key (instrument_id, valid_from, kind, risk, above),
    constraint assurance_term_terms_fkey foreign key (instrument_id, valid_from)
        references funding.assurance_terms (instrument_id, valid_from),
    constraint assurance_term_kind_check check (kind in ('programmatic_visit', 'spot_check', 'audit')),
    constraint assurance_term_risk_check check (risk in ('low', 'medium', 'significant', 'high')),
    constraint assurance_term_basis_check check (basis in ('paid', 'reported')),
    constraint assurance_term_amounts_check check (above >= 0 and times >= 0)
);
grant select, insert on funding.assurance_terms, funding.assurance_term to tranche_staff;

-- What is due of a year, of each partner with an agreement of the fund, as known of a day.
create function partner.assurance_due(p_year_first date, p_on date)
returns table (instrument_id bigint, partner_id bigint, kind text, risk text, basis text, base_amount bigint,
               times bigint, done bigint, due_on date)
language sql stable set search_path = '' as $$
    with year as (
        select p_year_first as first_day,
               least((p_year_first + interval '1 year' - interval '1 day')::date, p_on) as last_day,
               (p_year_first + interval '1 year' - interval '1 day')::date as due_on),
    partners as (
        select p.instrument_id, a.partner_id, pg_catalog.array_agg(a.id) as agreements
          from partner.agreement a join funding.project p on p.id = a.project_id
         where a.state not in ('draft', 'under_review', 'cleared', 'cancelled')
         group by p.instrument_id, a.partner_id),
    facts as (
        select s.instrument_id, s.partner_id, y.first_day, y.last_day, y.due_on,
               coalesce((select m.risk from partner.partner_assessment m
                          where m.partner_id = s.partner_id and m.assessed_on <= y.last_day
                          order by m.assessed_on desc limit 1), 'high') as risk,
               coalesce((select sum(b.base_amount) from partner.payment b
                          where b.agreement_id = any (s.agreements)
                            and b.paid_on between y.first_day and y.last_day), 0)::bigint as paid,
               coalesce((select sum(n.base_amount) from partner.expenditure_line n
                           join partner.expenditure_report e on e.id = n.report_id and e.round = n.round
                            and e.state not in ('draft', 'sent_back')
                          where e.agreement_id = any (s.agreements)
                            and n.spent_on between y.first_day and y.last_day), 0)::bigint as reported
          from partners s cross join year y where y.first_day <= p_on)
    select f.instrument_id, f.partner_id, t.kind, f.risk, t.basis,
           case t.basis when 'paid' then f.paid else f.reported end, t.times::bigint,
           (select count(*) from partner.assurance_activity v
             where v.partner_id = f.partner_id and v.kind = t.kind
               and v.done_on between f.first_day and f.last_day
               and (v.agreement_id is null or exists (
                    select 1 from partner.agreement a join funding.project p on p.id = a.project_id
                     where a.id = v.agreement_id and p.instrument_id = f.instrument_id))),
           f.due_on
      from facts f
      join lateral (select h.valid_from from funding.assurance_terms h
                     where h.instrument_id = f.instrument_id and h.valid_from <= f.last_day
                     order by h.valid_from desc limit 1) h on true
      join lateral (select distinct on (x.kind) x.kind, x.basis, x.times from funding.assurance_term x
                     where x.instrument_id = f.instrument_id and x.valid_from = h.valid_from and x.risk = f.risk
                       and case x.basis when 'paid' then f.paid else f.reported end > x.above
                     order by x.kind, x.above desc) t on true
$$;
revoke all on function partner.assurance_due from public;
grant execute on function partner.assurance_due to tranche_staff;
