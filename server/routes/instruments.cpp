// Instruments, their funding lines and the dated terms of both.
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/append.hpp"
#include "server/routes/routes.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct instrument_terms_body {
    domain::date valid_from;
    std::int64_t payment_persons = 2;
    std::optional<domain::percentage> forecast_variance_percent;
    bool certifier_differs = false;
    bool finance_opens_gates = false;
    domain::percentage flag_spent_percent, flag_achieved_percent;
    std::int64_t small_cell = 5;
    std::string source;
    bool illustrative = false;
};

struct new_instrument {
    std::string code, name_en, name_fr, name_es;
    std::optional<domain::date> established_on;
    domain::currency base_currency;
    std::int64_t fiscal_year_start = 1;
    std::optional<std::string> rate_series;
    instrument_terms_body terms;
};

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

// A part of a whole is no more than the whole.
void require_part(
    command_run& run, const std::optional<domain::percentage>& given, const std::string& field
) {
    static const auto whole = domain::percentage::parse("100").value();
    run.require(
        !given || *given <= whole, field, "more_than_the_whole",
        {{"value", given.value_or(whole).to_decimal()}}
    );
}

void insert_terms(
    command_run& run, std::int64_t instrument, const instrument_terms_body& terms,
    const std::string& place = {}
) {
    require_part(run, terms.flag_spent_percent, place + "/flag_spent_percent");
    require_part(run, terms.flag_achieved_percent, place + "/flag_achieved_percent");
    run.insert(
        "funding.instrument_terms",
        {{"instrument_id", instrument},
         {"valid_from", terms.valid_from},
         {"payment_persons", terms.payment_persons},
         {"certifier_differs", terms.certifier_differs},
         {"finance_opens_gates", terms.finance_opens_gates},
         {"flag_spent_percent", terms.flag_spent_percent.to_decimal()},
         {"flag_achieved_percent", terms.flag_achieved_percent.to_decimal()},
         {"small_cell", terms.small_cell},
         {"forecast_variance",
          terms.forecast_variance_percent
              ? std::optional{terms.forecast_variance_percent->to_decimal()}
              : std::nullopt},
         {"source", terms.source},
         {"illustrative", terms.illustrative}}
    );
}

receipt create_instrument(command_run& run, const new_instrument& body) {
    const auto id = persistence::random_id();
    run.load({});
    run.insert(
        "funding.instrument",
        {{"id", id},
         {"code", body.code},
         {"name_en", body.name_en},
         {"name_fr", body.name_fr},
         {"name_es", body.name_es},
         {"established_on", body.established_on},
         {"base_currency", body.base_currency},
         {"fiscal_year_start", body.fiscal_year_start},
         {"rate_series", body.rate_series}}
    );
    insert_terms(run, id, body.terms, "/terms");
    return {.what = entity::instrument, .id = id, .code = body.code};
}

receipt set_instrument_terms(command_run& run, const instrument_terms_body& body) {
    const auto instrument = run.path_id(entity::instrument);
    const auto found = run.load(
        {{{"instrument_for_terms",
           "select code, version from funding.instrument where id = $1 for no key update"},
          {instrument}}}
    );
    const auto row = run.the_row(found[0], entity::instrument);
    run.check_version(row);
    // What was done under the old terms stays done under them.
    run.require(
        body.valid_from >= run.today(), "/valid_from", "date_before",
        {{"date", domain::to_string(body.valid_from)}, {"earliest", domain::to_string(run.today())}}
    );
    insert_terms(run, instrument, body);
    run.update(entity::instrument, instrument, {});
    return {
        .what = entity::instrument,
        .id = instrument,
        .code = row.text("code"),
        .version = row.integer("version") + 1};
}

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
struct wire<instrument_terms_body> {
    static const object_schema<instrument_terms_body>& schema() {
        using body = instrument_terms_body;
        static const auto declared = object<body>(
            "instrument_terms",
            "How many persons money out takes (R39) and who opens gates, from a day on",
            field("valid_from", &body::valid_from, "First day these terms count"),
            field("payment_persons", &body::payment_persons, "Persons that differ", between(2, 4)),
            field(
                "forecast_variance_percent", &body::forecast_variance_percent,
                "How far a quarter may go otherwise than forecast without an explanation"
            ),
            field("certifier_differs", &body::certifier_differs, "The certifier is one of them"),
            field(
                "finance_opens_gates", &body::finance_opens_gates,
                "Finance officers grant exceptions too, where there is one approver only",
                defaults_to(false)
            ),
            field(
                "flag_spent_percent", &body::flag_spent_percent,
                "A project is flagged that has spent at least this much ...", defaults_to("80")
            ),
            field(
                "flag_achieved_percent", &body::flag_achieved_percent,
                "... and achieved at most this much", defaults_to("30")
            ),
            field(
                "small_cell", &body::small_cell,
                "Counts of persons below this are not published (R63)", between(1, 100),
                defaults_to(5)
            ),
            field("source", &body::source, "Where the rule stands", length(1, 300)),
            field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
        );
        return declared;
    }
};

template <>
struct wire<new_instrument> {
    static const object_schema<new_instrument>& schema() {
        using body = new_instrument;
        static const auto declared = object<body>(
            "new_instrument", "A fund to be set up",
            field("code", &body::code, "Short code, e.g. 1035", matches_code()),
            field("name_en", &body::name_en, "English name", length(1, 200)),
            field("name_fr", &body::name_fr, "French name", length(1, 200)),
            field("name_es", &body::name_es, "Spanish name", length(1, 200)),
            field("established_on", &body::established_on, "Founding decision"),
            field("base_currency", &body::base_currency, "Currency of its books"),
            field(
                "fiscal_year_start", &body::fiscal_year_start, "Month its year starts in",
                between(1, 12), defaults_to(1)
            ),
            field("rate_series", &body::rate_series, "Rates it converts by", length(1, 40)),
            field("terms", &body::terms, "Terms of money out")
        );
        return declared;
    }
};

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

endpoints instrument_endpoints() {
    endpoints all{
        command<new_instrument>(
            {"/api/v1/instruments", "create_instrument", "Set up a fund", "Instruments",
             domain::action::manage_instruments, 201},
            create_instrument
        ),
        command<new_line>(
            {"/api/v1/instruments/{instrument}/lines", "create_funding_line", "Add a pot to a fund",
             "Instruments", domain::action::manage_instruments, 201},
            create_line
        ),
        command<instrument_terms_body>(
            {"/api/v1/instruments/{instrument}/terms", "set_instrument_terms",
             "Set the terms of a fund from a day on", "Instruments",
             domain::action::manage_instruments},
            set_instrument_terms
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
            persistence::instrument_resource(), domain::action::read_funding, "Instruments"
        )
    );
    append(
        all,
        read_endpoints(
            persistence::funding_line_resource(), domain::action::read_funding, "Instruments"
        )
    );
    return all;
}

}  // namespace tranche::server
