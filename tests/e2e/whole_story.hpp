// The whole story of the shelter behind a real socket, told from its first step to its last, and
// how its partner, finance and the auditor read it.
#pragma once

#include "server/sheet/csv.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/running_server.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::tests {

namespace json = boost::json;

using rows = std::vector<std::string>;

inline const std::string v1 = "/api/v1/";

inline std::string text_of(const json::value& one) {
    return one.is_string() ? std::string{one.as_string()} : json::serialize(one);
}

// "28000.00" of {"paid": {"amount": "28000.00", "currency": "USD"}}.
inline std::string amount_in(const json::value& from, std::string_view name) {
    return text_of(from.at(name).at("amount"));
}

inline std::string amounts_in(const json::value& from, const std::vector<std::string>& names) {
    std::string all;
    for (const auto& name : names) {
        all += (all.empty() ? "" : " ") + name + ' ' + amount_in(from, name);
    }
    return all;
}

// Told once for all tests here. What was known on a day means little where all is recorded when it
// is told: so every entry is recorded on the day it counts for, but the interest of 2009, which
// became known on 22 January 2010.
class WholeStory : public ::testing::Test {
protected:
    inline static const std::string partner = "partner.officer";
    inline static const std::string finance = "finance.gt";
    inline static const std::string auditor = "auditor";
    inline static const std::string of_agreement = "?agreement=GT-2009-001";
    inline static const std::string agreement = v1 + "agreements/GT-2009-001";

    static void SetUpTestSuite() {
        db = std::make_unique<test_database>(starting_point::demo);
        db->sql().ask(
            "update ledger.entry set recorded_at = case event when 'interest' then"
            " timestamptz '2010-01-22 12:00+00' else (effective_on + time '12:00') at time zone"
            " 'UTC' end"
        );
        server = std::make_unique<running_server>(*db);
    }
    static void TearDownTestSuite() {
        server.reset();
        db.reset();
    }

    static answer read(const std::string& user, const std::string& target) {
        return http_client{server->port(), server->token_of(user)}.get(target);
    }
    static json::value found(const std::string& user, const std::string& target) {
        const auto given = read(user, target);
        EXPECT_EQ(given.status, 200) << target << given;
        return given.json();
    }
    // Of a report in CSV the columns named, "|" between them, row by row.
    static rows report(
        const std::string& user, const std::string& asked, const std::vector<std::string>& columns
    ) {
        const auto given = read(user, v1 + "reports/" + asked + "&format=csv");
        EXPECT_EQ(given.status, 200) << asked << given;
        const auto table = server::read_csv(given.body);
        rows all;
        for (std::size_t row = 1; row < table.rows(); ++row) {
            std::string one;
            for (const auto& name : columns) {
                std::size_t at = 0;
                while (at < table.cells_in(0) && table.cell(0, at) != name) {
                    ++at;
                }
                EXPECT_LT(at, table.cells_in(0)) << name << " is no column of " << asked;
                one += (one.empty() && name == columns.front() ? "" : "|") +
                    std::string{table.cell(row, at)};
            }
            all.push_back(one);
        }
        return all;
    }
    // Advances that are open at the end of a day, as known on it.
    static rows open_advances(const std::string& day, const std::string& known) {
        auto all = report(
            finance, "partner-advances" + of_agreement + "&until=" + day + "&as_known_on=" + known,
            {"tranche", "kind", "paid_on", "outstanding", "outstanding_base", "band"}
        );
        std::erase_if(all, [](const auto& one) { return one.find("|0.00|0.00|") != one.npos; });
        return all;
    }

    inline static std::unique_ptr<test_database> db;
    inline static std::unique_ptr<running_server> server;
};

}  // namespace tranche::tests
