// The repository as a whole: what lies where, what documents say about the program, and that every
// source is built.
#include "server/config.hpp"
#include "server/openapi_document.hpp"
#include "tests/architecture/source_tree.hpp"
#include "tests/support/environment.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <string>

namespace tranche::tests {
namespace fs = std::filesystem;
namespace {

const fs::path& root() {
    static const fs::path path{TRANCHE_SOURCE_DIR};
    return path;
}

// Not code: data, and texts that are as long as they are.
bool may_be_long(const source& one) {
    static const std::vector<std::string_view> data{".csv", ".jsonl", ".json", ".golden",
                                                    ".sql", ".md",    ".txt",  ".lua"};
    return one.path == "LICENSE" || one.is_in("tests/fuzz/corpus") ||
        std::ranges::any_of(data, [&](auto extension) { return one.ends_with(extension); });
}

std::set<std::string> settings_named_in(const std::string& text) {
    static const std::regex row{R"(\n\| `([A-Z_]+)` \|)"};
    std::set<std::string> names;
    for (std::sregex_iterator at{text.begin(), text.end(), row}, end; at != end; ++at) {
        names.insert((*at)[1]);
    }
    return names;
}

}  // namespace

TEST(Repository, HasTheFoldersOfItsLayersAndNoOthers) {
    const std::set<std::string> known{"server",
                                      "domain",
                                      "persistence",
                                      "reports",
                                      "tests",
                                      "deploy",
                                      "CMakeLists.txt",
                                      "README.md",
                                      "CMakePresets.json",
                                      "LICENSE",
                                      "CONTRIBUTING.md",
                                      "CHANGELOG.md",
                                      "build",
                                      "var"};
    for (const auto& entry : fs::directory_iterator{root()}) {
        const auto name = entry.path().filename().string();
        EXPECT_TRUE(name.starts_with('.') || known.contains(name)) << name;
    }
}

TEST(Repository, KeepsItsFilesShort) {
    for (const auto& one : source_tree()) {
        if (!may_be_long(one)) {
            EXPECT_LE(one.lines().size(), 450U) << one.path;
        }
    }
}

// A corrected rate stands beside the one it replaced: whoever joins the rates of a day without
// saying which, counts twice or wrongly.
TEST(Repository, JoinsNoRateOfADayWithoutSayingWhichOfThoseReplaced) {
    const std::string join = "join reference.exchange_rate ";
    int seen = 0;
    for (const auto& one : cpp_sources()) {
        if (one.is_in("tests")) continue;
        for (auto at = one.text.find(join); at != std::string::npos;
             at = one.text.find(join, at + 1)) {
            const auto clause = one.text.substr(at, 500);
            const bool by_day = clause.find("valid_to and ") != std::string::npos ||
                clause.find("valid_from and ") != std::string::npos;
            if (!by_day || clause.find(".rate = ") != std::string::npos) {
                continue;  // by its id, or by what it was
            }
            ++seen;
            EXPECT_NE(clause.find("replaced_"), std::string::npos) << one.path << ": " << clause;
        }
    }
    EXPECT_GT(seen, 5);
}

TEST(Repository, LeavesNothingForLater) {
    // Spelt apart, so that this file does not find itself.
    const std::regex later{std::string{"\\b(TO"} + "DO|FIX" + "ME|XX" + "X)\\b"};
    for (const auto& one : source_tree()) {
        if (one.ends_with(".csv") || one.is_in("tests/fuzz/corpus") ||
            one.path.starts_with("domain/currency") || one.path == "tests/unit/currency_test.cpp") {
            continue;  // ISO 4217 spells "no currency" that way
        }
        std::smatch found;
        EXPECT_FALSE(std::regex_search(one.text, found, later)) << one.path << ": " << found.str();
    }
}

TEST(Repository, BuildsEverySource) {
    std::string builds;
    for (const auto& one : source_tree()) {
        if (one.ends_with("CMakeLists.txt")) {
            builds += one.text;
        }
    }
    for (const auto& one : source_tree()) {
        if (!one.ends_with(".cpp")) {
            continue;
        }
        // Named by its path from its CMakeLists.txt: at least the file name, alone or after a
        // folder.
        const auto name = fs::path{one.path}.filename().string();
        const std::regex listed{
            "(^|[\\s/\"(])" + std::regex_replace(name, std::regex{"\\."}, "\\.") + "($|[\\s\")])"};
        EXPECT_TRUE(std::regex_search(builds, listed)) << one.path << " is built by nobody";
    }
}

TEST(Repository, OpensEveryHeaderWithItsPurpose) {
    for (const auto& one : cpp_sources()) {
        if (one.ends_with(".hpp")) {
            EXPECT_TRUE(one.text.starts_with("// ")) << one.path;
            EXPECT_NE(one.text.find("#pragma once"), std::string::npos) << one.path;
        }
    }
}

TEST(Repository, HasNoBrokenLinks) {
    static const std::regex link{R"(\]\(([^)\s]+)\))"};
    for (const auto& one : source_tree()) {
        if (!one.ends_with(".md")) {
            continue;
        }
        for (std::sregex_iterator at{one.text.begin(), one.text.end(), link}, end; at != end;
             ++at) {
            auto target = (*at)[1].str();
            if (target.find("://") != target.npos || target.starts_with("mailto:") ||
                target.starts_with('#')) {
                continue;
            }
            target = target.substr(0, target.find('#'));
            const auto folder = (root() / one.path).parent_path();
            EXPECT_TRUE(fs::exists(folder / target)) << one.path << " links to " << target;
        }
    }
}

TEST(Repository, DocumentsEverySettingOfTheServer) {
    const auto documented = settings_named_in(source_file("deploy/README.md"));
    for (const auto& name : server::setting_names()) {
        EXPECT_TRUE(documented.contains(name)) << name << " is not in deploy/README.md";
    }
}

TEST(Repository, DocumentsNoSettingThatNothingReads) {
    std::string readers;
    for (const auto& one : source_tree()) {
        if (!one.ends_with(".md") && !one.is_in("tests")) {
            readers += one.text;
        }
    }
    for (const auto& name : settings_named_in(source_file("deploy/README.md"))) {
        EXPECT_NE(readers.find(name), readers.npos) << name << " is read by nobody";
    }
}

TEST(Repository, CommitsTheCurrentDescriptionOfTheApi) {
    EXPECT_TRUE(source_file("server/openapi.json") == server::openapi_document_text())
        << "write it again: tranche openapi > server/openapi.json";
}

}  // namespace tranche::tests
