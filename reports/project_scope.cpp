#include "reports/project_scope.hpp"

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
            // Named money of its own, or a part of the pool of a line it gave to.
            "p.id in (select a.project_id from funding.allocation a"
            " join funding.contribution c on c.id = a.contribution_id"
            " or (a.contribution_id is null and c.line_id = a.line_id and c.earmarking < 'D')"
            " where c.donor_id = " +
            to.bind(*asked.donor, "bigint") + ")"
        );
    }
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

std::string take_conditions(plan& from) {
    std::string out;
    for (const auto& one : from.where) {
        out += (out.empty() ? "" : " and ") + one;
    }
    from.where.clear();
    return out.empty() ? "true" : out;
}

}  // namespace tranche::reports
