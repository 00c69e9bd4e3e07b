-- What is not over, so that a queue reads what waits and not what ever was: by id, because it reads each once.
-- A step of a request now writes its indexes again; deploy/decisions/0024 says what that costs.
create index project_waits on funding.project (id) where state not in (
    'active', 'suspended', 'financially_closed', 'declined', 'retained', 'withdrawn', 'cancelled');
create index budget_version_waits on funding.budget_version (id) where state not in ('approved', 'withdrawn');
create index obligation_submission_waits on funding.obligation_submission (id)
    where state not in ('accepted', 'sent_back');
create index exception_waits on funding.rule_exception (id) where state = 'requested';
create index agreement_waits on partner.agreement (id) where state not in ('signed', 'closed', 'cancelled');
create index disbursement_request_waits on partner.disbursement_request (id)
    where state not in ('paid', 'returned', 'rejected', 'cancelled');
create index expenditure_report_waits on partner.expenditure_report (id)
    where state not in ('accepted', 'partly_accepted');
-- What has no column for its state is found by the words of its read model.
create index actual_waits on result.actual (id) where case when returned_by is not null then 'returned'
    when verified_by is null then 'reported' else 'verified' end = 'reported';
create index exchange_rate_waits on reference.exchange_rate (series, loaded_by)
    where case when confirmed_by is null then 'loaded' else 'confirmed' end = 'loaded';
