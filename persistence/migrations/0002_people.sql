create table people.user_account (
    id bigint primary key,
    name text not null,
    display_name text not null,
    roles text[] not null,
    partner_id bigint,
    donor_id bigint,
    active boolean not null default true,
    created_at timestamptz not null default clock_timestamp(),
    version bigint not null default 1,
    constraint user_account_name_key unique (name),
    constraint user_account_name_form_check check (name ~ '^[a-z0-9][a-z0-9._@-]{1,63}$'),
    constraint user_account_roles_check check (
        cardinality(roles) > 0
        and roles <@ array['administrator', 'programme_officer', 'finance_officer', 'approver',
                           'partner_preparer', 'partner_authorised_officer', 'donor_viewer', 'auditor']),
    -- A partner's person belongs to one partner and holds partner roles only; nobody else names a partner.
    constraint user_account_partner_roles_check check (
        (partner_id is not null) = (roles && array['partner_preparer', 'partner_authorised_officer'])
        and (partner_id is null or roles <@ array['partner_preparer', 'partner_authorised_officer'])),
    constraint user_account_donor_roles_check check (donor_id is null or roles = array['donor_viewer'])
);

create table people.access_token (
    id bigint primary key,
    user_id bigint not null constraint access_token_user_fkey references people.user_account,
    token_hash bytea not null,
    label text not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    constraint access_token_hash_key unique (token_hash),
    constraint access_token_hash_length_check check (length(token_hash) = 32),
    constraint access_token_expiry_check check (expires_at > created_at)
);
create index access_token_user on people.access_token (user_id);

grant select, insert on people.user_account, people.access_token to tranche_staff;
grant update (display_name, roles, partner_id, donor_id, active, version) on people.user_account to tranche_staff;
grant update (revoked_at) on people.access_token to tranche_staff;
