#include "server/cli/report_command.hpp"

#include "domain/error.hpp"
#include "reports/parameters.hpp"
#include "reports/registry.hpp"
#include "reports/render.hpp"
#include "server/clock.hpp"
#include "server/version.hpp"

#include <algorithm>
#include <ostream>

namespace tranche::server {

namespace {

void list_reports(std::ostream& out) {
    for (const auto& one : reports::all_reports()) {
        out << one.name << "\n    " << one.question.en << '\n';
    }
}

void explain(const domain::error& why, std::ostream& problems) {
    using domain::language;
    problems << domain::message_for(why.code, language::en, why.args).message << '\n';
    for (const auto& one : why.violations) {
        auto option = one.field.starts_with('?') ? one.field.substr(1) : one.field;
        std::ranges::replace(option, '_', '-');
        problems << "  --" << option << ": "
                 << domain::message_for(one.code, language::en, one.args).message << '\n';
    }
}

}  // namespace

std::vector<std::pair<std::string, std::string>> report_option_names() {
    std::vector<std::pair<std::string, std::string>> names{
        {"format", "text, csv or json"},
        {"lang", "en, fr or es"},
        {"labels", "CSV: true for titles instead of stems"},
        {"bom", "CSV: true for a byte order mark"}};
    for (const auto& one : reports::all_parameters()) {
        names.emplace_back(one.name, one.about);
    }
    return names;
}

int print_report(
    persistence::session& with, std::string_view name, reports::name_values options,
    std::ostream& out, std::ostream& problems
) {
    if (name.empty()) {
        list_reports(out);
        return 0;
    }
    const auto* which = reports::find_report(name);
    if (which == nullptr) {
        problems << "there is no report " << name << "; there are:\n";
        list_reports(problems);
        return 2;
    }
    const auto is_format = [](const auto& option) {
        return option.first == "format";
    };
    if (std::ranges::none_of(options, is_format)) options.emplace_back("format", "text");
    try {
        persistence::reference_finder references;
        const auto asked = reports::read_request(*which, options, with, references);
        const reports::stamp made{now_utc(), "Tranche " + std::string{version}};
        reports::render(with, *which, asked, made, [&](std::string_view text) { out << text; });
    } catch (const domain::refusal& refused) {
        explain(refused.why(), problems);
        return 2;
    }
    out.flush();
    return 0;
}

}  // namespace tranche::server
