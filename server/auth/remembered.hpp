// Who was found behind a secret a moment ago, so that not every request asks the database. Keyed by
// the secret's SHA-256, with a word before it for what is no token. Thread-safe.
#pragma once

#include "server/api/request.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace tranche::server {

class remembered_people {
public:
    static constexpr std::int64_t believed_for_seconds = 2;

    std::optional<principal> find(const std::string& digest, std::int64_t now);
    void keep(const std::string& digest, const principal& who, std::int64_t now);
    // What this server knows of a person is asked again; other servers believe it for its time.
    void forget(std::int64_t user_id);

private:
    static constexpr std::size_t most = 10'000;
    struct entry {
        principal who;
        std::int64_t since;
    };

    std::mutex mutex_;
    std::unordered_map<std::string, entry> by_digest_;
};

}  // namespace tranche::server
