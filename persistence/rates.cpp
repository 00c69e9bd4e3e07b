#include "persistence/rates.hpp"

namespace tranche::persistence {

query rate_in_force(
    const std::optional<std::string>& series, domain::currency wanted, domain::date on
) {
    return {
        statement{
            "rate_in_force",
            R"(
                select s.base_currency, trim_scale(r.rate)::text as rate, r.quoted_on
                  from reference.rate_series s
                  left join reference.exchange_rate r on r.series = s.code
                   and r.currency = $2
                   and $3::date between r.valid_from and r.valid_to
                   and r.confirmed_by is not null
                   and r.replaced_in is null
                  where s.code = $1)"},
        {series, wanted, on}};
}

std::optional<domain::exchange_rate> rate_of(const rows& answer, domain::currency wanted) {
    if (answer.empty()) {
        return std::nullopt;
    }
    const auto base = answer[0].currency("base_currency");
    if (base == wanted) {
        return domain::exchange_rate::one(wanted);
    }
    const auto text = answer[0].maybe_text("rate");
    return text ? domain::exchange_rate::parse(*text, base, wanted) : std::nullopt;
}

}  // namespace tranche::persistence
