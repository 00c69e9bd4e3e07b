// The roles a person may hold, named by what they do, and a set of them as one small value.
// Which role may do what is one table in access.cpp.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace tranche::domain {

enum class role : std::uint8_t {
    administrator,
    programme_officer,
    finance_officer,
    approver,
    partner_preparer,
    partner_authorised_officer,
    donor_viewer,
    auditor
};

inline constexpr std::array<role, 8> all_roles{
    role::administrator,    role::programme_officer,          role::finance_officer, role::approver,
    role::partner_preparer, role::partner_authorised_officer, role::donor_viewer,    role::auditor};

/// "programme_officer"; the same name is used in the API and in the database.
std::string_view role_name(role which);
std::optional<role> role_from_name(std::string_view name);

/// A set of roles; a bit per role, so that it fits a table and a database column.
class role_set {
public:
    constexpr role_set() = default;
    constexpr role_set(std::initializer_list<role> roles) {
        for (const auto each : roles)
            insert(each);
    }
    /// From bits(); bits beyond the known roles are dropped.
    static constexpr role_set from_bits(std::uint32_t bits) {
        role_set set;
        set.bits_ = bits & ((std::uint32_t{1} << all_roles.size()) - 1);
        return set;
    }

    constexpr void insert(role which) { bits_ |= bit(which); }
    constexpr void erase(role which) { bits_ &= ~bit(which); }
    constexpr bool contains(role which) const { return (bits_ & bit(which)) != 0; }
    constexpr bool intersects(role_set other) const { return (bits_ & other.bits_) != 0; }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr std::uint32_t bits() const { return bits_; }

    friend constexpr role_set operator|(role_set a, role_set b) {
        return from_bits(a.bits_ | b.bits_);
    }
    friend constexpr role_set operator&(role_set a, role_set b) {
        return from_bits(a.bits_ & b.bits_);
    }
    friend constexpr bool operator==(role_set, role_set) = default;

private:
    static constexpr std::uint32_t bit(role which) {
        return std::uint32_t{1} << static_cast<unsigned>(which);
    }

    std::uint32_t bits_ = 0;
};

/// "approver finance_officer", in the order of all_roles, and back; words that are no role are left
/// out.
std::string role_names(role_set roles);
role_set roles_from_names(std::string_view names);

}  // namespace tranche::domain
