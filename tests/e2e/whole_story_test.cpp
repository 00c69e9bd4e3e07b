// The reports, forms, advances and debts of the shelter's whole story as its partner, finance and
// the auditor read them over a real socket: the figures of the scenario, on every day it names.
#include "tests/e2e/whole_story.hpp"

#include <string>
#include <utility>

namespace tranche::tests {

// Section 8.
TEST_F(WholeStory, ReportsReviewsAndSupportCostOfEachQuarter) {
    const std::pair<std::string, std::string> quarters[] = {
        {"R1",
         "15 accepted 1: reported 189350.00 support_reported 13254.50 accepted 189350.00 "
         "support_accepted 13254.50 rejected 0.00 pending 0.00"},
        {"R2",
         "22 partly_accepted 2: reported 182550.00 support_reported 12778.50 accepted "
         "176350.00 support_accepted 12344.50 rejected 6200.00 pending 0.00"},
        {"R3",
         "20 accepted 1: reported 183850.00 support_reported 12869.50 accepted 183850.00 "
         "support_accepted 12869.50 rejected 0.00 pending 0.00"},
        {"R4",
         "19 accepted 1: reported 177850.00 support_reported 12449.50 accepted 177850.00 "
         "support_accepted 12449.50 rejected 0.00 pending 0.00"}};
    for (const auto& [code, expected] : quarters) {
        const auto told = found(partner, v1 + "expenditure-reports/GT-2009-001:" + code);
        EXPECT_EQ(
            text_of(told.at("lines_count")) + ' ' + text_of(told.at("state")) + ' ' +
                text_of(told.at("round")) + ": " +
                amounts_in(
                    told,
                    {"reported", "support_reported", "accepted", "support_accepted", "rejected",
                     "pending"}
                ),
            expected
        );
    }
    const auto second = found(finance, v1 + "expenditure-reports/GT-2009-001:R2");
    EXPECT_EQ(amount_in(second.at("rounds").at(0), "reported"), "192550.00");
    EXPECT_EQ(text_of(second.at("rounds").at(0).at("outcome")), "sent_back");
}

// Section 9: D and G carry over from form to form, the refund and the interest between 3 and 4.
TEST_F(WholeStory, FillsInTheSameFiveFormsForEveryReader) {
    const rows forms{
        "1||request|0.00|||0.00|226988.44|226988.44|226988.44",
        "2|R1|accepted|226988.44|202604.50|202604.50|24383.94|195513.84|195513.84|219897.78",
        "3|R2|partly_accepted|219897.78|195328.50|188694.50|31203.28|183498.04|182588.12|213791.40",
        "4|R3|accepted|207373.00|196719.50|196719.50|10653.50|155000.00|145948.17|156601.67",
        "5|R4|accepted|156601.67|190299.50|190299.50|-33697.83|33697.83|33697.83|0.00"};
    for (const auto& reader : {partner, finance, auditor}) {
        const auto told = report(
            reader, "face" + of_agreement,
            {"form", "report", "state", "authorised_before", "reported", "accepted", "balance",
             "requested", "authorised_now", "outstanding"}
        );
        EXPECT_EQ(told, forms) << reader;
    }
}

// Section 10.
TEST_F(WholeStory, AgesAdvancesOnEachDayOfTheScenario) {
    const std::pair<std::string, rows> days[] = {
        {"2009-06-30", {"T1|payment|2009-04-06|226988.44|28000.00|0-3"}},
        {"2009-07-15", {"T1|payment|2009-04-06|226988.44|28000.00|3-6"}},
        {"2009-09-30",
         {"T1|payment|2009-04-06|24383.94|3007.86|3-6",
          "T2|payment|2009-07-22|195513.84|24000.00|0-3"}},
        {"2009-10-14",
         {"T1|payment|2009-04-06|24383.94|3007.86|6-9",
          "T2|payment|2009-07-22|195513.84|24000.00|0-3"}},
        {"2009-12-31",
         {"T2|payment|2009-07-22|24569.28|3015.96|3-6",
          "T3|payment|2009-11-05|182588.12|22000.00|0-3"}},
        {"2010-03-31",
         {"T3|payment|2009-11-05|10437.90|1257.66|3-6", "|interest|2009-12-31|215.60|25.92|0-3",
          "T4|payment|2010-01-28|145948.17|17485.00|0-3"}},
        {"2010-05-14", {}}};
    for (const auto& [day, expected] : days) {
        EXPECT_EQ(open_advances(day, day), expected) << day;
    }
}

// Section 10: the interest of December became known in January; a report accepted in January counts
// from its own day.
TEST_F(WholeStory, TellsWhatWasKnownThenFromWhatIsKnownNow) {
    const auto until = [&](const std::string& day, const std::string& known) {
        return amount_in(
            found(partner, agreement + "?until=" + day + "&as_known_on=" + known),
            "advance_outstanding"
        );
    };
    EXPECT_EQ(until("2009-12-31", "2009-12-31"), "207157.40");
    EXPECT_EQ(until("2009-12-31", "2010-01-21"), "207157.40");
    EXPECT_EQ(until("2009-12-31", "2010-01-31"), "207373.00");
    EXPECT_EQ(until("2010-01-22", "2010-01-31"), "10653.50");
    EXPECT_EQ(until("2010-05-14", "2010-05-14"), "0.00");
    const auto later = open_advances("2009-12-31", "2010-01-31");
    ASSERT_EQ(later.size(), 3U);
    EXPECT_EQ(later.back(), "|interest|2009-12-31|215.60|25.92|0-3");
    const auto paid = [&](const std::string& known) {
        return report(
            auditor, "disbursements?project=CT.9001&group_by=paid_year&as_known_on=" + known,
            {"paid_year", "gross", "refunds", "net"}
        );
    };
    EXPECT_EQ(paid("2009-12-31"), (rows{"2009|74000.00|-799.33|73200.67"}));
    EXPECT_EQ(
        paid("2010-12-31"), (rows{"2009|74000.00|-799.33|73200.67", "2010|21690.31|0.00|21690.31"})
    );
}

// Sections 8 and 10: raised at the rate of the advance, refunded at that of its day.
TEST_F(WholeStory, IsOwedForTheTelephoneUntilTheMoneyIsBack) {
    const std::pair<std::string, rows> days[] = {
        {"2009-10-28", {}},
        {"2009-10-29", {"R2|6634.00|0.00|6634.00"}},
        {"2009-11-19", {"R2|6634.00|0.00|6634.00"}},
        {"2009-11-20", {"R2|6634.00|6634.00|0.00"}}};
    for (const auto& [day, expected] : days) {
        EXPECT_EQ(
            report(
                partner, "receivables" + of_agreement + "&until=" + day,
                {"report", "raised", "refunded", "open"}
            ),
            expected
        ) << day;
    }
    for (const auto& reader : {partner, finance, auditor}) {
        const auto debts = found(reader, v1 + "receivables" + of_agreement).at("items").as_array();
        ASSERT_EQ(debts.size(), 1U) << reader;
        EXPECT_EQ(amount_in(debts[0], "raised_base"), "814.35");
        EXPECT_EQ(text_of(debts[0].at("tranche")), "T2");
        EXPECT_FALSE(debts[0].at("is_open").as_bool());
        const auto back = found(reader, v1 + "payments" + of_agreement + "&kind=refund");
        ASSERT_EQ(back.at("items").as_array().size(), 1U) << reader;
        EXPECT_EQ(
            amounts_in(back.at("items").at(0), {"amount", "base_amount"}),
            "amount -6634.00 base_amount -799.33"
        );
    }
}

// What the other partner must not see is there for this one.
TEST_F(WholeStory, IsHiddenFromTheOtherPartner) {
    const std::string second = "second.officer";
    auto addresses = rows{agreement};
    for (const std::string report : {"R1", "R2", "R3", "R4"}) {
        addresses.push_back(v1 + "expenditure-reports/GT-2009-001:" + report);
        addresses.push_back(v1 + "expenditure-reports/GT-2009-001:" + report + "/sheet");
    }
    for (const std::string tranche : {"T1", "T2", "T3", "T4", "T5"}) {
        addresses.push_back(v1 + "tranches/GT-2009-001:" + tranche);
        addresses.push_back(v1 + "tranches/GT-2009-001:" + tranche + "/conditions");
    }
    for (const std::string list :
         {"agreements", "expenditure-reports", "tranches", "disbursement-requests", "payments",
          "advances", "receivables", "report-rounds"}) {
        const auto own = found(partner, v1 + list).at("items").as_array();
        EXPECT_FALSE(own.empty()) << list;
        EXPECT_EQ(found(second, v1 + list).at("items").as_array().size(), 0U) << list;
        for (const auto& one : own) {
            addresses.push_back(v1 + list + '/' + text_of(one.at("id")));
        }
    }
    for (const auto& address : addresses) {
        EXPECT_EQ(read(partner, address).status, 200) << address;
        EXPECT_EQ(read(second, address).status, 404) << address;
    }
    const auto named = read(second, v1 + "reports/face" + of_agreement + "&format=csv");
    EXPECT_EQ(named.status, 400) << named;
    EXPECT_NE(named.body.find("unknown_reference"), std::string::npos) << named;
    for (const std::string all : {"face?lang=en", "receivables?lang=en"}) {
        EXPECT_NE(report(partner, all, {"agreement"}), rows{}) << all;
        EXPECT_EQ(report(second, all, {"agreement"}), rows{}) << all;
    }
    // The books of the office are nobody's but its own.
    for (const auto* reader : {"partner.officer", "second.officer"}) {
        EXPECT_EQ(read(reader, v1 + "journal-entries").status, 403);
        EXPECT_EQ(read(reader, v1 + "reports/trail" + of_agreement).status, 403);
    }
}

}  // namespace tranche::tests
