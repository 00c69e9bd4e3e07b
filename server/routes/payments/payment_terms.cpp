// How an agreement is asked for and paid, from a day on.
#include "domain/lifecycle.hpp"
#include "persistence/query.hpp"
#include "server/command/command.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct payment_terms {
    domain::date valid_from;
    std::string charges_borne_by;
    int request_months;
    std::string document;
};

receipt set_terms(command_run& run, const payment_terms& body) {
    const auto id = run.path_id(entity::agreement);
    const auto found = run.load(
        {{{"agreement_of_payment_terms",
           R"(
               select a.state, a.version, exists (select 1 from partner.payment_term t
                   where t.agreement_id = a.id and t.valid_from = $2::date) as known
                 from partner.agreement a
                 where a.id = $1 for no key update of a)"},
          {id, body.valid_from}}}
    );
    const auto row = run.the_row(found[0], entity::agreement);
    run.check_version(row);
    const std::string next{
        state_after(domain::agreement_lifecycle(), "set_payment_terms", row.text("state"))};
    run.require(
        !row.truth("known"), "/valid_from", "payment_terms_set",
        {{"date", domain::to_string(body.valid_from)}}
    );
    run.settle();
    run.insert(
        "partner.payment_term",
        {{"agreement_id", id},
         {"valid_from", body.valid_from},
         {"charges_borne_by", body.charges_borne_by},
         {"request_months", body.request_months},
         {"document", body.document},
         {"recorded_by", run.who().user_id}}
    );
    run.update(entity::agreement, id, {});
    return {
        .what = entity::agreement, .id = id, .state = next, .version = row.integer("version") + 1};
}

}  // namespace

template <>
struct wire<payment_terms> {
    static const object_schema<payment_terms>& schema() {
        using body = payment_terms;
        static const auto declared = object<body>(
            "payment_terms", "How an agreement is asked for and paid from a day on",
            field("valid_from", &body::valid_from, "First day"),
            field(
                "charges_borne_by", &body::charges_borne_by, "Who bears what the banks charge",
                one_of({"fund", "partner", "shared"}), defaults_to("fund")
            ),
            field(
                "request_months", &body::request_months,
                "A request covers so many months of needs at most (R38)", between(1, 12),
                defaults_to(3)
            ),
            field("document", &body::document, "Where the parties said so", length(1, 300))
        );
        return declared;
    }
};

endpoints payment_term_endpoints() {
    return {command<payment_terms>(
        {"/api/v1/agreements/{agreement}/payment-terms", "set_payment_terms",
         "Say how it is asked for and paid from a day on", "Agreements",
         domain::action::sign_agreements},
        set_terms
    )};
}

}  // namespace tranche::server
