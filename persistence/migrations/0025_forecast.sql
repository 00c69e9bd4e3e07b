-- What a project expects to spend, by quarter and budget line. A forecast is never changed: the next
-- one is another version, and explains the quarters that ended since.
create table funding.forecast (
    id bigint primary key,
    project_id bigint not null constraint forecast_project_fkey references funding.project,
    number smallint not null,
    currency reference.currency_code not null,
    made_on date not null,
    reason text not null,
    made_by bigint not null constraint forecast_made_by_fkey references people.user_account,
    made_for bigint,
    constraint forecast_number_key unique (project_id, number),
    constraint forecast_id_project_key unique (id, project_id)
);

create table funding.forecast_amount (
    forecast_id bigint not null,
    project_id bigint not null,
    line_id bigint not null,
    quarter_first date not null,
    amount bigint not null,
    primary key (forecast_id, line_id, quarter_first),
    constraint forecast_amount_forecast_fkey
        foreign key (forecast_id, project_id) references funding.forecast (id, project_id),
    constraint forecast_amount_line_fkey
        foreign key (line_id, project_id) references funding.budget_line (id, project_id),
    constraint forecast_amount_not_negative_check check (amount >= 0),
    constraint forecast_amount_quarter_check check (quarter_first = date_trunc('quarter', quarter_first::timestamp)::date)
);
create index forecast_amount_project on funding.forecast_amount (project_id, quarter_first);

-- Figures of the day it was explained; what is booked late changes them no more.
create table funding.forecast_explanation (
    forecast_id bigint not null constraint forecast_explanation_forecast_fkey references funding.forecast,
    quarter_first date not null,
    forecast bigint not null,
    actual bigint not null,
    explanation text not null,
    primary key (forecast_id, quarter_first),
    constraint forecast_explanation_text_check check (explanation <> '')
);

-- How far a quarter may go otherwise than forecast without a word; null: any way.
alter table funding.instrument_terms add column forecast_variance reference.percent;

grant select, insert on funding.forecast, funding.forecast_amount, funding.forecast_explanation to tranche_staff;
