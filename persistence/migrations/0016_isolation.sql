-- Isolation, the second wall: what a request sees is decided by the role of its connection and by a
-- setting made in the same round trip, so that a forgotten filter in the program leaks nothing.
--
--   tranche_partner   rows of one partner            setting tranche.partner
--   tranche_donor     projects its money reached     setting tranche.donor
--
-- Where the setting is missing or empty the comparison fails and so does the statement. Staff see
-- every row; a constant true costs them nothing. The owner, who serves nobody, is not restricted.
-- persistence/README.md tells the story, persistence/database_access.txt is the whole list.

grant usage on schema reference, people, ledger, funding, partner, result, audit to tranche_partner;
grant usage on schema reference, ledger, funding, partner, result to tranche_donor;
grant select on all tables in schema reference to tranche_partner, tranche_donor;

-- A partner reads its own agreements, all that hangs on them, and of the project what it works on.
grant select on partner.partner, partner.agreement, partner.agreement_terms, partner.agreement_line,
    partner.tranche, partner.disbursement_request, partner.payment, partner.advance,
    partner.expenditure_report, partner.expenditure_line, partner.receivable,
    partner.receivable_settlement to tranche_partner;
grant select (id, code, title_en, title_fr, title_es, instrument_id, project_type, coverage, state, start_on,
    end_on, version) on funding.project to tranche_partner;
grant select on funding.instrument, funding.phase, funding.budget_line to tranche_partner;
grant select (id, instrument_id, code, name_en, name_fr, name_es, currency) on funding.funding_line
    to tranche_partner;
grant select on result.result, result.indicator, result.target, result.actual to tranche_partner;
grant select (id, name, display_name, partner_id) on people.user_account to tranche_partner;
grant select on ledger.account, ledger.balance to tranche_partner;
grant select, update on ledger.project_lock to tranche_partner;

-- It asks, reports and measures; what others decide about that is not in its columns.
grant insert (id, agreement_id, tranche_id, kind, requested_on, asked_currency, asked_amount, currency,
    requested_amount, state, requested_by) on partner.disbursement_request to tranche_partner;
grant insert (id, agreement_id, code, number, period_first, period_last, currency, final, state)
    on partner.expenditure_report to tranche_partner;
grant update (state, round, submitted_by, submitted_on, support_reported, support_reported_base, version)
    on partner.expenditure_report to tranche_partner;
grant insert (id, report_id, round, position, document, spent_on, budget_line_id, payee, description,
    currency, amount, rate, base_amount) on partner.expenditure_line to tranche_partner;
grant insert (id, indicator_id, period_first, period_last, value, source, disaggregation, illustrative, note,
    reported_by, reported_on) on result.actual to tranche_partner;
grant insert on audit.event to tranche_partner;
grant select, insert, delete on audit.idempotency to tranche_partner;

-- A donor's viewers read results and sums by category: no payee, line of expense or document.
grant select (id, line_id, donor_id, earmarking) on funding.contribution to tranche_donor;
grant select (id, project_id, line_id, contribution_id, amount, currency, allocated_on)
    on funding.allocation to tranche_donor;
grant select (id, code, title_en, title_fr, title_es, instrument_id, project_type, coverage, state, start_on,
    end_on, origin, illustrative) on funding.project to tranche_donor;
grant select on funding.instrument, funding.funding_line, funding.phase, funding.benefiting_state,
    funding.budget_line, funding.budget_version, funding.budget_version_line to tranche_donor;
grant select on result.result, result.indicator, result.target, result.actual to tranche_donor;
grant select (id, project_id, funding_line_id, partner_id, illustrative) on partner.agreement to tranche_donor;
grant select (id) on partner.partner to tranche_donor;
grant select (id, kind, agreement_id, tranche_id, project_id, paid_on, currency, amount, rate, base_currency,
    base_amount, origin) on partner.payment to tranche_donor;
grant select (id, event, source_type, source_id, project_id, effective_on) on ledger.entry to tranche_donor;
grant select on ledger.account, ledger.balance, ledger.cell, ledger.entry_share to tranche_donor;

-- Every table of this list: staff see all of it, the partner and the donor what the condition says.
do $$
declare
    one record;
begin
    for one in
        select * from (values
        ('partner.partner', 'id = current_setting(''tranche.partner'')::bigint',
            'id in (select partner_id from partner.agreement)'),
        ('partner.agreement', 'partner_id = current_setting(''tranche.partner'')::bigint',
            'project_id in (select id from funding.project)'),
        ('partner.agreement_terms', 'exists (select 1 from partner.agreement a where a.id = agreement_id)', null),
        ('partner.agreement_line', 'exists (select 1 from partner.agreement a where a.id = agreement_id)', null),
        ('partner.tranche', 'exists (select 1 from partner.agreement a where a.id = agreement_id)', null),
        ('partner.disbursement_request', 'exists (select 1 from partner.agreement a where a.id = agreement_id)', null),
        ('partner.payment', 'exists (select 1 from partner.agreement a where a.id = agreement_id)',
            'project_id in (select id from funding.project)'),
        ('partner.advance', 'exists (select 1 from partner.agreement a where a.id = agreement_id)', null),
        ('partner.expenditure_report', 'exists (select 1 from partner.agreement a where a.id = agreement_id)', null),
        ('partner.expenditure_line', 'exists (select 1 from partner.expenditure_report e where e.id = report_id)', null),
        ('partner.receivable', 'exists (select 1 from partner.agreement a where a.id = agreement_id)', null),
        ('partner.receivable_settlement', 'exists (select 1 from partner.receivable e where e.id = receivable_id)', null),
        ('funding.contribution', null, 'donor_id = current_setting(''tranche.donor'')::bigint'),
        -- Named money is a donor's own; of a line's pool every donor of the line has its part.
        ('funding.allocation', null, 'exists (select 1 from funding.contribution c where c.id = contribution_id'
            ' or (contribution_id is null and c.line_id = allocation.line_id and c.earmarking < ''D''))'),
        ('funding.project', 'exists (select 1 from partner.agreement a where a.project_id = project.id)',
            'id in (select project_id from funding.allocation)'),
        ('funding.instrument', 'exists (select 1 from funding.project p where p.instrument_id = instrument.id)',
            'id in (select instrument_id from funding.project)'),
        ('funding.funding_line', 'exists (select 1 from partner.agreement a where a.funding_line_id = funding_line.id)',
            'id in (select line_id from funding.allocation)'),
        ('funding.phase', 'exists (select 1 from funding.project p where p.id = project_id)',
            'project_id in (select id from funding.project)'),
        ('funding.benefiting_state', null, 'project_id in (select id from funding.project)'),
        ('funding.budget_line', 'exists (select 1 from partner.agreement_line n where n.budget_line_id = budget_line.id)',
            'project_id in (select id from funding.project)'),
        ('funding.budget_version', null, 'project_id in (select id from funding.project)'),
        ('funding.budget_version_line', null, 'version_id in (select id from funding.budget_version)'),
        ('result.result', 'exists (select 1 from funding.project p where p.id = project_id)',
            'project_id in (select id from funding.project)'),
        ('result.indicator', 'exists (select 1 from result.result r where r.id = result_id)',
            'result_id in (select id from result.result)'),
        ('result.target', 'exists (select 1 from result.indicator i where i.id = indicator_id)',
            'indicator_id in (select id from result.indicator)'),
        ('result.actual', 'exists (select 1 from people.user_account u where u.id = reported_by)'
            ' and exists (select 1 from result.indicator i where i.id = indicator_id)',
            'indicator_id in (select id from result.indicator)'),
        ('people.user_account', 'partner_id = current_setting(''tranche.partner'')::bigint', null),
        ('ledger.project_lock', 'exists (select 1 from funding.project p where p.id = project_id)', null),
        ('ledger.account', 'case kind'
            ' when ''obligated'' then exists (select 1 from partner.agreement a where a.id = owner_id)'
            ' when ''spent'' then exists (select 1 from partner.agreement a where a.id = part_id)'
            ' when ''tranche_unpaid'' then exists (select 1 from partner.tranche t where t.id = owner_id)'
            ' when ''due'' then exists (select 1 from partner.tranche t where t.id = owner_id)'
            ' when ''advance'' then exists (select 1 from partner.advance v where v.id = owner_id)'
            ' when ''receivable'' then exists (select 1 from partner.receivable e where e.id = owner_id)'
            ' else false end',
            'case when kind in (''spent'', ''spent_direct'') then owner_id in (select id from funding.budget_line)'
            ' when kind = ''obligated'' then part_id in (select id from funding.budget_line) else false end'),
        ('ledger.balance', 'exists (select 1 from ledger.account k where k.id = account_id)',
            'exists (select 1 from ledger.account k where k.id = account_id)'),
        ('ledger.entry', null, 'project_id in (select id from funding.project)'),
        ('ledger.entry_share', null, 'exists (select 1 from ledger.entry e where e.id = entry_id)'),
        ('ledger.cell', null, 'project_id in (select id from funding.project)'),
        ('audit.event', null, null),
        ('audit.idempotency', 'exists (select 1 from people.user_account u where u.id = user_id)', null)
        ) as listed (name, partner_sees, donor_sees)
    loop
        execute pg_catalog.format('alter table %s enable row level security', one.name);
        execute pg_catalog.format('create policy staff_see_all on %s to tranche_staff using (true) with check (true)', one.name);
        if one.partner_sees is not null then
            execute pg_catalog.format(
                'create policy partner_sees_own on %s for select to tranche_partner using (%s)', one.name, one.partner_sees);
        end if;
        if one.donor_sees is not null then
            execute pg_catalog.format(
                'create policy donor_sees_reached on %s for select to tranche_donor using (%s)', one.name, one.donor_sees);
        end if;
    end loop;
end
$$;

-- What is added up must not be counted twice. A partner does not see whose actual stands in the way of
-- its own, so the database itself looks; reports of one indicator queue for that.
create function result.check_actual_overlap() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    perform pg_catalog.pg_advisory_xact_lock(pg_catalog.hashtextextended('result.actual', new.indicator_id));
    if exists (select 1 from result.actual v
                 join result.indicator i on i.id = v.indicator_id and i.aggregation = 'sum'
                where v.indicator_id = new.indicator_id and v.id <> new.id
                  and v.period_first <= new.period_last and v.period_last >= new.period_first) then
        raise exception 'actuals of indicator % overlap', new.indicator_id
            using errcode = 'check_violation', constraint = 'actual_sums_do_not_overlap_check';
    end if;
    return null;
end
$$;
revoke all on function result.check_actual_overlap from public;
create trigger actual_sums_do_not_overlap after insert on result.actual
    for each row execute function result.check_actual_overlap();

-- What a partner writes is its own, in the name of its own people, and undecided.
create policy partner_asks on partner.disbursement_request for insert to tranche_partner with check (
    state = 'submitted'
    and exists (select 1 from partner.agreement a where a.id = agreement_id)
    and exists (select 1 from people.user_account u where u.id = requested_by));
create policy partner_drafts on partner.expenditure_report for insert to tranche_partner with check (
    state = 'draft' and exists (select 1 from partner.agreement a where a.id = agreement_id));
create policy partner_submits on partner.expenditure_report for update to tranche_partner
    using (state in ('draft', 'sent_back')
           and exists (select 1 from partner.agreement a where a.id = agreement_id))
    with check (state in ('draft', 'submitted')
                and (submitted_by is null or state = 'draft'
                     or exists (select 1 from people.user_account u where u.id = submitted_by)));
create policy partner_lists on partner.expenditure_line for insert to tranche_partner with check (
    exists (select 1 from partner.expenditure_report e where e.id = report_id and e.state in ('draft', 'sent_back')));
create policy partner_measures on result.actual for insert to tranche_partner with check (
    exists (select 1 from result.indicator i where i.id = indicator_id)
    and exists (select 1 from people.user_account u where u.id = reported_by));
create policy partner_locks on ledger.project_lock for update to tranche_partner
    using (exists (select 1 from funding.project p where p.id = project_id));
create policy partner_is_audited on audit.event for insert to tranche_partner with check (
    exists (select 1 from people.user_account u where u.id = actor_id));
create policy partner_keeps_answers on audit.idempotency for insert to tranche_partner with check (
    exists (select 1 from people.user_account u where u.id = user_id));
create policy partner_forgets_answers on audit.idempotency for delete to tranche_partner using (
    exists (select 1 from people.user_account u where u.id = user_id));
