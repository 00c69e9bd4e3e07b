// What on lists of sanctioned persons and bodies looks like a partner or whom it pays.
#include "domain/lifecycle.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct match_reason {
    std::string reason;
};

struct match_step {
    std::string_view action, by, on, reason_column;
};

receipt decide(command_run& run, const match_step& step, const std::string& reason) {
    const auto id = run.path_id(entity::screening_match);
    const auto found = run.load(
        {{{"screening_match_to_review",
           R"(
               select m.state, m.version, m.called_by, m.called_for
                 from partner.screening_match m
                 where m.id = $1 for no key update)"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::screening_match);
    run.check_version(row);
    const std::string next{
        state_after(domain::screening_match_lifecycle(), step.action, row.text("state"))};
    if (step.action == "clear") {
        check_other_person(run, row, "called", "call_match_false");
    }
    run.update(
        entity::screening_match, id,
        {{"state", next},
         {step.by, run.who().user_id},
         {step.on, run.today()},
         {step.reason_column, reason}}
    );
    return {
        .what = entity::screening_match,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

receipt call_false(command_run& run, const match_reason& body) {
    return decide(run, {"call_false", "called_by", "called_on", "call_reason"}, body.reason);
}
receipt confirm(command_run& run, const match_reason& body) {
    return decide(run, {"confirm", "decided_by", "decided_on", "decision_reason"}, body.reason);
}
receipt clear(command_run& run, const match_reason& body) {
    return decide(run, {"clear", "decided_by", "decided_on", "decision_reason"}, body.reason);
}

std::optional<match_reason> some_reason(command_run&, const rehearsed_subject&) {
    return match_reason{"-"};
}

}  // namespace

template <>
struct wire<match_reason> {
    static const object_schema<match_reason>& schema() {
        using body = match_reason;
        static const auto declared = object<body>(
            "match_reason", "What was compared, and what came of it",
            field("reason", &body::reason, "Why", length(1, 1000), multiline())
        );
        return declared;
    }
};

endpoints screening_endpoints() {
    using domain::action;
    const std::string tag = "Assurance";
    const std::string match = "/api/v1/screening-matches/{screening_match}";
    endpoints all{
        command<match_reason>(
            {match + "/call-false", "call_match_false",
             "Say that it is somebody else; another person clears it", tag, action::review_matches},
            call_false, some_reason
        ),
        command<match_reason>(
            {match + "/confirm", "confirm_match",
             "Say that it is them; nothing is signed with or paid to the partner", tag,
             action::review_matches},
            confirm, some_reason
        ),
        command<match_reason>(
            {match + "/clear", "clear_match", "Clear it, as another person than called it false",
             tag, action::clear_matches},
            clear, some_reason
        )};
    append(all, read_endpoints(persistence::screening_match_resource(), action::read_funding, tag));
    return all;
}

}  // namespace tranche::server
