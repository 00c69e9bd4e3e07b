// What was bought and lasts: listed with where it is and who keeps it, until it is handed over or
// otherwise gone.
#include "domain/lifecycle.hpp"
#include "persistence/query.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"
#include "server/routes/service/fund_terms.hpp"

#include <set>
#include <span>

namespace tranche::server {
namespace {

using domain::entity;

struct new_asset {
    std::string description;
    std::optional<std::string> serial;
    std::int64_t quantity = 1;
    std::string located_at, kept_by;
};

struct asset_terms_body {
    domain::date valid_from;
    domain::money threshold;
    std::vector<std::string> categories;
    std::string source;
    bool illustrative = false;
};

struct disposal_body {
    domain::date disposed_on;
    std::string disposed_as, document;
};

persistence::query line_of_asset(std::int64_t line) {
    return {
        {"line_of_asset",
         R"(
             select a.partner_id, r.state, x.amount
               from partner.expenditure_line x
               join partner.expenditure_report r on r.id = x.report_id and r.round = x.round
               join partner.agreement a on a.id = r.agreement_id
               where x.id = $1)"},
        {line}};
}

receipt list_asset(command_run& run, const new_asset& body) {
    const auto line = run.path_id(entity::expenditure_line);
    const auto found = run.load({line_of_asset(line)});
    const auto row = run.the_row(found[0], entity::expenditure_line);
    check_own(run, row.integer("partner_id"));
    const auto id = persistence::random_id();
    run.insert(
        "partner.asset",
        {{"id", id},
         {"line_id", line},
         {"description", body.description},
         {"serial", body.serial},
         {"quantity", body.quantity},
         {"located_at", body.located_at},
         {"kept_by", body.kept_by},
         {"listed_by", run.who().user_id},
         {"listed_on", run.today()}}
    );
    return {.what = entity::asset, .id = id, .state = "kept"};
}

receipt dispose(command_run& run, const disposal_body& body) {
    const auto id = run.path_id(entity::asset);
    const auto found = run.load(
        {{{"asset_to_dispose_of",
           R"(
               select x.version, x.listed_on,
                   case when x.disposed_on is null then 'kept' else 'gone' end as state
                 from partner.asset x
                 where x.id = $1 for no key update)"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::asset);
    run.check_version(row);
    const std::string next{state_after(domain::asset_lifecycle(), "dispose", row.text("state"))};
    check_not_future(run, "/disposed_on", body.disposed_on);
    run.settle();
    run.update(
        entity::asset, id,
        {{"disposed_on", body.disposed_on},
         {"disposed_as", body.disposed_as},
         {"disposal_document", body.document},
         {"disposed_by", run.who().user_id}}
    );
    return {.what = entity::asset, .id = id, .state = next, .version = row.integer("version") + 1};
}

receipt set_terms(command_run& run, const asset_terms_body& body) {
    const auto instrument = run.path_id(entity::instrument);
    const auto found = run.load(
        {fund_for_terms(instrument),
         {{"categories_of_cost", "select code from reference.cost_category"}, {}}}
    );
    const auto row = run.the_row(found[0], entity::instrument);
    run.check_version(row);
    check_currency(run, "/threshold", body.threshold, row.currency("base_currency"));
    std::set<std::string> known;
    for (const auto one : found[1]) {
        known.insert(one.text("code"));
    }
    for (std::size_t i = 0; i < body.categories.size(); ++i) {
        run.require(
            known.contains(body.categories[i]), "/categories/" + std::to_string(i),
            "unknown_reference", {{"type", "cost_category"}, {"value", body.categories[i]}}
        );
    }
    run.settle();
    run.insert(
        "funding.asset_terms",
        {{"instrument_id", instrument},
         {"valid_from", body.valid_from},
         {"threshold", body.threshold.minor()},
         {"categories", persistence::array_of(std::span{body.categories})},
         {"source", body.source},
         {"illustrative", body.illustrative}}
    );
    return terms_are_set(run, instrument, row);
}

std::optional<disposal_body> gone_today(command_run& run, const rehearsed_subject&) {
    return disposal_body{run.today(), "handed_over", "-"};
}

}  // namespace

template <>
struct wire<new_asset> {
    static const object_schema<new_asset>& schema() {
        using body = new_asset;
        static const auto declared = object<body>(
            "new_asset", "A thing that was bought and lasts",
            field("description", &body::description, "What it is", length(1, 300)),
            field("serial", &body::serial, "Its number", length(1, 100)),
            field("quantity", &body::quantity, "How many", between(1, 1'000'000), defaults_to(1)),
            field("located_at", &body::located_at, "Where it is kept", length(1, 200)),
            field("kept_by", &body::kept_by, "Who answers for it", length(1, 200))
        );
        return declared;
    }
};

template <>
struct wire<asset_terms_body> {
    static const object_schema<asset_terms_body>& schema() {
        using body = asset_terms_body;
        static const auto declared = object<body>(
            "asset_terms", "From what price on things that last are listed, from a day on",
            field("valid_from", &body::valid_from, "First day"),
            field("threshold", &body::threshold, "In the fund's base currency", positive()),
            field(
                "categories", &body::categories,
                "Of cost, that hold such things; all when not given", length(1, 40), items(0, 100),
                may_be_absent()
            ),
            field("source", &body::source, "Where the terms stand", length(1, 500)),
            field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
        );
        return declared;
    }
};

template <>
struct wire<disposal_body> {
    static const object_schema<disposal_body>& schema() {
        using body = disposal_body;
        static const auto declared = object<body>(
            "asset_disposal", "What became of it",
            field("disposed_on", &body::disposed_on, "Since when"),
            field(
                "disposed_as", &body::disposed_as, "How",
                one_of({"handed_over", "returned", "sold", "lost", "scrapped"})
            ),
            field("document", &body::document, "What shows it", length(1, 300))
        );
        return declared;
    }
};

endpoints asset_endpoints() {
    using domain::action;
    endpoints all{
        command<new_asset>(
            {"/api/v1/expenditure-lines/{expenditure_line}/assets", "list_asset",
             "List what was bought and lasts", "Expenditure", action::attach_evidence, 201},
            list_asset
        ),
        command<asset_terms_body>(
            {"/api/v1/instruments/{instrument}/asset-terms", "set_asset_terms",
             "Set from what price on things are listed, from a day on", "Instruments",
             action::manage_instruments},
            set_terms
        ),
        command<disposal_body>(
            {"/api/v1/assets/{asset}/dispose", "dispose_asset", "Say what became of it",
             "Expenditure", action::record_refunds},
            dispose, gone_today
        )};
    append(
        all, read_endpoints(persistence::asset_resource(), action::read_partner_side, "Expenditure")
    );
    return all;
}

}  // namespace tranche::server
