#include "server/routes/budgets/budget_drafts.hpp"

#include "domain/budget.hpp"
#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "server/routes/budgets/budget_decisions.hpp"
#include "server/routes/projects/project_steps.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>
#include <map>

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

// Everything a line may name, and what has been used; `project` is SQL over the id.
std::string parts_text(const char* project) {
    return std::string{"with p as (select "} + project + R"( as id)
             select 'line' as part, l.code, l.id
               from funding.budget_line l join p on p.id = l.project_id
             union all select 'in force', l.code, l.id
               from funding.budget_line l join p on p.id = l.project_id
               where exists (select 1 from funding.budget_version_line n
                   join funding.budget_version v on v.id = n.version_id
                   where n.line_id = l.id and v.state = 'approved')
             union all select l.code || '/' || f.field, f.value, l.id
               from funding.budget_line l join p on p.id = l.project_id
               left join funding.phase s on s.id = l.phase_id
               left join result.result r on r.id = l.result_id
               cross join lateral (values ('kind', l.kind), ('category', l.category),
                   ('flexibility_percent', trim_scale(l.flexibility)::text),
                   ('phase', coalesce(s.code, '')), ('result', coalesce(r.code, ''))) f (field, value)
             union all select 'phase', s.code, s.id
               from funding.phase s join p on p.id = s.project_id
             union all select 'result', r.code, r.id
               from result.result r join p on p.id = r.project_id
             union all select 'number', 'last', coalesce(max(v.number), 0)
               from p left join funding.budget_version v on v.project_id = p.id
             union all select 'open', v.number::text, v.id
               from funding.budget_version v join p on p.id = v.project_id
               where v.state in ('draft', 'submitted')
             union all select 'category', code, 0 from reference.cost_category)";
}

persistence::query parts_of_project(std::int64_t project) {
    static const auto text = parts_text("$1::bigint");
    return {{"budget_parts_of_project", text}, {project}};
}

persistence::query parts_of_version(std::int64_t version) {
    static const auto text =
        parts_text("(select project_id from funding.budget_version where id = $1)");
    return {{"budget_parts_of_version", text}, {version}};
}

using parts = std::map<std::pair<std::string, std::string>, std::int64_t>;

parts parts_of(const persistence::rows& found) {
    parts known;
    for (const auto row : found) {
        known[{row.text("part"), row.text("code")}] = row.integer("id");
    }
    return known;
}

std::optional<std::int64_t> part(
    command_run& run, const parts& known, const char* what, const std::optional<std::string>& code,
    const std::string& field
) {
    if (!code) {
        return std::nullopt;
    }
    const auto found = known.find({what, *code});
    run.require(
        found != known.end(), field, "unknown_reference", {{"type", what}, {"value", *code}}
    );
    return found == known.end() ? std::nullopt : std::optional{found->second};
}

// What a line in force is for stays, and how far it bends, or its figures over the versions would
// compare unlike things. What is left out is as it was.
void check_unchanged(
    command_run& run, const parts& known, const budget_line_body& line, const std::string& at
) {
    const auto same = [&](const std::string& what, const std::optional<std::string>& sent) {
        run.require(
            !sent || known.contains({line.code + '/' + what, *sent}), at + '/' + what,
            "budget_line_fixed", {{"code", line.code}}
        );
    };
    same("kind", line.kind);
    same("category", line.category);
    same("phase", line.phase);
    same("result", line.result);
    same(
        "flexibility_percent",
        line.flexibility_percent ? std::optional{line.flexibility_percent->to_decimal()}
                                 : std::nullopt
    );
}

void draft_line(
    command_run& run, const parts& known, std::int64_t project, std::int64_t version,
    const budget_line_body& line, const std::string& at, domain::currency base
) {
    check_currency(run, at + "/unit_price", line.unit_price, base);
    const auto amount = domain::line_amount(line.quantity.text, line.unit_price);
    run.require(amount.has_value(), at + "/quantity", "quantity_too_fine");
    const auto phase = part(run, known, "phase", line.phase, at + "/phase");
    const auto result = part(run, known, "result", line.result, at + "/result");
    part(run, known, "category", line.category, at + "/category");
    const auto existing = known.find({"line", line.code});
    const auto id = existing == known.end() ? persistence::random_id() : existing->second;
    const auto flexibility =
        line.flexibility_percent ? line.flexibility_percent->to_decimal() : std::string{"0"};
    if (known.contains({"in force", line.code})) {
        check_unchanged(run, known, line, at);
    } else if (existing == known.end()) {
        run.insert(
            "funding.budget_line",
            {{"id", id},
             {"project_id", project},
             {"phase_id", phase},
             {"code", line.code},
             {"title_en", line.title_en},
             {"title_fr", line.title_fr},
             {"title_es", line.title_es},
             {"kind", line.kind},
             {"category", line.category},
             {"result_id", result},
             {"flexibility", flexibility}}
        );
    } else {
        run.write(
            {{"budget_line_written_again",
              R"(
                  update funding.budget_line
                    set phase_id = $2::bigint, title_en = $3, title_fr = $4, title_es = $5,
                     kind = $6, category = $7, result_id = $8::bigint, flexibility = $9::numeric
                    where id = $1)"},
             {id, phase, line.title_en, line.title_fr, line.title_es, line.kind, line.category,
              result, flexibility}}
        );
    }
    run.insert(
        "funding.budget_version_line",
        {{"version_id", version},
         {"line_id", id},
         {"quantity", line.quantity.text},
         {"unit_price", line.unit_price.minor()},
         {"amount", amount.value_or(money{0, base}).minor()}}
    );
}

// The project a version belongs to, as its budget is written.
struct budgeted_project {
    std::int64_t id;
    std::string code;
    domain::currency base;
};

receipt write_version(
    command_run& run, const budgeted_project& project, const parts& known,
    const new_budget_version& body
) {
    const auto number = known.at({"number", "last"}) + 1;
    const auto id = persistence::random_id();
    run.insert(
        "funding.budget_version",
        {{"id", id},
         {"project_id", project.id},
         {"number", number},
         {"currency", project.base},
         {"reason", body.reason},
         {"drafted_by", run.who().user_id},
         {"drafted_on", run.today()}}
    );
    std::map<std::string, std::size_t> seen;
    for (std::size_t i = 0; i < body.lines.size(); ++i) {
        const auto at = "/lines/" + std::to_string(i);
        run.require(
            seen.emplace(body.lines[i].code, i).second, at + "/code", "duplicate_code",
            {{"code", body.lines[i].code}}
        );
        draft_line(run, known, project.id, id, body.lines[i], at, project.base);
    }
    return {
        .what = entity::budget_version,
        .id = id,
        .code = project.code + ':' + std::to_string(number),
        .state = "draft"};
}

}  // namespace

receipt create_budget_version(command_run& run, const new_budget_version& body) {
    const auto project = run.path_id(entity::project);
    auto found = run.load(
        {persistence::lock_project_of(entity::project, project), project_facts(project),
         parts_of_project(project)}
    );
    const auto row = run.the_row(found[1], entity::project);
    state_after(domain::project_lifecycle(), "draft_budget", row.text("state"));
    const auto known = parts_of(found[2]);
    if (std::ranges::any_of(known, [](const auto& one) { return one.first.first == "open"; })) {
        throw domain::refusal{domain::error_kind::conflict, "budget_version_open"};
    }
    return write_version(
        run, {project, row.text("code"), row.currency("base_currency")}, known, body
    );
}

receipt revise_budget_version(command_run& run, const new_budget_version& body) {
    const auto version = run.path_id(entity::budget_version);
    auto found = run.load(
        {persistence::lock_project_of(entity::budget_version, version),
         budget_version_facts(version), parts_of_version(version)}
    );
    const auto row = run.the_row(found[1], entity::budget_version);
    run.check_version(row);
    const std::string ended{
        state_after(domain::budget_version_lifecycle(), "revise", row.text("state"))};
    state_after(domain::project_lifecycle(), "draft_budget", row.text("project_state"));
    const auto known = parts_of(found[2]);
    run.update(
        entity::budget_version, version,
        {{"state", ended},
         {"ended_by", run.who().user_id},
         {"ended_on", run.today()},
         {"ended_reason",
          "Replaced by version " + std::to_string(known.at({"number", "last"}) + 1)}}
    );
    return write_version(
        run, {row.integer("project_id"), row.text("code"), row.currency("currency")}, known, body
    );
}

}  // namespace tranche::server
