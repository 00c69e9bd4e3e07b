// "What waits for me?": of everything whose state waits for a step that one of the caller's roles
// may take, those the caller may take it on, with what else stands in its way. Which steps are
// waited for stands in the lifecycles, who takes them in domain/acts, and whether it is open in the
// command itself.
#include "domain/acts.hpp"
#include "persistence/obligations_that_wait.hpp"
#include "persistence/resources.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/handler_context.hpp"
#include "server/json/values.hpp"
#include "server/read/actions.hpp"
#include "server/routes/routes.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <functional>
#include <vector>

namespace tranche::server {
namespace json = boost::json;
namespace {

using domain::entity;

struct waiting {
    acted_on what;
    std::optional<std::string> since;
    std::string members;  // of its JSON, each with a comma before it
    // Of a report or plan that is due: the act that hands it in, and whether that is a partner's
    // and told here to those who look after partners.
    std::string_view handed_in_by = {};
    bool is_anothers = false;

    [[nodiscard]] bool is_due() const { return !handed_in_by.empty(); }
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

waiting obligation(entity of, bool is_anothers, const persistence::row& row) {
    waiting one{
        {of, row.integer("_id"), row.text("_state")},
        row.maybe_text("_since"),
        {},
        of == entity::project ? "submit_obligation" : "create_expenditure_report",
        is_anothers};
    add_member(one.members, "project", row.text("project"));
    if (const auto agreement = row.maybe_text("agreement")) {
        add_member(one.members, "agreement", *agreement);
    }
    add_member(one.members, "obligation", row.text("kind"));
    one.members += ",\"number\":" + row.text("number");
    add_member(one.members, "due_on", row.text("due_on"));
    add_member(one.members, "state", row.text("state"));
    one.members += ",\"count\":1";
    return one;
}

using reader = std::function<waiting(const persistence::row&)>;
struct question {
    persistence::query asked;
    reader read;
};

std::vector<question> questions(const handler_context& context, std::int64_t limit) {
    const auto& who = *context.request.who;
    const auto today = context.app.today();
    std::vector<question> all;
    for (const auto* of : persistence::resources_that_wait()) {
        const auto states = states_that_wait(of->what, who.roles);
        if (!states.empty()) {
            all.push_back(
                {persistence::waiting_query(*of, {who.partner_id}, states, limit),
                 [of](const persistence::row& row) {
                     return thing(*of, row);
                 }}
            );
        }
    }
    const auto due = [](entity of, bool is_anothers = false) -> reader {
        return [=](const persistence::row& row) {
            return obligation(of, is_anothers, row);
        };
    };
    if (domain::permitted(domain::action::manage_projects, who.roles)) {
        all.push_back(
            {persistence::project_obligations_that_wait(today, limit), due(entity::project)}
        );
    }
    if (who.partner_id && domain::permitted(domain::action::report_expenditure, who.roles)) {
        all.push_back(
            {persistence::own_reports_that_wait(today, *who.partner_id, limit),
             due(entity::agreement)}
        );
    }
    if (!who.partner_id && domain::permitted(domain::action::manage_partners, who.roles)) {
        all.push_back(
            {persistence::late_reports_of_partners(today, limit), due(entity::agreement, true)}
        );
    }
    return all;
}

// Sets `more` when there are more of a kind than were read.
std::vector<waiting> find(handler_context& context, std::int64_t limit, bool& more) {
    const auto all = questions(context, limit);
    std::vector<waiting> found;
    if (all.empty()) {
        return found;
    }
    std::vector<persistence::query> asked;
    asked.reserve(all.size());
    for (const auto& one : all) {
        asked.push_back(one.asked);
    }
    const auto answers = persistence::round_trip(context.db(), asked);
    for (std::size_t i = 0; i < all.size(); ++i) {
        more = more || static_cast<std::int64_t>(answers[i].size()) >= limit;
        for (const auto row : answers[i]) {
            found.push_back(all[i].read(row));
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
        const auto actions = one.is_anothers ? std::optional<std::string>{"[]"}
                                             : awaited_actions(context, one.what, one.handed_in_by);
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
        write_value(body, one.is_due() ? std::string_view{"reporting_obligation"} : names.stem);
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
         {{"type", text("Kind of thing, by its name; or reporting_obligation")},
          {"id", text("Its id; of an obligation that of the project or agreement")},
          {"href", text("Where to read it")},
          {"code", text("Its code")},
          {"project", text("Code of the project")},
          {"agreement", text("Code of the agreement")},
          {"series", text("Code of the series of rates")},
          {"obligation", text("What is due: interim_report, workplan, partner_report ...")},
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
