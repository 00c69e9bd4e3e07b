// A form as it is printed, read: the row of the report `face`, its lines, and the words that were
// signed.
#pragma once

#include "reports/face_page.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tranche::reports {

using face_figures = std::map<std::string, std::optional<std::string>, std::less<>>;

struct face_line {
    std::string code, title;
    std::string reported, accepted;
    bool decided = false;
};

// The words somebody signed, as they were kept.
struct face_certificate {
    std::string words, name, position, on;
};

struct face_form {
    face_figures cells;
    std::vector<face_line> lines;
    face_line support;
    face_figures head;
    std::vector<face_certificate> of_expenditure, of_requests;
};

/// Nothing where the agreement has no such form, or the session does not see it.
std::optional<face_form> read_face_form(persistence::session& with, const face_page_request& asked);

}  // namespace tranche::reports
