-- What a line says of its document (R46), its service and its tax, and of an expense in another currency
-- than the disbursement's. The same document is found again however it is spelled.

-- "A-1187", "a 1187" and "A001187" are one: case, blanks, leading zeros and marks between letters and digits
-- do not count. Marks between digits do: 1-2 is not 12.
create function reference.document_key(p_text text) returns text
language sql immutable parallel safe set search_path = '' as $$
    select pg_catalog.regexp_replace(pg_catalog.regexp_replace(pg_catalog.regexp_replace(
               pg_catalog.upper(pg_catalog.regexp_replace(p_text, '\s+', '', 'g')),
               '[^[:alnum:]]+', '-', 'g'),
               '(^|[^0-9])0+(?=[0-9])', '\1', 'g'),
               '-(?![0-9])|(?<![0-9])-', '', 'g')
$$;
revoke all on function reference.document_key from public;
grant execute on function reference.document_key to tranche_staff, tranche_partner, tranche_donor;

alter table partner.expenditure_line
    add column supplier_tax_id text,
    add column document_type text,
    add column document_series text,
    -- Of the whole document, in the currency it was paid in; the line's amount is our share.
    add column document_total bigint,
    add column service_first date,
    add column service_last date,
    add column tax_amount bigint,
    -- As paid, where that was another currency than the disbursement's, with the rate to base currency.
    add column spent_currency reference.currency_code,
    add column spent_amount bigint,
    add column spent_rate numeric(22, 10),
    add column document_key text not null generated always as
        (reference.document_key(coalesce(document_series || '-', '') || document)) stored,
    -- In a tax number no mark counts: 1234-5 is 12345.
    add column supplier_key text generated always as
        (ltrim(upper(regexp_replace(supplier_tax_id, '[^[:alnum:]]+', '', 'g')), '0')) stored,
    add column payee_key text not null generated always as (reference.document_key(payee)) stored,
    add constraint expenditure_line_document_total_check
        check (document_total > 0 and document_total >= abs(coalesce(spent_amount, amount))),
    add constraint expenditure_line_service_check
        check ((service_first is null) = (service_last is null) and service_last >= service_first),
    add constraint expenditure_line_tax_check
        check (abs(tax_amount) <= abs(coalesce(spent_amount, amount))
               and sign(tax_amount) in (0, sign(coalesce(spent_amount, amount)))),
    add constraint expenditure_line_spent_check
        check ((spent_currency is null) = (spent_amount is null) and (spent_amount is null) = (spent_rate is null)
               and sign(spent_amount) = sign(amount) and spent_currency <> currency);
create index expenditure_line_document on partner.expenditure_line (document_key);
create index expenditure_line_corrects on partner.expenditure_line (corrects_line_id)
    where corrects_line_id is not null;
grant insert (corrects_line_id, supplier_tax_id, document_type, document_series, document_total, service_first,
    service_last, tax_amount, spent_currency, spent_amount, spent_rate) on partner.expenditure_line
    to tranche_partner;

-- What later corrections take off an accepted line, those not yet decided too. What was disallowed is taken
-- off as well (0063).
create function partner.taken_back_of(p_line bigint) returns bigint
language sql stable set search_path = '' as $$
    select coalesce(-pg_catalog.sum(c.amount - c.rejected_amount), 0)::bigint
      from partner.expenditure_line c
      join partner.expenditure_report r on r.id = c.report_id and r.round = c.round
     where c.corrects_line_id = p_line;
$$;
revoke all on function partner.taken_back_of from public;
grant execute on function partner.taken_back_of to tranche_staff, tranche_partner;

-- Other lines, of other reports that were handed in, on the document of a line: the same supplier by its tax
-- id, or where one of them gives none, by the payee's name. Whoever asks sees what their role may see: a
-- partner its own lines, the office all.
create view partner.document_use with (security_invoker = true) as
    select n.id as line_id, o.id as other_id, o.report_id as other_report_id,
           coalesce(o.spent_currency, o.currency) as other_currency,
           coalesce(o.spent_amount, o.amount)
               - case o.amount when 0 then 0 else
                     round(coalesce(o.spent_amount, o.amount)::numeric
                           * (o.rejected_amount + partner.taken_back_of(o.id)) / o.amount)::bigint end
               as other_share,
           o.document_total as other_total
      from partner.expenditure_line n
      join partner.expenditure_line o on o.document_key = n.document_key and o.report_id <> n.report_id
      join partner.expenditure_report r on r.id = o.report_id and r.round = o.round and r.state <> 'draft'
     where n.corrects_line_id is null and o.corrects_line_id is null
       and coalesce(o.document_type = n.document_type, true)
       and case when n.supplier_key is not null and o.supplier_key is not null then n.supplier_key = o.supplier_key
                else n.payee_key = o.payee_key end;
grant select on partner.document_use to tranche_staff, tranche_partner;

-- R46, the second wall: what is accepted of one document never exceeds its total, over all partners.
create function partner.check_document_share() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_shares numeric;
    v_total bigint;
begin
    perform pg_catalog.pg_advisory_xact_lock(
        pg_catalog.hashtextextended('partner.document ' || new.supplier_key, pg_catalog.hashtext(new.document_key)));
    select pg_catalog.sum(coalesce(l.spent_amount, l.amount)::numeric
                          * (l.accepted_amount - partner.taken_back_of(l.id)) / l.amount),
           pg_catalog.min(l.document_total)
      into v_shares, v_total
      from partner.expenditure_line l
     where l.document_key = new.document_key and l.supplier_key = new.supplier_key
       and coalesce(l.document_type = new.document_type, true) and l.corrects_line_id is null
       and l.accepted_amount <> 0
       and coalesce(l.spent_currency, l.currency) = coalesce(new.spent_currency, new.currency);
    if v_shares > v_total then
        raise exception 'more is accepted of document % than its total', new.document
            using errcode = 'check_violation', constraint = 'expenditure_line_document_shares_check',
                  hint = 'document=' || pg_catalog.translate(new.document, ';=', '  ');
    end if;
    return null;
end
$$;
revoke all on function partner.check_document_share from public;
create trigger expenditure_line_document_shares after update of accepted_amount on partner.expenditure_line
    for each row when (new.accepted_amount > 0 and new.supplier_key is not null)
    execute function partner.check_document_share();

-- A correction is negative, at its original's rate, and takes back no more than was accepted of it.
create function partner.check_line_correction() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_original record;
    v_corrected bigint;
begin
    select l.*, r.agreement_id, (r.state in ('accepted', 'partly_accepted')) as decided into v_original
      from partner.expenditure_line l join partner.expenditure_report r on r.id = l.report_id and r.round = l.round
     where l.id = new.corrects_line_id;
    v_corrected := partner.taken_back_of(new.corrects_line_id);
    if v_original.id is null or not v_original.decided or new.amount >= 0 or new.rate <> v_original.rate
       or new.budget_line_id <> v_original.budget_line_id
       or v_original.agreement_id <> (select agreement_id from partner.expenditure_report where id = new.report_id)
       or v_corrected > v_original.accepted_amount then
        raise exception 'line % does not correct line %', new.id, new.corrects_line_id
            using errcode = 'check_violation', constraint = 'expenditure_line_corrects_accepted_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_line_correction from public;
create constraint trigger expenditure_line_corrects_accepted after insert on partner.expenditure_line
    deferrable initially deferred
    for each row when (new.corrects_line_id is not null) execute function partner.check_line_correction();
