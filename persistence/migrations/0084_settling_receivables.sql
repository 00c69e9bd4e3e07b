-- How a debt of a partner ends when no money comes back for it (R45): by documents handed in later, set off
-- against a payment, or written off. One person proposes, another approves.
create table partner.settlement_proposal (
    id bigint primary key,
    receivable_id bigint not null
        constraint settlement_proposal_receivable_fkey references partner.receivable,
    kind text not null,
    currency reference.currency_code not null,
    amount bigint not null,  -- of the debt; with documents the support cost of the line is part of it
    line_id bigint constraint settlement_proposal_line_fkey references partner.expenditure_line,
    line_amount bigint,      -- how much of the line the documents show
    line_base bigint,        -- what that was worth by the line's own rate, known once it is settled
    request_id bigint constraint settlement_proposal_request_fkey references partner.disbursement_request,
    document text,
    reason text not null,
    proposed_by bigint not null constraint settlement_proposal_proposed_by_fkey references people.user_account,
    proposed_for bigint,
    proposed_on date not null,
    approved_by bigint constraint settlement_proposal_approved_by_fkey references people.user_account,
    approved_for bigint,
    approved_on date,
    refused_by bigint constraint settlement_proposal_refused_by_fkey references people.user_account,
    refused_for bigint,
    refused_on date,
    settled_on date,         -- a set-off waits for its payment
    version bigint not null default 1,
    constraint settlement_proposal_kind_check check (kind in ('documents', 'offset', 'write_off')),
    constraint settlement_proposal_positive_check check (amount > 0 and line_amount > 0 and line_amount <= amount),
    constraint settlement_proposal_reason_check check (reason <> ''),
    constraint settlement_proposal_line_check
        check ((kind = 'documents') = (line_id is not null) and (line_id is null) = (line_amount is null)
               and (kind = 'documents') = (document is not null)),
    constraint settlement_proposal_base_check
        check ((line_base is not null) = (line_id is not null and settled_on is not null)),
    constraint settlement_proposal_request_check check ((kind = 'offset') = (request_id is not null)),
    constraint settlement_proposal_approved_check check ((approved_by is null) = (approved_on is null)),
    constraint settlement_proposal_refused_check
        check ((refused_by is null) = (refused_on is null) and (refused_by is null or settled_on is null)),
    constraint settlement_proposal_settled_check
        check (settled_on is null or (approved_by is not null and settled_on >= approved_on)),
    constraint settlement_proposal_approved_by_other_check check (
        approved_by <> proposed_by and approved_by <> proposed_for
        and approved_for <> proposed_by and approved_for <> proposed_for)
);
create index settlement_proposal_receivable on partner.settlement_proposal (receivable_id);
create index settlement_proposal_line on partner.settlement_proposal (line_id) where line_id is not null;
create index settlement_proposal_request on partner.settlement_proposal (request_id) where request_id is not null;
create index settlement_proposal_waits on partner.settlement_proposal (id)
    where case when refused_by is not null then 'refused' when approved_by is not null
        then 'approved' else 'proposed' end = 'proposed';

-- What was settled or refused stays so; and documents show no more of a line than was rejected or disallowed.
create function partner.check_settlement_proposal() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_missing bigint;
begin
    if old.settled_on is not null or old.refused_by is not null then
        raise exception 'settlement proposal % was decided before', new.id
            using errcode = 'check_violation', constraint = 'settlement_proposal_decided_once_check';
    end if;
    if new.line_id is not null and new.settled_on is not null then
        select l.rejected_amount
               + coalesce((select pg_catalog.sum(d.amount) from partner.disallowance d where d.line_id = l.id), 0)
               - coalesce((select pg_catalog.sum(s.line_amount) from partner.settlement_proposal s
                            where s.line_id = l.id and s.settled_on is not null and s.id <> new.id), 0)
          into v_missing
          from partner.expenditure_line l where l.id = new.line_id for no key update;
        if new.line_amount > v_missing then
            raise exception 'documents show more of line % than is missing', new.line_id
                using errcode = 'check_violation', constraint = 'settlement_proposal_within_line_check';
        end if;
    end if;
    return new;
end
$$;
revoke all on function partner.check_settlement_proposal from public;
create trigger settlement_proposal_decided before update on partner.settlement_proposal
    for each row execute function partner.check_settlement_proposal();

alter table partner.receivable_settlement
    add column proposal_id bigint
        constraint receivable_settlement_proposal_fkey references partner.settlement_proposal,
    add constraint receivable_settlement_proposal_key unique (proposal_id),
    -- Nothing but money ends a debt without two persons.
    add constraint receivable_settlement_proposed_check
        check (kind in ('refund', 'refund_reversed') or proposal_id is not null);

-- Money may come back in another currency than the debt's.
comment on column partner.receivable_settlement.amount is 'in the currency of the debt';

grant select on partner.settlement_proposal to tranche_staff;
grant insert (id, receivable_id, kind, currency, amount, line_id, line_amount, request_id, document, reason,
              proposed_by, proposed_for, proposed_on) on partner.settlement_proposal to tranche_staff;
grant update (approved_by, approved_for, approved_on, refused_by, refused_for, refused_on, line_base, settled_on, version)
    on partner.settlement_proposal to tranche_staff;
alter table partner.settlement_proposal enable row level security;
create policy staff_see_all on partner.settlement_proposal to tranche_staff using (true) with check (true);
-- What is being considered is the office's own; a partner reads which of its expenses are shown after all.
grant select (line_id, line_amount, settled_on) on partner.settlement_proposal to tranche_partner;
create policy partner_sees_shown on partner.settlement_proposal for select to tranche_partner
    using (settled_on is not null
           and exists (select 1 from partner.expenditure_line l where l.id = settlement_proposal.line_id));

-- As before, but that an advance whose payment came back answers for nothing.
create or replace function partner.advances_as_of(p_agreement bigint, p_on date)
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
                                  and n.opened_on <= p_on and (n.opened_on, n.id) > (v.opened_on, v.id)
                                  and not exists (select 1 from partner.payment r
                                                   where r.reverses_id = n.payment_id and r.paid_on <= p_on)) then 0
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

-- What a donor reads of lines: what was accepted, and rows of their own for what was taken back of it later,
-- and for what documents showed after all.
create or replace view donor.expenditure_line with (security_barrier = true) as
    select n.id, n.report_id, a.id as agreement_id, a.project_id, n.budget_line_id, b.code as budget_line,
           b.title_en, b.title_fr, b.title_es, n.document, n.spent_on, n.description,
           case when exists (select 1 from donor.opened o where o.project_id = a.project_id and o.part = 'payees')
                then n.payee end as payee,
           n.currency, f.amount as accepted_amount, n.rate, f.base as accepted_base, f.counted_on as reviewed_on
      from partner.expenditure_line n
      join partner.expenditure_report e on e.id = n.report_id and e.round = n.round
       and e.state in ('accepted', 'partly_accepted')
      join partner.agreement a on a.id = e.agreement_id
      join funding.budget_line b on b.id = n.budget_line_id
      cross join lateral (
          select n.accepted_amount as amount, n.accepted_base as base, e.reviewed_on as counted_on
          union all
          select -d.amount, -d.base_amount, d.disallowed_on from partner.disallowance d where d.line_id = n.id
          union all
          select s.line_amount, s.line_base, s.settled_on from partner.settlement_proposal s
           where s.line_id = n.id and s.settled_on is not null) f
     where f.amount <> 0
       and a.project_id in (select o.project_id from donor.opened o where o.part = 'lines');

-- A batch sends what was approved; what is kept back of a request is paid on its own. Whoever comes second waits
-- for the request's row and then sees the first.
create function partner.check_set_off_or_batch() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if new.request_id is null then
        return null;
    end if;
    perform 1 from partner.disbursement_request q where q.id = new.request_id for no key update;
    if exists (select 1 from partner.payment_batch_item x where x.request_id = new.request_id and x.outcome is null)
       and exists (select 1 from partner.settlement_proposal s
                    where s.request_id = new.request_id and s.refused_by is null and s.settled_on is null) then
        raise exception 'request % is in a batch, and a debt is kept back of it', new.request_id
            using errcode = 'check_violation', constraint = 'set_off_or_batch_check';
    end if;
    return null;
end
$$;
create trigger settlement_proposal_or_batch after insert on partner.settlement_proposal
    for each row execute function partner.check_set_off_or_batch();
create trigger payment_batch_item_or_set_off after insert on partner.payment_batch_item
    for each row execute function partner.check_set_off_or_batch();

-- What ends a debt without money is what another person approved, to the cent; looked at when all is written.
create function partner.check_receivable_settlement() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if not exists (select 1 from partner.settlement_proposal s
                    where s.id = new.proposal_id and s.receivable_id = new.receivable_id and s.kind = new.kind
                      and s.amount = new.amount and s.approved_by is not null and s.refused_by is null
                      and s.settled_on = new.settled_on) then
        raise exception 'settlement % is not what was approved', new.id
            using errcode = 'check_violation', constraint = 'receivable_settlement_of_proposal_check';
    end if;
    return null;
end
$$;
create constraint trigger receivable_settlement_of_proposal after insert on partner.receivable_settlement
    deferrable initially deferred
    for each row when (new.proposal_id is not null) execute function partner.check_receivable_settlement();
revoke all on function partner.check_set_off_or_batch, partner.check_receivable_settlement from public;
