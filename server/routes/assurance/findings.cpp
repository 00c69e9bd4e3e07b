// Visits, spot checks and audits of partners, and their findings: answered by the partner, cleared
// by another person than made them, or disallowed and paid back (R45, R59).
#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/assurance/finding_bodies.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <map>

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

receipt record_activity(command_run& run, const assurance_activity_body& body) {
    const auto partner = run.path_id(entity::partner);
    const auto agreement = run.id_of(entity::agreement, body.agreement, "/agreement");
    const auto found = run.load(
        {{{"partner_looked_at",
           R"(
               select r.id, $2::bigint is null or exists (select 1 from partner.agreement a
                   where a.id = $2 and a.partner_id = r.id) as is_its
                 from partner.partner r
                 where r.id = $1)"},
          {partner, agreement}}}
    );
    run.require(
        run.the_row(found[0], entity::partner).truth("is_its"), "/agreement", "unknown_reference",
        {{"type", "agreement"}, {"value", body.agreement.value_or("")}}
    );
    check_not_future(run, "/done_on", body.done_on);
    run.require(
        body.period_first.has_value() == body.period_last.has_value(),
        body.period_first ? "/period_last" : "/period_first", "missing_field"
    );
    check_not_before(
        run, "/period_last", body.period_last.value_or(body.done_on), body.period_first
    );
    const auto id = persistence::random_id();
    run.insert(
        "partner.assurance_activity",
        {{"id", id},
         {"code", body.code},
         {"partner_id", partner},
         {"agreement_id", agreement},
         {"kind", body.kind},
         {"done_on", body.done_on},
         {"period_first", body.period_first},
         {"period_last", body.period_last},
         {"conducted_by", body.conducted_by},
         {"document", body.document},
         {"recorded_by", run.who().user_id},
         {"recorded_on", run.today()}}
    );
    return {.what = entity::assurance_activity, .id = id, .code = body.code};
}

persistence::query activity_facts(std::int64_t activity, std::optional<std::int64_t> agreement) {
    return {
        {"activity_of_finding",
         R"(
             select v.code, v.done_on, a.id as agreement_id, a.payment_currency, a.state,
                 (select coalesce(max(f.number), 0) + 1 from partner.finding f
                   where f.activity_id = v.id) as number
               from partner.assurance_activity v
               left join partner.agreement a on a.partner_id = v.partner_id
                and a.id = coalesce(v.agreement_id, $2::bigint)
                and a.id = coalesce($2::bigint, v.agreement_id)
               where v.id = $1)"},
        {activity, agreement}};
}

// Lines of the finding's agreement, each with no more than it was reported with.
void write_lines(
    command_run& run, const finding_body& body, std::int64_t finding, std::int64_t agreement
) {
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < body.lines.size(); ++i) {
        const auto at = "/lines/" + std::to_string(i) + "/line";
        ids.push_back(run.id_of(entity::expenditure_line, body.lines[i].line, at));
    }
    const auto found = run.load(
        {{{"lines_of_finding",
           R"(
               select l.id, l.amount, l.currency
                 from partner.expenditure_line l
                 join partner.expenditure_report r on r.id = l.report_id
                  and r.round = l.round
                 where l.id = any ($1::bigint[])
                  and r.agreement_id = $2)"},
          {persistence::array_of(std::span<const std::int64_t>{ids}), agreement}}}
    );
    std::map<std::int64_t, money> reported;
    for (const auto row : found[0]) {
        reported.emplace(row.integer("id"), row.money("amount", "currency"));
    }
    money sum{0, body.amount->currency_unit()};
    for (std::size_t i = 0; i < body.lines.size(); ++i) {
        const auto& one = body.lines[i];
        const auto at = "/lines/" + std::to_string(i);
        check_currency(run, at + "/amount", one.amount, sum.currency_unit());
        const auto all = reported.find(ids[i]);
        run.require(
            all != reported.end(), at + "/line", "unknown_reference",
            {{"type", "expenditure_line"}, {"value", one.line}}
        );
        if (all != reported.end() && one.amount.currency_unit() == sum.currency_unit()) {
            run.require(
                one.amount <= all->second, at + "/amount", "amount_exceeds_available",
                {{"amount", shown(one.amount)}, {"available", shown(all->second)}}
            );
            sum = sum + one.amount;
        }
        run.insert(
            "partner.finding_line",
            {{"finding_id", finding}, {"line_id", ids[i]}, {"amount", one.amount.minor()}}
        );
    }
    run.require(
        sum <= *body.amount, "/lines", "amount_exceeds_available",
        {{"amount", shown(sum)}, {"available", shown(*body.amount)}}
    );
}

receipt record_finding(command_run& run, const finding_body& body) {
    const auto activity = run.path_id(entity::assurance_activity);
    const auto named = run.id_of(entity::agreement, body.agreement, "/agreement");
    const auto found = run.load({activity_facts(activity, named)});
    const auto of = run.the_row(found[0], entity::assurance_activity);
    check_not_future(run, "/made_on", body.made_on);
    check_not_before(run, "/made_on", body.made_on, of.maybe_day("done_on"));
    check_not_before(run, "/answer_due_on", body.answer_due_on, body.made_on);
    run.require(body.amount || body.lines.empty(), "/amount", "missing_field");
    run.require(
        !of.is_null("agreement_id"), "/agreement",
        body.agreement ? "unknown_reference" : "missing_field",
        body.agreement ? domain::message_args{{"type", "agreement"}, {"value", *body.agreement}}
                       : domain::message_args{}
    );
    run.require(
        of.maybe_text("state").value_or("") != "cancelled", "/agreement", "agreement_not_in_force"
    );
    run.settle();
    const auto agreement = of.integer("agreement_id");
    if (body.amount) {
        check_currency(run, "/amount", *body.amount, of.currency("payment_currency"));
        run.settle();
    }
    const auto id = persistence::random_id();
    run.insert(
        "partner.finding",
        {{"id", id},
         {"activity_id", activity},
         {"number", of.integer("number")},
         {"agreement_id", agreement},
         {"severity", body.severity},
         {"finding", body.finding},
         {"recommendation", body.recommendation},
         {"currency", body.amount ? std::optional{body.amount->currency_unit()} : std::nullopt},
         {"amount", body.amount ? std::optional{body.amount->minor()} : std::nullopt},
         {"answer_due_on", body.answer_due_on},
         {"made_on", body.made_on},
         {"recorded_by", run.who().user_id}}
    );
    if (body.amount) {
        write_lines(run, body, id, agreement);
    }
    return {
        .what = entity::finding,
        .id = id,
        .code = of.text("code") + ':' + of.text("number"),
        .state = "open"};
}

persistence::query finding_facts(std::int64_t finding) {
    return {
        {"finding_facts",
         R"(
             select f.state, f.version, f.currency, f.made_on, f.recorded_by, f.recorded_for,
                 v.partner_id, v.code || ':' || f.number as code,
                 (f.amount - coalesce((select sum(c.amount) from partner.finding_clearance c
                     where c.finding_id = f.id), 0)
                   - coalesce((select sum(d.amount) from partner.disallowance d
                     where d.finding_id = f.id), 0))::bigint as rest
               from partner.finding f
               join partner.assurance_activity v on v.id = f.activity_id
               where f.id = $1)"},
        {finding}};
}

receipt answer(command_run& run, const finding_answer_body& body) {
    const auto id = run.path_id(entity::finding);
    const auto found = run.load({finding_facts(id)});
    const auto row = run.the_row(found[0], entity::finding);
    check_own(run, row.integer("partner_id"));
    run.check_version(row);
    const std::string next{state_after(domain::finding_lifecycle(), "answer", row.text("state"))};
    run.insert(
        "partner.finding_answer",
        {{"id", persistence::random_id()},
         {"finding_id", id},
         {"answer", body.answer},
         {"document", body.document},
         {"answered_by", run.who().user_id},
         {"answered_on", run.today()}}
    );
    return {
        .what = entity::finding,
        .id = id,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

receipt clear(command_run& run, const finding_clearance_body& body) {
    const auto id = run.path_id(entity::finding);
    const auto found = run.load({finding_facts(id)});
    const auto row = run.the_row(found[0], entity::finding);
    run.check_version(row);
    const std::string next{state_after(domain::finding_lifecycle(), "clear", row.text("state"))};
    check_other_person(run, row, "recorded", "record_finding");
    check_not_future(run, "/cleared_on", body.cleared_on);
    check_not_before(run, "/cleared_on", body.cleared_on, row.maybe_day("made_on"));
    const bool of_money = !row.is_null("rest");
    run.require(of_money == (body.kind != "implemented"), "/kind", "clearance_kind_wrong");
    std::optional<money> cleared;
    bool all = true;
    if (of_money) {
        const auto rest = row.money("rest", "currency");
        cleared = body.amount.value_or(rest);
        check_currency(run, "/amount", *cleared, rest.currency_unit());
        run.settle();
        run.require(
            *cleared <= rest, "/amount", "amount_exceeds_available",
            {{"amount", shown(*cleared)}, {"available", shown(rest)}}
        );
        all = *cleared == rest;
    } else {
        run.require(!body.amount, "/amount", "clearance_kind_wrong");
    }
    run.insert(
        "partner.finding_clearance",
        {{"id", persistence::random_id()},
         {"finding_id", id},
         {"kind", body.kind},
         {"amount", cleared ? std::optional{cleared->minor()} : std::nullopt},
         {"document", body.document},
         {"reason", body.reason},
         {"cleared_on", body.cleared_on},
         {"cleared_by", run.who().user_id}}
    );
    return {
        .what = entity::finding,
        .id = id,
        .code = row.text("code"),
        .state = all ? next : row.text("state"),
        .version = row.integer("version") + 1};
}

std::optional<finding_answer_body> some_answer(command_run&, const rehearsed_subject&) {
    return finding_answer_body{"-", {}};
}
// Of money or not is a matter of the body, not of who asks.
std::optional<finding_clearance_body> cleared_today(
    command_run& run, const rehearsed_subject& subject
) {
    const auto found = run.load({finding_facts(subject.id)});
    const bool of_money = !found[0].empty() && !found[0][0].is_null("rest");
    return finding_clearance_body{
        run.today(), of_money ? "supported" : "implemented", {}, "-", "-"};
}

}  // namespace

endpoints finding_endpoints() {
    using domain::action;
    const std::string tag = "Assurance";
    endpoints all{
        command<assurance_activity_body>(
            {"/api/v1/partners/{partner}/assurance-activities", "record_assurance_activity",
             "Record a visit, a spot check or an audit", tag, action::record_assurance, 201},
            record_activity
        ),
        command<finding_body>(
            {"/api/v1/assurance-activities/{assurance_activity}/findings", "record_finding",
             "Record what it found; the partner is told", tag, action::record_assurance, 201},
            record_finding
        ),
        command<finding_answer_body>(
            {"/api/v1/findings/{finding}/answer", "answer_finding",
             "Say what the partner says to it", tag, action::answer_findings},
            answer, some_answer
        ),
        command<finding_clearance_body>(
            {"/api/v1/findings/{finding}/clear", "clear_finding",
             "Clear it, or a part of it, as another person than made it", tag,
             action::clear_findings},
            clear, cleared_today
        )};
    for (const auto* of :
         {&persistence::assurance_activity_resource(), &persistence::finding_resource()}) {
        append(all, read_endpoints(*of, action::read_partner_side, tag));
    }
    return all;
}

}  // namespace tranche::server
