// Who may do what: the separations the matrix must keep whatever is added to it.
#include "domain/access.hpp"

#include "domain/contract.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

namespace tranche::domain {

namespace {

const std::vector<action> money_out_or_in{
    action::allocate,
    action::record_contributions,
    action::request_disbursements,
    action::certify_disbursements,
    action::approve_disbursements,
    action::pay_disbursements,
    action::report_expenditure,
    action::submit_expenditure,
    action::review_expenditure,
    action::record_direct_expenditure,
    action::record_refunds,
    action::record_opening_balances};

bool is_reading(std::string_view action_name) {
    return action_name.starts_with("read_");
}

}  // namespace

TEST(AccessMatrix, NamesEveryActionOnce) {
    std::set<std::string_view> names;
    for (const auto& rule : access_matrix()) {
        EXPECT_EQ(name(rule.what), rule.name);
        EXPECT_TRUE(names.insert(rule.name).second) << rule.name;
        EXPECT_FALSE(rule.roles.empty()) << rule.name << " is open to nobody";
    }
}

TEST(AccessMatrix, PermitsExactlyTheListedRoles) {
    for (const auto& rule : access_matrix()) {
        if (rule.what == action::anyone) continue;
        for (const auto each : all_roles) {
            EXPECT_EQ(permitted(rule.what, role_set{each}), rule.roles.contains(each))
                << rule.name << ' ' << role_name(each);
        }
        EXPECT_FALSE(permitted(rule.what, {})) << rule.name;
    }
}

TEST(AccessMatrix, OpensToEverybodyOnlyWhatNeedsNoSignIn) {
    EXPECT_TRUE(permitted(action::anyone, {}));
    EXPECT_FALSE(permitted(action::read_reference, {}));
}

TEST(AccessMatrix, LetsTheAdministratorMoveNoMoney) {
    for (const auto each : money_out_or_in) {
        EXPECT_FALSE(permitted(each, {role::administrator})) << name(each);
    }
    EXPECT_TRUE(permitted(action::manage_users, {role::administrator}));
}

TEST(AccessMatrix, LetsTheAuditorReadEverythingAndChangeNothing) {
    for (const auto& rule : access_matrix()) {
        if (rule.what == action::anyone) continue;
        EXPECT_EQ(permitted(rule.what, {role::auditor}), is_reading(rule.name)) << rule.name;
    }
}

TEST(AccessMatrix, LetsTheDonorsViewersOnlyRead) {
    for (const auto& rule : access_matrix()) {
        if (rule.what != action::anyone && permitted(rule.what, {role::donor_viewer})) {
            EXPECT_TRUE(is_reading(rule.name)) << rule.name;
        }
    }
    EXPECT_FALSE(permitted(action::read_partner_side, {role::donor_viewer}));
}

TEST(AccessMatrix, KeepsPartnersOutOfTheDecisionsAboutTheirMoney) {
    const role_set partner{role::partner_preparer, role::partner_authorised_officer};
    for (const auto each :
         {action::certify_disbursements, action::approve_disbursements, action::pay_disbursements,
          action::review_expenditure, action::verify_actuals, action::read_funding,
          action::read_ledger, action::read_audit, action::manage_users}) {
        EXPECT_FALSE(permitted(each, partner)) << name(each);
    }
    EXPECT_TRUE(permitted(action::report_expenditure, partner));
    EXPECT_FALSE(permitted(action::submit_expenditure, {role::partner_preparer}));
}

TEST(AccessMatrix, LetsTheOfficeAskForExceptionsAndApproversOrFinanceGrantThem) {
    for (const auto each : all_roles) {
        const bool asks = each == role::programme_officer || each == role::finance_officer ||
            each == role::approver;
        EXPECT_EQ(permitted(action::request_exceptions, {each}), asks) << role_name(each);
        EXPECT_EQ(
            permitted(action::grant_exceptions, {each}),
            each == role::approver || each == role::finance_officer
        ) << role_name(each);
        EXPECT_EQ(permitted(action::confirm_rule_kinds, {each}), each == role::approver)
            << role_name(each);
        EXPECT_EQ(
            permitted(action::propose_rule_kinds, {each}),
            each == role::approver || each == role::administrator
        ) << role_name(each);
        EXPECT_EQ(permitted(action::open_to_donors, {each}), asks) << role_name(each);
        EXPECT_EQ(permitted(action::confirm_opening_to_donors, {each}), each == role::approver)
            << role_name(each);
    }
}

TEST(AccessMatrix, GivesNoSingleRoleTheWholeWayOfAPayment) {
    for (const auto each : all_roles) {
        const role_set one{each};
        const auto steps =
            std::count_if(money_out_or_in.begin(), money_out_or_in.end(), [&](auto a) {
                return (a == action::approve_disbursements || a == action::pay_disbursements ||
                        a == action::certify_disbursements) &&
                    permitted(a, one);
            });
        EXPECT_LE(steps, 1) << role_name(each);
    }
}

// Standing in for somebody is for the daily work: an administrator's powers, rates that two persons
// vouch for and further delegations are each one's own.
TEST(AccessMatrix, LendsNobodyTheAdministrationOfTheService) {
    for (const auto& rule : access_matrix()) {
        if (rule.roles == role_set{role::administrator}) {
            EXPECT_FALSE(delegable(rule.what)) << rule.name;
        }
    }
    for (const auto each :
         {action::anyone, action::manage_rates, action::confirm_rates, action::delegate,
          action::record_opening_balances}) {
        EXPECT_FALSE(delegable(each)) << name(each);
    }
    EXPECT_TRUE(delegable(action::approve_disbursements));
    EXPECT_TRUE(delegable(action::submit_expenditure));
}

TEST(AccessMatrix, RefusesAValueThatIsNoAction) {
    EXPECT_THROW((void)name(static_cast<action>(9999)), contract_violation);
    EXPECT_THROW((void)permitted(static_cast<action>(9999), {}), contract_violation);
}

TEST(RoleSet, HoldsWhatWasInserted) {
    role_set set{role::approver};
    EXPECT_TRUE(set.contains(role::approver));
    EXPECT_FALSE(set.contains(role::auditor));
    set.insert(role::auditor);
    set.erase(role::approver);
    EXPECT_EQ(set, role_set{role::auditor});
    EXPECT_FALSE(set.intersects({role::approver}));
    EXPECT_EQ(role_set::from_bits(set.bits()), set);
}

TEST(RoleSet, DropsBitsThatAreNoRole) {
    EXPECT_TRUE(role_set::from_bits(0x100).empty());
    EXPECT_EQ(role_set::from_bits(0xFFFFFFFF).bits(), 0xFFU);
}

TEST(Role, TravelsAsNamesWithBlanksBetween) {
    const role_set two{role::finance_officer, role::approver};
    EXPECT_EQ(role_names(two), "finance_officer approver");
    EXPECT_EQ(roles_from_names(role_names(two)), two);
    EXPECT_EQ(roles_from_names("king  approver"), role_set{role::approver});
    EXPECT_EQ(role_names({}), "");
    EXPECT_TRUE(roles_from_names("").empty());
}

TEST(Role, IsFoundByItsName) {
    for (const auto each : all_roles)
        EXPECT_EQ(role_from_name(role_name(each)), each);
    EXPECT_EQ(role_from_name("Approver"), std::nullopt);
    EXPECT_EQ(role_from_name(""), std::nullopt);
}

}  // namespace tranche::domain
