#include "server/sealing.hpp"

#include <utility>

namespace tranche::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using clock = std::chrono::steady_clock;

// Twice this is the age at which a row is sealed, when nobody keeps a transaction open.
constexpr milliseconds between_ticks{500};
constexpr seconds after_failure{5};
// A transaction that is open for so long keeps everything behind it unsealed: somebody should know.
constexpr seconds patience{30};

}  // namespace

sealing::sealing(std::string database_url, logger& log)
    : log_{log},
      database_{std::move(database_url), persistence::lane::sealing},
      thread_{[this](const std::stop_token&) {
          return tick();
      }} {}

milliseconds sealing::tick() {
    try {
        const auto done = sealer_.tick(database_.get());
        if (!done.waits) {
            last_closed_ = clock::now();
        } else if (clock::now() - last_closed_ > patience) {
            log_.write(log_level::warning, "sealing waits for a transaction that stays open");
            last_closed_ = clock::now();
        }
        return done.more ? milliseconds{0} : between_ticks;
    } catch (const std::exception& failure) {
        log_.write(
            log_level::error, "sealing failed", {{"what", std::string_view{failure.what()}}}
        );
        return after_failure;
    }
}

}  // namespace tranche::server
