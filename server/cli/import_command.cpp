#include "server/cli/import_command.hpp"

#include "persistence/people.hpp"
#include "server/cli/cli.hpp"
#include "server/clock.hpp"
#include "server/config.hpp"
#include "server/dispatcher.hpp"
#include "server/imports/import_kind.hpp"
#include "server/routes/routes.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

namespace tranche::server {
namespace json = boost::json;
namespace {

std::string text_of(const json::object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    return found == nullptr  ? std::string{}
        : found->is_string() ? std::string{found->as_string()}
                             : json::serialize(*found);
}

// "row 7, Amount "1,234": This can be read with a decimal point or ... (decimal_mark_undecided)"
void explain(const json::object& problem, std::ostream& problems) {
    problems << text_of(problem, "detail") << ' ' << text_of(problem, "hint") << '\n';
    const auto* errors = problem.if_contains("errors");
    if (errors == nullptr) {
        return;
    }
    for (const auto& each : errors->as_array()) {
        const auto& one = each.as_object();
        problems << "  row " << text_of(one, "row");
        if (const auto column = text_of(one, "column"); !column.empty()) {
            problems << ", " << column;
        }
        if (const auto value = text_of(one, "value"); !value.empty()) {
            problems << " \"" << value << '"';
        }
        problems << ": " << text_of(one, "message") << ' ' << text_of(one, "hint") << " ("
                 << text_of(one, "code") << ")\n";
    }
}

void tell(const json::object& done, bool dry_run, std::ostream& out) {
    out << text_of(done, "unchanged") << " already recorded, " << text_of(done, "new") << " new, "
        << text_of(done, "changed") << " changed" << (dry_run ? "; nothing was written" : "")
        << '\n';
    for (const auto& each : done.at("items").as_array()) {
        const auto& one = each.as_object();
        out << "  row " << text_of(one, "row") << ' ' << text_of(one, "outcome");
        if (const auto* changes = one.if_contains("changes")) {
            for (const auto& change : changes->as_array()) {
                const auto& what = change.as_object();
                out << "; " << text_of(what, "column") << " \"" << text_of(what, "recorded")
                    << "\" -> \"" << text_of(what, "given") << '"';
            }
        }
        out << '\n';
    }
}

std::string content_of(const std::string& file) {
    if (file == "-") {
        return {std::istreambuf_iterator<char>{std::cin}, {}};
    }
    std::ifstream in{file, std::ios::binary};
    if (!in) {
        throw std::invalid_argument{"cannot read " + file};
    }
    return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

int import_sheet(
    persistence::session_set& db, const import_options& wanted, std::string sheet,
    std::ostream& out, std::ostream& problems
) {
    const auto kinds = import_kinds();
    if (std::ranges::find(kinds, wanted.kind, &import_kind::name) == kinds.end()) {
        problems << "there is nothing to import called " << wanted.kind << "; there are:";
        for (const auto& one : kinds) {
            problems << ' ' << one.name;
        }
        problems << '\n';
        return 2;
    }
    const auto person = persistence::person_named(db.staff().get(), wanted.user);
    if (!person) {
        problems << "no active user is named " << wanted.user << '\n';
        return 2;
    }
    application_context context;
    context.today = today_utc;
    context.import_rows = wanted.rows;
    dispatcher door{all_endpoints(), context};
    std::string failure;
    door.on_failure = [&](std::string_view, std::string_view what) {
        failure = what;
    };

    api_request request;
    request.method = "POST";
    request.path = "/api/v1/imports/" + wanted.kind;
    request.segments = {"api", "v1", "imports", wanted.kind};
    for (const auto& [name, value] :
         {std::pair{"decimal", wanted.decimal}, std::pair{"dates", wanted.dates},
          std::pair{"dry_run", std::string{wanted.dry_run ? "true" : ""}}}) {
        if (!value.empty()) request.query.emplace_back(name, value);
    }
    for (const auto& one : wanted.acknowledge) {
        request.query.emplace_back("acknowledge", one);
    }
    request.headers["content-type"] = "text/csv";
    request.headers["accept-language"] = wanted.language;
    request.body = std::move(sheet);
    request.request_id = "import";
    request.remote_address = "command line";
    request.who = principal_of(*person);
    const auto response = door.answer(request, db);
    const auto answered = json::parse(response.body).as_object();
    if (response.status >= 400) {
        explain(answered, problems);
        problems << failure;
        return 1;
    }
    tell(answered, wanted.dry_run, out);
    return 0;
}

int import_command(const config& settings, const import_options& wanted) {
    if (settings.database_url.empty()) {
        throw bad_config{"DATABASE_URL is not set\n"};
    }
    persistence::session_set db{
        persistence::urls_of_roles(
            settings.database_url, settings.partner_database_url, settings.donor_database_url
        ),
        persistence::lane::command};
    auto options = wanted;
    options.rows = settings.import_rows;
    return import_sheet(db, options, content_of(wanted.file), std::cout, std::cerr);
}

}  // namespace tranche::server
