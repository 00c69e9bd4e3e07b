// Rates that are corrected after reports at them were accepted: a fixture.
#pragma once

#include "tests/support/bodies.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::tests {

namespace json = boost::json;

inline const std::string v1 = "/api/v1/";

// Agreement A2 is paid in quetzales, A1 in dollars. In April a dollar is 7.50, which should have
// been 7.80; it is paid at 7.50 on 1 April.
class Revaluations : public SmallWorld {
protected:
    void SetUp() override { server.set_today(*domain::parse_date("2026-06-30")); }

    void agreed(json::object terms = {}, std::vector<budget_line_spec> lines = {}) {
        signed_agreement(
            server,
            {.code = "A2",
             .lines = std::move(lines),
             .tranches = {{"T1", "200.00"}, {"T2", "100.00"}},
             .payment_currency = "GTQ",
             .terms = std::move(terms)}
        );
        paid_request(server, "A2:T1", "200.00", "BANK-2");
    }
    static expense_spec quetzales(
        const std::string& document, const std::string& amount, const std::string& on = "2026-04-15"
    ) {
        return {document, amount, "1", on, "GTQ"};
    }
    std::string proposed(const std::string& rate, const std::string& quoted_on = "2026-04-30") {
        return proposed_rate(server, rate, quoted_on);
    }
    json::value effects(const std::string& correction) {
        return server.as("approver").get(v1 + "rate-corrections/" + correction + "/effects").json();
    }
    answer approved(const std::string& correction) {
        return server.as("approver")
            .must(v1 + "rate-corrections/" + correction + "/approve", json::object{});
    }
    void corrected(const std::string& rate) { corrected_rate(server, rate); }
    // What an account of an agreement's comes to, in minor units of base currency.
    std::string base_of(const std::string& kind, const std::string& agreement = "A2") {
        return db.sql().one(
            "select coalesce(sum(p.base_amount), 0) from ledger.posting p join ledger.account a"
            " on a.id = p.account_id join ledger.entry e on e.id = p.entry_id join"
            " partner.agreement g on g.id = e.agreement_id where a.kind = $1 and g.code = $2",
            {kind, agreement}
        );
    }
    std::string money_at(const json::value& found, const char* member) {
        return std::string{found.at(member).at("amount").as_string()};
    }
    std::string constraint_of(const std::string& statement) {
        const auto refused = refusal_of(db.sql(), statement);
        return refused ? refused->constraint : "none";
    }
};

}  // namespace tranche::tests
