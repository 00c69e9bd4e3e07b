-- Interest a partner reports with its expenditure (R47). It is money to account for once the report is reviewed.
create table partner.reported_interest (
    report_id bigint not null
        constraint reported_interest_report_fkey references partner.expenditure_report,
    round smallint not null,
    position smallint not null,
    credited_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,
    document text,
    primary key (report_id, round, position),
    constraint reported_interest_positive_check check (amount > 0)
);
create trigger reported_interest_round_is_open after insert on partner.reported_interest
    for each row execute function partner.check_line_of_open_round();
grant select, insert on partner.reported_interest to tranche_staff;
grant select, insert on partner.reported_interest to tranche_partner;
alter table partner.reported_interest enable row level security;
create policy staff_see_all on partner.reported_interest to tranche_staff using (true) with check (true);
create policy partner_sees_own on partner.reported_interest for select to tranche_partner using (
    exists (select 1 from partner.expenditure_report e where e.id = report_id));
create policy partner_reports on partner.reported_interest for insert to tranche_partner with check (
    exists (select 1 from partner.expenditure_report e where e.id = report_id and e.state in ('draft', 'sent_back')));
