#include "persistence/ledger.hpp"

#include "domain/contract.hpp"
#include "domain/split.hpp"
#include "persistence/row_writer.hpp"

#include <optional>

namespace tranche::persistence {
namespace {

constexpr statement post_statement{
    "ledger_post",
    R"(
        select ledger.post($1, $2, nullif($3::bigint, 0), nullif($4::bigint, 0),
            nullif($5::bigint, 0), $6, $7, $8, $9, nullif($10, ''), nullif($11::bigint, 0), $12,
            $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24) as entry_id)"};

// The project behind a thing, as a scalar subquery over $1.
std::string_view project_behind(domain::entity what) {
    using domain::entity;
    switch (what) {
        case entity::project:
            return "$1::bigint";
        case entity::budget_version:
            return "(select project_id from funding.budget_version where id = $1)";
        case entity::agreement:
            return "(select project_id from partner.agreement where id = $1)";
        case entity::tranche:
            return "(select a.project_id from partner.agreement a join partner.tranche x"
                   " on x.agreement_id = a.id where x.id = $1)";
        case entity::agreement_amendment:
            return "(select a.project_id from partner.agreement a join partner.agreement_amendment x"
                   " on x.agreement_id = a.id where x.id = $1)";
        case entity::disbursement_request:
            return "(select a.project_id from partner.agreement a join "
                   "partner.disbursement_request x"
                   " on x.agreement_id = a.id where x.id = $1)";
        case entity::payment_batch_item:
            return "(select a.project_id from partner.agreement a join"
                   " partner.disbursement_request q on q.agreement_id = a.id"
                   " join partner.payment_batch_item x on x.request_id = q.id where x.id = $1)";
        case entity::expenditure_report:
            return "(select a.project_id from partner.agreement a join partner.expenditure_report x"
                   " on x.agreement_id = a.id where x.id = $1)";
        case entity::obligation:
            return "(select project_id from funding.obligation where id = $1)";
        case entity::journal_entry:
            return "(select project_id from ledger.entry where id = $1)";
        case entity::receivable:
            return "(select a.project_id from partner.agreement a join partner.receivable x"
                   " on x.agreement_id = a.id where x.id = $1)";
        default:
            break;
    }
    domain::expects(false, "this thing belongs to no project");
    return {};
}

std::string with_project(std::string_view before, domain::entity what, std::string_view after) {
    return std::string{before} + std::string{project_behind(what)} + std::string{after};
}

struct posting_columns {
    std::vector<std::string> kinds, currencies;
    std::vector<std::int64_t> owners, parts, amounts, bases;
    std::vector<std::optional<std::string>> rates, floors;
};

posting_columns columns_of(const domain::journal_entry& entry) {
    posting_columns columns;
    for (const auto& one : entry.postings()) {
        columns.kinds.emplace_back(name(one.account.kind));
        columns.owners.push_back(one.account.owner_id);
        columns.parts.push_back(one.account.part_id);
        columns.currencies.emplace_back(one.amount.currency_unit().code());
        columns.amounts.push_back(one.amount.minor());
        columns.bases.push_back(one.base.minor());
        columns.rates.push_back(one.rate);
        columns.floors.push_back(
            one.floor ? std::optional{std::to_string(*one.floor)} : std::nullopt
        );
    }
    return columns;
}

struct cell_columns {
    std::vector<std::string> measures, states, currencies;
    std::vector<std::int64_t> amounts, bases;

    void add(
        const domain::measure_delta& delta, std::string state, std::int64_t amount,
        std::int64_t base
    ) {
        if (amount == 0 && base == 0) {
            return;
        }
        measures.emplace_back(delta.measure);
        states.push_back(std::move(state));
        currencies.emplace_back(delta.amount.currency_unit().code());
        amounts.push_back(amount);
        bases.push_back(base);
    }
};

cell_columns cells_of(const domain::journal_entry& entry, std::span<const state_share> shares) {
    cell_columns cells;
    if (entry.subject().project_id == 0) {
        return cells;
    }
    std::vector<std::int64_t> weights;
    for (const auto& one : shares) {
        weights.push_back(one.share.scaled());
    }
    for (const auto& delta : measures_of(entry)) {
        if (shares.empty()) {
            cells.add(delta, "", delta.amount.minor(), delta.base.minor());
            continue;
        }
        const auto amounts = domain::split_by_largest_remainder(delta.amount.minor(), weights);
        const auto bases = domain::split_by_largest_remainder(delta.base.minor(), weights);
        for (std::size_t i = 0; i < shares.size(); ++i) {
            cells.add(delta, shares[i].state, amounts[i], bases[i]);
        }
    }
    return cells;
}

}  // namespace

query post_entry(
    const domain::journal_entry& entry, std::int64_t actor_id, std::span<const state_share> shares
) {
    domain::expects(entry.is_balanced(), "a journal entry balances before it is posted");
    const auto columns = columns_of(entry);
    const auto cells = cells_of(entry, shares);
    return {
        post_statement,
        {entry.event(),
         entry.origin,
         entry.subject().instrument_id,
         entry.subject().project_id,
         entry.subject().agreement_id,
         entry.effective_on(),
         actor_id,
         entry.source().type,
         entry.source().id,
         entry.reason,
         entry.reverses_id,
         array_of(std::span{columns.kinds}),
         array_of(std::span{columns.owners}),
         array_of(std::span{columns.parts}),
         array_of(std::span{columns.currencies}),
         array_of(std::span{columns.amounts}),
         array_of(std::span{columns.bases}),
         array_of(std::span{columns.rates}),
         array_of(std::span{columns.floors}),
         array_of(std::span{cells.measures}),
         array_of(std::span{cells.states}),
         array_of(std::span{cells.currencies}),
         array_of(std::span{cells.amounts}),
         array_of(std::span{cells.bases})}};
}

query lock_project_of(domain::entity what, std::int64_t id) {
    return {
        interned(
            "lock_project",
            with_project(
                R"(
                    select project_id
                      from ledger.project_lock
                      where project_id = )",
                what, " for no key update"
            )
        ),
        {id}};
}

query shares_of_project_of(domain::entity what, std::int64_t id, domain::date on) {
    return {
        interned(
            "project_shares",
            with_project(
                "with p as (select ", what,
                " as id) select b.state, b.share from funding.benefiting_state b, p"
                " where b.project_id = p.id and b.member and b.share is not null"
                "   and b.valid_from = (select max(valid_from) from funding.benefiting_state"
                "        where project_id = p.id and valid_from <= $2) order by b.state"
            )
        ),
        {id, on}};
}

std::vector<state_share> shares_of(const rows& answer) {
    std::vector<state_share> shares;
    for (const auto one : answer) {
        shares.push_back({one.text("state"), one.percent("share")});
    }
    return shares;
}

}  // namespace tranche::persistence
