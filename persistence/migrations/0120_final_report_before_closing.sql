-- Whether a rule was opened for a part of any of some subjects, by an exception that was used or a remark of a fund
-- that made it one: for walls behind commands, which ask at the end of the act. No part: whatever part it was.
create function funding.was_opened(p_rule text, p_part text, p_subjects bigint[]) returns boolean
language sql stable security definer set search_path = '' as $$
    select exists (select 1 from funding.rule_exception x
                    where x.rule = p_rule and x.state = 'used' and x.subject_id = any (p_subjects)
                      and (p_part is null or x.part = p_part))
        or exists (select 1 from funding.remark m
                    where m.rule = p_rule and m.subject_id = any (p_subjects)
                      and (p_part is null or m.part = p_part))
$$;
revoke all on function funding.was_opened from public;

-- An agreement closes once its final report is accepted (R59), unless nothing that stayed was ever paid and nothing
-- reported. A second person may let it close without: a partner whose agreement was terminated may never report again.
create function partner.final_report_missing(p_agreement bigint) returns boolean
language sql stable security definer set search_path = '' as $$
    select not exists (select 1 from partner.expenditure_report r
                        where r.agreement_id = p_agreement and r.final and r.state in ('accepted', 'partly_accepted'))
       and (exists (select 1 from partner.expenditure_report r where r.agreement_id = p_agreement)
            or exists (select 1 from partner.payment p
                        where p.agreement_id = p_agreement and p.amount > 0
                          and p.kind in ('advance', 'reimbursement', 'direct_payment')
                          and not exists (select 1 from partner.payment b
                                           where b.reverses_id = p.id and b.kind = 'returned')))
$$;

create function partner.check_final_report() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if partner.final_report_missing(new.id) and not funding.was_opened('R59', null, array[new.id]) then
        raise exception 'agreement % has no accepted final report', new.id
            using errcode = 'check_violation', constraint = 'agreement_final_report_check';
    end if;
    return null;
end
$$;
create constraint trigger agreement_final_report_accepted after update on partner.agreement
    deferrable initially deferred for each row when (new.state = 'closed' and old.state is distinct from new.state)
    execute function partner.check_final_report();

revoke all on function partner.final_report_missing, partner.check_final_report from public;
grant execute on function partner.final_report_missing to tranche_staff;
