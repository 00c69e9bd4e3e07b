#include "server/routes/expenditures/expenditure_rounds.hpp"

#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/expenditures/expenditure_bodies.hpp"
#include "server/routes/expenditures/expenditure_review.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

persistence::query remark_facts(std::int64_t remark) {
    return {
        {"review_remark_facts",
         R"(
             select r.state, a.partner_id, m.number,
                 n.number = (select max(w.number) from partner.report_round w
                     where w.report_id = n.report_id) as of_last_round
               from partner.review_remark m
               join partner.report_round n on n.id = m.round_id
               join partner.expenditure_report r on r.id = n.report_id
               join partner.agreement a on a.id = r.agreement_id
               where m.id = $1)"},
        {remark}};
}

receipt withdraw(command_run& run, const withdrawal_body& body) {
    const auto id = run.path_id(entity::expenditure_report);
    auto found = run.load(
        {persistence::lock_project_of(entity::expenditure_report, id), report_facts(id),
         last_round(id)}
    );
    const auto row = run.the_row(found[1], entity::expenditure_report);
    check_own(run, row.integer("partner_id"));
    run.check_version(row);
    const std::string next{
        state_after(domain::expenditure_report_lifecycle(), "withdraw", row.text("state"))};
    check_not_future(run, "/withdrawn_on", body.withdrawn_on);
    check_not_before(run, "/withdrawn_on", body.withdrawn_on, last_day(found[2]));
    end_round(run, found[2], "withdrawn", body.withdrawn_on, body.reason);
    run.update(entity::expenditure_report, id, {{"state", next}});
    return {
        .what = entity::expenditure_report,
        .id = id,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

receipt begin_review(command_run& run, const beginning_of_review_body&) {
    const auto id = run.path_id(entity::expenditure_report);
    auto found =
        run.load({persistence::lock_project_of(entity::expenditure_report, id), report_facts(id)});
    const auto row = run.the_row(found[1], entity::expenditure_report);
    run.check_version(row);
    const std::string next{
        state_after(domain::expenditure_report_lifecycle(), "begin_review", row.text("state"))};
    check_other_person(run, row, "submitted", "submit");
    run.update(entity::expenditure_report, id, {{"state", next}});
    return {
        .what = entity::expenditure_report,
        .id = id,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

// Each remark about a line of the round finds it; all that do not are named.
std::vector<std::string> write_remarks(
    command_run& run, const std::vector<review_remark_body>& remarks, domain::date on,
    const persistence::rows& last, const persistence::rows& lines, bool about_lines = false
) {
    std::vector<std::string> made;
    for (std::size_t i = 0; i < remarks.size(); ++i) {
        const auto& one = remarks[i];
        const auto at = "/remarks/" + std::to_string(i);
        run.require(
            one.document || one.line || (!one.field && !about_lines), at + "/document",
            "missing_field"
        );
        std::optional<std::int64_t> line;
        if (one.document || one.line) {
            const auto meant = meant_line(
                run, lines, {one.document ? &*one.document : nullptr, one.budget_line, one.line}, at
            );
            line = meant ? std::optional{meant->integer("id")} : std::nullopt;
        }
        if (last.empty()) {
            continue;
        }
        const auto id = persistence::random_id();
        run.insert(
            "partner.review_remark",
            {{"id", id},
             {"round_id", last[0].integer("id")},
             {"number", last[0].integer("remarks") + static_cast<std::int64_t>(i) + 1},
             {"line_id", line},
             {"field", one.field},
             {"code", one.code},
             {"remark", one.remark},
             {"made_by", run.who().user_id},
             {"made_on", on}}
        );
        made.push_back(domain::public_id(entity::review_remark, id));
    }
    return made;
}

receipt remarked(
    std::int64_t report, const persistence::row& row, const std::string& state,
    const std::vector<std::string>& remarks
) {
    receipt answer{
        .what = entity::expenditure_report,
        .id = report,
        .code = row.text("code"),
        .state = state,
        .version = row.integer("version") + 1};
    answer.made.emplace_back("remarks", remarks);
    return answer;
}

receipt query_lines(command_run& run, const line_query_body& body) {
    const auto id = run.path_id(entity::expenditure_report);
    auto found = run.load(
        {persistence::lock_project_of(entity::expenditure_report, id), report_facts(id),
         last_round(id), report_lines(id)}
    );
    const auto row = run.the_row(found[1], entity::expenditure_report);
    run.check_version(row);
    const std::string next{
        state_after(domain::expenditure_report_lifecycle(), "query", row.text("state"))};
    check_other_person(run, row, "submitted", "submit");
    const auto remarks = write_remarks(run, body.remarks, run.today(), found[2], found[3], true);
    // Asked about again, it stays where it is.
    run.update(
        entity::expenditure_report, id,
        next == row.text("state") ? std::vector<command_run::column>{}
                                  : std::vector<command_run::column>{{"state", next}}
    );
    return remarked(id, row, next, remarks);
}

receipt send_back(command_run& run, const sending_back_body& body) {
    const auto id = run.path_id(entity::expenditure_report);
    auto found = run.load(
        {persistence::lock_project_of(entity::expenditure_report, id), report_facts(id),
         last_round(id), report_lines(id)}
    );
    const auto row = run.the_row(found[1], entity::expenditure_report);
    run.check_version(row);
    const std::string next{
        state_after(domain::expenditure_report_lifecycle(), "send_back", row.text("state"))};
    check_not_future(run, "/sent_back_on", body.sent_back_on);
    check_not_before(run, "/sent_back_on", body.sent_back_on, last_day(found[2]));
    check_other_person(run, row, "submitted", "submit");
    const auto remarks = write_remarks(run, body.remarks, body.sent_back_on, found[2], found[3]);
    end_round(run, found[2], "sent_back", body.sent_back_on, body.reason);
    run.update(
        entity::expenditure_report, id,
        {{"state", next}, {"review_reason", body.reason}, {"sent_back_on", body.sent_back_on}}
    );
    run.note("sent_back_on", domain::to_string(body.sent_back_on));
    return remarked(id, row, next, remarks);
}

receipt answer_remark(command_run& run, const remark_answer_body& body) {
    const auto id = run.path_id(entity::review_remark);
    auto found = run.load({remark_facts(id)});
    const auto row = run.the_row(found[0], entity::review_remark);
    check_own(run, row.integer("partner_id"));
    const auto state =
        state_after(domain::expenditure_report_lifecycle(), "answer", row.text("state"));
    run.require(
        body.kind == "explained" || state != "under_verification", "/kind",
        "nothing_changes_in_review"
    );
    run.require(row.truth("of_last_round"), "", "remark_of_earlier_round");
    run.insert(
        "partner.remark_answer",
        {{"id", persistence::random_id()},
         {"remark_id", id},
         {"kind", body.kind},
         {"answer", body.answer},
         {"answered_by", run.who().user_id},
         {"answered_on", run.today()}}
    );
    return {.what = entity::review_remark, .id = id};
}

std::optional<sending_back_body> sent_back_today(command_run& run, const rehearsed_subject&) {
    return sending_back_body{run.today(), "-", {}};
}
// Which line is what one would fill in.
std::optional<line_query_body> asked_about(command_run&, const rehearsed_subject&) {
    return line_query_body{};
}
std::optional<beginning_of_review_body> begun(command_run&, const rehearsed_subject&) {
    return beginning_of_review_body{};
}
std::optional<remark_answer_body> explained(command_run&, const rehearsed_subject&) {
    return remark_answer_body{"explained", "-"};
}

}  // namespace

endpoints report_round_endpoints() {
    using domain::action;
    const std::string tag = "Expenditure";
    const std::string base = "/api/v1/expenditure-reports/{expenditure_report}";
    endpoints all{
        command<withdrawal_body>(
            {base + "/withdraw", "withdraw_expenditure_report",
             "Take it back before somebody looks at it", tag, action::report_expenditure},
            withdraw
        ),
        command<beginning_of_review_body>(
            {base + "/begin-review", "begin_expenditure_review",
             "Begin to look at it; the partner cannot take it back any more", tag,
             action::review_expenditure},
            begin_review, begun
        ),
        command<line_query_body>(
            {base + "/query", "query_expenditure_report",
             "Ask about lines; nothing is accepted before the partner answered", tag,
             action::review_expenditure},
            query_lines, asked_about
        ),
        command<sending_back_body>(
            {base + "/send-back", "send_back_expenditure_report",
             "Back to the partner, with remarks on lines and fields", tag,
             action::review_expenditure},
            send_back, sent_back_today
        ),
        command<remark_answer_body>(
            {"/api/v1/review-remarks/{review_remark}/answer", "answer_review_remark",
             "Answer a remark: changed or explained", tag, action::report_expenditure},
            answer_remark, explained
        ),
        report_difference_endpoint(),
    };
    append(
        all, read_endpoints(persistence::report_round_resource(), action::read_partner_side, tag)
    );
    append(
        all, read_endpoints(persistence::review_remark_resource(), action::read_partner_side, tag)
    );
    return all;
}

}  // namespace tranche::server
