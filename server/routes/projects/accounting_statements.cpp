// What an accounting system says was booked in a period: kept to be compared, and moving nothing.
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"

#include <map>

namespace tranche::server {
namespace {

using domain::entity;

struct accounting_figure {
    std::string external_reference;
    domain::date booked_on;
    domain::money amount;
    std::optional<std::string> description;
};

struct new_accounting_statement {
    std::string code, source_system;
    domain::date first_day, last_day;
    std::vector<accounting_figure> figures;
};

// One array per column, so that a year's books are one statement.
persistence::query insert_figures(std::int64_t id, const std::vector<accounting_figure>& all) {
    std::vector<std::string> references, days, currencies;
    std::vector<std::int64_t> amounts;
    std::vector<std::optional<std::string>> descriptions;
    for (const auto& one : all) {
        references.push_back(one.external_reference);
        days.push_back(domain::to_string(one.booked_on));
        currencies.emplace_back(one.amount.currency_unit().code());
        amounts.push_back(one.amount.minor());
        descriptions.push_back(one.description);
    }
    return {
        {"accounting_figures",
         R"(
             insert into funding.accounting_figure (statement_id, external_reference, booked_on,
                 currency, amount, description)
               select $1, f.*
                 from unnest($2::text[], $3::date[], $4::text[], $5::bigint[], $6::text[]) as f)"},
        {id, persistence::array_of(std::span<const std::string>{references}),
         persistence::array_of(std::span<const std::string>{days}),
         persistence::array_of(std::span<const std::string>{currencies}),
         persistence::array_of(std::span<const std::int64_t>{amounts}),
         persistence::array_of(std::span<const std::optional<std::string>>{descriptions})}};
}

receipt record_statement(command_run& run, const new_accounting_statement& body) {
    run.load({});
    run.require(body.first_day <= body.last_day, "/last_day", "period_reversed");
    std::map<std::string_view, std::size_t> seen;
    for (std::size_t i = 0; i < body.figures.size(); ++i) {
        const auto& one = body.figures[i];
        const auto at = "/figures/" + std::to_string(i);
        const auto [known, is_new] = seen.emplace(one.external_reference, i);
        run.require(
            is_new, at + "/external_reference", "given_twice",
            {{"value", one.external_reference}, {"row", std::to_string(known->second + 1)}}
        );
    }
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "funding.accounting_statement",
        {{"id", id},
         {"code", body.code},
         {"source_system", body.source_system},
         {"first_day", body.first_day},
         {"last_day", body.last_day},
         {"recorded_on", run.today()},
         {"recorded_by", run.who().user_id}}
    );
    run.write(insert_figures(id, body.figures));
    return {
        .what = entity::accounting_statement,
        .id = id,
        .code = body.code,
        .rows = static_cast<std::int64_t>(body.figures.size())};
}

}  // namespace

template <>
struct wire<accounting_figure> {
    static const object_schema<accounting_figure>& schema() {
        using body = accounting_figure;
        static const auto declared = object<body>(
            "accounting_figure", "One booking of an accounting system",
            field(
                "external_reference", &body::external_reference, "Its reference there",
                length(1, 100)
            ),
            field("booked_on", &body::booked_on, "Day it counts for there"),
            field("amount", &body::amount, "As booked; what was taken back is below zero"),
            field("description", &body::description, "Its text there", length(1, 500))
        );
        return declared;
    }
};

template <>
struct wire<new_accounting_statement> {
    static const object_schema<new_accounting_statement>& schema() {
        using body = new_accounting_statement;
        static const auto declared = object<body>(
            "new_accounting_statement", "What an accounting system says was booked in a period",
            field("code", &body::code, "Short code, e.g. ERP-2026", matches_code()),
            field(
                "source_system", &body::source_system, "Which system, as its expenses name it",
                length(1, 40)
            ),
            field("first_day", &body::first_day, "First day it covers"),
            field("last_day", &body::last_day, "Last day it covers"),
            field("figures", &body::figures, "All its bookings of projects", items(0, 6000))
        );
        return declared;
    }
};

endpoints accounting_statement_endpoints() {
    using domain::action;
    const std::string tag = "Direct expenditure";
    endpoints all{command<new_accounting_statement>(
        {"/api/v1/accounting-statements", "record_accounting_statement",
         "Keep what an accounting system says, to be compared", tag,
         action::record_direct_expenditure, 201},
        record_statement
    )};
    append(
        all, read_endpoints(persistence::accounting_statement_resource(), action::read_funding, tag)
    );
    return all;
}

}  // namespace tranche::server
