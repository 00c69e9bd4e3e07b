// Expenditure reports: drafted, revised, submitted, sent back. Every round's lines are kept.
#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "persistence/row_writer.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/agreement_facts.hpp"
#include "server/routes/append.hpp"
#include "server/routes/expenditure_bodies.hpp"
#include "server/routes/expenditure_review.hpp"
#include "server/routes/facts.hpp"
#include "server/routes/routes.hpp"

#include <map>
#include <set>

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;
using lines_body = std::vector<expenditure_line_body>;

persistence::query agreement_lines(std::string_view behind, std::int64_t id) {
    std::string text =
        "select l.id, l.code from partner.agreement_line n"
        " join funding.budget_line l on l.id = n.budget_line_id where n.agreement_id = ";
    text += behind;
    return {persistence::interned("report_agreement_lines", std::move(text)), {id}};
}

// The rate of each day that is asked for, in one statement.
persistence::query rates_on(
    const std::optional<std::string>& series, domain::currency wanted, const lines_body& lines
) {
    std::set<std::string> days;
    for (const auto& line : lines) {
        days.insert(domain::to_string(line.spent_on));
    }
    const std::vector<std::string> all{days.begin(), days.end()};
    return {
        {"report_rates",
         "select d.day, trim_scale(r.rate)::text as rate from unnest($3::date[]) as d(day)"
         "  join reference.exchange_rate r on r.series = $1 and r.currency = $2"
         "   and d.day between r.valid_from and r.valid_to and r.confirmed_by is not null"},
        {series, wanted, persistence::array_of(std::span{all})}};
}

class line_writer {
public:
    line_writer(
        command_run& run, const persistence::row& agreement, const persistence::rows& lines,
        const persistence::rows& rates
    )
        : run_{run},
          base_{agreement.currency("base_currency")},
          local_{agreement.currency("payment_currency")},
          first_{agreement.day("start_on")},
          last_{agreement.day("end_on")},
          series_{agreement.maybe_text("rate_series")} {
        for (const auto row : lines) {
            budget_lines_[row.text("code")] = row.integer("id");
        }
        for (const auto row : rates) {
            rates_.emplace(row.text("day"), row.text("rate"));
        }
    }

    void write(std::int64_t report, std::int64_t round, const lines_body& lines) {
        std::set<std::pair<std::string, std::string>> seen;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const auto at = "/lines/" + std::to_string(i);
            run_.require(
                seen.emplace(lines[i].document, lines[i].budget_line).second, at + "/document",
                "document_repeated", {{"document", lines[i].document}}
            );
            write_one(report, round, i, lines[i], at);
        }
    }

private:
    void write_one(
        std::int64_t report, std::int64_t round, std::size_t position,
        const expenditure_line_body& line, const std::string& at
    ) {
        check_currency(run_, at + "/amount", line.amount, local_);
        // R41: inside the agreement; outside the reporting period is no obstacle.
        run_.require(
            first_ <= line.spent_on && line.spent_on <= last_, at + "/spent_on",
            "date_outside_period",
            {{"date", domain::to_string(line.spent_on)},
             {"first", domain::to_string(first_)},
             {"last", domain::to_string(last_)}}
        );
        const auto budget_line = budget_lines_.find(line.budget_line);
        run_.require(
            budget_line != budget_lines_.end(), at + "/budget_line", "unknown_reference",
            {{"type", "budget_line"}, {"value", line.budget_line}}
        );
        const auto rate = rate_on(line.spent_on, at);
        if (!rate || budget_line == budget_lines_.end() || line.amount.currency_unit() != local_) {
            return;
        }
        run_.insert(
            "partner.expenditure_line",
            {{"id", persistence::random_id()},
             {"report_id", report},
             {"round", round},
             {"position", static_cast<int>(position + 1)},
             {"document", line.document},
             {"spent_on", line.spent_on},
             {"budget_line_id", budget_line->second},
             {"payee", line.payee},
             {"description", line.description.value_or("")},
             {"currency", local_},
             {"amount", line.amount.minor()},
             {"rate", rate->to_decimal()},
             {"base_amount", rate->convert(line.amount, base_).minor()}}
        );
    }

    std::optional<domain::exchange_rate> rate_on(domain::date day, const std::string& at) {
        if (local_ == base_) {
            return domain::exchange_rate::one(base_);
        }
        const auto found = rates_.find(domain::to_string(day));
        run_.require(
            found != rates_.end(), at + "/spent_on", "rate_not_in_force",
            {{"currency", std::string{local_.code()}},
             {"date", domain::to_string(day)},
             {"series", series_.value_or("-")}}
        );
        return found == rates_.end() ? std::nullopt
                                     : domain::exchange_rate::parse(found->second, base_, local_);
    }

    command_run& run_;
    domain::currency base_, local_;
    domain::date first_, last_;
    std::optional<std::string> series_;
    std::map<std::string, std::int64_t> budget_lines_;
    std::map<std::string, std::string> rates_;
};

receipt draft(command_run& run, const new_expenditure_report& body) {
    const auto agreement_id = run.id_of(entity::agreement, body.agreement.text, "/agreement");
    auto found = run.load(
        {persistence::lock_project_of(entity::agreement, agreement_id),
         agreement_facts(of_agreement_itself, agreement_id, body.period_last),
         agreement_lines(of_agreement_itself, agreement_id),
         {{"report_number",
           "select coalesce(max(number), 0) + 1 as number"
           " from partner.expenditure_report where agreement_id = $1"},
          {agreement_id}}}
    );
    const auto agreement = run.the_row(found[1], entity::agreement);
    check_own(run, agreement.integer("partner_id"));
    state_after(domain::agreement_lifecycle(), "report", agreement.text("state"));
    run.require(
        body.period_first <= body.period_last, "/period_last", "date_before",
        {{"date", domain::to_string(body.period_last)},
         {"earliest", domain::to_string(body.period_first)}}
    );
    const auto local = agreement.currency("payment_currency");
    auto rates = run.load({rates_on(agreement.maybe_text("rate_series"), local, body.lines)});
    const auto id = persistence::random_id();
    run.insert(
        "partner.expenditure_report",
        {{"id", id},
         {"agreement_id", agreement_id},
         {"code", body.code},
         {"number", found[3][0].integer("number")},
         {"period_first", body.period_first},
         {"period_last", body.period_last},
         {"currency", local},
         {"final", body.final},
         {"state", "draft"}}
    );
    line_writer{run, agreement, found[2], rates[0]}.write(id, 1, body.lines);
    return {
        .what = entity::expenditure_report,
        .id = id,
        .code = agreement.text("code") + ':' + body.code,
        .state = "draft"};
}

receipt revise(command_run& run, const revision_body& body) {
    const auto id = run.path_id(entity::expenditure_report);
    auto found = run.load(
        {persistence::lock_project_of(entity::expenditure_report, id), report_facts(id),
         agreement_facts(of_report, id, run.today()), agreement_lines(of_report, id)}
    );
    const auto row = run.the_row(found[1], entity::expenditure_report);
    const auto agreement = run.the_row(found[2], entity::expenditure_report);
    check_own(run, agreement.integer("partner_id"));
    run.check_version(row);
    const std::string next{
        state_after(domain::expenditure_report_lifecycle(), "revise", row.text("state"))};
    auto rates = run.load({rates_on(
        agreement.maybe_text("rate_series"), agreement.currency("payment_currency"), body.lines
    )});
    const auto round = row.integer("round") + 1;
    line_writer{run, agreement, found[3], rates[0]}.write(id, round, body.lines);
    run.update(entity::expenditure_report, id, {{"state", next}, {"round", round}});
    return {
        .what = entity::expenditure_report,
        .id = id,
        .code = agreement.text("code") + ':' + row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

receipt submit(command_run& run, const report_submission_body& body) {
    const auto id = run.path_id(entity::expenditure_report);
    auto found = run.load(
        {persistence::lock_project_of(entity::expenditure_report, id), report_facts(id),
         agreement_facts(of_report, id, body.submitted_on), report_lines(id)}
    );
    const auto row = run.the_row(found[1], entity::expenditure_report);
    const auto agreement = run.the_row(found[2], entity::expenditure_report);
    check_own(run, agreement.integer("partner_id"));
    run.check_version(row);
    const std::string next{
        state_after(domain::expenditure_report_lifecycle(), "submit", row.text("state"))};
    check_not_future(run, "/submitted_on", body.submitted_on);
    const auto support = support_on_reported(found[3], agreement);
    run.update(
        entity::expenditure_report, id,
        {{"state", next},
         {"submitted_by", run.who().user_id},
         {"submitted_on", body.submitted_on},
         {"support_reported", support.amount.minor()},
         {"support_reported_base", support.base.minor()}}
    );
    return {
        .what = entity::expenditure_report,
        .id = id,
        .code = agreement.text("code") + ':' + row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

receipt send_back(command_run& run, const sending_back_body& body) {
    const auto id = run.path_id(entity::expenditure_report);
    auto found =
        run.load({persistence::lock_project_of(entity::expenditure_report, id), report_facts(id)});
    const auto row = run.the_row(found[1], entity::expenditure_report);
    run.check_version(row);
    const std::string next{
        state_after(domain::expenditure_report_lifecycle(), "send_back", row.text("state"))};
    check_not_future(run, "/sent_back_on", body.sent_back_on);
    run.require(
        row.maybe_integer("submitted_by") != run.who().user_id, "", "same_person",
        {{"act", "submit"}}
    );
    run.update(entity::expenditure_report, id, {{"state", next}, {"review_reason", body.reason}});
    run.note("sent_back_on", domain::to_string(body.sent_back_on));
    return {
        .what = entity::expenditure_report,
        .id = id,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

}  // namespace

endpoints expenditure_endpoints() {
    using domain::action;
    const std::string tag = "Expenditure";
    const std::string base = "/api/v1/expenditure-reports/{expenditure_report}";
    endpoints all{
        command<new_expenditure_report>(
            {"/api/v1/expenditure-reports", "create_expenditure_report",
             "Draft a report of a period", tag, action::report_expenditure, 201},
            draft
        ),
        command<revision_body>(
            {base + "/revise", "revise_expenditure_report", "Give all lines of the next round", tag,
             action::report_expenditure},
            revise
        ),
        command<report_submission_body>(
            {base + "/submit", "submit_expenditure_report", "Certify and hand in", tag,
             action::submit_expenditure},
            submit
        ),
        command<sending_back_body>(
            {base + "/send-back", "send_back_expenditure_report", "Back to the partner", tag,
             action::review_expenditure},
            send_back
        ),
        command<review_body>(
            {base + "/review", "review_expenditure_report", "Accept and reject, line by line", tag,
             action::review_expenditure},
            review_report
        ),
    };
    append(
        all,
        read_endpoints(persistence::expenditure_report_resource(), action::read_partner_side, tag)
    );
    append(
        all,
        read_endpoints(persistence::expenditure_line_resource(), action::read_partner_side, tag)
    );
    return all;
}

}  // namespace tranche::server
