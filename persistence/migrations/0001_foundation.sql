-- Schemas by concern. Nothing lives in public; every name is written with its schema.
create schema reference;
create schema people;
create schema ledger;
create schema funding;
create schema partner;
create schema result;
create schema audit;

create extension if not exists btree_gist with schema public;

revoke all on schema public from public;
grant usage on schema reference, people, ledger, funding, partner, result, audit to tranche_staff;

-- Closed code forms, refused by the database whatever wrote them.
create domain reference.currency_code as char(3)
    constraint currency_code_form_check check (value ~ '^[A-Z]{3}$');
create domain reference.country_code as char(2)
    constraint country_code_form_check check (value ~ '^[A-Z]{2}$');
create domain reference.entity_code as text
    constraint entity_code_form_check check (value ~ '^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$');
create domain reference.percent as numeric(7, 4)
    constraint percent_range_check check (value between 0 and 1000);
-- How a row came to be: entered as it happened, carried over from before Tranche without checks,
-- or an opening balance on the day a running fund moved in.
create domain reference.origin as text
    constraint origin_check check (value in ('current', 'historical', 'opening'));
