-- The double-entry journal. Its only door is ledger.post: the runtime roles may read these tables
-- but hold no right to write them, so an entry that does not balance cannot be stored by anybody
-- but the owner. persistence/README.md has the chart of accounts in words.

create table ledger.account_kind (
    kind text primary key,
    book char(1) not null,
    kept boolean not null,
    constraint account_kind_book_check check (book in ('F', 'P', 'C'))
);
insert into ledger.account_kind (kind, book, kept) values
    -- F: authority to spend. Owners: contribution, line, project, budget line, agreement.
    ('donor_source', 'F', false), ('commitment_open', 'F', true), ('unapplied_receipt', 'F', true),
    ('opening_source', 'F', false), ('line_available', 'F', true),
    ('project_unbudgeted', 'F', true), ('budget_available', 'F', true), ('obligated', 'F', true),
    ('spent', 'F', true), ('spent_direct', 'F', true), ('project_exchange_difference', 'F', false),
    ('project_interest', 'F', false), ('lost', 'F', false), ('donor_refunded', 'F', false),
    ('authority_exchange', 'F', false),
    -- P: what a partner holds and owes.
    ('agreement_value', 'P', false), ('tranche_unpaid', 'P', true), ('due', 'P', true),
    ('advance', 'P', true), ('receivable', 'P', true), ('settled', 'P', false),
    ('refunded', 'P', false), ('written_off', 'P', false), ('interest', 'P', false),
    ('exchange_difference', 'P', false), ('partner_exchange', 'P', false),
    -- C: cash.
    ('donor_bank', 'C', false), ('fund_cash', 'C', false), ('partner_bank', 'C', false),
    ('payee_bank', 'C', false), ('opening_cash', 'C', false), ('cash_exchange', 'C', false);

create table ledger.account (
    id bigint generated always as identity primary key,
    kind text not null constraint account_kind_fkey references ledger.account_kind,
    owner_id bigint not null,
    part_id bigint not null default 0,
    currency reference.currency_code not null,
    constraint account_owner_key unique (owner_id, kind, part_id, currency)
);

-- Balances are kept for accounts that may run out. floor_amount is how far below zero a line may
-- bend by its flexibility (R21); it is zero everywhere else.
create table ledger.balance (
    account_id bigint primary key constraint balance_account_fkey references ledger.account,
    amount bigint not null,
    base_amount bigint not null,
    floor_amount bigint not null default 0,
    constraint balance_floor_check check (floor_amount <= 0),
    constraint balance_not_overdrawn_check check (amount >= floor_amount)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);

create table ledger.entry (
    id bigint generated always as identity primary key,
    event text not null,
    origin reference.origin not null,
    instrument_id bigint,
    project_id bigint,
    agreement_id bigint,
    effective_on date not null,
    recorded_at timestamptz not null default clock_timestamp(),
    actor_id bigint not null,
    source_type text not null,
    source_id bigint not null,
    reason text,
    reverses_id bigint constraint entry_reverses_fkey references ledger.entry,
    constraint entry_event_form_check check (event ~ '^[a-z_]{3,40}$')
);
-- Not a constraint of the table: that would index every entry that reverses nothing.
create unique index entry_reversed_once_key on ledger.entry (reverses_id) where reverses_id is not null;
create index entry_project on ledger.entry (project_id, effective_on) where project_id is not null;
create index entry_source on ledger.entry (source_id);
create index entry_recorded_at on ledger.entry using brin (recorded_at);

-- No foreign keys here on purpose: ledger.post writes entry, account and posting together, and a key
-- check on a busy account would take a share lock on its row for every payment.
create table ledger.posting (
    entry_id bigint not null,
    account_id bigint not null,
    amount bigint not null,
    base_amount bigint not null,
    rate numeric(22, 10),
    primary key (entry_id, account_id),
    constraint posting_not_empty_check check (amount <> 0 or base_amount <> 0)
);
create index posting_account on ledger.posting (account_id);

-- Sums kept for reports: per project, measure, state, year of effect and year of record, in the
-- currency of the amount and in base currency. State '' means: attributed to no State.
create table ledger.cell (
    project_id bigint not null,
    measure text not null,
    effective_year smallint not null,
    known_year smallint not null,
    state text not null,
    currency reference.currency_code not null,
    amount bigint not null,
    base_amount bigint not null,
    entries bigint not null,
    primary key (project_id, measure, effective_year, known_year, state, currency),
    constraint cell_state_form_check check (state ~ '^([A-Z]{2})?$')
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 500);

-- The split of an entry over several benefiting States, by the shares valid when it was posted.
create table ledger.entry_share (
    entry_id bigint not null,
    measure text not null,
    state text not null,
    currency reference.currency_code not null,
    amount bigint not null,
    base_amount bigint not null,
    primary key (entry_id, measure, state, currency)
);

-- One row per project, locked first by every command that moves its money, so that such commands
-- queue per project and nowhere above it.
create table ledger.project_lock (
    project_id bigint primary key
);

grant select on all tables in schema ledger to tranche_staff;
grant insert, update on ledger.project_lock to tranche_staff;
