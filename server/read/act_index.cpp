#include "server/read/act_index.hpp"

#include <algorithm>

namespace tranche::server {

act_index::act_index(std::span<const endpoint> endpoints)
    : by_entity_(domain::all_entities().size()) {
    for (const auto& one : endpoints) {
        by_id_.emplace(one.operation_id, &one);
    }
    for (const auto& one : domain::acts()) {
        const auto found = std::ranges::find(endpoints, one.operation, &endpoint::operation_id);
        if (found != endpoints.end()) {
            by_entity_.at(static_cast<std::size_t>(one.on)).push_back({&one, &*found});
        }
    }
}

std::span<const listed_act> act_index::on(domain::entity what) const {
    return by_entity_.at(static_cast<std::size_t>(what));
}

std::shared_ptr<const told_acts> act_index::told(
    const telling& of, const std::function<told_acts(const telling&)>& make
) const {
    {
        const std::lock_guard guard{mutex_};
        if (const auto known = told_.find(of); known != told_.end()) {
            return known->second;
        }
    }
    auto made = std::make_shared<const told_acts>(make(of));
    const std::lock_guard guard{mutex_};
    if (told_.size() >= remembered_at_most) {
        told_.clear();
    }
    return told_.try_emplace(of, std::move(made)).first->second;
}

}  // namespace tranche::server
