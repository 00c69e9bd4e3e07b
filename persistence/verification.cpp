#include "persistence/verification.hpp"

#include "persistence/laws.hpp"
#include "persistence/round_trip.hpp"
#include "persistence/row_stream.hpp"
#include "persistence/row_writer.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <functional>
#include <thread>

namespace tranche::persistence {
namespace {

using task = std::function<void(session&)>;

// Tasks in the order given, each by whoever is free; the first failure ends the rest.
class task_list {
public:
    explicit task_list(std::vector<task> tasks) : tasks_{std::move(tasks)} {}

    void work_off(session& with) noexcept {
        try {
            for (auto n = next_++; n < tasks_.size(); n = next_++) {
                tasks_[n](with);
            }
        } catch (...) {
            next_ = tasks_.size();
            if (!has_failed_.exchange(true)) {
                failure_ = std::current_exception();
            }
        }
    }
    void rethrow() const {
        if (failure_) {
            std::rethrow_exception(failure_);
        }
    }

private:
    std::vector<task> tasks_;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> has_failed_ = false;
    std::exception_ptr failure_;
};

std::string exported_snapshot(session& with) {
    return ask(with, {{"export_snapshot", "select pg_export_snapshot() as id"}, {}})[0].text("id");
}

void see_the_same(session& with, const std::string& snapshot) {
    // The name comes from PostgreSQL and the statement takes no bound value.
    ask(with, {interned("set_snapshot", "set transaction snapshot '" + snapshot + "'"), {}});
}

}  // namespace

bool verification::holds() const {
    return broken_laws.empty() && contradicted.empty() &&
        std::ranges::all_of(chains, [](const auto& one) { return one.broken.empty(); });
}

verification verify(const std::string& connection_info, std::span<const witnessed_seal> witnesses) {
    session first{connection_info, lane::check};
    session second{connection_info, lane::check};
    const read_snapshot keeps{first};
    const read_snapshot shares{second};
    see_the_same(second, exported_snapshot(first));

    verification made;
    made.chains.resize(seal_streams().size());
    made.broken_laws.resize(laws().size());
    std::vector<task> tasks;
    for (std::size_t n = 0; n < made.chains.size(); ++n) {
        tasks.emplace_back([&made, n](session& with) {
            made.chains[n] = check_chain(with, seal_streams()[n]);
        });
    }
    for (std::size_t n = 0; n < made.broken_laws.size(); ++n) {
        tasks.emplace_back([&made, n](session& with) {
            const auto offenders = offenders_against(with, laws()[n], 1);
            if (!offenders.empty()) {
                made.broken_laws[n] = {std::string{laws()[n].name}, offenders.front()};
            }
        });
    }
    task_list all{std::move(tasks)};
    std::thread helper{[&] {
        all.work_off(second);
    }};
    all.work_off(first);
    helper.join();
    all.rethrow();

    std::erase_if(made.broken_laws, [](const auto& one) { return one.name.empty(); });
    for (const auto& one : witnesses) {
        if (auto against = contradicts(first, one)) {
            made.contradicted.push_back(std::move(*against));
        }
    }
    return made;
}

}  // namespace tranche::persistence
