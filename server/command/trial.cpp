#include "server/command/trial.hpp"

#include "persistence/round_trip.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <string>

namespace tranche::server {
namespace json = boost::json;
namespace {

json::object money_json(domain::money amount) {
    return {
        {"amount", amount.to_decimal()}, {"currency", std::string{amount.currency_unit().code()}}};
}

// Balances after, of every account the entries touch.
persistence::query balances_after(const std::vector<domain::journal_entry>& entries) {
    std::vector<std::string> kinds;
    std::vector<std::string> currencies;
    std::vector<std::int64_t> owners;
    std::vector<std::int64_t> parts;
    for (const auto& entry : entries) {
        for (const auto& one : entry.postings()) {
            kinds.emplace_back(name(one.account.kind));
            currencies.emplace_back(one.amount.currency_unit().code());
            owners.push_back(one.account.owner_id);
            parts.push_back(one.account.part_id);
        }
    }
    return {
        persistence::statement{
            "balances_after",
            R"(
                select distinct a.kind, a.id, a.currency, b.amount
                  from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[]) as p(kind,
                      owner_id, part_id, currency)
                  join ledger.account a on a.kind = p.kind
                   and a.owner_id = p.owner_id
                   and a.part_id = p.part_id
                   and a.currency = p.currency
                  join ledger.balance b on b.account_id = a.id
                  order by a.id)"},
        {persistence::array_of(std::span{kinds}), persistence::array_of(std::span{owners}),
         persistence::array_of(std::span{parts}), persistence::array_of(std::span{currencies})}};
}

json::array postings_json(const std::vector<domain::journal_entry>& entries) {
    json::array all;
    for (const auto& entry : entries) {
        for (const auto& one : entry.postings()) {
            all.push_back(json::object{
                {"event", entry.event()},
                {"account", std::string{name(one.account.kind)}},
                {"amount", money_json(one.amount)},
                {"base_amount", money_json(one.base)}});
        }
    }
    return all;
}

}  // namespace

api_response try_out(
    persistence::session& db, std::vector<persistence::query> writes,
    const std::vector<domain::journal_entry>& entries, const receipt& done
) {
    writes.push_back(balances_after(entries));
    const auto answers = persistence::round_trip(db, writes);
    json::array balances;
    for (const auto row : answers.back()) {
        balances.push_back(json::object{
            {"account", row.text("kind")}, {"amount", money_json(row.money("amount", "currency"))}}
        );
    }
    auto body = json::parse(to_json(done)).as_object();
    body.erase("id");  // nothing with that id exists
    body.erase("links");
    for (const auto& [name, ids] : done.made) {
        body.erase(name);
    }
    body["dry_run"] = true;
    body["postings"] = postings_json(entries);
    body["balances_after"] = std::move(balances);
    return json_response(200, json::serialize(body));
}

}  // namespace tranche::server
