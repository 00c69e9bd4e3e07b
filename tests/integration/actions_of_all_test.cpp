// What every resource says of every act to every role is what the commands then say.
#include "domain/acts.hpp"
#include "server/api/router.hpp"
#include "tests/integration/actions.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/history.hpp"
#include "tests/support/leave.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace tranche::tests {

TEST_F(Actions, AreExactlyTheCommandsOnAThing) {
    std::set<std::string_view> listed;
    for (const auto& one : domain::acts()) {
        EXPECT_TRUE(listed.insert(one.operation).second) << one.operation;
    }
    std::set<std::string_view> found;
    for (const auto& one : server.routes().endpoints()) {
        const auto open = one.path.find('{');
        const bool on_a_thing = one.method == "POST" && one.dry_run && open != std::string::npos;
        const auto row =
            std::ranges::find(domain::acts(), one.operation_id, &domain::act::operation);
        if (row == domain::acts().end()) {
            EXPECT_FALSE(on_a_thing) << one.operation_id << " is missing in domain/acts";
            continue;
        }
        found.insert(row->operation);
        EXPECT_EQ(domain::name(row->needs), domain::name(one.action)) << one.operation_id;
        if (on_a_thing) {
            EXPECT_EQ(
                one.path.substr(open + 1, one.path.find('}') - open - 1),
                domain::names_of(row->on).stem
            );
        }
    }
    EXPECT_EQ(found, listed);
}

class ActionsOfAll : public Actions {
protected:
    void SetUp() override {
        make_history(server);
        drafted_agreement(server, {.code = "A2", .start_on = "2026-07-15"});
        server.as("programme")
            .must(
                "/api/v1/tranches/A2:T1/conditions",
                {{"conditions", {{{"kind", "confirmed"}, {"text", "The rooms are ready"}}}},
                 {"reason", "r"}}
            );
        auto programme = server.as("programme");
        programme.must("/api/v1/agreements/A1/amendments", body_for("create_amendment", ""));
        programme.must("/api/v1/partners/NGO/bank-accounts", body_for("propose_bank_account", ""));
        asked("A1:T2", "10.00");
        asked("A1:T2", "5.00");
        batches_under_way(db.sql());
        programme.must(
            "/api/v1/partners/NGO/authorised-officers", body_for("name_authorised_officer", "")
        );
        server.as("preparer", "NGO")
            .must("/api/v1/expenditure-reports", report_of("A1", "R2", {{"D-9", "10.00"}}));
        submitted_report(server, "A1", "R3", {{"D-8", "10.00"}});
        const auto returned = submitted_report(server, "A1", "R4", {{"D-5", "10.00"}});
        server.as("finance").must(
            "/api/v1/expenditure-reports/" + returned + "/send-back",
            {{"sent_back_on", "2026-06-21"},
             {"reason", "r"},
             {"remarks", {{{"code", "explain"}, {"remark", "r"}}}}}
        );
        approved_project(server, {.code = "P2"});
        server.as("programme")
            .must("/api/v1/projects/P2/budget-versions", budget_of({{"1", "100.00"}}));
        server.as("finance").must(
            "/api/v1/contributions",
            {{"code", "G2"},
             {"donor", "FUND-L1-DONOR"},
             {"line", "FUND-L1"},
             {"pledged", amount_of("5.00")},
             {"pledged_on", "2026-01-05"}}
        );
        server.as("finance").must(
            "/api/v1/contributions/G2/refunds", body_for("request_donor_refund", "")
        );
        db.sql().ask(
            "insert into funding.project_transfer (id, from_project_id, to_project_id, line_id, currency,"
            " amount, reason, requested_by, requested_on) select 1, a.id, b.id, l.id, 'USD', 1, 'r', 1,"
            " '2026-06-30' from funding.project a, funding.project b, funding.funding_line l"
            " where a.code = 'P1' and b.code = 'P2'"
        );
        server.as("administrator")
            .must("/api/v1/instruments/FUND/rule-kinds", body_for("propose_rule_kind", ""));
        server.as("finance").must(
            "/api/v1/donors/FUND-L1-DONOR/grants", body_for("create_donor_grant", "")
        );
        server.as("finance").must(
            "/api/v1/exceptions",
            leave_for(server.as("finance").post(
                "/api/v1/direct-expenditures", expense("E-1", "2026-01-10")
            ))
        );
        server.as("programme")
            .must(
                "/api/v1/indicators/P1:1:children/actuals",
                {{"period_first", "2026-04-01"},
                 {"period_last", "2026-04-30"},
                 {"value", "3"},
                 {"source", "Register"},
                 {"reported_on", "2026-05-05"}}
            );
        look_at_partner(server);
    }

    // A body that the act takes; what stands in it besides is not what this test is about.
    json::object body_for(const std::string& operation, const std::string& subject) {
        const std::string today = "2026-06-30";
        const std::map<std::string, json::object> bodies{
            {"create_funding_line",
             {{"code", "L9"},
              {"name_en", "n"},
              {"name_fr", "n"},
              {"name_es", "n"},
              {"currency", "USD"}}},
            {"propose_rule_kind",
             {{"rule", "R9"}, {"kind", "remark"}, {"valid_from", "2026-07-01"}, {"reason", "r"}}},
            {"confirm_rule_kind", {{"confirmed_on", today}}},
            {"grant_exception", {{"reason", "r"}}},
            {"refuse_exception", {{"reason", "r"}}},
            {"withdraw_exception", {{"reason", "r"}}},
            {"set_instrument_terms",
             {{"valid_from", "2026-07-01"},
              {"payment_persons", 2},
              {"certifier_differs", false},
              {"source", "s"}}},
            {"create_donor_grant",
             {{"opens", {"lines"}},
              {"valid_from", today},
              {"valid_until", "2026-12-31"},
              {"reason", "r"}}},
            {"confirm_donor_grant", {{"confirmed_on", today}}},
            {"revoke_donor_grant", {{"reason", "r"}}},
            {"set_approval_levels",
             {{"valid_from", "2026-07-01"}, {"levels", {{{"level", 1}}}}, {"source", "s"}}},
            {"end_approval_grant", {{"on", today}, {"reason", "r"}}},
            {"revoke_delegation", {{"reason", "r"}}},
            {"set_line_terms",
             {{"valid_from", today}, {"excludes_article_4", false}, {"source", "s"}}},
            {"commit_contribution", {{"amount", amount_of("5.00")}, {"committed_on", today}}},
            {"receive_contribution", {{"amount", amount_of("5.00")}, {"received_on", today}}},
            {"apply_contribution", {{"applied_on", today}}},
            {"amend_contribution",
             {{"amount", amount_of("200000.00")}, {"changed_on", today}, {"document", "d"}}},
            {"schedule_contribution",
             {{"expected", {{{"expected_on", today}, {"amount", amount_of("100000.00")}}}}}},
            {"request_donor_refund", {{"amount", amount_of("0.01")}, {"reason", "r"}}},
            {"release_returned_money", {{"released_on", today}, {"consent", "c"}}},
            {"pay_donor_refund", {{"paid_on", today}, {"bank_reference", "b"}}},
            {"refuse_donor_refund", {{"reason", "r"}}},
            {"request_project_transfer",
             {{"to", "P2"}, {"line", "FUND-L1"}, {"amount", amount_of("0.01")}, {"reason", "r"}}},
            {"approve_project_transfer", {{"transferred_on", today}}},
            {"refuse_project_transfer", {{"reason", "r"}}},
            {"transfer_between_lines",
             {{"to", "FUND-L1"},
              {"amount", amount_of("0.01")},
              {"transferred_on", today},
              {"reason", "r"}}},
            {"create_accounting_period",
             {{"code", "2024"}, {"first_day", "2024-01-01"}, {"last_day", "2024-12-31"}}},
            {"close_accounting_period", json::object{}},
            {"reopen_accounting_period", {{"open_until", "2126-01-01"}, {"reason", "r"}}},
            {"reverse_journal_entry", {{"reason", "r"}}},
            {"release_obligation", {{"released_on", today}, {"reason", "r"}}},
            {"create_phase", {{"code", "PH"}, {"name_en", "n"}}},
            {"endorse_project",
             {{"kind", "government_letter"},
              {"state", "PE"},
              {"endorsed_on", today},
              {"document", "d"}}},
            {"draft_proposal", {{"drafted_on", today}}},
            {"plan_project_dates",
             {{"planned_on", today}, {"start_on", "2026-07-01"}, {"end_on", "2027-06-30"}}},
            {"record_project_approval", {{"approved_on", today}, {"document", "d"}}},
            {"decline_project", {{"decided_on", today}, {"reason", "r"}}},
            {"retain_project", {{"decided_on", today}, {"reason", "r"}}},
            {"reopen_project", {{"decided_on", today}, {"reason", "r"}}},
            {"withdraw_project", {{"decided_on", today}, {"reason", "r"}}},
            {"cancel_project", {{"decided_on", today}, {"reason", "r"}}},
            {"suspend_project", {{"decided_on", today}, {"reason", "r"}}},
            {"resume_project", {{"decided_on", today}, {"reason", "r"}}},
            {"extend_project",
             {{"filed_on", today},
              {"agreed_on", today},
              {"end_on", "2028-12-31"},
              {"reason", "r"}}},
            {"terminate_project", {{"terminated_on", today}, {"reason", "r"}, {"document", "d"}}},
            {"classify_project", {{"goals", json::array{}}}},
            {"set_benefiting_states",
             {{"valid_from", "2026-07-01"},
              {"reason", "r"},
              {"states", {{{"state", "GT"}, {"share", "100"}}}}}},
            {"add_project_location",
             {{"name", "n"},
              {"latitude", "14.6"},
              {"longitude", "-90.5"},
              {"exactness", "approximate"}}},
            {"protect_project", {{"reason", "r"}}},
            {"lift_project_protection", {{"reason", "r"}}},
            {"mark_indicator_people", {{"counts_people", true}, {"reason", "r"}}},
            {"relate_project", {{"project", "P2"}, {"kind", "related_to"}, {"reason", "r"}}},
            {"submit_obligation",
             {{"kind", "final_report"}, {"submitted_on", today}, {"document", "d"}}},
            {"accept_obligation", {{"accepted_on", today}}},
            {"send_back_obligation", {{"sent_back_on", today}, {"reason", "r"}}},
            {"set_project_terms",
             {{"valid_from", today}, {"obligations", {"final_report"}}, {"source", "s"}}},
            {"confirm_exchange_rates", {{"series", "MONTHLY"}}},
            {"submit_project", {{"submitted_on", today}}},
            {"approve_project", {{"approved_on", today}}},
            {"name_focal_point", {{"focal_point", "f"}, {"named_on", today}}},
            {"create_budget_version", budget_of({{"1", "100.00"}})},
            {"create_forecast",
             {{"made_on", today},
              {"reason", "r"},
              {"amounts",
               {{{"quarter", "2026-Q3"}, {"budget_line", "1"}, {"amount", amount_of("1.00")}}}}}},
            {"revise_budget_version", budget_of({{"1", "100.00"}})},
            {"submit_budget_version", {{"submitted_on", today}}},
            {"send_back_budget_version", {{"reason", "r"}}},
            {"withdraw_budget_version", {{"reason", "r"}}},
            {"create_result",
             {{"code", "R9"},
              {"result_type", "output"},
              {"title_en", "t"},
              {"indicators", json::array{}}}},
            {"activate_project", {{"activated_on", today}}},
            {"complete_project", {{"completed_on", today}}},
            {"close_project", {{"closed_on", today}}},
            {"approve_budget_version", {{"approved_on", today}}},
            {"block_partner", {{"reason", "r"}}},
            {"unblock_partner", {{"reason", "r"}}},
            {"sign_agreement", {{"partner_signed_on", today}, {"office_signed_on", today}}},
            {"submit_agreement", {{"decided_on", today}}},
            {"clear_agreement", {{"decided_on", today}}},
            {"send_back_agreement", {{"decided_on", today}, {"reason", "r"}}},
            {"cancel_agreement", {{"decided_on", today}, {"reason", "r"}}},
            {"suspend_agreement", {{"decided_on", today}, {"reason", "r"}}},
            {"resume_agreement", {{"decided_on", today}, {"reason", "r"}}},
            {"terminate_agreement", {{"terminated_on", today}, {"reason", "r"}, {"document", "d"}}},
            {"create_amendment", {{"reason", "r"}, {"title", "t"}}},
            {"revise_amendment", {{"reason", "r"}, {"title", "t"}}},
            {"submit_amendment", {{"submitted_on", today}}},
            {"send_back_amendment", {{"reason", "r"}}},
            {"approve_amendment", {{"approved_on", today}}},
            {"sign_amendment",
             {{"partner_signed_on", today},
              {"partner_signatory", "s"},
              {"office_signed_on", today}}},
            {"withdraw_amendment", {{"reason", "r"}}},
            {"set_tranche_conditions", {{"conditions", json::array{}}, {"reason", "r"}}},
            {"confirm_tranche_condition", {{"confirmed_on", today}, {"document", "d"}}},
            {"identify_partner", {{"kind", "tax"}, {"value", "1"}}},
            {"assess_partner",
             {{"risk", "low"},
              {"assessed_on", today},
              {"expires_on", "2027-06-30"},
              {"document", "d"}}},
            {"record_assurance_activity",
             {{"code", "SC-9"},
              {"kind", "audit"},
              {"done_on", today},
              {"conducted_by", "c"},
              {"document", "d"}}},
            {"record_finding",
             {{"severity", "low"}, {"finding", "f"}, {"made_on", today}, {"answer_due_on", today}}},
            {"answer_finding", {{"answer", "a"}}},
            {"clear_finding",
             {{"cleared_on", today}, {"kind", "implemented"}, {"document", "d"}, {"reason", "r"}}},
            {"call_match_false", {{"reason", "r"}}},
            {"confirm_match", {{"reason", "r"}}},
            {"clear_match", {{"reason", "r"}}},
            {"reply_to_comment", {{"comment", "c"}}},
            {"resolve_comment", json::object{}},
            {"reopen_comment", json::object{}},
            {"withdraw_comment", {{"reason", "r"}}},
            {"record_due_diligence_document",
             {{"kind", "statutes"}, {"document", "d"}, {"issued_on", today}}},
            {"set_due_diligence_terms",
             {{"valid_from", today}, {"kinds", {"board"}}, {"source", "s"}}},
            {"set_assurance_terms",
             {{"valid_from", today}, {"terms", json::array{}}, {"source", "s"}}},
            {"propose_bank_account",
             {{"holder", "h"}, {"bank", "b"}, {"account", "a"}, {"reason", "r"}}},
            {"confirm_bank_account", {{"checked", "c"}}},
            {"refuse_bank_account", {{"reason", "r"}}},
            {"name_authorised_officer",
             {{"name", "n"}, {"position", "p"}, {"valid_from", today}, {"document", "d"}}},
            {"end_authorised_officer", {{"ended_on", today}, {"reason", "r"}}},
            {"schedule_reports", {{"document", "d"}}},
            {"declare_interest", {{"amount", amount_of("0.01")}, {"credited_on", today}}},
            {"close_agreement", {{"closed_on", today}}},
            {"cancel_tranche",
             {{"amount", amount_of("0.01")}, {"reason", "r"}, {"cancelled_on", today}}},
            {"certify_disbursement", {{"certified_on", today}}},
            {"approve_disbursement", {{"approved_on", today}}},
            {"reject_disbursement", {{"reason", "r"}, {"on", today}}},
            {"cancel_disbursement", {{"reason", "r"}, {"on", today}}},
            {"pay_disbursement", {{"paid_on", today}, {"bank_reference", "b"}}},
            {"gather_payments", {{"requests", {"dsb_0000000000001"}}}},
            {"release_payment_batch", {{"released_on", today}}},
            {"withdraw_payment_batch", {{"on", today}, {"reason", "r"}}},
            {"leave_payment_batch", {{"on", today}, {"reason", "r"}}},
            {"record_bank_answer", {{"status", "rejected"}, {"on", today}, {"reason", "r"}}},
            {"end_payer_account", {{"ended_on", today}, {"reason", "r"}}},
            {"set_payment_terms", {{"valid_from", today}, {"document", "d"}}},
            {"confirm_payment", {{"received_on", today}, {"amount", amount_of("0.01")}}},
            {"revise_expenditure_report",
             {{"lines", report_of("A1", "X", {{"D-7", "1.00"}}).at("lines")}}},
            {"commit_expenditure_sheet", {{"token", "sheet_1"}}},
            {"record_sheet_habits", {{"decimal", "point"}}},
            {"submit_expenditure_report", {{"submitted_on", today}}},
            {"send_back_expenditure_report", {{"sent_back_on", today}, {"reason", "r"}}},
            {"withdraw_expenditure_report", {{"withdrawn_on", today}}},
            {"begin_expenditure_review", json::object{}},
            {"answer_review_remark", {{"kind", "explained"}, {"answer", "a"}}},
            {"acknowledge_report_checks", {{"checks", {{{"check", "c"}, {"reason", "r"}}}}}},
            {"disallow_expenditure_line", {{"disallowed_on", today}, {"reason", "r"}}},
            {"set_report_check_terms", {{"valid_from", today}, {"source", "s"}}},
            {"review_expenditure_report", {{"reviewed_on", today}, {"rejections", json::array{}}}},
            {"refund_receivable",
             {{"amount", amount_of("0.01")}, {"received_on", today}, {"bank_reference", "b"}}},
            {"set_asset_terms",
             {{"valid_from", today}, {"threshold", amount_of("500.00")}, {"source", "s"}}},
            {"state_cash_book",
             {{"period_first", "2026-04-01"},
              {"period_last", "2026-04-30"},
              {"opening", amount_of("0.00")},
              {"received", amount_of("0.00")},
              {"spent", amount_of("0.00")},
              {"closing", amount_of("0.00")}}},
            {"list_asset", {{"description", "d"}, {"located_at", "l"}, {"kept_by", "k"}}},
            {"dispose_asset", {{"disposed_on", today}, {"disposed_as", "lost"}, {"document", "d"}}},
            {"claim_unspent_advance", {{"claimed_on", today}, {"reason", "r"}}},
            {"propose_write_off", {{"amount", amount_of("0.01")}, {"reason", "r"}}},
            {"propose_later_documents", {{"line", "?"}, {"document", "d"}, {"reason", "r"}}},
            {"propose_set_off", {{"request", "?"}, {"amount", amount_of("0.01")}, {"reason", "r"}}},
            {"approve_settlement", {{"approved_on", today}}},
            {"refuse_settlement", {{"reason", "r"}}},
            {"attach_to_expenditure_report", {{"upload", "?"}}},
            {"attach_to_disbursement_request", {{"upload", "?"}}},
            {"attach_to_agreement", {{"upload", "?"}}},
            {"attach_to_partner", {{"upload", "?"}}},
            {"attach_to_project", {{"upload", "?"}}},
            {"remove_attachment", {{"reason", "r"}}},
            {"map_to_statement_layout",
             {{"layout", "DONOR-FORM"},
              {"lines", {{{"budget_line", "1"}, {"category", "A"}}}},
              {"reason", "r"}}},
            {"record_matched_effort", matched_effort()},
            {"withdraw_matched_effort", {{"withdrawn_on", today}, {"reason", "r"}}},
            {"report_actual",
             {{"period_first", "2026-05-01"},
              {"period_last", "2026-05-31"},
              {"value", "1"},
              {"source", "s"},
              {"reported_on", today}}},
            {"verify_actual", {{"verified_on", today}, {"evidence", "e"}}},
            {"return_actual", {{"returned_on", today}, {"reason", "r"}}},
            {"revise_target",
             {{"period_first", "2026-01-01"}, {"period_last", "2026-12-31"}, {"value", "9"}}}};
        if (const auto found = bodies.find(operation); found != bodies.end()) {
            return found->second;
        }
        if (operation == "create_allocation") {
            return {
                {"project", subject},
                {"line", "FUND-L1"},
                {"amount", amount_of("0.01")},
                {"allocated_on", today}};
        }
        if (operation == "create_obligation") {
            return {{"project", subject},         {"budget_line", "1"}, {"code", "PO-9"},
                    {"obligated_on", today},      {"payee_kind", "k"},  {"description", "d"},
                    {"amount", amount_of("0.01")}};
        }
        if (operation == "create_direct_expenditure") {
            return {{"project", subject},         {"budget_line", "1"}, {"document", "d"},
                    {"spent_on", today},          {"payee_kind", "k"},  {"description", "d"},
                    {"amount", amount_of("0.01")}};
        }
        if (operation == "create_agreement") {
            return {
                {"code", "A9"},
                {"project", subject},
                {"partner", "NGO"},
                {"title", "t"},
                {"start_on", "2026-07-01"},
                {"end_on", "2026-12-31"},
                {"terms", json::object{}},
                {"lines", {{{"budget_line", "1"}, {"amount", amount_of("1.00")}}}},
                {"tranches",
                 {{{"code", "T1"}, {"kind", "advance"}, {"amount", amount_of("1.00")}}}}};
        }
        if (operation == "create_expenditure_report") {
            return report_of(subject, "R9", {{"D-6", "1.00"}});
        }
        if (operation == "create_disbursement_request") {
            return {{"tranche", subject}, {"amount", amount_of("0.01")}, {"requested_on", today}};
        }
        ADD_FAILURE() << "no body for " << operation;
        return {};
    }

    void try_act(caller& who, const json::object& one, const std::string& subject) {
        const std::string operation{one.at("action").as_string()};
        const auto given = who.post(
            std::string{one.at("href").as_string()} + "?dry_run=true", body_for(operation, subject)
        );
        const auto about = operation + " on " + subject + ' ' + json::serialize(one);
        ASSERT_NE(given.code(), "invalid_body") << about << given;
        const auto why = reasons(one);
        if (one.at("allowed").as_bool()) {
            EXPECT_NE(given.status, 403) << about << given;
            EXPECT_NE(given.status, 409) << about << given;
            EXPECT_LT(given.status, 500) << about << given;
        } else {
            EXPECT_GE(given.status, 400) << about << given;
        }
        if (std::ranges::find(why, "role_forbids_action") != why.end()) {
            EXPECT_EQ(given.status, 403) << about << given;
        } else if (why == codes{"state_forbids_action"}) {
            EXPECT_EQ(given.status, 409) << about << given;
        }
    }
};

TEST_F(ActionsOfAll, AreWhatTheCommandsThenSay) {
    std::set<std::string> tried;
    int count = 0;
    const std::pair<const char*, const char*> people[] = {
        {"administrator", ""}, {"programme", ""},  {"finance", ""}, {"approver", ""},
        {"preparer", "NGO"},   {"officer", "NGO"}, {"donor", ""},   {"auditor", ""}};
    for (const auto& [name, partner] : people) {
        auto who = server.as(name, partner);
        for (const auto& kind : domain::all_entities()) {
            if (std::ranges::find(domain::acts(), kind.what, &domain::act::on) ==
                domain::acts().end()) {
                continue;
            }
            const auto rows =
                db.sql().ask("select id from " + std::string{kind.table} + " order by id");
            for (const auto row : rows) {
                const auto id = domain::public_id(kind.what, row.integer("id"));
                const auto read = who.get("/api/v1/" + std::string{kind.collection} + '/' + id);
                if (read.status != 200) {
                    EXPECT_TRUE(read.status == 403 || read.status == 404) << id << read;
                    continue;
                }
                const auto body = read.json();
                const auto* acts = body.as_object().if_contains("actions");
                for (const auto& one : acts == nullptr ? json::array{} : acts->as_array()) {
                    try_act(who, one.as_object(), id);
                    tried.insert(std::string{one.at("action").as_string()});
                    ++count;
                }
            }
        }
    }
    EXPECT_EQ(tried.size(), domain::acts().size());
    EXPECT_GT(count, 300);
    EXPECT_EQ(server.failures(), "");
}

}  // namespace tranche::tests
