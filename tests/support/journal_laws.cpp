#include "tests/support/journal_laws.hpp"

#include "persistence/laws.hpp"

namespace tranche::tests {

std::string broken_laws(sql_connection& owner) {
    std::string broken;
    for (const auto& one : persistence::laws()) {
        const auto offenders = owner.ask(persistence::query_of(one, 5));
        if (!offenders.empty()) {
            broken += std::string{one.name} + ':';
        }
        for (const auto row : offenders) {
            broken += ' ' + std::string{row.at(0)} + ';';
        }
        broken += offenders.empty() ? "" : "\n";
    }
    return broken;
}

}  // namespace tranche::tests
