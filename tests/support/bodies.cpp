#include "tests/support/bodies.hpp"

namespace tranche::tests {
namespace json = boost::json;

json::object expense(
    const std::string& document, const std::string& spent_on, const std::string& amount,
    const std::string& project
) {
    return {{"project", project},         {"budget_line", "1"},       {"document", document},
            {"spent_on", spent_on},       {"payee_kind", "services"}, {"description", "Rent"},
            {"amount", amount_of(amount)}};
}

void accepted_final_report(api& server, const std::string& project, const std::string& on) {
    const auto report =
        server.as("programme")
            .must(
                "/api/v1/projects/" + project + "/reporting-obligations",
                {{"kind", "final_report"}, {"submitted_on", on}, {"document", "Final report"}}
            )
            .id();
    server.as("approver")
        .must("/api/v1/obligation-submissions/" + report + "/accept", {{"accepted_on", on}});
}

void marked_final(sql_connection& db, const std::string& agreement) {
    db.ask(
        "update partner.expenditure_report set final = true where id = (select max(r.id)"
        " from partner.expenditure_report r join partner.agreement a on a.id = r.agreement_id"
        " where a.code = $1 and r.state in ('accepted', 'partly_accepted'))",
        {agreement}
    );
}

json::object matched_effort() {
    return {
        {"kind", "in_kind"},          {"provider_kind", "government"},  {"provider", "Ministry"},
        {"description", "Two rooms"}, {"amount", amount_of("1200.00")}, {"valued_on", "2026-03-01"},
        {"basis", "Local rent"}};
}

json::object children_result() {
    return {
        {"code", "1"},
        {"result_type", "outcome"},
        {"title_en", "Children are safe"},
        {"indicators",
         {{{"code", "children"},
           {"title_en", "Children"},
           {"unit_en", "children"},
           {"aggregation", "sum"},
           {"counts", "new"}}}}};
}

json::object children_reached() {
    return {
        {"period_first", "2026-03-01"},
        {"period_last", "2026-03-31"},
        {"value", "12"},
        {"source", "Register"},
        {"reported_on", "2026-04-05"}};
}

std::string proposed_rate(api& server, const std::string& rate, const std::string& quoted_on) {
    return server.as("finance")
        .must(
            "/api/v1/rate-corrections",
            {{"reason", "The column was shifted"},
             {"rates",
              {{{"series", "MONTHLY"},
                {"currency", "GTQ"},
                {"quoted_on", quoted_on},
                {"rate", rate}}}}}
        )
        .id();
}

std::string corrected_rate(api& server, const std::string& rate, const std::string& quoted_on) {
    auto id = proposed_rate(server, rate, quoted_on);
    server.as("approver")
        .must("/api/v1/rate-corrections/" + id + "/approve", boost::json::object{});
    return id;
}

}  // namespace tranche::tests
