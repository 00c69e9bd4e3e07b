#include "tests/support/history.hpp"

#include "tests/support/bodies.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/files.hpp"

namespace tranche::tests {

std::string partly_rejected_report(api& server) {
    paid_request(server, "A1:T1", "1000.00", "BANK-1");
    const auto report =
        submitted_report(server, "A1", "R1", {{"D-1", "400.00"}, {"D-2", "250.00"}});
    const auto reviewed = server.as("finance").must(
        "/api/v1/expenditure-reports/" + report + "/review",
        {{"reviewed_on", "2026-06-20"},
         {"rejections", {{{"document", "D-2"}, {"reason", "No receipt"}}}}}
    );
    return std::string{reviewed.json().at("receivables").at(0).as_string()};
}

namespace {

// What the partner states and keeps, what may end its debt, and a donor's own categories.
void books_and_debts(api& server, const std::string& receivable) {
    auto finance = server.as("finance");
    finance.must(
        "/api/v1/receivables/" + receivable + "/write-off",
        {{"amount", amount_of("1.00")}, {"reason", "r"}}
    );
    finance.must(
        "/api/v1/statement-layouts",
        {{"code", "DONOR-FORM"},
         {"name_en", "n"},
         {"source", "s"},
         {"categories", {{{"code", "A"}, {"name_en", "n"}}}}}
    );
    finance.must(
        "/api/v1/projects/P1/statement-mappings",
        {{"layout", "DONOR-FORM"},
         {"lines", {{{"budget_line", "1"}, {"category", "A"}}}},
         {"reason", "r"}}
    );
    finance.must(
        "/api/v1/rate-corrections",
        {{"reason", "r"},
         {"rates",
          {{{"series", "MONTHLY"},
            {"currency", "GTQ"},
            {"quoted_on", "2026-01-31"},
            {"rate", "8.1"}}}}}
    );
    auto preparer = server.as("preparer", "NGO");
    preparer.must(
        "/api/v1/agreements/A1/cash-books",
        {{"period_first", "2026-04-01"},
         {"period_last", "2026-04-30"},
         {"opening", amount_of("0.00")},
         {"received", amount_of("1000.00")},
         {"spent", amount_of("0.00")},
         {"closing", amount_of("1000.00")}}
    );
    preparer.must(
        "/api/v1/agreements/A1/sub-partners",
        {{"code", "SUB"},
         {"name", "s"},
         {"country", "GT"},
         {"mandate", "m"},
         {"valid_from", "2026-03-01"}}
    );
    const auto lines = preparer.get("/api/v1/expenditure-lines").json();
    preparer.must(
        "/api/v1/expenditure-lines/" + std::string{lines.at("items").at(0).at("id").as_string()} +
            "/assets",
        {{"description", "d"}, {"located_at", "l"}, {"kept_by", "k"}}
    );
}

}  // namespace

void make_history(api& server) {
    const auto receivable = partly_rejected_report(server);
    server.as("finance").must(
        "/api/v1/receivables/" + receivable + "/refund",
        {{"amount", amount_of("50.00")},
         {"received_on", "2026-06-25"},
         {"bank_reference", "BACK-1"}}
    );
    books_and_debts(server, receivable);
    const auto paid = server.as("finance").get("/api/v1/payments?kind=advance").json();
    server.as("officer", "NGO")
        .must(
            "/api/v1/payments/" + std::string{paid.at("items").at(0).at("id").as_string()} +
                "/confirm",
            {{"received_on", "2026-04-02"}, {"amount", amount_of("998.00")}}
        );
    server.as("administrator")
        .must(
            "/api/v1/payer-accounts",
            {{"code", "OFFICE"},
             {"holder", "Office"},
             {"bank", "Bank"},
             {"account", "12345"},
             {"currency", "USD"},
             {"valid_from", "2026-01-01"}}
        );
    server.as("finance").must(
        "/api/v1/payment-batches",
        {{"code", "PB-1"}, {"payer_account", "OFFICE"}, {"pay_on", "2026-06-30"}}
    );
    server.as("finance").must("/api/v1/direct-expenditures", expense("X-1", "2026-05-05", "75.00"));
    auto finance = server.as("finance");
    finance.must(
        "/api/v1/obligations",
        {{"project", "P1"},
         {"budget_line", "1"},
         {"code", "PO-1"},
         {"obligated_on", "2026-05-02"},
         {"payee_kind", "services"},
         {"description", "Beds"},
         {"amount", amount_of("30.00")}}
    );
    finance.must(
        "/api/v1/accounting-statements",
        {{"code", "ERP-2026"},
         {"source_system", "ERP"},
         {"first_day", "2026-01-01"},
         {"last_day", "2026-06-30"},
         {"figures",
          {{{"external_reference", "1"},
            {"booked_on", "2026-05-05"},
            {"amount", amount_of("75.00")}}}}}
    );
    server.as("programme")
        .must(
            "/api/v1/projects/P1/forecasts",
            {{"made_on", "2026-06-25"},
             {"reason", "The last quarter"},
             {"amounts",
              {{{"quarter", "2026-Q3"}, {"budget_line", "1"}, {"amount", amount_of("90.00")}}}}}
        );
    server.as("programme")
        .must(
            "/api/v1/projects/P1/reporting-obligations",
            {{"kind", "workplan"}, {"submitted_on", "2026-02-20"}, {"document", "Workplan"}}
        );
    server.as("finance").must(
        "/api/v1/instruments/FUND/accounting-periods",
        {{"code", "2025"}, {"first_day", "2025-01-01"}, {"last_day", "2025-12-31"}}
    );
    server.as("programme").must("/api/v1/projects/P1/matched-efforts", matched_effort());
    server.as("preparer", "NGO").must("/api/v1/uploads", {{"file_name", "a.pdf"}, {"size", 1}});
    for (const bool internal : {true, false}) {
        attached(
            server.as("programme"), "agreements/A1",
            sent_file(server.as("programme"), "a.pdf", pdf(internal ? "notes" : "contract")),
            {{"internal", internal}}
        );
    }
    server.as("programme").must("/api/v1/projects/P1/results", children_result());
    const auto actual =
        server.as("programme").must("/api/v1/indicators/P1:1:children/actuals", children_reached());
    server.as("finance").must(
        "/api/v1/actuals/" + actual.id() + "/verify",
        {{"verified_on", "2026-04-10"}, {"evidence", "Visit"}}
    );
    server.as("administrator")
        .must(
            "/api/v1/approval-grants",
            {{"user", "test.approver"},
             {"instrument", "FUND"},
             {"level", 1},
             {"valid_from", "2026-01-01"},
             {"reason", "Decision"}}
        );
    server.as("approver")
        .must(
            "/api/v1/delegations",
            {{"to", "test.director"},
             {"valid_from", "2026-07-01"},
             {"valid_until", "2026-07-31"},
             {"reason", "Leave"}}
        );
}

// By hand, because nothing of this history is approved and not yet paid.
void batches_under_way(sql_connection& owner) {
    owner.ask("alter table partner.payment_batch_item disable trigger user");
    owner.ask(
        "insert into partner.payment_batch (id, code, payer_account_id, pay_on, state, gathered_by,"
        " gathered_on, released_by, released_on, released_at) select 1, 'PB-2', a.id, '2026-06-30',"
        " 'released', u.id, '2026-06-30', v.id, '2026-06-30', now() from partner.payer_account a,"
        " people.user_account u, people.user_account v where u.name = 'test.finance'"
        " and v.name = 'test.approver'"
    );
    owner.ask(
        "insert into partner.payment_batch_item (id, batch_id, request_id, end_to_end_id, added_by,"
        " added_on) select row_number() over (order by q.id), b.id, q.id, 'pbi-' || row_number()"
        " over (order by q.id), b.gathered_by, '2026-06-30' from partner.disbursement_request q"
        " join partner.payment_batch b on b.code = case when q.state <> 'submitted' or q.id = (select"
        " max(o.id) from partner.disbursement_request o where o.state = 'submitted') then 'PB-2'"
        " else 'PB-1' end"
    );
}

void look_at_partner(api& server) {
    auto programme = server.as("programme");
    programme.must(
        "/api/v1/partners/NGO/assurance-activities",
        {{"code", "SC-1"},
         {"kind", "spot_check"},
         {"agreement", "A1"},
         {"done_on", "2026-06-29"},
         {"conducted_by", "c"},
         {"document", "d"}}
    );
    const auto finding = programme.must(
        "/api/v1/assurance-activities/SC-1/findings",
        {{"severity", "low"},
         {"finding", "f"},
         {"made_on", "2026-06-29"},
         {"answer_due_on", "2026-07-29"}}
    );
    programme.must(
        "/api/v1/comments", {{"subject", finding.id()}, {"comment", "c"}, {"internal", false}}
    );
    programme.must(
        "/api/v1/partners/NGO/due-diligence-documents",
        {{"kind", "board"}, {"document", "d"}, {"issued_on", "2026-01-01"}}
    );
    server.as("finance").must(
        "/api/v1/sanctions-lists",
        {{"code", "UN"},
         {"source", "s"},
         {"published_on", "2026-06-29"},
         {"entries", {{{"reference", "E1"}, {"name", "NGO, Partner"}}}}}
    );
}

void give_and_take(api& server) {
    const std::string gift = "/api/v1/contributions/G";
    auto finance = server.as("finance");
    const auto sum = amount_of("20.00");
    finance.must(
        "/api/v1/contributions",
        {{"code", "G"},
         {"donor", "FUND-L1-DONOR"},
         {"line", "FUND-L1"},
         {"pledged", sum},
         {"pledged_on", "2026-01-05"}}
    );
    finance.must(gift + "/receive", {{"amount", sum}, {"received_on", "2026-01-05"}});
    finance.must(gift + "/commit", {{"amount", sum}, {"committed_on", "2026-01-06"}});
    finance.must(gift + "/apply", {{"applied_on", "2026-01-06"}});
    finance.must(
        gift + "/amend",
        {{"amount", amount_of("30.00")}, {"changed_on", "2026-06-30"}, {"document", "d"}}
    );
    finance.must(gift + "/refunds", {{"amount", sum}, {"reason", "r"}});
    server.as("administrator")
        .must(
            "/api/v1/instruments/FUND/lines",
            {{"code", "FUND-L2"},
             {"name_en", "n"},
             {"name_fr", "n"},
             {"name_es", "n"},
             {"currency", "USD"}}
        );
    server.as("approver")
        .must(
            "/api/v1/funding-lines/FUND-L1/transfer",
            {{"to", "FUND-L2"}, {"amount", sum}, {"transferred_on", "2026-06-30"}, {"reason", "r"}}
        );
}

void make_history_with_revaluation(api& server) {
    make_history(server);
    accepted_report(server, "A1", "R77", {{"Q-9", "8.00", "1", "2026-04-15", "GTQ"}});
    corrected_rate(server, "5");
}

}  // namespace tranche::tests
