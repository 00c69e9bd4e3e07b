// The layers hold: an include may only point downwards, and each library has its place.
#include "tests/architecture/source_tree.hpp"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <string>
#include <vector>

namespace tranche::tests {
namespace {

std::vector<std::string> includes_of(const source& one) {
    static const std::regex include{R"(#\s*include\s*[<"]([^>"]+)[>"])"};
    const auto text = without_comments(one.text);
    std::vector<std::string> all;
    for (std::sregex_iterator at{text.begin(), text.end(), include}, end; at != end; ++at) {
        all.push_back((*at)[1]);
    }
    return all;
}

std::string layer_of(const std::string& path) {
    return path.substr(0, path.find('/'));
}

// What a layer may include of the others.
const std::map<std::string, std::vector<std::string>>& allowed_layers() {
    static const std::map<std::string, std::vector<std::string>> table{
        {"domain", {"domain"}},
        {"persistence", {"persistence", "domain", "deploy", "embedded"}},
        {"reports", {"reports", "persistence", "domain"}},
        {"server", {"server", "reports", "persistence", "domain", "deploy", "embedded"}}};
    return table;
}

struct library_place {
    std::string_view prefix;
    std::vector<std::string_view> places;
};

const std::vector<library_place>& library_places() {
    static const std::vector<library_place> table{
        {"boost/asio", {"server/http/"}},
        {"boost/beast", {"server/http/"}},
        {"boost/json", {"server/"}},
        {"boost/", {"server/"}},
        {"soci", {"persistence/"}},
        {"libpq", {"persistence/"}},
        {"openssl", {"persistence/", "server/auth/"}},
        {"curl", {"server/outbound/"}},
        {"expat.h", {"server/sheet/"}},
        {"magic.h", {"server/files/"}},
        {"pugixml", {"reports/"}},
        {"sodium", {"server/auth/", "server/checkpoint"}},
        {"spdlog", {"server/logging"}},
        {"xlsxwriter", {"server/sheet/"}},
        {"zip.h", {"server/sheet/"}},
        {"zlib", {"server/http/"}},
        {"csv.h", {"reports/", "server/sheet/"}}};
    return table;
}

bool is_ours(const std::string& layer) {
    return layer == "domain" || layer == "persistence" || layer == "reports" || layer == "server" ||
        layer == "tests" || layer == "deploy" || layer == "embedded";
}

}  // namespace

TEST(Layers, IncludeOnlyDownwards) {
    int seen = 0;
    for (const auto& one : cpp_sources()) {
        const auto rules = allowed_layers().find(layer_of(one.path));
        if (rules == allowed_layers().end()) {
            continue;
        }
        for (const auto& included : includes_of(one)) {
            const auto layer = layer_of(included);
            if (included.find('/') == included.npos || !is_ours(layer)) {
                continue;
            }
            ++seen;
            EXPECT_NE(
                std::find(rules->second.begin(), rules->second.end(), layer), rules->second.end()
            ) << one.path
              << " includes " << included;
        }
    }
    EXPECT_GT(seen, 200);
}

TEST(Layers, KeepEachLibraryInItsPlace) {
    for (const auto& one : cpp_sources()) {
        if (!allowed_layers().contains(layer_of(one.path))) {
            continue;
        }
        for (const auto& included : includes_of(one)) {
            for (const auto& library : library_places()) {
                if (!included.starts_with(library.prefix)) {
                    continue;
                }
                EXPECT_TRUE(std::ranges::any_of(
                    library.places, [&](auto place) { return one.path.starts_with(place); }
                )) << one.path
                   << " includes " << included;
            }
        }
    }
}

// Rules read no clock, file, socket or generator: "today" and the like are arguments.
TEST(Layers, LeaveTheDomainToTheStandardLibraryAndPure) {
    static const std::vector<std::string> impure{"fstream", "iostream", "filesystem", "random",
                                                 "thread",  "cstdlib",  "cstdio",     "ctime",
                                                 "future",  "mutex"};
    int seen = 0;
    for (const auto& one : cpp_sources()) {
        if (!one.is_in("domain")) {
            continue;
        }
        ++seen;
        for (const auto& included : includes_of(one)) {
            EXPECT_TRUE(
                included.starts_with("domain/") || included.find_first_of("/.") == included.npos
            ) << one.path
              << " includes " << included;
            EXPECT_EQ(std::find(impure.begin(), impure.end(), included), impure.end())
                << one.path << " includes " << included;
        }
        EXPECT_EQ(one.text.find("_clock::now"), std::string::npos) << one.path;
    }
    EXPECT_GT(seen, 40);
}

// Money is whole minor units; a binary fraction anywhere near it is a mistake.
TEST(Layers, KnowNoFloatingPointWhereMoneyIs) {
    static const std::regex floating{R"(\b(float|double|strtod|stod)\b(?!-entry))"};
    for (const auto& one : cpp_sources()) {
        if (one.is_in("domain") || one.is_in("persistence") || one.is_in("reports")) {
            EXPECT_FALSE(std::regex_search(without_comments(one.text), floating)) << one.path;
        }
    }
}

}  // namespace tranche::tests
