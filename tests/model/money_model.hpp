// What the books should hold, computed with plain integers and none of the program's rules but R36.
// Amounts are minor units; what a partner holds and owes is kept in the currency it is paid in, and
// what it is worth in base currency beside it. Each act answers whether it is allowed; one that is
// not changes nothing.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace tranche::tests {

/// Balances by name, "budget_available 1" or "advance A1:T2"; zeros are left out.
using balances = std::map<std::string, std::int64_t>;

struct worth {
    std::int64_t amount = 0;
    std::int64_t base = 0;
};
/// Hundredths of the paying currency for a unit of base currency; 100 where they are one.
struct model_rate {
    std::int64_t hundredths = 100;
    int month = 0;  // it is of
    [[nodiscard]] std::int64_t to_base(std::int64_t amount) const;
    [[nodiscard]] std::int64_t from_base(std::int64_t base) const;
};

class money_model {
public:
    struct tranche {
        std::string code;
        bool reimbursement;
        std::int64_t unpaid;  // base currency, in which agreements are made
        worth due = {};
        std::int64_t promised_of_unpaid = 0;
        std::int64_t promised_of_due = 0;
    };
    struct advance {
        std::string tranche;
        std::int64_t paid;
        worth open;
        int step;  // of its payment
    };
    struct agreement {
        std::string code;
        bool foreign;                                        // paid in another currency
        std::map<std::string, std::int64_t> obligated = {};  // by budget line
        std::map<std::string, std::int64_t> spent = {};
        std::vector<tranche> tranches = {};
        std::vector<advance> advances = {};  // in order of payment
        // What the books say beside the kept balances, in base currency.
        std::int64_t settled = 0, refunded = 0, exchange_difference = 0, written_off = 0;
        std::map<std::string, std::int64_t> lost = {};   // by budget line
        std::map<std::string, std::int64_t> floor = {};  // how far right rates have bent a line
    };
    // Made in another currency, and not taken back.
    struct payment {
        std::size_t agreement;
        int step;
        int month;
        std::int64_t paid;
        std::int64_t counted;  // in base currency
        std::int64_t changed = 0;
    };
    struct receivable {
        std::size_t agreement;
        std::string tranche;  // empty: taken back after acceptance
        int advance;          // the step of the payment it was taken out of
        int report;           // the step of its report; 0: claimed without one
        worth open;
        std::string id = {};  // the program's, once it has told
    };
    struct expense {
        std::string budget_line;
        std::int64_t amount;
        bool rejected;
        std::string id = {};
        std::size_t agreement = 0;
        int report = 0;
        int month = 0;
        std::int64_t base = 0;
        worth taken = {};  // of an accepted one disallowed, of a rejected one shown later
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
    /// What was paid, an advance in the currency it is paid in; of what was due its value then.
    worth pay(
        std::size_t at, std::size_t which, bool reimbursement, std::int64_t amount, int step,
        model_rate rate
    );
    /// What was recorded is taken back: an advance by the step it was paid in, what was due as it
    /// was valued, paid at `rate`.
    bool unpay(std::size_t at, std::size_t which, const worth& paid, int step);
    void unpay_due(std::size_t at, std::size_t which, const worth& paid, model_rate rate, int step);
    void unspend(const std::string& budget_line, std::int64_t amount);
    /// The receivables it raises are the last of receivables(), in the order of their advances; the
    /// expenses it decides are the last of expenses().
    bool review(
        std::size_t at, std::vector<expense> lines, int step, model_rate rate, std::size_t& raised
    );
    bool claim(std::size_t at, std::int64_t amount, std::size_t& raised);
    /// What was spent in that month and is accepted, and what was paid in it, is worth what the
    /// right rate says.
    void revalue(int month, model_rate right);
    bool disallow(std::size_t which, std::int64_t amount);
    /// `received` is in base currency. The part of the debt it settles is what a reversal restores.
    bool refund(std::size_t which, std::int64_t amount, std::int64_t received, worth& settled);
    void unrefund(std::size_t which, const worth& settled, std::int64_t received);
    /// What a settlement without money moved, so that it can be taken back.
    struct settlement {
        worth ended = {};                                  // of the debt
        std::map<std::string, std::int64_t> by_line = {};  // lost or spent, in base currency
    };
    bool write_off(std::size_t which, std::int64_t amount, settlement& made);
    void unwrite_off(std::size_t which, const settlement& made);
    bool show(std::size_t which, std::size_t line, std::int64_t amount, settlement& made);
    void unshow(std::size_t which, std::size_t line, std::int64_t amount, const settlement& made);
    bool cancel(std::size_t at, std::size_t which, std::int64_t amount);

    [[nodiscard]] const std::vector<agreement>& agreements() const { return agreements_; }
    [[nodiscard]] std::vector<receivable>& receivables() { return receivables_; }
    [[nodiscard]] std::vector<expense>& expenses() { return expenses_; }
    /// Of a rejected or disallowed expense, what no document has shown yet.
    [[nodiscard]] static std::int64_t missing(const expense& of);
    [[nodiscard]] std::int64_t available(const std::string& budget_line) const;
    [[nodiscard]] std::int64_t line() const { return line_; }
    [[nodiscard]] std::int64_t unbudgeted() const { return unbudgeted_; }
    [[nodiscard]] const std::map<std::string, std::int64_t>& budget() const { return budget_; }
    [[nodiscard]] balances all() const;

private:
    [[nodiscard]] bool accounted_for(std::size_t at) const;
    std::size_t raise(std::size_t at, int report, std::int64_t amount);

    std::int64_t line_;
    std::int64_t liquidation_percent_;
    std::int64_t unapplied_ = 0;
    std::int64_t unbudgeted_ = 0;
    std::map<std::string, std::int64_t> budget_;  // as approved last
    std::map<std::string, std::int64_t> available_;
    std::map<std::string, std::int64_t> spent_direct_;
    std::vector<agreement> agreements_;
    std::vector<receivable> receivables_;
    std::vector<expense> expenses_;
    std::vector<payment> payments_;
};

}  // namespace tranche::tests
