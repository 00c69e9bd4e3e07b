// An agreement that is closed, and what is found or taken back afterwards.
#pragma once

#include "tests/integration/settlements.hpp"
#include "tests/support/bodies.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tranche::tests {

class EndOfAgreements : public Settlements {
protected:
    void end(const std::string& agreement, const std::vector<std::string>& given_up) {
        for (const auto& tranche : given_up) {
            auto path = v1 + "tranches/";
            path.append(agreement).append(":").append(tranche).append("/cancel");
            server.as("programme").must(path, {{"reason", "r"}, {"cancelled_on", "2026-06-30"}});
        }
        marked_final(db.sql(), agreement);
        server.as("finance").must(
            v1 + "agreements/" + agreement + "/close", {{"closed_on", "2026-06-30"}}
        );
    }
    void close_project() {
        server.as("programme").must(v1 + "projects/P1/complete", {{"completed_on", "2026-06-29"}});
        accepted_final_report(server);
        server.as("approver").must(v1 + "projects/P1/close", {{"closed_on", "2026-06-30"}});
    }
    // A2 spends the 750.00 quetzales that 100.00 dollars were, and is closed.
    void spent_in_quetzales() {
        signed_agreement(
            server, {.code = "A2", .tranches = {{"T1", "100.00"}}, .payment_currency = "GTQ"}
        );
        paid_request(server, "A2:T1", "100.00", "BANK-2");
        accepted_report(server, "A2", "R1", {{"G-1", "750.00", "1", "2026-05-15", "GTQ"}});
        end("A2", {});
    }
    std::string disallowed(
        const std::string& document, const std::string& amount, const std::string& currency = "USD"
    ) {
        const auto done = server.as("finance").must(
            v1 + "expenditure-lines/" + line_of(document) + "/disallow",
            {{"disallowed_on", "2026-06-30"},
             {"amount", amount_of(amount, currency)},
             {"reason", "Audit"}}
        );
        return std::string{done.json().at("receivables").at(0).as_string()};
    }
    answer refund(
        const std::string& debt, const std::string& amount, const std::string& currency = "USD"
    ) {
        return server.as("finance").post(
            v1 + "receivables/" + debt + "/refund",
            {{"amount", amount_of(amount, currency)},
             {"received_on", "2026-06-30"},
             {"bank_reference", "BACK-" + amount}}
        );
    }
    /// The debt that is left when one of a report's expenses is rejected.
    std::string left_by_rejecting(
        const std::string& document, const std::string& agreement,
        const std::vector<expense_spec>& expenses
    ) {
        const auto report = submitted_report(server, agreement, "R1", expenses);
        const auto reviewed = server.as("finance").must(
            v1 + "expenditure-reports/" + report + "/review",
            {{"reviewed_on", "2026-06-20"},
             {"rejections", {{{"document", document}, {"reason", "No receipt"}}}}}
        );
        return std::string{reviewed.json().at("receivables").at(0).as_string()};
    }
    /// The office itself, on line 1 of P1.
    void spend(const std::string& document, std::int64_t minor) {
        server.as("finance").must(
            v1 + "direct-expenditures",
            expense(
                document, "2026-06-30",
                std::to_string(minor / 100) + '.' + (minor % 100 < 10 ? "0" : "") +
                    std::to_string(minor % 100)
            )
        );
    }
    /// The last, or first, entry of this event taken back, by a person who decided nothing.
    answer taken_back(const std::string& event, const std::string& which = "max") {
        const auto entry = domain::public_id(
            domain::entity::journal_entry,
            db.sql().number(
                "select " + which + "(id) from ledger.entry where event = '" + event + "'"
            )
        );
        return server.as("finance").post(
            v1 + "journal-entries/" + entry + "/reverse",
            {{"reason", "It was not so"}, {"bank_reference", "UNDO-" + entry}}
        );
    }
    /// "owed 25000 obligated 25000": of all closed agreements, in base currency. No law is broken.
    std::string standing() {
        EXPECT_EQ(broken_laws(db.sql()), "");
        return db.sql().one(
            "select 'owed ' || coalesce(sum(b.base_amount) filter (where k.kind = 'receivable'), 0)"
            " || ' obligated ' || coalesce(sum(b.base_amount) filter (where k.kind = 'obligated'), 0)"
            " from ledger.account k join ledger.balance b on b.account_id = k.id"
            " left join partner.receivable r on r.id = k.owner_id and k.kind = 'receivable'"
            " join partner.agreement a on a.id = coalesce(r.agreement_id, k.owner_id)"
            " where a.state = 'closed'"
        );
    }
    std::string based(const std::string& kind) {
        return db.sql().one(
            "select coalesce(sum(b.base_amount), 0) from ledger.balance b join ledger.account a"
            " on a.id = b.account_id where a.kind = $1",
            {kind}
        );
    }
};

// A2 of a project of its own, over two budget lines, all spent and closed.
class ClosedOverTwoLines : public EndOfAgreements {
protected:
    void SetUp() override {
        active_project(
            server, {.code = "P2", .amount = "1000.00", .lines = {{"1", "600.00"}, {"2", "400.00"}}}
        );
        signed_agreement(
            server,
            {.code = "A2",
             .project = "P2",
             .lines = {{"1", "600.00"}, {"2", "400.00"}},
             .tranches = {{"T1", "1000.00"}}}
        );
        paid_request(server, "A2:T1", "1000.00", "BANK-2");
        server.set_today(*domain::parse_date("2026-06-30"));
        accepted_report(server, "A2", "R1", {{"D-1", "600.00", "1"}, {"D-2", "400.00", "2"}});
        end("A2", {});
    }
};

// All of T1 is spent, T2 is given up, and A1 is closed.
class ClosedAgreement : public EndOfAgreements {
protected:
    void SetUp() override {
        EndOfAgreements::SetUp();
        accepted_report(server, "A1", "R1", {{"D-1", "400.00"}, {"D-2", "600.00"}});
        end("A1", {"T2"});
    }
};

}  // namespace tranche::tests
