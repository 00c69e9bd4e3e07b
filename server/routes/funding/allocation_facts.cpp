#include "server/routes/funding/allocation_facts.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tranche::server {
namespace {

std::optional<bool> maybe_truth(const persistence::row& row, const char* column) {
    return row.is_null(column) ? std::nullopt : std::optional{row.truth(column)};
}

template <class Value>
boost::json::value json_of(const std::optional<Value>& known) {
    return known ? boost::json::value(*known) : boost::json::value(nullptr);
}

}  // namespace

persistence::query line_facts(
    std::int64_t line, std::int64_t project, std::int64_t pot, domain::date on
) {
    return {
        {"allocation_line_facts",
         R"(
             select l.currency, l.instrument_id, t.valid_from, t.ceiling_national,
                 t.ceiling_regional, t.ceiling_multi_regional, t.ceiling_global,
                 t.excludes_article_4, array_to_string(t.excluded_types, ' ') as excluded_types,
                 t.endorsements_national, t.endorsements_regional,
                 funding.available_from(l.id, $3, $4) + w.ahead as available, w.ahead,
                 coalesce((select sum(x.amount)::bigint from funding.allocation x where
                 x.project_id = $2), 0) as allocated_before
               from funding.funding_line l
               left join lateral (select * from funding.line_terms t where t.line_id = l.id and
                   t.valid_from <= $4 order by t.valid_from desc limit 1) t on true
               cross join lateral (select funding.prefinancing_of(l.id, $3, $4) as ahead) w
               where l.id = $1)"},
        {line, project, pot, on}};
}

persistence::query terms_of_fund(std::int64_t project, domain::date on) {
    return {
        {"terms_of_fund",
         R"(
             select l.currency, t.valid_from, t.ceiling_national, t.ceiling_regional,
                 t.ceiling_multi_regional, t.ceiling_global, t.excludes_article_4,
                 array_to_string(t.excluded_types, ' ') as excluded_types,
                 t.endorsements_national, t.endorsements_regional
               from funding.project p
               join funding.funding_line l on l.instrument_id = p.instrument_id
               join lateral (select * from funding.line_terms t where t.line_id = l.id and
                   t.valid_from <= $2 order by t.valid_from desc limit 1) t on true
               where p.id = $1
               order by l.id)"},
        {project, on}};
}

std::optional<domain::line_terms> terms_of(const persistence::row& row) {
    if (row.is_null("valid_from")) {
        return std::nullopt;
    }
    const auto currency = row.currency("currency");
    const auto ceiling = [&](const char* column) {
        return row.is_null(column) ? std::nullopt : std::optional{row.money(column, currency)};
    };
    domain::line_terms terms;
    terms.ceiling_national = ceiling("ceiling_national");
    terms.ceiling_regional = ceiling("ceiling_regional");
    terms.ceiling_multi_regional = ceiling("ceiling_multi_regional");
    terms.ceiling_global = ceiling("ceiling_global");
    terms.excludes_article_4 = row.truth("excludes_article_4");
    terms.endorsements_national = row.integer("endorsements_national");
    terms.endorsements_regional = row.integer("endorsements_regional");
    const auto types = row.text("excluded_types");
    for (std::size_t at = 0; at + 2 <= types.size(); at += 3) {
        terms.excluded_types.push_back(types.substr(at, 2));
    }
    return terms;
}

// Shares, and with them the States, may change from a day on: those in force that day count.
persistence::query states_on(std::int64_t project, domain::date on) {
    return {
        {"project_states_on",
         R"(
             select b.state, b.member, s.membership, s.income_group, s.eu_member, s.article_4,
                 s.withdrawn,
                 exists (select 1 from funding.endorsement e where e.project_id = b.project_id
                     and e.kind = 'government_letter' and e.state = b.state) as letter
               from funding.benefiting_state b, reference.status_of(b.state::text, $2) s
               where b.project_id = $1
                 and b.valid_from = (select max(d.valid_from) from funding.benefiting_state d
                     where d.project_id = $1 and d.valid_from <= $2)
               order by b.state)"},
        {project, on}};
}

domain::state_facts facts_of_state(const persistence::row& row) {
    return {
        row.maybe_text("membership"), row.maybe_text("income_group"), maybe_truth(row, "eu_member"),
        maybe_truth(row, "article_4"), maybe_truth(row, "withdrawn")};
}

std::vector<domain::state_of_project> states_of(const persistence::rows& found) {
    std::vector<domain::state_of_project> states;
    for (const auto row : found) {
        states.push_back(
            {row.text("state"), row.truth("member"), facts_of_state(row), row.truth("letter")}
        );
    }
    return states;
}

std::string snapshot_of(
    const std::vector<domain::state_of_project>& states, bool excludes_article_4
) {
    boost::json::array all;
    for (const auto& one : states) {
        const auto answer = domain::eligibility_of(one.known, excludes_article_4);
        boost::json::object row{
            {"state", one.state},
            {"member", one.member},
            {"letter", one.letter},
            {"answer", domain::name(answer.answer)},
            {"membership", json_of(one.known.membership)},
            {"income_group", json_of(one.known.income_group)},
            {"eu_member", json_of(one.known.eu_member)},
            {"article_4", json_of(one.known.article_4)},
            {"withdrawn", json_of(one.known.withdrawn)}};
        if (!answer.reason.empty()) {
            row["reason"] = answer.reason;
        }
        all.push_back(std::move(row));
    }
    return boost::json::serialize(all);
}

}  // namespace tranche::server
