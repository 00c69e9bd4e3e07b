-- R46: what of a document counts against its total is what is accepted of it today, with what later documents
-- have shown, in the currency it was paid in. A corrected rate changes what that is worth, not how much of the
-- document it is.

grant select (taken_back_on) on partner.settlement_proposal to tranche_partner;

-- What of its document a line stands for, decided or not, in the currency it was paid in and not rounded.
-- Nothing taken back: as it was paid, exactly. Of a line paid in another currency and valued anew, what is left
-- goes back by the rates it is valued at now; what was shown later, by those it was handed in at.
create function partner.document_share_of(p_line bigint) returns numeric
language sql stable set search_path = '' as $$
    select case when l.amount = 0 then 0
                when w.left_of_it = l.amount + w.revalued then coalesce(l.spent_amount, l.amount)
                when l.spent_amount is null or (v.rate = l.rate and v.spent_rate = l.spent_rate)
                     then coalesce(l.spent_amount, l.amount)::numeric * w.left_of_it / l.amount
                else coalesce(l.spent_amount, l.amount)::numeric * w.left_of_it
                     / (l.amount * (v.rate / v.spent_rate) / (l.rate / l.spent_rate))
           end
           + case when l.amount = 0 then 0
                  else coalesce(l.spent_amount, l.amount)::numeric * w.shown_later / l.amount end
      from partner.expenditure_line l
      join partner.line_rate v on v.line_id = l.id
      cross join lateral (
          select l.amount - l.rejected_amount - partner.taken_back_of(l.id) as left_of_it,
                 -- Of a line paid in the report's own currency this is nothing.
                 coalesce((select pg_catalog.sum(r.amount) from partner.revaluation_line r
                            where r.line_id = l.id), 0) as revalued,
                 coalesce((select pg_catalog.sum(s.line_amount) from partner.settlement_proposal s
                            where s.line_id = l.id and s.settled_on is not null
                              and s.taken_back_on is null), 0) as shown_later) w
     where l.id = p_line;
$$;
revoke all on function partner.document_share_of from public;
grant execute on function partner.document_share_of to tranche_staff, tranche_partner;

create or replace view partner.document_use with (security_invoker = true) as
    select n.id as line_id, o.id as other_id, o.report_id as other_report_id,
           coalesce(o.spent_currency, o.currency) as other_currency,
           pg_catalog.round(partner.document_share_of(o.id))::bigint as other_share,
           o.document_total as other_total
      from partner.expenditure_line n
      join partner.expenditure_line o on o.document_key = n.document_key and o.report_id <> n.report_id
      join partner.expenditure_report r on r.id = o.report_id and r.round = o.round and r.state <> 'draft'
     where n.corrects_line_id is null and o.corrects_line_id is null
       and coalesce(o.document_type = n.document_type, true)
       and case when n.supplier_key is not null and o.supplier_key is not null then n.supplier_key = o.supplier_key
                else n.payee_key = o.payee_key end;

-- What is accepted of one document never exceeds its total, over all partners; one at a time looks.
create function partner.require_document_share(p_line partner.expenditure_line) returns void
language plpgsql set search_path = '' as $$
declare
    v_shares numeric;
    v_total bigint;
begin
    perform pg_catalog.pg_advisory_xact_lock(
        pg_catalog.hashtextextended('partner.document ' || p_line.supplier_key,
                                    pg_catalog.hashtext(p_line.document_key)));
    select pg_catalog.sum(partner.document_share_of(l.id)), pg_catalog.min(l.document_total)
      into v_shares, v_total
      from partner.expenditure_line l
     where l.document_key = p_line.document_key and l.supplier_key = p_line.supplier_key
       and coalesce(l.document_type = p_line.document_type, true) and l.corrects_line_id is null
       and l.decision <> 'pending'
       and coalesce(l.spent_currency, l.currency) = coalesce(p_line.spent_currency, p_line.currency);
    if pg_catalog.round(v_shares) > v_total then
        raise exception 'more is accepted of document % than its total', p_line.document
            using errcode = 'check_violation', constraint = 'expenditure_line_document_shares_check',
                  hint = 'document=' || pg_catalog.translate(p_line.document, ';=', '  ');
    end if;
end
$$;
revoke all on function partner.require_document_share from public;
grant execute on function partner.require_document_share to tranche_staff;

create or replace function partner.check_document_share() returns trigger
language plpgsql set search_path = '' as $$
begin
    perform partner.require_document_share(new);
    return null;
end
$$;

-- The other way of being accepted: documents that came later (R45).
create function partner.check_later_document_share() returns trigger
language plpgsql set search_path = '' as $$
begin
    perform partner.require_document_share(l)
      from partner.expenditure_line l
     where l.id = new.line_id and l.supplier_key is not null;
    return null;
end
$$;
revoke all on function partner.check_later_document_share from public;
create trigger settlement_document_shares after update of settled_on on partner.settlement_proposal
    for each row when (new.line_id is not null and new.settled_on is not null and old.settled_on is null)
    execute function partner.check_later_document_share();
