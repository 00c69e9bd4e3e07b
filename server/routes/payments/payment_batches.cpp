#include "server/routes/payments/payment_batches.hpp"

#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "persistence/row_writer.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>
#include <set>

namespace tranche::server {
namespace {

using domain::entity;

// Rows of requests are locked in one order, whatever the order they are named in.
persistence::query requests_to_gather(const std::vector<std::string>& ids) {
    return {
        {"requests_to_gather",
         R"(
             select q.id, q.state, q.approved_on, b.code as batch, b.state as batch_state,
                 exists (select 1 from partner.settlement_proposal s where s.request_id = q.id
                     and s.refused_by is null and s.settled_on is null) as kept_back
               from unnest($1::bigint[]) as k(id)
               join partner.disbursement_request q on q.id = k.id
               left join partner.payment_batch_item x on x.request_id = q.id
                and x.outcome is null
               left join partner.payment_batch b on b.id = x.batch_id
               order by q.id for no key update of q)"},
        {persistence::array_of(std::span{ids})}};
}

std::vector<std::string> gather_into(
    command_run& run, std::int64_t batch, domain::date pay_on,
    const std::vector<reference>& requests
) {
    std::vector<std::string> ids;
    std::set<std::int64_t> seen;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto field = "/requests/" + std::to_string(i);
        const auto id = run.id_of(entity::disbursement_request, requests[i].text, field);
        run.require(
            seen.insert(id).second, field, "request_named_twice", {{"request", requests[i].text}}
        );
        ids.push_back(std::to_string(id));
    }
    run.settle();
    const auto found = run.load({requests_to_gather(ids)});
    for (const auto row : found[0]) {
        const auto id = row.integer("id");
        const auto field =
            "/requests/" + std::to_string(std::ranges::find(ids, std::to_string(id)) - ids.begin());
        run.require(
            row.text("state") == "approved", field, "request_not_approved",
            {{"request", domain::public_id(entity::disbursement_request, id)},
             {"state", row.text("state")}}
        );
        // No bank is asked to pay on a day before it was approved: that day says the rate.
        check_not_before(run, field, pay_on, row.maybe_day("approved_on"));
        // A batch sends what was approved; what is kept back of it makes it a payment on its own.
        run.require(
            !row.truth("kept_back"), field, "request_has_set_off",
            {{"request", domain::public_id(entity::disbursement_request, id)}}
        );
        run.require(
            row.is_null("batch"), field, "request_in_batch",
            {{"batch", row.maybe_text("batch").value_or("")},
             {"state", row.maybe_text("batch_state").value_or("")}}
        );
    }
    run.settle();
    std::vector<std::string> made;
    for (const auto row : found[0]) {
        const auto item = persistence::random_id();
        auto name = domain::public_id(entity::payment_batch_item, item);
        made.push_back(name);
        // An underscore is no letter of a bank's.
        std::ranges::replace(name, '_', '-');
        run.insert(
            "partner.payment_batch_item",
            {{"id", item},
             {"batch_id", batch},
             {"request_id", row.integer("id")},
             {"end_to_end_id", name},
             {"added_by", run.who().user_id},
             {"added_on", run.today()}}
        );
    }
    return made;
}

receipt create(command_run& run, const new_payment_batch& body) {
    const auto account =
        run.id_of(entity::payer_account, body.payer_account.text, "/payer_account");
    const auto found = run.load(
        {{{"payer_account_on",
           R"(
               select c.code, c.valid_from <= $2::date and (c.ended_on is null or c.ended_on >
                   $2::date) as in_force
                 from partner.payer_account c
                 where c.id = $1)"},
          {account, body.pay_on}}}
    );
    run.require(
        !found[0].empty() && found[0][0].truth("in_force"), "/payer_account",
        "payer_account_not_in_force",
        {{"account", body.payer_account.text}, {"date", domain::to_string(body.pay_on)}}
    );
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "partner.payment_batch",
        {{"id", id},
         {"code", body.code},
         {"payer_account_id", account},
         {"pay_on", body.pay_on},
         {"gathered_by", run.who().user_id},
         {"gathered_on", run.today()}}
    );
    receipt done{.what = entity::payment_batch, .id = id, .state = "gathering"};
    if (!body.requests.empty()) {
        done.made.push_back({"items", gather_into(run, id, body.pay_on, body.requests)});
    }
    return done;
}

struct changed_batch {
    std::int64_t version;
    domain::date pay_on;
};

// Once the act is one of its state.
changed_batch batch_to_change(command_run& run, std::int64_t id, std::string_view act) {
    const auto found = run.load(
        {{{"payment_batch_to_change",
           R"(
               select b.state, b.version, b.pay_on
                 from partner.payment_batch b
                 where b.id = $1 for no key update)"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::payment_batch);
    run.check_version(row);
    state_after(domain::payment_batch_lifecycle(), act, row.text("state"));
    return {row.integer("version"), row.day("pay_on")};
}

receipt gather(command_run& run, const gathered_requests& body) {
    const auto id = run.path_id(entity::payment_batch);
    const auto [version, pay_on] = batch_to_change(run, id, "gather");
    receipt done{
        .what = entity::payment_batch, .id = id, .state = "gathering", .version = version + 1};
    done.made.push_back({"items", gather_into(run, id, pay_on, body.requests)});
    run.update(entity::payment_batch, id, {});
    return done;
}

// What was gathered is free for another batch.
receipt withdraw(command_run& run, const batch_leaving& body) {
    const auto id = run.path_id(entity::payment_batch);
    const auto version = batch_to_change(run, id, "withdraw").version;
    const auto items = run.load(
        {{{"items_of_withdrawn",
           R"(
               select x.id
                 from partner.payment_batch_item x
                 where x.batch_id = $1 and x.outcome is null
                 order by x.id for no key update)"},
          {id}}}
    );
    check_not_future(run, "/on", body.on);
    run.settle();
    for (const auto item : items[0]) {
        run.update(
            entity::payment_batch_item, item.integer("id"),
            {{"outcome", "left"},
             {"outcome_by", run.who().user_id},
             {"outcome_on", body.on},
             {"outcome_reason", body.reason}}
        );
    }
    run.update(
        entity::payment_batch, id,
        {{"state", "withdrawn"},
         {"withdrawn_by", run.who().user_id},
         {"withdrawn_on", body.on},
         {"withdrawn_reason", body.reason}}
    );
    return {.what = entity::payment_batch, .id = id, .state = "withdrawn", .version = version + 1};
}

receipt leave(command_run& run, const batch_leaving& body) {
    const auto id = run.path_id(entity::payment_batch_item);
    const auto found = run.load(
        {{{"batch_item_to_leave",
           R"(
               select coalesce(x.outcome, case b.state when 'gathering' then 'gathered' else b.state
                   end) as state, x.version
                 from partner.payment_batch_item x
                 join partner.payment_batch b on b.id = x.batch_id
                 where x.id = $1 for no key update of b, x)"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::payment_batch_item);
    run.check_version(row);
    const std::string next{
        state_after(domain::payment_batch_item_lifecycle(), "leave", row.text("state"))};
    check_not_future(run, "/on", body.on);
    run.settle();
    run.update(
        entity::payment_batch_item, id,
        {{"outcome", next},
         {"outcome_by", run.who().user_id},
         {"outcome_on", body.on},
         {"outcome_reason", body.reason}}
    );
    return {
        .what = entity::payment_batch_item,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

std::optional<payment_batch_release> released_today(command_run& run, const rehearsed_subject&) {
    return payment_batch_release{run.today()};
}

}  // namespace

endpoints payment_batch_endpoints() {
    using domain::action;
    const std::string tag = "Payment batches";
    const std::string base = "/api/v1/payment-batches/{payment_batch}";
    endpoints all{
        command<new_payment_batch>(
            {"/api/v1/payment-batches", "create_payment_batch",
             "Gather approved requests for one account of the office", tag,
             action::pay_disbursements, 201},
            create
        ),
        command<gathered_requests>(
            {base + "/gather", "gather_payments", "Add approved requests", tag,
             action::pay_disbursements},
            gather
        ),
        command<payment_batch_release>(
            {base + "/release", "release_payment_batch",
             "Release it to the bank, as another person than who gathered it", tag,
             action::release_payments},
            release_batch, released_today
        ),
        command<batch_leaving>(
            {base + "/withdraw", "withdraw_payment_batch", "Give it up; its requests are free", tag,
             action::pay_disbursements},
            withdraw
        ),
        command<batch_leaving>(
            {"/api/v1/payment-batch-items/{payment_batch_item}/leave", "leave_payment_batch",
             "Take a request out of a batch that gathers", tag, action::pay_disbursements},
            leave
        ),
    };
    all.push_back(payment_file());
    for (const auto* of :
         {&persistence::payment_batch_resource(), &persistence::payment_batch_item_resource()}) {
        append(all, read_endpoints(*of, action::read_funding, tag));
    }
    return all;
}

}  // namespace tranche::server
