// Accounting periods of an instrument: closed with a time of grace, reopened for a while by a
// second person with a reason. What a closed period reported stays to be read as it was.
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

using domain::entity;

struct new_period {
    std::string code;
    domain::date first_day, last_day;
};

struct closing_body {
    std::optional<domain::date> grace_until;
    std::optional<std::string> reason;
};

struct reopening_body {
    domain::date open_until;
    std::string reason;
};

receipt create_period(command_run& run, const new_period& body) {
    const auto instrument = run.path_id(entity::instrument);
    run.require(
        body.last_day >= body.first_day, "/last_day", "date_before",
        {{"date", domain::to_string(body.last_day)},
         {"earliest", domain::to_string(body.first_day)}}
    );
    run.load({});
    const auto id = persistence::random_id();
    run.insert(
        "funding.accounting_period",
        {{"id", id},
         {"instrument_id", instrument},
         {"code", body.code},
         {"first_day", body.first_day},
         {"last_day", body.last_day}}
    );
    return {.what = entity::accounting_period, .id = id, .code = body.code, .state = "open"};
}

// Alone with the instrument's periods: who is posting finishes first, who comes later sees it. The
// day is the database's, as it is for entries.
std::vector<persistence::rows> load_alone(command_run& run, std::int64_t period) {
    return run.load(
        {{{"periods_alone",
           R"(
               select pg_advisory_xact_lock(hashtextextended('funding.accounting_period',
                   instrument_id))
                 from funding.accounting_period
                 where id = $1)"},
          {period}},
         {{"period_facts",
           R"(
               select a.code, a.version, a.last_day, a.open_until, a.reported_on, a.closed_by, a.closed_for,
                   (clock_timestamp() at time zone 'UTC')::date as today,
                   (select count(*) from funding.accounting_period_step s
                     where s.period_id = a.id) as steps
                 from funding.accounting_period a
                 where a.id = $1 for no key update)"},
          {period}}}
    );
}

void add_step(
    command_run& run, std::int64_t period, const persistence::row& row, const char* act,
    domain::date open_until, const std::optional<std::string>& reason
) {
    run.insert(
        "funding.accounting_period_step",
        {{"period_id", period},
         {"number", row.integer("steps") + 1},
         {"act", act},
         {"decided_by", run.who().user_id},
         {"open_until", open_until},
         {"reason", reason}}
    );
}

receipt close(command_run& run, const closing_body& body) {
    const auto id = run.path_id(entity::accounting_period);
    const auto found = load_alone(run, id);
    const auto row = run.the_row(found[1], entity::accounting_period);
    run.check_version(row);
    const auto today = row.day("today");
    state_after(
        domain::accounting_period_lifecycle(), "close",
        row.is_null("open_until") ? "open" : "closed"
    );
    run.require(
        row.day("last_day") < today, "", "period_not_over",
        {{"last_day", domain::to_string(row.day("last_day"))}}
    );
    run.require(
        !body.grace_until || *body.grace_until >= today, "/grace_until", "date_before",
        {{"date", body.grace_until ? domain::to_string(*body.grace_until) : ""},
         {"earliest", domain::to_string(today)}}
    );
    const auto open_until = body.grace_until.value_or(domain::add_days(today, -1));
    run.update(
        entity::accounting_period, id,
        {{"open_until", open_until},
         {"reported_on", std::max(open_until, today)},
         {"closed_by", run.who().user_id}}
    );
    add_step(run, id, row, "close", open_until, body.reason);
    return {
        .what = entity::accounting_period,
        .id = id,
        .code = row.text("code"),
        .state = body.grace_until ? "closing" : "closed",
        .version = row.integer("version") + 1};
}

receipt reopen(command_run& run, const reopening_body& body) {
    const auto id = run.path_id(entity::accounting_period);
    const auto found = load_alone(run, id);
    const auto row = run.the_row(found[1], entity::accounting_period);
    run.check_version(row);
    const auto today = row.day("today");
    const auto open_until = row.maybe_day("open_until");
    const bool is_closed = open_until && *open_until < today;
    state_after(
        domain::accounting_period_lifecycle(), "reopen",
        is_closed        ? "closed"
            : open_until ? "closing"
                         : "open"
    );
    // What is reported is what was known at the end of a day; that day has to end first.
    run.require(
        row.day("reported_on") < today, "", "period_just_closed",
        {{"date", domain::to_string(row.day("reported_on"))}}
    );
    run.require(
        body.open_until >= today, "/open_until", "date_before",
        {{"date", domain::to_string(body.open_until)}, {"earliest", domain::to_string(today)}}
    );
    check_other_person(run, row, "closed", "close");
    run.update(
        entity::accounting_period, id,
        {{"open_until", body.open_until}, {"reopened_by", run.who().user_id}}
    );
    add_step(run, id, row, "reopen", body.open_until, body.reason);
    return {
        .what = entity::accounting_period,
        .id = id,
        .code = row.text("code"),
        .state = "reopened",
        .version = row.integer("version") + 1};
}

std::optional<closing_body> at_once(command_run&, const rehearsed_subject&) {
    return closing_body{};
}
// A day that is not over for any clock.
std::optional<reopening_body> for_a_day(command_run& run, const rehearsed_subject&) {
    return reopening_body{domain::add_days(run.today(), 365), "-"};
}

}  // namespace

template <>
struct wire<new_period> {
    static const object_schema<new_period>& schema() {
        using body = new_period;
        static const auto declared = object<body>(
            "new_accounting_period", "Days that are closed together",
            field("code", &body::code, "e.g. 2026-Q1", matches_code()),
            field("first_day", &body::first_day, "First day"),
            field("last_day", &body::last_day, "Last day, included")
        );
        return declared;
    }
};

template <>
struct wire<closing_body> {
    static const object_schema<closing_body>& schema() {
        using body = closing_body;
        static const auto declared = object<body>(
            "period_closing", "The period is over",
            field(
                "grace_until", &body::grace_until,
                "Last day (UTC) on which late entries are still taken; none when not given"
            ),
            field("reason", &body::reason, "Remark", length(1, 500))
        );
        return declared;
    }
};

template <>
struct wire<reopening_body> {
    static const object_schema<reopening_body>& schema() {
        using body = reopening_body;
        static const auto declared = object<body>(
            "period_reopening", "Entries are taken again for a while",
            field("open_until", &body::open_until, "Last day (UTC) on which they are"),
            field("reason", &body::reason, "Why", length(1, 500))
        );
        return declared;
    }
};

endpoints accounting_period_endpoints() {
    using domain::action;
    const std::string tag = "Accounting periods";
    const std::string base = "/api/v1/accounting-periods/{accounting_period}";
    endpoints all{
        command<new_period>(
            {"/api/v1/instruments/{instrument}/accounting-periods", "create_accounting_period",
             "Name days that will be closed together", tag, action::close_periods, 201},
            create_period
        ),
        command<closing_body>(
            {base + "/close", "close_accounting_period", "Take no more entries, after a grace", tag,
             action::close_periods},
            close, at_once
        ),
        command<reopening_body>(
            {base + "/reopen", "reopen_accounting_period", "Take entries again, for a while", tag,
             action::reopen_periods},
            reopen, for_a_day
        ),
    };
    append(
        all, read_endpoints(persistence::accounting_period_resource(), action::read_funding, tag)
    );
    return all;
}

}  // namespace tranche::server
