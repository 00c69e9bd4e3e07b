-- The form of a request is made with the rate it was converted at: that of the day it was recorded, which need not be
-- the day it is dated.
alter table partner.disbursement_request add column recorded_on date;
update partner.disbursement_request set recorded_on = requested_on;
alter table partner.disbursement_request
    alter column recorded_on set default (pg_catalog.clock_timestamp() at time zone 'UTC')::date,
    alter column recorded_on set not null;
