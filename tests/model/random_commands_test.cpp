// Random commands, sensible and not, against the program and against a model of the balances: both
// must allow and refuse the same things and hold the same figures after every step.
//
//   TRANCHE_MODEL_SEED=7 TRANCHE_MODEL_STEPS=500   replays or lengthens a run
#include "tests/model/random_world.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace tranche::tests {
namespace {

const std::vector<std::string> budget_lines{"1", "2", "3"};

std::int64_t number_from(const char* setting, std::int64_t otherwise) {
    const char* text = std::getenv(setting);  // NOLINT(concurrency-mt-unsafe): before any thread
    return text == nullptr ? otherwise : std::stoll(text);
}

struct promise {
    std::string id;
    std::size_t agreement;
    std::size_t tranche;
    bool reimbursement;
    std::int64_t amount;
};

// Something recorded that may be taken back.
struct fact {
    std::string entry;
    std::int64_t amount;
    std::string spent_on;                 // a budget line, or
    std::optional<promise> paid;          // a payment, or
    std::optional<std::size_t> refunded;  // a receivable
    int step;
};

}  // namespace

class RandomCommands : public RandomWorld, public ::testing::WithParamInterface<int> {
protected:
    void SetUp() override {
        seed = static_cast<std::uint64_t>(number_from("TRANCHE_MODEL_SEED", GetParam()));
        generator.seed(seed);
        ASSERT_TRUE(model.allocate(1'000'000));
        ASSERT_TRUE(model.rebudget({{"1", 1'000'000}}));
        ASSERT_TRUE(model.sign(
            {"A1", {{"1", 150'000}}, {}, {{"T1", false, 100'000}, {"T2", false, 50'000}}, {}}
        ));
    }

    void receive() {
        const auto committed = between(1, 500'000);
        const auto received = chance(30) ? committed + between(1, 1'000) : between(1, committed);
        const auto code = "GIFT-" + std::to_string(step);
        auto finance = server.as("finance");
        finance.must(
            v1 + "contributions",
            {{"code", code},
             {"donor", "FUND-L1-DONOR"},
             {"line", "FUND-L1"},
             {"pledged", amount_of(decimal(committed))},
             {"pledged_on", day()}}
        );
        finance.must(
            v1 + "contributions/" + code + "/commit",
            {{"amount", amount_of(decimal(committed))}, {"committed_on", day()}}
        );
        const auto done = command(
            finance, "contributions/" + code + "/receive",
            {{"amount", amount_of(decimal(received))}, {"received_on", day()}}
        );
        model.receive(committed, received);
        agree(done, true);
    }

    void allocate() {
        const auto amount = amount_within(chance(80) ? model.line() / 5 : model.line());
        const auto done = command(
            server.as("programme"), "allocations",
            {{"project", "P1"},
             {"line", "FUND-L1"},
             {"amount", amount_of(decimal(amount))},
             {"allocated_on", day()}}
        );
        agree(done, model.allocate(amount));
    }

    void rebudget() {
        std::map<std::string, std::int64_t> wanted;
        json::array lines;
        auto left = model.unbudgeted();
        for (const auto& code : budget_lines) {
            const auto found = model.budget().find(code);
            const auto budgeted = found == model.budget().end() ? 0 : found->second;
            const auto more =
                chance(60) ? amount_within(left / 2) : -between(0, model.available(code));
            const auto amount = chance(10) ? budgeted : std::max<std::int64_t>(budgeted + more, 0);
            left -= amount - budgeted;
            wanted[code] = amount;
            lines.push_back(json::object{
                {"code", code},
                {"title_en", "Line"},
                {"kind", "operational"},
                {"category", "1"},
                {"quantity", "1"},
                {"unit_price", amount_of(decimal(amount))}});
        }
        if (open_version.empty()) {
            open_version = server.as("programme")
                               .must(
                                   v1 + "projects/P1/budget-versions",
                                   {{"reason", "Revision"}, {"lines", lines}}
                               )
                               .id();
            wanted_by_version = wanted;
        }
        const auto done = command(
            server.as("approver"), "budget-versions/" + open_version + "/approve",
            {{"approved_on", day()}}
        );
        agree(done, model.rebudget(wanted_by_version));
        if (done.succeeded()) {
            open_version.clear();
        }
    }

    void spend() {
        const auto& line = budget_lines[index(budget_lines.size())];
        if (!model.budget().contains(line)) {
            return;
        }
        const auto amount =
            amount_within(chance(80) ? model.available(line) / 6 : model.available(line));
        const auto done = command(
            server.as("finance"), "direct-expenditures",
            {{"project", "P1"},
             {"budget_line", line},
             {"document", "V-" + std::to_string(step)},
             {"spent_on", day()},
             {"payee_kind", "supplier"},
             {"description", "goods"},
             {"amount", amount_of(decimal(amount))}}
        );
        agree(done, model.spend(line, amount));
        if (done.succeeded()) {
            facts.push_back({last_entry(), amount, line, {}, {}, step});
        }
    }

    void sign() {
        agreement_spec spec{.code = "A" + std::to_string(step), .tranches = {}};
        money_model::agreement made{spec.code, {}, {}, {}, {}};
        std::int64_t value = 0;
        for (const auto& line : budget_lines) {
            if (model.budget().contains(line) && chance(60)) {
                const auto amount = amount_within(model.available(line) / 3);
                made.obligated[line] = amount;
                spec.lines.push_back({line, decimal(amount)});
                value += amount;
            }
        }
        for (int number = 1; value > 0; ++number) {
            const auto part = number == 4 ? value : between(1, value);
            const auto code = "T" + std::to_string(number);
            const bool reimbursement = chance(30);
            made.tranches.push_back({code, reimbursement, part});
            spec.tranches.push_back(
                {code, decimal(part), reimbursement ? "reimbursement" : "advance"}
            );
            value -= part;
        }
        if (spec.lines.empty()) {
            return;
        }
        spec.start_on = day();
        drafted_agreement(server, spec);
        const auto done = command(
            server.as("approver"), "agreements/" + spec.code + "/sign",
            {{"partner_signed_on", day()}, {"office_signed_on", day()}}
        );
        agree(done, model.sign(made));
    }

    void ask() {
        const auto at = index(model.agreements().size());
        const auto& of = model.agreements()[at];
        const auto which = index(of.tranches.size());
        const auto& part = of.tranches[which];
        const bool reimbursement = part.reimbursement || (part.due > 0 && chance(50));
        const auto amount = amount_within(reimbursement ? part.due : part.unpaid);
        json::object body{
            {"tranche", of.code + ':' + part.code},
            {"amount", amount_of(decimal(amount))},
            {"requested_on", day()}};
        if (reimbursement) {
            body["kind"] = "reimbursement";
        }
        const auto id = server.as("officer", "NGO").must(v1 + "disbursement-requests", body).id();
        server.as("programme")
            .must(v1 + "disbursement-requests/" + id + "/certify", {{"certified_on", day()}});
        const auto done = command(
            server.as("approver"), "disbursement-requests/" + id + "/approve",
            {{"approved_on", day()}}
        );
        agree(done, model.approve(at, which, reimbursement, amount));
        if (done.succeeded()) {
            promises.push_back({id, at, which, reimbursement, amount});
        }
    }

    void pay() {
        if (promises.empty()) {
            return ask();
        }
        const auto which = index(promises.size());
        const auto one = promises[which];
        const auto done = command(
            server.as("treasury"), "disbursement-requests/" + one.id + "/pay",
            {{"paid_on", day()}, {"bank_reference", "BANK-" + std::to_string(step)}}
        );
        agree(done, true);
        model.pay(one.agreement, one.tranche, one.reimbursement, one.amount, step);
        facts.push_back({last_entry(), one.amount, {}, one, {}, step});
        promises.erase(promises.begin() + static_cast<std::ptrdiff_t>(which));
    }

    void report() {
        const auto at = index(model.agreements().size());
        const auto& of = model.agreements()[at];
        std::vector<money_model::expense> lines;
        std::vector<expense_spec> rows;
        json::array rejections;
        for (const auto& [line, obligated] : of.obligated) {
            for (auto i = between(0, 2); i > 0; --i) {
                const auto amount = amount_within(obligated / 3);
                const auto document = "D-" + std::to_string(rows.size());
                lines.push_back({line, amount, chance(25)});
                rows.push_back({document, decimal(amount), line, day()});
                if (lines.back().rejected) {
                    rejections.push_back(json::object{
                        {"document", document}, {"reason", "No receipt"}});
                }
            }
        }
        if (rows.empty()) {
            return;
        }
        auto body = report_of(of.code, "R" + std::to_string(step), rows);
        body["period_first"] = body["period_last"] = day();
        const auto id = server.as("preparer", "NGO").must(v1 + "expenditure-reports", body).id();
        acknowledge_checks(server, id);
        server.as("officer", "NGO")
            .must(v1 + "expenditure-reports/" + id + "/submit", {{"submitted_on", day()}});
        const auto done = command(
            server.as("finance"), "expenditure-reports/" + id + "/review",
            {{"reviewed_on", day()}, {"rejections", rejections}}
        );
        std::size_t raised = 0;
        agree(done, model.review(at, lines, raised));
        if (!done.succeeded()) {
            return;
        }
        const auto ids = done.json().at("receivables").as_array();
        ASSERT_EQ(ids.size(), raised) << told;
        for (std::size_t i = 0; i < raised; ++i) {
            auto& all = model.receivables();
            all[all.size() - raised + i].id = std::string{ids[i].as_string()};
        }
    }

    void refund() {
        if (model.receivables().empty()) {
            return report();
        }
        const auto which = index(model.receivables().size());
        const auto amount = amount_within(model.receivables()[which].open);
        const auto done = command(
            server.as("finance"), "receivables/" + model.receivables()[which].id + "/refund",
            {{"amount", amount_of(decimal(amount))},
             {"received_on", day()},
             {"bank_reference", "BACK-" + std::to_string(step)}}
        );
        agree(done, model.refund(which, amount));
        if (done.succeeded()) {
            facts.push_back({last_entry(), amount, {}, {}, which, step});
        }
    }

    void take_back() {
        if (facts.empty()) {
            return spend();
        }
        const auto which = index(facts.size());
        const auto one = facts[which];
        const auto done = command(
            server.as("finance"), "journal-entries/" + one.entry + "/reverse",
            {{"reason", "Not so"},
             {"effective_on", day()},
             {"bank_reference", "UNDO-" + std::to_string(step)}}
        );
        bool allowed = true;
        if (one.paid) {
            allowed = model.unpay(
                one.paid->agreement, one.paid->tranche, one.paid->reimbursement, one.amount,
                one.step
            );
        } else if (one.refunded) {
            model.unrefund(*one.refunded, one.amount);
        } else {
            model.unspend(one.spent_on, one.amount);
        }
        agree(done, allowed);
        if (allowed) {
            facts.erase(facts.begin() + static_cast<std::ptrdiff_t>(which));
        }
    }

    void cancel() {
        const auto at = index(model.agreements().size());
        const auto which = index(model.agreements()[at].tranches.size());
        const auto& part = model.agreements()[at].tranches[which];
        const auto amount = amount_within(part.unpaid / 4);
        const auto done = command(
            server.as("programme"),
            "tranches/" + model.agreements()[at].code + ':' + part.code + "/cancel",
            {{"amount", amount_of(decimal(amount))},
             {"reason", "Not needed"},
             {"cancelled_on", day()}}
        );
        agree(done, model.cancel(at, which, amount));
    }

    void take_step() {
        using one_step = void (RandomCommands::*)();
        static constexpr std::pair<int, one_step> acts[] = {
            {4, &RandomCommands::receive},  {8, &RandomCommands::allocate},
            {8, &RandomCommands::rebudget}, {11, &RandomCommands::spend},
            {8, &RandomCommands::sign},     {16, &RandomCommands::ask},
            {14, &RandomCommands::pay},     {16, &RandomCommands::report},
            {6, &RandomCommands::refund},   {4, &RandomCommands::cancel},
            {5, &RandomCommands::take_back}};
        auto left = between(1, 100);
        for (const auto& [weight, act] : acts) {
            left -= weight;
            if (left <= 0) {
                return (this->*act)();
            }
        }
    }

    money_model model{10'000'000, 80};
    std::string open_version;
    std::map<std::string, std::int64_t> wanted_by_version;
    std::vector<promise> promises;
    std::vector<fact> facts;
};

TEST_P(RandomCommands, KeepTheBooksAsTheModelSays) {
    const auto steps = number_from("TRANCHE_MODEL_STEPS", 120);
    RecordProperty("seed", std::to_string(seed));
    SCOPED_TRACE("TRANCHE_MODEL_SEED=" + std::to_string(seed));
    for (step = 1; step <= steps && !HasFailure(); ++step) {
        SCOPED_TRACE("step " + std::to_string(step));
        server.set_today(today);
        take_step();
        EXPECT_EQ(kept(), model.all()) << told;
        // A day passes from time to time, so that some things happen on the same day.
        if (chance(50) && day() < "2026-12-01") {
            today = domain::add_days(today, 1);
        }
        if (step % 30 == 0) {
            EXPECT_EQ(broken_laws(db.sql()), "");
        }
    }
    // A run that is refused everything, or nothing, proves little.
    EXPECT_GT(done_count, steps / 2);
    EXPECT_GT(refused_count, steps / 20);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomCommands, ::testing::Range(1, 5));

}  // namespace tranche::tests
