// Debts of a partner and how they end: a fixture with an agreement paid, and a debt of it.
#pragma once

#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tranche::tests {

namespace json = boost::json;

inline const std::string v1 = "/api/v1/";

// Of agreement A1 1,000.00 dollars is paid.
class Settlements : public SmallWorld {
protected:
    void SetUp() override {
        paid_request(server, "A1:T1", "1000.00", "BANK-1");
        server.set_today(*domain::parse_date("2026-06-30"));
    }
    // The debt left when one of two expenses is rejected.
    std::string rejected(const std::string& amount) {
        const auto report =
            submitted_report(server, "A1", "R1", {{"D-1", "400.00"}, {"D-2", amount}});
        const auto done = server.as("finance").must(
            v1 + "expenditure-reports/" + report + "/review",
            {{"reviewed_on", "2026-06-20"},
             {"rejections", {{{"document", "D-2"}, {"reason", "No receipt"}}}}}
        );
        return std::string{done.json().at("receivables").at(0).as_string()};
    }
    std::string proposed(
        const std::string& debt, const std::string& how, const json::object& body
    ) {
        return server.as("finance").must(v1 + "receivables/" + debt + '/' + how, body).id();
    }
    answer decided(const std::string& proposal, const std::string& how, caller by) {
        const json::object body = how == "approve" ? json::object{{"approved_on", "2026-06-30"}}
                                                   : json::object{{"reason", "No"}};
        return by.post(v1 + "settlement-proposals/" + proposal + '/' + how, body);
    }
    std::string line_of(const std::string& document) {
        return domain::public_id(
            domain::entity::expenditure_line,
            db.sql().number(
                "select id from partner.expenditure_line where document = '" + document + "'"
            )
        );
    }
    std::string balance(const std::string& kind) {
        return db.sql().one(
            "select coalesce(sum(b.amount), 0) from ledger.balance b join ledger.account a"
            " on a.id = b.account_id where a.kind = $1",
            {kind}
        );
    }
    std::string constraint_of(const std::string& statement) {
        const auto refused = refusal_of(db.sql(), statement);
        return refused ? refused->constraint : "none";
    }
    // "kind paid liquidated refunded documented written_off claimed outstanding" of each advance,
    // which add up.
    std::string advances(const std::string& agreement = "A1") {
        const auto body =
            server.as("finance")
                .get(v1 + "reports/partner-advances?format=json&agreement=" + agreement)
                .json();
        std::string out;
        for (const auto& row : body.at("rows").as_array()) {
            out += std::string{row.at("kind").as_string()};
            double rest = 0;
            for (const auto* name :
                 {"paid", "liquidated", "refunded", "documented", "written_off", "claimed",
                  "outstanding"}) {
                const std::string amount{row.at(name).as_string()};
                rest += (std::string_view{name} == "paid" ? 1 : -1) * std::stod(amount);
                out += ' ' + amount;
            }
            EXPECT_NEAR(rest, 0, 0.001) << out;
            out += '\n';
        }
        return out;
    }
    std::string posted(const std::string& kind) {
        return db.sql().one(
            "select coalesce(sum(p.base_amount), 0) from ledger.posting p join ledger.account a"
            " on a.id = p.account_id where a.kind = $1",
            {kind}
        );
    }
};

}  // namespace tranche::tests
