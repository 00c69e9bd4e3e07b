// Funding lines of instruments and their dated terms.
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct new_line {
    std::string code, name_en, name_fr, name_es;
    domain::currency currency;
};

struct line_terms_body {
    domain::date valid_from;
    std::optional<domain::money> ceiling_national, ceiling_regional;
    std::optional<domain::money> ceiling_multi_regional, ceiling_global;
    std::optional<domain::money> residue_waiver, prefinancing_limit;
    bool excludes_article_4 = false;
    std::optional<domain::percentage> staff_office_cap, evaluation_minimum, overhead_percent;
    std::vector<std::string> excluded_types;
    std::int64_t endorsements_national = 1;
    std::int64_t endorsements_regional = 2;
    std::string source;
    bool illustrative = false;
};

receipt create_line(command_run& run, const new_line& body) {
    const auto instrument = run.path_id(entity::instrument);
    const auto found = run.load(
        {{{"instrument_base", "select base_currency from funding.instrument where id = $1"},
          {instrument}}}
    );
    const auto base = run.the_row(found[0], entity::instrument).currency("base_currency");
    run.require(
        body.currency == base, "/currency", "currency_mismatch",
        {{"expected", std::string{base.code()}}, {"given", std::string{body.currency.code()}}}
    );
    const auto id = persistence::random_id();
    run.insert(
        "funding.funding_line",
        {{"id", id},
         {"instrument_id", instrument},
         {"code", body.code},
         {"name_en", body.name_en},
         {"name_fr", body.name_fr},
         {"name_es", body.name_es},
         {"currency", body.currency}}
    );
    return {.what = entity::funding_line, .id = id, .code = body.code};
}

receipt set_line_terms(command_run& run, const line_terms_body& body) {
    const auto line = run.path_id(entity::funding_line);
    const auto found = run.load(
        {{{"line_for_terms",
           R"(
               select code, currency, version
                 from funding.funding_line
                 where id = $1 for no key update)"},
          {line}}}
    );
    const auto row = run.the_row(found[0], entity::funding_line);
    run.check_version(row);
    const auto currency = row.currency("currency");
    const auto minor = [&](const std::optional<domain::money>& ceiling, const char* field) {
        if (!ceiling) {
            return std::optional<std::int64_t>{};
        }
        run.require(
            ceiling->currency_unit() == currency, field, "currency_mismatch",
            {{"expected", std::string{currency.code()}},
             {"given", std::string{ceiling->currency_unit().code()}}}
        );
        return std::optional{ceiling->minor()};
    };
    const auto decimal = [](const std::optional<domain::percentage>& one) {
        return one ? std::optional{one->to_decimal()} : std::nullopt;
    };
    require_part(run, body.staff_office_cap, "/staff_office_cap");
    require_part(run, body.evaluation_minimum, "/evaluation_minimum");
    run.insert(
        "funding.line_terms",
        {{"line_id", line},
         {"valid_from", body.valid_from},
         {"ceiling_national", minor(body.ceiling_national, "/ceiling_national")},
         {"ceiling_regional", minor(body.ceiling_regional, "/ceiling_regional")},
         {"ceiling_multi_regional", minor(body.ceiling_multi_regional, "/ceiling_multi_regional")},
         {"ceiling_global", minor(body.ceiling_global, "/ceiling_global")},
         {"residue_waiver", minor(body.residue_waiver, "/residue_waiver")},
         {"prefinancing_limit", minor(body.prefinancing_limit, "/prefinancing_limit")},
         {"excludes_article_4", body.excludes_article_4},
         {"staff_office_cap", decimal(body.staff_office_cap)},
         {"evaluation_minimum", decimal(body.evaluation_minimum)},
         {"overhead_percent", decimal(body.overhead_percent)},
         {"excluded_types", persistence::array_of(std::span{body.excluded_types})},
         {"endorsements_national", body.endorsements_national},
         {"endorsements_regional", body.endorsements_regional},
         {"source", body.source},
         {"illustrative", body.illustrative}}
    );
    run.update(entity::funding_line, line, {});
    return {
        .what = entity::funding_line,
        .id = line,
        .code = row.text("code"),
        .version = row.integer("version") + 1};
}

}  // namespace

template <>
struct wire<new_line> {
    static const object_schema<new_line>& schema() {
        using body = new_line;
        static const auto declared = object<body>(
            "new_funding_line", "A pot of an instrument",
            field("code", &body::code, "Short code, e.g. 1035-L2", matches_code()),
            field("name_en", &body::name_en, "English name", length(1, 200)),
            field("name_fr", &body::name_fr, "French name", length(1, 200)),
            field("name_es", &body::name_es, "Spanish name", length(1, 200)),
            field("currency", &body::currency, "The instrument's base currency")
        );
        return declared;
    }
};

template <>
struct wire<line_terms_body> {
    static const object_schema<line_terms_body>& schema() {
        using body = line_terms_body;
        static const auto declared = object<body>(
            "line_terms", "Terms of a line from a day on; what is left out sets no limit",
            field("valid_from", &body::valid_from, "First day these terms count"),
            field(
                "ceiling_national", &body::ceiling_national, "Most a national project gets (R9)",
                positive()
            ),
            field(
                "ceiling_regional", &body::ceiling_regional, "Most any other project gets (R9)",
                positive()
            ),
            field(
                "ceiling_multi_regional", &body::ceiling_multi_regional,
                "Most a multi-regional project gets; else the regional ceiling", positive()
            ),
            field(
                "ceiling_global", &body::ceiling_global,
                "Most a global project gets; else the regional ceiling", positive()
            ),
            field(
                "excludes_article_4", &body::excludes_article_4,
                "States under Article 4 are excluded (R4)"
            ),
            field(
                "staff_office_cap", &body::staff_office_cap, "Most staff and office may cost (R15)"
            ),
            field(
                "evaluation_minimum", &body::evaluation_minimum, "Least evaluation must have (R16)"
            ),
            field(
                "excluded_types", &body::excluded_types, "Project types it never funds (R10)",
                items(0, 50), length(2, 2), may_be_absent()
            ),
            field(
                "endorsements_national", &body::endorsements_national, "Letters needed (R8)",
                between(0, 20), defaults_to(1)
            ),
            field(
                "endorsements_regional", &body::endorsements_regional, "Letters needed (R8)",
                between(0, 20), defaults_to(2)
            ),
            field(
                "residue_waiver", &body::residue_waiver,
                "Unspent balance that need not come back (R60)", non_negative()
            ),
            field(
                "overhead_percent", &body::overhead_percent,
                "What the agency takes of receipts for its own costs"
            ),
            field(
                "prefinancing_limit", &body::prefinancing_limit,
                "How much may be allocated against signed contributions not yet received (R23)",
                non_negative()
            ),
            field("source", &body::source, "Where the terms stand", length(1, 300)),
            field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
        );
        return declared;
    }
};

endpoints funding_line_endpoints() {
    endpoints all{
        command<new_line>(
            {"/api/v1/instruments/{instrument}/lines", "create_funding_line", "Add a pot to a fund",
             "Instruments", domain::action::manage_instruments, 201},
            create_line
        ),
        command<line_terms_body>(
            {"/api/v1/funding-lines/{funding_line}/terms", "set_line_terms",
             "Set the terms of a line from a day on", "Instruments",
             domain::action::manage_instruments},
            set_line_terms
        ),
    };
    append(
        all,
        read_endpoints(
            persistence::funding_line_resource(), domain::action::read_funding, "Instruments"
        )
    );
    return all;
}

}  // namespace tranche::server
