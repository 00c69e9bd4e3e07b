-- A form leaves out interest whose entry was taken back, also for the partner whose form it is.
grant select (reverses_id) on ledger.entry to tranche_partner;
