#include "server/read/resource_endpoints.hpp"

#include "domain/error.hpp"
#include "persistence/digest.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/handler_context.hpp"
#include "server/read/actions.hpp"
#include "server/read/cursor.hpp"
#include "server/read/row_json.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

using persistence::column;
using persistence::column_type;
using persistence::list_wish;
using persistence::resource;

persistence::viewer viewer_of(const handler_context& context) {
    return {context.request.who->partner_id};
}

[[noreturn]] void refuse_query(std::string name, std::string code) {
    throw domain::refusal{domain::error{
        domain::error_kind::malformed,
        "bad_query",
        {},
        {{"?" + std::move(name), std::move(code), {}}}}};
}

// A filter's text in the form PostgreSQL takes: references become ids. Numbers, dates and flags
// were checked against the declared parameters before.
std::string filter_value(handler_context& context, const column& of, std::string_view text) {
    switch (of.type) {
        case column_type::id: {
            const auto id = context.app.references.find(context.db(), of.of.value(), text);
            return std::to_string(id.value_or(-1));  // names nothing: matches nothing
        }
        case column_type::subject: {
            for (const auto& names : domain::all_entities()) {
                if (const auto id = domain::parse_public_id(names.what, text)) {
                    return std::to_string(*id);  // random, so it names one row of all kinds
                }
            }
            refuse_query(std::string{of.name}, "not_an_id");
        }
        default:
            return std::string{text};
    }
}

struct sort_wish {
    const column* by = nullptr;
    bool descending = false;
};

sort_wish sort_of(const resource& of, std::string_view text) {
    const bool descending = text.starts_with('-');
    if (descending) {
        text.remove_prefix(1);
    }
    const auto found = std::ranges::find_if(of.columns, [&](const column& one) {
        return one.sort && one.name == text;
    });
    return {found == of.columns.end() ? nullptr : &*found, descending};
}

std::string etag_of(std::string_view body) {
    return persistence::sha256_hex(body).substr(0, 16);
}

api_response answer(const api_request& request, std::string body, std::string_view etag) {
    auto known = request.header("if-none-match");
    std::string_view tag = etag;
    for (auto* one : {&known, &tag}) {
        if (one->starts_with("W/")) {
            one->remove_prefix(2);  // compressed or not, it is the same answer
        }
    }
    const bool unchanged = !known.empty() && (known == tag || known == "*");
    auto response = json_response(200, {});
    response.set_header("ETag", std::string{etag});
    response.set_header("Cache-Control", "private, no-cache");
    if (unchanged) {
        response.status = 304;
        return response;
    }
    response.body = std::move(body);
    return response;
}

persistence::cut_days days_of(const api_request& request) {
    persistence::cut_days days;
    if (const auto text = request.query_value("until")) {
        days.until = std::string{*text};
    }
    if (const auto text = request.query_value("as_known_on")) {
        days.as_known_on = std::string{*text};
    }
    return days;
}

api_response list(handler_context& context, const resource& of) {
    const auto& request = context.request;
    list_wish wish;
    std::string identity{domain::names_of(of.what).stem};
    if (of.dated_figures) {
        wish.days = days_of(request);
        identity += "&until=" + wish.days.until.value_or("") +
            "&as_known_on=" + wish.days.as_known_on.value_or("");
    }
    for (const auto& one : of.columns) {
        if (const auto text = one.filter ? request.query_value(one.name) : std::nullopt) {
            wish.filters.emplace_back(&one, filter_value(context, one, *text));
            identity += '&' + std::string{one.name} + '=' + std::string{*text};
        }
    }
    if (const auto text = request.query_value("q")) {
        wish.search = std::string{*text};
        identity += "&q=" + *wish.search;
    }
    const auto sort_text = request.query_value("sort").value_or(of.default_sort);
    const auto sort = sort_of(of, sort_text);
    wish.sort = sort.by;
    wish.descending = sort.descending;
    wish.limit = request.query_integer("limit", 50);
    identity += "&sort=" + std::string{sort_text};
    if (const auto text = request.query_value("cursor")) {
        wish.after = read_cursor(*text, identity);
        if (!wish.after) {
            refuse_query("cursor", "bad_cursor");
        }
    }

    const auto by = viewer_of(context);
    std::vector<persistence::query> asked{persistence::list_query(of, by, wish)};
    const bool with_total = request.query_flag("total");
    if (with_total) {
        asked.push_back(persistence::count_query(of, by, wish));
    }
    const auto answers = persistence::round_trip(context.db(), asked);
    const auto& found = answers[0];
    const int shown = static_cast<int>(std::min<std::int64_t>(found.size(), wish.limit));

    std::string body = "{\"items\":[";
    for (int i = 0; i < shown; ++i) {
        if (i != 0) {
            body += ',';
        }
        open_row_json(body, of, found[i], false);
        body += '}';
    }
    body += "],\"next_cursor\":";
    std::string next;
    if (found.size() > shown) {
        const auto last = found[shown - 1];
        next = write_cursor({last.maybe_text("_sort"), last.integer("_id")}, identity);
        body += '"' + next + '"';
    } else {
        body += "null";
    }
    if (with_total) {
        body += ",\"total\":" + answers[1][0].text("total");
    }
    body += '}';
    auto etag = "W/\"" + etag_of(body) + '"';
    auto response = answer(request, std::move(body), etag);
    if (!next.empty()) {
        response.set_header(
            "Link",
            "<" + request.path + "?cursor=" + next + "&sort=" + std::string{sort_text} +
                ">; rel=\"next\""
        );
    }
    return response;
}

api_response single(handler_context& context, const resource& of) {
    const auto text = context.request.param(domain::names_of(of.what).stem);
    const auto id = context.app.references.find(context.db(), of.what, text);
    if (!id) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto by = viewer_of(context);
    const auto days = of.dated_figures ? days_of(context.request) : persistence::cut_days{};
    std::vector<persistence::query> asked{persistence::one_query(of, by, *id, days)};
    for (const auto& child : of.children) {
        asked.push_back(persistence::children_query(child, by, *id, days));
    }
    const auto answers = persistence::round_trip(context.db(), asked);
    if (answers[0].empty()) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto row = answers[0][0];
    std::string body;
    open_row_json(body, of, row, true);
    for (std::size_t i = 0; i < of.children.size(); ++i) {
        body += ",\"" + std::string{of.children[i].name} + "\":[";
        bool first = true;
        for (const auto child : answers[i + 1]) {
            body += first ? "" : ",";
            first = false;
            open_row_json(body, *of.children[i].of, child, false);
            body += '}';
        }
        body += ']';
    }
    const bool is_now = !days.until && !days.as_known_on;
    if (is_now && has_acts(of.what)) {
        const auto state = of.state_sql.empty() ? std::string{} : row.text("_state");
        write_actions(body, context, {of.what, *id, state});
    }
    body += ",\"links\":{\"self\":\"/api/v1/" + std::string{domain::names_of(of.what).collection} +
        '/' + domain::public_id(of.what, *id) + "\"}}";
    auto etag = "\"v" + row.text("_version") + '-' + etag_of(body) + '"';
    auto response = answer(context.request, std::move(body), etag);
    if (is_now && has_acts(of.what)) {  // reasons are sentences
        const auto language = domain::language_tag(context.request.language());
        response.set_header("Content-Language", std::string{language});
        response.set_header("Vary", "Accept-Language");
    }
    return response;
}

parameter_type filter_type(column_type type) {
    switch (type) {
        case column_type::integer:
            return parameter_type::integer;
        case column_type::truth:
            return parameter_type::flag;
        case column_type::date:
            return parameter_type::date;
        default:
            return parameter_type::text;
    }
}

std::vector<parameter> cut_parameters() {
    return {
        {.name = "until",
         .description = "Balances and sums of what counts until this day, included",
         .type = parameter_type::date},
        {.name = "as_known_on",
         .description = "Balances and sums of what was recorded by the end of this day (UTC)",
         .type = parameter_type::date}};
}

std::vector<parameter> list_parameters(const resource& of) {
    auto all = of.dated_figures ? cut_parameters() : std::vector<parameter>{};
    std::vector<std::string> sorts{"id", "-id"};
    for (const auto& one : of.columns) {
        if (one.filter) {
            all.push_back(
                {.name = std::string{one.name},
                 .description = one.is_shown(true) ? "Only rows with this " + std::string{one.name}
                                                   : std::string{one.about},
                 .type = filter_type(one.type)}
            );
        }
        if (one.sort) {
            sorts.emplace_back(one.name);
            sorts.push_back("-" + std::string{one.name});
        }
    }
    if (!of.search_sql.empty()) {
        all.push_back({.name = "q", .description = "Only rows whose text contains this"});
    }
    all.push_back(
        {.name = "sort",
         .description = "Order; '-' before the name turns it round",
         .type = parameter_type::choice,
         .choices = std::move(sorts)}
    );
    all.push_back(
        {.name = "limit",
         .description = "Rows on a page",
         .type = parameter_type::integer,
         .min = 1,
         .max = 500}
    );
    all.push_back({.name = "cursor", .description = "next_cursor of the page before"});
    all.push_back(
        {.name = "total", .description = "Count all rows as well", .type = parameter_type::flag}
    );
    return all;
}

}  // namespace

std::vector<endpoint> read_endpoints(const resource& of, domain::action action, std::string tag) {
    const auto& names = domain::names_of(of.what);
    const auto base = "/api/v1/" + std::string{names.collection};
    endpoint many;
    many.method = "GET";
    many.path = base;
    many.operation_id = "list_" + std::string{names.collection};
    std::ranges::replace(many.operation_id, '-', '_');
    many.summary = "List: " + std::string{of.about};
    many.tag = tag;
    many.action = action;
    many.response_schema = describe_list(of);
    many.query_parameters = list_parameters(of);
    many.handle = [&of](handler_context& context) {
        return list(context, of);
    };

    endpoint one;
    one.method = "GET";
    one.path = base + "/{" + std::string{names.stem} + '}';
    one.operation_id = "get_" + std::string{names.stem};
    one.summary = std::string{of.about};
    one.tag = std::move(tag);
    one.action = action;
    if (of.dated_figures) {
        one.query_parameters = cut_parameters();
    }
    one.response_schema = describe_resource(of);
    one.handle = [&of](handler_context& context) {
        return single(context, of);
    };
    return {std::move(many), std::move(one)};
}

}  // namespace tranche::server
