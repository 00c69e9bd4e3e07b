// Agreements with partners: drafted whole with lines and tranches, signed (which obligates the
// money), and closed (which releases what is left).
#include "domain/lifecycle.hpp"
#include "domain/posting_rules.hpp"
#include "persistence/random_id.hpp"
#include "persistence/rates.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/access/authority.hpp"
#include "server/routes/agreements/agreement_bodies.hpp"
#include "server/routes/agreements/agreement_closing.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/agreements/agreement_steps.hpp"
#include "server/routes/agreements/tranche_conditions.hpp"
#include "server/routes/projects/project_bodies.hpp"
#include "server/routes/projects/project_steps.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <map>

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

persistence::query budget_lines(std::int64_t project) {
    return {
        {"agreement_budget_lines",
         "select id, code from funding.budget_line where project_id = $1"},
        {project}};
}

persistence::query funding_lines(std::int64_t project) {
    return {
        {"agreement_funding_lines",
         "select distinct line_id from funding.allocation where project_id = $1"},
        {project}};
}

money sum_of(const auto& parts, money zero) {
    for (const auto& one : parts) {
        zero += one.amount;
    }
    return zero;
}

// Lines, tranches and currencies that fit together (R27, R31).
void check_amounts(command_run& run, const new_agreement& body, domain::currency base) {
    const auto check_all = [&](const auto& parts, const std::string& list) {
        for (std::size_t i = 0; i < parts.size(); ++i) {
            check_currency(run, list + '/' + std::to_string(i) + "/amount", parts[i].amount, base);
        }
    };
    check_all(body.lines, "/lines");
    check_all(body.tranches, "/tranches");
    run.settle();
    const auto by_lines = sum_of(body.lines, money{0, base});
    const auto by_tranches = sum_of(body.tranches, money{0, base});
    run.require(
        by_lines == by_tranches, "/tranches", "amounts_do_not_add_up",
        {{"sum", shown(by_tranches)}, {"expected", shown(by_lines)}}
    );
}

void check_dates(
    command_run& run, const new_agreement& body, const persistence::row& project, money value
) {
    run.require(
        body.start_on <= body.end_on, "/end_on", "date_before",
        {{"date", domain::to_string(body.end_on)}, {"earliest", domain::to_string(body.start_on)}}
    );
    // R28: inside the project's dates.
    const auto first = project.maybe_day("start_on");
    const auto last = project.maybe_day("end_on");
    if (first && last) {
        const auto inside = [&](domain::date day, const char* field) {
            run.rule(
                for_amount(
                    {domain::rule_id::r28, days_outside(day, *first, *last), field + 1}, value
                ),
                *first <= day && day <= *last, field, "date_outside_period",
                {{"date", domain::to_string(day)},
                 {"first", domain::to_string(*first)},
                 {"last", domain::to_string(*last)}}
            );
        };
        inside(body.start_on, "/start_on");
        inside(body.end_on, "/end_on");
    }
}

using codes = std::map<std::string, std::int64_t>;

std::int64_t line_id(
    command_run& run, const codes& known, const std::string& code, const std::string& field
) {
    const auto found = known.find(code);
    run.require(
        found != known.end(), field, "unknown_reference", {{"type", "budget_line"}, {"value", code}}
    );
    return found == known.end() ? 0 : found->second;
}

void write_terms(command_run& run, std::int64_t id, const new_agreement& body, const codes& lines) {
    const auto& terms = body.terms;
    std::optional<std::int64_t> support_line;
    if (terms.support_line) {
        support_line = line_id(run, lines, *terms.support_line, "/terms/support_line");
    }
    run.require(
        terms.support_percent.scaled() == 0 || support_line, "/terms/support_line", "missing_field"
    );
    check_rate_rule(run, terms.rate_rule, terms.fixed_rate.has_value());
    run.insert(
        "partner.agreement_terms",
        {{"agreement_id", id},
         {"valid_from", body.start_on},
         {"support_percent", terms.support_percent.to_decimal()},
         {"support_line_id", support_line},
         {"liquidation_percent", terms.liquidation_percent.to_decimal()},
         {"earlier_percent", terms.earlier_percent.to_decimal()},
         {"liquidation_basis", terms.liquidation_basis},
         {"overdue_months", terms.overdue_months},
         {"overdue_scope", terms.overdue_scope},
         {"flexibility_percent", terms.flexibility_percent.to_decimal()},
         {"retention_percent", terms.retention_percent.to_decimal()},
         {"amendment_percent", terms.amendment_percent.to_decimal()},
         {"rate_rule", terms.rate_rule},
         {"fixed_rate", terms.fixed_rate ? std::optional{terms.fixed_rate->text} : std::nullopt},
         {"rate_series", terms.rate_series},
         {"exchange_difference_borne_by", terms.exchange_difference_borne_by},
         {"interest_rule", terms.interest_rule}}
    );
}

void write_parts(command_run& run, std::int64_t id, const new_agreement& body, const codes& lines) {
    std::map<std::string, bool> seen;
    for (std::size_t i = 0; i < body.lines.size(); ++i) {
        const auto& line = body.lines[i];
        const auto at = "/lines/" + std::to_string(i) + "/budget_line";
        run.require(
            seen.emplace(line.budget_line, true).second, at, "duplicate_code",
            {{"code", line.budget_line}}
        );
        run.insert(
            "partner.agreement_line",
            {{"agreement_id", id},
             {"budget_line_id", line_id(run, lines, line.budget_line, at)},
             {"amount", line.amount.minor()}}
        );
    }
    seen.clear();
    for (std::size_t i = 0; i < body.tranches.size(); ++i) {
        const auto& one = body.tranches[i];
        run.require(
            seen.emplace(one.code, true).second, "/tranches/" + std::to_string(i) + "/code",
            "duplicate_code", {{"code", one.code}}
        );
        const auto tranche = persistence::random_id();
        run.insert(
            "partner.tranche",
            {{"id", tranche},
             {"agreement_id", id},
             {"code", one.code},
             {"number", static_cast<int>(i + 1)},
             {"kind", one.kind},
             {"amount", one.amount.minor()},
             {"planned_on", one.planned_on}}
        );
        write_conditions(
            run, {.tranche = tranche, .first_tranche = i == 0}, one.conditions,
            "/tranches/" + std::to_string(i) + "/conditions"
        );
    }
}

receipt draft(command_run& run, const new_agreement& body) {
    const auto project = run.id_of(entity::project, body.project.text, "/project");
    run.about(entity::project, project);
    const auto partner = run.id_of(entity::partner, body.partner.text, "/partner");
    const auto text_of = [](const std::optional<reference>& one) {
        return one ? std::optional{one->text} : std::nullopt;
    };
    const auto phase = run.id_of(entity::phase, text_of(body.phase), "/phase");
    auto funding_line =
        run.id_of(entity::funding_line, text_of(body.funding_line), "/funding_line");
    auto found = run.load({project_facts(project), budget_lines(project), funding_lines(project)});
    const auto row = run.the_row(found[0], entity::project);
    if (!funding_line) {
        run.require(found[2].size() == 1, "/funding_line", "missing_field");
        funding_line = found[2].size() == 1 ? found[2][0].integer("line_id") : 0;
    }
    const auto base = row.currency("base_currency");
    check_amounts(run, body, base);
    check_dates(run, body, row, sum_of(body.lines, money{0, base}));
    codes lines;
    for (const auto line : found[1]) {
        lines[line.text("code")] = line.integer("id");
    }
    const auto id = persistence::random_id();
    run.insert(
        "partner.agreement",
        {{"id", id},
         {"code", body.code},
         {"project_id", project},
         {"partner_id", partner},
         {"funding_line_id", funding_line},
         {"phase_id", phase},
         {"title", body.title},
         {"currency", base},
         {"payment_currency", body.payment_currency.value_or(base)},
         {"value", sum_of(body.lines, money{0, base}).minor()},
         {"start_on", body.start_on},
         {"end_on", body.end_on},
         {"state", "draft"},
         {"illustrative", body.illustrative}}
    );
    write_terms(run, id, body, lines);
    write_parts(run, id, body, lines);
    return {.what = entity::agreement, .id = id, .code = body.code, .state = "draft"};
}

persistence::query parts_to_sign(std::int64_t agreement) {
    return {
        {"agreement_parts_to_sign",
         R"(
             select 'line' as part, n.budget_line_id as id, n.amount, l.code, coalesce(b.amount,
                 0) as available
               from partner.agreement_line n
               join funding.budget_line l on l.id = n.budget_line_id
               left join ledger.account a on a.owner_id = l.id
                and a.kind = 'budget_available'
               left join ledger.balance b on b.account_id = a.id
               where n.agreement_id = $1
             union all select 'tranche', t.id, t.amount, t.code, 0
               from partner.tranche t
               where t.agreement_id = $1
               order by 1, 4)"},
        {agreement}};
}

receipt sign(command_run& run, const signing_body& body) {
    const auto id = run.path_id(entity::agreement);
    const auto on = std::max(body.partner_signed_on, body.office_signed_on);
    auto found = run.load(
        {persistence::lock_project_of(entity::agreement, id),
         agreement_facts(of_agreement_itself, id, on), parts_to_sign(id),
         persistence::shares_of_project_of(entity::agreement, id, on),
         approval_levels(run, instrument_of_agreement, id), last_step_of(id)}
    );
    const auto row = run.the_row(found[1], entity::agreement);
    run.check_version(row);
    const std::string next{state_after(domain::agreement_lifecycle(), "sign", row.text("state"))};
    // R29: nobody signs tomorrow. R30: nobody signs with a blocked partner.
    check_not_future(run, "/partner_signed_on", body.partner_signed_on);
    check_not_future(run, "/office_signed_on", body.office_signed_on);
    check_not_before(run, "/office_signed_on", on, found[5][0].maybe_day("last_on"));
    check_partner(run, row, on);
    const auto project_state = row.text("project_state");
    run.require(
        project_state == "approved" || project_state == "allocated" || project_state == "active",
        "", "project_stopped", {{"project", row.text("project_code")}}
    );
    check_level(run, found[4], row.money("value", "currency"));
    // R28: the agreement does not start before it is signed.
    run.rule(
        {domain::rule_id::r28, domain::days_between(row.day("start_on"), on)},
        row.day("start_on") >= on, "/office_signed_on", "signed_after_start",
        {{"date", domain::to_string(on)}, {"start", domain::to_string(row.day("start_on"))}}
    );
    const auto base = row.currency("base_currency");
    const auto flexibility = row.percent("flexibility_percent");
    std::vector<domain::obligation_line> lines;
    std::vector<domain::tranche_amount> tranches;
    for (const auto part : found[2]) {
        const auto amount = part.money("amount", base);
        if (part.text("part") == "tranche") {
            tranches.push_back({part.integer("id"), amount, amount});
            continue;
        }
        // R27: over all agreements a budget line is promised at most once.
        const auto available = part.money("available", base);
        run.rule(
            domain::rule_id::r27, amount <= available, "", "line_amount_exceeds_available",
            {{"line", part.text("code")},
             {"amount", shown(amount)},
             {"available", shown(available)}}
        );
        lines.push_back({part.integer("id"), amount, money{-flexibility.of(amount.minor()), base}});
    }
    run.settle();
    run.post(
        domain::agreement_signing_posted(subject_of(row), on, lines, tranches),
        persistence::shares_of(found[3])
    );
    note_agreement_step(run, id, row.text("state"), next, {"sign", on});
    run.write(persistence::query{
        {"agreement_version_signed", "select partner.keep_signed_version($1, $2)"},
        {id, persistence::random_id()}});
    run.update(
        entity::agreement, id,
        {{"state", next},
         {"partner_signed_on", body.partner_signed_on},
         {"office_signed_on", body.office_signed_on}}
    );
    return {
        .what = entity::agreement,
        .id = id,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

std::optional<signing_body> signed_today(command_run& run, const rehearsed_subject&) {
    return signing_body{run.today(), run.today()};
}
std::optional<closing_body> closed_today(command_run& run, const rehearsed_subject&) {
    return closing_body{run.today()};
}

}  // namespace

endpoints agreement_endpoints() {
    using domain::action;
    const std::string tag = "Agreements";
    const std::string base = "/api/v1/agreements/{agreement}";
    endpoints all{
        command<new_agreement>(
            {"/api/v1/agreements", "create_agreement", "Draft an agreement with a partner", tag,
             action::draft_agreements, 201},
            draft
        ),
        command<signing_body>(
            {base + "/sign", "sign_agreement", "Record both signatures; obligates the money", tag,
             action::sign_agreements},
            sign, signed_today
        ),
        command<closing_body>(
            {base + "/close", "close_agreement", "Close; releases what is left", tag,
             action::review_expenditure},
            close_agreement, closed_today
        ),
        command<interest_body>(
            {base + "/declare-interest", "declare_interest", "Record interest a partner earned",
             tag, action::record_refunds, 201},
            declare_interest
        ),
    };
    append(all, agreement_step_endpoints());
    append(all, read_endpoints(persistence::agreement_resource(), action::read_partner_side, tag));
    return all;
}

}  // namespace tranche::server
