#include "server/routes/funding/donor_corrections.hpp"

#include "domain/contract.hpp"
#include "persistence/random_id.hpp"
#include "server/routes/service/facts.hpp"

#include <sstream>

namespace tranche::server {
namespace {

using domain::correction;
using domain::entity;

entity entity_of(correction how) {
    switch (how) {
        case correction::receipt_application:
            return entity::receipt_application;
        case correction::donor_refund:
            return entity::donor_refund;
        case correction::line_transfer:
            return entity::line_transfer;
        case correction::return_release:
            return entity::return_release;
        default:
            break;
    }
    domain::expects(false, "an act on donors' money");
    return {};
}

// "allocation 12 donor_refund 7" by the names people know them by.
std::string named(const std::string& users) {
    std::istringstream rest{users};
    std::string stem;
    std::string all;
    for (std::int64_t id = 0; rest >> stem >> id;) {
        if (const auto what = domain::entity_of_stem(stem)) {
            all += (all.empty() ? "" : ", ") + domain::public_id(*what, id);
        }
    }
    return all.empty() ? "-" : all;
}

void refuse_used(
    command_run& run, domain::money amount, domain::money left, const std::string& users
) {
    run.require(
        false, "", "used_by",
        {{"amount", shown(amount)}, {"available", shown(left)}, {"users", named(users)}}
    );
}

persistence::query lock_pots_filled_by(std::string_view type, std::int64_t source) {
    return {
        {"lock_pots_filled_by",
         R"(
             select pg_advisory_xact_lock(
                 hashtextextended('funding.money_source ' || p.line_id, p.pot_id))
               from (select distinct line_id, pot_id
                   from funding.money_source
                   where source_type = $1 and source_id = $2 and amount > 0
                   order by 1, 2) p)"},
        {type, source}};
}

// What each giver has left where the act brought its money, and the newest that took of it since.
persistence::query givers_of(std::string_view type, std::int64_t source, domain::date on) {
    return {
        {"givers_of_donor_act",
         R"(
             select m.amount, l.currency, greatest(0, least(g.amount, case when m.held then g.amount
                     else funding.available_from(m.line_id, m.pot_id, $3) end)) as left_over,
                 u.users
               from funding.money_source m
               join funding.funding_line l on l.id = m.line_id
               join funding.giver_balance g on g.line_id = m.line_id and g.pot_id = m.pot_id
                and g.held = m.held and g.contribution_id is not distinct from m.contribution_id
               cross join lateral (
                 select coalesce(string_agg(t.source_type || ' ' || t.source_id, ' '), '') as users
                   from (
                     select x.source_type, x.source_id
                       from funding.money_source x
                       where x.line_id = m.line_id and x.pot_id = m.pot_id and x.held = m.held
                         and x.contribution_id is not distinct from m.contribution_id
                         and x.amount < 0 and not x.reverses and x.id > m.id
                         and not exists (select 1 from funding.donor_refund b
                             where b.reverses_id = x.source_id)
                         and not exists (select 1 from funding.line_transfer b
                             where b.reverses_id = x.source_id)
                         and not exists (select 1 from funding.return_release b
                             where b.reverses_id = x.source_id)
                       order by x.id desc
                       limit 5) t) u
               where m.source_type = $1 and m.source_id = $2 and m.amount > 0
               order by m.id)"},
        {type, source, on}};
}

// What was received unapplied and what of it is there, in amount and in value.
persistence::query unapplied_of_receipt(std::int64_t receipt) {
    return {
        {"unapplied_of_receipt",
         R"(
             select r.unapplied_amount as amount, r.currency, u.amount as left_over,
                 u.amount > r.unapplied_amount
                     or (u.amount = r.unapplied_amount and u.base_amount = g.base_amount)
                     as is_there,
                 (select coalesce(string_agg(t.what || ' ' || t.id, ' '), '') from (
                     select 'receipt_application' as what, x.id
                       from funding.receipt_application x
                       where x.contribution_id = r.contribution_id and x.reverses_id is null
                         and not exists (select 1 from funding.receipt_application b
                             where b.reverses_id = x.id)
                     union all
                     select 'donor_refund', x.id
                       from funding.donor_refund x
                       where x.contribution_id = r.contribution_id and x.reverses_id is null
                         and x.taken_from = 'unapplied' and x.paid_by is not null
                         and not exists (select 1 from funding.donor_refund b
                             where b.reverses_id = x.id)) t) as users
               from funding.contribution_receipt r
               join ledger.entry e on e.source_id = r.id and e.source_type = 'contribution_receipt'
               join ledger.account a on a.owner_id = r.contribution_id
                and a.kind = 'unapplied_receipt'
               join ledger.balance u on u.account_id = a.id
               join ledger.posting g on g.entry_id = e.id and g.account_id = a.id
               where r.id = $1)"},
        {receipt}};
}

}  // namespace

persistence::query donor_act_behind(correction how, std::int64_t source) {
    switch (entity_of(how)) {
        case entity::receipt_application:
            return {
                {"application_to_reverse",
                 R"(
                     select x.recorded_by as made_by, x.recorded_for as made_for,
                         x.contribution_id
                       from funding.receipt_application x
                       join funding.contribution c on c.id = x.contribution_id
                       where x.id = $1 for no key update of c)"},
                {source}};
        case entity::donor_refund:
            return {
                {"donor_refund_to_reverse",
                 R"(
                     select x.paid_by as made_by, x.paid_for as made_for, x.contribution_id,
                         x.bank_reference
                       from funding.donor_refund x
                       join funding.contribution c on c.id = x.contribution_id
                       where x.id = $1 for no key update of c)"},
                {source}};
        case entity::line_transfer:
            return {
                {"line_transfer_to_reverse",
                 R"(
                     select x.decided_by as made_by, x.decided_for as made_for,
                         null::bigint as contribution_id
                       from funding.line_transfer x
                       where x.id = $1)"},
                {source}};
        default:
            return {
                {"return_release_to_reverse",
                 R"(
                     select x.recorded_by as made_by, x.recorded_for as made_for,
                         x.contribution_id
                       from funding.return_release x
                       join funding.contribution c on c.id = x.contribution_id
                       where x.id = $1 for no key update of c)"},
                {source}};
    }
}

void check_givers_still_have_it(
    command_run& run, correction how, std::int64_t source, domain::date on
) {
    const auto type = domain::names_of(entity_of(how)).stem;
    const auto found = run.load({lock_pots_filled_by(type, source), givers_of(type, source, on)});
    for (const auto row : found[1]) {
        const auto amount = row.money("amount", "currency");
        const auto left = row.money("left_over", "currency");
        if (amount > left) {
            refuse_used(run, amount, left, row.text("users"));
        }
    }
}

void check_still_unapplied(command_run& run, std::int64_t receipt) {
    const auto found = run.load({unapplied_of_receipt(receipt)});
    for (const auto row : found[0]) {
        if (!row.truth("is_there")) {
            refuse_used(
                run, row.money("amount", "currency"), row.money("left_over", "currency"),
                row.text("users")
            );
        }
    }
}

void give_sources_back(command_run& run, const taking_back& asked, const taken_back& made) {
    run.write(
        {{"give_sources_back",
          R"(
              insert into funding.money_source (source_type, source_id, number, line_id, pot_id,
                  contribution_id, held, amount, effective_on, reverses)
                select source_type, $3, number, line_id, pot_id, contribution_id, held, -amount,
                    $4, true
                  from funding.money_source
                  where source_type = $1 and source_id = $2
                  order by line_id, pot_id, contribution_id nulls first)"},
         {domain::names_of(made.what).stem, asked.source, made.id, asked.on}}
    );
}

namespace {

persistence::statement copy_of(correction how) {
    switch (entity_of(how)) {
        case entity::receipt_application:
            return {
                "reverse_application",
                R"(
                    insert into funding.receipt_application (id, contribution_id, applied_on,
                        currency, amount, base_amount, overhead_amount, recorded_by, recorded_for,
                        reverses_id)
                      select $2, contribution_id, $3, currency, -amount, -base_amount,
                          -overhead_amount, $4, $5, id
                        from funding.receipt_application
                        where id = $1)"};
        case entity::donor_refund:
            return {
                "reverse_donor_refund",
                R"(
                    insert into funding.donor_refund (id, contribution_id, taken_from, currency,
                        amount, reason, requested_by, requested_for, requested_on, paid_by,
                        paid_for, paid_on, bank_reference, rate, taken_base, exchange_difference,
                        reverses_id)
                      select $2, contribution_id, taken_from, currency, -amount, $6, $4, $5, $3,
                          $4, $5, $3, $7, rate, -taken_base, -exchange_difference, id
                        from funding.donor_refund
                        where id = $1)"};
        case entity::line_transfer:
            return {
                "reverse_line_transfer",
                R"(
                    insert into funding.line_transfer (id, from_line_id, to_line_id,
                        contribution_id, transferred_on, currency, amount, reason, decided_by,
                        decided_for, reverses_id)
                      select $2, from_line_id, to_line_id, contribution_id, $3, currency, -amount,
                          $6, $4, $5, id
                        from funding.line_transfer
                        where id = $1)"};
        default:
            return {
                "reverse_return_release",
                R"(
                    insert into funding.return_release (id, contribution_id, line_id, released_on,
                        currency, amount, consent, recorded_by, recorded_for, reverses_id)
                      select $2, contribution_id, line_id, $3, currency, -amount, $6, $4, $5, id
                        from funding.return_release
                        where id = $1)"};
    }
}

}  // namespace

taken_back take_back_donor_act(
    command_run& run, const taking_back& asked, const persistence::row& behind
) {
    const auto id = persistence::random_id();
    const auto what = entity_of(asked.how);
    std::vector<persistence::value> values{
        asked.source, id, asked.on, run.who().user_id, run.who().represented()};
    if (what != entity::receipt_application) {
        values.emplace_back(asked.reason);
    }
    if (what == entity::donor_refund) {
        values.emplace_back(reference_of(asked, behind));
    }
    run.write({copy_of(asked.how), values});
    if (const auto contribution = behind.maybe_integer("contribution_id")) {
        run.update(entity::contribution, *contribution, {});
    }
    return {what, id};
}

}  // namespace tranche::server
