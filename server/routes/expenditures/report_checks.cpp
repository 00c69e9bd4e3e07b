#include "server/routes/expenditures/report_checks.hpp"

#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/handler_context.hpp"
#include "server/command/command.hpp"
#include "server/json/schema.hpp"
#include "server/routes/expenditures/report_check_terms.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

using domain::entity;

struct acknowledged_check {
    std::string check;
    std::string part;
    std::string reason;
};

struct acknowledgement_of_checks {
    std::vector<acknowledged_check> checks;
};

struct told_check {
    std::string check, severity, part, message;
    std::optional<std::string> hint;
    bool is_acknowledged = false;
    std::optional<std::string> reason, acknowledged_by;
};

struct told_checks {
    std::vector<told_check> items;
    std::int64_t errors = 0, open_warnings = 0;
    bool may_be_submitted = false;
};

std::vector<persistence::rows> load_checks(command_run& run, std::int64_t report) {
    auto asked = check_queries(report, run.today());
    return run.load({asked[0], asked[1], asked[2], asked[3], asked[4], asked[5], asked[6]});
}

receipt acknowledge(command_run& run, const acknowledgement_of_checks& body) {
    const auto id = run.path_id(entity::expenditure_report);
    auto locked = run.load({persistence::lock_project_of(entity::expenditure_report, id)});
    const auto facts = load_checks(run, id);
    const auto row = run.the_row(facts[0], entity::expenditure_report);
    check_own(run, row.integer("partner_id"));
    run.check_version(row);
    state_after(domain::expenditure_report_lifecycle(), "acknowledge", row.text("state"));
    const auto found = findings_of(facts);
    for (std::size_t i = 0; i < body.checks.size(); ++i) {
        const auto& wanted = body.checks[i];
        const auto at = "/checks/" + std::to_string(i) + "/check";
        const auto meant = std::ranges::find_if(found, [&](const told_finding& one) {
            return one.what.code == wanted.check && one.what.part == wanted.part;
        });
        run.require(
            meant != found.end(), at, "unknown_reference",
            {{"type", "check"}, {"value", wanted.check + ' ' + wanted.part}}
        );
        if (meant == found.end() || meant->reason) {
            continue;  // said already, with the same facts
        }
        run.require(
            meant->what.severity == domain::check_severity::warning, at, "check_is_no_warning",
            {{"severity", std::string{domain::name(meant->what.severity)}}}
        );
        run.insert(
            "partner.check_acknowledgement",
            {{"id", persistence::random_id()},
             {"report_id", id},
             {"check_code", meant->what.code},
             {"part", meant->what.part},
             {"facts", meant->what.facts()},
             {"reason", wanted.reason},
             {"acknowledged_by", run.who().user_id},
             {"acknowledged_on", run.today()}}
        );
    }
    return {
        .what = entity::expenditure_report,
        .id = id,
        .code = row.text("agreement") + ':' + row.text("code"),
        .state = row.text("state"),
        .version = row.integer("version")};
}

api_response show(handler_context& context) {
    const auto id = context.app.references.find(
        context.db(), entity::expenditure_report, context.request.param("expenditure_report")
    );
    const auto found = id
        ? persistence::round_trip(context.db(), check_queries(*id, context.app.today()))
        : std::vector<persistence::rows>{};
    const auto& partner = context.request.who->partner_id;
    if (!id || found[0].empty() || (partner && *partner != found[0][0].integer("partner_id"))) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    told_checks answer;
    for (const auto& one : findings_of(found)) {
        const auto text =
            domain::message_for(one.what.code, context.request.language(), one.what.args);
        const bool open = one.what.severity == domain::check_severity::warning && !one.reason;
        answer.errors += one.what.severity == domain::check_severity::error ? 1 : 0;
        answer.open_warnings += open ? 1 : 0;
        answer.items.push_back(
            {std::string{one.what.code}, std::string{domain::name(one.what.severity)},
             one.what.part, text.message,
             text.hint.empty() ? std::nullopt : std::optional{text.hint}, one.reason.has_value(),
             one.reason, one.acknowledged_by}
        );
    }
    answer.may_be_submitted = answer.errors == 0 && answer.open_warnings == 0;
    return json_response(200, to_json(answer));
}

endpoint checks_endpoint() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/expenditure-reports/{expenditure_report}/checks";
    made.operation_id = "get_expenditure_report_checks";
    made.summary = "All checks of the report as it stands, at once";
    made.tag = "Expenditure";
    made.action = domain::action::read_partner_side;
    made.response_schema = schema_of<told_checks>();
    made.handle = show;
    return made;
}

}  // namespace

std::vector<told_finding> check_report(command_run& run, std::int64_t report) {
    return findings_of(load_checks(run, report));
}

void require_checked(command_run& run, std::span<const told_finding> findings) {
    for (const auto& one : findings) {
        const bool stands = one.what.severity == domain::check_severity::error ||
            (one.what.severity == domain::check_severity::warning && !one.reason);
        if (stands) {
            run.add({"/checks/" + one.what.part, std::string{one.what.code}, one.what.args});
        }
    }
}

template <>
struct wire<acknowledged_check> {
    static const object_schema<acknowledged_check>& schema() {
        using body = acknowledged_check;
        static const auto declared = object<body>(
            "acknowledged_check", "A warning and why it is no obstacle",
            field("check", &body::check, "Code of the check", length(1, 60)),
            field(
                "part", &body::part, "Its part, as the checks tell it", length(0, 400),
                defaults_to("")
            ),
            field("reason", &body::reason, "Why", length(1, 1000), multiline())
        );
        return declared;
    }
};

template <>
struct wire<acknowledgement_of_checks> {
    static const object_schema<acknowledgement_of_checks>& schema() {
        using body = acknowledgement_of_checks;
        static const auto declared = object<body>(
            "acknowledgement_of_checks",
            "Warnings acknowledged with a reason; each comes back when its facts change",
            field("checks", &body::checks, "Which", items(1, 1000))
        );
        return declared;
    }
};

template <>
struct wire<told_check> {
    static const object_schema<told_check>& schema() {
        using body = told_check;
        static const auto declared = object<body>(
            "report_check", "One finding", field("check", &body::check, "Its code"),
            field("severity", &body::severity, "error, warning or info"),
            field("part", &body::part, "Document and budget line, or budget line; else empty"),
            field("message", &body::message, "In the caller's language"),
            field("hint", &body::hint, "What to do"),
            field("is_acknowledged", &body::is_acknowledged, "With these very facts"),
            field("reason", &body::reason, "It was acknowledged with"),
            field("acknowledged_by", &body::acknowledged_by, "Who did")
        );
        return declared;
    }
};

template <>
struct wire<told_checks> {
    static const object_schema<told_checks>& schema() {
        using body = told_checks;
        static const auto declared = object<body>(
            "report_checks", "What stands between the report and its submission",
            field("items", &body::items, "Errors first"),
            field("errors", &body::errors, "How many errors"),
            field("open_warnings", &body::open_warnings, "How many warnings nobody acknowledged"),
            field("may_be_submitted", &body::may_be_submitted, "Neither of them")
        );
        return declared;
    }
};

endpoints report_check_endpoints() {
    return {
        checks_endpoint(),
        command<acknowledgement_of_checks>(
            {"/api/v1/expenditure-reports/{expenditure_report}/acknowledge",
             "acknowledge_report_checks", "Acknowledge warnings with a reason", "Expenditure",
             domain::action::report_expenditure},
            acknowledge
        ),
        report_check_terms_endpoint()};
}

}  // namespace tranche::server
