// The demo: the story of deploy/demo, told step by step through the same door as the API's callers.
// Every step has its own idempotency key, so telling it again changes nothing and a broken-off
// telling goes on where it stopped.
#pragma once

#include "persistence/session_set.hpp"

#include <functional>
#include <string_view>

namespace tranche::server {

enum class story_outcome { told, known_already, other_data };

// `progress` gets the step and how far it is. Throws std::runtime_error that names the step which
// was refused, with the answer.
story_outcome tell_story(
    persistence::session_set& db,
    const std::function<void(std::string_view step, int done, int all)>& progress
);

}  // namespace tranche::server
