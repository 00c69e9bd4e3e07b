// The repository's own files, for tests that read them as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tranche::tests {

struct source {
    /// From the top folder: "server/http/connection.cpp".
    std::string path;
    std::string text;

    [[nodiscard]] bool is_in(std::string_view folder) const;
    [[nodiscard]] bool ends_with(std::string_view extension) const;
    [[nodiscard]] std::vector<std::string> lines() const;
};

/// Every text file of the repository, without build trees, ".git" and local data ("var").
const std::vector<source>& source_tree();

/// C++ only.
std::vector<source> cpp_sources();

/// The text without comments; string literals stay.
std::string without_comments(std::string_view cpp);

}  // namespace tranche::tests
