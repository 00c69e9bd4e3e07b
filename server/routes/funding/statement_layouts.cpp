// Statements in a donor's own categories: its layout, and a project's budget lines mapped onto it.
#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <map>
#include <set>

namespace tranche::server {
namespace {

using domain::entity;

struct layout_category {
    std::string code, name_en;
    std::optional<std::string> name_fr, name_es;
};

struct new_layout {
    std::string code, name_en;
    std::optional<std::string> name_fr, name_es;
    std::optional<reference> donor;
    std::string source;
    std::vector<layout_category> categories;
};

struct mapped_line {
    std::string budget_line, category;
};

struct new_mapping {
    reference layout;
    std::vector<mapped_line> lines;
    std::string reason;
};

receipt make_layout(command_run& run, const new_layout& body) {
    const auto donor = run.id_of(
        entity::donor, body.donor ? std::optional{body.donor->text} : std::nullopt, "/donor"
    );
    std::set<std::string> seen;
    for (std::size_t i = 0; i < body.categories.size(); ++i) {
        run.require(
            seen.insert(body.categories[i].code).second,
            "/categories/" + std::to_string(i) + "/code", "duplicate_code",
            {{"code", body.categories[i].code}}
        );
    }
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "funding.statement_layout",
        {{"id", id},
         {"code", body.code},
         {"donor_id", donor},
         {"name_en", body.name_en},
         {"name_fr", body.name_fr},
         {"name_es", body.name_es},
         {"source", body.source},
         {"made_by", run.who().user_id},
         {"made_on", run.today()}}
    );
    for (std::size_t i = 0; i < body.categories.size(); ++i) {
        const auto& one = body.categories[i];
        run.insert(
            "funding.statement_category",
            {{"id", persistence::random_id()},
             {"layout_id", id},
             {"number", static_cast<int>(i + 1)},
             {"code", one.code},
             {"name_en", one.name_en},
             {"name_fr", one.name_fr},
             {"name_es", one.name_es}}
        );
    }
    return {.what = entity::statement_layout, .id = id, .code = body.code};
}

using ids_by_code = std::map<std::string, std::int64_t>;

ids_by_code by_code(const persistence::rows& found) {
    ids_by_code all;
    for (const auto row : found) {
        all.emplace(row.text("code"), row.integer("id"));
    }
    return all;
}

// Two mappings at once would take one number.
persistence::query next_number(std::int64_t project, std::int64_t layout) {
    return {
        {"next_mapping_number",
         R"(
             select coalesce(max(m.number), 0) + 1 as number
               from funding.statement_mapping m
               where m.project_id = $1
                and m.layout_id = $2)"},
        {project, layout}};
}

persistence::query lines_of(std::int64_t project) {
    return {
        {"lines_to_map", "select code, id from funding.budget_line where project_id = $1"},
        {project}};
}

persistence::query categories_of(std::int64_t layout) {
    return {
        {"categories_to_map_onto",
         "select code, id from funding.statement_category where layout_id = $1"},
        {layout}};
}

receipt map_project(command_run& run, const new_mapping& body) {
    const auto project = run.path_id(entity::project);
    const auto layout = run.id_of(entity::statement_layout, body.layout.text, "/layout");
    const auto found = run.load(
        {persistence::lock_project_of(entity::project, project), next_number(project, layout),
         lines_of(project), categories_of(layout)}
    );
    const auto lines = by_code(found[2]);
    const auto categories = by_code(found[3]);
    const auto mapping = persistence::random_id();
    run.insert(
        "funding.statement_mapping",
        {{"id", mapping},
         {"layout_id", layout},
         {"project_id", project},
         {"number", found[1][0].integer("number")},
         {"reason", body.reason},
         {"made_by", run.who().user_id},
         {"made_on", run.today()}}
    );
    auto unmapped = lines;
    for (std::size_t i = 0; i < body.lines.size(); ++i) {
        const auto at = "/lines/" + std::to_string(i);
        const auto line = lines.find(body.lines[i].budget_line);
        const auto category = categories.find(body.lines[i].category);
        run.require(
            line != lines.end(), at + "/budget_line", "unknown_reference",
            {{"type", "budget_line"}, {"value", body.lines[i].budget_line}}
        );
        run.require(
            category != categories.end(), at + "/category", "unknown_reference",
            {{"type", "statement_category"}, {"value", body.lines[i].category}}
        );
        if (line == lines.end() || category == categories.end()) {
            continue;
        }
        run.require(
            unmapped.erase(line->first) == 1, at + "/budget_line", "duplicate_code",
            {{"code", line->first}}
        );
        run.insert(
            "funding.statement_mapping_line",
            {{"mapping_id", mapping},
             {"layout_id", layout},
             {"project_id", project},
             {"budget_line_id", line->second},
             {"category_id", category->second}}
        );
    }
    run.settle();
    return {.what = entity::statement_mapping, .id = mapping};
}

}  // namespace

template <>
struct wire<layout_category> {
    static const object_schema<layout_category>& schema() {
        using body = layout_category;
        static const auto declared = object<body>(
            "statement_category", "One line of the donor's form, in its order",
            field("code", &body::code, "As the donor numbers it", length(1, 40)),
            field("name_en", &body::name_en, "English", length(1, 200)),
            field("name_fr", &body::name_fr, "French", length(1, 200)),
            field("name_es", &body::name_es, "Spanish", length(1, 200))
        );
        return declared;
    }
};

template <>
struct wire<new_layout> {
    static const object_schema<new_layout>& schema() {
        using body = new_layout;
        static const auto declared = object<body>(
            "new_statement_layout", "The categories a donor wants to read spending in",
            field("code", &body::code, "Its name in commands and reports", matches_code()),
            field("name_en", &body::name_en, "English", length(1, 200)),
            field("name_fr", &body::name_fr, "French", length(1, 200)),
            field("name_es", &body::name_es, "Spanish", length(1, 200)),
            field("donor", &body::donor, "Whose form it is, where it is one donor's"),
            field("source", &body::source, "The form or guideline it comes from", length(1, 300)),
            field("categories", &body::categories, "In the order of the form", items(1, 200))
        );
        return declared;
    }
};

template <>
struct wire<mapped_line> {
    static const object_schema<mapped_line>& schema() {
        using body = mapped_line;
        static const auto declared = object<body>(
            "mapped_budget_line", "Where a budget line belongs",
            field("budget_line", &body::budget_line, "Its number", length(1, 40)),
            field("category", &body::category, "Code of the donor's category", length(1, 40))
        );
        return declared;
    }
};

template <>
struct wire<new_mapping> {
    static const object_schema<new_mapping>& schema() {
        using body = new_mapping;
        static const auto declared = object<body>(
            "new_statement_mapping",
            "A project's budget lines in a donor's categories; what is left out stands apart",
            field("layout", &body::layout, "Code or id of the layout"),
            field("lines", &body::lines, "Each budget line once", items(1, 500)),
            field("reason", &body::reason, "Why so", length(1, 500), multiline())
        );
        return declared;
    }
};

endpoints statement_layout_endpoints() {
    using domain::action;
    const std::string tag = "Contributions";
    endpoints all{
        command<new_layout>(
            {"/api/v1/statement-layouts", "create_statement_layout",
             "Enter a donor's own categories", tag, action::record_contributions, 201},
            make_layout
        ),
        command<new_mapping>(
            {"/api/v1/projects/{project}/statement-mappings", "map_to_statement_layout",
             "Map a project's budget lines onto a donor's categories", tag,
             action::record_contributions, 201},
            map_project
        )};
    append(
        all, read_endpoints(persistence::statement_layout_resource(), action::read_funding, tag)
    );
    append(
        all, read_endpoints(persistence::statement_mapping_resource(), action::read_funding, tag)
    );
    return all;
}

}  // namespace tranche::server
