#include "tests/golden/report_database.hpp"

#include "persistence/reference.hpp"

#include <cstdlib>
#include <stdexcept>

namespace tranche::reports {

persistence::session& test_database() {
    const char* url = std::getenv("TRANCHE_TEST_DATABASE_URL");
    if (url == nullptr) throw std::runtime_error{"TRANCHE_TEST_DATABASE_URL is not set"};
    static persistence::session_holder holder{url, persistence::lane::report};
    return holder.get();
}

std::string rendered(const report& which, const name_values& parameters) {
    persistence::reference_finder references;
    return rendered(which, read_request(which, parameters, test_database(), references));
}

std::string rendered(const report& which, const request& asked) {
    std::string out;
    render(test_database(), which, asked, {}, [&](std::string_view text) { out += text; });
    return out;
}

}  // namespace tranche::reports
