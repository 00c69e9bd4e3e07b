#include "tests/architecture/source_tree.hpp"

#include "tests/support/environment.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>

namespace tranche::tests {
namespace fs = std::filesystem;
namespace {

bool is_left_out(const fs::path& relative) {
    static const std::set<std::string> local{".git", "build", "var", ".cache", ".vscode", ".idea"};
    return local.contains(relative.begin()->string());
}

std::vector<source> read_tree() {
    std::vector<source> all;
    const fs::path root{TRANCHE_SOURCE_DIR};
    for (auto at = fs::recursive_directory_iterator{root}; at != fs::recursive_directory_iterator{};
         ++at) {
        const auto relative = fs::relative(at->path(), root);
        if (is_left_out(relative)) {
            at.disable_recursion_pending();
            continue;
        }
        if (at->is_regular_file()) {
            all.push_back({relative.generic_string(), source_file(relative.generic_string())});
        }
    }
    std::ranges::sort(all, {}, &source::path);
    return all;
}

}  // namespace

bool source::is_in(std::string_view folder) const {
    return path.starts_with(std::string{folder} + '/');
}

bool source::ends_with(std::string_view extension) const {
    return path.ends_with(extension);
}

std::vector<std::string> source::lines() const {
    std::vector<std::string> all;
    std::istringstream in{text};
    for (std::string line; std::getline(in, line);) {
        all.push_back(line);
    }
    return all;
}

const std::vector<source>& source_tree() {
    static const auto tree = read_tree();
    return tree;
}

std::vector<source> cpp_sources() {
    std::vector<source> some;
    std::ranges::copy_if(source_tree(), std::back_inserter(some), [](const source& one) {
        return one.ends_with(".cpp") || one.ends_with(".hpp");
    });
    return some;
}

std::string without_comments(std::string_view cpp) {
    std::string out;
    for (std::size_t at = 0; at < cpp.size(); ++at) {
        if (cpp[at] == '"' ||
            (cpp[at] == '\'' && (at == 0 || !std::isalnum(static_cast<unsigned char>(cpp[at - 1])))
            )) {
            const auto quote = cpp[at];
            out += cpp[at];
            while (++at < cpp.size() && cpp[at] != quote) {
                out += cpp[at];
                if (cpp[at] == '\\' && at + 1 < cpp.size()) {
                    out += cpp[++at];
                }
            }
            out += quote;
        } else if (cpp.substr(at, 2) == "//") {
            at = std::min(cpp.find('\n', at), cpp.size()) - 1;
        } else if (cpp.substr(at, 2) == "/*") {
            at = std::min(cpp.find("*/", at + 2), cpp.size() - 2) + 1;
        } else {
            out += cpp[at];
        }
    }
    return out;
}

}  // namespace tranche::tests
