#include "server/routes/expenditures/sheet_turn.hpp"

#include "domain/error.hpp"

#include <atomic>
#include <chrono>
#include <thread>

namespace tranche::server {
namespace {

// Some ten thousand rows of CSV, some thousand lines of a workbook.
constexpr std::uint64_t large_bytes = 1024 * 1024;
constexpr std::chrono::milliseconds one_look{50};
constexpr int looks_at_most = 100;

std::atomic_flag taken;

}  // namespace

sheet_turn::sheet_turn(std::uint64_t bytes) : is_large_{bytes > large_bytes} {
    if (!is_large_) {
        return;
    }
    for (int looks = 0; taken.test_and_set(); ++looks) {
        if (looks == looks_at_most) {
            throw domain::refusal{
                domain::error_kind::unavailable, "sheets_busy", {{"retry_after", "10"}}};
        }
        std::this_thread::sleep_for(one_look);
    }
}

sheet_turn::~sheet_turn() {
    if (is_large_) {
        taken.clear();
    }
}

}  // namespace tranche::server
