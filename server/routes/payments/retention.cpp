#include "server/routes/payments/retention.hpp"

#include "domain/rule.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {

using domain::money;

retention::retention(
    domain::percentage retained, const persistence::row& facts, domain::currency in
)
    : percent{retained},
      is_last{facts.truth("is_last")},
      is_over{retained == domain::percentage{} || facts.truth("final_accepted")},
      value{facts.integer("agreement_value"), in},
      paid_out{facts.integer("paid_out"), in} {}

std::optional<domain::violation> retention::bar(money amount) const {
    if (is_over) {
        return {};
    }
    if (is_last) {
        return domain::violation{
            "",
            "retention_before_final_report",
            {{"percent", percent.to_decimal()}},
            domain::breach{domain::rule_id::r40, amount}};
    }
    const money kept{percent.whole_of(value.minor()), value.currency_unit()};
    const auto left = value - paid_out - amount;
    if (left >= kept) {
        return {};
    }
    return domain::violation{
        "",
        "retention_not_left",
        {{"percent", percent.to_decimal()},
         {"value", shown(value)},
         {"kept", shown(kept)},
         {"left", shown(left)},
         {"available", shown(max(value - paid_out - kept, kept - kept))}},
        domain::breach{domain::rule_id::r40, kept - left}};
}

}  // namespace tranche::server
