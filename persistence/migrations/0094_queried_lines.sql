-- A line may be asked about while its report is being reviewed: a remark of the round that was handed in last,
-- which the partner answers without getting the report back. Until then the line is queried.

-- What a line's decision is called. A remark on it without an answer is the question.
create function partner.line_decision(p_line bigint, p_decision text) returns text
language sql stable as $$
    select case when p_decision = 'pending' and exists (
                    select 1 from partner.review_remark m
                     where m.line_id = p_line
                       and not exists (select 1 from partner.remark_answer w where w.remark_id = m.id))
                then 'queried' else p_decision end
$$;
revoke all on function partner.line_decision from public;
grant execute on function partner.line_decision to tranche_staff, tranche_partner;

-- Nothing is accepted while a question is open.
create function partner.check_no_open_question() returns trigger
language plpgsql set search_path = '' as $$
begin
    if exists (select 1 from partner.report_round n join partner.review_remark m on m.round_id = n.id
                where n.report_id = new.id
                  and not exists (select 1 from partner.remark_answer w where w.remark_id = m.id)) then
        raise exception 'report % has remarks without an answer', new.id
            using errcode = 'check_violation', constraint = 'expenditure_report_questions_answered_check';
    end if;
    return new;
end
$$;
revoke all on function partner.check_no_open_question from public;
create trigger expenditure_report_questions_answered before update of state on partner.expenditure_report
    for each row when (new.state in ('accepted', 'partly_accepted'))
    execute function partner.check_no_open_question();

alter policy partner_answers on partner.remark_answer with check (
    exists (select 1 from partner.review_remark m join partner.report_round n on n.id = m.round_id
              join partner.expenditure_report e on e.id = n.report_id
             where m.id = remark_id and e.state in ('draft', 'sent_back', 'under_verification'))
    and exists (select 1 from people.user_account u where u.id = answered_by)
    and (answered_for is null or exists (select 1 from people.user_account u where u.id = answered_for)));
