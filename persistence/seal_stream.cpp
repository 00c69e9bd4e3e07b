#include "persistence/seal_stream.hpp"

#include "persistence/round_trip.hpp"
#include "persistence/row_writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace tranche::persistence {
namespace {

// A posting is sealed with what its account is: an account that changes hands is found as well.
constexpr statement postings_to_seal{
    "postings_to_seal",
    R"(
        select p.entry_id, p.account_id, a.kind, a.owner_id, a.part_id, a.currency, p.amount,
            p.base_amount, p.rate
          from ledger.posting p
          left join ledger.account a on a.id = p.account_id
          where p.entry_id > $1
           and p.entry_id <= $2
          order by p.entry_id, p.account_id)"};

constexpr statement entries_to_seal{
    "entries_to_seal",
    R"(
        select e.id, e.event, e.origin, e.instrument_id, e.project_id, e.agreement_id,
            e.effective_on, e.recorded_at, e.actor_id, e.source_type, e.source_id, e.reason,
            e.reverses_id
          from ledger.entry e
          where e.id > $1
           and e.id <= $2
          order by e.id)"};

constexpr statement shares_to_seal{
    "shares_to_seal",
    R"(
        select s.entry_id, s.measure, s.state, s.currency, s.amount, s.base_amount
          from ledger.entry_share s
          where s.entry_id > $1
           and s.entry_id <= $2
          order by s.entry_id, s.measure collate "C", s.state collate "C", s.currency)"};

constexpr statement events_to_seal{
    "events_to_seal",
    R"(
        select v.id, v.at, v.actor_id, v.on_behalf_of, v.roles, v.action, v.subject_type,
            v.subject_id, v.request_id, coalesce(v.erased_digest,
                audit.personal_digest(v.salt, v.remote_address, v.detail)) as personal_digest
          from audit.event v
          where v.id > $1
           and v.id <= $2
          order by v.id)"};

// Events of form 1 have no roles; one that was given some since then is found by its action.
constexpr statement events_to_seal_1{
    "events_to_seal_1",
    R"(
        select v.id, v.at, v.actor_id, v.on_behalf_of,
            v.action || coalesce(chr(1) || v.roles, '') as action, v.subject_type, v.subject_id,
            v.request_id, coalesce(v.erased_digest,
                audit.personal_digest(v.salt, v.remote_address, v.detail)) as personal_digest
          from audit.event v
          where v.id > $1
           and v.id <= $2
          order by v.id)"};

constexpr statement confirmations_to_seal{
    "confirmations_to_seal",
    R"(
        select c.id, c.rate_id, x.series, s.base_currency, x.currency, x.valid_from, x.valid_to,
            x.quoted_on, x.rate, x.loaded_by, x.loaded_at, x.confirmed_by
          from reference.rate_confirmation c
          left join reference.exchange_rate x on x.id = c.rate_id
          left join reference.rate_series s on s.code = x.series
          where c.id > $1
           and c.id <= $2
          order by c.id)"};

std::int64_t id_at(const rows& of, int index) {
    const auto text = of[index].at(0);
    std::int64_t id = 0;
    std::from_chars(text.data(), text.data() + text.size(), id);
    return id;
}

// Walks several answers, each ordered by id, side by side.
class leaf_maker {
public:
    leaf_maker(const seal_stream& of, std::span<const rows> parts)
        : of_{of},
          parts_{parts},
          at_(parts.size(), 0) {}

    std::optional<leaf> next() {
        std::optional<std::int64_t> id;
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            if (at_[i] < parts_[i].size()) {
                const auto here = id_at(parts_[i], at_[i]);
                id = id ? std::min(*id, here) : here;
            }
        }
        if (!id) {
            return std::nullopt;
        }
        byte_form form{of_.form};
        form.add(*id);
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            add_part(form, i, *id);
        }
        return leaf{*id, form.hash()};
    }

private:
    // Every row names its table, so that no row can stand for one of another.
    void add_part(byte_form& form, std::size_t part, std::int64_t id) {
        const auto& rows = parts_[part];
        for (auto& n = at_[part]; n < rows.size() && id_at(rows, n) == id; ++n) {
            form.add(of_.parts[part].table);
            for (int column = 1; column < rows.columns(); ++column) {
                if (rows[n].is_null(column)) {
                    form.add_null();
                } else {
                    form.add(rows[n].at(column));
                }
            }
        }
    }

    const seal_stream& of_;
    std::span<const rows> parts_;
    std::vector<int> at_;
};

// The last id of the next `at_most` rows; NULL when there are fewer.
query end_of_batch(
    const seal_stream& of, std::int64_t after, std::int64_t last, std::int64_t at_most
) {
    const auto key = std::string{of.key};
    return {
        interned(
            "end_of_batch",
            "select (select id from " + key +
                " where id > $1 and id <= $2 order by id offset $3"
                " limit 1) as id"
        ),
        {after, last, at_most - 1}};
}

}  // namespace

std::span<const seal_stream> seal_streams(std::int64_t form) {
    static const std::array<seal_stream, 3> all{
        {{"journal",
          "entry",
          "ledger.entry",
          "tranche.journal.1",
          {{"ledger.entry", "e", entries_to_seal},
           {"ledger.posting", "p", postings_to_seal},
           {"ledger.entry_share", "s", shares_to_seal}}},
         {"audit",
          "event",
          "audit.event",
          "tranche.audit.2",
          {{"audit.event", "v", events_to_seal}}},
         {"rates",
          "confirmation",
          "reference.rate_confirmation",
          "tranche.rates.1",
          {{"reference.exchange_rate", "x", confirmations_to_seal}}}}};
    static const auto first = [] {
        auto before_roles = all;
        before_roles[1].form = "tranche.audit.1";
        before_roles[1].parts = {{"audit.event", "v", events_to_seal_1}};
        return before_roles;
    }();
    return form == 1 ? first : all;
}

std::int64_t read_leaves(
    session& with, const seal_stream& of, std::int64_t after, std::int64_t last,
    std::int64_t at_most, const std::function<void(const leaf&)>& take
) {
    const auto end = ask(with, end_of_batch(of, after, last, at_most))[0].maybe_integer("id");
    const auto upto = end.value_or(last);
    std::vector<query> trip;
    for (const auto& part : of.parts) {
        trip.push_back({part.rows, {after, upto}});
    }
    const auto answers = round_trip(with, trip);
    leaf_maker maker{of, answers};
    while (const auto made = maker.next()) {
        take(*made);
    }
    return upto;
}

}  // namespace tranche::persistence
