// Code lists with their labels: cost categories, project types, sectors and goals.
#include "server/routes/reference/country.hpp"
#include "server/routes/reference/reference_list.hpp"
#include "server/routes/reference/reference_states.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"

namespace tranche::server {
namespace {

struct cost_category {
    std::string code, name_en, name_fr, name_es;
    bool direct = false;

    static const reference_list& list() {
        static const reference_list declared{
            "reference.cost_category",
            {{"code", "text", true}, {"name_en"}, {"name_fr"}, {"name_es"}, {"direct", "boolean"}}};
        return declared;
    }
    [[nodiscard]] std::vector<cell> cells() const {
        return {code, name_en, name_fr, name_es, cell_of(direct)};
    }
};

struct project_type {
    std::string prefix, name_en, name_fr, name_es;

    static const reference_list& list() {
        static const reference_list declared{
            "reference.project_type",
            {{"prefix", "text", true}, {"name_en"}, {"name_fr"}, {"name_es"}}};
        return declared;
    }
    [[nodiscard]] std::vector<cell> cells() const { return {prefix, name_en, name_fr, name_es}; }
    void check(command_run& run, const std::string& place) const {
        run.require(
            is_capitals(prefix, 2), place + "/prefix", "not_capitals",
            {{"value", prefix}, {"count", "2"}}
        );
    }
};

struct sector {
    std::string code, name_en, name_fr;

    static const reference_list& list() {
        static const reference_list declared{
            "reference.sector", {{"code", "text", true}, {"name_en"}, {"name_fr"}}};
        return declared;
    }
    [[nodiscard]] std::vector<cell> cells() const { return {code, name_en, name_fr}; }
};

struct goal_target {
    std::string framework, code, name_en, name_fr, name_es;

    static const reference_list& list() {
        static const reference_list declared{
            "reference.goal_target",
            {{"framework", "text", true},
             {"code", "text", true},
             {"name_en"},
             {"name_fr"},
             {"name_es"}}};
        return declared;
    }
    [[nodiscard]] std::vector<cell> cells() const {
        return {framework, code, name_en, name_fr, name_es};
    }
};

struct retention_term {
    std::string kind;
    domain::date valid_from;
    std::int64_t months = 0;
    std::string source;
    bool illustrative = false;

    static const reference_list& list() {
        static const reference_list declared{
            "reference.retention_term",
            {{"kind", "text", true},
             {"valid_from", "date", true},
             {"months", "smallint"},
             {"source"},
             {"illustrative", "boolean"}}};
        return declared;
    }
    [[nodiscard]] std::vector<cell> cells() const {
        return {kind, cell_of(valid_from), std::to_string(months), source, cell_of(illustrative)};
    }
};

}  // namespace

template <>
struct wire<cost_category> {
    static const object_schema<cost_category>& schema() {
        using body = cost_category;
        static const auto declared = object<body>(
            "cost_category", "A category of cost of the United Nations Development Group",
            field("code", &body::code, "Category number", matches_code()),
            field("name_en", &body::name_en, "English name", length(1, 300)),
            field("name_fr", &body::name_fr, "French name", length(1, 300)),
            field("name_es", &body::name_es, "Spanish name", length(1, 300)),
            field("direct", &body::direct, "Cost of the project itself, not support")
        );
        return declared;
    }
};

template <>
struct wire<project_type> {
    static const object_schema<project_type>& schema() {
        using body = project_type;
        static const auto declared = object<body>(
            "project_type", "A type of project and the letters its codes begin with",
            field("prefix", &body::prefix, "Two letters", matches_code(), length(2, 2)),
            field("name_en", &body::name_en, "English name", length(1, 300)),
            field("name_fr", &body::name_fr, "French name", length(1, 300)),
            field("name_es", &body::name_es, "Spanish name", length(1, 300))
        );
        return declared;
    }
};

template <>
struct wire<sector> {
    static const object_schema<sector>& schema() {
        using body = sector;
        static const auto declared = object<body>(
            "sector", "A purpose code of the OECD's Development Assistance Committee",
            field("code", &body::code, "Purpose code", matches_code()),
            field("name_en", &body::name_en, "English name", length(1, 300)),
            field("name_fr", &body::name_fr, "French name", length(1, 300))
        );
        return declared;
    }
};

template <>
struct wire<goal_target> {
    static const object_schema<goal_target>& schema() {
        using body = goal_target;
        static const auto declared = object<body>(
            "goal_target", "A goal or target a project may serve",
            field(
                "framework", &body::framework,
                "Sustainable Development Goals or Global Compact for Migration",
                one_of({"sdg", "gcm"})
            ),
            field("code", &body::code, "Its number", matches_code()),
            field("name_en", &body::name_en, "English text", length(1, 1000)),
            field("name_fr", &body::name_fr, "French text", length(1, 1000)),
            field("name_es", &body::name_es, "Spanish text", length(1, 1000))
        );
        return declared;
    }
};

template <>
struct wire<retention_term> {
    static const object_schema<retention_term>& schema() {
        using body = retention_term;
        static const auto declared = object<body>(
            "retention_term", "How long data about persons is kept, from a day on",
            field(
                "kind", &body::kind,
                "Details of audit events, ended sessions and attempts, payees of decided lines",
                one_of(
                    {"audit_details", "sign_in_records", "payee_names", "unfinished_uploads",
                     "removed_files"}
                )
            ),
            field("valid_from", &body::valid_from, "First day the term counts"),
            field("months", &body::months, "Kept for this long", between(1, 1200)),
            field("source", &body::source, "Where the term stands", length(1, 300)),
            field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
        );
        return declared;
    }
};

endpoints reference_endpoints() {
    auto all = reference_list_endpoints<cost_category>("cost-categories", "categories of cost");
    append(all, reference_list_endpoints<project_type>("project-types", "types of project"));
    append(all, reference_list_endpoints<sector>("sectors", "sectors"));
    append(all, reference_list_endpoints<goal_target>("goal-targets", "goals and targets"));
    append(all, reference_list_endpoints<retention_term>("retention-terms", "terms of retention"));
    append(all, member_state_endpoints());
    return all;
}

}  // namespace tranche::server
