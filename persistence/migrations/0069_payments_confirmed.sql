-- What a partner says arrived of a payment, and when. The posted fact stays; a difference is shown. Said again,
-- the last one counts.
create table partner.payment_confirmation (
    id bigint primary key,
    payment_id bigint not null constraint payment_confirmation_payment_fkey references partner.payment,
    received_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,
    note text,
    confirmed_by bigint not null constraint payment_confirmation_confirmed_by_fkey references people.user_account,
    confirmed_for bigint,
    confirmed_on date not null,
    confirmed_at timestamptz not null default clock_timestamp(),
    constraint payment_confirmation_amount_check check (amount >= 0),
    constraint payment_confirmation_note_check check (note <> '')
);
create index payment_confirmation_payment on partner.payment_confirmation (payment_id, confirmed_at);

-- Of money that went out, in its currency, not before it went.
create function partner.check_payment_confirmed() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if not exists (select 1 from partner.payment y
                    where y.id = new.payment_id and y.amount > 0 and y.kind in ('advance', 'reimbursement')
                      and y.currency = new.currency and y.paid_on <= new.received_on) then
        raise exception 'payment % cannot have arrived so', new.payment_id
            using errcode = 'check_violation', constraint = 'payment_confirmation_of_payment_check';
    end if;
    return new;
end
$$;
revoke all on function partner.check_payment_confirmed from public;
create trigger payment_confirmation_of_payment before insert on partner.payment_confirmation
    for each row execute function partner.check_payment_confirmed();

grant select on partner.payment_confirmation to tranche_staff, tranche_partner;
grant insert (id, payment_id, received_on, currency, amount, note, confirmed_by, confirmed_for, confirmed_on)
    on partner.payment_confirmation to tranche_partner;
alter table partner.payment_confirmation enable row level security;
create policy staff_see_all on partner.payment_confirmation to tranche_staff using (true) with check (true);
create policy partner_sees_own on partner.payment_confirmation for select to tranche_partner
    using (exists (select 1 from partner.payment y where y.id = payment_confirmation.payment_id));
create policy partner_confirms on partner.payment_confirmation for insert to tranche_partner with check (
    exists (select 1 from partner.payment y where y.id = payment_confirmation.payment_id)
    and exists (select 1 from people.user_account u where u.id = payment_confirmation.confirmed_by)
    and (payment_confirmation.confirmed_for is null
         or exists (select 1 from people.user_account u where u.id = payment_confirmation.confirmed_for)));
