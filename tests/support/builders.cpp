#include "tests/support/builders.hpp"

#include "domain/currency.hpp"
#include "domain/money.hpp"

namespace tranche::tests {
namespace json = boost::json;
namespace {

const std::string v1 = "/api/v1";

std::string sum_of(const std::vector<tranche_spec>& tranches) {
    domain::money sum{0, *domain::currency::from_code("USD")};
    for (const auto& one : tranches) {
        sum += *domain::money::parse(one.amount, sum.currency_unit());
    }
    return sum.to_decimal();
}

std::vector<budget_line_spec> lines_of(const project_spec& spec) {
    return spec.lines.empty() ? std::vector<budget_line_spec>{{"1", spec.amount}} : spec.lines;
}

json::object named(std::string_view code, std::string_view name) {
    return {{"code", code}, {"name_en", name}, {"name_fr", name}, {"name_es", name}};
}

json::object state(std::string_view iso2, std::string_view iso3, std::string_view m49) {
    return {{"iso2", iso2},    {"iso3", iso3},    {"m49", m49},       {"name_en", iso3},
            {"name_fr", iso3}, {"name_es", iso3}, {"region", "World"}};
}

json::object status(std::string_view iso2, std::string_view income, bool in_union) {
    return {{"state", iso2},          {"valid_from", "2020-01-01"},
            {"membership", "member"}, {"income_group", income},
            {"eu_member", in_union},  {"article_4", false},
            {"withdrawn", false},     {"source", "test"}};
}

void load_rates(api& server) {
    auto series = named("MONTHLY", "Rate of the month");
    series["base_currency"] = "USD";
    series["convention"] = "month_itself";
    series["source"] = "test";
    server.as("finance").must(v1 + "/rate-series", series);
    json::array rates;
    for (const char* day :
         {"2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"}) {
        const bool early = std::string_view{day} < "2026-03";
        rates.push_back(json::object{
            {"currency", "GTQ"}, {"quoted_on", day}, {"rate", early ? "8" : "7.5"}});
    }
    server.as("finance").must(v1 + "/exchange-rates", {{"series", "MONTHLY"}, {"rates", rates}});
    server.as("approver").must(v1 + "/exchange-rates/confirm", {{"series", "MONTHLY"}});
}

}  // namespace

void load_reference(api& server) {
    auto admin = server.as("administrator");
    json::array categories;
    for (const char* code : {"1", "2", "3"}) {
        auto one = named(code, "Category");
        one["direct"] = true;
        categories.push_back(std::move(one));
    }
    admin.must(v1 + "/reference/cost-categories", {{"items", categories}});
    auto type = named("CT", "Countering trafficking");
    type["prefix"] = "CT";
    type.erase("code");
    admin.must(v1 + "/reference/project-types", {{"items", {type}}});
    admin.must(
        v1 + "/reference/member-states",
        {{"items",
          {state("GT", "GTM", "320"), state("PE", "PER", "604"), state("PT", "PRT", "620")}}}
    );
    admin.must(
        v1 + "/reference/member-state-statuses",
        {{"items",
          {status("GT", "lower_middle", false), status("PE", "upper_middle", false),
           status("PT", "high", true)}}}
    );
    load_rates(server);
}

void fund(api& server, const funding_spec& spec) {
    auto admin = server.as("administrator");
    auto instrument = named(spec.instrument, "Fund");
    instrument["base_currency"] = "USD";
    instrument["rate_series"] = "MONTHLY";
    instrument["terms"] = {
        {"valid_from", "2020-01-01"},
        {"payment_persons", spec.payment_persons},
        {"certifier_differs", false},
        {"source", "test"}};
    admin.must(v1 + "/instruments", instrument);
    auto line = named(spec.line, "Line");
    line["currency"] = "USD";
    admin.must(v1 + "/instruments/" + spec.instrument + "/lines", line);
    json::object terms{
        {"valid_from", "2020-01-01"},
        {"excludes_article_4", false},
        {"endorsements_national", 1},
        {"source", "test"}};
    if (!spec.ceiling.empty()) {
        terms["ceiling_national"] = amount_of(spec.ceiling);
        terms["ceiling_regional"] = amount_of(spec.ceiling);
    }
    admin.must(v1 + "/funding-lines/" + spec.line + "/terms", terms);

    const auto donor = spec.line + "-DONOR";
    const auto gift = spec.line + "-GIFT";
    server.as("programme")
        .must(v1 + "/donors", {{"code", donor}, {"name", "Donor"}, {"kind", "other"}});
    auto finance = server.as("finance");
    const auto received = amount_of(spec.received);
    finance.must(
        v1 + "/contributions",
        {{"code", gift},
         {"donor", donor},
         {"line", spec.line},
         {"pledged", received},
         {"pledged_on", "2026-01-05"}}
    );
    finance.must(
        v1 + "/contributions/" + gift + "/commit",
        {{"amount", received}, {"committed_on", "2026-01-05"}}
    );
    finance.must(
        v1 + "/contributions/" + gift + "/receive",
        {{"amount", received}, {"received_on", "2026-01-05"}}
    );
}

void approved_project(api& server, const project_spec& spec) {
    auto programme = server.as("programme");
    const auto self = v1 + "/projects/" + spec.code;
    programme.must(
        v1 + "/projects",
        {{"code", spec.code},
         {"title_en", "Shelter"},
         {"instrument", spec.instrument},
         {"project_type", "CT"},
         {"coverage", "national"},
         {"start_on", "2026-02-01"},
         {"end_on", "2026-12-31"},
         {"states", {{{"state", "GT"}, {"share", "100"}}}}}
    );
    programme.must(
        self + "/endorse",
        {{"kind", "government_letter"},
         {"state", "GT"},
         {"endorsed_on", "2026-01-10"},
         {"document", "Letter"}}
    );
    programme.must(self + "/submit", {{"submitted_on", "2026-01-11"}});
    for (const char* kind : {"regional_office", "fund_review"}) {
        server.as("region").must(
            self + "/endorse", {{"kind", kind}, {"endorsed_on", "2026-01-12"}, {"document", "Memo"}}
        );
    }
    server.as("approver").must(self + "/approve", {{"approved_on", "2026-01-15"}});
}

void active_project(api& server, const project_spec& spec) {
    approved_project(server, spec);
    auto programme = server.as("programme");
    const auto self = v1 + "/projects/" + spec.code;
    programme.must(
        v1 + "/allocations",
        {{"project", spec.code},
         {"line", spec.line},
         {"amount", amount_of(spec.amount)},
         {"allocated_on", "2026-01-20"}}
    );
    programme.must(
        self + "/name-focal-point", {{"focal_point", "F. Point"}, {"named_on", "2026-01-21"}}
    );
    programme.must(
        self + "/budget-versions",
        budget_of(lines_of(spec), "First budget", spec.flexibility_percent)
    );
    server.as("approver")
        .must(v1 + "/budget-versions/" + spec.code + ":1/approve", {{"approved_on", "2026-01-25"}});
    programme.must(self + "/activate", {{"activated_on", "2026-02-01"}});
}

json::object budget_of(
    const std::vector<budget_line_spec>& lines, const std::string& reason,
    const std::string& flexibility_percent
) {
    json::array all;
    for (const auto& one : lines) {
        json::object line{{"code", one.code}, {"title_en", "Line"},
                          {"kind", one.kind}, {"category", "1"},
                          {"quantity", "1"},  {"unit_price", amount_of(one.amount)}};
        if (!flexibility_percent.empty()) {
            line["flexibility_percent"] = flexibility_percent;
        }
        all.push_back(std::move(line));
    }
    return {{"reason", reason}, {"lines", std::move(all)}};
}

std::string drafted_budget(
    api& server, const std::string& project, const std::vector<budget_line_spec>& lines
) {
    return server.as("programme")
        .must(v1 + "/projects/" + project + "/budget-versions", budget_of(lines))
        .id();
}

void partner(api& server, const std::string& code) {
    if (server.as("programme").get(v1 + "/partners/" + code).status == 200) {
        return;
    }
    server.as("programme")
        .must(
            v1 + "/partners",
            {{"code", code},
             {"name", "Partner " + code},
             {"kind", "national_ngo"},
             {"country", "GT"}}
        );
}

void drafted_agreement(api& server, const agreement_spec& spec) {
    partner(server, spec.partner);
    auto lines = spec.lines;
    if (lines.empty()) {
        lines.push_back({"1", sum_of(spec.tranches)});
    }
    json::array on_lines;
    for (const auto& one : lines) {
        on_lines.push_back(json::object{
            {"budget_line", one.code}, {"amount", amount_of(one.amount)}});
    }
    json::array tranches;
    for (const auto& one : spec.tranches) {
        tranches.push_back(json::object{
            {"code", one.code}, {"kind", one.kind}, {"amount", amount_of(one.amount)}});
    }
    json::object body{
        {"code", spec.code},    {"project", spec.project},   {"partner", spec.partner},
        {"title", "Agreement"}, {"start_on", spec.start_on}, {"end_on", "2026-12-31"},
        {"terms", spec.terms},  {"lines", on_lines},         {"tranches", tranches}};
    if (!spec.payment_currency.empty()) {
        body["payment_currency"] = spec.payment_currency;
    }
    server.as("programme").must(v1 + "/agreements", body);
}

void signed_agreement(api& server, const agreement_spec& spec) {
    drafted_agreement(server, spec);
    server.as("approver")
        .must(
            v1 + "/agreements/" + spec.code + "/sign",
            {{"partner_signed_on", "2026-02-20"}, {"office_signed_on", "2026-02-21"}}
        );
}

void small_world(api& server) {
    load_reference(server);
    fund(server);
    active_project(server);
    signed_agreement(server);
    server.introduce_everybody("NGO");
}

std::string approved_request(
    api& server, const std::string& tranche, std::string_view amount, std::string_view currency,
    const std::string& partner
) {
    const auto id = server.as("officer", partner)
                        .must(
                            v1 + "/disbursement-requests",
                            {{"tranche", tranche},
                             {"amount", amount_of(amount, currency)},
                             {"requested_on", "2026-03-10"}}
                        )
                        .id();
    const auto self = v1 + "/disbursement-requests/" + id;
    server.as("programme").must(self + "/certify", {{"certified_on", "2026-03-12"}});
    server.as("approver").must(self + "/approve", {{"approved_on", "2026-03-15"}});
    return id;
}

std::string paid_request(
    api& server, const std::string& tranche, std::string_view amount,
    std::string_view bank_reference, std::string_view currency, const std::string& partner
) {
    auto id = approved_request(server, tranche, amount, currency, partner);
    server.as("finance").must(
        v1 + "/disbursement-requests/" + id + "/pay",
        {{"paid_on", "2026-04-01"}, {"bank_reference", bank_reference}}
    );
    return id;
}

json::object report_of(
    const std::string& agreement, const std::string& code, const std::vector<expense_spec>& lines
) {
    json::array rows;
    for (const auto& one : lines) {
        rows.push_back(json::object{
            {"document", one.document},
            {"spent_on", one.spent_on},
            {"budget_line", one.budget_line},
            {"payee", "Shop"},
            {"amount", amount_of(one.amount, one.currency)}});
    }
    return {
        {"agreement", agreement},
        {"code", code},
        {"period_first", "2026-03-01"},
        {"period_last", "2026-05-31"},
        {"lines", rows}};
}

void acknowledge_checks(api& server, const std::string& report, const std::string& partner) {
    auto preparer = server.as("preparer", partner);
    const auto self = v1 + "/expenditure-reports/" + report;
    const auto found = preparer.get(self + "/checks").json();
    json::array warnings;
    for (const auto& one : found.at("items").as_array()) {
        if (one.at("severity").as_string() == "warning" && !one.at("is_acknowledged").as_bool()) {
            warnings.push_back(json::object{
                {"check", one.at("check")}, {"part", one.at("part")}, {"reason", "So it was"}});
        }
    }
    if (!warnings.empty()) {
        preparer.must(self + "/acknowledge", {{"checks", warnings}});
    }
}

std::string submitted_report(
    api& server, const std::string& agreement, const std::string& code,
    const std::vector<expense_spec>& lines, const std::string& partner
) {
    const auto id = server.as("preparer", partner)
                        .must(v1 + "/expenditure-reports", report_of(agreement, code, lines))
                        .id();
    acknowledge_checks(server, id, partner);
    server.as("officer", partner)
        .must(v1 + "/expenditure-reports/" + id + "/submit", {{"submitted_on", "2026-06-10"}});
    return id;
}

std::string accepted_report(
    api& server, const std::string& agreement, const std::string& code,
    const std::vector<expense_spec>& lines, const std::string& partner
) {
    auto id = submitted_report(server, agreement, code, lines, partner);
    server.as("finance").must(
        v1 + "/expenditure-reports/" + id + "/review",
        {{"reviewed_on", "2026-06-20"}, {"rejections", json::array{}}}
    );
    return id;
}

}  // namespace tranche::tests
