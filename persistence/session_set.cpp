#include "persistence/session_set.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace tranche::persistence {
namespace {

std::string quoted(std::string_view text) {
    std::string out{"'"};
    for (const char one : text) {
        if (one == '\'' || one == '\\') {
            out += '\\';
        }
        out += one;
    }
    return out + '\'';
}

}  // namespace

std::string with_parameters(
    const std::string& connection_info, const connection_parameters& others
) {
    char* mistake = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed{
        PQconninfoParse(connection_info.c_str(), &mistake), &PQconninfoFree};
    if (!parsed) {
        PQfreemem(mistake);  // it may quote a password
        throw std::invalid_argument{"libpq cannot read the connection string"};
    }
    std::string made;
    for (const auto* option = parsed.get(); option->keyword != nullptr; ++option) {
        const std::string_view name{option->keyword};
        const bool stays =
            std::ranges::none_of(others, [&](const auto& one) { return one.first == name; });
        if (option->val != nullptr && stays) {
            made += std::string{name} + '=' + quoted(option->val) + ' ';
        }
    }
    for (const auto& [name, value] : others) {
        made += std::string{name} + '=' + quoted(value) + ' ';
    }
    return made;
}

role_urls urls_of_roles(
    const std::string& staff, const std::string& partner, const std::string& donor
) {
    return {
        staff, partner.empty() ? with_parameters(staff, {{"user", "tranche_partner"}}) : partner,
        donor.empty() ? with_parameters(staff, {{"user", "tranche_donor"}}) : donor};
}

session_holder& session_set::of(const std::optional<row_scope>& scope) {
    if (!scope) {
        return staff_;
    }
    auto& chosen = scope->whose == row_owner::partner ? partner_ : donor_;
    chosen.limit_to(scope);
    return chosen;
}

}  // namespace tranche::persistence
