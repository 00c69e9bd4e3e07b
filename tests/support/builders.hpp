// A world of small amounts in a few lines: reference data, money in, an active project, an
// agreement. Everything goes through the API, so that what a test starts from could have happened.
//
// The calendar is the same everywhere: money comes in January 2026, the project runs from February
// to December, agreements are signed in February and start in March; today is 30 June 2026.
#pragma once

#include "tests/support/api.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tranche::tests {

struct funding_spec {
    std::string instrument = "FUND";
    std::string line = "FUND-L1";
    std::string received = "100000.00";
    /// At most this much for one project; empty: no ceiling.
    std::string ceiling = "";
    int payment_persons = 2;
};

struct budget_line_spec {
    std::string code;
    std::string amount;
    std::string kind = "operational";
};

struct project_spec {
    std::string code = "P1";
    std::string instrument = "FUND";
    std::string line = "FUND-L1";
    std::string amount = "10000.00";
    /// Empty: one operational line "1" over the whole amount.
    std::vector<budget_line_spec> lines = {};
    std::string flexibility_percent = "";
};

struct tranche_spec {
    std::string code;
    std::string amount;
    std::string kind = "advance";
};

struct agreement_spec {
    std::string code = "A1";
    std::string project = "P1";
    std::string partner = "NGO";
    /// Budget lines and amounts; empty: line "1" over the sum of the tranches.
    std::vector<budget_line_spec> lines = {};
    std::vector<tranche_spec> tranches = {{"T1", "1000.00"}, {"T2", "500.00"}};
    /// A currency the agreement is paid in; empty: the budget's.
    std::string payment_currency = "";
    std::string start_on = "2026-03-01";
    /// More members of "terms", e.g. {{"flexibility_percent", "10"}}.
    boost::json::object terms = {};
};

/// Member States GT, PE and PT (the last an EU member), cost categories, a project type, a sector,
/// and the rate series MONTHLY with confirmed GTQ rates of 2026 (8.00, from March on 7.50).
void load_reference(api& server);
/// An instrument with one line and a received contribution ("<line>-GIFT"). Needs load_reference.
void fund(api& server, const funding_spec& spec = {});
/// Up to "approved": proposed, endorsed, submitted, approved.
void approved_project(api& server, const project_spec& spec = {});
/// Up to "active": allocated, budgeted in full, focal point named.
void active_project(api& server, const project_spec& spec = {});
/// What drafts a version of a budget.
boost::json::object budget_of(
    const std::vector<budget_line_spec>& lines, const std::string& reason = "Next budget",
    const std::string& flexibility_percent = ""
);
/// Another version of a budget, in draft; its id.
std::string drafted_budget(
    api& server, const std::string& project, const std::vector<budget_line_spec>& lines
);
void partner(api& server, const std::string& code = "NGO");
/// In draft. Makes the partner too when it is not there yet.
void drafted_agreement(api& server, const agreement_spec& spec = {});
void signed_agreement(api& server, const agreement_spec& spec = {});
/// All of it with small amounts: FUND, P1, NGO and the signed agreement A1.
void small_world(api& server);

/// Requested by the partner's officer, certified and approved; the request's id.
std::string approved_request(
    api& server, const std::string& tranche, std::string_view amount,
    std::string_view currency = "USD", const std::string& partner = "NGO"
);
/// Paid on 1 April 2026; the request's id.
std::string paid_request(
    api& server, const std::string& tranche, std::string_view amount,
    std::string_view bank_reference, std::string_view currency = "USD",
    const std::string& partner = "NGO"
);

struct expense_spec {
    std::string document;
    std::string amount;
    std::string budget_line = "1";
    std::string spent_on = "2026-04-15";
    std::string currency = "USD";
};
boost::json::object report_of(
    const std::string& agreement, const std::string& code, const std::vector<expense_spec>& lines
);
/// Acknowledges what the checks of a report warn of, for tests that are about something else.
void acknowledge_checks(api& server, const std::string& report, const std::string& partner = "NGO");
/// Drafted and submitted by the partner; the report's id.
std::string submitted_report(
    api& server, const std::string& agreement, const std::string& code,
    const std::vector<expense_spec>& lines, const std::string& partner = "NGO"
);
/// Submitted and accepted in full by finance; the report's id.
std::string accepted_report(
    api& server, const std::string& agreement, const std::string& code,
    const std::vector<expense_spec>& lines, const std::string& partner = "NGO"
);

}  // namespace tranche::tests
