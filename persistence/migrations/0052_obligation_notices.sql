-- People are told of what is due before its day and after it, and may have one letter a day instead of many.
alter table funding.project_terms add column remind_days smallint not null default 14,
    add constraint project_terms_remind_days_check check (remind_days between 0 and 365);
alter table partner.reporting_schedule add column remind_days smallint not null default 14,
    add constraint reporting_schedule_remind_days_check check (remind_days between 0 and 365);

alter table people.user_account add column notices text not null default 'each',
    add constraint user_account_notices_check check (notices in ('each', 'digest'));
grant update (notices) on people.user_account to tranche_staff;

-- What a day brings about and no act: of which report or plan, and for which day it is said. Once, whoever looks.
alter table notify.event
    add column part text,
    add column number smallint,
    add column due_on date,
    add constraint event_of_a_day_check check (num_nonnulls(part, number, due_on) in (0, 3));
create unique index event_of_a_day_key on notify.event (name, subject_id, part, number, due_on)
    where due_on is not null;
