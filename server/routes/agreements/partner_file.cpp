// What is kept about a partner: its identifiers, how far it is trusted, where its money goes, and
// who signs for it.
#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/agreements/partner_file_bodies.hpp"
#include "server/routes/payments/bank_fields.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/ending.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

persistence::query partner_row(std::int64_t partner) {
    return {
        {"partner_of_file",
         R"(
             select exists (select 1 from partner.bank_account b where b.partner_id = $1
                 and b.state = 'proposed') as account_open
               from partner.partner
               where id = $1)"},
        {partner}};
}

receipt identify(command_run& run, const partner_identifier_body& body) {
    const auto partner = run.path_id(entity::partner);
    const auto found = run.load({partner_row(partner)});
    run.the_row(found[0], entity::partner);
    const auto id = persistence::random_id();
    run.insert(
        "partner.partner_identifier",
        {{"id", id},
         {"partner_id", partner},
         {"kind", body.kind},
         {"value", body.value},
         {"recorded_by", run.who().user_id},
         {"recorded_on", run.today()}}
    );
    return {.what = entity::partner_identifier, .id = id};
}

receipt assess(command_run& run, const partner_assessment_body& body) {
    const auto partner = run.path_id(entity::partner);
    const auto found = run.load({partner_row(partner)});
    run.the_row(found[0], entity::partner);
    check_not_future(run, "/assessed_on", body.assessed_on);
    run.require(
        body.expires_on >= body.assessed_on, "/expires_on", "date_before",
        {{"date", domain::to_string(body.expires_on)},
         {"earliest", domain::to_string(body.assessed_on)}}
    );
    const auto id = persistence::random_id();
    run.insert(
        "partner.partner_assessment",
        {{"id", id},
         {"partner_id", partner},
         {"risk", body.risk},
         {"assessed_on", body.assessed_on},
         {"expires_on", body.expires_on},
         {"document", body.document},
         {"recorded_by", run.who().user_id}}
    );
    return {.what = entity::partner_assessment, .id = id};
}

receipt propose_account(command_run& run, const bank_account_body& body) {
    const auto partner = run.path_id(entity::partner);
    const auto found = run.load({partner_row(partner)});
    if (run.the_row(found[0], entity::partner).truth("account_open")) {
        throw domain::refusal{domain::error_kind::conflict, "bank_account_open"};
    }
    check_bic(run, body.bic, "/bic");
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "partner.bank_account",
        {{"id", id},
         {"partner_id", partner},
         {"holder", body.holder},
         {"bank", body.bank},
         {"account", body.account},
         {"bic", body.bic},
         {"reason", body.reason},
         {"proposed_by", run.who().user_id},
         {"proposed_on", run.today()}}
    );
    return {.what = entity::bank_account, .id = id, .state = "proposed"};
}

// Somebody else looks at it, after asking the partner by another way than it came.
receipt decide_account(
    command_run& run, std::string_view action, const std::optional<std::string>& reason
) {
    const auto id = run.path_id(entity::bank_account);
    const auto found = run.load(
        {{{"bank_account_to_decide",
           R"(
               select b.state, b.version, b.proposed_by, b.proposed_for
                 from partner.bank_account b
                 where b.id = $1 for no key update)"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::bank_account);
    run.check_version(row);
    const std::string next{
        state_after(domain::bank_account_lifecycle(), action, row.text("state"))};
    if (action == "confirm") {
        check_other_person(run, row, "proposed", "propose");
    }
    run.update(
        entity::bank_account, id,
        {{"state", next},
         {"decided_by", run.who().user_id},
         {"decided_on", run.today()},
         {"decision_reason", reason}}
    );
    return {
        .what = entity::bank_account,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

receipt confirm_account(command_run& run, const bank_account_confirmation& body) {
    return decide_account(run, "confirm", body.checked);
}
receipt refuse_account(command_run& run, const bank_account_refusal& body) {
    return decide_account(run, "refuse", body.reason);
}

receipt name_officer(command_run& run, const authorised_officer_body& body) {
    const auto partner = run.path_id(entity::partner);
    const auto found = run.load(
        {partner_row(partner),
         {{"user_of_partner",
           "select id from people.user_account where name = $1 and partner_id = $2"},
          {body.user, partner}}}
    );
    run.the_row(found[0], entity::partner);
    run.require(
        !body.user || !found[1].empty(), "/user", "unknown_reference",
        {{"type", "user"}, {"value", body.user.value_or("")}}
    );
    run.require(
        !body.valid_until || *body.valid_until >= body.valid_from, "/valid_until", "date_before",
        {{"date", domain::to_string(body.valid_until.value_or(body.valid_from))},
         {"earliest", domain::to_string(body.valid_from)}}
    );
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "partner.authorised_officer",
        {{"id", id},
         {"partner_id", partner},
         {"name", body.name},
         {"position", body.position},
         {"user_id", body.user ? std::optional{found[1][0].integer("id")} : std::nullopt},
         {"valid_from", body.valid_from},
         {"valid_until", body.valid_until},
         {"document", body.document},
         {"named_by", run.who().user_id}}
    );
    return {.what = entity::authorised_officer, .id = id, .state = "named"};
}

receipt end_officer(command_run& run, const officer_end_body& body) {
    const auto id = run.path_id(entity::authorised_officer);
    const auto found = run.load(
        {{{"authorised_officer_to_end",
           R"(
               select case when o.ended_on is null then 'named' else 'ended' end as state, o.version
                 from partner.authorised_officer o
                 where o.id = $1 for no key update)"},
          {id}}}
    );
    return end_with_reason(
        run, entity::authorised_officer, id, run.the_row(found[0], entity::authorised_officer),
        domain::authorised_officer_lifecycle(), body.ended_on, body.reason
    );
}

std::optional<bank_account_body> some_account(command_run&, const rehearsed_subject&) {
    return bank_account_body{"-", "-", "-", "-"};
}
std::optional<bank_account_confirmation> confirmed_now(command_run&, const rehearsed_subject&) {
    return bank_account_confirmation{"-"};
}

}  // namespace

endpoints partner_file_endpoints() {
    using domain::action;
    const std::string tag = "Partners";
    const std::string base = "/api/v1/partners/{partner}";
    const std::string account = "/api/v1/bank-accounts/{bank_account}";
    endpoints all{
        command<partner_identifier_body>(
            {base + "/identifiers", "identify_partner", "Record a number it is known by", tag,
             action::manage_partners, 201},
            identify
        ),
        command<partner_assessment_body>(
            {base + "/assessments", "assess_partner", "Record how far it is trusted, until when",
             tag, action::manage_partners, 201},
            assess
        ),
        command<bank_account_body>(
            {base + "/bank-accounts", "propose_bank_account",
             "Propose another account; the one before counts until it is confirmed", tag,
             action::manage_partners, 201},
            propose_account, some_account
        ),
        command<bank_account_confirmation>(
            {account + "/confirm", "confirm_bank_account", "Confirm it, as another person", tag,
             action::confirm_bank_accounts},
            confirm_account, confirmed_now
        ),
        command<bank_account_refusal>(
            {account + "/refuse", "refuse_bank_account", "Refuse it", tag,
             action::confirm_bank_accounts},
            refuse_account
        ),
        command<authorised_officer_body>(
            {base + "/authorised-officers", "name_authorised_officer",
             "Name somebody who signs for it", tag, action::manage_partners, 201},
            name_officer
        ),
        command<officer_end_body>(
            {"/api/v1/authorised-officers/{authorised_officer}/end", "end_authorised_officer",
             "Say that somebody signs for it no more", tag, action::manage_partners},
            end_officer
        )};
    for (const auto* of :
         {&persistence::partner_identifier_resource(), &persistence::bank_account_resource(),
          &persistence::authorised_officer_resource()}) {
        append(all, read_endpoints(*of, action::read_partner_side, tag));
    }
    append(
        all, read_endpoints(persistence::partner_assessment_resource(), action::read_funding, tag)
    );
    return all;
}

}  // namespace tranche::server
