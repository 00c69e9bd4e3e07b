#include "server/routes/payments/bank_fields.hpp"

#include "domain/bank_text.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

bool is_capital(char one) {
    return one >= 'A' && one <= 'Z';
}
bool is_digit(char one) {
    return one >= '0' && one <= '9';
}

// Four signs of the bank, two letters of the country, two of the place, three of the branch.
bool is_bic(const std::string& text) {
    constexpr std::size_t country = 4;
    constexpr std::size_t head_office = 8;
    constexpr std::size_t branch = 11;
    return (text.size() == head_office || text.size() == branch) &&
        std::ranges::all_of(text, [](char one) { return is_capital(one) || is_digit(one); }) &&
        is_capital(text[country]) && is_capital(text[country + 1]);
}

}  // namespace

bool is_bank_account(const std::string& typed) {
    constexpr std::size_t longest = 34;
    const auto number = domain::account_number(typed);
    const bool looks_international = number.size() > 4 && is_capital(number[0]) &&
        is_capital(number[1]) && is_digit(number[2]) && is_digit(number[3]);
    return !number.empty() && number.size() <= longest &&
        std::ranges::all_of(
            number, [](char one) { return is_digit(one) || is_capital(one) || one == '-'; }
        ) &&
        (!looks_international || domain::is_iban(number));
}

void check_bic(command_run& run, const std::optional<std::string>& bic, const std::string& field) {
    run.require(!bic || is_bic(*bic), field, "bic_unfit", {{"bic", bic.value_or("")}});
}

void check_bank_fields(
    command_run& run, const std::optional<std::string>& bic, const std::string& bic_field,
    const std::string& account, const std::string& account_field
) {
    check_bic(run, bic, bic_field);
    run.require(is_bank_account(account), account_field, "account_unfit", {{"account", account}});
}

}  // namespace tranche::server
