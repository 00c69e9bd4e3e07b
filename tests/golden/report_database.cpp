#include "tests/golden/report_database.hpp"

#include "persistence/reference.hpp"
#include "tests/support/test_database.hpp"

namespace tranche::reports {

persistence::session& test_database() {
    static const tests::test_database demo{tests::starting_point::demo};
    static persistence::session_holder holder{demo.staff_url(), persistence::lane::report};
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
