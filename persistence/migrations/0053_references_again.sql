-- A reference may stand again once the row that carried it was taken back: a wrongly entered amount is
-- entered anew under the same voucher or bank reference. Each table counts such turns; within a turn a
-- reference is unique, and a turn begins only after the one before it was taken back.

alter table funding.direct_expenditure add column reference_turn smallint not null default 0;
alter table funding.contribution_receipt add column reference_turn smallint not null default 0;
alter table partner.payment add column reference_turn smallint not null default 0;

-- These say which row they replace; it has been taken back before (`corrects`).
create function funding.set_reference_turn() returns trigger
language plpgsql set search_path = '' as $$
begin
    new.reference_turn := 0;
    if new.external_reference is null or new.corrects_id is null then
        return new;
    end if;
    if tg_table_name = 'direct_expenditure' then
        select coalesce(max(x.reference_turn) + 1, 0) into new.reference_turn
          from funding.direct_expenditure x
         where x.id = new.corrects_id and x.external_reference = new.external_reference
           and x.source_system is not distinct from new.source_system
           and (x.source_system is not null or x.project_id = new.project_id)
           and exists (select 1 from funding.direct_expenditure y where y.reverses_id = x.id);
    else
        select coalesce(max(r.reference_turn) + 1, 0) into new.reference_turn
          from funding.contribution_receipt r
         where r.id = new.corrects_id and r.external_reference = new.external_reference
           and r.contribution_id = new.contribution_id
           and exists (select 1 from funding.contribution_receipt y where y.reverses_id = r.id);
    end if;
    return new;
end
$$;
create trigger direct_expenditure_reference_turn before insert on funding.direct_expenditure
    for each row execute function funding.set_reference_turn();
create trigger contribution_receipt_reference_turn before insert on funding.contribution_receipt
    for each row execute function funding.set_reference_turn();

drop index funding.direct_expenditure_source_key;
drop index funding.direct_expenditure_external_key;
create unique index direct_expenditure_source_key
    on funding.direct_expenditure (source_system, external_reference, reference_turn)
    where source_system is not null;
create unique index direct_expenditure_external_key
    on funding.direct_expenditure (project_id, external_reference, reference_turn) where source_system is null;
alter table funding.contribution_receipt
    drop constraint contribution_receipt_external_key,
    add constraint contribution_receipt_external_key
        unique (contribution_id, external_reference, reference_turn);

-- A payment has a request of its own. What takes one back stays in the turn of what it takes back.
create function partner.set_reference_turn() returns trigger
language plpgsql set search_path = '' as $$
begin
    if new.reverses_id is not null then
        select y.reference_turn into new.reference_turn from partner.payment y where y.id = new.reverses_id;
    else
        select count(*) into new.reference_turn
          from partner.payment y
         where y.agreement_id = new.agreement_id and y.bank_reference = new.bank_reference
           and exists (select 1 from partner.payment z where z.reverses_id = y.id);
    end if;
    return new;
end
$$;
create trigger payment_reference_turn before insert on partner.payment
    for each row execute function partner.set_reference_turn();
alter table partner.payment
    drop constraint payment_bank_reference_key,
    add constraint payment_bank_reference_key unique (agreement_id, bank_reference, reference_turn);

revoke all on function funding.set_reference_turn, partner.set_reference_turn from public;
