-- What is obligated of a budget line, by agreements and by the office's own orders.
create index account_obligated_part on ledger.account (part_id) where kind = 'obligated';
