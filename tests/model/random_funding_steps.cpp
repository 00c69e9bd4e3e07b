// The fund's side of a run: money comes in, is allocated, budgeted and spent by the office.
#include "tests/model/random_commands.hpp"

namespace tranche::tests {

void RandomCommands::receive() {
    const auto committed = between(1, 500'000);
    const auto received = chance(30) ? committed + between(1, 1'000) : between(1, committed);
    const auto code = "GIFT-" + std::to_string(step);
    auto finance = server.as("finance");
    finance.must(
        v1 + "contributions",
        {{"code", code},
         {"donor", "FUND-L1-DONOR"},
         {"line", "FUND-L1"},
         {"pledged", amount_of(decimal(committed))},
         {"pledged_on", day()}}
    );
    finance.must(
        v1 + "contributions/" + code + "/commit",
        {{"amount", amount_of(decimal(committed))}, {"committed_on", day()}}
    );
    const auto done = command(
        finance, "contributions/" + code + "/receive",
        {{"amount", amount_of(decimal(received))}, {"received_on", day()}}
    );
    model.receive(committed, received);
    agree(done, true);
}

void RandomCommands::allocate() {
    const auto amount = amount_within(chance(80) ? model.line() / 5 : model.line());
    const auto done = command(
        server.as("programme"), "allocations",
        {{"project", "P1"},
         {"line", "FUND-L1"},
         {"amount", amount_of(decimal(amount))},
         {"allocated_on", day()}}
    );
    agree(done, model.allocate(amount));
}

void RandomCommands::rebudget() {
    std::map<std::string, std::int64_t> wanted;
    json::array lines;
    auto left = model.unbudgeted();
    for (const auto& code : budget_lines) {
        const auto found = model.budget().find(code);
        const auto budgeted = found == model.budget().end() ? 0 : found->second;
        const auto more = chance(60) ? amount_within(left / 2) : -between(0, model.available(code));
        const auto amount = chance(10) ? budgeted : std::max<std::int64_t>(budgeted + more, 0);
        left -= amount - budgeted;
        wanted[code] = amount;
        lines.push_back(json::object{
            {"code", code},
            {"title_en", "Line"},
            {"kind", "operational"},
            {"category", "1"},
            {"quantity", "1"},
            {"unit_price", amount_of(decimal(amount))}});
    }
    if (open_version.empty()) {
        open_version =
            server.as("programme")
                .must(
                    v1 + "projects/P1/budget-versions", {{"reason", "Revision"}, {"lines", lines}}
                )
                .id();
        wanted_by_version = wanted;
    }
    const auto done = command(
        server.as("approver"), "budget-versions/" + open_version + "/approve",
        {{"approved_on", day()}}
    );
    agree(done, model.rebudget(wanted_by_version));
    if (done.succeeded()) {
        open_version.clear();
    }
}

void RandomCommands::spend() {
    const auto& line = budget_lines[index(budget_lines.size())];
    if (!model.budget().contains(line)) {
        return;
    }
    const auto amount =
        amount_within(chance(80) ? model.available(line) / 6 : model.available(line));
    const auto done = command(
        server.as("finance"), "direct-expenditures",
        {{"project", "P1"},
         {"budget_line", line},
         {"document", "V-" + std::to_string(step)},
         {"spent_on", day()},
         {"payee_kind", "supplier"},
         {"description", "goods"},
         {"amount", amount_of(decimal(amount))}}
    );
    agree(done, model.spend(line, amount));
    if (done.succeeded()) {
        facts.push_back(
            {.entry = last_entry("direct_expenditure"), .amount = amount, .spent_on = line}
        );
    }
}

}  // namespace tranche::tests
