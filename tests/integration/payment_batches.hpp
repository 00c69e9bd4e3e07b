// Payments gathered for one account: a fixture with an account to pay from and one to pay to.
#pragma once

#include "tests/integration/actions.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace tranche::tests {

inline const std::string batches = "/api/v1/payment-batches/";
inline const std::string items = "/api/v1/payment-batch-items/";

class PaymentBatches : public Actions {
protected:
    void SetUp() override {
        server.as("administrator")
            .must(
                "/api/v1/payer-accounts",
                {{"code", "OFFICE-USD"},
                 {"holder", "Organización para las Niñas & Niños"},
                 {"bank", "Bank"},
                 {"bic", "CHASUS33"},
                 {"account", "GB82 WEST 1234 5698 7654 32"},
                 {"currency", "USD"},
                 {"valid_from", "2026-01-01"}}
            );
        confirmed_account("GT-0001-22");
    }
    void confirmed_account(const std::string& number) {
        const auto id =
            server.as("programme")
                .must(
                    "/api/v1/partners/NGO/bank-accounts",
                    {{"holder", "Niñez"}, {"bank", "Banco Ñ"}, {"account", number}, {"reason", "r"}}
                )
                .id();
        server.as("finance").must("/api/v1/bank-accounts/" + id + "/confirm", {{"checked", "c"}});
    }
    json::object batch_of(const std::string& code, std::vector<std::string> ids) {
        return {
            {"code", code},
            {"payer_account", "OFFICE-USD"},
            {"pay_on", "2026-06-30"},
            {"requests", json::value_from(ids)}};
    }
    void gathered(const std::string& code, std::vector<std::string> ids) {
        treasury.must("/api/v1/payment-batches", batch_of(code, std::move(ids)));
    }
    answer release(const std::string& code, const std::string& who = "finance") {
        return server.as(who).post(batches + code + "/release", {{"released_on", "2026-06-30"}});
    }
    /// One request of T1 over 10.00, released in PB1; its item's public id.
    std::string released_item() {
        gathered("PB1", {approved_request(server, "A1:T1", "10.00")});
        EXPECT_EQ(release("PB1").status, 200);
        return item_of("PB1");
    }
    std::string item_of(const std::string& code) {
        const auto read = treasury.get(batches + code).json();
        return std::string{read.at("items").at(0).at("id").as_string()};
    }
    static std::string end_to_end(std::string item) {
        item[item.find('_')] = '-';
        return item;
    }
    std::string state_of_request() {
        return db.sql().one("select state from partner.disbursement_request");
    }
    answer bring_in(const std::string& csv) {
        return treasury.post_text(
            "/api/v1/imports/bank-answers", csv, {{"content-type", "text/csv"}}
        );
    }
    static std::string counts(const answer& given) {
        return given.field("new") + ' ' + given.field("changed") + ' ' + given.field("unchanged");
    }
    std::string file(const std::string& code) {
        const auto given = treasury.get(batches + code + "/pain001");
        EXPECT_EQ(given.status, 200) << given;
        return given.body;
    }

    caller treasury = server.as("treasury");
};

}  // namespace tranche::tests
