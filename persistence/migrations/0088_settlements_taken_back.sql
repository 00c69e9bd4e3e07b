-- What was settled without money may be taken back (R48): a write-off when the partner pays after all, documents
-- when they prove wrong. The row stays, another with the other sign points to it, and the proposal says since when.
alter table partner.receivable_settlement
    add column reverses_id bigint
        constraint receivable_settlement_reverses_fkey references partner.receivable_settlement,
    add constraint receivable_settlement_reverses_key unique (reverses_id),
    drop constraint receivable_settlement_kind_check,
    drop constraint receivable_settlement_sign_check,
    drop constraint receivable_settlement_proposed_check,
    add constraint receivable_settlement_kind_check check (kind in ('refund', 'documents', 'offset', 'write_off',
        'refund_reversed', 'documents_reversed', 'write_off_reversed')),
    add constraint receivable_settlement_sign_check
        check (case when kind like '%\_reversed' then amount < 0 else amount > 0 end),
    add constraint receivable_settlement_proposed_check
        check (kind in ('refund', 'refund_reversed') or proposal_id is not null or reverses_id is not null),
    add constraint receivable_settlement_reversed_check
        check (reverses_id is null or (kind like '%\_reversed' and proposal_id is null));

alter table partner.settlement_proposal
    add column taken_back_by bigint
        constraint settlement_proposal_taken_back_by_fkey references people.user_account,
    add column taken_back_for bigint,
    add column taken_back_on date,
    add column support_base bigint,  -- what its support cost was worth, known as line_base is
    add constraint settlement_proposal_taken_back_check check (
        (taken_back_by is null) = (taken_back_on is null)
        and (taken_back_on is null or (kind <> 'offset' and settled_on is not null and taken_back_on >= settled_on))),
    add constraint settlement_proposal_taken_back_by_other_check check (
        taken_back_by <> approved_by and taken_back_by <> approved_for
        and taken_back_for <> approved_by and taken_back_for <> approved_for);
grant update (taken_back_by, taken_back_for, taken_back_on, support_base) on partner.settlement_proposal to tranche_staff;
grant select (taken_back_on) on partner.settlement_proposal to tranche_partner;

-- What was settled or refused stays so, but for one taking back; documents show no more of a line than was rejected
-- or disallowed.
create or replace function partner.check_settlement_proposal() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_missing bigint;
begin
    if old.refused_by is not null or old.taken_back_on is not null
       or (old.settled_on is not null
           and (new.taken_back_on is null
                or (new.amount, new.line_amount, new.line_base, new.settled_on, new.approved_by, new.refused_by)
                   is distinct from
                   (old.amount, old.line_amount, old.line_base, old.settled_on, old.approved_by, old.refused_by))) then
        raise exception 'settlement proposal % was decided before', new.id
            using errcode = 'check_violation', constraint = 'settlement_proposal_decided_once_check';
    end if;
    if new.line_id is not null and new.settled_on is not null and new.taken_back_on is null then
        select l.rejected_amount
               + coalesce((select pg_catalog.sum(d.amount) from partner.disallowance d where d.line_id = l.id), 0)
               - coalesce((select pg_catalog.sum(s.line_amount) from partner.settlement_proposal s
                            where s.line_id = l.id and s.settled_on is not null and s.taken_back_on is null
                              and s.id <> new.id), 0)
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

-- A row that takes another back is its whole opposite, and the proposal behind that one says so.
create function partner.check_settlement_reversed() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if not exists (select 1 from partner.receivable_settlement r
                     left join partner.settlement_proposal s on s.id = r.proposal_id
                    where r.id = new.reverses_id and r.receivable_id = new.receivable_id and r.reverses_id is null
                      and r.amount = -new.amount and r.base_amount = -new.base_amount
                      and new.settled_on >= r.settled_on
                      and (r.kind in ('refund', 'offset') and new.kind = 'refund_reversed'
                           or new.kind = r.kind || '_reversed' and s.taken_back_on = new.settled_on)) then
        raise exception 'settlement % does not take back the whole of another', new.id
            using errcode = 'check_violation', constraint = 'receivable_settlement_reverses_whole_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_settlement_reversed from public;
create constraint trigger receivable_settlement_reverses_whole after insert on partner.receivable_settlement
    deferrable initially deferred
    for each row when (new.reverses_id is not null) execute function partner.check_settlement_reversed();

-- What a donor reads of lines, with what documents showed for a while only.
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
           where s.line_id = n.id and s.settled_on is not null
          union all
          select -s.line_amount, -s.line_base, s.taken_back_on from partner.settlement_proposal s
           where s.line_id = n.id and s.taken_back_on is not null) f
     where f.amount <> 0
       and a.project_id in (select o.project_id from donor.opened o where o.part = 'lines');
