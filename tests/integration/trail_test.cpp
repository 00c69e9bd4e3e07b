// From any record back to the gift and forward to the result, and who may go there.
#include "tests/support/history.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;
using domain::entity;
using words = std::set<std::string>;

const std::string v1 = "/api/v1/";

std::string text(const json::value& of, std::string_view name) {
    const auto& found = of.at(name);
    return found.is_string() ? std::string{found.as_string()} : json::serialize(found);
}

words types_in(const json::value& things) {
    words found;
    for (const auto& one : things.as_array()) {
        found.insert(text(one, "type"));
    }
    return found;
}

// The id of the only thing of a type; "" when there is none.
std::string id_in(const json::value& things, std::string_view type) {
    for (const auto& one : things.as_array()) {
        if (text(one, "type") == type) {
            return text(one, "id");
        }
    }
    return {};
}

words told(const json::value& list, const char* word) {
    words found;
    for (const auto& one : list.as_array()) {
        found.insert(text(one.at("of"), "type") + ' ' + text(one, word));
    }
    return found;
}

void expect_all(const words& among, const words& wanted) {
    for (const auto& one : wanted) {
        EXPECT_TRUE(among.contains(one)) << one;
    }
}

}  // namespace

class Trail : public SmallWorld {
protected:
    void SetUp() override { make_history(server); }

    json::value of(const std::string& subject) {
        const auto given = auditor.get(v1 + "trail/" + subject);
        EXPECT_EQ(given.status, 200) << subject << ' ' << given;
        return given.json();
    }
    std::string id(entity what, const std::string& condition = "true") {
        return domain::public_id(
            what,
            db.sql().number(
                "select id from " + std::string{domain::names_of(what).table} + " where " +
                condition + " order by id limit 1"
            )
        );
    }

    caller auditor = server.as("auditor");
};

TEST_F(Trail, LeadsFromAPaymentBackToTheGiftAndForwardToItsAccount) {
    const auto payment = id(entity::payment, "kind = 'advance'");
    const auto found = of(payment);
    EXPECT_EQ(text(found.at("subject"), "id"), payment);
    EXPECT_EQ(text(found.at("subject").at("amount"), "amount"), "1000.00");
    expect_all(
        types_in(found.at("behind")),
        {"disbursement_request", "tranche", "agreement", "partner", "project", "endorsement",
         "budget_version", "budget_line", "allocation", "funding_line", "contribution_receipt",
         "contribution", "donor", "instrument"}
    );
    // The advance it opened, the report that used it, the claim, and the money that came back.
    expect_all(
        types_in(found.at("feeds")), {"advance", "expenditure_report", "receivable", "payment"}
    );
    expect_all(
        told(found.at("people"), "act"),
        {"disbursement_request requested", "disbursement_request certified",
         "disbursement_request approved", "disbursement_request paid", "payment recorded",
         "budget_version approved", "allocation decided"}
    );
    expect_all(told(found.at("documents"), "document"), {"payment BANK-1", "endorsement Letter"});
    ASSERT_EQ(found.at("entries").as_array().size(), 1U);
    const auto& entry = found.at("entries").at(0);
    EXPECT_EQ(text(entry, "event"), "payment");
    EXPECT_EQ(text(entry.at("source"), "id"), payment);
    words accounts;
    for (const auto& one : entry.at("postings").as_array()) {
        accounts.insert(text(one, "account") + ' ' + text(one.at("amount"), "amount"));
    }
    expect_all(accounts, {"partner_bank 1000.00", "fund_cash -1000.00", "advance 1000.00"});
    EXPECT_TRUE(found.at("truncated") == false);
}

TEST_F(Trail, LeadsBothWaysAlongEveryLink) {
    const auto payment = id(entity::payment, "kind = 'advance'");
    const auto found = of(payment);
    for (const auto* direction : {"behind", "feeds"}) {
        const std::string other = direction == std::string{"behind"} ? "feeds" : "behind";
        for (const auto& one : found.at(direction).as_array()) {
            EXPECT_EQ(auditor.get(text(one, "href")).status, 200) << json::serialize(one);
            const auto back = auditor.get(text(one, "trail"));
            ASSERT_EQ(back.status, 200) << json::serialize(one);
            words ids;
            const auto there = back.json();
            for (const auto& two : there.at(other).as_array()) {
                ids.insert(text(two, "id"));
            }
            EXPECT_TRUE(ids.contains(payment)) << json::serialize(one);
        }
    }
}

TEST_F(Trail, TellsOfAReportItsLinesDecisionsEntriesAndClaims) {
    const auto found = of("A1:R1");
    EXPECT_EQ(text(found.at("subject"), "type"), "expenditure_report");
    expect_all(
        told(found.at("documents"), "document"), {"expenditure_line D-1", "expenditure_line D-2"}
    );
    expect_all(
        told(found.at("people"), "act"),
        {"expenditure_report submitted", "expenditure_report reviewed"}
    );
    EXPECT_NE(id_in(found.at("feeds"), "receivable"), "");
    EXPECT_NE(id_in(found.at("behind"), "advance"), "");
    words events;
    for (const auto& one : found.at("entries").as_array()) {
        events.insert(text(one, "event"));
    }
    EXPECT_EQ(events, (words{"acceptance", "rejection"}));
    words operations;
    for (const auto& one : found.at("audit").as_array()) {
        operations.insert(text(one, "action"));
    }
    EXPECT_EQ(
        operations,
        (words{
            "create_expenditure_report", "submit_expenditure_report", "review_expenditure_report"})
    );
}

TEST_F(Trail, TellsOfAnEntryItsSourceAndPeople) {
    const auto payment = id(entity::payment, "kind = 'advance'");
    const auto entry = text(of(payment).at("entries").at(0), "id");
    const auto found = of(entry);
    EXPECT_EQ(text(found.at("behind").at(0), "id"), payment);
    EXPECT_EQ(text(found.at("behind").at(0), "what"), "recorded_as");
    expect_all(told(found.at("people"), "act"), {"journal_entry recorded", "payment recorded"});
    EXPECT_NE(id_in(found.at("behind"), "contribution"), "");
}

TEST_F(Trail, LeadsFromAGiftForwardToWhatWasReached) {
    const auto found = of("FUND-L1-GIFT");
    expect_all(
        types_in(found.at("feeds")),
        {"contribution_receipt", "funding_line", "allocation", "project", "agreement", "payment",
         "expenditure_report", "direct_expenditure", "result", "indicator", "actual"}
    );
}

TEST_F(Trail, HasOneShapeForEveryKindOfRecord) {
    int tried = 0;
    for (const auto& names : domain::all_entities()) {
        const auto rows = db.sql().ask(
            "select count(*) from " + std::string{names.table} +
            (names.what == entity::agreement_line || names.what == entity::posting ? " where false"
                                                                                   : "")
        );
        if (rows[0].at(0) == "0") {
            continue;
        }
        const auto subject = id(names.what);
        const auto given = auditor.get(v1 + "trail/" + subject);
        static const words outside{"user_account", "access_token",          "approval_grant",
                                   "delegation",   "browser_session",       "audit_event",
                                   "posting",      "receivable_settlement", "upload"};
        EXPECT_EQ(given.status, outside.contains(std::string{names.stem}) ? 404 : 200)
            << names.stem << given;
        if (given.status == 200) {
            words keys;
            const auto found = given.json();
            for (const auto& member : found.as_object()) {
                keys.insert(std::string{member.key()});
            }
            EXPECT_EQ(
                keys,
                (words{
                    "subject", "behind", "feeds", "truncated", "entries", "next_cursor", "people",
                    "documents", "figures", "audit"})
            );
            for (const auto& figure : found.at("figures").as_array()) {
                EXPECT_EQ(auditor.get(text(figure, "href") + "&format=json").status, 200)
                    << json::serialize(figure);
            }
            ++tried;
        }
    }
    EXPECT_GT(tried, 23);
}

TEST_F(Trail, GivesManyEntriesPageByPage) {
    words seen;
    std::string next = v1 + "trail/P1?limit=3";
    int pages = 0;
    while (!next.empty()) {
        const auto given = auditor.get(next);
        ASSERT_EQ(given.status, 200) << given;
        const auto found = given.json();
        EXPECT_LE(found.at("entries").as_array().size(), 3U);
        for (const auto& one : found.at("entries").as_array()) {
            EXPECT_TRUE(seen.insert(text(one, "id")).second);
        }
        const auto& cursor = found.at("next_cursor");
        next = cursor.is_null() ? "" : v1 + "trail/P1?limit=3&cursor=" + text(found, "next_cursor");
        ++pages;
    }
    EXPECT_EQ(
        static_cast<std::int64_t>(seen.size()),
        db.sql().number("select count(*) from ledger.entry where project_id is not null")
    );
    EXPECT_GT(pages, 2);
    EXPECT_EQ(auditor.get(v1 + "trail/P1?limit=201").status, 400);
    EXPECT_EQ(auditor.get(v1 + "trail/P1?cursor=x").status, 400);
}

TEST_F(Trail, StopsAtAStatedNumberOfThings) {
    db.sql().ask(
        "insert into partner.disbursement_request (id, agreement_id, tranche_id, kind, requested_on,"
        " asked_currency, asked_amount, currency, requested_amount, state, requested_by)"
        " select n, agreement_id, tranche_id, kind, requested_on, asked_currency, asked_amount, currency,"
        " requested_amount, 'rejected', requested_by"
        " from (select * from partner.disbursement_request limit 1) q, generate_series(1, 600) n"
    );
    const auto found = of("A1:T1");
    EXPECT_EQ(found.at("feeds").as_array().size(), 500U);
    EXPECT_TRUE(found.at("truncated") == true);
}

TEST_F(Trail, AsksForAnIdWhereACodeMayMeanSeveralThings) {
    const auto given = auditor.get(v1 + "trail/P1:1");  // budget line, budget version and result
    EXPECT_EQ(given.status, 400) << given;
    EXPECT_EQ(given.code(), "ambiguous_reference");
    EXPECT_NE(given.body.find(id(entity::budget_line)), std::string::npos) << given;
    EXPECT_EQ(auditor.get(v1 + "trail/NOTHING").status, 404);
    EXPECT_EQ(auditor.get(v1 + "trail/" + domain::public_id(entity::payment, 4711)).status, 404);
}

TEST_F(Trail, IsForThoseWhoReadTheLedger) {
    const auto payment = id(entity::payment);
    const std::pair<const char*, int> people[] = {{"administrator", 403}, {"programme", 403},
                                                  {"finance", 200},       {"approver", 200},
                                                  {"auditor", 200},       {"donor", 403}};
    for (const auto& [name, status] : people) {
        EXPECT_EQ(server.as(name).get(v1 + "trail/" + payment).status, status) << name;
    }
    for (const auto* name : {"preparer", "officer"}) {
        for (const auto& subject :
             {payment, domain::public_id(entity::payment, 4711), std::string{"A1"}}) {
            EXPECT_EQ(server.as(name, "NGO").get(v1 + "trail/" + subject).status, 403) << name;
        }
    }
}

TEST_F(Trail, OfAReportCanBeCutToOneEntryOrPayment) {
    const auto payment = id(entity::payment, "kind = 'advance'");
    const auto by_payment = auditor.get(v1 + "reports/trail?format=json&payment=" + payment).json();
    const auto& rows = by_payment.at("rows").as_array();
    ASSERT_FALSE(rows.empty());
    for (const auto& row : rows) {
        EXPECT_EQ(text(row, "source"), payment);
    }
    const auto by_entry =
        auditor.get(v1 + "reports/trail?format=json&entry=" + text(rows.at(0), "entry")).json();
    EXPECT_EQ(by_entry.at("rows").as_array().size(), rows.size());
}

TEST(TrailOfTheDemo, LeadsEveryFigureOfTheReportToAGiftAndTheGiftToIt) {
    test_database db{starting_point::demo};
    api server{db};
    auto auditor = server.as("auditor");
    const auto report = auditor.get(v1 + "reports/disbursements?format=json").json();
    const auto& rows = report.at("rows").as_array();
    ASSERT_GT(rows.size(), 5U);
    for (const auto& row : rows) {
        const auto payment = text(row, "payment_id");
        const auto found = auditor.get(v1 + "trail/" + payment).json();
        EXPECT_EQ(text(found.at("subject").at("amount"), "amount"), text(row, "amount"));
        bool in_the_books = false;
        for (const auto& entry : found.at("entries").as_array()) {
            for (const auto& one : entry.at("postings").as_array()) {
                in_the_books = in_the_books ||
                    (text(one, "account") == "partner_bank" &&
                     text(one.at("amount"), "amount") == text(row, "amount"));
            }
        }
        EXPECT_TRUE(in_the_books) << payment;
        // The fund moved in with an opening balance: its money is a gift or such a balance.
        auto source = id_in(found.at("behind"), "contribution");
        source = source.empty() ? id_in(found.at("behind"), "opening_balance") : source;
        ASSERT_NE(source, "") << payment;
        words fed;
        const auto forward = auditor.get(v1 + "trail/" + source).json();
        for (const auto& one : forward.at("feeds").as_array()) {
            fed.insert(text(one, "id"));
        }
        EXPECT_TRUE(fed.contains(payment)) << source << " does not lead to " << payment;
    }
}

}  // namespace tranche::tests
