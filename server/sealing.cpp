#include "server/sealing.hpp"

#include "persistence/sealer.hpp"
#include "persistence/session.hpp"

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

sealing::sealing(std::string database_url, logger& log) : log_{log} {
    thread_ = std::thread{[this, url = std::move(database_url)] {
        run(url);
    }};
}

sealing::~sealing() {
    {
        const std::lock_guard guard{mutex_};
        stopping_ = true;
    }
    woken_.notify_all();
    thread_.join();
}

bool sealing::wait(milliseconds how_long) {
    std::unique_lock guard{mutex_};
    return !woken_.wait_for(guard, how_long, [this] { return stopping_; });
}

void sealing::run(const std::string& database_url) {
    persistence::session_holder database{database_url, persistence::lane::sealing};
    persistence::sealer sealer;
    auto last_closed = clock::now();
    milliseconds pause{0};
    while (wait(pause)) {
        try {
            const auto done = sealer.tick(database.get());
            pause = done.more ? milliseconds{0} : between_ticks;
            if (!done.waits) {
                last_closed = clock::now();
            } else if (clock::now() - last_closed > patience) {
                log_.write(log_level::warning, "sealing waits for a transaction that stays open");
                last_closed = clock::now();
            }
        } catch (const std::exception& failure) {
            log_.write(
                log_level::error, "sealing failed", {{"what", std::string_view{failure.what()}}}
            );
            pause = after_failure;
        }
    }
}

}  // namespace tranche::server
