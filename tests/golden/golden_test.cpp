// Reports of the demo story against their committed output. A .golden file says which report with
// which parameters, then "---", then the output; a change of one cent or one letter fails. The
// database named by TRANCHE_TEST_DATABASE_URL must hold the demo.
#include "reports/registry.hpp"
#include "reports/render.hpp"
#include "tests/golden/report_database.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <stdexcept>
#include <string>
#include <vector>

namespace tranche::reports {
namespace {

namespace fs = std::filesystem;

struct golden {
    std::string report;
    name_values parameters;
    std::string expected;
};

golden read_golden(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    golden made;
    std::string line;
    while (std::getline(in, line) && line != "---") {
        const auto colon = line.find(": ");
        if (colon == std::string::npos) throw std::runtime_error{"not 'name: value': " + line};
        if (line.starts_with("report: ")) {
            made.report = line.substr(colon + 2);
        } else {
            made.parameters.emplace_back(line.substr(0, colon), line.substr(colon + 2));
        }
    }
    made.expected.assign(std::istreambuf_iterator<char>{in}, {});
    return made;
}

// Committed files have plain line ends.
std::string without_carriage_returns(std::string text) {
    std::erase(text, '\r');
    return text;
}

// What the bank calls a payment is made of a random id.
std::string without_ids(const std::string& text) {
    static const std::regex drawn{"(pbi-|exl_)[0-9a-z]{13}"};
    return std::regex_replace(text, drawn, "$1*");
}

std::vector<fs::path> golden_files() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator{TRANCHE_GOLDEN_DIRECTORY}) {
        if (entry.path().extension() == ".golden") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

class GoldenReport : public testing::TestWithParam<fs::path> {};

TEST_P(GoldenReport, ComesOutAsCommitted) {
    const auto wanted = read_golden(GetParam());
    const auto* which = find_report(wanted.report);
    ASSERT_NE(which, nullptr) << wanted.report;
    EXPECT_EQ(
        without_ids(without_carriage_returns(rendered(*which, wanted.parameters))), wanted.expected
    );
}

INSTANTIATE_TEST_SUITE_P(
    Demo, GoldenReport, testing::ValuesIn(golden_files()),
    [](const auto& file) {
        auto name = file.param.stem().string();
        std::ranges::replace(name, '-', '_');
        return name;
    }
);

}  // namespace
}  // namespace tranche::reports
