#include "domain/correction.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tranche::domain {
namespace {

constexpr std::array corrections{
    std::pair{std::string_view{"payment"}, correction::payment},
    std::pair{std::string_view{"refund"}, correction::refund},
    std::pair{std::string_view{"receipt"}, correction::receipt},
    std::pair{std::string_view{"direct_expenditure"}, correction::direct_expenditure},
    std::pair{std::string_view{"interest"}, correction::interest},
    std::pair{std::string_view{"receipt_applied"}, correction::receipt_application},
    std::pair{std::string_view{"donor_refund"}, correction::donor_refund},
    std::pair{std::string_view{"line_transfer"}, correction::line_transfer},
    std::pair{std::string_view{"return_released"}, correction::return_release},
    std::pair{std::string_view{"write_off"}, correction::write_off},
    std::pair{std::string_view{"documents"}, correction::later_documents},
};

}  // namespace

std::optional<correction> correction_of(std::string_view event) {
    const auto found =
        std::ranges::find(corrections, event, [](const auto& one) { return one.first; });
    return found == corrections.end() ? std::nullopt : std::optional{found->second};
}

bool needs_another_person(correction how) {
    return is_of_givers(how) || how == correction::write_off || how == correction::later_documents;
}

bool is_of_givers(correction how) {
    return how == correction::receipt_application || how == correction::donor_refund ||
        how == correction::line_transfer || how == correction::return_release;
}

}  // namespace tranche::domain
