#include "server/routes/results/measures.hpp"

#include "domain/result_progress.hpp"

namespace tranche::server {

std::optional<std::string> measure_given(
    command_run& run, const std::optional<decimal_text>& given, const std::string& place
) {
    if (!given) {
        return std::nullopt;
    }
    const auto scaled = domain::parse_measure(given->text);
    run.require(scaled.has_value(), place, "not_a_measure", {{"value", given->text}});
    return domain::measure_to_decimal(scaled.value_or(0));
}

}  // namespace tranche::server
