#include "reports/project_scope.hpp"

#include "reports/donor_sight.hpp"
#include "reports/plan.hpp"

#include <array>

namespace tranche::reports {

void add_project_scope(plan& to, const request& asked) {
    if (asked.instrument) {
        to.where.push_back("p.instrument_id = " + to.bind(*asked.instrument, "bigint"));
    }
    if (asked.project) {
        to.where.push_back("p.id = " + to.bind(*asked.project, "bigint"));
    }
    if (asked.donor) {
        to.where.push_back(
            // Money of its own among the sources of an allocation.
            "p.id in (select a.project_id from funding.allocation a"
            " join funding.money_source m on m.source_id = a.id and m.source_type = 'allocation'"
            " join funding.contribution c on c.id = m.contribution_id"
            " where c.donor_id = " +
            to.bind(*asked.donor, "bigint") + ")"
        );
    }
    if (!asked.opened.empty()) {
        to.where.push_back(opened_sql(to, *asked.donor, asked.opened));
    }
}

void add_agreement_scope(plan& to, const request& asked) {
    if (asked.partner) to.where.push_back("a.partner_id = " + to.bind(*asked.partner, "bigint"));
    if (asked.agreement) to.where.push_back("a.id = " + to.bind(*asked.agreement, "bigint"));
}

void add_benefiting_state(plan& to, const request& asked) {
    if (asked.state) {
        to.where.push_back(
            "exists (select 1 from funding.benefiting_state b where b.project_id = p.id"
            " and b.state = " +
            to.bind(*asked.state, "text") + ")"
        );
    }
}

std::string title_sql(title_of what, const request& asked) {
    struct place {
        const char *title, *view, *id;
    };
    constexpr std::array places{
        place{"p.title", "donor.project_title", "p.id"},
        place{"r.title", "donor.result_title", "r.id"},
        place{"n.title", "donor.indicator_title", "n.id"}};
    const auto& from = places.at(static_cast<std::size_t>(what));
    if (!asked.donor) {
        return localised_sql(from.title, asked.language);
    }
    return "(select " + localised_sql("shown.title", asked.language) + " from " + from.view +
        " shown where shown.id = " + from.id + ")";
}

std::string join_partner(const request& asked) {
    return asked.donor ? " join donor.agreement_partner pr on pr.agreement_id = a.id"
                       : " join partner.partner pr on pr.id = a.partner_id";
}

persistence::cut_sql cut_of(plan& to, const request& asked) {
    persistence::cut_sql cut;
    if (asked.until) cut.until = to.bind(*asked.until, "date");
    if (asked.as_known_on) cut.as_known_on = to.bind(*asked.as_known_on, "date");
    return cut;
}

std::string line_order_sql(const std::string& code) {
    return "(select array_agg(lpad(part, 12, '0') order by n) from unnest(string_to_array(" + code +
        ", '.')) with ordinality as parts(part, n))";
}

std::string budget_lines_in_scope(const persistence::cut_sql& cut) {
    // A version that changed no amount has no entry, and needs none.
    const std::string known_versions = cut.is_cut()
        ? " and exists (select 1 from ledger.entry e where e.source_id = last.id"
          " and e.source_type = 'budget_version' and " +
            within(cut, "e") + ")"
        : "";
    const auto sql =
        std::string{
            "select bl.id, bl.project_id, bl.code, bl.kind, bl.category, bl.result_id, bl.flexibility,"
            " v.amount as budget,"
            " coalesce((select sum(b.base_amount) from ledger.account a join ledger.balance b on "
            "b.account_id = a.id"
            " where a.owner_id = bl.id and a.kind in ('spent', 'spent_direct')), 0)::bigint as spent,"
            " coalesce((select sum(b.base_amount) from ledger.account a join ledger.balance b on "
            "b.account_id = a.id"
            " where a.owner_id = bl.id and a.kind = 'spent_direct'), 0)::bigint as spent_office,"
            " coalesce((select sum(b.base_amount) from ledger.account a join ledger.balance b on"
            " b.account_id = a.id where a.kind = 'obligated' and a.part_id = bl.id), 0)::bigint"
            " as obligated"
            " from scope join funding.budget_line bl on bl.project_id = scope.id"
            " left join lateral (select vl.amount from funding.budget_version bv"
            " join funding.budget_version_line vl on vl.version_id = bv.id and vl.line_id = bl.id"
            " where bv.id = (select last.id from funding.budget_version last"
            " where last.project_id = bl.project_id and last.state = 'approved'"} +
        known_versions + " order by last.number desc limit 1)) v on true";
    return persistence::at_cut(sql, cut);
}

std::string take_conditions(plan& from) {
    std::string out;
    for (const auto& one : from.where) {
        out += (out.empty() ? "" : " and ") + one;
    }
    from.where.clear();
    return out.empty() ? "true" : out;
}

}  // namespace tranche::reports
