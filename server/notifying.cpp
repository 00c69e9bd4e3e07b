#include "server/notifying.hpp"

#include <string_view>
#include <utility>

namespace tranche::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds between_ticks{2};
constexpr seconds after_failure{5};
constexpr int days_kept = 90;

}  // namespace

notifying::notifying(const persistence::role_urls& urls, notify_settings settings, logger& log)
    : log_{log},
      database_{urls, persistence::lane::command},
      deliverer_{
          std::move(settings),
          [this](std::int64_t delivery, std::string_view why) {
              log_.write(
                  log_level::warning, "a message was not delivered",
                  {{"delivery", delivery}, {"what", why}}
              );
          }},
      thread_{[this](const std::stop_token& stop) {
          return tick(stop);
      }} {}

milliseconds notifying::tick(const std::stop_token& stop) {
    try {
        if (const auto now = std::chrono::steady_clock::now(); now >= forget_at_) {
            forget_at_ = now + std::chrono::minutes{10};
            persistence::forget_events(database_.staff().get(), days_kept);
        }
        if (const auto now = std::chrono::steady_clock::now(); now >= look_at_) {
            look_at_ = now + std::chrono::hours{1};
            deliverer_.look_at_the_day(database_.staff().get());
        }
        return deliverer_.tick(database_, stop) ? milliseconds{0} : between_ticks;
    } catch (const std::exception& failure) {
        log_.write(
            log_level::error, "telling people failed", {{"what", std::string_view{failure.what()}}}
        );
        return after_failure;
    }
}

}  // namespace tranche::server
