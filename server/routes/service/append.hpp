// Puts the endpoints of one resource behind those of another.
#pragma once

#include "server/api/endpoint.hpp"

#include <iterator>
#include <utility>
#include <vector>

namespace tranche::server {

inline void append(std::vector<endpoint>& all, std::vector<endpoint> more) {
    all.insert(
        all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end())
    );
}

}  // namespace tranche::server
