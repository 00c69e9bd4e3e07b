-- Papers a fund wants to have of its partners, and until when each holds.

create table reference.due_diligence_kind (
    code text primary key,
    name_en text not null, name_fr text not null, name_es text not null
);
insert into reference.due_diligence_kind values
    ('registration', 'Registration', 'Enregistrement', 'Registro'),
    ('statutes', 'Statutes', 'Statuts', 'Estatutos'),
    ('board', 'Members of the board', 'Membres du conseil', 'Miembros de la junta'),
    ('audited_accounts', 'Audited accounts', 'Comptes vérifiés', 'Cuentas auditadas'),
    ('tax_clearance', 'Tax clearance', 'Quitus fiscal', 'Certificado tributario'),
    ('core_values', 'Declaration on core values', 'Déclaration sur les valeurs fondamentales',
     'Declaración sobre valores fundamentales'),
    ('sexual_exploitation', 'Assessment on sexual exploitation and abuse',
     'Évaluation sur l''exploitation et les abus sexuels', 'Evaluación sobre explotación y abusos sexuales');
grant select on reference.due_diligence_kind to tranche_staff, tranche_partner;

-- What a fund asks for from a day on; none: nothing.
create table funding.due_diligence_terms (
    instrument_id bigint not null constraint due_diligence_terms_instrument_fkey references funding.instrument,
    valid_from date not null,
    kinds text[] not null,
    -- So many days before a paper ends somebody is told.
    remind_days smallint not null default 30,
    source text not null,
    primary key (instrument_id, valid_from),
    constraint due_diligence_terms_remind_days_check check (remind_days between 0 and 365),
    constraint due_diligence_terms_source_check check (source <> '')
);
create function funding.check_due_diligence_kinds() returns trigger
language plpgsql set search_path = '' as $$
begin
    if exists (select 1 from pg_catalog.unnest(new.kinds) k
                where not exists (select 1 from reference.due_diligence_kind d where d.code = k)) then
        raise exception 'unknown kind of paper'
            using errcode = 'check_violation', constraint = 'due_diligence_terms_kinds_check';
    end if;
    return new;
end
$$;
create trigger due_diligence_terms_kinds before insert on funding.due_diligence_terms
    for each row execute function funding.check_due_diligence_kinds();

create table partner.due_diligence_document (
    id bigint primary key,
    partner_id bigint not null constraint due_diligence_document_partner_fkey references partner.partner,
    kind text not null constraint due_diligence_document_kind_fkey references reference.due_diligence_kind,
    document text not null,
    -- The file, where there is one: kept with the partner.
    attachment_id bigint constraint due_diligence_document_attachment_fkey references document.attachment,
    issued_on date not null,
    expires_on date,
    recorded_by bigint not null constraint due_diligence_document_recorded_by_fkey references people.user_account,
    recorded_for bigint,
    recorded_on date not null,
    constraint due_diligence_document_day_key unique (partner_id, kind, issued_on),
    constraint due_diligence_document_text_check check (document <> ''),
    constraint due_diligence_document_dates_check check (expires_on >= issued_on)
);
create index due_diligence_document_expires on partner.due_diligence_document (expires_on);
create function partner.check_due_diligence_file() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if not exists (select 1 from document.attachment t
                    where t.id = new.attachment_id and t.removed_by is null
                      and t.subject_type = 'partner' and t.subject_id = new.partner_id) then
        raise exception 'attachment % is not kept with the partner', new.attachment_id
            using errcode = 'check_violation', constraint = 'due_diligence_document_file_check';
    end if;
    return new;
end
$$;
create trigger due_diligence_document_file before insert on partner.due_diligence_document
    for each row when (new.attachment_id is not null) execute function partner.check_due_diligence_file();

-- Papers asked for on a day that are not there, or not any more, with their last day. A partner is told of none.
create function partner.papers_wanting(p_partner bigint, p_instrument bigint, p_on date)
returns table (kind text, expired_on date)
language sql stable security definer set search_path = '' as $$
    select k, d.expires_on
      from (select t.kinds from funding.due_diligence_terms t
             where t.instrument_id = p_instrument and t.valid_from <= p_on
             order by t.valid_from desc limit 1) t
     cross join lateral pg_catalog.unnest(t.kinds) k
      left join lateral (select d.id, d.expires_on from partner.due_diligence_document d
                          where d.partner_id = p_partner and d.kind = k and d.issued_on <= p_on
                          order by d.issued_on desc limit 1) d on true
     where session_user <> 'tranche_partner' and (d.id is null or d.expires_on < p_on)
     order by k
$$;

-- What of a partner's papers ends soon or has ended, for whoever works with it on an open agreement.
create function partner.papers_expiring(p_on date)
returns table (partner_id bigint, kind text, expires_on date)
language sql stable set search_path = '' as $$
    select distinct d.partner_id, d.kind, d.expires_on
      from partner.due_diligence_document d
      join partner.agreement a on a.partner_id = d.partner_id and a.state in ('draft', 'under_review', 'cleared',
           'signed', 'suspended')
      join funding.project p on p.id = a.project_id
      join lateral (select t.kinds, t.remind_days from funding.due_diligence_terms t
                     where t.instrument_id = p.instrument_id and t.valid_from <= p_on
                     order by t.valid_from desc limit 1) t on d.kind = any (t.kinds)
     where d.expires_on between p_on - 30 and p_on + t.remind_days
       and not exists (select 1 from partner.due_diligence_document n
                        where n.partner_id = d.partner_id and n.kind = d.kind and n.issued_on > d.issued_on)
$$;
revoke all on function funding.check_due_diligence_kinds, partner.check_due_diligence_file, partner.papers_wanting,
    partner.papers_expiring from public;
grant execute on function partner.papers_wanting to tranche_staff, tranche_partner;
grant execute on function partner.papers_expiring to tranche_staff;

grant select, insert on funding.due_diligence_terms, partner.due_diligence_document to tranche_staff;
grant select on partner.due_diligence_document to tranche_partner;
alter table partner.due_diligence_document enable row level security;
create policy staff_see_all on partner.due_diligence_document to tranche_staff using (true) with check (true);
create policy partner_sees_own on partner.due_diligence_document for select to tranche_partner
    using (partner_id = current_setting('tranche.partner')::bigint);

insert into reference.rule (code, kind) values ('R30-diligence', 'gate');
