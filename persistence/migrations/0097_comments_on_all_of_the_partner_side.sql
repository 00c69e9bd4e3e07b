-- What may be spoken of besides: every record of the partner side. Of some only the office speaks, because partners do
-- not see them: how a debt might be settled, what goes to the bank, and who is like a name on a list.
create function document.is_of_office_only(p_type text) returns boolean
language sql immutable set search_path = '' as $$
    select p_type in ('settlement_proposal', 'payment_batch_item', 'screening_match')
$$;
revoke all on function document.is_of_office_only from public;
grant execute on function document.is_of_office_only to tranche_staff, tranche_partner;

create or replace function document.place_of(p_type text, p_id bigint, out partner_id bigint, out about text)
language sql stable security definer set search_path = '' as $$
    with agreement_of as (
        select case p_type
            when 'agreement' then p_id
            when 'agreement_amendment' then (select m.agreement_id from partner.agreement_amendment m where m.id = p_id)
            when 'tranche' then (select t.agreement_id from partner.tranche t where t.id = p_id)
            when 'tranche_condition' then (
                select t.agreement_id from partner.tranche_condition c join partner.tranche t on t.id = c.tranche_id
                 where c.id = p_id)
            when 'disbursement_request' then (
                select q.agreement_id from partner.disbursement_request q where q.id = p_id)
            when 'payment' then (select y.agreement_id from partner.payment y where y.id = p_id)
            when 'payment_batch_item' then (
                select q.agreement_id from partner.payment_batch_item x
                  join partner.disbursement_request q on q.id = x.request_id where x.id = p_id)
            when 'expenditure_report' then (
                select e.agreement_id from partner.expenditure_report e where e.id = p_id)
            when 'report_round' then (
                select e.agreement_id from partner.report_round n
                  join partner.expenditure_report e on e.id = n.report_id where n.id = p_id)
            when 'review_remark' then (
                select e.agreement_id from partner.review_remark m join partner.report_round n on n.id = m.round_id
                  join partner.expenditure_report e on e.id = n.report_id where m.id = p_id)
            when 'expenditure_line' then (
                select e.agreement_id from partner.expenditure_line n
                  join partner.expenditure_report e on e.id = n.report_id where n.id = p_id)
            when 'disallowance' then (
                select e.agreement_id from partner.disallowance d join partner.expenditure_line n on n.id = d.line_id
                  join partner.expenditure_report e on e.id = n.report_id where d.id = p_id)
            when 'receivable' then (select c.agreement_id from partner.receivable c where c.id = p_id)
            when 'settlement_proposal' then (
                select c.agreement_id from partner.settlement_proposal s
                  join partner.receivable c on c.id = s.receivable_id where s.id = p_id)
            when 'finding' then (select f.agreement_id from partner.finding f where f.id = p_id)
            when 'cash_book' then (select c.agreement_id from partner.cash_book c where c.id = p_id)
            when 'asset' then (
                select e.agreement_id from partner.asset x join partner.expenditure_line n on n.id = x.line_id
                  join partner.expenditure_report e on e.id = n.report_id where x.id = p_id)
            when 'sub_partner' then (select s.agreement_id from partner.sub_partner s where s.id = p_id)
            end as id)
    select r.id, coalesce(a.code, r.code)
      from agreement_of g
      left join partner.agreement a on a.id = g.id
      join partner.partner r on r.id = case
           when a.id is not null then a.partner_id
           when p_type = 'partner' then p_id
           when p_type = 'assurance_activity' then (
               select v.partner_id from partner.assurance_activity v where v.id = p_id)
           when p_type = 'bank_account' then (select b.partner_id from partner.bank_account b where b.id = p_id)
           when p_type = 'authorised_officer' then (
               select o.partner_id from partner.authorised_officer o where o.id = p_id)
           when p_type = 'due_diligence_document' then (
               select d.partner_id from partner.due_diligence_document d where d.id = p_id)
           when p_type = 'screening_match' then (
               select m.partner_id from partner.screening_match m where m.id = p_id)
           when p_type = 'attachment' then (
               select coalesce(t.partner_id, (document.place_of(t.subject_type, t.subject_id)).partner_id)
                 from document.attachment t where t.id = p_id) end
     where session_user <> 'tranche_partner'
        or (r.id = nullif(pg_catalog.current_setting('tranche.partner', true), '')::bigint
            and not document.is_of_office_only(p_type)
            -- A file of the office only is no file to a partner.
            and (p_type <> 'attachment'
                 or exists (select 1 from document.attachment t where t.id = p_id and t.partner_id = r.id)))
$$;

create function document.check_comment_audience() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    raise exception 'a % is the office''s own', new.subject_type
        using errcode = 'check_violation', constraint = 'comment_of_its_subject_check';
end
$$;
revoke all on function document.check_comment_audience from public;
create trigger comment_audience before insert on document.comment
    for each row when (new.partner_id is not null and document.is_of_office_only(new.subject_type))
    execute function document.check_comment_audience();
