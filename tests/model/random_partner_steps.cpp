// The partner's side of a run: agreements are signed, money is asked for, paid and accounted for.
#include "tests/model/random_commands.hpp"
#include "tests/support/builders.hpp"

namespace tranche::tests {

void RandomCommands::sign() {
    agreement_spec spec{.code = "G" + std::to_string(step), .tranches = {}};
    money_model::agreement made{.code = spec.code, .foreign = chance(50)};
    if (made.foreign) {
        spec.payment_currency = "GTQ";
        spec.terms = {{"rate_series", "MODEL"}};
    }
    std::int64_t value = 0;
    for (const auto& line : budget_lines) {
        if (model.budget().contains(line) && chance(60)) {
            const auto amount = amount_within(model.available(line) / 3);
            made.obligated[line] = amount;
            spec.lines.push_back({line, decimal(amount)});
            value += amount;
        }
    }
    for (int number = 1; value > 0; ++number) {
        const auto part = number == 4 ? value : between(1, value);
        const auto code = "T" + std::to_string(number);
        const bool reimbursement = chance(30);
        made.tranches.push_back({code, reimbursement, part});
        spec.tranches.push_back({code, decimal(part), reimbursement ? "reimbursement" : "advance"});
        value -= part;
    }
    if (spec.lines.empty()) {
        return;
    }
    spec.start_on = day();
    drafted_agreement(server, spec);
    const auto done = command(
        server.as("approver"), "agreements/" + spec.code + "/sign",
        {{"partner_signed_on", day()}, {"office_signed_on", day()}}
    );
    agree(done, model.sign(made));
}

void RandomCommands::ask() {
    const auto at = index(model.agreements().size());
    const auto& of = model.agreements()[at];
    const auto which = index(of.tranches.size());
    const auto& part = of.tranches[which];
    const bool reimbursement = part.reimbursement || (part.due.amount > 0 && chance(50));
    const auto amount = amount_within(reimbursement ? part.due.amount : part.unpaid);
    json::object body{
        {"tranche", of.code + ':' + part.code},
        {"amount", reimbursement ? money_of(at, amount) : amount_of(decimal(amount))},
        {"requested_on", day()}};
    if (reimbursement) {
        body["kind"] = "reimbursement";
    }
    const auto id = server.as("officer", "NGO").must(v1 + "disbursement-requests", body).id();
    server.as("programme")
        .must(v1 + "disbursement-requests/" + id + "/certify", {{"certified_on", day()}});
    const auto done = command(
        server.as("approver"), "disbursement-requests/" + id + "/approve", {{"approved_on", day()}}
    );
    agree(done, model.approve(at, which, reimbursement, amount));
    if (done.succeeded()) {
        promises.push_back({id, at, which, reimbursement, amount});
    }
}

void RandomCommands::pay() {
    if (promises.empty()) {
        return ask();
    }
    const auto which = index(promises.size());
    const auto one = promises[which];
    const auto rate = rate_of(one.agreement);
    auto kept = kept_back_from(one, one.reimbursement ? one.amount : rate.from_base(one.amount));
    const auto done = command(
        server.as("treasury"), "disbursement-requests/" + one.id + "/pay",
        {{"paid_on", day()}, {"bank_reference", "BANK-" + std::to_string(step)}}
    );
    agree(done, true);
    fact paid{.entry = last_entry("payment"), .amount = one.amount, .paid = one, .step = step};
    paid.rate = rate;
    paid.moved = model.pay(one.agreement, one.tranche, one.reimbursement, one.amount, step, rate);
    facts.push_back(std::move(paid));
    if (kept) {
        kept->received = rate.to_base(kept->amount);
        EXPECT_TRUE(model.refund(*kept->refunded, kept->amount, kept->received, kept->moved));
        kept->entry = last_entry("refund");
        facts.push_back(std::move(*kept));
    }
    promises.erase(promises.begin() + static_cast<std::ptrdiff_t>(which));
}

void RandomCommands::report() {
    const auto at = index(model.agreements().size());
    const auto& of = model.agreements()[at];
    std::vector<money_model::expense> lines;
    std::vector<expense_spec> rows;
    json::array rejections;
    const auto rate = rate_of(at);
    for (const auto& [line, obligated] : of.obligated) {
        for (auto i = between(0, 2); i > 0; --i) {
            const auto amount = amount_within(rate.from_base(obligated / 3));
            const auto document = "D-" + std::to_string(rows.size());
            lines.push_back({line, amount, chance(25)});
            lines.back().month = month();
            rows.push_back({document, decimal(amount), line, day(), currency_of(at)});
            if (lines.back().rejected) {
                rejections.push_back(json::object{{"document", document}, {"reason", "No receipt"}}
                );
            }
        }
    }
    if (rows.empty()) {
        return;
    }
    auto body = report_of(of.code, "R" + std::to_string(step), rows);
    body["period_first"] = body["period_last"] = day();
    const auto id = server.as("preparer", "NGO").must(v1 + "expenditure-reports", body).id();
    acknowledge_checks(server, id);
    server.as("officer", "NGO")
        .must(v1 + "expenditure-reports/" + id + "/submit", {{"submitted_on", day()}});
    const auto done = command(
        server.as("finance"), "expenditure-reports/" + id + "/review",
        {{"reviewed_on", day()}, {"rejections", rejections}}
    );
    std::size_t raised = 0;
    agree(done, model.review(at, lines, step, rate, raised));
    if (!done.succeeded()) {
        undecided.insert(at);
        return;
    }
    auto& decided = model.expenses();
    auto next = decided.size() - lines.size();
    for (const auto row : db.sql().ask(
             "select x.id from partner.expenditure_line x join partner.expenditure_report r"
             " on r.id = x.report_id where r.code = $1 order by x.position",
             {"R" + std::to_string(step)}
         )) {
        decided.at(next++).id =
            domain::public_id(domain::entity::expenditure_line, row.integer("id"));
    }
    const auto ids = done.json().at("receivables").as_array();
    ASSERT_EQ(ids.size(), raised) << told;
    for (std::size_t i = 0; i < raised; ++i) {
        auto& all = model.receivables();
        all[all.size() - raised + i].id = std::string{ids[i].as_string()};
    }
}

void RandomCommands::correct_rate() {
    // Mostly of months something was spent in.
    const auto of = chance(80) ? between(3, month()) : between(1, 12);
    auto& rate = rates.at(static_cast<std::size_t>(of - 1));
    const auto right = rate + between(1, 90) * (chance(50) ? 1 : -1);
    const auto quoted = "2026-" + std::string{of < 10 ? "0" : ""} + std::to_string(of) + "-01";
    const auto id = server.as("finance")
                        .must(
                            v1 + "rate-corrections",
                            {{"reason", "Wrong"},
                             {"rates",
                              {{{"series", "MODEL"},
                                {"currency", "GTQ"},
                                {"quoted_on", quoted},
                                {"rate", decimal(right)}}}}}
                        )
                        .id();
    const auto done =
        command(server.as("approver"), "rate-corrections/" + id + "/approve", json::object{});
    agree(done, true);
    rate = right;
    model.revalue(static_cast<int>(of), {right});
}

void RandomCommands::cancel() {
    const auto at = index(model.agreements().size());
    const auto which = index(model.agreements()[at].tranches.size());
    const auto& part = model.agreements()[at].tranches[which];
    const auto amount = amount_within(part.unpaid / 4);
    const auto done = command(
        server.as("programme"),
        "tranches/" + model.agreements()[at].code + ':' + part.code + "/cancel",
        {{"amount", amount_of(decimal(amount))}, {"reason", "Not needed"}, {"cancelled_on", day()}}
    );
    agree(done, model.cancel(at, which, amount));
}

}  // namespace tranche::tests
