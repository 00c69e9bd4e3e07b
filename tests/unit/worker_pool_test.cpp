// The worker pool: one state a thread, a bounded queue, and a shutdown that loses nothing.
#include "server/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <thread>

namespace tranche::server {

namespace {

/// Remembers the thread it was made on and complains when it dies on another.
struct session {
    std::thread::id home = std::this_thread::get_id();
    std::atomic<int>* alive = nullptr;
    bool broken = false;

    explicit session(std::atomic<int>& counter) : alive(&counter) { ++counter; }
    ~session() {
        EXPECT_EQ(home, std::this_thread::get_id()) << "destroyed on another thread";
        --*alive;
    }
    session(const session&) = delete;
    session& operator=(const session&) = delete;
};

class WorkerPool : public ::testing::Test {
protected:
    worker_pool<session>::state_factory factory() {
        return [this] {
            ++made_;
            return std::make_unique<session>(alive_);
        };
    }

    std::atomic<int> alive_{0};
    std::atomic<int> made_{0};
};

const auto ignore_failure = [](const std::exception_ptr&) {
};

/// Holds a worker until told to go on.
struct gate {
    std::promise<void> entered;
    std::promise<void> open;

    worker_pool<session>::work job() {
        return [this, wait = open.get_future().share()](session&) {
            entered.set_value();
            wait.wait();
        };
    }
};

}  // namespace

TEST_F(WorkerPool, GivesEachThreadItsOwnStateAndMakesItOnFirstUse) {
    std::atomic<int> strays{0};
    std::atomic<int> runs{0};
    worker_pool<session> pool({.name = "t", .threads = 3, .queue_limit = 1000}, factory());
    EXPECT_EQ(made_, 0);
    for (int i = 0; i < 500; ++i) {
        const auto job = [&](session& s) {
            ++runs;
            if (s.home != std::this_thread::get_id()) ++strays;
        };
        ASSERT_TRUE(pool.try_post(job, ignore_failure));
    }
    pool.shutdown();
    EXPECT_EQ(runs, 500);
    EXPECT_EQ(strays, 0);
    EXPECT_LE(made_, 3);
    EXPECT_EQ(alive_, 0);
}

TEST_F(WorkerPool, RefusesWorkWhenItsQueueIsFull) {
    gate held;
    worker_pool<session> pool({.name = "t", .threads = 1, .queue_limit = 2}, factory());
    ASSERT_TRUE(pool.try_post(held.job(), ignore_failure));
    held.entered.get_future().wait();
    const auto nothing = [](session&) {
    };
    EXPECT_TRUE(pool.try_post(nothing, ignore_failure));
    EXPECT_TRUE(pool.try_post(nothing, ignore_failure));
    EXPECT_FALSE(pool.try_post(nothing, ignore_failure));
    const auto seen = pool.metrics();
    EXPECT_EQ(seen.queued, 2U);
    EXPECT_EQ(seen.busy, 1U);
    EXPECT_EQ(seen.accepted, 3U);
    EXPECT_EQ(seen.refused, 1U);
    held.open.set_value();
}

TEST_F(WorkerPool, FinishesWhatIsQueuedBeforeItShutsDown) {
    gate held;
    std::atomic<int> runs{0};
    worker_pool<session> pool({.name = "t", .threads = 1, .queue_limit = 10}, factory());
    ASSERT_TRUE(pool.try_post(held.job(), ignore_failure));
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(pool.try_post([&](session&) { ++runs; }, ignore_failure));
    }
    held.entered.get_future().wait();
    held.open.set_value();
    pool.shutdown();
    EXPECT_EQ(runs, 5);
    EXPECT_FALSE(pool.try_post([](session&) {}, ignore_failure));
}

TEST_F(WorkerPool, ReportsAThrowingJobAndReplacesItsState) {
    std::promise<std::exception_ptr> told;
    worker_pool<session> pool({.name = "t", .threads = 1, .queue_limit = 10}, factory());
    pool.try_post(
        [](session&) { throw std::runtime_error("lost"); },
        [&](const std::exception_ptr& failure) { told.set_value(failure); }
    );
    const auto failure = told.get_future().get();
    EXPECT_THROW(std::rethrow_exception(failure), std::runtime_error);
    pool.try_post([](session&) {}, ignore_failure);
    pool.shutdown();
    EXPECT_EQ(made_, 2);
}

TEST_F(WorkerPool, ReplacesAStateThatIsNoLongerUsable) {
    worker_pool<session> pool(
        {.name = "t", .threads = 1, .queue_limit = 10}, factory(),
        [](session& s) { return !s.broken; }
    );
    pool.try_post([](session& s) { s.broken = true; }, ignore_failure);
    pool.try_post([](session& s) { EXPECT_FALSE(s.broken); }, ignore_failure);
    pool.try_post([](session&) {}, ignore_failure);
    pool.shutdown();
    EXPECT_EQ(made_, 2);
}

TEST_F(WorkerPool, TriesAgainAfterAStateCouldNotBeMade) {
    std::atomic<int> failures{0};
    std::atomic<int> runs{0};
    worker_pool<session> pool({.name = "t", .threads = 1, .queue_limit = 10}, [this] {
        if (++made_ == 1) throw std::runtime_error("database is down");
        return std::make_unique<session>(alive_);
    });
    for (int i = 0; i < 3; ++i) {
        pool.try_post([&](session&) { ++runs; }, [&](const std::exception_ptr&) { ++failures; });
    }
    pool.shutdown();
    EXPECT_EQ(failures, 1);
    EXPECT_EQ(runs, 2);
}

TEST_F(WorkerPool, ShutsDownOnceForTwoCallers) {
    std::atomic<int> runs{0};
    worker_pool<session> pool({.name = "t", .threads = 2, .queue_limit = 10}, factory());
    pool.try_post([&](session&) { ++runs; }, ignore_failure);
    std::thread other([&] { pool.shutdown(); });
    pool.shutdown();
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(alive_, 0);
    other.join();
}

}  // namespace tranche::server
