-- R38: a request covers at most so many months of needs and is signed by an authorised officer of the partner.
-- What was signed is kept in its words.
alter table reference.certification_text
    drop constraint certification_text_subject_check,
    add constraint certification_text_subject_check check (subject in ('expenditure_report', 'disbursement_request'));
insert into reference.certification_text (subject, valid_from, text_en, text_fr, text_es, source) values (
    'disbursement_request', '2000-01-01',
    'I certify that the amount requested is needed for the agreed activities of the period stated, that it is in accordance with the agreement and its budget, and that no other source pays for the same.',
    'Je certifie que le montant demandé est nécessaire aux activités convenues de la période indiquée, qu’il est conforme à l’accord et à son budget, et qu’aucune autre source ne finance la même chose.',
    'Certifico que el importe solicitado es necesario para las actividades convenidas del período indicado, que es conforme al acuerdo y a su presupuesto, y que ninguna otra fuente financia lo mismo.',
    'Built in');

alter table partner.disbursement_request
    add column covers_from date,
    add column covers_until date,
    add column officer_id bigint constraint disbursement_request_officer_fkey references partner.authorised_officer,
    add column signed_by text,
    add column language text,
    add column certification text,
    add constraint disbursement_request_covers_check
        check (covers_until >= covers_from and (covers_from is null) = (covers_until is null)),
    -- No words of the requests from before they were kept.
    add constraint disbursement_request_certified_words_check check (
        language in ('en', 'fr', 'es') and (language is null) = (certification is null) and certification <> '');
grant insert (covers_from, covers_until, officer_id, signed_by, language, certification)
    on partner.disbursement_request to tranche_partner;

-- Who may sign for a partner that day; no row while nobody is on file for it.
create function partner.officers_on(p_partner bigint, p_on date) returns table (id bigint, user_id bigint, name text)
language sql stable set search_path = '' as $$
    select o.id, o.user_id, o.name from partner.authorised_officer o
     where o.partner_id = p_partner and o.valid_from <= p_on and (o.valid_until is null or o.valid_until >= p_on)
       and (o.ended_on is null or o.ended_on > p_on)
$$;
revoke all on function partner.officers_on from public;
grant execute on function partner.officers_on to tranche_staff, tranche_partner;

insert into reference.rule (code, kind) values ('R38', 'gate');

-- The second wall behind the command; leave is given for the tranche.
create function partner.check_request_signed() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    v_partner bigint := (select a.partner_id from partner.agreement a where a.id = new.agreement_id);
    v_part text;
begin
    if new.covers_from is null or new.certification is null then
        raise exception 'request % is not signed', new.id
            using errcode = 'check_violation', constraint = 'disbursement_request_signed_check';
    end if;
    v_part := case
        when new.covers_until >= (new.covers_from + pg_catalog.make_interval(months =>
                 (partner.payment_term_on(new.agreement_id, new.requested_on)).request_months))::date then 'months'
        when exists (select 1 from partner.authorised_officer o where o.partner_id = v_partner)
             and not exists (select 1 from partner.officers_on(v_partner, new.requested_on) o where o.id = new.officer_id)
             then 'officer' end;
    if v_part is not null
       and not exists (select 1 from funding.rule_exception x
                        where x.rule = 'R38' and x.state = 'used' and x.part = v_part
                          and x.subject_id = new.tranche_id)
       and not exists (select 1 from funding.remark m
                        where m.rule = 'R38' and m.part = v_part and m.subject_id in (new.tranche_id, new.id)) then
        raise exception 'request % breaks R38: %', new.id, v_part
            using errcode = 'check_violation', constraint = 'disbursement_request_as_r38_check';
    end if;
    return null;
end
$$;
revoke all on function partner.check_request_signed from public;
-- Last of what is looked at, by its name.
create constraint trigger disbursement_request_signed after insert on partner.disbursement_request
    deferrable initially deferred for each row when (new.state in ('submitted', 'certified'))
    execute function partner.check_request_signed();
