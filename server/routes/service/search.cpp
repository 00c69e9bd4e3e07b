// One field to find anything by its code or name.
#include "persistence/search.hpp"

#include "domain/entity.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/handler_context.hpp"
#include "server/json/schema.hpp"
#include "server/routes/routes.hpp"

#include <algorithm>
#include <sstream>

namespace tranche::server {
namespace {

constexpr std::size_t words_at_most = 6;
constexpr std::size_t text_at_most = 200;

struct found_thing {
    std::string type;
    std::optional<std::string> id;
    std::string code, title;
    std::optional<std::string> url;
};

struct search_answer {
    std::vector<found_thing> items;
};

[[noreturn]] void refuse(std::string code, domain::message_args args) {
    throw domain::refusal{
        {domain::error_kind::malformed,
         "bad_query",
         {},
         {{"?q", std::move(code), std::move(args)}}}};
}

std::vector<std::string> words_of(std::string_view text) {
    if (text.size() > text_at_most) {
        refuse(
            "too_long",
            {{"max", std::to_string(text_at_most)}, {"length", std::to_string(text.size())}}
        );
    }
    std::vector<std::string> words;
    std::istringstream in{std::string{text}};
    for (std::string one; in >> one && words.size() < words_at_most;) {
        words.push_back(std::move(one));
    }
    if (words.empty()) {
        refuse("too_short", {{"min", "1"}, {"length", "0"}});
    }
    return words;
}

// Of what the caller may read.
std::vector<std::string_view> types_for(const principal& who, std::optional<std::string_view> one) {
    const bool office = domain::permitted(domain::action::read_funding, who.roles);
    std::vector<std::string_view> types;
    for (const auto type : persistence::searchable_types()) {
        const bool partners_too =
            type == "partner" || type == "agreement" || type == "member_state";
        if ((office || partners_too) && (!one || *one == type)) {
            types.push_back(type);
        }
    }
    return types;
}

found_thing thing_of(const persistence::row& row) {
    found_thing made{row.text("type"), {}, row.text("code"), row.text("title"), {}};
    if (const auto what = domain::entity_of_stem(made.type); what && !row.is_null("id")) {
        made.id = domain::public_id(*what, row.integer("id"));
        made.url = "/api/v1/" + std::string{domain::names_of(*what).collection} + '/' + *made.id;
    }
    return made;
}

}  // namespace

template <>
struct wire<found_thing> {
    static const object_schema<found_thing>& schema() {
        using body = found_thing;
        static const auto declared = object<body>(
            "found_thing", "What was found",
            field(
                "type", &body::type, "instrument, funding_line, donor, contribution, project ..."
            ),
            field("id", &body::id, "Null for a State, which goes by its code"),
            field("code", &body::code, "Its code"),
            field("title", &body::title, "Its name in the caller's language, where there is one"),
            field("url", &body::url, "Where it is read; null for a State")
        );
        return declared;
    }
};

template <>
struct wire<search_answer> {
    static const object_schema<search_answer>& schema() {
        static const auto declared = object<search_answer>(
            "search_answer", "Exact codes first, then beginnings of codes, then of names",
            field("items", &search_answer::items, "What was found")
        );
        return declared;
    }
};

namespace {

api_response search(handler_context& context) {
    const auto& who = *context.request.who;
    persistence::search_wish wish;
    wish.words = words_of(context.request.query_value("q").value_or(""));
    wish.types = types_for(who, context.request.query_value("type"));
    wish.language = context.request.language();
    wish.partner_id = who.partner_id;
    wish.at_most = context.request.query_integer("limit", 20);
    search_answer answer;
    if (!wish.types.empty()) {
        for (const auto row : persistence::ask(context.db(), persistence::search(wish))) {
            answer.items.push_back(thing_of(row));
        }
    }
    return json_response(200, to_json(answer));
}

}  // namespace

endpoints search_endpoints() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/search";
    made.operation_id = "search";
    made.summary = "Find anything by its code or name, in three languages and without accents";
    made.tag = "Search";
    made.action = domain::action::read_partner_side;
    const auto types = persistence::searchable_types();
    made.query_parameters = {
        {.name = "q",
         .description = "Words, each of which stands in the code or a name; at most 6 count",
         .required = true},
        {.name = "type",
         .description = "Only these",
         .type = parameter_type::choice,
         .choices = {types.begin(), types.end()}},
        {.name = "limit",
         .description = "At most so many",
         .type = parameter_type::integer,
         .min = 1,
         .max = 100}};
    made.response_schema = schema_of<search_answer>();
    made.handle = search;
    return {std::move(made)};
}

}  // namespace tranche::server
