-- Which rate values an expense (R42): a fixed one is a figure of the terms; the others follow from rates and payments.
alter table partner.agreement_terms
    add column fixed_rate numeric(22, 10),
    add constraint agreement_terms_fixed_rate_check
        check (fixed_rate > 0 and (rate_rule = 'fixed') = (fixed_rate is not null));
