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

}  // namespace tranche::domain
