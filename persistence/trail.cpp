#include "persistence/trail.hpp"

#include "persistence/round_trip.hpp"
#include "persistence/row_writer.hpp"
#include "persistence/trail_map.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace tranche::persistence {
namespace {

using domain::entity;
using ids_by_kind = std::map<entity, std::vector<std::int64_t>>;

enum class direction { back, forward };

value any_of(const std::vector<std::int64_t>& ids) {
    return array_of(std::span{ids});
}

// What of the relation is found in a direction from some ids, each with the thing it was found
// from.
std::string question(const trail_relation& one, direction where) {
    const bool back = where == direction::back;
    std::string text{
        back ? "select behind as found, min(feeds) as via from ("
             : "select feeds as found, min(behind) as via from ("};
    text += one.pairs;
    text += back ? ") p where feeds = any($1::bigint[]) and behind is not null"
                 : ") p where behind = any($1::bigint[]) and feeds is not null";
    text += " group by 1 order by 1 limit " + std::to_string(trail_things_at_most + 1);
    return text;
}

class walk {
public:
    walk(direction where, trail_name from) : where_{where} {
        seen_.insert(from);
        frontier_[from.what].push_back(from.id);
    }

    // The next level's questions; none when the walk is over.
    void ask(std::vector<query>& trip) {
        asked_.clear();
        for (const auto& one : trail_relations()) {
            const auto found = frontier_.find(where_ == direction::back ? one.feeds : one.behind);
            if (found == frontier_.end()) {
                continue;
            }
            trip.push_back({interned("trail", question(one, where_)), {any_of(found->second)}});
            asked_.push_back(&one);
        }
        frontier_.clear();
    }

    void listen(std::span<const rows> answers) {
        for (std::size_t i = 0; i < asked_.size(); ++i) {
            const auto& one = *asked_[i];
            const bool back = where_ == direction::back;
            for (const auto row : answers[i]) {
                add(
                    {{back ? one.behind : one.feeds, row.integer("found")},
                     one.what,
                     trail_name{back ? one.feeds : one.behind, row.integer("via")}}
                );
            }
        }
    }

    void add(trail_thing thing) {
        if (!seen_.insert(thing.name).second) {
            return;
        }
        if (things_.size() == trail_things_at_most) {
            truncated_ = true;
            return;
        }
        frontier_[thing.name.what].push_back(thing.name.id);
        things_.push_back(std::move(thing));
    }

    [[nodiscard]] std::size_t asked() const { return asked_.size(); }
    [[nodiscard]] bool truncated() const { return truncated_; }
    std::vector<trail_thing>& things() { return things_; }

private:
    direction where_;
    std::set<trail_name> seen_;
    ids_by_kind frontier_;
    std::vector<const trail_relation*> asked_;
    std::vector<trail_thing> things_;
    bool truncated_ = false;
};

// What an entry came from is said by the entry, whatever kind of thing it is.
void start_from_source(session& with, const trail_wish& wish, walk& back) {
    if (wish.subject.what != entity::journal_entry) {
        return;
    }
    const auto found =
        ask(with,
            {{"trail_source", "select source_type, source_id from ledger.entry where id = $1"},
             {wish.subject.id}});
    for (const auto row : found) {
        if (const auto what = domain::entity_of_stem(row.text("source_type"))) {
            back.add({{*what, row.integer("source_id")}, "recorded_as", wish.subject});
        }
    }
}

void walk_both_ways(session& with, walk& back, walk& forward) {
    while (true) {
        std::vector<query> trip;
        back.ask(trip);
        forward.ask(trip);
        if (trip.empty()) {
            return;
        }
        const auto answers = round_trip(with, trip);
        back.listen(std::span{answers}.first(back.asked()));
        forward.listen(std::span{answers}.subspan(back.asked()));
    }
}

query faces_of(const trail_face& face, const std::vector<std::int64_t>& ids) {
    const auto text = "select x.id, " + std::string{face.code} + " as code, " +
        std::string{face.on} + " as on_day, " + std::string{face.amount} + " as amount, " +
        std::string{face.currency} + " as currency from " +
        std::string{domain::names_of(face.of).table} + " x where x.id = any($1::bigint[])";
    return {interned("trail_face", text), {any_of(ids)}};
}

// Rows of one kind of thing: who did what when, or which document of what day.
template <class Declared>
std::optional<query> told_of(
    entity of, const std::vector<std::int64_t>& ids, std::span<const Declared> all,
    std::string (*columns)(const Declared&)
) {
    std::string parts;
    for (const auto& one : all) {
        if (one.of == of) {
            parts += std::string{parts.empty() ? "" : " union all "} + "select x.id as of_id, " +
                columns(one) + " as on_day from " + std::string{domain::names_of(of).table} +
                " x where x.id = any($1::bigint[])";
        }
    }
    if (parts.empty()) {
        return std::nullopt;
    }
    const auto text = "select v.*, u.name as person from (" + parts +
        ") v left join people.user_account u on u.id = v.person_id where v.told is not null"
        " order by v.on_day nulls first, v.of_id, v.told limit " +
        std::to_string(4 * trail_things_at_most);  // a thing has at most four acts
    return query{interned("trail_told", text), {any_of(ids)}};
}

std::string columns_of_act(const trail_act& one) {
    return "case when " + std::string{one.person} + " is not null then '" + std::string{one.act} +
        "' end as told, " + std::string{one.person} + " as person_id, " + std::string{one.on};
}

std::string columns_of_document(const trail_document& one) {
    return std::string{one.document} + " as told, null::bigint as person_id, " +
        std::string{one.on};
}

std::string entries_condition(entity of) {
    const auto found = std::ranges::find(entries_of_things(), of, &trail_entries::of);
    return found != entries_of_things().end()
        ? std::string{found->condition}
        : "e.source_id = $1 and e.source_type = '" + std::string{domain::names_of(of).stem} + "'";
}

void ask_ledger(const trail_wish& wish, std::vector<query>& trip) {
    const auto chosen = "select e.* from ledger.entry e where " +
        entries_condition(wish.subject.what) + " and e.id > $2 order by e.id limit $3::bigint";
    trip.push_back(
        {interned(
             "trail_entries",
             "select e.id, e.event, e.effective_on, to_char(e.recorded_at at time zone 'UTC',"
             " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') as recorded_at, e.source_type, e.source_id,"
             " e.reverses_id, (select r.id from ledger.entry r where r.reverses_id = e.id)"
             " as reversed_by, u.name as person from (" +
                 chosen + ") e left join people.user_account u on u.id = e.actor_id order by e.id"
         ),
         {wish.subject.id, wish.entries_after, wish.entries + 1}}
    );
    trip.push_back(
        {interned(
             "trail_postings",
             "select g.entry_id, d.book::text as book, k.kind, k.currency, g.amount, g.base_amount,"
             " coalesce(i.base_currency, k.currency) as base_currency,"
             " trim_scale(g.rate)::text as rate from (" +
                 chosen +
                 ") e join ledger.posting g on g.entry_id = e.id"
                 " join ledger.account k on k.id = g.account_id"
                 " join ledger.account_kind d on d.kind = k.kind"
                 " left join funding.instrument i on i.id = e.instrument_id"
                 " order by g.entry_id, d.book, k.kind, k.id"
         ),
         {wish.subject.id, wish.entries_after, wish.entries}}
    );
    trip.push_back(
        {{"trail_audit",
          R"(
              select v.id, to_char(v.at at time zone 'UTC',
                  'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, v.action,
                  case when v.actor_id = 0 then 'operator' else u.name end as person
                from audit.event v
                left join people.user_account u on u.id = v.actor_id
                where v.subject_id = $1
                 and v.subject_type = $2
                order by v.id desc
                limit $3::bigint)"},
         {wish.subject.id, domain::names_of(wish.subject.what).stem, trail_events_at_most}}
    );
}

ids_by_kind kinds_in(const std::vector<trail_thing>& things) {
    ids_by_kind kinds;
    for (const auto& one : things) {
        kinds[one.name.what].push_back(one.name.id);
    }
    return kinds;
}

void set_faces(std::vector<trail_thing>& things, const std::map<trail_name, row>& faces) {
    for (auto& one : things) {
        const auto found = faces.find(one.name);
        if (found == faces.end()) {
            continue;
        }
        const auto& face = found->second;
        one.code = face.maybe_text("code");
        one.on = face.maybe_text("on_day");
        if (!face.is_null("amount") && !face.is_null("currency")) {
            one.amount = face.money("amount", "currency");
        }
    }
}

// Names all things of both directions in one trip, together with the rest of the answer.
void tell(session& with, const trail_wish& wish, trail& made) {
    std::vector<query> trip;
    std::vector<entity> faced;
    auto all = made.behind;
    all.push_back(made.subject);
    const auto behind = kinds_in(all);
    all.insert(all.end(), made.feeds.begin(), made.feeds.end());
    for (const auto& [kind, ids] : kinds_in(all)) {
        const auto face = std::ranges::find(trail_faces(), kind, &trail_face::of);
        if (face != trail_faces().end()) {
            trip.push_back(faces_of(*face, ids));
            faced.push_back(kind);
        }
    }
    std::vector<std::pair<entity, bool>> told;  // whether of people
    for (const auto& [kind, ids] : behind) {
        if (auto people = told_of(kind, ids, trail_acts(), &columns_of_act)) {
            trip.push_back(*std::move(people));
            told.emplace_back(kind, true);
        }
        if (auto documents = told_of(kind, ids, trail_documents(), &columns_of_document)) {
            trip.push_back(*std::move(documents));
            told.emplace_back(kind, false);
        }
    }
    ask_ledger(wish, trip);
    auto answers = round_trip(with, trip);
    std::map<trail_name, row> faces;
    for (std::size_t i = 0; i < faced.size(); ++i) {
        for (const auto row : answers[i]) {
            faces.emplace(trail_name{faced[i], row.integer("id")}, row);
        }
    }
    std::vector<trail_thing> subject{made.subject};
    set_faces(subject, faces);
    made.subject = subject.front();
    set_faces(made.behind, faces);
    set_faces(made.feeds, faces);
    for (std::size_t i = 0; i < told.size(); ++i) {
        auto& list = told[i].second ? made.people : made.documents;
        list.emplace_back(told[i].first, std::move(answers[faced.size() + i]));
    }
    for (auto at = answers.size() - 3; at < answers.size(); ++at) {
        made.ledger.push_back(std::move(answers[at]));
    }
}

}  // namespace

std::optional<trail> follow(session& with, const trail_wish& wish) {
    const auto face = std::ranges::find(trail_faces(), wish.subject.what, &trail_face::of);
    if (face == trail_faces().end() || ask(with, faces_of(*face, {wish.subject.id})).empty()) {
        return std::nullopt;
    }
    walk back{direction::back, wish.subject};
    walk forward{direction::forward, wish.subject};
    start_from_source(with, wish, back);
    walk_both_ways(with, back, forward);
    trail made{.subject = {.name = wish.subject}};
    made.behind = std::move(back.things());
    made.feeds = std::move(forward.things());
    made.truncated = back.truncated() || forward.truncated();
    tell(with, wish, made);
    return made;
}

}  // namespace tranche::persistence
