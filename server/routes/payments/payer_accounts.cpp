// The accounts the office pays from.
#include "domain/bank_text.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/payments/bank_fields.hpp"
#include "server/routes/payments/payment_batch_bodies.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/ending.hpp"

namespace tranche::server {
namespace {

using domain::entity;

receipt record(command_run& run, const new_payer_account& body) {
    const auto id = persistence::random_id();
    check_bank_fields(run, body.bic, "/bic", body.account, "/account");
    run.settle();
    run.insert(
        "partner.payer_account",
        {{"id", id},
         {"code", body.code},
         {"holder", body.holder},
         {"bank", body.bank},
         {"bic", body.bic},
         {"account", domain::account_number(body.account)},
         {"currency", body.currency},
         {"valid_from", body.valid_from},
         {"recorded_by", run.who().user_id}}
    );
    return {.what = entity::payer_account, .id = id, .state = "open"};
}

receipt end(command_run& run, const payer_account_end& body) {
    const auto id = run.path_id(entity::payer_account);
    const auto found = run.load(
        {{{"payer_account_to_end",
           R"(
               select case when c.ended_on is null then 'open' else 'ended' end as state, c.version
                 from partner.payer_account c
                 where c.id = $1 for no key update)"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::payer_account);
    return end_with_reason(
        run, entity::payer_account, id, row, domain::payer_account_lifecycle(), body.ended_on,
        body.reason
    );
}

}  // namespace

endpoints payer_account_endpoints() {
    using domain::action;
    const std::string tag = "Payment batches";
    endpoints all{
        command<new_payer_account>(
            {"/api/v1/payer-accounts", "record_payer_account",
             "Record an account the office pays from", tag, action::manage_reference, 201},
            record
        ),
        command<payer_account_end>(
            {"/api/v1/payer-accounts/{payer_account}/end", "end_payer_account",
             "Say that it is paid from no more", tag, action::manage_reference},
            end
        )};
    append(all, read_endpoints(persistence::payer_account_resource(), action::read_funding, tag));
    return all;
}

}  // namespace tranche::server
