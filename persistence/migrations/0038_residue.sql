-- R60, the wall behind the command: what is given up at a closure is within the terms of every line the money is
-- from, or an exception was used for it.
create function funding.check_residue() returns trigger
language plpgsql set search_path = '' as $$
declare
    v_given_up constant bigint :=
        (select pg_catalog.sum(c.written_off_amount) from funding.closure c where c.project_id = new.project_id);
    v_waiver constant bigint :=
        (select coalesce(pg_catalog.min(coalesce(t.residue_waiver, 0)), 0)
           from (select distinct a.line_id from funding.allocation a where a.project_id = new.project_id) l
           left join lateral (select m.residue_waiver from funding.line_terms m
                 where m.line_id = l.line_id and m.valid_from <= new.closed_on
                 order by m.valid_from desc limit 1) t on true);
begin
    if v_given_up > v_waiver
       and not exists (select 1 from funding.rule_exception x
                        where x.project_id = new.project_id and x.rule = 'R60' and x.state = 'used'
                          and x.most_amount >= v_given_up)
       and not exists (select 1 from funding.remark r where r.project_id = new.project_id and r.rule = 'R60') then
        raise exception 'project % gives up more than its lines allow', new.project_id
            using errcode = 'check_violation', constraint = 'closure_residue_check';
    end if;
    return null;
end
$$;
revoke all on function funding.check_residue from public;
create constraint trigger closure_within_residue after insert on funding.closure
    deferrable initially deferred for each row when (new.written_off_amount > 0)
    execute function funding.check_residue();
