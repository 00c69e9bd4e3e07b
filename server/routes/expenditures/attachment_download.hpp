// The bytes of an attachment, given out.
#pragma once

#include "server/api/endpoint.hpp"

namespace tranche::server {

// GET /api/v1/attachments/{attachment}/content
endpoint attachment_download();

}  // namespace tranche::server
