// What a tranche's release rests on beside its conditions: every check of asking, approving and
// paying, met or not, and the reports that wait, as its partner and the office read them.
#include "tests/support/donor_world.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::tests {
namespace {

namespace json = boost::json;

std::string conditions_of(const std::string& tranche, const std::string& query = "") {
    return "/api/v1/tranches/" + tranche + "/conditions" + query;
}

json::object check_in(const answer& read, std::string_view name) {
    const auto whole = read.json();
    for (const auto& one : whole.at("checks").as_array()) {
        if (one.at("check").as_string() == name) {
            return one.as_object();
        }
    }
    return {};
}

std::string text(const json::object& from, std::string_view name) {
    return std::string{from.at(name).as_string()};
}

// "agreement partner_block ...": those that are not met, or all.
std::string checks(const answer& read, bool only_unmet) {
    std::string all;
    const auto whole = read.json();
    for (const auto& one : whole.at("checks").as_array()) {
        if (!only_unmet || !one.at("met").as_bool()) {
            all += (all.empty() ? "" : " ") + std::string{one.at("check").as_string()};
        }
    }
    return all;
}
std::string unmet(const answer& read) {
    return checks(read, true);
}

bool is_met(const answer& read) {
    const auto whole = read.json();
    return whole.at("met").as_bool();
}

std::string reason(const json::object& check) {
    return std::string{check.at("why").at(0).at("code").as_string()};
}

}  // namespace

class TrancheRelease : public DonorWorld {
protected:
    answer read(const std::string& tranche = "A1:T2", const std::string& query = "") {
        return programme.get(conditions_of(tranche, query));
    }
    answer read_by_partner(const std::string& tranche = "A1:T2", const std::string& query = "") {
        return server.as("officer", "NGO").get(conditions_of(tranche, query));
    }
    // "R1 finance 2026-06-10 20"
    std::string waiting(const std::string& query = "") {
        std::string all;
        const auto whole = read("A1:T2", query).json();
        for (const auto& one : whole.at("reports").as_array()) {
            for (const auto* name : {"report", "waits_for", "since"}) {
                all += std::string{one.at(name).as_string()} + ' ';
            }
            all += std::to_string(one.at("days").as_int64()) + ';';
        }
        return all;
    }

    caller programme = server.as("programme");
};

TEST_F(TrancheRelease, ListsEveryCheckEachWithItsWordsInThreeLanguages) {
    const auto told = read();
    EXPECT_EQ(
        checks(told, false),
        "agreement partner_block partner_screening partner_papers partner_assessment project "
        "tranche_rest four_eyes funds payee_account"
    ) << told;
    EXPECT_EQ(unmet(told), "payee_account") << told;
    EXPECT_TRUE(is_met(told)) << "a payment of its own needs no account";
    const auto rest = check_in(told, "tranche_rest");
    EXPECT_EQ(text(rest, "rule"), "R34");
    EXPECT_EQ(text(rest, "kind"), "wall");
    EXPECT_EQ(text(check_in(told, "partner_papers"), "rule"), "R30-diligence");
    EXPECT_EQ(text(check_in(told, "partner_papers"), "kind"), "gate");
    EXPECT_EQ(text(check_in(told, "partner_assessment"), "rule"), "R30-assessed");
    EXPECT_EQ(text(check_in(told, "partner_block"), "kind"), "wall");
    EXPECT_EQ(text(rest, "step"), "approval");
    EXPECT_EQ(rest.at("available").at("amount"), "500.00");
    EXPECT_EQ(text(rest, "words"), "Of the tranche's 500.00 USD, 500.00 USD is still to be paid.");
    const auto said = [&](const char* language) {
        return text(
            check_in(
                programme.get(conditions_of("A1:T2"), {{"accept-language", language}}),
                "partner_block"
            ),
            "words"
        );
    };
    EXPECT_EQ(said("fr"), "Le partenaire n'est pas bloqué.");
    EXPECT_EQ(said("es"), "El asociado no está bloqueado.");
}

TEST_F(TrancheRelease, TellsOfABlockedPartnerAsTheApprovalWould) {
    server.as("finance").must(v1 + "/partners/NGO/block", {{"reason", "Under enquiry"}});
    const auto told = read();
    EXPECT_FALSE(is_met(told));
    const auto block = check_in(told, "partner_block");
    EXPECT_EQ(reason(block), "partner_blocked");
    EXPECT_EQ(text(block, "words"), "This partner is blocked.");
}

TEST_F(TrancheRelease, KeepsFromAPartnerWhatOnlyTheOfficeKnows) {
    const auto told = read_by_partner("A1:T2", "?on=2026-01-31");
    EXPECT_EQ(
        checks(told, false), "agreement partner_block project tranche_rest four_eyes payee_account"
    );
    EXPECT_EQ(text(check_in(told, "agreement"), "judged_on"), "2026-06-30")
        << "before it is signed";
    EXPECT_TRUE(check_in(told, "agreement").at("met").as_bool());
    EXPECT_EQ(
        text(check_in(told, "four_eyes"), "words"),
        "Nobody has taken two steps of a payment that exclude each other."
    );
    partner(server, "OTHER");
    EXPECT_EQ(server.as("officer", "OTHER").get(conditions_of("A1:T2")).status, 404);
}

TEST_F(TrancheRelease, JudgesTheAgreementByItsStateOnTheDay) {
    programme.must(
        v1 + "/agreements/A1/suspend", {{"decided_on", "2026-06-15"}, {"reason", "Audit"}}
    );
    EXPECT_EQ(unmet(read("A1:T2", "?on=2026-06-14")), "payee_account");
    const auto later = read("A1:T2", "?on=2026-06-15");
    EXPECT_EQ(unmet(later), "agreement payee_account");
    EXPECT_EQ(reason(check_in(later, "agreement")), "state_forbids_action");
    EXPECT_FALSE(is_met(later));
}

TEST_F(TrancheRelease, EndsWhenAllIsPaidAndCountsWhatHadBeenPaidByTheDay) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");  // on 1 April
    EXPECT_EQ(unmet(read("A1:T1", "?on=2026-03-31")), "payee_account");
    const auto paid = read("A1:T1", "?on=2026-04-01");
    EXPECT_EQ(reason(check_in(paid, "tranche_rest")), "tranche_has_no_rest");
    EXPECT_EQ(check_in(paid, "tranche_rest").at("available").at("amount"), "0.00");
}

TEST_F(TrancheRelease, LeavesOutOfTheRestWhatIsApprovedAndNotPaid) {
    approved_request(server, "A1:T2", "200.00");
    const auto some = check_in(read(), "tranche_rest");
    EXPECT_EQ(some.at("available").at("amount"), "300.00");
    EXPECT_EQ(
        text(some, "words"),
        "Of the tranche's 500.00 USD, 300.00 USD may still be asked for; 200.00 USD is approved and "
        "not paid yet."
    );
    approved_request(server, "A1:T2", "300.00");
    const auto none = check_in(read(), "tranche_rest");
    EXPECT_EQ(reason(none), "tranche_rest_promised");
    EXPECT_EQ(none.at("available").at("amount"), "0.00");
}

TEST_F(TrancheRelease, LeavesOutOfAnAdvanceWhatFellDueByTheDayAndTellsItApart) {
    EXPECT_TRUE(check_in(read("A1:T1"), "amount_due").empty());
    accepted_report(server, "A1", "R1", {{"D-1", "100.00"}});  // on 20 June, without an advance
    const auto rest_on = [&](const std::string& query) {
        const auto rest = check_in(read("A1:T1", query), "tranche_rest");
        return std::string{rest.at("available").at("amount").as_string()};
    };
    EXPECT_EQ(rest_on(""), "900.00");
    EXPECT_EQ(rest_on("?on=2026-06-20"), "900.00");
    EXPECT_EQ(rest_on("?on=2026-06-19"), "1000.00");
    EXPECT_EQ(
        text(check_in(read("A1:T1"), "amount_due"), "words"),
        "100.00 USD of what the partner spent is due on this tranche."
    );
}

TEST_F(TrancheRelease, CountsTheTranchesOwnAdvanceAsTheApprovalDoes) {
    paid_request(server, "A1:T1", "600.00", "BANK-1");
    const auto told = read("A1:T1");
    const auto own = told.json().at("advances").at(0);
    EXPECT_EQ(own.at("tranche"), "T1");
    EXPECT_EQ(own.at("missing").at("amount"), "480.00");
    EXPECT_FALSE(is_met(told));
    EXPECT_TRUE(read("A1:T1", "?on=2026-03-31").json().at("advances").as_array().empty());
    const auto request = v1 + "/disbursement-requests/" +
        server.as("officer", "NGO")
            .must(
                v1 + "/disbursement-requests",
                {{"tranche", "A1:T1"},
                 {"amount", amount_of("100.00")},
                 {"requested_on", "2026-06-20"}}
            )
            .id();
    programme.must(request + "/certify", {{"certified_on", "2026-06-21"}});
    EXPECT_EQ(
        server.as("approver").post(request + "/approve", {{"approved_on", "2026-06-22"}}).code(),
        "advances_not_liquidated"
    );
}

TEST_F(TrancheRelease, CountsTheAgeOfInterestAndNothingElseOfIt) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    server.as("finance").must(
        v1 + "/agreements/A1/declare-interest",
        {{"amount", amount_of("2.50")}, {"credited_on", "2026-04-20"}}
    );
    const auto today = read().json().at("advances").at(1);
    EXPECT_TRUE(today.at("tranche").is_null());
    EXPECT_EQ(today.at("missing").at("amount"), "0.00");
    EXPECT_TRUE(today.at("met").as_bool());
    EXPECT_EQ(
        today.at("words"),
        "Of interest earned, 2.50 USD is still held, which it may be until 2026-10-20."
    );
    const auto later = read("A1:T2", "?on=2026-10-21").json().at("advances").at(1);
    EXPECT_TRUE(later.at("overdue").as_bool());
    EXPECT_EQ(later.at("why").at(0).at("code"), "interest_held_too_long");
}

// 750.00 quetzales fell due, in March at 7.50 and in February at 8.00 for a dollar.
TEST_F(TrancheRelease, WantsTheFundsOfWhatIsDueAtTheRateOfTheDayItIsPaid) {
    second_line(
        "FUND-L2", {{"prefinancing_limit", amount_of("300.00")}, {"endorsements_national", 1}}
    );
    pledge("G", "500.00", {{"line", "FUND-L2"}});
    commit("G", "500.00");
    active_project(server, {.code = "P2", .line = "FUND-L2", .amount = "300.00"});
    signed_agreement(
        server,
        {.code = "A2",
         .project = "P2",
         .tranches = {{"T1", "100.00", "reimbursement"}},
         .payment_currency = "GTQ"}
    );
    accepted_report(server, "A2", "R1", {{"D-1", "750.00", "1", "2026-04-15", "GTQ"}});
    const auto needed_on = [&](const std::string& day) {
        const auto funds = check_in(read("A2:T1", "?on=" + day), "funds");
        return funds.empty() ? "" : std::string{funds.at("needed").at("amount").as_string()};
    };
    EXPECT_EQ(needed_on("2026-06-30"), "100.00");
    EXPECT_EQ(needed_on("2026-02-15"), "93.75");
    EXPECT_EQ(needed_on("2020-01-01"), "") << "nobody can say";
}

TEST_F(TrancheRelease, SaysOfAnEndedAgreementThatWhatIsDueIsStillPaid) {
    signed_agreement(server, {.code = "B1", .tranches = {{"T1", "500.00", "reimbursement"}}});
    EXPECT_EQ(text(check_in(read("B1:T1"), "agreement"), "words"), "The agreement is in force.");
    accepted_report(server, "B1", "R1", {{"D-1", "100.00"}});
    server.as("approver")
        .must(
            v1 + "/agreements/B1/terminate",
            {{"terminated_on", "2026-06-25"}, {"reason", "War"}, {"document", "L-1"}}
        );
    EXPECT_EQ(
        text(check_in(read("B1:T1"), "agreement"), "words"),
        "The agreement has ended: 100.00 USD that fell due is still paid, and nothing else."
    );
}

TEST_F(TrancheRelease, TellsTheOfficeWhatMoneyIsAwaitedAndAPartnerOnlyThatItIs) {
    second_line(
        "FUND-L2", {{"prefinancing_limit", amount_of("300.00")}, {"endorsements_national", 1}}
    );
    pledge("G", "500.00", {{"line", "FUND-L2"}});
    commit("G", "500.00");
    active_project(server, {.code = "P2", .line = "FUND-L2", .amount = "300.00"});
    signed_agreement(server, {.code = "A2", .project = "P2", .tranches = {{"T1", "100.00"}}});
    receive("G", "99.99");
    const auto office = check_in(read("A2:T1"), "funds");
    EXPECT_EQ(reason(office), "not_yet_received");
    EXPECT_EQ(office.at("needed").at("amount"), "100.00");
    EXPECT_EQ(office.at("available").at("amount"), "99.99");
    EXPECT_TRUE(check_in(read_by_partner("A2:T1"), "funds").empty()) << "nothing is approved";
    approved_request(server, "A2:T1", "100.00");
    EXPECT_EQ(check_in(read("A2:T1"), "funds").at("needed").at("amount"), "100.00");
    const auto partner = check_in(read_by_partner("A2:T1"), "funds");
    EXPECT_EQ(reason(partner), "funds_awaited");
    EXPECT_TRUE(partner.at("needed").is_null());
    EXPECT_TRUE(partner.at("available").is_null());
    receive("G", "0.01");
    EXPECT_TRUE(check_in(read("A2:T1"), "funds").at("met").as_bool());
    EXPECT_TRUE(check_in(read_by_partner("A2:T1"), "funds").at("met").as_bool());
}

TEST_F(TrancheRelease, WantsWhatIsDueTheFinalReportAndTheRateWhereThePaymentDoes) {
    signed_agreement(
        server,
        {.code = "B1",
         .tranches = {{"T1", "500.00"}, {"T2", "100.00", "reimbursement"}},
         .payment_currency = "GTQ",
         .terms = {{"retention_percent", "5"}}}
    );
    const auto told = read("B1:T2");
    EXPECT_EQ(unmet(told), "amount_due final_report payee_account") << told;
    EXPECT_EQ(reason(check_in(told, "amount_due")), "nothing_is_due");
    EXPECT_EQ(reason(check_in(told, "final_report")), "retention_before_final_report");
    EXPECT_EQ(
        text(check_in(told, "exchange_rate"), "words"),
        "The rate of 2026-06-30 is there: 1 USD = 7.5 GTQ."
    );
    EXPECT_EQ(
        reason(check_in(read("B1:T1", "?on=2020-01-01"), "exchange_rate")), "rate_not_in_force"
    );
}

TEST_F(TrancheRelease, TellsOfTheRetentionByWhatHadBeenPaidByTheDay) {
    signed_agreement(
        server,
        {.code = "B1",
         .tranches = {{"T1", "570.00"}, {"T2", "20.00"}, {"T3", "10.00"}},
         .terms = {{"retention_percent", "5"}, {"liquidation_percent", "0"}}}
    );
    const auto bar = [&](const std::string& tranche, const std::string& query = "") {
        const auto found = check_in(read(tranche, query), "final_report");
        return found.empty() ? "" : reason(found);
    };
    EXPECT_EQ(bar("B1:T1"), "");
    EXPECT_EQ(bar("B1:T2"), "") << "on its own it leaves enough";
    paid_request(server, "B1:T1", "570.00", "BANK-1");  // on 1 April
    EXPECT_EQ(bar("B1:T2"), "retention_not_left") << "10.00 would be left of 30.00";
    EXPECT_EQ(bar("B1:T1", "?on=2026-03-31"), "") << "all of it was left to pay that day";
    EXPECT_EQ(bar("B1:T2", "?on=2026-03-31"), "");
}

TEST_F(TrancheRelease, SaysForWhomEachReportWaitsAndSinceWhen) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    const auto report = submitted_report(server, "A1", "R1", {{"D-1", "400.00"}});  // on 10 June
    EXPECT_EQ(waiting("?on=2026-06-09"), "");
    EXPECT_EQ(waiting("?on=2026-06-15"), "R1 finance 2026-06-10 5;");
    const auto told = read_by_partner().json().at("reports").at(0);
    EXPECT_EQ(
        std::string{told.at("words").as_string()},
        "Report R1 (2026-03-01 to 2026-05-31), handed in on 2026-06-10, waits for finance since "
        "2026-06-10; days: 20."
    );
    const auto asked = server.as("finance").must(
        v1 + "/expenditure-reports/" + report + "/query",
        {{"remarks", {{{"document", "D-1"}, {"code", "explain"}, {"remark", "What is it?"}}}}}
    );
    EXPECT_EQ(waiting(), "R1 partner 2026-06-30 0;") << "all is asked today";
    const auto asked_about = asked.json();
    server.as("preparer", "NGO")
        .must(
            v1 + "/review-remarks/" + std::string{asked_about.at("remarks").at(0).as_string()} +
                "/answer",
            {{"kind", "explained"}, {"answer", "Beds"}}
        );
    EXPECT_EQ(waiting(), "R1 finance 2026-06-30 0;");
    server.as("finance").must(
        v1 + "/expenditure-reports/" + report + "/send-back",
        {{"sent_back_on", "2026-06-25"}, {"reason", "See the remark"}, {"remarks", json::array{}}}
    );
    EXPECT_EQ(waiting(), "R1 partner 2026-06-25 5;");
    EXPECT_EQ(waiting("?on=2026-06-24"), "R1 finance 2026-06-10 14;");
}

TEST_F(TrancheRelease, CountsTheDaysOfAReportFromTheFirstQuestionThatIsOpen) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    const auto report = submitted_report(server, "A1", "R1", {{"D-1", "400.00"}});
    const auto asked_on = [&](const char* day) {
        server.set_today(*domain::parse_date(day));
        const auto asked = server.as("finance").must(
            v1 + "/expenditure-reports/" + report + "/query",
            {{"remarks", {{{"document", "D-1"}, {"code", "explain"}, {"remark", "What is it?"}}}}}
        );
        const auto made = asked.json();
        return std::string{made.at("remarks").at(0).as_string()};
    };
    const auto first = asked_on("2026-06-26");
    asked_on("2026-06-28");
    EXPECT_EQ(waiting("?on=2026-06-30"), "R1 partner 2026-06-26 4;");
    server.as("preparer", "NGO")
        .must(
            v1 + "/review-remarks/" + first + "/answer", {{"kind", "explained"}, {"answer", "Beds"}}
        );
    EXPECT_EQ(waiting("?on=2026-06-30"), "R1 partner 2026-06-28 2;");
}

TEST_F(TrancheRelease, TellsOfNoReportThatWasTakenBack) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    const auto report = submitted_report(server, "A1", "R1", {{"D-1", "400.00"}});  // on 10 June
    server.as("preparer", "NGO")
        .must(
            v1 + "/expenditure-reports/" + report + "/withdraw", {{"withdrawn_on", "2026-06-12"}}
        );
    EXPECT_EQ(waiting("?on=2026-06-11"), "R1 finance 2026-06-10 1;");
    EXPECT_EQ(waiting("?on=2026-06-12"), "");
}

TEST_F(TrancheRelease, SaysOfAdvancesAndConditionsInWordsHowTheyAreMet) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    programme.must(
        conditions_of("A1:T2"),
        {{"conditions",
          {{{"kind", "last_advance"}},
           {{"kind", "report_accepted"}},
           {{"kind", "date_reached"}, {"day", "2026-06-01"}}}},
         {"reason", "As agreed"}}
    );
    const auto open = read().json();
    EXPECT_EQ(
        open.at("items").at(0).at("words").as_string(),
        open.at("items").at(0).at("why").at("message").as_string()
    );
    accepted_report(server, "A1", "R1", {{"D-1", "800.00"}});
    const auto met = read();
    EXPECT_TRUE(is_met(met)) << met;
    const auto told = met.json();
    const auto words = [&](const char* list, std::size_t which) {
        return std::string{told.at(list).at(which).at("words").as_string()};
    };
    EXPECT_EQ(
        words("items", 0),
        "Condition 1: 800.00 USD of the advances had to be accounted for; 800.00 USD is."
    );
    EXPECT_EQ(
        words("items", 1),
        "Condition 2: an expenditure report since the tranche before was paid is accepted."
    );
    EXPECT_EQ(words("items", 2), "Condition 3: 2026-06-01 is reached.");
    EXPECT_EQ(
        words("advances", 0),
        "Of the advance T1, 800.00 USD had to be accounted for; 800.00 USD is. Of the advance T1, "
        "200.00 USD is still held, which it may be until 2026-10-01."
    );
}

}  // namespace tranche::tests
