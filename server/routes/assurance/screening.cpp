// Lists of sanctioned persons and bodies, and what on them looks like a partner or whom it pays.
#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <map>
#include <utility>

namespace tranche::server {
namespace {

using domain::entity;

struct listed_name {
    std::string reference, name;
};

struct sanctions_list_body {
    std::string code, source;
    domain::date published_on;
    std::optional<domain::percentage> threshold;
    std::vector<listed_name> entries;
};

struct match_reason {
    std::string reason;
};

// One array per column, so that a list is one statement.
persistence::query insert_entries(std::int64_t id, const std::vector<listed_name>& all) {
    std::vector<std::string> references, names;
    for (const auto& one : all) {
        references.push_back(one.reference);
        names.push_back(one.name);
    }
    return {
        {"sanctions_entries",
         R"(
             insert into partner.sanctions_entry (list_id, reference, name)
               select $1, e.*
                 from unnest($2::text[], $3::text[]) as e)"},
        {id, persistence::array_of(std::span<const std::string>{references}),
         persistence::array_of(std::span<const std::string>{names})}};
}

void check_entries(command_run& run, const std::vector<listed_name>& entries) {
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> seen;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& one = entries[i];
        const auto [known, is_new] = seen.try_emplace({one.reference, one.name}, i);
        run.require(
            is_new, "/entries/" + std::to_string(i), "given_twice",
            {{"value", one.reference + ' ' + one.name}, {"row", std::to_string(known->second + 1)}}
        );
    }
}

receipt load_list(command_run& run, const sanctions_list_body& body) {
    const auto found = run.load(
        {{{"sanctions_list_before",
           "select max(published_on) as published_on from partner.sanctions_list where code = $1"},
          {body.code}}}
    );
    check_not_future(run, "/published_on", body.published_on);
    // What is older than what counts would be kept and never looked at.
    check_not_before(
        run, "/published_on", body.published_on, found[0][0].maybe_day("published_on")
    );
    check_entries(run, body.entries);
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "partner.sanctions_list",
        {{"id", id},
         {"code", body.code},
         {"published_on", body.published_on},
         {"source", body.source},
         {"threshold", body.threshold ? body.threshold->to_decimal() : std::string{"60"}},
         {"loaded_by", run.who().user_id},
         {"loaded_on", run.today()}}
    );
    run.write(insert_entries(id, body.entries));
    run.write({{"screen_all", "select partner.screen(null, null, null)"}, {}});
    return {
        .what = entity::sanctions_list,
        .id = id,
        .code = body.code + ':' + domain::to_string(body.published_on),
        .rows = static_cast<std::int64_t>(body.entries.size())};
}

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
struct wire<listed_name> {
    static const object_schema<listed_name>& schema() {
        using body = listed_name;
        static const auto declared = object<body>(
            "listed_name", "A name of a person or body on the list; each of several is one entry",
            field("reference", &body::reference, "Its number on the list", length(1, 100)),
            field("name", &body::name, "The name, in Latin letters", length(1, 400))
        );
        return declared;
    }
};

template <>
struct wire<sanctions_list_body> {
    static const object_schema<sanctions_list_body>& schema() {
        using body = sanctions_list_body;
        static const auto declared = object<body>(
            "new_sanctions_list",
            "A version of a list, whole; it counts in the place of the one before",
            field("code", &body::code, "Whose list, e.g. UN-SC", matches_code()),
            field("source", &body::source, "Where it was taken from", length(1, 300)),
            field("published_on", &body::published_on, "Its day"),
            field(
                "threshold", &body::threshold,
                "From 50 to 100: how alike two names must be to be looked at; else 60"
            ),
            field("entries", &body::entries, "All its names", items(0, 20000))
        );
        return declared;
    }
};

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
        command<sanctions_list_body>(
            {"/api/v1/sanctions-lists", "load_sanctions_list",
             "Load a version of a list; all names are held against it", tag,
             action::load_sanctions_lists, 201},
            load_list
        ),
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
    for (const auto* of :
         {&persistence::sanctions_list_resource(), &persistence::screening_match_resource()}) {
        append(all, read_endpoints(*of, action::read_funding, tag));
    }
    return all;
}

}  // namespace tranche::server
