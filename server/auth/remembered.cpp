#include "server/auth/remembered.hpp"

namespace tranche::server {

std::optional<principal> remembered_people::find(const std::string& digest, std::int64_t now) {
    const std::lock_guard guard{mutex_};
    const auto found = by_digest_.find(digest);
    // A clock that was set back makes nobody believed for longer.
    if (found == by_digest_.end() || now < found->second.since ||
        now >= found->second.since + believed_for_seconds) {
        return std::nullopt;
    }
    return found->second.who;
}

void remembered_people::keep(const std::string& digest, const principal& who, std::int64_t now) {
    const std::lock_guard guard{mutex_};
    if (by_digest_.size() >= most) {
        by_digest_.clear();
    }
    by_digest_[digest] = {who, now};
}

void remembered_people::forget(std::int64_t user_id) {
    const std::lock_guard guard{mutex_};
    std::erase_if(by_digest_, [&](const auto& one) { return one.second.who.user_id == user_id; });
}

}  // namespace tranche::server
