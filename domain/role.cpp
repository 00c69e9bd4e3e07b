#include "domain/role.hpp"

#include "domain/contract.hpp"

namespace tranche::domain {

std::string_view role_name(role which) {
    switch (which) {
        case role::administrator:
            return "administrator";
        case role::programme_officer:
            return "programme_officer";
        case role::finance_officer:
            return "finance_officer";
        case role::approver:
            return "approver";
        case role::partner_preparer:
            return "partner_preparer";
        case role::partner_authorised_officer:
            return "partner_authorised_officer";
        case role::donor_viewer:
            return "donor_viewer";
        case role::auditor:
            return "auditor";
    }
    throw contract_violation("role_name: not a role");
}

std::optional<role> role_from_name(std::string_view name) {
    for (const auto each : all_roles) {
        if (role_name(each) == name) return each;
    }
    return std::nullopt;
}

std::string role_names(role_set roles) {
    std::string names;
    for (const auto each : all_roles) {
        if (roles.contains(each)) {
            names += names.empty() ? "" : " ";
            names += role_name(each);
        }
    }
    return names;
}

role_set roles_from_names(std::string_view names) {
    role_set roles;
    while (!names.empty()) {
        const auto end = names.find(' ');
        if (const auto one = role_from_name(names.substr(0, end))) {
            roles.insert(*one);
        }
        names = end == names.npos ? std::string_view{} : names.substr(end + 1);
    }
    return roles;
}

}  // namespace tranche::domain
