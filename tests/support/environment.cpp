#include "tests/support/environment.hpp"

#include <libpq-fe.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace tranche::tests {
namespace {

std::string quoted(std::string_view text) {
    std::string out{"'"};
    for (const char one : text) {
        if (one == '\'' || one == '\\') {
            out += '\\';
        }
        out += one;
    }
    return out + '\'';
}

}  // namespace

std::string database_url(std::string_view database, std::string_view role) {
    const char* given = std::getenv("TRANCHE_TEST_DATABASE_URL");
    if (given == nullptr) {
        throw std::runtime_error{"TRANCHE_TEST_DATABASE_URL is not set: run deploy/test"};
    }
    char* mistake = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed{
        PQconninfoParse(given, &mistake), &PQconninfoFree};
    if (!parsed) {
        const std::string why = mistake == nullptr ? "" : mistake;
        PQfreemem(mistake);
        throw std::runtime_error{"TRANCHE_TEST_DATABASE_URL: " + why};
    }
    std::string url;
    for (const auto* option = parsed.get(); option->keyword != nullptr; ++option) {
        const std::string_view name{option->keyword};
        if (option->val != nullptr && name != "dbname" && name != "user") {
            url += std::string{name} + '=' + quoted(option->val) + ' ';
        }
    }
    return url + "dbname=" + quoted(database) + " user=" + quoted(role);
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
