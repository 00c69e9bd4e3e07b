// The file behind a look at a sheet: an upload of the caller's, or the body of the request, which
// becomes one.
#pragma once

#include "server/command/command_run.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace tranche::server {

struct sent_sheet {
    std::int64_t upload = 0;  // 0: not kept yet
    std::string file_name;
    std::string bytes;
};

// Refuses an upload that is another's, or not yet whole.
sent_sheet sheet_of_upload(command_run& run, std::string_view public_id);
sent_sheet sheet_of_upload(command_run& run, std::int64_t upload);
sent_sheet sheet_of_body(command_run& run, std::string_view given_name);
// Makes an upload of what came as a body.
void keep_sheet(command_run& run, sent_sheet& sent);

}  // namespace tranche::server
