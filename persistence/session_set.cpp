#include "persistence/session_set.hpp"

#include <libpq-fe.h>

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

std::string with_user(const std::string& connection_info, std::string_view user) {
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
        if (option->val != nullptr && name != "user") {
            made += std::string{name} + '=' + quoted(option->val) + ' ';
        }
    }
    return made + "user=" + quoted(user);
}

role_urls urls_of_roles(
    const std::string& staff, const std::string& partner, const std::string& donor
) {
    return {
        staff, partner.empty() ? with_user(staff, "tranche_partner") : partner,
        donor.empty() ? with_user(staff, "tranche_donor") : donor};
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
