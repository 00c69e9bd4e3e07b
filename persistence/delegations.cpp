#include "persistence/delegations.hpp"

#include "domain/entity.hpp"

namespace tranche::persistence {

query represented_by(std::int64_t to_user, domain::date on, std::string_view named) {
    const auto id = domain::parse_public_id(domain::entity::user_account, named);
    return {
        {"represented_by",
         R"(
             select u.id, u.name, string_agg(distinct r, ' ') as roles
               from people.delegation d
               join people.user_account me on me.id = d.to_user
               join people.user_account u on u.id = d.from_user
               cross join lateral unnest(u.roles) r
               where d.to_user = $1
                and $2::date between d.valid_from and d.valid_until
                and d.revoked_at is null
                and u.active
                and u.partner_id is not distinct from me.partner_id
                and not 'donor_viewer' = any (u.roles || me.roles)
                and (d.roles is null or r = any (d.roles))
                and r <> 'administrator'
                and ($3 = '' or u.name = $3 or u.id = $4::bigint)
               group by u.id, u.name
               order by u.name)"},
        {to_user, on, named, id}};
}

query account_for_authority(std::string_view named, const std::optional<side_of>& side) {
    const auto id = domain::parse_public_id(domain::entity::user_account, named);
    return {
        {"account_for_authority",
         R"(
             select u.id, u.name, array_to_string(u.roles, ' ') as roles, u.partner_id
               from people.user_account u
               where (u.name = $1 or u.id = $2::bigint)
                and u.active
                and ($3 or u.partner_id is not distinct from $4::bigint))"},
        {named, id, !side.has_value(), side ? side->partner_id : std::nullopt}};
}

query list_delegations(std::optional<std::int64_t> of_user, std::optional<std::int64_t> id) {
    return {
        {"list_delegations",
         R"(
             select d.id, d.from_user, f.name as from_name, t.name as to_name, d.valid_from,
                 d.valid_until, array_to_string(d.roles, ' ') as roles, d.reason,
                 b.name as decided_by, extract(epoch from d.decided_at)::bigint as decided_at,
                 extract(epoch from d.revoked_at)::bigint as revoked_at, r.name as revoked_by,
                 d.version
               from people.delegation d
               join people.user_account f on f.id = d.from_user
               join people.user_account t on t.id = d.to_user
               join people.user_account b on b.id = d.decided_by
               left join people.user_account r on r.id = d.revoked_by
               where ($1::bigint is null or $1 in (d.from_user, d.to_user))
                and ($2::bigint is null or d.id = $2)
               order by d.valid_from desc, d.id
               limit 500)"},
        {of_user, id}};
}

}  // namespace tranche::persistence
