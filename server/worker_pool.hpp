// The bounded bridge from the edge to blocking work: N threads, each owning one State (a database
// session) that no other thread ever touches. Jobs wait in one queue of limited length; when it is
// full the caller answers 503 at once instead of letting everybody wait. Knows nothing of HTTP.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tranche::server {

struct worker_pool_config {
    /// Prefix of the threads' names as the system's tools show them; at most 11 characters.
    std::string name = "worker";
    std::size_t threads = 1;
    /// Jobs that may wait; those being worked on do not count.
    std::size_t queue_limit = 256;
};

/// What an operator wants to see of a pool. Counters run from the start of the process.
struct worker_pool_metrics {
    std::size_t threads = 0;
    std::size_t busy = 0;
    std::size_t queued = 0;
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;
};

/// The threads and the queue, without a state. Thread-safe.
class worker_threads {
public:
    /// Called with the number of the worker, 0 .. threads - 1. Must not throw: an exception that
    /// leaves a job ends the process.
    using job = std::function<void(std::size_t)>;

    /// `on_exit` runs on each worker thread as its last act.
    explicit worker_threads(worker_pool_config config, job on_exit = {});
    ~worker_threads();

    worker_threads(const worker_threads&) = delete;
    worker_threads& operator=(const worker_threads&) = delete;

    /// False, without blocking, when the queue is full or the pool is shut down.
    bool try_post(job work);

    /// Refuses new jobs, finishes those queued and running, joins. Idempotent; not from a worker.
    void shutdown();

    worker_pool_metrics metrics() const;

private:
    struct shared;
    std::unique_ptr<shared> shared_;
};

template <class State>
class worker_pool {
public:
    /// Makes the state of one worker, on that worker's thread; may throw (database down).
    using state_factory = std::function<std::unique_ptr<State>()>;
    using work = std::function<void(State&)>;
    using failure = std::function<void(std::exception_ptr)>;
    /// Asked after every job: false throws the state away (a broken connection).
    using health_check = std::function<bool(State&)>;

    worker_pool(worker_pool_config config, state_factory make_state, health_check usable = {})
        : make_state_(std::move(make_state)),
          usable_(std::move(usable)),
          states_(config.threads),
          threads_(std::move(config), [this](std::size_t worker) { states_[worker].reset(); }) {}

    /// Queues `run`; false when there is no room, and then neither function is ever called.
    /// Exactly one of the two is called otherwise, except that `failed` follows a `run` that threw.
    /// `failed` also reports a state that could not be made: `run` has then not been started, and
    /// the next job of that worker tries again. `failed` must not throw.
    bool try_post(work run, failure failed) {
        return threads_.try_post([this, run = std::move(run),
                                  failed = std::move(failed)](std::size_t worker) {
            perform(states_[worker], run, failed);
        });
    }

    /// Finishes what was queued, destroys each state on its own thread, joins.
    void shutdown() { threads_.shutdown(); }

    worker_pool_metrics metrics() const { return threads_.metrics(); }

private:
    void perform(std::unique_ptr<State>& state, const work& run, const failure& failed) {
        try {
            if (!state) state = make_state_();
            run(*state);
            if (usable_ && !usable_(*state)) state.reset();
        } catch (...) {
            // What a job left half done in its state is unknown, so the next one gets a new state.
            state.reset();
            failed(std::current_exception());
        }
    }

    state_factory make_state_;
    health_check usable_;
    /// One per worker, made when the worker has its first job.
    std::vector<std::unique_ptr<State>> states_;
    /// Last, so that the threads are gone before what they use.
    worker_threads threads_;
};

}  // namespace tranche::server
