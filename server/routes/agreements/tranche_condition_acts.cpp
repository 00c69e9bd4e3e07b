// What is done to the conditions of a tranche.
#include "domain/lifecycle.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/agreements/tranche_conditions.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct conditions_body {
    std::vector<condition_body> conditions;
    std::string reason;
};

struct confirmation_body {
    domain::date confirmed_on;
    std::string document;
};

receipt set_conditions(command_run& run, const conditions_body& body) {
    const auto id = run.path_id(entity::tranche);
    auto found = run.load(
        {{{"tranche_for_conditions",
           R"(
               select t.code, t.version, t.condition_set, a.code as agreement, a.state,
                   not exists (select 1 from partner.tranche b where b.agreement_id = a.id
                       and b.number < t.number) as first_tranche,
                   coalesce((select max(number) from partner.tranche_condition c
                       where c.tranche_id = t.id), 0) as last_number
                 from partner.tranche t
                 join partner.agreement a on a.id = t.agreement_id
                 where t.id = $1 for no key update of t)"},
          {id}},
         // One that comes meanwhile is seen by the database.
         {{"tranche_requests",
           R"(
               select count(*) as requests from partner.disbursement_request
                 where tranche_id = $1 and state not in ('rejected', 'cancelled'))"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::tranche);
    run.check_version(row);
    state_after(domain::agreement_lifecycle(), "set_conditions", row.text("state"));
    if (found[1][0].integer("requests") != 0) {
        throw domain::refusal{domain::error_kind::conflict, "tranche_requested"};
    }
    const auto set = row.integer("condition_set") + 1;
    run.update(entity::tranche, id, {{"condition_set", set}});
    write_conditions(
        run,
        {.tranche = id,
         .set = set,
         .first_number = row.integer("last_number") + 1,
         .first_tranche = row.truth("first_tranche")},
        body.conditions, "/conditions"
    );
    run.note("reason", body.reason);
    return {
        .what = entity::tranche,
        .id = id,
        .code = row.text("agreement") + ':' + row.text("code"),
        .version = row.integer("version") + 1};
}

receipt confirm(command_run& run, const confirmation_body& body) {
    const auto id = run.path_id(entity::tranche_condition);
    auto found = run.load(
        {{{"condition_to_confirm",
           R"(
               select c.version, c.kind, c.text, c.condition_set = t.condition_set as in_force,
                   f.condition_id is not null as confirmed
                 from partner.tranche_condition c
                 join partner.tranche t on t.id = c.tranche_id
                 left join partner.condition_confirmation f on f.condition_id = c.id
                 where c.id = $1)"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::tranche_condition);
    run.check_version(row);
    const domain::tranche_condition condition{
        .kind = domain::condition_kind_from(row.text("kind")).value(),
        .text = row.maybe_text("text").value_or("")};
    const std::string state = !row.truth("in_force") ? "replaced"
        : !domain::may_be_confirmed(condition)       ? "computed"
        : row.truth("confirmed")                     ? "confirmed"
                                                     : "open";
    const std::string next{state_after(domain::tranche_condition_lifecycle(), "confirm", state)};
    check_not_future(run, "/confirmed_on", body.confirmed_on);
    run.insert(
        "partner.condition_confirmation",
        {{"condition_id", id},
         {"confirmed_on", body.confirmed_on},
         {"document", body.document},
         {"confirmed_by", run.who().user_id}}
    );
    run.update(entity::tranche_condition, id, {});
    return {
        .what = entity::tranche_condition,
        .id = id,
        .state = next,
        .version = row.integer("version") + 1};
}

std::optional<confirmation_body> confirmed_today(command_run& run, const rehearsed_subject&) {
    return confirmation_body{run.today(), "-"};
}
std::optional<conditions_body> none_from_today(command_run&, const rehearsed_subject&) {
    return conditions_body{{}, "-"};
}

}  // namespace

template <>
struct wire<conditions_body> {
    static const object_schema<conditions_body>& schema() {
        using body = conditions_body;
        static const auto declared = object<body>(
            "tranche_conditions", "All conditions of a tranche, in the place of those before",
            field("conditions", &body::conditions, "None: an empty list", items(0, 20)),
            field("reason", &body::reason, "Why they change", length(1, 500))
        );
        return declared;
    }
};

template <>
struct wire<confirmation_body> {
    static const object_schema<confirmation_body>& schema() {
        using body = confirmation_body;
        static const auto declared = object<body>(
            "condition_confirmation", "A person says that a condition is met",
            field("confirmed_on", &body::confirmed_on, "Since when it is"),
            field("document", &body::document, "Where that is written", length(1, 300))
        );
        return declared;
    }
};

endpoints tranche_condition_endpoints() {
    using domain::action;
    endpoints all{
        command<conditions_body>(
            {"/api/v1/tranches/{tranche}/conditions", "set_tranche_conditions",
             "Replace the conditions of a tranche nobody has asked for", "Agreements",
             action::draft_agreements},
            set_conditions, none_from_today
        ),
        command<confirmation_body>(
            {"/api/v1/tranche-conditions/{tranche_condition}/confirm", "confirm_tranche_condition",
             "Say that a condition is met which no book knows", "Agreements",
             action::certify_disbursements},
            confirm, confirmed_today
        ),
        tranche_conditions_endpoint()};
    append(
        all,
        read_endpoints(
            persistence::tranche_condition_resource(), action::read_partner_side, "Agreements"
        )
    );
    return all;
}

}  // namespace tranche::server
