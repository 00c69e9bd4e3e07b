// One run of random commands, sensible and not, against the program and against the model.
#pragma once

#include "tests/model/money_model.hpp"
#include "tests/model/random_world.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tranche::tests {

inline const std::vector<std::string> budget_lines{"1", "2", "3"};

class RandomCommands : public RandomWorld, public ::testing::WithParamInterface<int> {
protected:
    struct promise {
        std::string id;
        std::size_t agreement;
        std::size_t tranche;
        bool reimbursement;
        std::int64_t amount;
    };
    // Something recorded that may be taken back.
    struct fact {
        std::string entry = {};
        std::int64_t amount = 0;
        std::string spent_on = {};                 // a budget line, or
        std::optional<promise> paid = {};          // a payment, or
        std::optional<std::size_t> refunded = {};  // a receivable
        int step = 0;
        worth moved = {};  // of a payment or a settled debt
        model_rate rate = {};
        std::int64_t received = 0;
        int kept_back_from = 0;                       // the step of the payment
        std::optional<std::size_t> written_off = {};  // a receivable, or
        std::optional<std::size_t> shown = {};        // a receivable, by the expense
        std::size_t shown_by = 0;
        money_model::settlement settled = {};
    };

    void SetUp() override;

    void receive();
    void allocate();
    void rebudget();
    void spend();

    void sign();
    void ask();
    void pay();
    void report();
    void cancel();

    void refund();
    void claim();
    void disallow();
    void write_off();
    void show();
    void take_back();
    void correct_rate();

    void take_step();

    [[nodiscard]] std::string currency_of(std::size_t at) const {
        return model.agreements()[at].foreign ? "GTQ" : "USD";
    }
    [[nodiscard]] int month() const { return std::stoi(day().substr(5, 2)); }
    [[nodiscard]] model_rate rate_of(std::size_t at) const;
    json::object money_of(std::size_t at, std::int64_t minor) const {
        return amount_of(decimal(minor), currency_of(at));
    }
    void load_model_rates();
    // Proposed and approved as a set-off against the payment; nothing without an open debt.
    std::optional<fact> kept_back_from(const promise& one, std::int64_t paid);
    answer settle(const std::string& debt, const std::string& how, const json::object& body);

    // Another rate each month, so that what was worth something is worth something else.
    std::array<std::int64_t, 12> rates{800, 800, 750, 812, 777, 805, 769, 791, 826, 758, 783, 809};
    money_model model{10'000'000, 80};
    std::string open_version;
    std::map<std::string, std::int64_t> wanted_by_version;
    std::vector<promise> promises;
    std::vector<fact> facts;
    std::set<std::size_t> undecided;  // agreements with a report that could not be accepted
};

}  // namespace tranche::tests
