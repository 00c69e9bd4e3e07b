// Which operation of the API each act is, found once when the server starts, and what is told about
// acts that role and state alone decide about, written once for each role, state and language.
#pragma once

#include "domain/acts.hpp"
#include "domain/message_catalogue.hpp"
#include "server/api/endpoint.hpp"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace tranche::server {

struct listed_act {
    const domain::act* what;
    const endpoint* operation;
};

// JSON of one act around the id of what it acts on; without its verdict when that is still to be
// found by a rehearsal.
struct told_act {
    const listed_act* act;
    std::string before_id;
    bool names_id;
    std::string after_id;
    bool to_rehearse;
};
using told_acts = std::vector<told_act>;

// All that the text depends on.
struct telling {
    domain::entity what;
    std::string state;
    domain::role_set roles;
    domain::role_set side;  // whose acts are told at all
    bool read_only;
    domain::language language;

    bool operator<(const telling& other) const {
        const auto key = [](const telling& one) {
            return std::tuple{one.what,         std::string_view{one.state},
                              one.roles.bits(), one.side.bits(),
                              one.read_only,    one.language};
        };
        return key(*this) < key(other);
    }
};

class act_index {
public:
    // The endpoints live as long as the index.
    explicit act_index(std::span<const endpoint> endpoints);

    [[nodiscard]] std::span<const listed_act> on(domain::entity what) const;
    // Throws std::out_of_range for an operation that does not exist.
    [[nodiscard]] const endpoint& operation(std::string_view id) const { return *by_id_.at(id); }

    // Thread-safe.
    std::shared_ptr<const told_acts> told(
        const telling& of, const std::function<told_acts(const telling&)>& make
    ) const;

private:
    static constexpr std::size_t remembered_at_most = 10'000;

    std::map<std::string_view, const endpoint*> by_id_;
    std::vector<std::vector<listed_act>> by_entity_;
    mutable std::mutex mutex_;
    mutable std::map<telling, std::shared_ptr<const told_acts>> told_;
};

}  // namespace tranche::server
