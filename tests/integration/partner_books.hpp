// What partners state of their cash and list of things that last: a fixture with an agreement paid.
#pragma once

#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::tests {

namespace json = boost::json;

inline const std::string v1 = "/api/v1/";

inline json::object cash(
    const std::string& first, const std::string& last, const std::string& opening,
    const std::string& received, const std::string& spent, const std::string& closing
) {
    return {{"period_first", first},         {"period_last", last},
            {"opening", amount_of(opening)}, {"received", amount_of(received)},
            {"spent", amount_of(spent)},     {"closing", amount_of(closing)}};
}

class PartnerBooks : public SmallWorld {
protected:
    void SetUp() override { paid_request(server, "A1:T1", "1000.00", "BANK-1"); }
    answer stated(const json::object& body, const std::string& agreement = "A1") {
        return server.as("preparer", "NGO")
            .post(v1 + "agreements/" + agreement + "/cash-books", body);
    }
    std::string report(const std::string& query) {
        const auto given = server.as("finance").get(v1 + "reports/" + query + "&format=csv");
        EXPECT_EQ(given.status, 200) << given << server.failures();
        return given.body;
    }
    std::string constraint_of(const std::string& statement) {
        const auto refused = refusal_of(db.sql(), statement);
        return refused ? refused->constraint : "none";
    }
};

}  // namespace tranche::tests
