// An agreement before and after an amendment: two versions that stay, read side by side.
#include "domain/error.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/handler_context.hpp"
#include "server/json/schema.hpp"
#include "server/routes/agreements/amendments.hpp"

namespace tranche::server {
namespace {

using domain::money;

struct compared_amount {
    std::string code;
    money before, after, change;
    std::optional<domain::date> planned_before, planned_after;
};

struct compared_text {
    std::string name;
    std::optional<std::string> before, after;
};

struct comparison {
    std::string agreement, kind, route, state;
    std::int64_t number = 0;
    std::vector<compared_amount> total, lines, tranches;
    std::vector<compared_text> particulars;
};

std::vector<persistence::query> facts_of(
    std::int64_t amendment, std::optional<std::int64_t> partner
) {
    return {
        {{"amendment_compared",
          R"(
              select a.code, a.currency, m.number, m.kind, m.route, m.state, o.value as before, n.value as after
                from partner.agreement_amendment m
                join partner.agreement a on a.id = m.agreement_id
                join partner.agreement_version o on o.id = m.from_version_id
                join partner.agreement_version n on n.id = m.version_id
                where m.id = $1
                 and ($2::bigint is null or a.partner_id = $2))"},
         {amendment, partner}},
        {{"amendment_lines_compared",
          R"(
              with m as (select from_version_id, version_id from partner.agreement_amendment where id = $1)
              select l.code, coalesce(o.amount, 0) as before, coalesce(n.amount, 0) as after,
                  null::date as planned_before, null::date as planned_after
                from (select x.* from m join partner.agreement_version_line x on x.version_id = m.from_version_id) o
                full join (select x.* from m join partner.agreement_version_line x on x.version_id = m.version_id) n
                  using (budget_line_id)
                join funding.budget_line l on l.id = budget_line_id
                order by l.code)"},
         {amendment}},
        {{"amendment_tranches_compared",
          R"(
              with m as (select from_version_id, version_id from partner.agreement_amendment where id = $1)
              select code, coalesce(o.amount, 0) as before, coalesce(n.amount, 0) as after,
                  o.planned_on as planned_before, n.planned_on as planned_after
                from (select x.* from m join partner.agreement_version_tranche x on x.version_id = m.from_version_id) o
                full join (select x.* from m join partner.agreement_version_tranche x on x.version_id = m.version_id) n
                  using (code)
                order by coalesce(o.number, n.number))"},
         {amendment}},
        {{"amendment_particulars_compared",
          R"(
              with v as (select o.title as o_title, n.title as n_title, o.start_on as o_start, n.start_on as n_start,
                      o.end_on as o_end, n.end_on as n_end, o.terms as o_terms, n.terms as n_terms
                  from partner.agreement_amendment m
                  join partner.agreement_version o on o.id = m.from_version_id
                  join partner.agreement_version n on n.id = m.version_id
                  where m.id = $1)
              select p.name, p.before, p.after from v cross join lateral (
                  select 1 as place, 'title' as name, o_title as before, n_title as after
                  union all select 2, 'start_on', o_start::text, n_start::text
                  union all select 3, 'end_on', o_end::text, n_end::text
                  union all select 4, 'terms.' || key, o_terms ->> key, n_terms ->> key
                    from jsonb_object_keys(o_terms || n_terms) key) p
                where p.before is distinct from p.after
                order by p.place, p.name)"},
         {amendment}}};
}

std::vector<compared_amount> amounts_in(const persistence::rows& found, domain::currency unit) {
    std::vector<compared_amount> all;
    for (const auto row : found) {
        const auto before = row.money("before", unit);
        const auto after = row.money("after", unit);
        all.push_back(
            {row.text("code"), before, after, after - before, row.maybe_day("planned_before"),
             row.maybe_day("planned_after")}
        );
    }
    return all;
}

}  // namespace

template <>
struct wire<compared_amount> {
    static const object_schema<compared_amount>& schema() {
        using body = compared_amount;
        static const auto declared = object<body>(
            "compared_amount", "An amount before and after",
            field("code", &body::code, "Budget line, tranche or value"),
            field("before", &body::before, "As it was"),
            field("after", &body::after, "As it is to be"),
            field("change", &body::change, "The difference"),
            field("planned_before", &body::planned_before, "Of a tranche: when it was planned"),
            field("planned_after", &body::planned_after, "Of a tranche: when it is to be")
        );
        return declared;
    }
};

template <>
struct wire<compared_text> {
    static const object_schema<compared_text>& schema() {
        using body = compared_text;
        static const auto declared = object<body>(
            "compared_particular", "Something else that changes",
            field("name", &body::name, "title, start_on, end_on or terms.*"),
            field("before", &body::before, "As it was"),
            field("after", &body::after, "As it is to be")
        );
        return declared;
    }
};

template <>
struct wire<comparison> {
    static const object_schema<comparison>& schema() {
        using body = comparison;
        static const auto declared = object<body>(
            "amendment_comparison", "An agreement before and after an amendment",
            field("agreement", &body::agreement, "Agreement number"),
            field("number", &body::number, "Which of its amendments"),
            field("state", &body::state, "Step of the amendment's life"),
            field("kind", &body::kind, "Sort of change, computed"),
            field("route", &body::route, "notice, approval or full, computed"),
            field("total", &body::total, "The value"),
            field("lines", &body::lines, "Every budget line of either"),
            field("tranches", &body::tranches, "Every instalment of either"),
            field("particulars", &body::particulars, "Whatever else differs")
        );
        return declared;
    }
};

api_response compare_amendment(handler_context& context) {
    const auto id = context.app.references.find(
        context.db(), domain::entity::agreement_amendment,
        context.request.param("agreement_amendment")
    );
    if (!id) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto facts =
        persistence::round_trip(context.db(), facts_of(*id, context.request.who->partner_id));
    if (facts[0].empty()) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto row = facts[0][0];
    const auto unit = row.currency("currency");
    const auto before = row.money("before", unit);
    const auto after = row.money("after", unit);
    comparison answer{
        .agreement = row.text("code"),
        .kind = row.text("kind"),
        .route = row.text("route"),
        .state = row.text("state"),
        .number = row.integer("number"),
        .total = {{"value", before, after, after - before, {}, {}}},
        .lines = amounts_in(facts[1], unit),
        .tranches = amounts_in(facts[2], unit),
        .particulars = {}};
    for (const auto one : facts[3]) {
        answer.particulars.push_back(
            {one.text("name"), one.maybe_text("before"), one.maybe_text("after")}
        );
    }
    return json_response(200, to_json(answer));
}

describe_fn describe_amendment_comparison() {
    return schema_of<comparison>();
}

}  // namespace tranche::server
