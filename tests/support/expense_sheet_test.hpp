// The fixture of tests about partners' sheets: a report without lines, looked at and taken over.
#pragma once

#include "tests/support/expense_sheet.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::tests {

class ReportSheets : public SmallWorld {
protected:
    answer look(const std::string& bytes, const std::string& query = "?mode=amend") {
        return server.as("preparer", "NGO")
            .request(
                "POST", sheet() + query, bytes,
                {{"content-type", "application/octet-stream"}, {"accept-language", "es"}}
            );
    }
    answer take(const answer& looked, boost::json::array answers = {}) {
        return server.as("preparer", "NGO")
            .post(
                sheet() + "/commit", {{"token", looked.field("token")}, {"answers", answers}},
                {{"accept-language", "es"}}
            );
    }
    answer taken(const std::string& bytes, const std::string& query = "?mode=amend") {
        auto given = take(look(bytes, query));
        EXPECT_EQ(given.status, 200) << given;
        return given;
    }
    [[nodiscard]] std::string sheet() const {
        return "/api/v1/expenditure-reports/" + report + "/sheet";
    }
    /// "new changed unchanged removed"
    static std::string counts(const answer& given) {
        return given.field("new") + ' ' + given.field("changed") + ' ' + given.field("unchanged") +
            ' ' + given.field("removed");
    }
    /// "row column code" of a list of the answer.
    static std::vector<std::string> found(const answer& given, const char* list) {
        std::vector<std::string> all;
        const auto whole = given.json();
        for (const auto& each : whole.at(list).as_array()) {
            const auto& one = each.as_object();
            const auto* column = one.if_contains("column");
            all.push_back(
                boost::json::serialize(one.at("row")) + ' ' +
                (column == nullptr ? "" : std::string{column->as_string()}) + ' ' +
                std::string{one.at("code").as_string()}
            );
        }
        return all;
    }
    std::int64_t reported() {
        return db.sql().number(
            "select coalesce(sum(n.amount), 0) from partner.expenditure_report r join"
            " partner.expenditure_line n on n.report_id = r.id and n.round = r.round"
            " where r.code = 'R2'"
        );
    }

    std::string report = shelter_report(server);
};

}  // namespace tranche::tests
