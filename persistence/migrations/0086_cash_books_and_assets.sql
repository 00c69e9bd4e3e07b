-- What a partner says of its cash, period by period: opening, received, spent, interest, balance, with the bank's
-- statement. It is stated, not posted; the report beside it says what the books have.
create table partner.cash_book (
    id bigint primary key,
    agreement_id bigint not null constraint cash_book_agreement_fkey references partner.agreement,
    period_first date not null,
    period_last date not null,
    turn int not null,           -- stated anew: the last turn counts
    currency reference.currency_code not null,
    opening bigint not null,
    received bigint not null,
    spent bigint not null,
    interest bigint not null default 0,
    refunded bigint not null default 0,
    closing bigint not null,
    bank_statement_id bigint constraint cash_book_bank_statement_fkey references document.attachment,
    note text,
    stated_by bigint not null constraint cash_book_stated_by_fkey references people.user_account,
    stated_for bigint,
    stated_on date not null,
    constraint cash_book_period_check check (period_first <= period_last),
    constraint cash_book_turn_key unique (agreement_id, period_first, turn),
    constraint cash_book_not_negative_check
        check (received >= 0 and spent >= 0 and interest >= 0 and refunded >= 0),
    constraint cash_book_adds_up_check
        check (closing = opening + received + interest - spent - refunded)
);

-- What was bought and lasts, above a threshold of the fund: who keeps it, where, and what became of it.
create table funding.asset_terms (
    instrument_id bigint not null constraint asset_terms_instrument_fkey references funding.instrument,
    valid_from date not null,
    threshold bigint not null,        -- base currency of the fund
    categories text[] not null,       -- of cost, that hold such things; empty: all
    source text not null,
    illustrative boolean not null default false,
    primary key (instrument_id, valid_from),
    constraint asset_terms_threshold_check check (threshold > 0)
);
grant select, insert on funding.asset_terms to tranche_staff;

create table partner.asset (
    id bigint primary key,
    line_id bigint not null constraint asset_line_fkey references partner.expenditure_line,
    description text not null,
    serial text,
    quantity int not null,
    located_at text not null,
    kept_by text not null,
    listed_by bigint not null constraint asset_listed_by_fkey references people.user_account,
    listed_for bigint,
    listed_on date not null,
    disposed_as text,
    disposal_document text,
    disposed_by bigint constraint asset_disposed_by_fkey references people.user_account,
    disposed_for bigint,
    disposed_on date,
    version bigint not null default 1,
    constraint asset_quantity_check check (quantity > 0),
    constraint asset_disposed_as_check check (disposed_as in ('handed_over', 'returned', 'sold', 'lost', 'scrapped')),
    constraint asset_disposed_check check (
        (disposed_on is null) = (disposed_as is null) and (disposed_on is null) = (disposed_by is null)
        and (disposed_on is null) = (disposal_document is null))
);
create index asset_line on partner.asset (line_id);
create function partner.check_asset() returns trigger
language plpgsql set search_path = '' as $$
begin
    if old.disposed_on is not null then
        raise exception 'asset % is gone already', new.id
            using errcode = 'check_violation', constraint = 'asset_disposed_once_check';
    end if;
    return new;
end
$$;
revoke all on function partner.check_asset from public;
create trigger asset_disposed_once before update on partner.asset
    for each row execute function partner.check_asset();

grant select, insert on partner.cash_book, partner.asset to tranche_staff, tranche_partner;
grant update (disposed_as, disposal_document, disposed_by, disposed_for, disposed_on, version) on partner.asset
    to tranche_staff;
alter table partner.cash_book enable row level security;
alter table partner.asset enable row level security;
create policy staff_see_all on partner.cash_book to tranche_staff using (true) with check (true);
create policy staff_see_all on partner.asset to tranche_staff using (true) with check (true);
create policy partner_sees_own on partner.cash_book to tranche_partner
    using (exists (select 1 from partner.agreement a where a.id = cash_book.agreement_id))
    with check (exists (select 1 from partner.agreement a where a.id = cash_book.agreement_id));
create policy partner_sees_own on partner.asset to tranche_partner
    using (exists (select 1 from partner.expenditure_line l where l.id = asset.line_id))
    with check (exists (select 1 from partner.expenditure_line l where l.id = asset.line_id));
