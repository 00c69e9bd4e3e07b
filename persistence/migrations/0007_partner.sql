create table partner.partner (
    id bigint primary key,
    code reference.entity_code not null,
    name text not null,
    kind text not null,
    country reference.country_code not null,
    organisation_ref text,
    blocked boolean not null default false,
    blocked_reason text,
    version bigint not null default 1,
    constraint partner_code_key unique (code),
    constraint partner_kind_check check (kind in ('national_ngo', 'international_ngo', 'government', 'un_agency', 'academic', 'private', 'other')),
    constraint partner_block_has_reason_check check (not blocked or blocked_reason is not null)
);
alter table people.user_account
    add constraint user_account_partner_fkey foreign key (partner_id) references partner.partner;

create table partner.agreement (
    id bigint primary key,
    code reference.entity_code not null,
    project_id bigint not null constraint agreement_project_fkey references funding.project,
    partner_id bigint not null constraint agreement_partner_fkey references partner.partner,
    funding_line_id bigint not null constraint agreement_funding_line_fkey references funding.funding_line,
    phase_id bigint,
    title text not null,
    currency reference.currency_code not null,
    payment_currency reference.currency_code not null,
    value bigint not null,
    start_on date not null,
    end_on date not null,
    partner_signed_on date,
    office_signed_on date,
    state text not null,
    origin reference.origin not null default 'current',
    illustrative boolean not null default false,
    version bigint not null default 1,
    constraint agreement_code_key unique (code),
    constraint agreement_phase_fkey foreign key (phase_id, project_id) references funding.phase (id, project_id),
    constraint agreement_value_positive_check check (value > 0),
    constraint agreement_dates_in_order_check check (end_on >= start_on),
    constraint agreement_state_check check (state in (
        'draft', 'under_review', 'cleared', 'signed', 'suspended', 'terminated', 'closed', 'cancelled')),
    constraint agreement_signed_has_two_signatures_check
        check (state in ('draft', 'under_review', 'cleared', 'cancelled')
               or (partner_signed_on is not null and office_signed_on is not null))
);
create index agreement_project on partner.agreement (project_id);
create index agreement_partner on partner.agreement (partner_id);

-- Dated terms (R32, R36, R37, R40, R42): the row with the latest valid_from not after the day counts.
create table partner.agreement_terms (
    agreement_id bigint not null constraint agreement_terms_agreement_fkey references partner.agreement,
    valid_from date not null,
    support_percent reference.percent not null,
    support_line_id bigint constraint agreement_terms_support_line_fkey references funding.budget_line,
    liquidation_percent reference.percent not null,
    overdue_months smallint not null,
    flexibility_percent reference.percent not null,
    retention_percent reference.percent not null,
    rate_rule text not null,
    rate_series text constraint agreement_terms_rate_series_fkey references reference.rate_series,
    exchange_difference_borne_by text not null,
    interest_rule text not null,
    primary key (agreement_id, valid_from),
    constraint agreement_terms_rate_rule_check
        check (rate_rule in ('month_of_expense', 'advance', 'transfer', 'fixed', 'period_average')),
    constraint agreement_terms_difference_check check (exchange_difference_borne_by in ('fund', 'partner')),
    constraint agreement_terms_interest_check check (interest_rule in ('added', 'returned')),
    constraint agreement_terms_support_line_check check (support_percent = 0 or support_line_id is not null)
);

create table partner.agreement_line (
    agreement_id bigint not null constraint agreement_line_agreement_fkey references partner.agreement,
    budget_line_id bigint not null constraint agreement_line_budget_line_fkey references funding.budget_line,
    amount bigint not null,
    primary key (agreement_id, budget_line_id),
    constraint agreement_line_positive_check check (amount > 0)
);

create table partner.tranche (
    id bigint primary key,
    agreement_id bigint not null constraint tranche_agreement_fkey references partner.agreement,
    code reference.entity_code not null,
    number smallint not null,
    kind text not null,
    amount bigint not null,
    planned_on date,
    cancelled_amount bigint not null default 0,
    cancel_reason text,
    -- Approved and not yet paid: two approvals on one tranche never both fit beyond its amount.
    reserved_amount bigint not null default 0,
    paid_amount bigint not null default 0,
    version bigint not null default 1,
    constraint tranche_code_key unique (agreement_id, code),
    constraint tranche_number_key unique (agreement_id, number),
    constraint tranche_id_agreement_key unique (id, agreement_id),
    constraint tranche_kind_check check (kind in ('advance', 'reimbursement', 'direct_payment')),
    constraint tranche_amount_positive_check check (amount > 0),
    constraint tranche_not_overcommitted_check
        check (reserved_amount >= 0 and paid_amount >= 0 and cancelled_amount >= 0
               and reserved_amount + paid_amount + cancelled_amount <= amount),
    constraint tranche_cancel_reason_check check (cancelled_amount = 0 or cancel_reason is not null)
) with (fillfactor = 80);

create table partner.disbursement_request (
    id bigint primary key,
    agreement_id bigint not null,
    tranche_id bigint not null,
    kind text not null,
    requested_on date not null,
    -- As asked, and the same in the currency it is decided and paid out of.
    asked_currency reference.currency_code not null,
    asked_amount bigint not null,
    currency reference.currency_code not null,
    requested_amount bigint not null,
    approved_amount bigint,
    -- What approval set aside on the tranche, in the agreement's currency.
    reserved_amount bigint not null default 0,
    amount_reason text,
    state text not null,
    requested_by bigint not null,
    certified_by bigint, certified_on date,
    approved_by bigint, approved_on date,
    paid_by bigint, paid_on date,
    closed_reason text,
    version bigint not null default 1,
    constraint disbursement_request_tranche_fkey
        foreign key (tranche_id, agreement_id) references partner.tranche (id, agreement_id),
    constraint disbursement_request_kind_check check (kind in ('advance', 'reimbursement', 'direct_payment')),
    constraint disbursement_request_positive_check
        check (asked_amount > 0 and requested_amount > 0 and approved_amount > 0),
    constraint disbursement_request_lowered_has_reason_check
        check (approved_amount is null or approved_amount = requested_amount or amount_reason is not null),
    constraint disbursement_request_never_raised_check check (approved_amount <= requested_amount),
    constraint disbursement_request_state_check check (state in (
        'submitted', 'certified', 'approved', 'paid', 'rejected', 'cancelled')),
    -- Whoever approves or pays did not request, whatever roles they hold (R39). A fund's dated terms may
    -- ask for more persons; those the command checks.
    constraint disbursement_request_persons_differ_check
        check (approved_by <> requested_by and paid_by <> requested_by),
    constraint disbursement_request_steps_check check (
        (state not in ('approved', 'paid') or (approved_by is not null and approved_on is not null and approved_amount is not null))
        and ((state = 'paid') = (paid_by is not null and paid_on is not null)))
-- No index on the state, and room on the page: a step then rewrites its row in place and no index.
) with (fillfactor = 80);
create index disbursement_request_agreement on partner.disbursement_request (agreement_id);
create index disbursement_request_tranche on partner.disbursement_request (tranche_id);

-- Money out to a partner and back, one row per bank movement; what comes back is negative. The
-- disbursement report lists exactly these rows.
create table partner.payment (
    id bigint primary key,
    kind text not null,
    request_id bigint constraint payment_request_fkey references partner.disbursement_request,
    agreement_id bigint not null constraint payment_agreement_fkey references partner.agreement,
    tranche_id bigint,
    project_id bigint not null constraint payment_project_fkey references funding.project,
    paid_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,
    rate numeric(22, 10) not null,
    base_currency reference.currency_code not null,
    base_amount bigint not null,
    bank_reference text not null,
    recorded_by bigint not null,
    origin reference.origin not null default 'current',
    constraint payment_tranche_fkey foreign key (tranche_id, agreement_id) references partner.tranche (id, agreement_id),
    constraint payment_request_key unique (request_id),
    constraint payment_bank_reference_key unique (agreement_id, bank_reference),
    constraint payment_kind_check check (kind in ('advance', 'reimbursement', 'direct_payment', 'refund', 'returned', 'offset')),
    constraint payment_sign_check check (
        case when kind in ('refund', 'returned', 'offset') then amount < 0 and base_amount <= 0
             else amount > 0 and base_amount >= 0 end),
    constraint payment_out_has_request_check
        check (kind in ('refund', 'returned', 'offset') or request_id is not null or origin <> 'current')
);
-- By agreement they are found through the key of the bank references.
create index payment_project on partner.payment (project_id, paid_on);
create index payment_paid_on on partner.payment (paid_on, id);

-- One layer of money a partner holds: an advance paid, or interest it earned. Liquidated oldest first.
create table partner.advance (
    id bigint primary key,
    agreement_id bigint not null constraint advance_agreement_fkey references partner.agreement,
    tranche_id bigint,
    payment_id bigint constraint advance_payment_fkey references partner.payment,
    kind text not null,
    opened_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,
    base_amount bigint not null,
    constraint advance_tranche_fkey foreign key (tranche_id, agreement_id) references partner.tranche (id, agreement_id),
    constraint advance_kind_check check (kind in ('payment', 'interest')),
    constraint advance_positive_check check (amount > 0 and base_amount >= 0)
);
create index advance_agreement on partner.advance (agreement_id, opened_on, id);

create table partner.expenditure_report (
    id bigint primary key,
    agreement_id bigint not null constraint expenditure_report_agreement_fkey references partner.agreement,
    code reference.entity_code not null,
    number smallint not null,
    period_first date not null,
    period_last date not null,
    currency reference.currency_code not null,
    final boolean not null default false,
    state text not null,
    round smallint not null default 1,
    submitted_by bigint, submitted_on date,
    reviewed_by bigint, reviewed_on date,
    review_reason text,
    support_reported bigint not null default 0,
    support_reported_base bigint not null default 0,
    support_accepted bigint not null default 0,
    support_accepted_base bigint not null default 0,
    version bigint not null default 1,
    constraint expenditure_report_code_key unique (agreement_id, code),
    constraint expenditure_report_number_key unique (agreement_id, number),
    constraint expenditure_report_period_check check (period_last >= period_first),
    constraint expenditure_report_state_check check (state in (
        'draft', 'submitted', 'sent_back', 'accepted', 'partly_accepted')),
    constraint expenditure_report_submission_check
        check ((state = 'draft') or (submitted_by is not null and submitted_on is not null)),
    constraint expenditure_report_review_check check (
        state not in ('accepted', 'partly_accepted') or (reviewed_by is not null and reviewed_on is not null)),
    constraint expenditure_report_reviewed_by_other_check check (reviewed_by <> submitted_by)
);

-- Every round's lines are kept: a report sent back gets its lines again under the next round.
create table partner.expenditure_line (
    id bigint primary key,
    report_id bigint not null constraint expenditure_line_report_fkey references partner.expenditure_report,
    round smallint not null,
    position smallint not null,
    document text not null,
    spent_on date not null,
    budget_line_id bigint not null constraint expenditure_line_budget_line_fkey references funding.budget_line,
    payee text not null,
    description text not null default '',
    currency reference.currency_code not null,
    amount bigint not null,
    rate numeric(22, 10) not null,
    base_amount bigint not null,
    accepted_amount bigint not null default 0,
    accepted_base bigint not null default 0,
    rejected_amount bigint not null default 0,
    rejected_base bigint not null default 0,
    pending_amount bigint generated always as (amount - accepted_amount - rejected_amount) stored,
    decision text not null default 'pending',
    reason text,
    corrects_line_id bigint constraint expenditure_line_corrects_fkey references partner.expenditure_line,
    constraint expenditure_line_position_key unique (report_id, round, position),
    constraint expenditure_line_not_zero_check check (amount <> 0),
    constraint expenditure_line_correction_check check (amount > 0 or corrects_line_id is not null),
    constraint expenditure_line_decision_check
        check (decision in ('pending', 'accepted', 'rejected', 'partly_accepted', 'queried')),
    -- R43 holds in the row itself: reported = accepted + rejected + pending, each with the sign of the line.
    constraint expenditure_line_adds_up_check check (
        sign(accepted_amount) in (0, sign(amount)) and sign(rejected_amount) in (0, sign(amount))
        and abs(accepted_amount) + abs(rejected_amount) <= abs(amount)),
    constraint expenditure_line_rejection_has_reason_check check (rejected_amount = 0 or reason is not null),
    constraint expenditure_line_decided_check check (
        case decision when 'accepted' then accepted_amount = amount
                      when 'rejected' then rejected_amount = amount
                      when 'partly_accepted' then accepted_amount + rejected_amount = amount
                      else accepted_amount = 0 and rejected_amount = 0 end)
);

create table partner.receivable (
    id bigint primary key,
    agreement_id bigint not null constraint receivable_agreement_fkey references partner.agreement,
    report_id bigint constraint receivable_report_fkey references partner.expenditure_report,
    tranche_id bigint,
    raised_on date not null,
    currency reference.currency_code not null,
    amount bigint not null,
    base_amount bigint not null,
    reason text not null,
    constraint receivable_positive_check check (amount > 0 and base_amount >= 0)
);
create index receivable_agreement on partner.receivable (agreement_id);

create table partner.receivable_settlement (
    id bigint primary key,
    receivable_id bigint not null constraint receivable_settlement_receivable_fkey references partner.receivable,
    kind text not null,
    settled_on date not null,
    amount bigint not null,
    base_amount bigint not null,
    payment_id bigint constraint receivable_settlement_payment_fkey references partner.payment,
    reason text,
    constraint receivable_settlement_kind_check check (kind in ('refund', 'documents', 'offset', 'write_off')),
    constraint receivable_settlement_positive_check check (amount > 0)
);

grant select, insert on all tables in schema partner to tranche_staff;
grant update on partner.partner, partner.agreement, partner.tranche, partner.disbursement_request,
    partner.expenditure_report to tranche_staff;
grant update (accepted_amount, accepted_base, rejected_amount, rejected_base, decision, reason)
    on partner.expenditure_line to tranche_staff;
