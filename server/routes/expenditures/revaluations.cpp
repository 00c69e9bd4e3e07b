#include "server/routes/expenditures/revaluations.hpp"

#include "persistence/random_id.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

// What an agreement that ended gave back to its budget lines, and takes from them again.
void post_end(command_run& run, const planned_revaluation& one, domain::date on, bool taking) {
    std::vector<domain::obligation_line> rest;
    for (const auto& cost : one.costs) {
        if (cost.base.is_positive() == taking) {
            rest.push_back({cost.budget_line_id, -cost.base, money{0, cost.base.currency_unit()}});
        }
    }
    run.post(domain::agreement_closing_posted(one.subject, on, rest), one.shares);
}

void post_change(
    command_run& run, const planned_revaluation& one, domain::date on, std::int64_t id,
    std::int64_t receivable
) {
    if (one.is_from_budget()) {
        post_end(run, one, on, true);
    }
    run.post(
        one.liquidated
            ? domain::revaluation_posted(one.subject, on, id, one.costs, *one.liquidated, one.rate)
            : domain::revaluation_owed_posted(
                  one.subject, on, id, one.costs, one.done.base_change,
                  {receivable, one.owed, one.owed_base}
              ),
        one.shares
    );
    if (one.is_from_budget()) {
        post_end(run, one, on, false);
    }
}

void insert_lines(command_run& run, std::int64_t id, const domain::revaluation& done) {
    std::vector<std::int64_t> lines, amounts, bases;
    std::vector<std::optional<std::string>> rates, spent_rates;
    for (const auto& line : done.lines) {
        lines.push_back(line.line_id);
        rates.emplace_back(line.rate.to_decimal());
        spent_rates.push_back(
            line.spent_rate ? std::optional{line.spent_rate->to_decimal()} : std::nullopt
        );
        amounts.push_back(line.change.minor());
        bases.push_back(line.base_change.minor());
    }
    run.write(
        {{"revaluation_lines",
          R"(
              insert into partner.revaluation_line (revaluation_id, line_id, rate, spent_rate,
                  amount, base_amount)
                select $1, w.line_id, w.rate, w.spent_rate, w.amount, w.base_amount
                  from unnest($2::bigint[], $3::numeric[], $4::numeric[], $5::bigint[],
                      $6::bigint[]) as w (line_id, rate, spent_rate, amount, base_amount))"},
         {id, persistence::array_of(std::span<const std::int64_t>{lines}),
          persistence::array_of(std::span<const std::optional<std::string>>{rates}),
          persistence::array_of(std::span<const std::optional<std::string>>{spent_rates}),
          persistence::array_of(std::span<const std::int64_t>{amounts}),
          persistence::array_of(std::span<const std::int64_t>{bases})}}
    );
}

void insert_debt(
    command_run& run, const planned_revaluation& one, domain::date on, std::int64_t receivable
) {
    run.insert(
        "partner.receivable",
        {{"id", receivable},
         {"agreement_id", one.subject.agreement_id},
         {"report_id", one.report_id},
         {"raised_on", on},
         {"currency", one.owed.currency_unit()},
         {"amount", one.owed.minor()},
         {"base_amount", one.owed_base.minor()},
         {"reason", "corrected exchange rate"}}
    );
}

std::string write_one(command_run& run, const planned_revaluation& one, domain::date on) {
    const auto id = persistence::random_id();
    std::optional<std::int64_t> receivable;
    if (!one.owed.is_zero()) {
        receivable = persistence::random_id();
        insert_debt(run, one, on, *receivable);
    }
    const auto& support = one.done.support_change;
    run.insert(
        "partner.revaluation",
        {{"id", id},
         {"correction_id", one.correction_id},
         {"report_id", one.report_id},
         {"number", one.number},
         {"receivable_id", receivable},
         {"revalued_on", on},
         {"line_count", static_cast<std::int64_t>(one.done.lines.size())},
         {"currency", one.owed.currency_unit()},
         {"amount", (one.done.change - support.amount).minor()},
         {"base_amount", (one.done.base_change - support.base).minor()},
         {"support_amount", support.amount.minor()},
         {"support_base", support.base.minor()},
         {"decided_by", run.who().user_id}}
    );
    insert_lines(run, id, one.done);
    post_change(run, one, on, id, receivable.value_or(0));
    return domain::public_id(entity::revaluation, id);
}

}  // namespace

void add_revaluations(
    command_run& run, receipt& answer, std::span<const planned_revaluation> planned, domain::date on
) {
    std::vector<std::string> made, stay;
    for (const auto& one : planned) {
        if (one.stays) {
            stay.push_back(domain::public_id(entity::expenditure_report, one.report_id));
        } else {
            made.push_back(write_one(run, one, on));
        }
    }
    answer.made.emplace_back("revaluations", std::move(made));
    answer.made.emplace_back("not_revalued", std::move(stay));
}

}  // namespace tranche::server
