// What approving a correction of rates would change of what is accepted: report by report, to the
// cent, before anybody decides. After it, what is still to be done by hand.
#include "domain/error.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/handler_context.hpp"
#include "server/api/problem.hpp"
#include "server/routes/expenditures/revaluations.hpp"
#include "server/routes/payments/payment_revaluations.hpp"
#include "server/routes/reference/kept_rates.hpp"
#include "server/routes/routes.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct told_effect {
    std::string project, agreement, report, id;
    std::int64_t lines = 0;
    domain::money counts_for, change, support_change;
    std::optional<domain::money> owed;
    bool is_revalued = false;
    raw_json bends;  // a list
    raw_json why;
};

struct told_payment_effect {
    std::string project, agreement, id, bank_reference;
    domain::money paid, counts_for, change;
    bool is_revalued = false;
    raw_json why;
};

struct told_kept_rate {
    std::string event, id, project, agreement;
    domain::date effective_on;
    domain::money amount, counts_for, change;
};

struct told_effects {
    std::string rate_correction;
    std::int64_t reports = 0, stay = 0;
    std::vector<told_effect> items;
    std::vector<told_payment_effect> payments;
    std::vector<told_kept_rate> kept;
};

told_effect told(const planned_revaluation& one, domain::language in) {
    const auto& support = one.done.support_change;
    return {
        .project = one.project,
        .agreement = one.agreement,
        .report = one.report,
        .id = domain::public_id(entity::expenditure_report, one.report_id),
        .lines = static_cast<std::int64_t>(one.done.lines.size()),
        .counts_for = one.counted,
        .change = one.done.base_change - support.base,
        .support_change = support.base,
        .owed = one.owed.is_zero() ? std::nullopt : std::optional{one.owed},
        .is_revalued = !one.stays,
        .bends = {as_json(one.bends, in)},
        .why = {as_json(one.stays, in)}};
}

told_payment_effect told(const planned_payment& one, domain::language in) {
    return {
        .project = one.project,
        .agreement = one.agreement,
        .id = domain::public_id(entity::payment, one.payment_id),
        .bank_reference = one.bank_reference,
        .paid = one.paid,
        .counts_for = one.counted,
        .change = one.done.change,
        .is_revalued = !one.stays,
        .why = {as_json(one.stays, in)}};
}

told_kept_rate told(const kept_rate& one) {
    return {
        .event = one.event,
        .id = domain::public_id(entity::journal_entry, one.entry_id),
        .project = one.project,
        .agreement = one.agreement,
        .effective_on = one.effective_on,
        .amount = one.amount,
        .counts_for = one.counted,
        .change = one.change};
}

api_response show(handler_context& context) {
    const auto id = context.app.references.find(
        context.db(), entity::rate_correction, context.request.param("rate_correction")
    );
    if (!id) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    command_run rehearsal{context, "approve_rate_correction", {entity::rate_correction, *id}};
    const auto at_old_rates = rehearsal.load(
        {payments_of_correction(*id), lines_of_correction(*id, context.app.today()),
         entries_at_old_rates(*id)}
    );
    revaluation_planner planner{rehearsal, context.app.today(), *id};
    const auto payments = plan_payments(planner, at_old_rates[0]);
    const auto planned = planner.plan(at_old_rates[1]);
    told_effects answer{
        .rate_correction = domain::public_id(entity::rate_correction, *id),
        .reports = static_cast<std::int64_t>(planned.size()),
        .stay = 0,
        .items = {},
        .payments = {},
        .kept = {}};
    for (const auto& one : kept_rates(at_old_rates[2])) {
        answer.kept.push_back(told(one));
    }
    for (const auto& one : payments) {
        answer.payments.push_back(told(one, context.request.language()));
        answer.stay += one.stays ? 1 : 0;
    }
    for (const auto& one : planned) {
        answer.items.push_back(told(one, context.request.language()));
        answer.stay += one.stays ? 1 : 0;
    }
    auto response = json_response(200, to_json(answer));
    response.set_header("Vary", "Accept-Language, Authorization");
    return response;
}

}  // namespace

template <>
struct wire<told_effect> {
    static const object_schema<told_effect>& schema() {
        using body = told_effect;
        static const auto declared = object<body>(
            "rate_correction_effect", "What the right rates change of one accepted report",
            field("project", &body::project, "Code of the project"),
            field("agreement", &body::agreement, "Code of the agreement"),
            field("report", &body::report, "Code within the agreement"),
            field("id", &body::id, "Public id of the report"),
            field("lines", &body::lines, "Accepted lines at the old rates"),
            field("counts_for", &body::counts_for, "What they count for now, in base currency"),
            field("change", &body::change, "By how much that changes"),
            field("support_change", &body::support_change, "And the support cost on it (R32)"),
            field(
                "owed", &body::owed,
                "What the partner would owe, where the amount in its own currency followed from the"
                " rate and is less"
            ),
            field("is_revalued", &body::is_revalued, "Whether the approval does it"),
            field(
                "bends", &body::bends,
                "Budget lines that go further below zero than they may (R21), as a remark"
            ),
            field("why", &body::why, "Null, or why it is not valued anew and what to do")
        );
        return declared;
    }
};

template <>
struct wire<told_payment_effect> {
    static const object_schema<told_payment_effect>& schema() {
        using body = told_payment_effect;
        static const auto declared = object<body>(
            "rate_correction_payment_effect", "What the right rate changes of one payment",
            field("project", &body::project, "Code of the project"),
            field("agreement", &body::agreement, "Code of the agreement"),
            field("id", &body::id, "Public id of the payment"),
            field("bank_reference", &body::bank_reference, "Of the bank"),
            field("paid", &body::paid, "What was paid; it stays"),
            field("counts_for", &body::counts_for, "What it counts for now, in base currency"),
            field("change", &body::change, "By how much that changes"),
            field("is_revalued", &body::is_revalued, "Whether the approval does it"),
            field("why", &body::why, "Null, or why it is not valued anew")
        );
        return declared;
    }
};

template <>
struct wire<told_kept_rate> {
    static const object_schema<told_kept_rate>& schema() {
        using body = told_kept_rate;
        static const auto declared = object<body>(
            "rate_correction_kept",
            "What keeps the old rate until it is reversed and recorded anew",
            field(
                "event", &body::event,
                "receipt, donor_refund, refund, interest or direct_expenditure"
            ),
            field("id", &body::id, "Public id of its journal entry, which can be reversed"),
            field("project", &body::project, "Code of the project; empty: of none"),
            field("agreement", &body::agreement, "Code of the agreement; empty: of none"),
            field("effective_on", &body::effective_on, "Day it counts on"),
            field("amount", &body::amount, "What was recorded"),
            field("counts_for", &body::counts_for, "What it counts for, in base currency"),
            field("change", &body::change, "By how much the right rate would change that")
        );
        return declared;
    }
};

template <>
struct wire<told_effects> {
    static const object_schema<told_effects>& schema() {
        using body = told_effects;
        static const auto declared = object<body>(
            "rate_correction_effects",
            "What approving a correction of rates would change, report by report; of an approved"
            " one what is left to do",
            field("rate_correction", &body::rate_correction, "Public id of the correction"),
            field("reports", &body::reports, "How many reports"),
            field("stay", &body::stay, "How many reports and payments are not valued anew"),
            field("items", &body::items, "Report by report"),
            field("payments", &body::payments, "Payment by payment"),
            field("kept", &body::kept, "What is not valued anew at all, entry by entry")
        );
        return declared;
    }
};

endpoint rate_correction_effects_endpoint() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/rate-corrections/{rate_correction}/effects";
    made.operation_id = "list_rate_correction_effects";
    made.summary = "What a correction of rates changes of accepted reports";
    made.tag = "Exchange rates";
    made.action = domain::action::read_funding;
    made.response_schema = schema_of<told_effects>();
    made.handle = show;
    return made;
}

}  // namespace tranche::server
