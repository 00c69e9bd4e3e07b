-- An agreement has terms on each of its days. An amendment may move its start to an earlier one; the first
-- terms then hold from there.

create function partner.reach_back_to_start(p_agreement bigint, p_start date) returns void
language plpgsql security definer set search_path = '' as $$
declare
    v_first partner.agreement_terms;
begin
    select * into v_first from partner.agreement_terms t
     where t.agreement_id = p_agreement order by t.valid_from limit 1;
    if v_first.valid_from > p_start then
        v_first.valid_from := p_start;
        insert into partner.agreement_terms select v_first.*;
    end if;
end
$$;
revoke all on function partner.reach_back_to_start from public;

create function partner.keep_terms_from_start() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    perform partner.reach_back_to_start(new.id, new.start_on);
    return null;
end
$$;
revoke all on function partner.keep_terms_from_start from public;
create trigger agreement_terms_from_start after update of start_on on partner.agreement
    for each row when (new.start_on < old.start_on)
    execute function partner.keep_terms_from_start();

select partner.reach_back_to_start(a.id, a.start_on) from partner.agreement a;
