#include "persistence/laws.hpp"

#include "persistence/round_trip.hpp"
#include "persistence/row_writer.hpp"

#include <array>

namespace tranche::persistence {
namespace {

// Every posting with its account and entry: what the laws below read.
constexpr std::string_view postings =
    "with p as not materialized (select p.entry_id, p.account_id, p.amount, p.base_amount, a.kind, a.owner_id, a.part_id,"
    "  a.currency, k.book, k.kept, e.event, e.effective_on, e.reverses_id, e.project_id, e.agreement_id, e.source_type, e.source_id,"
    "  extract(year from e.effective_on)::smallint as effective_year,"
    "  extract(year from e.recorded_at at time zone 'UTC')::smallint as known_year"
    " from ledger.posting p join ledger.account a on a.id = p.account_id"
    " join ledger.account_kind k on k.kind = a.kind left join ledger.entry e on e.id = p.entry_id),"
    // The figures kept for reports, named by what feeds them. An empty event stands for any.
    " rule (kind, event, measure, sign) as (values"
    "  ('line_available', 'allocation', 'allocated', -1), ('line_available', 'project_closed', 'returned', 1),"
    "  ('returned_held', 'project_closed', 'returned', 1),"
    "  ('budget_available', 'budget_approved', 'budgeted', 1), ('budget_available', '', 'available', 1),"
    "  ('obligated', '', 'obligated', 1), ('spent', '', 'accepted', 1), ('spent_direct', '', 'direct', 1),"
    "  ('partner_bank', 'payment', 'disbursed', 1), ('partner_bank', 'refund', 'refunded', -1),"
    "  ('partner_bank', 'payment_revaluation', 'disbursed', 1),"
    "  ('partner_bank', 'reversal', 'refunded', -1),"
    "  ('advance', '', 'advance', 1), ('receivable', '', 'receivable', 1), ('due', '', 'due', 1),"
    "  ('interest', '', 'interest', -1), ('exchange_difference', '', 'exchange_difference', 1),"
    "  ('lost', 'write_off', 'written_off', 1), ('lost', 'reversal', 'written_off', 1)) ";

constexpr std::array all_laws{
    // What adds to zero in every way is left out early; the rest decides per book.
    law{"an entry adds to zero in each book, per currency and in base currency",
        "select format('entry %s book %s', entry_id, book) from"
        "  (select entry_id, book, currency, sum(amount) as amount, sum(base_amount) as base from p"
        "    group by 1, 2, 3 having sum(amount) <> 0 or sum(base_amount) <> 0) o"
        " group by entry_id, book having bool_or(amount <> 0) or sum(base) <> 0"},
    law{"a posting has an entry",
        "select format('posting of entry %s', entry_id) from p where event is null"},
    law{"a kept balance is the sum of its postings",
        "select format('account %s: kept %s, posted %s', account_id, b.amount, s.amount)"
        "  from ledger.balance b full join (select account_id, sum(amount) as amount, sum(base_amount) as base"
        "       from p where kept group by 1) s using (account_id)"
        " where (b.amount, b.base_amount) is distinct from (s.amount, s.base)"
        "   and not (s.account_id is null and b.amount = 0 and b.base_amount = 0)"},
    law{"a kept balance is not below its floor",
        "select format('account %s: %s', account_id, amount) from ledger.balance where amount < floor_amount"},
    // What is not split belongs to one State: the only one, or the one with the largest share of an
    // amount too small to be split.
    law{"a figure kept for reports is what its postings say",
        "select format('project %s %s %s/%s %s %s: kept %s, posted %s', project_id, measure, effective_year,"
        "              known_year, state, currency, c.amount, d.amount)"
        "  from (select project_id, measure, effective_year, known_year, state, currency::text, amount,"
        "               base_amount as base from ledger.cell) c"
        "  full join (select project_id, measure, effective_year, known_year, state, currency,"
        "               sum(amount) as amount, sum(base) as base from ("
        "      select e.project_id, s.measure, extract(year from e.effective_on)::smallint as effective_year,"
        "             extract(year from e.recorded_at at time zone 'UTC')::smallint as known_year, s.state,"
        "             s.currency::text, s.amount, s.base_amount as base"
        "        from ledger.entry_share s join ledger.entry e on e.id = s.entry_id"
        "      union all"
        "      select p.project_id, r.measure, p.effective_year, p.known_year, coalesce(t.state, ''),"
        "             p.currency::text, p.amount * r.sign, p.base_amount * r.sign"
        "        from p join rule r on r.kind = p.kind and r.event in ('', p.event)"
        // What is taken back is taken from the States that had it.
        "        left join ledger.entry o on o.id = p.reverses_id"
        "        left join (select b.project_id, b.valid_from, lead(b.valid_from) over (partition by b.project_id"
        "                order by b.valid_from) as valid_before,"
        "              (array_agg(b.state::text order by b.share desc, b.state)"
        "                filter (where b.member and b.share is not null))[1] as state"
        "            from funding.benefiting_state b group by b.project_id, b.valid_from) t"
        "          on t.project_id = p.project_id and coalesce(o.effective_on, p.effective_on) >= t.valid_from"
        "             and (t.valid_before is null or coalesce(o.effective_on, p.effective_on) < t.valid_before)"
        "       where coalesce(p.project_id, 0) <> 0"
        "         and not exists (select 1 from ledger.entry_share s where s.entry_id = p.entry_id)) a"
        "      group by 1, 2, 3, 4, 5, 6) d"
        "       using (project_id, measure, effective_year, known_year, state, currency)"
        " where (coalesce(c.amount, 0), coalesce(c.base, 0)) <> (coalesce(d.amount, 0), coalesce(d.base, 0))"},
    law{"the parts of the States are the whole entry",
        "select format('entry %s %s', s.entry_id, s.measure)"
        "  from (select entry_id, measure, currency, sum(amount) as amount, sum(base_amount) as base"
        "          from ledger.entry_share group by 1, 2, 3) s"
        "  left join (select p.entry_id, r.measure, p.currency, sum(p.amount * r.sign) as amount,"
        "               sum(p.base_amount * r.sign) as base"
        "          from p join rule r on r.kind = p.kind and r.event in ('', p.event)"
        "         where coalesce(p.project_id, 0) <> 0 and p.entry_id in (select entry_id from ledger.entry_share)"
        "         group by 1, 2, 3) w on w.entry_id = s.entry_id and w.measure = s.measure and w.currency = s.currency"
        " where (s.amount, s.base) is distinct from (w.amount, w.base)"},
    law{"what donors committed is what their contributions say",
        "select format('contribution %s', c.code) from funding.contribution c where c.committed_amount <>"
        "  coalesce((select sum(amount) from p where kind = 'commitment_open' and event = 'commitment'"
        "            and owner_id = c.id), 0)"},
    law{"what a line received is what its receipts say",
        "select format('receipt %s', r.id) from funding.contribution_receipt r where r.amount - r.unapplied_amount <>"
        "  coalesce((select -sum(amount) from p where kind = 'commitment_open' and source_type = 'contribution_receipt'"
        "            and source_id = r.id), 0)"},
    law{"what a line opened with is what its opening balance says",
        "select format('opening balance %s', o.id) from funding.opening_balance o where"
        "  case o.kind when 'allocated' then -o.amount else o.amount end <>"
        "  coalesce((select sum(amount) from p where kind = 'line_available' and source_type = 'opening_balance'"
        "            and source_id = o.id), 0)"},
    law{"what was applied of unapplied receipts is what was taken of the commitment",
        "select format('application %s', r.id) from funding.receipt_application r where r.amount <>"
        "  coalesce((select -sum(amount) from p where kind = 'commitment_open' and source_type = 'receipt_application'"
        "            and source_id = r.id), 0)"},
    law{"what is unapplied was received and neither applied nor sent back",
        "select format('contribution %s', c.code) from funding.contribution c where"
        "  coalesce((select sum(amount) from p where kind = 'unapplied_receipt' and owner_id = c.id), 0) <>"
        "  coalesce((select sum(unapplied_amount) from funding.contribution_receipt where contribution_id = c.id), 0)"
        "  - coalesce((select sum(amount) from funding.receipt_application where contribution_id = c.id), 0)"
        "  - coalesce((select sum(amount) from funding.donor_refund where contribution_id = c.id"
        "       and taken_from = 'unapplied' and paid_by is not null), 0)"},
    law{"what was signed first and changed since is what is committed",
        "select format('contribution %s', c.code) from funding.contribution c where c.committed_amount <>"
        "  coalesce(c.original_amount, 0)"
        "  + coalesce((select sum(amount) from funding.commitment_change where contribution_id = c.id), 0)"},
    law{"the agency's overhead is what its receipts say",
        "select format('line %s', l.code) from funding.funding_line l where"
        "  coalesce((select sum(amount) from p where kind = 'overhead' and owner_id = l.id), 0) <>"
        "  coalesce((select sum(r.overhead_amount) from funding.contribution_receipt r"
        "     join funding.contribution c on c.id = r.contribution_id where c.line_id = l.id), 0)"
        "  + coalesce((select sum(r.overhead_amount) from funding.receipt_application r"
        "     join funding.contribution c on c.id = r.contribution_id where c.line_id = l.id), 0)"},
    law{"what went back to a donor is what its refunds say",
        "select format('refund %s', r.id) from funding.donor_refund r where coalesce(r.taken_base, 0) <>"
        "  coalesce((select sum(base_amount) from p where kind = 'donor_refunded' and source_type = 'donor_refund'"
        "            and source_id = r.id), 0)"},
    law{"a refund at another rate cost or brought its line what it says",
        "select format('refund %s', r.id) from funding.donor_refund r where r.exchange_difference <>"
        "  coalesce((select sum(base_amount) from p where kind = 'refund_exchange_difference'"
        "            and source_type = 'donor_refund' and source_id = r.id), 0)"
        "  or coalesce(r.taken_base, 0) + r.exchange_difference <>"
        "  coalesce((select -sum(base_amount) from p where kind = 'fund_cash'"
        "            and source_type = 'donor_refund' and source_id = r.id), 0)"},
    law{"what is taken back is taken back whole",
        "select format('%s %s', what, id) from ("
        "  select 'receipt' as what, n.id, n.amount + o.amount as rest from funding.contribution_receipt n"
        "    join funding.contribution_receipt o on o.id = n.reverses_id"
        "  union all select 'application', n.id, n.amount + o.amount from funding.receipt_application n"
        "    join funding.receipt_application o on o.id = n.reverses_id"
        "  union all select 'refund', n.id, n.amount + o.amount from funding.donor_refund n"
        "    join funding.donor_refund o on o.id = n.reverses_id"
        "  union all select 'transfer', n.id, n.amount + o.amount from funding.line_transfer n"
        "    join funding.line_transfer o on o.id = n.reverses_id"
        "  union all select 'release', n.id, n.amount + o.amount from funding.return_release n"
        "    join funding.return_release o on o.id = n.reverses_id) b where rest <> 0"},
    law{"every move of a line's money says whose it is",
        "select format('%s %s on line %s pot %s: posted %s, sources %s', source_type, source_id, line_id, pot_id,"
        "              p.amount, m.amount)"
        "  from (select source_type, source_id, owner_id as line_id, part_id as pot_id, kind = 'returned_held' as held, effective_on,"
        "               sum(amount) as amount from p where kind in ('line_available', 'returned_held')"
        "         group by 1, 2, 3, 4, 5, 6 having sum(amount) <> 0) p"
        "  full join (select source_type, source_id, line_id, pot_id, held, effective_on, sum(amount) as amount"
        "         from funding.money_source group by 1, 2, 3, 4, 5, 6 having sum(amount) <> 0) m"
        "    using (source_type, source_id, line_id, pot_id, held, effective_on)"
        " where p.amount is distinct from m.amount"},
    // A receipt that is taken back when its money is gone is a fact, and its contribution is below
    // zero.
    law{"no contribution gave more than was received of it and may be given ahead",
        "select format('contribution %s on line %s: %s', coalesce(m.contribution_id::text, '-'), m.line_id, sum(m.amount))"
        "  from funding.money_source m left join funding.giver_balance g on g.line_id = m.line_id and g.pot_id = m.pot_id"
        "   and g.held = m.held and g.contribution_id is not distinct from m.contribution_id"
        " group by m.line_id, m.pot_id, m.contribution_id, m.held, g.floor_amount"
        " having sum(m.amount) < coalesce(g.floor_amount, 0)"},
    law{"what each giver has left is the sum of its moves",
        "select format('contribution %s on line %s pot %s: kept %s, moved %s', coalesce(contribution_id::text, '-'),"
        "              line_id, pot_id, g.amount, m.amount)"
        "  from (select line_id, pot_id, coalesce(contribution_id, 0) as giver, contribution_id, held, amount"
        "          from funding.giver_balance) g"
        "  full join (select line_id, pot_id, coalesce(contribution_id, 0) as giver, held, sum(amount) as amount"
        "          from funding.money_source group by 1, 2, 3, 4) m using (line_id, pot_id, giver, held)"
        " where coalesce(g.amount, 0) <> coalesce(m.amount, 0)"},
    law{"a line's pot knows no other moves than its statement shows",
        "select format('entry %s: %s of a %s', entry_id, event, source_type) from p where kind = 'line_available'"
        "  and source_type not in ('contribution_receipt', 'receipt_application', 'opening_balance', 'allocation', 'project',"
        "    'donor_refund', 'line_transfer', 'return_release')"},
    law{"an allocation left its line once",
        "select format('allocation %s', a.id) from funding.allocation a where a.amount <>"
        "  coalesce((select -sum(amount) from p where kind = 'line_available' and source_type = 'allocation'"
        "            and source_id = a.id), 0)"},
    law{"what a line holds is what came in less what went out",
        "select format('line %s: holds %s, says %s', l.code, h.holds, h.says) from funding.funding_line l,"
        " lateral (select coalesce((select sum(b.amount) from ledger.balance b join ledger.account a on a.id = b.account_id"
        "      where a.kind in ('line_available', 'returned_held') and a.owner_id = l.id), 0) as holds,"
        "   coalesce((select sum(amount) from p where kind = 'line_available' and owner_id = l.id"
        "      and source_type in ('contribution_receipt', 'receipt_application')), 0)"
        "   + coalesce((select sum(case to_line_id when l.id then amount else -amount end) from funding.line_transfer"
        "      where l.id in (from_line_id, to_line_id)), 0)"
        "   - coalesce((select sum(r.taken_base) from funding.donor_refund r join funding.contribution c"
        "      on c.id = r.contribution_id where c.line_id = l.id and r.taken_from <> 'unapplied'), 0)"
        "   - coalesce((select sum(r.exchange_difference) from funding.donor_refund r join funding.contribution c"
        "      on c.id = r.contribution_id where c.line_id = l.id), 0)"
        "   + coalesce((select sum(case kind when 'allocated' then -amount else amount end)"
        "      from funding.opening_balance where line_id = l.id), 0)"
        "   + coalesce((select sum(returned_amount) from funding.closure where line_id = l.id), 0)"
        "   - coalesce((select sum(amount) from funding.allocation where line_id = l.id), 0) as says) h"
        " where h.holds <> h.says"},
    law{"a project's allocation is unbudgeted, budgeted or returned",
        "select format('project %s: allocated %s, found %s', j.code, f.allocated, f.found) from funding.project j"
        "  left join (select project_id, sum(base_amount) as base from p where kind in ('project_unbudgeted',"
        "     'budget_available', 'obligated', 'spent', 'spent_direct', 'project_exchange_difference',"
        "     'project_interest', 'lost') group by project_id) s on s.project_id = j.id,"
        " lateral (select coalesce((select sum(amount) from funding.allocation where project_id = j.id), 0) as allocated,"
        "   coalesce(s.base, 0)"
        "   + coalesce((select sum(returned_amount) from funding.closure where project_id = j.id), 0) as found) f"
        " where f.allocated <> f.found"},
    law{"a budget line's budget is available, obligated, spent or written off",
        "select format('budget line %s: budget %s, found %s', l.id, f.budget, coalesce(s.base, 0))"
        "  from funding.budget_line l"
        "  left join (select case when kind in ('obligated', 'lost') then part_id else owner_id end as line_id,"
        "       sum(base_amount) as base from p where event <> 'project_closed'"
        "        and kind in ('budget_available', 'obligated', 'spent', 'spent_direct', 'lost') group by 1) s on s.line_id = l.id,"
        " lateral (select coalesce((select vl.amount from funding.budget_version v"
        "     left join funding.budget_version_line vl on vl.version_id = v.id and vl.line_id = l.id"
        "     where v.project_id = l.project_id and v.state = 'approved' order by v.number desc limit 1), 0) as budget) f"
        " where f.budget <> coalesce(s.base, 0)"},
    law{"direct expenditure is what its rows say",
        "select format('direct expenditure %s', d.id) from funding.direct_expenditure d where d.base_amount <>"
        "  coalesce((select sum(base_amount) from p where kind = 'spent_direct' and source_id = d.id), 0)"},
    law{"an own obligation was set aside to the cent",
        "select format('obligation %s', o.id) from funding.obligation o where o.base_amount <>"
        "  coalesce((select sum(amount) from p where kind = 'obligated' and owner_id = o.id and event = 'obligation'), 0)"},
    law{"what is spent against an obligation lowers it",
        "select format('direct expenditure %s', d.id) from funding.direct_expenditure d join p on p.source_id = d.id"
        "   and p.source_type = 'direct_expenditure' and p.kind = 'obligated'"
        " where d.obligation_id is distinct from p.owner_id and d.reverses_id is null"},
    law{"what was given up of a project is what its closure says",
        "select format('project %s', j.code) from funding.project j"
        " where coalesce((select sum(written_off_amount) from funding.closure where project_id = j.id), 0)"
        "  <> coalesce((select sum(amount) from p where kind = 'lost' and event = 'project_closed' and project_id = j.id), 0)"},
    law{"what is written off of a partner's debt is lost to the fund",
        "select format('agreement %s: written off %s, lost %s', agreement_id, w, l) from"
        "  (select agreement_id, coalesce(sum(base_amount) filter (where kind = 'written_off'), 0) as w,"
        "     coalesce(sum(base_amount) filter (where kind = 'lost'), 0) as l"
        "   from p where coalesce(agreement_id, 0) <> 0 group by agreement_id) o where w <> l"},
    law{"an agreement's value is the sum of its lines and of its tranches",
        "select format('agreement %s', a.code) from partner.agreement a"
        " where a.value <> coalesce((select sum(amount) from partner.agreement_line where agreement_id = a.id), 0)"
        "    or a.value <> coalesce((select sum(amount) from partner.tranche where agreement_id = a.id), 0)"},
    law{"an agreement is what its version in force says",
        "select format('agreement %s', a.code) from partner.agreement a"
        " where a.state in ('signed', 'suspended', 'terminated', 'closed') and partner.differs_from_version(a.id)"},
    law{"the partner's accounts of an agreement add to zero",
        "select format('agreement %s: %s', agreement_id, string_agg(format('%s %s', currency, amount), ', ')) from"
        "  (select agreement_id, currency, sum(amount) as amount, sum(base_amount) as base from p where book = 'P'"
        "    group by 1, 2 having sum(amount) <> 0 or sum(base_amount) <> 0) o"
        " group by agreement_id having bool_or(amount <> 0) or sum(base) <> 0"},
    law{"what was signed and not cancelled is obligated, spent or set free at the end",
        "select format('agreement %s: %s', agreement_id, sum(base_amount)) from p"
        " where coalesce(agreement_id, 0) <> 0 and (kind in ('obligated', 'spent', 'lost', 'agreement_value')"
        "    or (kind = 'budget_available' and event in ('agreement_closed', 'reversal')))"
        " group by agreement_id having sum(base_amount) <> 0"},
    law{"what was spent is settled or due",
        "select format('agreement %s: %s', agreement_id, sum(case when kind = 'spent' then base_amount else -base_amount end))"
        "  from p where coalesce(agreement_id, 0) <> 0 and kind in ('spent', 'settled', 'due')"
        " group by agreement_id"
        " having sum(case when kind = 'spent' then base_amount else -base_amount end) <> 0"},
    law{"the books of authority and of the partner agree",
        "select format('agreement %s: obligated and interest %s, with the partner %s', agreement_id, f, w) from"
        " (select agreement_id,"
        "    sum(base_amount) filter (where kind in ('obligated', 'lost')"
        "       or (kind = 'budget_available' and event in ('agreement_closed', 'reversal')))"
        "    - coalesce(sum(base_amount) filter (where kind = 'interest'), 0) as f,"
        "    coalesce(sum(base_amount) filter (where kind in ('tranche_unpaid', 'advance', 'receivable', 'refunded',"
        "      'written_off', 'exchange_difference', 'partner_exchange')), 0) as w"
        "   from p where coalesce(agreement_id, 0) <> 0 group by agreement_id) b where coalesce(f, 0) <> w"},
    // Of what was found, or taken back, since: all else went back to the budget when it was closed.
    law{"a closed agreement has obligated exactly what is owed of it",
        "select format('agreement %s: obligated %s, owed %s', a.code, s.obligated, s.owed) from partner.agreement a"
        "  join (select agreement_id, coalesce(sum(base_amount) filter (where kind = 'obligated'), 0) as obligated,"
        "       coalesce(sum(base_amount) filter (where kind = 'receivable'), 0) as owed"
        "     from p where kind in ('obligated', 'receivable') group by agreement_id) s on s.agreement_id = a.id"
        " where a.state = 'closed' and s.obligated <> s.owed"},
    law{"a payment row is a movement of the partner's bank",
        "select format('payment %s: row %s/%s, posted %s/%s', coalesce(y.id, s.id), y.amount, y.base_amount, s.amount, s.base)"
        "  from partner.payment y full join (select source_id as id, sum(amount) as amount, sum(base_amount) as base"
        "       from p where kind = 'partner_bank' group by 1) s using (id)"
        " where (y.amount, y.base_amount) is distinct from (s.amount::bigint, s.base::bigint)"},
    law{"a tranche's commitments stand in its row",
        "select format('tranche %s %s', t.id, t.code) from partner.tranche t"
        " where t.reserved_amount <> coalesce((select sum(q.reserved_amount) from partner.disbursement_request q"
        "          where q.tranche_id = t.id and q.state = 'approved'), 0)"},
    law{"what is left of a tranche is neither paid, due nor cancelled",
        "select format('tranche %s %s', t.id, t.code) from partner.tranche t join partner.agreement a on a.id = t.agreement_id"
        "  left join (select owner_id, sum(amount) as amount from p where kind = 'tranche_unpaid' group by 1) s"
        "    on s.owner_id = t.id"
        " where a.state not in ('draft', 'cancelled') and t.amount - t.cancelled_amount < coalesce(s.amount, 0)"},
    law{"an accepted report was spent to the cent",
        "select format('report %s: accepted %s, spent %s', r.code, f.accepted, coalesce(s.spent, 0))"
        "  from partner.expenditure_report r"
        "  left join (select source_id, sum(base_amount) as spent from p where kind = 'spent'"
        "       and source_type = 'expenditure_report' group by 1) s on s.source_id = r.id,"
        " lateral (select coalesce((select sum(accepted_base) from partner.expenditure_line"
        "        where report_id = r.id and round = r.round), 0) + r.support_accepted_base as accepted) f"
        " where f.accepted <> coalesce(s.spent, 0)"},
    law{"a revaluation is what its lines, its entry and its debt say",
        "select format('revaluation %s of report %s', v.number, v.report_id) from partner.revaluation v"
        "  left join (select revaluation_id, count(*) as lines, sum(amount) as amount, sum(base_amount) as base"
        "     from partner.revaluation_line group by 1) w on w.revaluation_id = v.id"
        "  left join (select source_id, sum(base_amount) filter (where kind = 'spent') as spent,"
        "       sum(base_amount) filter (where kind in ('settled', 'due')) as settled,"
        "       sum(amount) filter (where kind = 'receivable') as owed"
        "     from p where source_type = 'revaluation' group by 1) s on s.source_id = v.id"
        "  left join partner.receivable c on c.id = v.receivable_id"
        " where (w.lines, w.amount, w.base) is distinct from (v.line_count, v.amount, v.base_amount)"
        "    or coalesce(s.spent, 0) <> v.base_amount + v.support_base"
        "    or coalesce(s.settled, 0) <> v.base_amount + v.support_base"
        "    or coalesce(s.owed, 0) <> greatest(-v.amount - v.support_amount, 0)"
        "    or coalesce(c.amount, 0) <> greatest(-v.amount - v.support_amount, 0)"},
    law{"every line of a reviewed report is decided",
        "select format('report %s', r.code) from partner.expenditure_report r where r.state in ('accepted', 'partly_accepted')"
        "  and exists (select 1 from partner.expenditure_line l where l.report_id = r.id and l.round = r.round"
        "              and (l.pending_amount <> 0 or l.decision = 'pending'))"},
    law{"a receivable is settled or open",
        "select format('receivable %s', r.id) from partner.receivable r where r.amount"
        "   - coalesce((select sum(amount) from partner.receivable_settlement where receivable_id = r.id), 0)"
        "  <> coalesce((select sum(amount) from p where kind = 'receivable' and owner_id = r.id), 0)"},
    law{"an instrument's cash is never below zero",
        "select format('instrument %s %s: %s', owner_id, currency, sum(amount)) from p where kind = 'fund_cash'"
        " group by owner_id, currency having sum(amount) < 0"},
    law{"nothing was recorded in a period while it was closed",
        "select format('entry %s', e.id) from funding.accounting_period a"
        "  join ledger.entry e on e.instrument_id = a.instrument_id"
        "   and e.effective_on between a.first_day and a.last_day"
        "  cross join lateral (select s.open_until from funding.accounting_period_step s where s.period_id = a.id"
        "     and s.recorded_at < e.recorded_at order by s.number desc limit 1) last"
        " where (e.recorded_at at time zone 'UTC')::date > last.open_until"},
    law{"the shares of a project's States add to 100",
        "select format('project %s', project_id) from funding.benefiting_state where share is not null"
        " group by project_id, valid_from having sum(share) <> 100"},
    law{"a confirmed rate has a confirmation to be sealed",
        "select format('rate %s', x.id) from reference.exchange_rate x where (x.confirmed_by is not null)"
        "  <> exists (select 1 from reference.rate_confirmation c where c.rate_id = x.id)"
        " union all select format('confirmation %s', c.id) from reference.rate_confirmation c"
        "  where not exists (select 1 from reference.exchange_rate x where x.id = c.rate_id)"},
    law{"a corrected rate is replaced by the one that was approved",
        "select format('rate %s', x.id) from reference.exchange_rate x"
        "  left join reference.rate_correction_row w on w.rate_id = x.id and w.correction_id = x.replaced_in"
        "  left join reference.exchange_rate y on y.correction_id = x.replaced_in and y.series = x.series"
        "   and y.currency = x.currency and y.valid_from = x.valid_from and y.rate = w.rate"
        "  where x.replaced_in is not null and y.id is null"
        " union all select format('correction %s', c.id) from reference.rate_correction c"
        "  where case when c.approved_by is null then 0 else c.rate_count end"
        "   <> (select count(*) from reference.exchange_rate x where x.correction_id = c.id)"
        "   or case when c.approved_by is null then 0 else c.rate_count end"
        "   <> (select count(*) from reference.exchange_rate x where x.replaced_in = c.id)"},
};

}  // namespace

std::span<const law> laws() {
    return all_laws;
}

std::string query_of(const law& one, int at_most) {
    // Shorter numbers first, so that the first offender is the one with the lowest id.
    std::string text{postings};
    text.append("select offender from (").append(one.offenders);
    text += ") as o(offender) order by length(offender), offender limit " + std::to_string(at_most);
    return text;
}

std::vector<std::string> offenders_against(session& with, const law& one, int at_most) {
    std::vector<std::string> offenders;
    for (const auto row : ask(with, {interned("law", query_of(one, at_most)), {}})) {
        offenders.emplace_back(row.at(0));
    }
    return offenders;
}

}  // namespace tranche::persistence
