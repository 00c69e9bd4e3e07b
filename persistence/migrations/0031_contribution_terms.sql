-- From a pledge to money, dated: instalments expected, a commitment as first signed beside the current
-- one, the agency's overhead and pre-financing as terms of a line.

-- The first signature stands; what was changed since is a fact of its own.
alter table funding.contribution add column original_amount bigint;
update funding.contribution set original_amount = committed_amount where committed_on is not null;
alter table funding.contribution
    add constraint contribution_original_check
        check ((original_amount is null) = (committed_on is null) and original_amount > 0);
revoke update on funding.contribution from tranche_staff;
grant update (committed_amount, committed_on, original_amount, version) on funding.contribution to tranche_staff;
create table funding.commitment_change (
    id bigint primary key,
    contribution_id bigint not null constraint commitment_change_contribution_fkey references funding.contribution,
    changed_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,  -- more, or less
    document text not null,
    recorded_by bigint not null,
    constraint commitment_change_not_zero_check check (amount <> 0),
    constraint commitment_change_document_check check (document <> '')
);
create index commitment_change_contribution on funding.commitment_change (contribution_id);

create function funding.check_commitment() returns trigger
language plpgsql set search_path = '' as $$
begin
    if old.original_amount is not null and new.original_amount is distinct from old.original_amount then
        raise exception 'what was signed first of % stands', new.code
            using errcode = 'check_violation', constraint = 'contribution_original_stands_check';
    end if;
    return new;
end
$$;
revoke all on function funding.check_commitment from public;
create trigger contribution_original_stands before update on funding.contribution
    for each row execute function funding.check_commitment();

-- When a contribution's money is expected. A new schedule follows the one before and takes its place.
create table funding.expected_receipt (
    contribution_id bigint not null constraint expected_receipt_contribution_fkey references funding.contribution,
    schedule smallint not null,
    expected_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,
    set_on date not null,
    set_by bigint not null,
    primary key (contribution_id, schedule, expected_on),
    constraint expected_receipt_positive_check check (amount > 0 and schedule > 0)
);

-- What the agency takes of receipts for its own costs, and how much may be allocated against signed
-- contributions before their money is there (R23).
alter table funding.line_terms
    add column overhead_percent reference.percent,
    add column prefinancing_limit bigint,
    add constraint line_terms_overhead_check check (overhead_percent between 0 and 100),
    add constraint line_terms_prefinancing_check check (prefinancing_limit >= 0);

grant select, insert on funding.commitment_change, funding.expected_receipt to tranche_staff;
