// From any record back to the gift and forward to the result, one shape for all kinds of record.
#include "persistence/trail.hpp"

#include "domain/error.hpp"
#include "persistence/trail_map.hpp"
#include "server/api/handler_context.hpp"
#include "server/read/cursor.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/trail_schema.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace tranche::server {
namespace {

namespace json = boost::json;
using domain::entity;
using persistence::trail_name;
using persistence::trail_thing;

// With brackets: braces would make arrays.
json::value text_or_null(const std::optional<std::string>& text) {
    return text ? json::value(*text) : json::value(nullptr);
}

json::object money_json(domain::money amount) {
    return {
        {"amount", amount.to_decimal()}, {"currency", std::string{amount.currency_unit().code()}}};
}

std::string id_of(const trail_name& name) {
    return domain::public_id(name.what, name.id);
}

// Every thing named leads to its record and to its own trail.
json::object named(const trail_name& name) {
    const auto& names = domain::names_of(name.what);
    const auto id = id_of(name);
    return {
        {"type", names.stem},
        {"id", id},
        {"href", "/api/v1/" + std::string{names.collection} + '/' + id},
        {"trail", "/api/v1/trail/" + id}};
}

json::object thing_json(const trail_thing& one) {
    auto out = named(one.name);
    out["code"] = text_or_null(one.code);
    out["on"] = text_or_null(one.on);
    out["amount"] = one.amount ? json::value(money_json(*one.amount)) : json::value(nullptr);
    if (one.next) {
        out["what"] = one.how;
        out["of"] = id_of(*one.next);
    }
    return out;
}

json::array things_json(const std::vector<trail_thing>& things) {
    json::array all;
    for (const auto& one : things) {
        all.push_back(thing_json(one));
    }
    return all;
}

// Acts of persons, or documents: `word` is what is told of each.
json::array told_json(
    const std::vector<std::pair<entity, persistence::rows>>& lists, const char* word
) {
    json::array all;
    for (const auto& [kind, rows] : lists) {
        for (const auto row : rows) {
            json::object one{
                {word, row.text("told")},
                {"on", text_or_null(row.maybe_text("on_day"))},
                {"of", named({kind, row.integer("of_id")})}};
            if (!row.is_null("person_id")) {
                one["person"] = text_or_null(row.maybe_text("person"));
            }
            all.push_back(std::move(one));
        }
    }
    return all;
}

json::array postings_json(const persistence::rows& postings, std::int64_t entry) {
    json::array all;
    for (const auto row : postings) {
        if (row.integer("entry_id") == entry) {
            all.push_back(json::object{
                {"book", row.text("book")},
                {"account", row.text("kind")},
                {"amount", money_json(row.money("amount", "currency"))},
                {"base_amount", money_json(row.money("base_amount", "base_currency"))},
                {"rate", text_or_null(row.maybe_text("rate"))}});
        }
    }
    return all;
}

json::value entry_or_null(const persistence::row& row, const char* column) {
    const auto id = row.maybe_integer(column);
    return id ? json::value(named({entity::journal_entry, *id})) : json::value(nullptr);
}

json::array entries_json(const persistence::trail& found, std::int64_t limit) {
    json::array all;
    const auto& entries = found.ledger[0];
    for (int i = 0; i < std::min<std::int64_t>(entries.size(), limit); ++i) {
        const auto row = entries[i];
        const auto id = row.integer("id");
        auto one = named({entity::journal_entry, id});
        one["event"] = row.text("event");
        one["effective_on"] = row.text("effective_on");
        one["recorded_at"] = row.text("recorded_at");
        one["recorded_by"] = text_or_null(row.maybe_text("person"));
        const auto source = domain::entity_of_stem(row.text("source_type"));
        one["source"] =
            source ? json::value(named({*source, row.integer("source_id")})) : json::value(nullptr);
        one["reverses"] = entry_or_null(row, "reverses_id");
        one["reversed_by"] = entry_or_null(row, "reversed_by");
        one["postings"] = postings_json(found.ledger[1], id);
        all.push_back(std::move(one));
    }
    return all;
}

json::array audit_json(const persistence::rows& events) {
    json::array all;
    for (const auto row : events) {
        const auto id = domain::public_id(entity::audit_event, row.integer("id"));
        all.push_back(json::object{
            {"id", id},
            {"at", row.text("at")},
            {"action", row.text("action")},
            {"person", text_or_null(row.maybe_text("person"))},
            {"href", "/api/v1/audit-events/" + id}});
    }
    return all;
}

// The nearest thing of a kind at or behind the subject.
std::optional<std::string> nearest(const persistence::trail& found, entity what) {
    if (found.subject.name.what == what) {
        return id_of(found.subject.name);
    }
    const auto at = std::ranges::find_if(found.behind, [&](const trail_thing& one) {
        return one.name.what == what;
    });
    return at == found.behind.end() ? std::nullopt : std::optional{id_of(at->name)};
}

// Puts values in the places of {id}, {on} ...; nothing when one is not known.
std::optional<std::string> filled_in(std::string_view form, const persistence::trail& found) {
    std::string out;
    while (!form.empty()) {
        const auto open = std::min(form.find('{'), form.size());
        out += form.substr(0, open);
        form.remove_prefix(open);
        if (form.empty()) {
            break;
        }
        const auto name = form.substr(1, form.find('}') - 1);
        const auto given = name == "id" ? std::optional{id_of(found.subject.name)}
            : name == "on"              ? found.subject.on
            : name == "project"         ? nearest(found, entity::project)
                                        : nearest(found, entity::agreement);
        if (!given) {
            return std::nullopt;
        }
        out += *given;
        form.remove_prefix(name.size() + 2);
    }
    return out;
}

json::array figures_json(const persistence::trail& found) {
    json::array all;
    for (const auto& one : persistence::trail_figures()) {
        if (one.of != found.subject.name.what) {
            continue;
        }
        if (const auto parameters = filled_in(one.parameters, found)) {
            all.push_back(json::object{
                {"report", one.report},
                {"href", "/api/v1/reports/" + std::string{one.report} + '?' + *parameters}});
        }
    }
    return all;
}

trail_name subject_of(handler_context& context) {
    const auto text = context.request.param("subject");
    const auto found = context.app.references.find_any(context.db(), text);
    if (found.empty()) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    if (found.size() > 1) {
        std::string ids;
        for (const auto& [what, id] : found) {
            ids += (ids.empty() ? "" : ", ") + domain::public_id(what, id);
        }
        throw domain::refusal{
            domain::error_kind::malformed,
            "ambiguous_reference",
            {{"value", std::string{text}}, {"ids", ids}}};
    }
    return {found[0].first, found[0].second};
}

api_response show(handler_context& context) {
    const auto& request = context.request;
    persistence::trail_wish wish{.subject = subject_of(context)};
    wish.entries = request.query_integer("limit", wish.entries);
    const auto list = "trail " + id_of(wish.subject);
    if (const auto text = request.query_value("cursor")) {
        const auto at = read_cursor(*text, list);
        if (!at) {
            throw domain::refusal{domain::error{
                domain::error_kind::malformed, "bad_query", {}, {{"?cursor", "bad_cursor", {}}}}};
        }
        wish.entries_after = at->id;
    }
    const auto found = persistence::follow(context.db(), wish);
    if (!found) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto& entries = found->ledger[0];
    json::value next = nullptr;
    if (entries.size() > wish.entries) {
        const auto last = entries[static_cast<int>(wish.entries) - 1];
        next = json::string{write_cursor({std::nullopt, last.integer("id")}, list)};
    }
    json::object body{
        {"subject", thing_json(found->subject)},
        {"behind", things_json(found->behind)},
        {"feeds", things_json(found->feeds)},
        {"truncated", found->truncated},
        {"entries", entries_json(*found, wish.entries)},
        {"next_cursor", std::move(next)},
        {"people", told_json(found->people, "act")},
        {"documents", told_json(found->documents, "document")},
        {"figures", figures_json(*found)},
        {"audit", audit_json(found->ledger[2])}};
    auto response = json_response(200, json::serialize(body));
    response.set_header("Cache-Control", "private, no-cache");
    return response;
}

}  // namespace

endpoint trail_endpoint() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/trail/{subject}";
    made.operation_id = "get_trail";
    made.summary =
        "What stands behind a record and what it feeds, with entries, people and documents";
    made.tag = "Ledger and audit";
    made.action = domain::action::read_ledger;
    made.lane = lane::report;
    made.response_schema = describe_trail;
    made.query_parameters = {
        {.name = "limit",
         .description = "Journal entries on a page",
         .type = parameter_type::integer,
         .min = 1,
         .max = 200},
        {.name = "cursor", .description = "next_cursor of the page of entries before"}};
    made.handle = show;
    return made;
}

}  // namespace tranche::server
