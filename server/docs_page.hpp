// The API for people: every operation by area, and who may do what, as one page without scripts.
#pragma once

#include <string>

namespace tranche::server {

// HTML, made from the same endpoints and the same matrix that the service itself reads.
std::string docs_page_text();

// Who may do what, a line per action and a column per role, for a terminal.
std::string access_table_text();

}  // namespace tranche::server
