// "What waits for me?": of everything whose state waits for a step that one of the caller's roles
// may take, those the caller may take it on, with what else stands in its way. Which steps are
// waited for stands in the lifecycles, who takes them in domain/acts, and whether it is open in the
// command itself.
#include "domain/acts.hpp"
#include "persistence/resources.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/handler_context.hpp"
#include "server/json/values.hpp"
#include "server/read/actions.hpp"
#include "server/routes/routes.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>

namespace tranche::server {
namespace json = boost::json;
namespace {

using domain::entity;

struct waiting {
    acted_on what;
    std::optional<std::string> since;
    std::string members;  // of its JSON, each with a comma before it
};

void add_member(std::string& out, std::string_view name, std::string_view text) {
    out += ',';
    write_value(out, name);
    out += ':';
    write_value(out, text);
}

std::vector<std::string_view> states_that_wait(entity what, domain::role_set roles) {
    std::vector<std::string_view> found;
    for (const auto state : domain::states_of(what)) {
        if (std::ranges::any_of(domain::acts(), [&](const domain::act& one) {
                return one.on == what && domain::permitted(one.needs, roles) &&
                    domain::awaited_in(one, state);
            })) {
            found.push_back(state);
        }
    }
    return found;
}

// Computed, so without a life of its own: what a project has not handed in yet.
constexpr persistence::statement obligations_statement{
    "queue_obligations",
    "select o.project_id as _id, p.state as _state, o.waits_since as _since, p.code as project,"
    " o.kind, o.number, o.due_on, o.state"
    " from funding.obligations_as_of($1, null) o join funding.project p on p.id = o.project_id"
    " where o.waits_for = 'programme_officer'"
    " and p.state in ('active', 'suspended', 'activities_completed', 'terminated') order by o.waits_since, o.due_on, o.kind limit $2"};

waiting thing(const persistence::resource& of, const persistence::row& row) {
    waiting one{{of.what, row.integer("_id"), row.text("_state")}, row.maybe_text("_since"), {}};
    for (const std::string_view name : persistence::waiting_columns) {
        if (const auto text = row.maybe_text(std::string{name}.c_str())) {
            add_member(one.members, name, *text);
        }
    }
    add_member(one.members, "state", one.what.state);
    one.members += ",\"count\":" + row.text("_count");
    return one;
}

waiting obligation(const persistence::row& row) {
    waiting one{
        {entity::project, row.integer("_id"), row.text("_state")}, row.maybe_text("_since"), {}};
    add_member(one.members, "project", row.text("project"));
    add_member(one.members, "obligation", row.text("kind"));
    one.members += ",\"number\":" + row.text("number");
    add_member(one.members, "due_on", row.text("due_on"));
    add_member(one.members, "state", row.text("state"));
    one.members += ",\"count\":1";
    return one;
}

// Sets `more` when there are more of a kind than were read.
std::vector<waiting> find(handler_context& context, std::int64_t limit, bool& more) {
    const auto& who = *context.request.who;
    std::vector<const persistence::resource*> asked_of;
    std::vector<persistence::query> asked;
    for (const auto* of : persistence::resources_that_wait()) {
        const auto states = states_that_wait(of->what, who.roles);
        if (!states.empty()) {
            asked_of.push_back(of);
            asked.push_back(persistence::waiting_query(*of, {who.partner_id}, states, limit));
        }
    }
    const bool hands_in = domain::permitted(domain::action::manage_projects, who.roles);
    if (hands_in) {
        asked.push_back({obligations_statement, {context.app.today(), limit}});
    }
    std::vector<waiting> found;
    if (asked.empty()) {
        return found;
    }
    const auto answers = persistence::round_trip(context.db(), asked);
    more = std::ranges::any_of(answers, [&](const auto& rows) { return rows.size() >= limit; });
    for (std::size_t i = 0; i < asked_of.size(); ++i) {
        for (const auto row : answers[i]) {
            found.push_back(thing(*asked_of[i], row));
        }
    }
    if (hands_in) {
        for (const auto row : answers.back()) {
            found.push_back(obligation(row));
        }
    }
    // Longest first; what nobody knows the day of comes last.
    std::ranges::stable_sort(found, [](const waiting& one, const waiting& other) {
        return one.since && (!other.since || *one.since < *other.since);
    });
    return found;
}

api_response give(handler_context& context) {
    const auto limit = context.request.query_integer("limit", 50);
    bool more = false;
    const auto found = find(context, limit + 1, more);
    std::string body = "{\"items\":[";
    std::int64_t shown = 0;
    for (const auto& one : found) {
        const bool owed = one.members.find("\"obligation\":") != std::string::npos;
        const auto actions = awaited_actions(
            context, one.what, owed ? std::string_view{"submit_obligation"} : std::string_view{}
        );
        if (!actions) {
            continue;  // for somebody else of the same role
        }
        if (shown++ == limit) {
            more = true;
            break;
        }
        const auto& names = domain::names_of(one.what.what);
        const auto id = domain::public_id(one.what.what, one.what.id);
        body += body.back() == '[' ? "{\"type\":" : ",{\"type\":";
        write_value(body, owed ? std::string_view{"reporting_obligation"} : names.stem);
        add_member(body, "id", id);
        add_member(body, "href", "/api/v1/" + std::string{names.collection} + '/' + id);
        body += one.members + ",\"since\":";
        body += one.since ? '"' + *one.since + '"' : "null";
        body += ",\"actions\":" + *actions + '}';
    }
    body += more ? "],\"truncated\":true}" : "],\"truncated\":false}";
    auto response = json_response(200, std::move(body));
    response.set_header("Cache-Control", "private, no-cache");
    response.set_header(
        "Content-Language", std::string{domain::language_tag(context.request.language())}
    );
    response.set_header("Vary", "Accept-Language, Authorization");
    return response;
}

json::value describe(component_registry& registry) {
    const auto text = [](std::string_view about) {
        return json::object{{"type", "string"}, {"description", about}};
    };
    const json::object item{
        {"type", "object"},
        {"properties",
         {{"type", text("Kind of thing, as in its ids; or obligation")},
          {"id", text("Its id; of an obligation that of the project")},
          {"href", text("Where to read it")},
          {"code", text("Its code")},
          {"project", text("Code of the project")},
          {"agreement", text("Code of the agreement")},
          {"series", text("Code of the series of rates")},
          {"obligation", text("interim_report, workplan ...")},
          {"number", {{"type", "integer"}, {"description", "Which of its kind"}}},
          {"due_on", {{"type", "string"}, {"format", "date"}}},
          {"state", text("What it waits in")},
          {"count", {{"type", "integer"}, {"description", "How many wait together"}}},
          {"since",
           {{"type", json::array{"string", "null"}},
            {"format", "date"},
            {"description", "Since when; null when nobody knows the day"}}},
          {"actions", describe_actions(registry)}}}};
    return {
        {"type", "object"},
        {"properties",
         {{"items", {{"type", "array"}, {"items", item}}},
          {"truncated", {{"type", "boolean"}, {"description", "More waits than was asked for"}}}}}};
}

}  // namespace

endpoints queue_endpoints() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/queue";
    made.operation_id = "queue";
    made.summary = "What waits for me: since when, what I may do, and what stands in its way";
    made.tag = "People";
    made.action = domain::action::read_own_profile;
    made.lane = lane::report;
    made.response_schema = describe;
    made.query_parameters = {
        {.name = "limit",
         .description = "Items at most",
         .type = parameter_type::integer,
         .min = 1,
         .max = 200}};
    made.handle = give;
    return {made};
}

}  // namespace tranche::server
