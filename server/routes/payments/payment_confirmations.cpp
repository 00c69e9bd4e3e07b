// What a partner says arrived of a payment, and when. What was posted stays as it is.
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct payment_arrival {
    domain::date received_on;
    domain::money amount;
    std::optional<std::string> note;
};

receipt confirm(command_run& run, const payment_arrival& body) {
    const auto payment = run.path_id(entity::payment);
    const auto found = run.load(
        {{{"payment_to_confirm",
           R"(
               select y.kind, y.paid_on, y.currency, a.partner_id
                 from partner.payment y
                 join partner.agreement a on a.id = y.agreement_id
                 where y.id = $1)"},
          {payment}}}
    );
    const auto row = run.the_row(found[0], entity::payment);
    check_own(run, row.integer("partner_id"));
    const auto kind = row.text("kind");
    run.require(kind == "advance" || kind == "reimbursement", "", "payment_not_to_confirm");
    check_currency(run, "/amount", body.amount, row.currency("currency"));
    check_not_before(run, "/received_on", body.received_on, row.maybe_day("paid_on"));
    check_not_future(run, "/received_on", body.received_on);
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "partner.payment_confirmation",
        {{"id", id},
         {"payment_id", payment},
         {"received_on", body.received_on},
         {"currency", body.amount.currency_unit()},
         {"amount", body.amount.minor()},
         {"note", body.note},
         {"confirmed_by", run.who().user_id},
         {"confirmed_on", run.today()}}
    );
    return {.what = entity::payment_confirmation, .id = id};
}

}  // namespace

template <>
struct wire<payment_arrival> {
    static const object_schema<payment_arrival>& schema() {
        using body = payment_arrival;
        static const auto declared = object<body>(
            "payment_arrival", "What arrived of a payment",
            field("received_on", &body::received_on, "Day it was on the partner's account"),
            field("amount", &body::amount, "What arrived; zero: nothing did", non_negative()),
            field("note", &body::note, "Why it differs, if it does", length(1, 500))
        );
        return declared;
    }
};

endpoints payment_confirmation_endpoints() {
    const std::string tag = "Disbursements";
    endpoints all{command<payment_arrival>(
        {"/api/v1/payments/{payment}/confirm", "confirm_payment",
         "Say what arrived of it, and when; said again, the last one counts", tag,
         domain::action::confirm_payments, 201},
        confirm
    )};
    append(
        all,
        read_endpoints(
            persistence::payment_confirmation_resource(), domain::action::read_partner_side, tag
        )
    );
    return all;
}

}  // namespace tranche::server
