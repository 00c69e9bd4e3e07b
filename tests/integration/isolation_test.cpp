// A partner's people learn nothing about another partner: not through the API, whatever they try,
// and not from the database, whatever the program forgets.
#include "persistence/resources.hpp"
#include "persistence/round_trip.hpp"
#include "persistence/session_set.hpp"
#include "tests/support/environment.hpp"
#include "tests/support/history.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <regex>
#include <string>

namespace tranche::tests {
namespace {

namespace json = boost::json;
using domain::entity;

const headers as_json{{"content-type", "application/json"}};

// An answer without the request's own number and the name that was asked for.
std::string essence(answer given, const std::string& asked) {
    static const std::regex request_id{"test-[0-9]+"};
    auto text = std::regex_replace(given.body, request_id, "test");
    for (auto at = text.find(asked); !asked.empty() && at != text.npos; at = text.find(asked)) {
        text.replace(at, asked.size(), "*");
    }
    return std::to_string(given.status) + ' ' + text;
}

}  // namespace

class Isolation : public SmallWorld {
protected:
    void SetUp() override {
        make_history_with_revaluation(server);
        partner(server, "OTHER");
        server.as("approver")
            .must(
                "/api/v1/agreements/A1/reporting-schedule",
                {{"period_months", 3}, {"document", "d"}}
            );
        // Something to sign in with, of a person of NGO.
        const std::string somebody =
            "(select id from people.user_account where name = 'test.officer.ngo')";
        db.sql().ask(
            "insert into people.access_token (id, user_id, token_hash, label, expires_at) values (1, " +
            somebody + ", sha256('a'), 'x', now() + interval '1 day')"
        );
        db.sql().ask(
            "insert into people.browser_session (id, user_id, secret_hash, created_at, last_seen_at, expires_at,"
            " remote_address, user_agent) values (1, " +
            somebody + ", sha256('b'), now(), now(), now() + interval '1 day', 'x', 'x')"
        );
        db.sql().ask(
            "insert into partner.sheet_habit (partner_id, version, recorded_by) select id, 1, " +
            somebody + " from partner.partner where code = 'NGO'"
        );
        db.sql().ask(
            "insert into partner.sheet_heading select partner_id, 1, 'q', 'Q', 'amount'"
            " from partner.sheet_habit"
        );
        db.sql().ask(
            "insert into partner.sheet_preview (id, report_id, report_version, upload_id, sha256,"
            " mode, problems, made_by) select 1, r.id, 1, u.id, sha256('c'), 'add', '[]', " +
            somebody + " from partner.expenditure_report r, document.upload u limit 1"
        );
        db.sql().ask(
            "insert into funding.donor_grant (id, donor_id, opens, valid_from, valid_until, reason, proposed_by,"
            " proposed_on) select 1, id, '{lines}', '2026-07-01', '2026-07-31', 'x', " +
            somebody + ", '2026-06-30' from funding.donor"
        );
        // What was opened, passed over and changed on the project of NGO.
        db.sql().ask(
            "insert into funding.rule_exception (id, instrument_id, project_id, rule, default_kind, operation,"
            " subject_type, subject_id, reason, requested_by, requested_on, expires_on) select 1, instrument_id,"
            " id, 'R19', 'gate', 'x', 'project', id, 'x', " +
            somebody + ", '2026-06-30', '2026-07-01' from funding.project"
        );
        db.sql().ask(
            "insert into funding.remark (id, rule, default_kind, operation, subject_type, subject_id, reason,"
            " acknowledged_by, acknowledged_on, audit_event_id) select 1, 'R55', 'remark', 'x', 'project', id,"
            " 'x', " +
            somebody + ", '2026-06-30', 1 from funding.project"
        );
        db.sql().ask(
            "insert into funding.rule_kind (id, instrument_id, rule, default_kind, valid_from, kind, reason,"
            " proposed_by, proposed_on) select 1, id, 'R19', 'gate', '2026-07-01', 'remark', 'x', " +
            somebody + ", '2026-06-30' from funding.instrument"
        );
        db.sql().ask(
            "insert into funding.project_location (id, project_id, name, latitude, longitude, exactness,"
            " recorded_by) select 1, id, 'x', 0, 0, 'exact', " +
            somebody + " from funding.project"
        );
        // What was remarked on its report, and disallowed of it.
        db.sql().ask(
            "insert into partner.review_remark (id, round_id, number, code, remark, made_by, made_on)"
            " select 1, id, 1, 'other', 'x', " +
            somebody + ", '2026-06-30' from partner.report_round limit 1"
        );
        db.sql().ask(
            "insert into partner.disallowance (id, line_id, receivable_id, disallowed_on, currency,"
            " amount, base_amount, support_amount, support_base, reason, decided_by) select 1, l.id,"
            " r.id, '2026-06-30', 'USD', 1, 1, 0, 0, 'x', " +
            somebody +
            " from partner.receivable r, partner.expenditure_line l where l.accepted_amount > 0 limit 1"
        );
        db.sql().ask(
            "with other as (insert into funding.project (id, code, title_en, instrument_id, coverage,"
            " state, proposed_by) select 2, 'P2', 'x', instrument_id, coverage, 'concept', proposed_by"
            " from funding.project returning id) insert into funding.project_relation (id, project_id,"
            " kind, other_id, reason, recorded_by) select 1, p.id, 'related_to', 2, 'x', " +
            somebody + " from funding.project p"
        );
        db.sql().ask(
            "insert into funding.project_transfer (id, from_project_id, to_project_id, line_id, currency,"
            " amount, reason, requested_by, requested_on) select 1, p.id, 2, l.id, 'USD', 1, 'x', " +
            somebody +
            ", '2026-06-30' from funding.project p, funding.funding_line l where p.id <> 2 limit 1"
        );
        give_and_take(server);
        keep_a_file();
        look_at_partner(server);
        stranger_id = db.sql().number("select id from partner.partner where code = 'OTHER'");
    }

    /// What is kept about NGO, a condition of its second tranche, and an amendment to be signed.
    void keep_a_file() {
        auto programme = server.as("programme");
        const std::string ngo = "/api/v1/partners/NGO/";
        programme.must(ngo + "identifiers", {{"kind", "tax"}, {"value", "123"}});
        programme.must(
            ngo + "assessments",
            {{"risk", "low"},
             {"assessed_on", "2026-06-01"},
             {"expires_on", "2027-05-31"},
             {"document", "d"}}
        );
        programme.must(
            ngo + "bank-accounts",
            {{"holder", "h"}, {"bank", "b"}, {"account", "a"}, {"reason", "r"}}
        );
        programme.must(
            ngo + "authorised-officers",
            {{"name", "n"}, {"position", "p"}, {"valid_from", "2026-01-01"}, {"document", "d"}}
        );
        batches_under_way(db.sql());
        programme.must(
            "/api/v1/tranches/A1:T2/conditions",
            {{"conditions", {{{"kind", "confirmed"}, {"text", "t"}}}}, {"reason", "r"}}
        );
        const auto id =
            programme
                .must("/api/v1/agreements/A1/amendments", {{"reason", "r"}, {"title", "Another"}})
                .id();
        programme.must(
            "/api/v1/agreement-amendments/" + id + "/submit", {{"submitted_on", "2026-06-30"}}
        );
    }

    /// Some row of the kind, as the owner sees it.
    std::optional<std::int64_t> some_id(entity what) {
        const auto& names = domain::names_of(what);
        const auto found = db.sql().ask(
            "select id from " + std::string{names.table} +
            (what == entity::partner ? " where code = 'NGO'" : "") + " limit 1"
        );
        return found.empty() ? std::nullopt : std::optional{found[0].integer("id")};
    }

    std::int64_t stranger_id = 0;
};

TEST_F(Isolation, HoldsWhenTheProgramForgetsItsFilter) {
    persistence::session_set sessions{
        persistence::urls_of_roles(db.staff_url(), "", ""), persistence::lane::command};
    const auto rows_of = [&](std::int64_t partner, const persistence::resource& of) {
        auto& with =
            sessions.of(persistence::row_scope{persistence::row_owner::partner, partner}).get();
        return persistence::ask(with, persistence::list_query(of, {}, {})).size();
    };
    const auto own = db.sql().number("select id from partner.partner where code = 'NGO'");
    const std::pair<const persistence::resource*, int> seen_by_its_owner[] = {
        {&persistence::partner_resource(), 1},
        {&persistence::agreement_resource(), 1},
        {&persistence::tranche_resource(), 2},
        {&persistence::tranche_condition_resource(), 1},
        {&persistence::agreement_amendment_resource(), 1},
        {&persistence::partner_identifier_resource(), 1},
        {&persistence::bank_account_resource(), 1},
        {&persistence::authorised_officer_resource(), 1},
        {&persistence::disbursement_request_resource(), 1},
        {&persistence::payment_resource(), 2},
        {&persistence::payment_confirmation_resource(), 1},
        {&persistence::advance_resource(), 1},
        {&persistence::expenditure_report_resource(), 2},
        {&persistence::expenditure_line_resource(), 3},
        {&persistence::report_round_resource(), 2},
        {&persistence::review_remark_resource(), 1},
        {&persistence::disallowance_resource(), 1},
        {&persistence::assurance_activity_resource(), 1},
        {&persistence::finding_resource(), 1},
        {&persistence::comment_resource(), 1},
        {&persistence::due_diligence_document_resource(), 1},
        {&persistence::receivable_resource(), 1},
        {&persistence::result_resource(), 1},
        {&persistence::indicator_resource(), 1}};
    for (const auto& [of, count] : seen_by_its_owner) {
        EXPECT_EQ(rows_of(own, *of), count) << of->from;
        EXPECT_EQ(rows_of(stranger_id, *of), of == &persistence::partner_resource() ? 1 : 0)
            << of->from;
    }
}

TEST_F(Isolation, ShowsAPartnerItsOwnPostingsOnly) {
    const auto own = db.sql().number("select id from partner.partner where code = 'NGO'");
    sql_connection bare{database_url(db.name(), partner_role)};
    const auto seen_by = [&](std::int64_t partner, const std::string& what) {
        bare.ask("begin");
        bare.ask("select set_config('tranche.partner', $1, true)", {std::to_string(partner)});
        const auto found = bare.one(what);
        bare.ask("rollback");
        return found;
    };
    for (const auto* table : {"ledger.posting", "ledger.entry"}) {
        const std::string how_many = std::string{"select count(*) from "} + table;
        EXPECT_GT(std::stoll(seen_by(own, how_many)), 0) << table;
        EXPECT_EQ(seen_by(stranger_id, how_many), "0") << table;
    }
    EXPECT_EQ(
        seen_by(
            own,
            "select string_agg(distinct a.kind, ' ' order by a.kind) from ledger.posting g"
            " join ledger.account a on a.id = g.account_id"
        ),
        "advance obligated receivable spent tranche_unpaid"
    );
}

TEST_F(Isolation, ComputesForAPartnerWhatItOwesItselfAndNothingThatAProjectOwes) {
    const auto own = db.sql().number("select id from partner.partner where code = 'NGO'");
    sql_connection bare{database_url(db.name(), partner_role)};
    const auto owed_by = [&](std::int64_t partner) {
        bare.ask("begin");
        bare.ask("select set_config('tranche.partner', $1, true)", {std::to_string(partner)});
        const auto found =
            bare.one("select count(*) from partner.report_obligations_as_of('2026-06-30', null)");
        bare.ask("rollback");
        return found;
    };
    EXPECT_EQ(owed_by(own), "4");
    EXPECT_EQ(owed_by(stranger_id), "0");
}

TEST_F(Isolation, GivesADonorTheReportsOfADayGoneBy) {
    auto viewer = server.as("donor");
    for (const auto* cut : {"until=2026-06-20", "as_known_on=2030-01-01"}) {
        for (const auto* report : {"outcomes?", "disbursements?group_by=project&"}) {
            const auto given = viewer.get("/api/v1/reports/" + std::string{report} + cut);
            EXPECT_EQ(given.status, 200) << given << server.failures();
        }
    }
}

TEST_F(Isolation, FailsClosedWithoutAScope) {
    sql_connection bare{database_url(db.name(), partner_role)};
    EXPECT_THROW(bare.ask("select count(*) from partner.agreement"), persistence::sql_failure);
    bare.ask("begin");
    bare.ask("select set_config('tranche.partner', $1, true)", {std::to_string(stranger_id)});
    bare.ask("commit");
    EXPECT_THROW(bare.ask("select count(*) from partner.agreement"), persistence::sql_failure);
}

TEST_F(Isolation, LetsAPartnerWriteNothingInAnothersName) {
    const std::string enter =
        "select set_config('tranche.partner', '" + std::to_string(stranger_id) + "', true);";
    const auto agreement = db.sql().one("select id from partner.agreement where code = 'A1'");
    const auto report = db.sql().one("select id from partner.expenditure_report limit 1");
    const auto payment = db.sql().one("select id from partner.payment where amount > 0 limit 1");
    const auto finding = db.sql().one("select id from partner.finding");
    sql_connection stranger{database_url(db.name(), partner_role)};
    for (const auto& statement :
         {"insert into partner.expenditure_report (id, agreement_id, code, number, period_first, period_last,"
          " currency, final, state) values (1, " +
              agreement + ", 'X', 9, '2026-03-01', '2026-03-31', 'USD', false, 'draft')",
          "insert into audit.event (actor_id, action, subject_type, subject_id, request_id, remote_address,"
          " detail) values (1, 'x', 'x', 1, 'x', 'x', '{}')" +
              std::string{},
          "insert into partner.disbursement_request (id, approved_amount) values (1, 1)" +
              std::string{},
          "update partner.partner set blocked = false" + std::string{},
          "insert into partner.report_round (id, report_id, number, lines_round, submitted_on,"
          " submitted_by) values (2, " +
              report + ", 9, 1, '2026-06-30', 1)",
          "insert into partner.round_outcome (round_id, kind, decided_on, decided_by) values (1,"
          " 'withdrawn', '2026-06-30', 1)" +
              std::string{},
          "insert into partner.remark_answer (id, remark_id, kind, answer, answered_by, answered_on)"
          " values (2, 1, 'changed', 'x', 1, '2026-06-30')" +
              std::string{},
          "insert into partner.check_acknowledgement (id, report_id, check_code, part, facts, reason,"
          " acknowledged_by, acknowledged_on) values (2, " +
              report + ", 'x', '', '', 'x', 1, '2026-06-30')",
          "insert into partner.review_remark (id) values (3)" + std::string{},
          "insert into partner.disallowance (id) values (3)" + std::string{},
          "insert into partner.finding_answer (id, finding_id, answer, answered_by, answered_on)"
          " values (3, " +
              finding + ", 'x', 1, '2026-06-30')",
          "insert into partner.finding_clearance (id) values (3)" + std::string{},
          "update document.comment set partner_id = null" + std::string{},
          "select name from partner.screening_match" + std::string{},
          "select name from partner.sanctions_entry" + std::string{},
          "select partner.screen(null, null, null)" + std::string{},
          "delete from partner.payment" + std::string{},
          "insert into partner.payment_confirmation (id, payment_id, received_on, currency, amount,"
          " confirmed_by, confirmed_on) select 9, " +
              payment + ", '2026-06-30', 'USD', 1, 1, '2026-06-30'",
          "select account from partner.payer_account" + std::string{},
          "select end_to_end_id from partner.payment_batch_item" + std::string{},
          "select recorded_by from partner.payment_term" + std::string{},
          "select ledger.post('payment', 'current', 1, 1, 1, '2026-01-01', 1, 'x', 1, null, null, null, null,"
          " null, null, null, null, null, null, null, null, null, null, null)" +
              std::string{},
          "select token_hash from people.access_token" + std::string{},
          "insert into partner.reporting_schedule (agreement_id) values (" + agreement + ")",
          "select count(*) from funding.obligations_as_of('2026-06-30', null)" + std::string{},
          "select user_id from people.calendar_address" + std::string{},
          "select reason from funding.rule_exception" + std::string{},
          "select funding.standing_of_rules('x', 'agreement', " + agreement +
              ", array['R41'], array[''], '2026-06-30')",
          "select funding.use_exception(1, 1, '2026-06-30')" + std::string{},
          "select funding.record_remark(2, 'R55', 'x', 'agreement', " + agreement +
              ", '', 'x', 1, '2026-06-30')",
          "select reason from ledger.entry" + std::string{}}) {
        const auto refused = refusal_of(stranger, enter + statement);
        ASSERT_TRUE(refused) << statement;
        EXPECT_EQ(refused->sqlstate, "42501") << statement << refused->message;
    }
    stranger.ask("begin");
    stranger.ask(enter.substr(0, enter.size() - 1));
    EXPECT_EQ(
        stranger.ask("update partner.expenditure_report set state = 'draft' where id = " + report)
            .affected(),
        0
    );
    stranger.ask("rollback");
}

// Every operation of the API, asked for a row of NGO's and for one that does not exist: a person of
// OTHER cannot tell the answers apart.
TEST_F(Isolation, MakesForeignRowsAndNoRowsTheSame) {
    auto stranger = server.as("officer", "OTHER");
    int tried = 0;
    std::string missing;
    for (const auto& one : server.routes().endpoints()) {
        static const std::regex parameter{R"(\{([a-z_]+)\})"};
        std::smatch found;
        if (!std::regex_search(one.path, found, parameter)) {
            continue;
        }
        const auto what = domain::entity_of_stem(found[1].str());
        if (!what || *what == entity::exchange_rate) {
            continue;
        }
        const auto id = some_id(*what);
        if (!id) {
            missing += found[1].str() + ' ';
            continue;
        }
        const auto foreign = domain::public_id(*what, *id);
        const auto nobody = domain::public_id(*what, 4711);
        const auto ask = [&](const std::string& name) {
            const auto target = std::regex_replace(one.path, parameter, name);
            return one.method == "GET" ? stranger.get(target)
                                       : stranger.request(one.method, target, "{}", as_json);
        };
        EXPECT_EQ(essence(ask(foreign), foreign), essence(ask(nobody), nobody))
            << one.method << ' ' << one.path;
        ++tried;
    }
    EXPECT_EQ(missing, "return_release opening_balance phase target ")
        << "kinds that the history has no row of";
    EXPECT_GT(tried, 50);
}

TEST_F(Isolation, ListsNothingOfAnother) {
    auto stranger = server.as("officer", "OTHER");
    int tried = 0;
    for (const auto& one : server.routes().endpoints()) {
        if (one.method != "GET" || one.path.find('{') != one.path.npos ||
            !one.path.starts_with("/api/v1/") ||
            !domain::permitted(one.action, {domain::role::partner_authorised_officer})) {
            continue;
        }
        const auto given = stranger.get(
            one.path + (one.path.find("/reports") == one.path.npos ? "?total=true" : "")
        );
        if (given.status != 200 || one.path.find("reference") != one.path.npos) {
            continue;
        }
        for (const auto* secret : {"NGO", "A1", "P1", "BANK-1", "D-1"}) {
            EXPECT_EQ(given.body.find('"' + std::string{secret} + '"'), given.body.npos)
                << one.path << ": " << given.body;
        }
        ++tried;
    }
    EXPECT_GT(tried, 10);
}

TEST_F(Isolation, ShowsADonorOnlyWhatItsMoneyReached) {
    server.as("programme")
        .must("/api/v1/donors", {{"code", "STRANGER"}, {"name", "S"}, {"kind", "other"}});
    const auto outcomes = [&](const std::string& donor) {
        const auto id = db.sql().one("select id from funding.donor where code = $1", {donor});
        auto viewer = server.with_roles("viewer." + donor, {"donor_viewer"});
        db.sql().ask(
            "update people.user_account set donor_id = $1 where name = $2",
            {id, viewer.who()->user_name}
        );
        return server.with_roles("viewer." + donor, {"donor_viewer"})
            .get("/api/v1/reports/outcomes?format=json");
    };
    const auto given = outcomes("FUND-L1-DONOR");
    EXPECT_EQ(given.status, 200) << given;
    EXPECT_EQ(given.json().at("rows").as_array().size(), 1U) << given;
    const auto nothing = outcomes("STRANGER");
    EXPECT_EQ(nothing.status, 200) << nothing;
    EXPECT_TRUE(nothing.json().at("rows").as_array().empty()) << nothing;
}

TEST_F(Isolation, ShowsADonorNoPayeeNoLineAndNoDocument) {
    sql_connection donor{database_url(db.name(), donor_role)};
    const std::string enter = "select set_config('tranche.donor', '" +
        db.sql().one("select id from funding.donor") + "', true);";
    for (const auto* statement :
         {"select name from partner.partner", "select * from partner.expenditure_line",
          "select bank_reference from partner.payment",
          "select document from funding.direct_expenditure",
          "select name from people.user_account"}) {
        const auto refused = refusal_of(donor, enter + statement);
        ASSERT_TRUE(refused) << statement;
        EXPECT_EQ(refused->sqlstate, "42501") << statement;
    }
}

}  // namespace tranche::tests
