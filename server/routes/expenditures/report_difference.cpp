// What changed between two rounds of a report, for whoever reviews it or mends it.
#include "domain/report_difference.hpp"

#include "persistence/round_trip.hpp"
#include "server/api/handler_context.hpp"
#include "server/json/schema.hpp"
#include "server/routes/expenditures/expenditure_rounds.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

struct compared_report_line {
    std::string line, document, budget_line, payee;
    domain::date spent_on;
    money amount;
};

struct told_field {
    std::string field;
    std::optional<std::string> before, after;
};

struct told_change {
    compared_report_line before, after;
    std::vector<told_field> fields;
};

struct told_totals {
    money before, after, change;
};

struct told_difference {
    std::optional<std::int64_t> from;
    std::optional<std::int64_t> to;
    std::vector<compared_report_line> added, removed;
    std::vector<told_change> changed;
    std::int64_t unchanged = 0;
    told_totals totals;
};

constexpr const char* compared_fields[] = {"document",        "supplier_tax_id", "document_type",
                                           "document_series", "document_total",  "spent_on",
                                           "service",         "budget_line",     "payee",
                                           "description",     "amount",          "tax",
                                           "sub_partner",     "corrects"};

// Rounds handed in, and the set of lines as it is now.
persistence::query rounds_of(std::int64_t report) {
    return {
        {"rounds_to_compare",
         R"(
             select a.partner_id, r.currency, r.round as lines_now, n.number, n.lines_round
               from partner.expenditure_report r
               join partner.agreement a on a.id = r.agreement_id
               left join partner.report_round n on n.report_id = r.id
               where r.id = $1
               order by n.number)"},
        {report}};
}

persistence::query lines_of(std::int64_t report, std::int64_t lines_round) {
    return {
        {"lines_to_compare",
         R"(
             select n.id, n.document_key, n.document, n.supplier_tax_id, n.document_type,
                 n.document_series, n.document_total, n.spent_on,
                 n.service_first || '/' || n.service_last as service, l.code as budget_line,
                 n.payee, n.description, n.tax_amount, n.currency, n.amount,
                 coalesce(n.spent_currency, n.currency) as paid_in,
                 coalesce(n.spent_amount, n.amount) as paid, n.corrects_line_id,
                 s.code as sub_partner
               from partner.expenditure_line n
               join funding.budget_line l on l.id = n.budget_line_id
               left join partner.sub_partner s on s.id = n.sub_partner_id
               where n.report_id = $1 and n.round = $2
               order by n.position)"},
        {report, lines_round}};
}

std::string field_text(const persistence::row& row, std::string_view name) {
    const auto amount = [&](const char* column) {
        return row.is_null(column) ? std::string{} : shown(row.money(column, "paid_in"));
    };
    if (name == "amount") return amount("paid");
    if (name == "tax") return amount("tax_amount");
    if (name == "document_total") return amount("document_total");
    if (name == "corrects") {
        const auto id = row.maybe_integer("corrects_line_id");
        return id ? domain::public_id(entity::expenditure_line, *id) : std::string{};
    }
    return row.maybe_text(std::string{name}.c_str()).value_or("");
}

std::vector<domain::compared_line> compared(const persistence::rows& lines) {
    std::vector<domain::compared_line> all;
    for (const auto row : lines) {
        domain::compared_line one{
            row.text("document_key"), row.text("budget_line"), row.money("amount", "currency"), {}};
        for (const auto* name : compared_fields) {
            one.fields.emplace_back(name, field_text(row, name));
        }
        all.push_back(std::move(one));
    }
    return all;
}

compared_report_line told(const persistence::row& row) {
    return {
        domain::public_id(entity::expenditure_line, row.integer("id")),
        row.text("document"),
        row.text("budget_line"),
        row.text("payee"),
        row.day("spent_on"),
        row.money("amount", "currency")};
}

money sum_of(const persistence::rows& lines, domain::currency unit) {
    money sum{0, unit};
    for (const auto row : lines) {
        sum += row.money("amount", unit);
    }
    return sum;
}

// The set of lines a number means; without one, the report as it stands.
struct chosen {
    std::optional<std::int64_t> number;
    std::int64_t lines_round;
};

chosen round_asked(
    const handler_context& context, const persistence::rows& rounds, const char* name, chosen usual
) {
    const auto text = context.request.query_value(name);
    if (!text) {
        return usual;
    }
    for (const auto row : rounds) {
        if (!row.is_null("number") && std::to_string(row.integer("number")) == *text) {
            return {row.integer("number"), row.integer("lines_round")};
        }
    }
    throw domain::refusal{domain::error{
        domain::error_kind::rule,
        "invalid_body",
        {},
        {{name, "round_unknown", {{"number", std::string{*text}}}}}}};
}

told_difference difference(
    const persistence::rows& before, const persistence::rows& after, domain::currency unit
) {
    const auto earlier = compared(before);
    const auto later = compared(after);
    const auto found = domain::difference_of(earlier, later);
    told_difference answer;
    for (const auto place : found.added) {
        answer.added.push_back(told(after[static_cast<int>(place)]));
    }
    for (const auto place : found.removed) {
        answer.removed.push_back(told(before[static_cast<int>(place)]));
    }
    for (const auto& one : found.changed) {
        told_change change{
            told(before[static_cast<int>(one.before)]),
            told(after[static_cast<int>(one.after)]),
            {}};
        for (const auto& field : one.fields) {
            const auto given = [](const std::string& text) {
                return text.empty() ? std::nullopt : std::optional{text};
            };
            change.fields.push_back(
                {std::string{field.name}, given(field.before), given(field.after)}
            );
        }
        answer.changed.push_back(std::move(change));
    }
    answer.unchanged = static_cast<std::int64_t>(found.unchanged);
    const auto was = sum_of(before, unit);
    const auto is = sum_of(after, unit);
    answer.totals = {was, is, is - was};
    return answer;
}

// Without numbers: the report as it stands beside the last round that was handed in before it.
api_response show(handler_context& context) {
    const auto id = context.app.references.find(
        context.db(), entity::expenditure_report, context.request.param("expenditure_report")
    );
    const auto rounds = id
        ? persistence::round_trip(context.db(), std::vector<persistence::query>{rounds_of(*id)})
        : std::vector<persistence::rows>{};
    const auto& partner = context.request.who->partner_id;
    if (!id || rounds[0].empty() || (partner && *partner != rounds[0][0].integer("partner_id"))) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto now = rounds[0][0].integer("lines_now");
    chosen to{std::nullopt, now};
    chosen from{std::nullopt, now};
    const auto last = rounds[0][rounds[0].size() - 1];
    if (!last.is_null("number") && last.integer("lines_round") == now) {
        to.number = last.integer("number");
    }
    for (const auto row : rounds[0]) {
        const bool before = !row.is_null("number") && row.integer("lines_round") < now;
        if (before) {
            from = {row.integer("number"), row.integer("lines_round")};
        }
    }
    to = round_asked(context, rounds[0], "to", to);
    from = round_asked(context, rounds[0], "from", from);
    const auto lines = persistence::round_trip(
        context.db(),
        std::vector<persistence::query>{
            lines_of(*id, from.lines_round), lines_of(*id, to.lines_round)}
    );
    auto answer = difference(lines[0], lines[1], rounds[0][0].currency("currency"));
    answer.from = from.number;
    answer.to = to.number;
    return json_response(200, to_json(answer));
}

}  // namespace

template <>
struct wire<compared_report_line> {
    static const object_schema<compared_report_line>& schema() {
        using body = compared_report_line;
        static const auto declared = object<body>(
            "compared_line", "A line of one round", field("line", &body::line, "Its id"),
            field("document", &body::document, "Its document"),
            field("budget_line", &body::budget_line, "Its budget line"),
            field("payee", &body::payee, "Who was paid"),
            field("spent_on", &body::spent_on, "Its day"),
            field("amount", &body::amount, "In the currency of the disbursement")
        );
        return declared;
    }
};

template <>
struct wire<told_field> {
    static const object_schema<told_field>& schema() {
        using body = told_field;
        static const auto declared = object<body>(
            "changed_field", "A field that changed", field("field", &body::field, "Its name"),
            field("before", &body::before, "As it was; null: not given"),
            field("after", &body::after, "As it is")
        );
        return declared;
    }
};

template <>
struct wire<told_change> {
    static const object_schema<told_change>& schema() {
        using body = told_change;
        static const auto declared = object<body>(
            "changed_line", "A line that changed", field("before", &body::before, "As it was"),
            field("after", &body::after, "As it is"),
            field("fields", &body::fields, "Field by field")
        );
        return declared;
    }
};

template <>
struct wire<told_totals> {
    static const object_schema<told_totals>& schema() {
        using body = told_totals;
        static const auto declared = object<body>(
            "compared_totals", "Sums of all lines, support cost apart",
            field("before", &body::before, "Of the earlier round"),
            field("after", &body::after, "Of the later one"),
            field("change", &body::change, "after - before")
        );
        return declared;
    }
};

template <>
struct wire<told_difference> {
    static const object_schema<told_difference>& schema() {
        using body = told_difference;
        static const auto declared = object<body>(
            "report_difference", "What changed between two rounds, and only that",
            field("from", &body::from, "Number of the earlier round; null: there is none"),
            field("to", &body::to, "Number of the later one; null: lines not handed in yet"),
            field("added", &body::added, "Lines only the later one has"),
            field("removed", &body::removed, "Lines only the earlier one has"),
            field("changed", &body::changed, "Lines of both, with what differs"),
            field("unchanged", &body::unchanged, "How many lines are the same"),
            field("totals", &body::totals, "Before and after")
        );
        return declared;
    }
};

endpoint report_difference_endpoint() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/expenditure-reports/{expenditure_report}/difference";
    made.operation_id = "get_expenditure_report_difference";
    made.summary = "What changed between two rounds, line by line and field by field";
    made.tag = "Expenditure";
    made.action = domain::action::read_partner_side;
    made.response_schema = schema_of<told_difference>();
    made.query_parameters = {
        {.name = "from", .description = "Number of the earlier round; else the last one before"},
        {.name = "to", .description = "Number of the later round; else the lines as they stand"}};
    made.handle = show;
    return made;
}

}  // namespace tranche::server
