// When a partner reports under its agreement, from a day on: dated terms, from which what is due is
// computed (R49 to R51).
#include "server/command/command.hpp"
#include "server/routes/obligations/due_routes.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct reporting_schedule_body {
    std::optional<domain::date> valid_from;
    std::optional<std::int64_t> period_months;
    std::int64_t due_days = 30;
    std::int64_t final_due_days = 90;
    std::int64_t remind_days = 14;
    std::string document;
};

persistence::query agreement_to_schedule(std::int64_t id) {
    return {
        {"agreement_to_schedule",
         R"(
             select code, state, version, start_on, end_on,
                 (select max(s.valid_from) from partner.reporting_schedule s
                   where s.agreement_id = a.id) as latest
               from partner.agreement a
               where id = $1 for no key update)"},
        {id}};
}

// The first counts from the agreement's first day; a later one changes nothing that was due before.
domain::date first_day(
    command_run& run, const reporting_schedule_body& body, const persistence::row& row
) {
    const auto start = row.day("start_on");
    const auto latest = row.maybe_day("latest");
    const auto from = body.valid_from.value_or(start);
    if (!latest) {
        run.require(
            from == start, "/valid_from", "date_outside_period",
            {{"date", domain::to_string(from)},
             {"first", domain::to_string(start)},
             {"last", domain::to_string(start)}}
        );
        return from;
    }
    run.require(body.valid_from.has_value(), "/valid_from", "missing_field");
    run.settle();
    const auto earliest = domain::add_days(std::max(*latest, run.today()), 1);
    run.require(
        from >= earliest, "/valid_from", "date_before",
        {{"date", domain::to_string(from)}, {"earliest", domain::to_string(earliest)}}
    );
    const auto end = row.day("end_on");
    run.require(
        from <= end, "/valid_from", "date_outside_period",
        {{"date", domain::to_string(from)},
         {"first", domain::to_string(earliest)},
         {"last", domain::to_string(end)}}
    );
    return from;
}

receipt schedule(command_run& run, const reporting_schedule_body& body) {
    const auto id = run.path_id(entity::agreement);
    const auto found = run.load({agreement_to_schedule(id)});
    const auto row = run.the_row(found[0], entity::agreement);
    run.check_version(row);
    const std::string next{
        state_after(domain::agreement_lifecycle(), "schedule_reports", row.text("state"))};
    const auto from = first_day(run, body, row);
    run.settle();
    run.insert(
        "partner.reporting_schedule",
        {{"agreement_id", id},
         {"valid_from", from},
         {"period_months", body.period_months},
         {"due_days", body.due_days},
         {"final_due_days", body.final_due_days},
         {"remind_days", body.remind_days},
         {"document", body.document},
         {"recorded_by", run.who().user_id}}
    );
    run.update(entity::agreement, id, {});
    return {
        .what = entity::agreement,
        .id = id,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1};
}

}  // namespace

template <>
struct wire<reporting_schedule_body> {
    static const object_schema<reporting_schedule_body>& schema() {
        using body = reporting_schedule_body;
        static const auto declared = object<body>(
            "new_reporting_schedule", "When the partner reports, from a day of the agreement on",
            field(
                "valid_from", &body::valid_from,
                "Periods are counted from this day; of the first schedule the agreement's own"
            ),
            field(
                "period_months", &body::period_months,
                "Months each report covers; the final report only when not given", between(1, 60)
            ),
            field(
                "due_days", &body::due_days, "Days after a period's end",
                defaults_to(std::int64_t{30}), between(0, 365)
            ),
            field(
                "final_due_days", &body::final_due_days, "Days after the agreement's end",
                defaults_to(std::int64_t{90}), between(0, 365)
            ),
            field(
                "remind_days", &body::remind_days, "Days before, when its people are reminded",
                defaults_to(std::int64_t{14}), between(0, 365)
            ),
            field("document", &body::document, "Where it was agreed", length(1, 300))
        );
        return declared;
    }
};

endpoints reporting_schedule_endpoints() {
    return {command<reporting_schedule_body>(
        {"/api/v1/agreements/{agreement}/reporting-schedule", "schedule_reports",
         "Say when the partner reports, from a day on", "Agreements",
         domain::action::sign_agreements},
        schedule
    )};
}

}  // namespace tranche::server
