-- A report is certified by an authorised officer of the partner, as a request is signed by one (0070). While a partner
-- has none on file its role says who certifies. Rounds from before keep none.
alter table partner.report_round
    add column officer_id bigint constraint report_round_officer_fkey references partner.authorised_officer;
grant insert (officer_id) on partner.report_round to tranche_partner;

create function partner.check_round_signed() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_partner bigint := (select a.partner_id from partner.expenditure_report r
                           join partner.agreement a on a.id = r.agreement_id where r.id = new.report_id);
begin
    if new.certification is null
       or (exists (select 1 from partner.authorised_officer o where o.partner_id = v_partner)
           and not exists (select 1 from partner.officers_on(v_partner, new.submitted_on) o
                            where o.id = new.officer_id and o.user_id in (new.submitted_by, new.submitted_for))) then
        raise exception 'round % of report % is not certified by an officer', new.number, new.report_id
            using errcode = 'check_violation', constraint = 'report_round_signed_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_round_signed from public;
-- Last of what is looked at, by its name.
create trigger report_round_signed after insert on partner.report_round
    for each row execute function partner.check_round_signed();
