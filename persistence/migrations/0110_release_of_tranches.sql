-- What the release of a tranche rests on beside its conditions. A partner's people are told whether each holds, and the
-- tables behind it stay closed to them: the server asks this of an agreement its caller sees, and shows them no amount
-- of the fund's. States are those of the day.
create function partner.release_facts(p_agreement bigint, p_on date)
    returns table (state text, payment_persons smallint, certifier_differs boolean, project_state text, payable bigint)
language sql stable security definer set search_path = '' as $$
    select coalesce((select s.to_state from partner.agreement_step s where s.agreement_id = a.id and s.taken_on <= p_on
                      order by s.number desc limit 1),
                    (select s.from_state from partner.agreement_step s where s.agreement_id = a.id
                      order by s.number limit 1),
                    a.state),
           t.payment_persons, t.certifier_differs,
           coalesce((select s.to_state from funding.project_step s where s.project_id = p.id and s.taken_on <= p_on
                      order by s.number desc limit 1), p.state),
           funding.payable_of(p.id)
      from partner.agreement a
      join funding.project p on p.id = a.project_id
      left join lateral (select * from funding.instrument_terms t
                          where t.instrument_id = p.instrument_id and t.valid_from <= p_on
                          order by t.valid_from desc limit 1) t on true
     where a.id = p_agreement
$$;
revoke all on function partner.release_facts from public;
grant execute on function partner.release_facts to tranche_staff, tranche_partner;
