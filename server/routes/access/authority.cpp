#include "server/routes/access/authority.hpp"

#include "persistence/row_writer.hpp"

#include <string>
#include <vector>

namespace tranche::server {

using domain::money;

persistence::query approval_levels(
    const command_run& run, std::string_view instrument, std::int64_t id
) {
    std::string text =
        R"(
            select l.level, l.up_to_amount, i.base_currency,
                coalesce(string_agg(distinct u.display_name, ', ') filter (where u.id <> $2), '')
                    as holders,
                coalesce(bool_or(u.id = $2), false) as held
              from funding.instrument i
              join funding.approval_level l on l.instrument_id = i.id
               and l.valid_from = (select max(m.valid_from) from funding.approval_level m where
                   m.instrument_id = i.id and m.valid_from <= $3)
              left join people.approval_grant g on g.instrument_id = i.id
               and g.level >= l.level
               and g.valid_from <= $3
               and (g.valid_until is null or g.valid_until >= $3)
               and (g.ended_on is null or g.ended_on > $3)
              left join people.user_account u on u.id = g.user_id
               and u.active
               and 'approver' = any (u.roles)
              where i.id = )";
    text += instrument;
    text += " group by l.level, l.up_to_amount, i.base_currency order by l.level";
    return {
        persistence::interned("approval_levels", std::move(text)),
        {id, run.who().authority(), run.today()}};
}

domain::approval_verdict check_level(
    command_run& run, const persistence::rows& levels, money amount, bool together
) {
    std::vector<domain::approval_level> known;
    for (const auto row : levels) {
        known.push_back({row.integer("level"), {}, row.truth("held")});
        if (!row.is_null("up_to_amount")) {
            known.back().up_to = row.money("up_to_amount", "base_currency");
        }
    }
    const auto verdict = domain::approval_by_level(known, amount);
    if (verdict.allowed) {
        return verdict;
    }
    std::string who;
    for (const auto row : levels) {
        if (verdict.needed == row.integer("level")) {
            who = row.text("holders");
        }
    }
    const auto limit = shown(verdict.level ? *verdict.limit : money{0, amount.currency_unit()});
    if (who.empty()) {
        run.require(
            false, "", "approval_level_vacant", {{"amount", shown(amount)}, {"limit", limit}}
        );
    } else {
        run.require(
            false, "", together ? "beyond_level_together" : "beyond_approval_level",
            {{"amount", shown(amount)},
             {"limit", limit},
             {"level", std::to_string(*verdict.needed)},
             {"who", who}}
        );
    }
    return verdict;
}

}  // namespace tranche::server
