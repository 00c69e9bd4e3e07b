-- Approved requests gathered for one account of the office, released by another person, sent to its bank as
-- one file. Why: deploy/decisions/0030-batches-before-the-bank.md.

-- An account the office pays from. Another number is another account.
create table partner.payer_account (
    id bigint primary key,
    code reference.entity_code not null,
    holder text not null,
    bank text not null,
    bic text,
    account text not null,
    currency reference.currency_code not null,
    valid_from date not null,
    recorded_by bigint not null constraint payer_account_recorded_by_fkey references people.user_account,
    recorded_for bigint,
    ended_by bigint, ended_for bigint, ended_on date, ended_reason text,
    version bigint not null default 1,
    constraint payer_account_code_key unique (code),
    constraint payer_account_text_check check (holder <> '' and bank <> '' and account <> ''),
    constraint payer_account_bic_check check (bic ~ '^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$'),
    constraint payer_account_ended_check check (
        (ended_by is null) = (ended_on is null) and (ended_by is null) = (ended_reason is null))
);

create table partner.payment_batch (
    id bigint primary key,
    code reference.entity_code not null,
    payer_account_id bigint not null constraint payment_batch_payer_account_fkey references partner.payer_account,
    -- The day the bank is asked to pay; its rates count.
    pay_on date not null,
    state text not null default 'gathering',
    gathered_by bigint not null constraint payment_batch_gathered_by_fkey references people.user_account,
    gathered_for bigint, gathered_on date not null,
    released_by bigint constraint payment_batch_released_by_fkey references people.user_account,
    released_for bigint, released_on date, released_at timestamptz,
    withdrawn_by bigint constraint payment_batch_withdrawn_by_fkey references people.user_account,
    withdrawn_for bigint, withdrawn_on date, withdrawn_reason text,
    version bigint not null default 1,
    constraint payment_batch_code_key unique (code),
    constraint payment_batch_state_check check (state in ('gathering', 'released', 'withdrawn')),
    constraint payment_batch_steps_check check (
        (state = 'released') = (released_by is not null) and (released_by is null) = (released_on is null)
        and (state = 'withdrawn') = (withdrawn_by is not null) and (withdrawn_by is null) = (withdrawn_on is null)
        and (withdrawn_by is null) = (withdrawn_reason is null)),
    constraint payment_batch_released_by_other_check check (
        released_by <> gathered_by and released_by <> gathered_for
        and released_for <> gathered_by and released_for <> gathered_for)
);
create index payment_batch_waits on partner.payment_batch (id) where state = 'gathering';

-- A request in a batch. What goes to the bank is kept at release and never changes.
create table partner.payment_batch_item (
    id bigint primary key,
    batch_id bigint not null constraint payment_batch_item_batch_fkey references partner.payment_batch,
    request_id bigint not null constraint payment_batch_item_request_fkey references partner.disbursement_request,
    end_to_end_id text not null,
    added_by bigint not null constraint payment_batch_item_added_by_fkey references people.user_account,
    added_for bigint, added_on date not null,
    bank_account_id bigint constraint payment_batch_item_bank_account_fkey references partner.bank_account,
    currency reference.currency_code,
    amount bigint,
    rate numeric(22, 10),
    charges_borne_by text,
    outcome text,
    outcome_by bigint constraint payment_batch_item_outcome_by_fkey references people.user_account,
    outcome_for bigint, outcome_on date, outcome_reason text,
    version bigint not null default 1,
    constraint payment_batch_item_end_to_end_key unique (end_to_end_id),
    constraint payment_batch_item_end_to_end_check check (end_to_end_id ~ '^[0-9a-z-]{1,35}$'),
    constraint payment_batch_item_amount_check check (
        amount > 0 and (amount is null) = (currency is null) and (amount is null) = (rate is null)
        and (amount is null) = (charges_borne_by is null)),
    constraint payment_batch_item_borne_by_check check (charges_borne_by in ('fund', 'partner', 'shared')),
    constraint payment_batch_item_outcome_check check (
        outcome in ('left', 'rejected') and (outcome is null) = (outcome_by is null)
        and (outcome is null) = (outcome_on is null) and (outcome is null) = (outcome_reason is null))
);
-- At most one batch that is not over for it. What was paid is never approved again.
create unique index payment_batch_item_one_open_key on partner.payment_batch_item (request_id) where outcome is null;
create index payment_batch_item_request on partner.payment_batch_item (request_id);
create index payment_batch_item_batch on partner.payment_batch_item (batch_id);

create function partner.check_batch_item_added() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if (select q.state from partner.disbursement_request q where q.id = new.request_id) is distinct from 'approved' then
        raise exception 'request % is not approved', new.request_id
            using errcode = 'check_violation', constraint = 'payment_batch_item_of_approved_check';
    end if;
    if (select b.state from partner.payment_batch b where b.id = new.batch_id) is distinct from 'gathering' then
        raise exception 'batch % gathers no more', new.batch_id
            using errcode = 'check_violation', constraint = 'payment_batch_item_gathered_check';
    end if;
    return new;
end
$$;
create trigger payment_batch_item_added before insert on partner.payment_batch_item
    for each row execute function partner.check_batch_item_added();

-- What left stays out; what the bank has seen stays as it was sent.
create function partner.check_batch_item_stays() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_state text := (select b.state from partner.payment_batch b where b.id = old.batch_id);
begin
    if old.outcome is not null
       or (old.amount is not null and (new.amount, new.currency, new.rate, new.bank_account_id, new.charges_borne_by)
               is distinct from (old.amount, old.currency, old.rate, old.bank_account_id, old.charges_borne_by))
       or (new.outcome = 'left' and old.amount is not null)
       or (new.outcome = 'rejected' and (v_state <> 'released' or not exists (
               select 1 from partner.disbursement_request q where q.id = old.request_id and q.state = 'approved')))
    then
        raise exception 'item % of batch % is decided', old.id, old.batch_id
            using errcode = 'check_violation', constraint = 'payment_batch_item_stays_check';
    end if;
    return new;
end
$$;
create trigger payment_batch_item_stays before update on partner.payment_batch_item
    for each row execute function partner.check_batch_item_stays();

create function partner.check_batch_stays() returns trigger
language plpgsql set search_path = '' as $$
begin
    if old.state <> 'gathering' or (new.code, new.payer_account_id, new.pay_on, new.gathered_by)
            is distinct from (old.code, old.payer_account_id, old.pay_on, old.gathered_by) then
        raise exception 'batch % is decided', old.id
            using errcode = 'check_violation', constraint = 'payment_batch_stays_check';
    end if;
    if new.state = 'released' then
        new.released_at := pg_catalog.clock_timestamp();
    end if;
    return new;
end
$$;
create trigger payment_batch_stays before update on partner.payment_batch
    for each row execute function partner.check_batch_stays();

-- R39 for all that is in it: whoever releases neither asked for one, nor put it there.
create function partner.check_batch_released() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if exists (select 1 from partner.payment_batch_item x
                 join partner.disbursement_request q on q.id = x.request_id
                where x.batch_id = new.id and x.outcome is null
                  and (new.released_by in (q.requested_by, q.requested_for, x.added_by, x.added_for)
                       or new.released_for in (q.requested_by, q.requested_for, x.added_by, x.added_for))) then
        raise exception 'batch % is released by who asked or gathered', new.id
            using errcode = 'check_violation', constraint = 'payment_batch_released_by_other_check';
    end if;
    if not exists (select 1 from partner.payment_batch_item x where x.batch_id = new.id and x.outcome is null)
       or exists (select 1 from partner.payment_batch_item x
                    join partner.disbursement_request q on q.id = x.request_id
                   where x.batch_id = new.id and x.outcome is null
                     and (x.amount is null or q.state <> 'approved')) then
        raise exception 'batch % is not ready', new.id
            using errcode = 'check_violation', constraint = 'payment_batch_released_whole_check';
    end if;
    return null;
end
$$;
create constraint trigger payment_batch_released after update on partner.payment_batch
    deferrable initially immediate for each row when (new.state = 'released' and old.state = 'gathering')
    execute function partner.check_batch_released();

-- While it is in a batch a request is only paid, and only once the batch is released.
create function partner.check_request_in_batch() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if exists (select 1 from partner.payment_batch_item x join partner.payment_batch b on b.id = x.batch_id
                where x.request_id = new.id and x.outcome is null
                  and not (new.state = 'paid' and b.state = 'released')) then
        raise exception 'request % is in a batch', new.id
            using errcode = 'check_violation', constraint = 'disbursement_request_not_in_batch_check';
    end if;
    return new;
end
$$;
create trigger disbursement_request_not_in_batch before update of state on partner.disbursement_request
    for each row when (old.state = 'approved' and new.state <> 'approved')
    execute function partner.check_request_in_batch();

-- Money goes where the batch sent it; without one, to the account in force.
create or replace function partner.check_payee() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_account bigint;
begin
    if exists (select 1 from partner.agreement a join partner.partner r on r.id = a.partner_id
                where a.id = new.agreement_id and r.blocked) then
        raise exception 'the partner of agreement % is blocked', new.agreement_id
            using errcode = 'check_violation', constraint = 'payment_partner_not_blocked_check';
    end if;
    select x.bank_account_id into v_account from partner.payment_batch_item x
     where x.request_id = new.request_id and x.outcome is null;
    if not found and new.kind <> 'direct_payment' then
        v_account := (select partner.account_in_force(a.partner_id) from partner.agreement a
                       where a.id = new.agreement_id);
    end if;
    if new.bank_account_id is distinct from v_account then
        raise exception 'payment % goes to another account', new.id
            using errcode = 'check_violation', constraint = 'payment_account_in_force_check';
    end if;
    if exists (select 1 from partner.payment_batch_item x
                where x.request_id = new.request_id and x.outcome is null
                  and (x.amount, x.currency, x.rate) is distinct from (new.amount, new.currency, new.rate)) then
        raise exception 'payment % is not what its batch sent', new.id
            using errcode = 'check_violation', constraint = 'payment_as_released_check';
    end if;
    return new;
end
$$;
revoke all on function partner.check_batch_item_added, partner.check_batch_item_stays, partner.check_batch_stays,
    partner.check_batch_released, partner.check_request_in_batch from public;

-- What the bank's answer says besides: its own rate, and what it charged.
alter table partner.payment
    add column bank_rate numeric(22, 10),
    add column charges_currency reference.currency_code,
    add column charges_amount bigint,
    add column charges_borne_by text,
    add constraint payment_bank_rate_check check (bank_rate > 0),
    add constraint payment_charges_check check (
        charges_amount > 0 and (charges_amount is null) = (charges_currency is null)
        and (charges_amount is null) = (charges_borne_by is null)),
    add constraint payment_charges_borne_by_check check (charges_borne_by in ('fund', 'partner', 'shared'));
alter table partner.bank_account
    add column bic text,
    add constraint bank_account_bic_check check (bic ~ '^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$');
grant insert (bic) on partner.bank_account to tranche_staff;
grant select (bic) on partner.bank_account to tranche_partner;

-- How an agreement is asked for and paid, from a day on: who bears what the banks charge, and how many months
-- of needs a request covers at most (R38). Without a row: the fund, and three.
create table partner.payment_term (
    agreement_id bigint not null constraint payment_term_agreement_fkey references partner.agreement,
    valid_from date not null,
    charges_borne_by text not null,
    request_months smallint not null,
    document text not null,
    recorded_by bigint not null constraint payment_term_recorded_by_fkey references people.user_account,
    primary key (agreement_id, valid_from),
    constraint payment_term_borne_by_check check (charges_borne_by in ('fund', 'partner', 'shared')),
    constraint payment_term_months_check check (request_months between 1 and 12),
    constraint payment_term_document_check check (document <> '')
);
create function partner.payment_term_on(p_agreement bigint, p_on date, out charges_borne_by text,
                                        out request_months smallint)
language sql stable set search_path = '' as $$
    select coalesce(t.charges_borne_by, 'fund'), coalesce(t.request_months, 3::smallint)
      from (select 1) always
      left join lateral (select m.charges_borne_by, m.request_months from partner.payment_term m
                          where m.agreement_id = p_agreement and m.valid_from <= p_on
                          order by m.valid_from desc limit 1) t on true
$$;
revoke all on function partner.payment_term_on from public;
grant execute on function partner.payment_term_on to tranche_staff, tranche_partner;
grant select, insert on partner.payment_term to tranche_staff;
grant select (agreement_id, valid_from, charges_borne_by, request_months, document) on partner.payment_term
    to tranche_partner;
alter table partner.payment_term enable row level security;
create policy staff_see_all on partner.payment_term to tranche_staff using (true) with check (true);
create policy partner_sees_own on partner.payment_term for select to tranche_partner
    using (exists (select 1 from partner.agreement a where a.id = payment_term.agreement_id));

grant select on partner.payer_account, partner.payment_batch, partner.payment_batch_item to tranche_staff;
grant insert (id, code, holder, bank, bic, account, currency, valid_from, recorded_by, recorded_for)
    on partner.payer_account to tranche_staff;
grant update (ended_by, ended_for, ended_on, ended_reason, version) on partner.payer_account to tranche_staff;
grant insert (id, code, payer_account_id, pay_on, gathered_by, gathered_for, gathered_on)
    on partner.payment_batch to tranche_staff;
grant update (state, released_by, released_for, released_on, withdrawn_by, withdrawn_for, withdrawn_on,
    withdrawn_reason, version) on partner.payment_batch to tranche_staff;
grant insert (id, batch_id, request_id, end_to_end_id, added_by, added_for, added_on)
    on partner.payment_batch_item to tranche_staff;
grant update (bank_account_id, currency, amount, rate, charges_borne_by, outcome, outcome_by, outcome_for,
    outcome_on, outcome_reason, version) on partner.payment_batch_item to tranche_staff;
