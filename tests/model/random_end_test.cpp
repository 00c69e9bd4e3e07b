// After agreements are closed: random findings, settlements and take-backs, sensible and not. Every
// law holds after every step, that a closed agreement has obligated exactly what is owed of it
// among them, and what is refused is refused for a reason that is known here.
//
//   TRANCHE_MODEL_SEED=7 TRANCHE_MODEL_STEPS=500   replays or lengthens a run
#include "tests/model/random_world.hpp"
#include "tests/support/bodies.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <set>
#include <string>
#include <utility>

namespace tranche::tests {
namespace {

// What the books cannot give, and nothing else.
const std::set<std::string> known_reasons{
    "accepted_not_paid_yet",    "advance_accounted_for",     "already_reversed",
    "amount_exceeds_available", "amount_settles_nothing",    "debt_written_off",
    "freed_money_used",         "line_misses_nothing",       "line_not_accepted",
    "line_of_another_report",   "nothing_due_after_closing", "nothing_obligated_to_bear_it",
    "state_forbids_action"};

struct amounts {
    const char *first, *second, *rejected, *late, *due;
};

}  // namespace

class RandomEnd : public RandomWorld, public ::testing::WithParamInterface<int> {
protected:
    void SetUp() override {
        const char* given = std::getenv("TRANCHE_MODEL_SEED");  // NOLINT(concurrency-mt-unsafe)
        seed = given == nullptr ? static_cast<std::uint64_t>(GetParam()) : std::stoull(given);
        generator.seed(seed);
        today = *domain::parse_date("2026-06-30");
        server.set_today(today);
        active_project(
            server,
            {.code = "P2", .amount = "2500.00", .lines = {{"1", "1500.00"}, {"2", "1000.00"}}}
        );
        ended("A2", "USD", {"400.00", "250.00", "100.00", "150.00", "100.00"});
        // What is worth something in one month is worth something else in another.
        db.sql().ask(
            "update reference.exchange_rate set rate = case extract(month from valid_from)"
            " when 4 then 8.12 when 5 then 6.9 else 7.77 end where currency = 'GTQ'"
        );
        ended("A3", "GTQ", {"3000.00", "2000.00", "800.00", "1000.00", "304.00"});
    }
    // 800.00 dollars are advanced; one expense is rejected and given back, the last one is more
    // than is left, and paid back.
    void ended(const std::string& code, const std::string& currency, const amounts& of) {
        signed_agreement(
            server,
            {.code = code,
             .project = "P2",
             .lines = {{"1", "600.00"}, {"2", "400.00"}},
             .tranches = {{"T1", "800.00"}, {"T2", "200.00"}},
             .payment_currency = currency == "USD" ? "" : currency}
        );
        paid_request(server, code + ":T1", "800.00", "BANK-" + code);
        const auto report = submitted_report(
            server, code, "R1",
            {{code + "-1", of.first, "1", "2026-05-15", currency},
             {code + "-2", of.second, "2", "2026-04-15", currency},
             {code + "-3", of.rejected, "1", "2026-05-16", currency}}
        );
        const auto reviewed = server.as("finance").must(
            v1 + "expenditure-reports/" + report + "/review",
            {{"reviewed_on", "2026-06-20"},
             {"rejections", {{{"document", code + "-3"}, {"reason", "No receipt"}}}}}
        );
        server.as("finance").must(
            v1 + "receivables/" + std::string{reviewed.json().at("receivables").at(0).as_string()} +
                "/refund",
            {{"amount", amount_of(of.rejected, currency)},
             {"received_on", "2026-06-25"},
             {"bank_reference", "BACK-" + code}}
        );
        accepted_report(server, code, "R2", {{code + "-4", of.late, "2", "2026-05-17", currency}});
        --step;  // a command of its own
        ASSERT_TRUE(reimburse(code, amount_of(of.due, currency)).succeeded()) << told;
        server.as("programme")
            .must(
                v1 + "tranches/" + code + ":T2/cancel",
                {{"reason", "Not needed"}, {"cancelled_on", "2026-06-30"}}
            );
        marked_final(db.sql(), code);
        server.as("finance").must(
            v1 + "agreements/" + code + "/close", {{"closed_on", "2026-06-30"}}
        );
        ASSERT_EQ(broken_laws(db.sql()), "");
    }
    answer reimburse(const std::string& code, const json::object& amount) {
        last_trial.reset();
        auto asked = server.as("officer", "NGO")
                         .post(
                             v1 + "disbursement-requests",
                             {{"tranche", code + ":T2"},
                              {"kind", "reimbursement"},
                              {"amount", amount},
                              {"requested_on", day()}}
                         );
        if (!asked.succeeded()) {
            return asked;
        }
        const auto self = "disbursement-requests/" + asked.id();
        server.as("programme").must(v1 + self + "/certify", {{"certified_on", day()}});
        const auto approved =
            server.as("approver").post(v1 + self + "/approve", {{"approved_on", day()}});
        return approved.succeeded()
            ? command(
                  server.as("treasury"), self + "/pay",
                  {{"paid_on", day()}, {"bank_reference", "BANK-" + asked.id()}}
              )
            : approved;
    }
    // One of the rows, as it is named outside; of agreements A2 and A3 or their project.
    std::pair<std::string, std::string> any_of(domain::entity what, const std::string& rows) {
        const auto found = db.sql().ask("select id, currency from (" + rows + ") r order by id");
        auto left = found.empty() ? 0 : between(1, static_cast<std::int64_t>(found.size()));
        for (const auto row : found) {
            if (--left == 0) {
                return {domain::public_id(what, row.integer("id")), row.text("currency")};
            }
        }
        return {};
    }
    // Mostly one of which something is owed: of the others every act is refused.
    std::pair<std::string, std::string> any_debt() {
        const std::string all =
            "select r.id, r.currency::text from partner.receivable r"
            " join partner.agreement a on a.id = r.agreement_id where a.code in ('A2', 'A3')";
        if (chance(80)) {
            auto owed = any_of(
                domain::entity::receivable,
                all +
                    " and exists (select 1 from ledger.account k join ledger.balance b"
                    " on b.account_id = k.id where k.kind = 'receivable' and k.owner_id = r.id"
                    " and b.amount > 0)"
            );
            if (!owed.first.empty()) {
                return owed;
            }
        }
        return any_of(domain::entity::receivable, all);
    }
    std::pair<std::string, std::string> any_line() {
        return any_of(
            domain::entity::expenditure_line,
            "select l.id, l.currency::text from partner.expenditure_line l"
            " join partner.expenditure_report r on r.id = l.report_id"
            " join partner.agreement a on a.id = r.agreement_id where a.code in ('A2', 'A3')"
        );
    }
    json::object some_money(const std::string& currency) {
        return amount_of(decimal(between(1, currency == "USD" ? 20'000 : 150'000)), currency);
    }

    answer disallow() {
        const auto [line, currency] = any_line();
        json::object body{{"disallowed_on", day()}, {"reason", "Audit"}};
        if (chance(70)) {
            body["amount"] = some_money(currency);
        }
        return command(server.as("finance"), "expenditure-lines/" + line + "/disallow", body);
    }
    answer refund() {
        const auto [debt, currency] = any_debt();
        return command(
            server.as("finance"), "receivables/" + debt + "/refund",
            {{"amount", some_money(chance(25) ? "USD" : currency)},
             {"received_on", day()},
             {"bank_reference", "BACK-" + std::to_string(step)}}
        );
    }
    answer settle_without_money() {
        const auto [debt, currency] = any_debt();
        const bool is_shown = chance(60);
        json::object body{{"reason", "r"}};
        if (is_shown) {
            const auto [line, of_line] = any_line();
            body["line"] = line;
            body["document"] = "Found";
            if (chance(50)) {
                body["amount"] = some_money(of_line);
            }
        } else if (chance(50)) {
            body["amount"] = some_money(currency);
        }
        last_trial.reset();
        const auto proposed = server.as("finance").post(
            v1 + "receivables/" + debt + (is_shown ? "/later-documents" : "/write-off"), body
        );
        return proposed.succeeded()
            ? command(
                  server.as("approver"), "settlement-proposals/" + proposed.id() + "/approve",
                  {{"approved_on", day()}}
              )
            : proposed;
    }
    answer spend() {
        return command(
            server.as("finance"), "direct-expenditures",
            expense("X-" + std::to_string(step), day(), decimal(between(1, 30'000)), "P2")
        );
    }
    answer pay_again() {
        const bool is_local = chance(50);
        return reimburse(
            is_local ? "A3" : "A2",
            chance(60) ? amount_of(is_local ? "304.00" : "100.00", is_local ? "GTQ" : "USD")
                       : some_money(is_local ? "GTQ" : "USD")
        );
    }
    answer take_back() {
        const auto entry = any_of(
                               domain::entity::journal_entry,
                               "select e.id, 'USD' as currency from ledger.entry e"
                               " join funding.project p on p.id = e.project_id and p.code = 'P2'"
                               " where e.event in ('payment', 'refund', 'documents', 'write_off',"
                               " 'direct_expenditure')"
        )
                               .first;
        return command(
            server.as("finance"), "journal-entries/" + entry + "/reverse",
            {{"reason", "Not so"}, {"bank_reference", "UNDO-" + std::to_string(step)}}
        );
    }

    answer take_step() {
        using one_step = answer (RandomEnd::*)();
        static constexpr std::pair<int, one_step> acts[] = {
            {22, &RandomEnd::disallow}, {18, &RandomEnd::refund},    {12, &RandomEnd::spend},
            {8, &RandomEnd::pay_again}, {22, &RandomEnd::take_back},
        };
        auto left = between(1, 100);
        for (const auto& [weight, act] : acts) {
            left -= weight;
            if (left <= 0) {
                return (this->*act)();
            }
        }
        return settle_without_money();
    }
};

TEST_P(RandomEnd, KeepsEveryLawWhateverIsFoundSettledAndTakenBack) {
    const char* given = std::getenv("TRANCHE_MODEL_STEPS");  // NOLINT(concurrency-mt-unsafe)
    const auto steps = given == nullptr ? 100 : std::stol(given);
    SCOPED_TRACE("TRANCHE_MODEL_SEED=" + std::to_string(seed));
    std::set<std::string> reasons;
    for (step = 1; step <= steps && !HasFailure(); ++step) {
        SCOPED_TRACE("step " + std::to_string(step));
        const auto done = take_step();
        ++(done.succeeded() ? done_count : refused_count);
        if (!done.succeeded()) {
            reasons.insert(done.code());
            EXPECT_TRUE(known_reasons.contains(done.code())) << told << done;
        }
        EXPECT_EQ(broken_laws(db.sql()), "") << told;
    }
    // A run that is refused everything proves little.
    EXPECT_GT(done_count, steps / 4);
    RecordProperty("reasons", std::to_string(reasons.size()));
    RecordProperty("done", std::to_string(done_count));
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomEnd, ::testing::Range(1, 5));

}  // namespace tranche::tests
