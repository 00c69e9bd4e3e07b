// A draft of an amendment: what is in force with what the body changes, kept as a version of its
// own. Writing it again starts from what is in force once more.
#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "server/json/values.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/agreements/amendments.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

void apply_lines(
    command_run& run, proposal& proposed, const std::vector<amended_line_body>& lines,
    domain::currency base
) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto at = "/lines/" + std::to_string(i);
        check_currency(run, at + "/amount", lines[i].amount, base);
        const auto found =
            std::ranges::find(proposed.lines, lines[i].budget_line, &proposed_line::code);
        run.require(
            found != proposed.lines.end(), at + "/budget_line", "unknown_reference",
            {{"type", "budget_line"}, {"value", lines[i].budget_line}}
        );
        run.require(
            std::ranges::count(lines, lines[i].budget_line, &amended_line_body::budget_line) == 1,
            at + "/budget_line", "duplicate_code", {{"code", lines[i].budget_line}}
        );
        if (found != proposed.lines.end() && lines[i].amount.currency_unit() == base) {
            found->amounts.after = lines[i].amount;
        }
    }
}

void add_tranche(
    command_run& run, proposal& proposed, const amended_tranche_body& one, const std::string& at,
    money zero
) {
    run.require(one.kind.has_value(), at + "/kind", "missing_field");
    run.require(one.amount.has_value(), at + "/amount", "missing_field");
    std::int64_t last = 0;
    for (const auto& known : proposed.tranches) {
        last = std::max(last, known.number);
    }
    proposed.tranches.push_back(
        {0,
         one.code,
         last + 1,
         one.kind.value_or(""),
         zero,
         one.amount.value_or(zero),
         zero,
         {},
         one.planned_on}
    );
}

void apply_tranches(
    command_run& run, proposal& proposed, const std::vector<amended_tranche_body>& tranches,
    domain::currency base
) {
    for (std::size_t i = 0; i < tranches.size(); ++i) {
        const auto& one = tranches[i];
        const auto at = "/tranches/" + std::to_string(i);
        if (one.amount) {
            check_currency(run, at + "/amount", *one.amount, base);
            run.settle();
        }
        run.require(
            std::ranges::count(tranches, one.code, &amended_tranche_body::code) == 1, at + "/code",
            "duplicate_code", {{"code", one.code}}
        );
        const auto found = std::ranges::find(proposed.tranches, one.code, &proposed_tranche::code);
        if (found == proposed.tranches.end()) {
            add_tranche(run, proposed, one, at, money{0, base});
            continue;
        }
        run.require(
            !one.kind || *one.kind == found->kind, at + "/kind", "kind_not_of_tranche",
            {{"kind", one.kind.value_or("")}, {"tranche_kind", found->kind}}
        );
        found->after = one.amount.value_or(found->after);
        if (one.planned_on) {
            found->planned_after = one.planned_on;
        }
    }
}

// A number of JSON begins with no zero but its only one.
std::string json_number(std::string text) {
    while (text.size() > 1 && text[0] == '0' && text[1] != '.')
        text.erase(0, 1);
    return text;
}

// {"liquidation_percent":"70"}: the columns of agreement_terms that change.
std::string changes_of(const std::optional<amended_terms_body>& terms) {
    std::string out = "{";
    const auto member = [&](std::string_view name, std::string_view text) {
        out += out.size() == 1 ? "" : ",";
        write_value(out, name);
        out += ':';
        out += text;
    };
    if (terms) {
        const auto percent = [&](std::string_view name,
                                 const std::optional<domain::percentage>& value) {
            if (value) member(name, value->to_decimal());
        };
        percent("support_percent", terms->support_percent);
        percent("liquidation_percent", terms->liquidation_percent);
        percent("earlier_percent", terms->earlier_percent);
        percent("retention_percent", terms->retention_percent);
        percent("amendment_percent", terms->amendment_percent);
        if (terms->liquidation_basis) {
            member("liquidation_basis", '"' + *terms->liquidation_basis + '"');
        }
        if (terms->overdue_months) {
            member("overdue_months", std::to_string(*terms->overdue_months));
        }
        if (terms->overdue_scope) {
            member("overdue_scope", '"' + *terms->overdue_scope + '"');
        }
        if (terms->rate_rule) {
            member("rate_rule", '"' + *terms->rate_rule + '"');
            member("fixed_rate", terms->fixed_rate ? json_number(terms->fixed_rate->text) : "null");
        }
    }
    return out + '}';
}

// SQL: the terms of a version `v` with the changes of a parameter. Versions older than fixed rates
// have no word on them, and stay so while there is none.
std::string changed_terms(const std::string& changes) {
    return "((v.terms || " + changes + "::jsonb) - case when not v.terms ? 'fixed_rate' and " +
        changes + "::jsonb -> 'fixed_rate' = 'null'::jsonb then 'fixed_rate' else '' end)";
}

// Whether the terms in force, changed so, would be others.
persistence::query terms_would_change(std::int64_t version, const std::string& changes) {
    static const std::string text = "select v.terms <> " + changed_terms("$2") +
        " as changes from partner.agreement_version v where v.id = $1";
    return {{"terms_would_change", text}, {version, changes}};
}

struct draft_place {
    std::int64_t agreement, amendment, in_force;
    domain::currency base;
};

// The version an amendment proposes; its id.
std::int64_t write_version(
    command_run& run, const draft_place& place, const proposal& proposed,
    const std::string& terms_changes
) {
    static const std::string text =
        R"(
              insert into partner.agreement_version (id, agreement_id, amendment_id, title, value, start_on,
                  end_on, terms)
                select $1, v.agreement_id, $3, $4, $5, $6, $7, )" +
        changed_terms("$8") + R"(
                  from partner.agreement_version v
                  where v.id = $2)";
    const auto version = persistence::random_id();
    run.write(
        {{"agreement_version_proposed", text},
         {version, place.in_force, place.amendment, proposed.title,
          proposed.value(place.base).minor(), proposed.start_on, proposed.end_on, terms_changes}}
    );
    for (const auto& line : proposed.lines) {
        if (!line.amounts.after.is_zero() || !line.amounts.before.is_zero()) {
            run.insert(
                "partner.agreement_version_line",
                {{"version_id", version},
                 {"budget_line_id", line.id},
                 {"amount", line.amounts.after.minor()}}
            );
        }
    }
    for (const auto& one : proposed.tranches) {
        run.insert(
            "partner.agreement_version_tranche",
            {{"version_id", version},
             {"code", one.code},
             {"number", one.number},
             {"kind", one.kind},
             {"amount", one.after.minor()},
             {"planned_on", one.planned_after}}
        );
    }
    return version;
}

// What is in force, with the body's changes; everything wrong with them is told.
proposal proposed_by(
    command_run& run, std::span<const persistence::rows> facts, const persistence::row& agreement,
    const amendment_body& body, const std::string& terms_changes
) {
    const auto base = agreement.currency("currency");
    auto proposed = proposal_in(facts, base);
    apply_lines(run, proposed, body.lines, base);
    apply_tranches(run, proposed, body.tranches, base);
    proposed.title = body.title.value_or(proposed.title);
    proposed.start_on = body.start_on.value_or(proposed.start_on);
    proposed.end_on = body.end_on.value_or(proposed.end_on);
    proposed.results_change = body.results_change.has_value();
    if (body.terms) {
        check_rate_rule(run, body.terms->rate_rule, body.terms->fixed_rate.has_value());
    }
    const auto row = facts[2][0];
    const auto terms = run.load({terms_would_change(row.integer("in_force"), terms_changes)});
    proposed.terms_change = terms[0][0].truth("changes");
    const auto last = row.day("last_terms_from");
    run.require(
        !body.terms_from || *body.terms_from > last, "/terms_from", "date_before",
        {{"date", domain::to_string(body.terms_from.value_or(last))},
         {"earliest", domain::to_string(domain::add_days(last, 1))}}
    );
    check_proposal(run, proposed, base);
    run.require(
        !proposed.is_empty(proposed.kind(agreement.percent("amendment_percent"))), "",
        "amendment_changes_nothing"
    );
    run.settle();
    return proposed;
}

std::vector<command_run::column> columns_of(
    const amendment_body& body, const proposal& proposed, domain::percentage limit,
    std::int64_t version
) {
    const auto kind = proposed.kind(limit);
    return {{"kind", domain::name(kind)},    {"route", domain::name(domain::route_of(kind))},
            {"reason", body.reason},         {"results_change", body.results_change},
            {"terms_from", body.terms_from}, {"version_id", version}};
}

}  // namespace

receipt create_amendment(command_run& run, const amendment_body& body) {
    const auto id = run.path_id(entity::agreement);
    const auto asked = facts_of_proposal("$1::bigint", version_in_force_of_agreement, id);
    auto found = run.load(
        {persistence::lock_project_of(entity::agreement, id),
         agreement_facts(of_agreement_itself, id, run.today()), asked[0], asked[1], asked[2]}
    );
    const auto agreement = run.the_row(found[1], entity::agreement);
    state_after(domain::agreement_lifecycle(), "amend", agreement.text("state"));
    const auto row = run.the_row(found[4], entity::agreement);
    // R33: one at a time.
    if (row.truth("is_open")) {
        throw domain::refusal{domain::error_kind::conflict, "amendment_open"};
    }
    const auto amendment = persistence::random_id();
    const auto changes = changes_of(body.terms);
    const auto proposed = proposed_by(run, std::span{found}.subspan(2), agreement, body, changes);
    const draft_place place{id, amendment, row.integer("in_force"), agreement.currency("currency")};
    const auto number = row.integer("last_number") + 1;
    auto columns = columns_of(
        body, proposed, agreement.percent("amendment_percent"),
        write_version(run, place, proposed, changes)
    );
    columns.insert(
        columns.end(),
        {{"id", amendment},
         {"agreement_id", id},
         {"number", number},
         {"from_version_id", place.in_force},
         {"drafted_by", run.who().user_id},
         {"drafted_on", run.today()}}
    );
    run.insert("partner.agreement_amendment", columns);
    return {
        .what = entity::agreement_amendment,
        .id = amendment,
        .code = agreement.text("code") + ':' + std::to_string(number),
        .state = "draft"};
}

receipt revise_amendment(command_run& run, const amendment_body& body) {
    const auto id = run.path_id(entity::agreement_amendment);
    const auto asked = facts_of_proposal(
        of_amendment, "(select from_version_id from partner.agreement_amendment where id = $1)", id
    );
    auto found = run.load(
        {persistence::lock_project_of(entity::agreement_amendment, id),
         agreement_facts(of_amendment, id, run.today()), asked[0], asked[1], asked[2],
         amendment_facts(id)}
    );
    const auto agreement = run.the_row(found[1], entity::agreement_amendment);
    const auto row = run.the_row(found[5], entity::agreement_amendment);
    run.check_version(row);
    const std::string next{
        state_after(domain::agreement_amendment_lifecycle(), "revise", row.text("state"))};
    state_after(domain::agreement_lifecycle(), "amend", agreement.text("state"));
    const auto changes = changes_of(body.terms);
    const auto proposed =
        proposed_by(run, std::span{found}.subspan(2, 3), agreement, body, changes);
    const draft_place place{
        agreement.integer("id"), id, found[4][0].integer("in_force"),
        agreement.currency("currency")};
    run.update(
        entity::agreement_amendment, id,
        columns_of(
            body, proposed, agreement.percent("amendment_percent"),
            write_version(run, place, proposed, changes)
        )
    );
    return {
        .what = entity::agreement_amendment,
        .id = id,
        .code = agreement.text("code") + ':' + row.text("number"),
        .state = next,
        .version = row.integer("version") + 1};
}

}  // namespace tranche::server
