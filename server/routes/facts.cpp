#include "server/routes/facts.hpp"

#include "persistence/rates.hpp"

namespace tranche::server {

void check_currency(
    command_run& run, std::string field, domain::money amount, domain::currency expected
) {
    run.require(
        amount.currency_unit() == expected, std::move(field), "currency_mismatch",
        {{"expected", std::string{expected.code()}},
         {"given", std::string{amount.currency_unit().code()}}}
    );
}

void check_not_future(command_run& run, std::string field, domain::date day) {
    run.require(
        day <= run.today(), std::move(field), "date_in_future", {{"date", domain::to_string(day)}}
    );
}

std::string_view state_after(
    std::span<const domain::transition> machine, std::string_view action, const std::string& state
) {
    const auto next = domain::next_state(machine, action, state);
    if (!next) {
        throw domain::refusal{
            domain::error_kind::conflict,
            "state_forbids_action",
            {{"action", std::string{action}}, {"state", state}}};
    }
    return *next;
}

void check_own(const command_run& run, std::int64_t partner_id) {
    if (run.who().partner_id && *run.who().partner_id != partner_id) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
}

domain::exchange_rate rate_or_refuse(
    command_run& run, const persistence::rows& answer, std::string field, domain::currency base,
    domain::currency other, domain::date on, const std::optional<std::string>& series
) {
    if (base == other) {
        return domain::exchange_rate::one(base);
    }
    const auto found = persistence::rate_of(answer, other);
    run.require(
        found && found->base() == base, std::move(field), "rate_not_in_force",
        {{"currency", std::string{other.code()}},
         {"date", domain::to_string(on)},
         {"series", series.value_or("-")}}
    );
    run.settle();
    return *found;
}

}  // namespace tranche::server
