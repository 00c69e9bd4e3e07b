// What the books should hold, computed with plain integers and none of the program's rules but R36.
// One currency; amounts are minor units. Each act answers whether it is allowed; one that is not
// changes nothing.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tranche::tests {

/// Balances by name, "budget_available 1" or "advance A1:T2"; zeros are left out.
using balances = std::map<std::string, std::int64_t>;

class money_model {
public:
    struct tranche {
        std::string code;
        bool reimbursement;
        std::int64_t unpaid;
        std::int64_t due = 0;
        std::int64_t promised_of_unpaid = 0;
        std::int64_t promised_of_due = 0;
    };
    struct advance {
        std::string tranche;
        std::int64_t paid;
        std::int64_t open;
        int step;  // of its payment
    };
    struct agreement {
        std::string code;
        std::map<std::string, std::int64_t> obligated;  // by budget line
        std::map<std::string, std::int64_t> spent;
        std::vector<tranche> tranches;
        std::vector<advance> advances;  // in order of payment
    };
    struct receivable {
        std::string agreement;
        std::string tranche;
        std::int64_t open;
        std::string id;  // the program's, once it has told
    };
    struct expense {
        std::string budget_line;
        std::int64_t amount;
        bool rejected;
    };

    money_model(std::int64_t line, std::int64_t liquidation_percent)
        : line_{line},
          liquidation_percent_{liquidation_percent} {}

    void receive(std::int64_t committed, std::int64_t received);
    bool allocate(std::int64_t amount);
    bool rebudget(const std::map<std::string, std::int64_t>& wanted);
    bool spend(const std::string& budget_line, std::int64_t amount);
    bool sign(agreement made);
    bool approve(std::size_t at, std::size_t which, bool reimbursement, std::int64_t amount);
    void pay(std::size_t at, std::size_t which, bool reimbursement, std::int64_t amount, int step);
    /// What was recorded is taken back, the payment by the step it was made in.
    bool unpay(
        std::size_t at, std::size_t which, bool reimbursement, std::int64_t amount, int step
    );
    void unspend(const std::string& budget_line, std::int64_t amount);
    void unrefund(std::size_t which, std::int64_t amount);
    /// The receivables it raises are the last of receivables(), in the order of their advances.
    bool review(std::size_t at, const std::vector<expense>& lines, std::size_t& raised);
    bool refund(std::size_t which, std::int64_t amount);
    bool cancel(std::size_t at, std::size_t which, std::int64_t amount);

    [[nodiscard]] const std::vector<agreement>& agreements() const { return agreements_; }
    [[nodiscard]] std::vector<receivable>& receivables() { return receivables_; }
    [[nodiscard]] std::int64_t available(const std::string& budget_line) const;
    [[nodiscard]] std::int64_t line() const { return line_; }
    [[nodiscard]] std::int64_t unbudgeted() const { return unbudgeted_; }
    [[nodiscard]] const std::map<std::string, std::int64_t>& budget() const { return budget_; }
    [[nodiscard]] balances all() const;

private:
    [[nodiscard]] bool accounted_for(const agreement& of) const;

    std::int64_t line_;
    std::int64_t liquidation_percent_;
    std::int64_t unapplied_ = 0;
    std::int64_t unbudgeted_ = 0;
    std::map<std::string, std::int64_t> budget_;  // as approved last
    std::map<std::string, std::int64_t> available_;
    std::map<std::string, std::int64_t> spent_direct_;
    std::vector<agreement> agreements_;
    std::vector<receivable> receivables_;
};

}  // namespace tranche::tests
