// Taking back what was recorded wrongly or did not last: the entry is reversed, and so is the row
// it came from (R48). What replaces it is recorded anew and points to it.
#include "server/routes/service/corrections.hpp"

#include "domain/correction.hpp"
#include "domain/posting_rules.hpp"
#include "server/command/command.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/agreements/closed_debts.hpp"
#include "server/routes/funding/donor_corrections.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/correction_rows.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>

namespace tranche::server {
namespace {

using domain::entity;

persistence::query entry_facts(std::int64_t entry) {
    return {
        {"entry_to_reverse",
         R"(
             select e.event, e.effective_on, e.source_type, e.source_id,
                 coalesce(e.instrument_id, 0) as instrument_id,
                 coalesce(e.project_id, 0) as project_id,
                 coalesce(e.agreement_id, 0) as agreement_id, i.base_currency
               from ledger.entry e
               left join funding.instrument i on i.id = e.instrument_id
               where e.id = $1)"},
        {entry}};
}

// What corrected rates changed of a payment goes with it, each entry by itself.
persistence::query revaluations_of(std::int64_t entry) {
    return {
        {"revaluations_of_entry",
         R"(
             select n.id, n.effective_on
               from ledger.entry o
               join partner.payment r on r.revalues_id = o.source_id
               join ledger.entry n on n.source_id = r.id
                and n.event = 'payment_revaluation'
               where o.id = $1
                and o.event = 'payment'
               order by n.id)"},
        {entry}};
}

// Asked after the lock: how things stand now.
persistence::query standing_of(std::int64_t entry) {
    return {
        {"standing_of_entry",
         R"(
             select p.state as project_state, p.code as project, a.state as agreement_state,
                 exists (select 1 from ledger.entry r where r.reverses_id = e.id) as reversed,
                 exists (select 1 from ledger.posting g join ledger.account k on k.id = g.account_id
                     and k.kind = 'advance' where g.entry_id = e.id) as is_advance
               from ledger.entry e
               left join funding.project p on p.id = e.project_id
               left join partner.agreement a on a.id = e.agreement_id
               where e.id = $1)"},
        {entry}};
}

persistence::query postings_of(std::int64_t entry) {
    return {
        {"postings_to_reverse",
         R"(
             select a.kind, a.owner_id, a.part_id, a.currency, g.amount, g.base_amount,
                 trim_scale(g.rate)::text as rate, b.amount as balance, b.floor_amount as floor
               from ledger.posting g
               join ledger.account a on a.id = g.account_id
               left join ledger.balance b on b.account_id = a.id
               where g.entry_id = $1
               order by g.account_id)"},
        {entry}};
}

// Where it is asked giver by giver, the account says nothing more.
bool asked_by_giver(domain::correction how, const std::string& account) {
    if (domain::is_of_givers(how)) {
        return account == "line_available" || account == "returned_held";
    }
    return how == domain::correction::receipt && account == "unapplied_receipt";
}

// Reads the postings, and refuses what the accounts can no longer give back.
std::vector<domain::posting> postings_given_back(
    command_run& run, domain::correction how, const persistence::rows& found, domain::currency base,
    bool is_of_closed
) {
    std::vector<domain::posting> postings;
    for (const auto row : found) {
        const auto amount = row.money("amount", "currency");
        if (const auto balance = row.maybe_integer("balance")) {
            const domain::money available{*balance - row.integer("floor"), amount.currency_unit()};
            const auto kind = row.text("kind");
            // The partner reported that it was spent, and no report of it can be taken back.
            const bool is_reported = is_of_closed && kind == "advance";
            const std::string code = is_reported ? "advance_accounted_for" : "used_since";
            run.require(
                amount <= available || amount.minor() <= 0 || asked_by_giver(how, kind), "", code,
                {{"account", kind}, {"amount", shown(amount)}, {"available", shown(available)}}
            );
        }
        postings.push_back(
            {{domain::account_kind_named(row.text("kind")), row.integer("owner_id"),
              row.integer("part_id")},
             amount,
             row.money("base_amount", base),
             row.maybe_text("rate"),
             std::nullopt}
        );
    }
    return postings;
}

// What a closed agreement has left is asked of its accounts: of what is owed or due nothing is lost
// by its end. A closed project is: its money is on the lines again.
void check_standing(command_run& run, domain::correction how, const persistence::row& now) {
    if (now.truth("reversed")) {
        throw domain::refusal{domain::error_kind::conflict, "already_reversed"};
    }
    // A debt is open again, also of a project that is closed.
    if (how == domain::correction::write_off || how == domain::correction::later_documents) {
        return;
    }
    const auto state = now.maybe_text("project_state");
    const bool is_refund = how == domain::correction::refund;
    if (state == "financially_closed" && (is_refund || how == domain::correction::payment)) {
        // An advance was accounted for by then: its account has nothing to give, and says why.
        if (!is_refund && now.truth("is_advance") &&
            now.maybe_text("agreement_state") == "closed") {
            return;
        }
        throw domain::refusal{
            domain::error_kind::conflict,
            is_refund ? "refund_of_closed_project" : "payment_of_closed_project",
            {{"project", now.text("project")}}};
    }
    if (state) {
        state_after(domain::project_lifecycle(), "correct", *state);
    }
    run.settle();
}

// Base currency: what the reversal makes the partner owe, and what it obligates, line by line.
opened_after_closing opened_by(
    std::int64_t entry, domain::date on, std::span<const domain::posting> taken_back,
    domain::currency base
) {
    const domain::money none{0, base};
    opened_after_closing opened{entry, on, none, {}};
    for (const auto& one : taken_back) {
        if (one.account.kind == domain::account_kind::receivable) {
            opened.owed -= one.base;
        } else if (one.account.kind == domain::account_kind::obligated) {
            opened.restored.push_back({one.account.part_id, -one.base, none});
        }
    }
    return opened;
}

struct entry_taken_back {
    std::int64_t id;
    domain::date on;
    domain::entry_subject subject;
    domain::entry_source to;
    const std::string& reason;
    domain::currency base;
};

void take_revaluations_back(
    command_run& run, domain::correction how, const persistence::rows& revaluations,
    const entry_taken_back& of
) {
    for (const auto revalued : revaluations) {
        const auto day = revalued.day("effective_on");
        const auto its = run.load(
            {postings_of(revalued.integer("id")),
             persistence::shares_of_project_of(entity::journal_entry, of.id, day)}
        );
        run.post(
            domain::reversal_posted(
                // Not before it was there to be taken back.
                of.subject, std::max(of.on, day), of.to, revalued.integer("id"), of.reason,
                postings_given_back(run, how, its[0], of.base, false)
            ),
            persistence::shares_of(its[1])
        );
    }
}

// What only another person takes back, and what others have by now.
void check_donor_side(
    command_run& run, domain::correction how, std::int64_t source, domain::date on,
    const persistence::rows& behind
) {
    if (domain::needs_another_person(how)) {
        for (const auto row : behind) {
            check_other_person(run, row, "made", "record");
        }
        run.settle();
    }
    if (domain::is_of_givers(how)) {
        check_givers_still_have_it(run, how, source, on);
    } else if (how == domain::correction::receipt) {
        check_still_unapplied(run, source);
    }
}

}  // namespace

receipt reverse_entry(
    command_run& run, std::int64_t id, const reversal_body& body, const std::string& day_field
) {
    const auto asked = run.load({entry_facts(id)});
    const auto entry = run.the_row(asked[0], entity::journal_entry);
    const auto how = domain::correction_of(entry.text("event"));
    if (!how) {
        throw domain::refusal{
            domain::error_kind::conflict, "entry_not_reversible", {{"event", entry.text("event")}}};
    }
    const auto recorded_for = entry.day("effective_on");
    const auto on = body.effective_on.value_or(run.today());
    check_not_future(run, day_field, on);
    run.require(
        on >= recorded_for, day_field, "date_before",
        {{"date", domain::to_string(on)}, {"earliest", domain::to_string(recorded_for)}}
    );
    const auto source = entry.integer("source_id");
    auto found = run.load(
        {persistence::lock_project_of(entity::journal_entry, id), rows_behind(*how, source),
         standing_of(id), postings_of(id),
         // Taken from the States that had it.
         persistence::shares_of_project_of(entity::journal_entry, id, recorded_for),
         agreement_facts(of_agreement_itself, entry.integer("agreement_id"), on),
         // What it had set free goes back as the States are now.
         persistence::shares_of_project_of(entity::journal_entry, id, on), revaluations_of(id)}
    );
    const auto now = run.the_row(found[2], entity::journal_entry);
    check_standing(run, *how, now);
    check_donor_side(run, *how, source, on, found[1]);
    const auto base = entry.currency("base_currency");
    const auto postings = postings_given_back(
        run, *how, found[3], base, now.maybe_text("agreement_state") == "closed"
    );
    const taking_back wanted{*how, source, on, body.reason, body.bank_reference};
    const auto made = write_back(run, wanted, found[1]);
    run.settle();
    const domain::entry_subject subject{
        entry.integer("instrument_id"), entry.integer("project_id"), entry.integer("agreement_id")};
    const domain::entry_source to{entry.text("source_type"), made.source.value_or(made.id)};
    run.post(
        domain::reversal_posted(subject, on, to, id, body.reason, postings),
        persistence::shares_of(found[4])
    );
    take_revaluations_back(run, *how, found[7], {id, on, subject, to, body.reason, base});
    if (!found[5].empty()) {
        obligate_again(
            run, found[5][0], opened_by(id, on, postings, base), persistence::shares_of(found[6])
        );
    }
    if (*how == domain::correction::receipt || domain::is_of_givers(*how)) {
        give_sources_back(run, wanted, made);
    }
    run.note("reverses", domain::public_id(entity::journal_entry, id));
    run.note("reason", body.reason);
    return {.what = made.what, .id = made.id, .state = "reversed"};
}

namespace {

receipt reverse(command_run& run, const reversal_body& body) {
    return reverse_entry(run, run.path_id(entity::journal_entry), body, "/effective_on");
}

std::optional<reversal_body> taken_back_today(command_run& run, const rehearsed_subject&) {
    return reversal_body{"-", run.today(), {}};
}

}  // namespace

template <>
struct wire<reversal_body> {
    static const object_schema<reversal_body>& schema() {
        using body = reversal_body;
        static const auto declared = object<body>(
            "reversal", "What was recorded is taken back",
            field("reason", &body::reason, "Why", length(1, 500)),
            field(
                "effective_on", &body::effective_on,
                "Day it counts for, in an open period; today when not given"
            ),
            field(
                "bank_reference", &body::bank_reference,
                "Of the money that came back; that of the payment when not given", length(1, 100)
            )
        );
        return declared;
    }
};

endpoints correction_endpoints() {
    return {command<reversal_body>(
        {"/api/v1/journal-entries/{journal_entry}/reverse", "reverse_journal_entry",
         "Take back what was recorded wrongly; what two persons decided as another person",
         "Ledger and audit", domain::action::correct_records, 201},
        reverse, taken_back_today
    )};
}

}  // namespace tranche::server
