// What the model's test draws its commands with: chance that can be replayed, and commands that are
// sometimes tried first and sometimes sent twice.
#pragma once

#include "domain/entity.hpp"
#include "tests/model/money_model.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>

namespace tranche::tests {

namespace json = boost::json;

const std::string v1 = "/api/v1/";

inline std::string decimal(std::int64_t minor) {
    const auto cents = std::to_string(minor % 100);
    return std::to_string(minor / 100) + '.' + (cents.size() < 2 ? "0" : "") + cents;
}

/// The same names as money_model::all().
inline constexpr const char* kept_balances = R"(
    with account as (
        select k.id, k.kind, k.owner_id, k.part_id, k.kind || case k.kind
                 when 'line_available' then '' when 'unapplied_receipt' then ''
                 when 'project_unbudgeted' then ''
                 when 'budget_available' then ' ' || (select code from funding.budget_line where id = k.owner_id)
                 when 'spent_direct' then ' ' || (select code from funding.budget_line where id = k.owner_id)
                 when 'lost' then ' ' || (select code from funding.budget_line where id = k.part_id)
                 when 'obligated' then ' ' || (select code from partner.agreement where id = k.owner_id)
                     || ' ' || (select code from funding.budget_line where id = k.part_id)
                 when 'spent' then ' ' || (select code from partner.agreement where id = k.part_id)
                     || ' ' || (select code from funding.budget_line where id = k.owner_id)
                 when 'receivable' then ' ' || (select a.code || ':' || coalesce(t.code, '')
                      from partner.receivable r join partner.agreement a on a.id = r.agreement_id
                      left join partner.tranche t on t.id = r.tranche_id where r.id = k.owner_id)
                 when 'settled' then ' ' || (select code from partner.agreement where id = k.owner_id)
                 when 'refunded' then ' ' || (select code from partner.agreement where id = k.owner_id)
                 when 'written_off' then ' ' || (select code from partner.agreement where id = k.owner_id)
                 when 'exchange_difference' then ' ' || (select code from partner.agreement where id = k.owner_id)
                 else ' ' || (select a.code || ':' || t.code from partner.tranche t
                                join partner.agreement a on a.id = t.agreement_id
                               where t.id = coalesce((select tranche_id from partner.advance where id = k.owner_id),
                                                     k.owner_id)) end as name
          from ledger.account k
         where k.kind <> 'commitment_open')
    select a.name, sum(b.amount)::bigint as amount
      from account a join ledger.balance b on b.account_id = a.id
     group by 1 having sum(b.amount) <> 0
    union all
    select a.name || ' base', sum(b.base_amount)::bigint
      from account a join ledger.balance b on b.account_id = a.id
     where a.kind in ('advance', 'due', 'receivable')
     group by 1 having sum(b.base_amount) <> 0
    union all
    select a.name, sum(p.base_amount)::bigint
      from account a join ledger.posting p on p.account_id = a.id
     where a.kind in ('settled', 'refunded', 'written_off', 'exchange_difference', 'lost')
     group by 1 having sum(p.base_amount) <> 0)";

class RandomWorld : public SmallWorld {
protected:
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>{low, std::max(low, high)}(generator);
    }
    std::size_t index(std::size_t size) {
        return static_cast<std::size_t>(between(0, static_cast<std::int64_t>(size) - 1));
    }
    bool chance(int percent) { return between(1, 100) <= percent; }
    // Mostly what there is, sometimes all of it, sometimes a cent too much.
    std::int64_t amount_within(std::int64_t most) {
        if (most < 1) {
            return between(1, 5'000);
        }
        return chance(15) ? most : chance(15) ? most + between(1, 100) : between(1, most);
    }
    [[nodiscard]] std::string day() const { return domain::to_string(today); }

    // Some commands are tried first, some are sent twice under one key: neither may change the
    // books.
    answer command(caller by, const std::string& path, const json::object& body) {
        const auto target = v1 + path;
        if (chance(20)) {
            const auto tried = by.post(target + "?dry_run=true", body);
            last_trial = tried.succeeded();
        } else {
            last_trial.reset();
        }
        if (!chance(25)) {
            return checked(by.post(target, body), target, body);
        }
        const headers key{{"idempotency-key", "step-" + std::to_string(step)}};
        const auto first = by.post(target, body, key);
        const auto second = by.post(target, body, key);
        EXPECT_EQ(second.status, first.status) << second;
        if (first.succeeded()) {
            EXPECT_EQ(second.body, first.body);
            EXPECT_EQ(second.header("Idempotency-Replayed"), "true");
        }
        return checked(first, target, body);
    }
    answer checked(answer done, const std::string& target, const json::object& body) {
        told = target + ' ' + json::serialize(body) + " -> " + std::to_string(done.status) + ' ' +
            done.body;
        EXPECT_TRUE(done.succeeded() || done.status == 422 || done.status == 409)
            << told << server.failures();
        if (last_trial) {
            EXPECT_EQ(*last_trial, done.succeeded()) << "dry run and run differ: " << told;
        }
        return done;
    }
    void agree(const answer& done, bool allowed) {
        EXPECT_EQ(done.succeeded(), allowed) << told;
        ++(done.succeeded() ? done_count : refused_count);
    }

    balances kept() {
        balances all;
        for (const auto row : db.sql().ask(kept_balances)) {
            all[row.text("name")] = row.integer("amount");
        }
        return all;
    }

    std::string last_entry(const std::string& event) {
        return domain::public_id(
            domain::entity::journal_entry,
            db.sql().number("select max(id) from ledger.entry where event = $1", {event})
        );
    }

    std::uint64_t seed = 0;
    std::mt19937_64 generator;
    domain::date today = *domain::parse_date("2026-03-02");
    int step = 0;
    int done_count = 0;
    int refused_count = 0;
    std::optional<bool> last_trial;
    std::string told;
};

}  // namespace tranche::tests
