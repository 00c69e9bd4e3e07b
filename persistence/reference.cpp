#include "persistence/reference.hpp"

#include "persistence/round_trip.hpp"
#include "persistence/row_writer.hpp"

#include <algorithm>

namespace tranche::persistence {
namespace {

using domain::entity;

// Composed codes name the owner first: "GT-2009-001:T1", "CT.9001:1.1:children".
std::optional<statement> lookup_of(entity what) {
    switch (what) {
        case entity::instrument:
            return statement{
                "find_instrument", "select id from funding.instrument where code = $1"};
        case entity::accounting_period:
            return statement{
                "find_accounting_period",
                R"(
                    select a.id
                      from funding.accounting_period a
                      join funding.instrument i on i.id = a.instrument_id
                      where i.code = split_part($1, ':', 1)
                       and a.code = split_part($1, ':', 2))"};
        case entity::funding_line:
            return statement{
                "find_funding_line", "select id from funding.funding_line where code = $1"};
        case entity::donor:
            return statement{"find_donor", "select id from funding.donor where code = $1"};
        case entity::contribution:
            return statement{
                "find_contribution", "select id from funding.contribution where code = $1"};
        case entity::project:
            return statement{"find_project", "select id from funding.project where code = $1"};
        case entity::partner:
            return statement{"find_partner", "select id from partner.partner where code = $1"};
        case entity::agreement:
            return statement{"find_agreement", "select id from partner.agreement where code = $1"};
        case entity::payer_account:
            return statement{
                "find_payer_account", "select id from partner.payer_account where code = $1"};
        case entity::payment_batch:
            return statement{
                "find_payment_batch", "select id from partner.payment_batch where code = $1"};
        case entity::phase:
            return statement{
                "find_phase",
                R"(
                    select s.id
                      from funding.phase s
                      join funding.project p on p.id = s.project_id
                      where p.code = split_part($1, ':', 1)
                       and s.code = split_part($1, ':', 2))"};
        case entity::budget_version:
            return statement{
                "find_budget_version",
                R"(
                    select v.id
                      from funding.budget_version v
                      join funding.project p on p.id = v.project_id
                      where p.code = split_part($1, ':', 1)
                       and v.number::text = split_part($1, ':', 2))"};
        case entity::budget_line:
            return statement{
                "find_budget_line",
                R"(
                    select l.id
                      from funding.budget_line l
                      join funding.project p on p.id = l.project_id
                      where p.code = split_part($1, ':', 1)
                       and l.code = split_part($1, ':', 2))"};
        case entity::statement_layout:
            return statement{
                "find_statement_layout", "select id from funding.statement_layout where code = $1"};
        case entity::accounting_statement:
            return statement{
                "find_accounting_statement",
                "select id from funding.accounting_statement where code = $1"};
        case entity::obligation:
            return statement{
                "find_obligation",
                R"(
                    select o.id
                      from funding.obligation o
                      join funding.project p on p.id = o.project_id
                      where p.code = split_part($1, ':', 1)
                       and o.code = split_part($1, ':', 2))"};
        case entity::tranche:
            return statement{
                "find_tranche",
                R"(
                    select t.id
                      from partner.tranche t
                      join partner.agreement a on a.id = t.agreement_id
                      where a.code = split_part($1, ':', 1)
                       and t.code = split_part($1, ':', 2))"};
        case entity::agreement_amendment:
            return statement{
                "find_agreement_amendment",
                R"(
                    select m.id
                      from partner.agreement_amendment m
                      join partner.agreement a on a.id = m.agreement_id
                      where a.code = split_part($1, ':', 1)
                       and m.number::text = split_part($1, ':', 2))"};
        case entity::assurance_activity:
            return statement{
                "find_assurance_activity",
                "select id from partner.assurance_activity where code = $1"};
        case entity::finding:
            return statement{
                "find_finding",
                R"(
                    select f.id
                      from partner.finding f
                      join partner.assurance_activity v on v.id = f.activity_id
                      where v.code = split_part($1, ':', 1)
                       and f.number::text = split_part($1, ':', 2))"};
        case entity::expenditure_report:
            return statement{
                "find_expenditure_report",
                R"(
                    select r.id
                      from partner.expenditure_report r
                      join partner.agreement a on a.id = r.agreement_id
                      where a.code = split_part($1, ':', 1)
                       and r.code = split_part($1, ':', 2))"};
        case entity::result:
            return statement{
                "find_result",
                R"(
                    select r.id
                      from result.result r
                      join funding.project p on p.id = r.project_id
                      where p.code = split_part($1, ':', 1)
                       and r.code = split_part($1, ':', 2))"};
        case entity::indicator:
            return statement{
                "find_indicator",
                R"(
                    select i.id
                      from result.indicator i
                      join result.result r on r.id = i.result_id
                      join funding.project p on p.id = r.project_id
                      where p.code = split_part($1, ':', 1)
                       and r.code = split_part($1, ':', 2)
                       and i.code = split_part($1, ':', 3))"};
        default:
            return std::nullopt;
    }
}

// Also whether the row was there before this transaction wrote anything: transactions are numbered
// at their first write, and their parts after them. What else the transaction sees may be undone.
statement with_its_age(const statement& lookup) {
    constexpr std::string_view select = "select ";
    std::string text{lookup.text};
    const auto column = text.find(select) + select.size();  // "id" or "a.id"
    const auto end = text.find_first_of(" \n", column);
    text.insert(end, ", " + text.substr(column, end - column - 2) + "xmin");
    return interned(
        lookup.name,
        "select id, coalesce(age(xmin) > age(pg_current_xact_id_if_assigned()::xid), true) as settled"
        " from (" +
            text + ") found (id, xmin)"
    );
}

}  // namespace

std::optional<std::int64_t> reference_finder::find(
    session& with, entity what, std::string_view text
) {
    if (const auto id = domain::parse_public_id(what, text)) {
        return id;
    }
    const auto lookup = lookup_of(what);
    if (!lookup) {
        return std::nullopt;
    }
    if (with.scope()) {
        // What somebody else found must not be found by a partner who may not see it.
        const auto found = ask(with, {*lookup, {text}});
        return found.empty() ? std::nullopt : std::optional{found[0].integer("id")};
    }
    std::string key{domain::names_of(what).prefix};
    key += text;
    {
        const std::lock_guard guard{mutex_};
        if (const auto known = remembered_.find(key); known != remembered_.end()) {
            return known->second;
        }
    }
    const auto found = ask(with, {with_its_age(*lookup), {text}});
    if (found.empty()) {
        return std::nullopt;
    }
    const auto id = found[0].integer("id");
    if (found[0].truth("settled")) {
        const std::lock_guard guard{mutex_};
        if (remembered_.size() >= remembered_at_most) {
            remembered_.clear();
        }
        remembered_.emplace(std::move(key), id);
    }
    return id;
}

std::vector<std::pair<entity, std::int64_t>> reference_finder::find_any(
    session& with, std::string_view text
) {
    std::vector<std::pair<entity, std::int64_t>> found;
    std::vector<entity> kinds;
    std::vector<query> lookups;
    const auto parts = std::ranges::count(text, ':');
    for (const auto& names : domain::all_entities()) {
        if (const auto id = domain::parse_public_id(names.what, text)) {
            return {{names.what, *id}};
        }
        const auto lookup = lookup_of(names.what);
        // A lookup reads as many parts of a code as it knows and leaves the rest.
        const bool splits = lookup && lookup->text.find("$1, ':', 2") != std::string_view::npos;
        const int known = names.what == entity::indicator ? 2 : splits ? 1 : 0;
        if (lookup && parts == known) {
            kinds.push_back(names.what);
            lookups.push_back({*lookup, {text}});
        }
    }
    if (lookups.empty()) {
        return found;
    }
    const auto answers = round_trip(with, lookups);
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        for (const auto row : answers[i]) {
            found.emplace_back(kinds[i], row.integer("id"));
        }
    }
    return found;
}

}  // namespace tranche::persistence
