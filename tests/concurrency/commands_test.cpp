// Many at once for the same money: exactly as many win as there is money for, the others are told
// why, and the books hold afterwards.
#include "tests/support/bodies.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/leave.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <latch>
#include <string>
#include <thread>
#include <vector>

namespace tranche::tests {
namespace {

namespace json = boost::json;

// Each of `many` asks from a session of its own, all let go at the same moment.
std::vector<answer> at_once(api& server, int many, const std::function<answer(api&, int)>& ask) {
    std::vector<answer> answers(static_cast<std::size_t>(many));
    std::vector<api> sessions;
    sessions.reserve(answers.size());
    for (int i = 0; i < many; ++i) {
        sessions.push_back(server.another_session());
    }
    std::latch start{many};
    std::vector<std::thread> threads;
    threads.reserve(answers.size());
    for (int i = 0; i < many; ++i) {
        threads.emplace_back([&, i] {
            const auto at = static_cast<std::size_t>(i);
            start.arrive_and_wait();
            answers[at] = ask(sessions[at], i);
        });
    }
    for (auto& one : threads) {
        one.join();
    }
    return answers;
}

std::ptrdiff_t won(const std::vector<answer>& answers) {
    return std::ranges::count_if(answers, &answer::succeeded);
}

// Nobody is answered by an accident: a loser gets a rule or a conflict.
void expect_clean_losses(const std::vector<answer>& answers) {
    for (const auto& one : answers) {
        EXPECT_TRUE(one.succeeded() || one.status == 409 || one.status == 422) << one;
    }
}

// Projects Q0, Q1, ... each ask for 20,000.00 dated in February.
std::vector<answer> allocations_at_once(api& server, int many) {
    for (int i = 0; i < many; ++i) {
        approved_project(server, {.code = "Q" + std::to_string(i), .amount = "20000.00"});
    }
    return at_once(server, many, [](api& session, int i) {
        return session.as("programme")
            .post(
                "/api/v1/allocations",
                {{"project", "Q" + std::to_string(i)},
                 {"line", "FUND-L1"},
                 {"amount", amount_of("20000.00")},
                 {"allocated_on", "2026-02-01"}}
            );
    });
}

}  // namespace

using ConcurrentCommands = SmallWorld;

TEST_F(ConcurrentCommands, AllocateNoMoreThanALineHas) {
    // 90,000.00 are left on the line; eight projects ask for 20,000.00 each.
    const auto answers = allocations_at_once(server, 8);
    EXPECT_EQ(won(answers), 4);
    expect_clean_losses(answers);
}

// Money of May does not help allocations dated in February, however many are decided at once: what
// a line keeps today would let six of them through.
TEST_F(ConcurrentCommands, AllocateNoMoreThanALineHadThatDay) {
    server.as("finance").must(
        "/api/v1/opening-balances",
        {{"kind", "recovered"},
         {"line", "FUND-L1"},
         {"opened_on", "2026-05-01"},
         {"amount", amount_of("50000.00")},
         {"source", "test"}}
    );
    const auto answers = allocations_at_once(server, 6);
    EXPECT_EQ(won(answers), 4);
    expect_clean_losses(answers);
}

TEST_F(ConcurrentCommands, ObligateNoMoreThanABudgetLineHas) {
    // 8,500.00 of line "1" are free; six agreements of 2,000.00 are signed at once.
    for (int i = 0; i < 6; ++i) {
        drafted_agreement(
            server, {.code = "B" + std::to_string(i), .tranches = {{"T1", "2000.00"}}}
        );
    }
    const auto answers = at_once(server, 6, [](api& session, int i) {
        return session.as("approver")
            .post(
                "/api/v1/agreements/B" + std::to_string(i) + "/sign",
                {{"partner_signed_on", "2026-02-20"}, {"office_signed_on", "2026-02-21"}}
            );
    });
    EXPECT_EQ(won(answers), 4);
    expect_clean_losses(answers);
}

// 750.00 quetzales are 100.00 dollars, and 93.75 at the right rate, whichever is first of the
// correction and the reviews.
TEST_F(ConcurrentCommands, AcceptNothingPastACorrectionOfRates) {
    signed_agreement(
        server, {.code = "A2", .tranches = {{"T1", "1000.00"}}, .payment_currency = "GTQ"}
    );
    paid_request(server, "A2:T1", "1000.00", "BANK-2");
    std::vector<std::string> reports;
    for (int i = 0; i < 5; ++i) {
        const auto number = std::to_string(i);
        reports.push_back(submitted_report(
            server, "A2", "R" + number, {{"Q-" + number, "750.00", "1", "2026-04-15", "GTQ"}}
        ));
    }
    const auto correction = proposed_rate(server, "8");
    const auto answers = at_once(server, 6, [&](api& session, int i) {
        return i == 0
            ? session.as("approver")
                  .post("/api/v1/rate-corrections/" + correction + "/approve", json::object{})
            : session.as("finance").post(
                  "/api/v1/expenditure-reports/" + reports[static_cast<std::size_t>(i - 1)] +
                      "/review",
                  {{"reviewed_on", "2026-06-30"}}
              );
    });
    EXPECT_EQ(won(answers), 6);
    EXPECT_EQ(db.sql().one("select count(*) from partner.revaluation"), "5");
    EXPECT_EQ(
        db.sql().one("select sum(p.base_amount) from ledger.posting p join ledger.account a"
                     " on a.id = p.account_id where a.kind = 'spent'"),
        "46875"
    );
}

TEST_F(ConcurrentCommands, UseAnExceptionOnce) {
    const auto early = [](api& session, int i) {
        return session.as("finance").post(
            "/api/v1/direct-expenditures", expense("X-" + std::to_string(i), "2026-01-31")
        );
    };
    granted_leave(server, early(server, 99));
    const auto answers = at_once(server, 6, early);
    EXPECT_EQ(won(answers), 1);
    expect_clean_losses(answers);
}

TEST_F(ConcurrentCommands, ApproveNoMoreThanATrancheHas) {
    // T1 has 1,000.00; five requests of 300.00 are certified and approved at once.
    std::vector<std::string> ids;
    for (int i = 0; i < 5; ++i) {
        ids.push_back(server.as("officer", "NGO")
                          .must(
                              "/api/v1/disbursement-requests",
                              {{"tranche", "A1:T1"},
                               {"amount", amount_of("300.00")},
                               {"requested_on", "2026-03-10"}}
                          )
                          .id());
        server.as("programme")
            .must(
                "/api/v1/disbursement-requests/" + ids.back() + "/certify",
                {{"certified_on", "2026-03-12"}}
            );
    }
    const auto answers = at_once(server, 5, [&](api& session, int i) {
        return session.as("approver")
            .post(
                "/api/v1/disbursement-requests/" + ids[static_cast<std::size_t>(i)] + "/approve",
                {{"approved_on", "2026-03-15"}}
            );
    });
    EXPECT_EQ(won(answers), 3);
    expect_clean_losses(answers);
    EXPECT_EQ(
        db.sql().number("select reserved_amount from partner.tranche where code = 'T1'"), 90000
    );
}

TEST_F(ConcurrentCommands, PayOneRequestOnce) {
    const auto id = approved_request(server, "A1:T1", "1000.00");
    const auto answers = at_once(server, 8, [&](api& session, int i) {
        return session.as("treasury")
            .post(
                "/api/v1/disbursement-requests/" + id + "/pay",
                {{"paid_on", "2026-04-01"}, {"bank_reference", "BANK-" + std::to_string(i)}}
            );
    });
    EXPECT_EQ(won(answers), 1);
    expect_clean_losses(answers);
    EXPECT_EQ(db.sql().number("select count(*) from partner.payment"), 1);
}

TEST_F(ConcurrentCommands, DoOnceWhatTwinsWithOneKeyAsk) {
    const auto id = approved_request(server, "A1:T1", "1000.00");
    const auto answers = at_once(server, 8, [&](api& session, int) {
        return session.as("treasury")
            .post(
                "/api/v1/disbursement-requests/" + id + "/pay",
                {{"paid_on", "2026-04-01"}, {"bank_reference", "BANK-1"}},
                {{"idempotency-key", "pay-once"}}
            );
    });
    EXPECT_EQ(won(answers), 8);
    const auto replayed = std::ranges::count_if(answers, [](const answer& one) {
        return one.header("Idempotency-Replayed") == "true";
    });
    EXPECT_EQ(replayed, 7);
    for (const auto& one : answers) {
        EXPECT_EQ(one.body, answers.front().body);
    }
    EXPECT_EQ(db.sql().number("select count(*) from partner.payment"), 1);
}

TEST_F(ConcurrentCommands, SpendNoMoreThanABudgetLineHas) {
    // 8,500.00 are free on line "1"; ten expenses of 1,000.00 are recorded at once.
    const auto answers = at_once(server, 10, [](api& session, int i) {
        return session.as("finance").post(
            "/api/v1/direct-expenditures",
            expense("V-" + std::to_string(i), "2026-04-01", "1000.00")
        );
    });
    EXPECT_EQ(won(answers), 8);
    expect_clean_losses(answers);
}

}  // namespace tranche::tests
