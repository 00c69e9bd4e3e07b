// What the commands on rounds share: the last round, its remarks, and how one begins and ends.
#include "persistence/random_id.hpp"
#include "server/routes/expenditures/expenditure_rounds.hpp"
#include "server/routes/payments/request_signing.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {

using domain::entity;

persistence::query last_round(std::int64_t report) {
    return {
        {"report_last_round",
         R"(
             select n.id, n.number, n.submitted_on, coalesce(o.decided_on, n.submitted_on) as last_on,
                 (select count(*) from partner.review_remark m where m.round_id = n.id) as remarks
               from partner.report_round n
               left join partner.round_outcome o on o.round_id = n.id
               where n.report_id = $1
               order by n.number desc limit 1)"},
        {report}};
}

persistence::query unanswered_remarks(std::int64_t report) {
    return {
        {"report_unanswered_remarks",
         R"(
             select m.id, m.number, m.remark, x.document
               from partner.review_remark m
               join partner.report_round n on n.id = m.round_id
               left join partner.expenditure_line x on x.id = m.line_id
               where n.report_id = $1
                and not exists (select 1 from partner.remark_answer a where a.remark_id = m.id)
               order by n.number, m.number)"},
        {report}};
}

persistence::query certification_on(std::string_view subject, domain::date day) {
    return {
        {"certification_on",
         R"(
             select text_en, text_fr, text_es
               from reference.certification_text
               where subject = $1 and valid_from <= $2
               order by valid_from desc limit 1)"},
        {subject, day}};
}

std::optional<domain::date> last_day(const persistence::rows& last) {
    return last.empty() ? std::nullopt : std::optional{last[0].day("last_on")};
}

void require_answers(command_run& run, const persistence::rows& unanswered) {
    for (const auto row : unanswered) {
        run.add(
            {"/remarks/" + domain::public_id(entity::review_remark, row.integer("id")),
             "remark_unanswered",
             {{"number", std::to_string(row.integer("number"))},
              {"document", row.maybe_text("document").value_or("-")},
              {"remark", row.text("remark")}}}
        );
    }
}

void hand_in(
    command_run& run, const handed_in& what, const persistence::rows& last,
    const persistence::rows& unanswered, const persistence::rows& texts
) {
    const auto on = what.on;
    require_answers(run, unanswered);
    const auto signature = signature_of(run, what.partner, on);
    run.require(
        signature.is_given, "", "signatory_not_authorised",
        {{"name", run.who().user_name}, {"date", domain::to_string(signature.judged_on)}}
    );
    run.require(
        !texts.empty(), "/submitted_on", "certification_not_in_force",
        {{"date", domain::to_string(on)}}
    );
    check_not_before(run, "/submitted_on", on, last_day(last));
    run.settle();
    if (texts.empty()) {
        return;  // a rehearsal goes on
    }
    const std::string spoken =
        what.language.value_or(std::string{domain::language_tag(run.context().request.language())});
    run.insert(
        "partner.report_round",
        {{"id", persistence::random_id()},
         {"report_id", what.report},
         {"number", last.empty() ? std::int64_t{1} : last[0].integer("number") + 1},
         {"lines_round", what.lines_round},
         {"submitted_on", on},
         {"submitted_by", run.who().user_id},
         {"officer_id", signature.officer},
         {"language", spoken},
         {"certification", texts[0].text(("text_" + spoken).c_str())}}
    );
}

void end_round(
    command_run& run, const persistence::rows& last, const char* kind, domain::date on,
    const std::optional<std::string>& reason
) {
    if (last.empty()) {
        return;
    }
    run.insert(
        "partner.round_outcome",
        {{"round_id", last[0].integer("id")},
         {"kind", kind},
         {"decided_on", on},
         {"decided_by", run.who().user_id},
         {"reason", reason}}
    );
}

std::optional<persistence::row> meant_line(
    command_run& run, const persistence::rows& lines, const meant_document& meant,
    const std::string& at
) {
    const auto id = meant.line
        ? domain::parse_public_id(domain::entity::expenditure_line, meant.line->text).value_or(0)
        : std::optional<std::int64_t>{};
    std::vector<persistence::row> found;
    for (const auto row : lines) {
        if ((!meant.document || row.text("document") == *meant.document) &&
            (!meant.budget_line || row.text("code") == *meant.budget_line) &&
            (!id || row.integer("id") == *id)) {
            found.push_back(row);
        }
    }
    const auto& named = meant.document ? *meant.document : meant.line->text;
    run.require(
        !found.empty(), at + (meant.document ? "/document" : "/line"), "unknown_reference",
        {{"type", meant.document ? "document" : "line"}, {"value", named}}
    );
    run.require(
        found.size() < 2, at + (meant.budget_line ? "/line" : "/budget_line"),
        "document_on_several_lines", {{"document", named}}
    );
    return found.size() == 1 ? std::optional{found[0]} : std::nullopt;
}

}  // namespace tranche::server
