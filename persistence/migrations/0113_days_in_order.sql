-- No step is dated before the step it follows. Days that were typed before this stay: only what is written from now on
-- is looked at.
create function partner.check_request_days() returns trigger
language plpgsql set search_path = '' as $$
begin
    if (new.certified_on is distinct from old.certified_on and new.certified_on < new.requested_on)
       or (new.approved_on is distinct from old.approved_on
           and new.approved_on < coalesce(new.certified_on, new.requested_on))
       or (new.paid_on is distinct from old.paid_on and new.paid_on < new.approved_on) then
        raise exception 'a step of request % is dated before the one it follows', new.id
            using errcode = 'check_violation', constraint = 'disbursement_request_days_in_order_check';
    end if;
    return new;
end
$$;
create trigger disbursement_request_days_in_order
    before update of certified_on, approved_on, paid_on on partner.disbursement_request
    for each row execute function partner.check_request_days();

-- What is paid was approved by then, and what the bank paid was sent to it.
create function partner.check_payment_day() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if new.paid_on < (select greatest(q.approved_on, b.released_on)
                        from partner.disbursement_request q
                        left join partner.payment_batch_item x on x.request_id = q.id and x.outcome is null
                        left join partner.payment_batch b on b.id = x.batch_id
                       where q.id = new.request_id) then
        raise exception 'payment % is dated before what it follows', new.id
            using errcode = 'check_violation', constraint = 'payment_after_approval_check';
    end if;
    return new;
end
$$;
create trigger payment_after_approval before insert on partner.payment
    for each row when (new.request_id is not null and new.kind in ('advance', 'reimbursement', 'direct_payment'))
    execute function partner.check_payment_day();

-- A batch: when it gathers, is released, and when the bank refuses.
create function partner.check_batch_item_days() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if tg_op = 'INSERT' then
        if (select b.pay_on from partner.payment_batch b where b.id = new.batch_id)
           < (select q.approved_on from partner.disbursement_request q where q.id = new.request_id) then
            raise exception 'batch % is to be paid before request % was approved', new.batch_id, new.request_id
                using errcode = 'check_violation', constraint = 'payment_batch_item_days_in_order_check';
        end if;
    elsif new.outcome_on < (select b.released_on from partner.payment_batch b where b.id = new.batch_id) then
        raise exception 'item % is answered before it was released', new.id
            using errcode = 'check_violation', constraint = 'payment_batch_item_days_in_order_check';
    end if;
    return new;
end
$$;
create trigger payment_batch_item_days_in_order before insert or update of outcome_on on partner.payment_batch_item
    for each row execute function partner.check_batch_item_days();
create function partner.check_batch_days() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if exists (select 1 from partner.payment_batch_item x
                 join partner.disbursement_request q on q.id = x.request_id
                where x.batch_id = new.id and x.outcome is null
                  and q.approved_on > least(new.released_on, new.pay_on)) then
        raise exception 'batch % is released before what is in it was approved', new.id
            using errcode = 'check_violation', constraint = 'payment_batch_days_in_order_check';
    end if;
    return null;
end
$$;
create constraint trigger payment_batch_days_in_order after update on partner.payment_batch
    deferrable initially immediate for each row when (new.state = 'released' and old.state = 'gathering')
    execute function partner.check_batch_days();

-- A report is reviewed, sent back or taken back after it was handed in, and handed in again after that.
create function partner.check_round_ends() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if new.decided_on < (select n.submitted_on from partner.report_round n where n.id = new.round_id) then
        raise exception 'round % ends before it was handed in', new.round_id
            using errcode = 'check_violation', constraint = 'report_round_days_in_order_check';
    end if;
    return new;
end
$$;
create trigger round_outcome_days_in_order before insert on partner.round_outcome
    for each row execute function partner.check_round_ends();
create function partner.check_round_begins() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if new.submitted_on < (select pg_catalog.max(coalesce(o.decided_on, n.submitted_on))
                             from partner.report_round n left join partner.round_outcome o on o.round_id = n.id
                            where n.report_id = new.report_id and n.number < new.number) then
        raise exception 'report % is handed in before its last round ended', new.report_id
            using errcode = 'check_violation', constraint = 'report_round_days_in_order_check';
    end if;
    return null;
end
$$;
-- After the round itself was looked at, by its name.
create trigger report_round_later_than_the_last after insert on partner.report_round
    for each row execute function partner.check_round_begins();
create function partner.check_review_day() returns trigger
language plpgsql set search_path = '' as $$
begin
    if new.reviewed_on < new.submitted_on then
        raise exception 'report % is reviewed before it was handed in', new.id
            using errcode = 'check_violation', constraint = 'expenditure_report_days_in_order_check';
    end if;
    return new;
end
$$;
create trigger expenditure_report_days_in_order before update of reviewed_on on partner.expenditure_report
    for each row when (new.reviewed_on is distinct from old.reviewed_on)
    execute function partner.check_review_day();

-- An agreement's steps, and an amendment's.
create function partner.check_agreement_step_day() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if new.taken_on < (select pg_catalog.max(s.taken_on) from partner.agreement_step s
                        where s.agreement_id = new.agreement_id and s.number < new.number) then
        raise exception 'a step of agreement % is dated before the one it follows', new.agreement_id
            using errcode = 'check_violation', constraint = 'agreement_step_days_in_order_check';
    end if;
    return null;
end
$$;
create trigger agreement_step_days_in_order after insert on partner.agreement_step
    for each row execute function partner.check_agreement_step_day();
create function partner.check_amendment_days() returns trigger
language plpgsql set search_path = '' as $$
begin
    if (new.approved_on is distinct from old.approved_on and new.approved_on < new.submitted_on)
       or (new.office_signed_on is distinct from old.office_signed_on
           and new.office_signed_on < coalesce(new.approved_on, new.submitted_on)) then
        raise exception 'a step of amendment % is dated before the one it follows', new.id
            using errcode = 'check_violation', constraint = 'agreement_amendment_days_in_order_check';
    end if;
    return new;
end
$$;
create trigger agreement_amendment_days_in_order
    before update of approved_on, office_signed_on on partner.agreement_amendment
    for each row execute function partner.check_amendment_days();

revoke all on function partner.check_request_days, partner.check_payment_day, partner.check_batch_item_days,
    partner.check_batch_days, partner.check_round_begins, partner.check_round_ends, partner.check_review_day,
    partner.check_agreement_step_day, partner.check_amendment_days from public;
