#include "tests/support/environment.hpp"

#include "persistence/session_set.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace tranche::tests {
std::string database_url(std::string_view database, std::string_view role) {
    const char* given = std::getenv("TRANCHE_TEST_DATABASE_URL");
    if (given == nullptr) {
        throw std::runtime_error{"TRANCHE_TEST_DATABASE_URL is not set: run deploy/test"};
    }
    return persistence::with_parameters(given, {{"dbname", database}, {"user", role}});
}

std::string source_file(std::string_view path) {
    const auto full = std::string{TRANCHE_SOURCE_DIR} + '/' + std::string{path};
    const std::ifstream file{full, std::ios::binary};
    if (!file) {
        throw std::runtime_error{"cannot read " + full};
    }
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

}  // namespace tranche::tests
