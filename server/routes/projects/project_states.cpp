#include "server/routes/projects/project_states.hpp"

#include "server/routes/projects/project_steps.hpp"

#include <set>

namespace tranche::server {

using domain::entity;

void check_states(
    command_run& run, std::span<const benefiting_state_body> states, bool may_be_unknown
) {
    std::int64_t sum = 0;
    bool any_share = false;
    bool any_missing = false;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < states.size(); ++i) {
        const auto& one = states[i];
        const auto at = "/states/" + std::to_string(i);
        run.require(
            seen.insert(one.state).second, at + "/state", "duplicate_code", {{"code", one.state}}
        );
        if (one.member) {
            any_share = any_share || one.share.has_value();
            any_missing = any_missing || !one.share;
            sum += one.share ? one.share->scaled() : 0;
        } else {
            run.require(!one.share, at + "/share", "share_of_other_country");
        }
    }
    if (any_share || !may_be_unknown) {
        run.require(
            !any_missing && sum == 1'000'000, "/states", "shares_must_add_to_100",
            {{"sum", domain::percentage::from_scaled(sum).to_decimal()}}
        );
    }
}

void insert_states(
    command_run& run, std::int64_t project, std::optional<domain::date> from,
    std::span<const benefiting_state_body> states
) {
    for (const auto& one : states) {
        std::vector<command_run::column> columns{
            {"project_id", project},
            {"state", one.state},
            {"member", one.member},
            {"share", one.share ? std::optional{one.share->to_decimal()} : std::nullopt}};
        if (from) {
            columns.push_back({"valid_from", *from});
        }
        run.insert("funding.benefiting_state", columns);
    }
}

receipt set_benefiting_states(command_run& run, const dated_states_body& body) {
    const locked_project project{run};
    run.check_version(project.row);
    check_states(run, body.states, project.row.text("origin") == "historical");
    const auto found = run.load(
        {{{"states_counted_until",
           R"(
               select greatest(
                   (select max(b.valid_from) from funding.benefiting_state b
                       where b.project_id = $1 and b.valid_from > '0001-01-01'),
                   (select max(e.effective_on) from ledger.entry e where e.project_id = $1)) as day)"},
          {project.id}}}
    );
    const auto last = found[0][0].maybe_day("day");
    run.require(!last || body.valid_from > *last, "/valid_from", "states_counted_already");
    run.note("valid_from", domain::to_string(body.valid_from));
    run.note("reason", body.reason);
    insert_states(run, project.id, body.valid_from, body.states);
    run.update(entity::project, project.id, {});
    return {
        .what = entity::project,
        .id = project.id,
        .code = project.row.text("code"),
        .version = project.row.integer("version") + 1};
}

const object_schema<dated_states_body>& wire<dated_states_body>::schema() {
    using body = dated_states_body;
    static const auto declared = object<body>(
        "dated_states", "Who benefits from a day on",
        field("valid_from", &body::valid_from, "First day it counts, after the last entry"),
        field("reason", &body::reason, "Why it changes", length(1, 2000), multiline()),
        field("states", &body::states, "All that benefit from then on", items(1, 200))
    );
    return declared;
}

}  // namespace tranche::server
