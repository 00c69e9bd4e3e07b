-- What a donor's viewers read in words, and what the office opens to one donor for a time.
--
-- Titles, names, payees and lines of expense are no longer columns of the donor's role: it reads them
-- through the views of the schema donor alone. These run as the owner and keep to two rules themselves:
-- only what the donor's money reached, and nothing that could lead to the site of a protection project.
-- Why: deploy/decisions/0016-opened-by-two.md.

-- Opened from one day to another by two persons: names of partners, lines of expense, their payees.
create table funding.donor_grant (
    id bigint primary key,
    donor_id bigint not null constraint donor_grant_donor_fkey references funding.donor,
    -- Null: every project its money reached.
    project_id bigint constraint donor_grant_project_fkey references funding.project,
    opens text[] not null,
    valid_from date not null,
    valid_until date not null,
    reason text not null,
    proposed_by bigint not null constraint donor_grant_proposed_by_fkey references people.user_account,
    proposed_for bigint,
    proposed_on date not null,
    confirmed_by bigint constraint donor_grant_confirmed_by_fkey references people.user_account,
    confirmed_for bigint,
    confirmed_on date,
    revoked_by bigint constraint donor_grant_revoked_by_fkey references people.user_account,
    revoked_on date,
    version bigint not null default 1,
    constraint donor_grant_opens_check check (
        cardinality(opens) > 0 and opens <@ array['partners', 'lines', 'payees']),
    -- A payee is the payee of a line.
    constraint donor_grant_payees_with_lines_check check (
        not 'payees' = any (opens) or 'lines' = any (opens)),
    constraint donor_grant_dates_in_order_check check (valid_until >= valid_from),
    constraint donor_grant_reason_check check (reason <> ''),
    constraint donor_grant_confirmation_check check ((confirmed_by is null) = (confirmed_on is null)),
    constraint donor_grant_revocation_check check ((revoked_by is null) = (revoked_on is null)),
    constraint donor_grant_confirmed_by_other_check check (
        confirmed_by <> proposed_by and confirmed_by <> proposed_for
        and confirmed_for <> proposed_by and confirmed_for <> proposed_for)
);
create index donor_grant_donor on funding.donor_grant (donor_id);

create function funding.check_donor_grant_move() returns trigger
language plpgsql set search_path = '' as $$
begin
    if old.revoked_by is not null or (old.confirmed_by is not null and new.confirmed_by is distinct from old.confirmed_by) then
        raise exception 'donor grant % was confirmed or revoked before', new.id
            using errcode = 'check_violation', constraint = 'donor_grant_moves_forward_check';
    end if;
    return new;
end
$$;
revoke all on function funding.check_donor_grant_move from public;
create trigger donor_grant_moves_forward before update on funding.donor_grant
    for each row execute function funding.check_donor_grant_move();

grant select on funding.donor_grant to tranche_staff;
grant insert (id, donor_id, project_id, opens, valid_from, valid_until, reason, proposed_by, proposed_for, proposed_on)
    on funding.donor_grant to tranche_staff;
grant update (confirmed_by, confirmed_for, confirmed_on, revoked_by, revoked_on, version)
    on funding.donor_grant to tranche_staff;

alter table funding.donor_grant enable row level security;
create policy staff_see_all on funding.donor_grant to tranche_staff using (true) with check (true);
create policy donor_sees_own on funding.donor_grant for select to tranche_donor
    using (donor_id = current_setting('tranche.donor')::bigint);
grant select (id, donor_id, project_id, opens, valid_from, valid_until, confirmed_by, revoked_by)
    on funding.donor_grant to tranche_donor;

create schema donor;
grant usage on schema donor to tranche_donor;

create view donor.project with (security_barrier = true) as
    select p.id, p.protection
      from funding.project p
     where p.id in (select a.project_id from funding.allocation a
                      join funding.contribution c on c.id = a.contribution_id
                        or (a.contribution_id is null and c.line_id = a.line_id and c.earmarking < 'D')
                     where c.donor_id = current_setting('tranche.donor')::bigint);

-- What is open today; it ends on its last day without anybody doing anything.
create view donor.opened with (security_barrier = true) as
    select p.id as project_id, o.part
      from donor.project p
      join funding.donor_grant g on g.donor_id = current_setting('tranche.donor')::bigint
       and (g.project_id is null or g.project_id = p.id)
       and g.confirmed_by is not null and g.revoked_by is null
       and (now() at time zone 'UTC')::date between g.valid_from and g.valid_until
     cross join unnest(g.opens) as o (part)
     where not p.protection;

-- A title is free text: of a protection project it is replaced by what anybody may know.
create view donor.project_title with (security_barrier = true) as
    select p.id, case when d.protection then 'Protection project' else p.title_en end as title_en,
           case when d.protection then 'Projet de protection' else p.title_fr end as title_fr,
           case when d.protection then 'Proyecto de protección' else p.title_es end as title_es
      from donor.project d join funding.project p on p.id = d.id;
create view donor.result_title with (security_barrier = true) as
    select r.id, case when d.protection then 'Result' else r.title_en end as title_en,
           case when d.protection then 'Résultat' else r.title_fr end as title_fr,
           case when d.protection then 'Resultado' else r.title_es end as title_es
      from donor.project d join result.result r on r.project_id = d.id;
create view donor.indicator_title with (security_barrier = true) as
    select n.id, case when d.protection then 'Indicator' else n.title_en end as title_en,
           case when d.protection then 'Indicateur' else n.title_fr end as title_fr,
           case when d.protection then 'Indicador' else n.title_es end as title_es
      from donor.project d join result.result r on r.project_id = d.id
      join result.indicator n on n.result_id = r.id;

create view donor.agreement_partner with (security_barrier = true) as
    select a.id as agreement_id, r.code, r.name
      from partner.agreement a join partner.partner r on r.id = a.partner_id
     where a.project_id in (select o.project_id from donor.opened o where o.part = 'partners');

-- What was accepted, of the round that was.
create view donor.expenditure_line with (security_barrier = true) as
    select n.id, n.report_id, a.id as agreement_id, a.project_id, n.budget_line_id, b.code as budget_line,
           b.title_en, b.title_fr, b.title_es, n.document, n.spent_on, n.description,
           case when exists (select 1 from donor.opened o where o.project_id = a.project_id and o.part = 'payees')
                then n.payee end as payee,
           n.currency, n.accepted_amount, n.rate, n.accepted_base, e.reviewed_on
      from partner.expenditure_line n
      join partner.expenditure_report e on e.id = n.report_id and e.round = n.round
       and e.state in ('accepted', 'partly_accepted')
      join partner.agreement a on a.id = e.agreement_id
      join funding.budget_line b on b.id = n.budget_line_id
     where n.accepted_amount <> 0
       and a.project_id in (select o.project_id from donor.opened o where o.part = 'lines');
grant select on all tables in schema donor to tranche_donor;

-- Whatever else is text, and who the partner is, leaves the donor's columns.
revoke select on partner.partner from tranche_donor;
drop policy donor_sees_reached on partner.partner;
revoke select (partner_id) on partner.agreement from tranche_donor;
revoke select (title_en, title_fr, title_es) on funding.project from tranche_donor;
revoke select on result.result, funding.phase, funding.budget_line from tranche_donor;
grant select (id, project_id, parent_id, code, result_type, position) on result.result to tranche_donor;
grant select (id, project_id, code, kind, category, result_id, flexibility) on funding.budget_line to tranche_donor;
drop policy donor_sees_reached on funding.phase;
revoke select (title_en, title_fr, title_es) on result.indicator from tranche_donor;
