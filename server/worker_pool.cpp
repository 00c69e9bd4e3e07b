// One mutex, one condition variable and one queue: jobs are database transactions, thousands of
// times longer than the lock is held.
#include "server/worker_pool.hpp"

#include <pthread.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace tranche::server {

struct worker_threads::shared {
    worker_pool_config config;
    job on_exit;

    mutable std::mutex mutex;
    std::condition_variable work_or_stop;
    std::deque<job> queue;
    bool stopping = false;
    std::size_t busy = 0;
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;

    std::once_flag joined;
    std::vector<std::thread> threads;

    void work(std::size_t worker) noexcept {
        const auto label = config.name.substr(0, 11) + '-' + std::to_string(worker);
        ::pthread_setname_np(::pthread_self(), label.substr(0, 15).c_str());
        std::unique_lock lock(mutex);
        for (;;) {
            work_or_stop.wait(lock, [this] { return stopping || !queue.empty(); });
            if (queue.empty()) break;
            {
                auto next = std::move(queue.front());
                queue.pop_front();
                ++busy;
                lock.unlock();
                next(worker);
                // The job and what it captured go before the lock is taken again.
            }
            lock.lock();
            --busy;
        }
        lock.unlock();
        if (on_exit) on_exit(worker);
    }
};

worker_threads::worker_threads(worker_pool_config config, job on_exit)
    : shared_(std::make_unique<shared>()) {
    shared_->config = std::move(config);
    shared_->on_exit = std::move(on_exit);
    shared_->threads.reserve(shared_->config.threads);
    try {
        for (std::size_t worker = 0; worker < shared_->config.threads; ++worker) {
            shared_->threads.emplace_back([state = shared_.get(), worker] { state->work(worker); });
        }
    } catch (...) {
        shutdown();
        throw;
    }
}

worker_threads::~worker_threads() {
    shutdown();
}

bool worker_threads::try_post(job work) {
    {
        const std::lock_guard lock(shared_->mutex);
        if (shared_->stopping || shared_->queue.size() >= shared_->config.queue_limit) {
            ++shared_->refused;
            return false;
        }
        shared_->queue.push_back(std::move(work));
        ++shared_->accepted;
    }
    shared_->work_or_stop.notify_one();
    return true;
}

void worker_threads::shutdown() {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->stopping = true;
    }
    shared_->work_or_stop.notify_all();
    std::call_once(shared_->joined, [this] {
        for (auto& thread : shared_->threads)
            thread.join();
    });
}

worker_pool_metrics worker_threads::metrics() const {
    const std::lock_guard lock(shared_->mutex);
    return {
        .threads = shared_->config.threads,
        .busy = shared_->busy,
        .queued = shared_->queue.size(),
        .accepted = shared_->accepted,
        .refused = shared_->refused,
    };
}

}  // namespace tranche::server
