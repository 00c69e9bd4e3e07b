#include "persistence/sealer.hpp"

#include "persistence/round_trip.hpp"
#include "persistence/row_writer.hpp"
#include "persistence/seal.hpp"

#include <vector>

namespace tranche::persistence {
namespace {

constexpr statement begin_sealing{"begin_sealing", "begin"};
constexpr statement commit_sealing{"commit_sealing", "commit"};
constexpr statement rollback_sealing{"rollback_sealing", "rollback"};

// "seal" in the upper half, so that nobody else's lock is met by chance.
constexpr statement take_turn{
    "take_turn_to_seal", "select pg_try_advisory_xact_lock(1936023916, 1) as is_ours"};

constexpr statement oldest_running{
    "oldest_running",
    "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint as transaction"};

// Rolls back unless all went well; after an outage there is nothing left to roll back.
class sealing_transaction {
public:
    explicit sealing_transaction(session& with) : with_{with} {
        const std::vector<query> trip{{begin_sealing, {}}, {take_turn, {}}};
        is_ours_ = round_trip(with_, trip)[1][0].truth("is_ours");
    }
    ~sealing_transaction() {
        if (!committed_) {
            try {
                ask(with_, {rollback_sealing, {}});
            } catch (const std::exception&) {
                // Its holder opens another session.
            }
        }
    }
    sealing_transaction(const sealing_transaction&) = delete;
    sealing_transaction& operator=(const sealing_transaction&) = delete;

    [[nodiscard]] bool is_ours() const { return is_ours_; }
    void commit() {
        ask(with_, {commit_sealing, {}});
        committed_ = true;
    }

private:
    session& with_;
    bool is_ours_ = false;
    bool committed_ = false;
};

bool is_closed(session& with, std::int64_t next_transaction) {
    return ask(with, {oldest_running, {}})[0].integer("transaction") >= next_transaction;
}

// One range of one stream, after its newest seal; the id it ends at.
std::int64_t seal_range(
    session& with, const seal_stream& of, const std::optional<seal>& before, std::int64_t until,
    std::int64_t range_limit
) {
    seal one;
    one.stream = of.name;
    if (before) {
        one.n = before->n;
        one.first_id = before->last_id;
        one.prev_hash = before->hash;
    }
    ++one.n;
    std::string leaves;
    one.last_id = read_leaves(with, of, one.first_id, until, range_limit, [&](const leaf& found) {
        append_leaf(leaves, found);
        ++one.count;
    });
    if (one.count == 0) {
        return until;  // gone since the mark was taken, which no right of the server's allows
    }
    ++one.first_id;
    one.root = sha256(leaves);
    one.sealed_at =
        ask(with, {{"sealing_time", "select clock_timestamp() as now"}, {}})[0].text("now");
    one.hash = hash_of(one);
    ask(with, insert_seal(one, leaves));
    return one.last_id;
}

}  // namespace

sealer::mark sealer::take_mark(session& with) {
    static const auto text = [] {
        std::string made = "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next";
        for (const auto& one : seal_streams()) {
            made += ", (select coalesce(max(id), 0) from " + std::string{one.key} + ") as " +
                std::string{one.name};
        }
        return made;
    }();
    const auto found = ask(with, {{"mark_to_seal", text}, {}});
    mark made;
    made.next_transaction = found[0].integer("next");
    for (const auto& one : seal_streams()) {
        const std::string name{one.name};
        made.newest[name] = found[0].integer(name.c_str());
    }
    return made;
}

sealer::outcome sealer::seal_up_to(session& with, const mark& until) const {
    std::map<std::string, seal, std::less<>> newest;
    for (const auto row : ask(with, newest_seals())) {
        auto one = seal_of(row);
        newest.emplace(one.stream, one);
    }
    outcome done;
    for (const auto& one : seal_streams()) {
        const auto known = newest.find(one.name);
        const auto before =
            known == newest.end() ? std::nullopt : std::optional<seal>{known->second};
        const auto last = until.newest.find(one.name)->second;
        const auto sealed = before ? before->last_id : 0;
        if (sealed >= last) {
            continue;
        }
        const auto end = seal_range(with, one, before, last, range_limit_);
        done.sealed += end - sealed;
        done.more = done.more || end < last;
    }
    return done;
}

sealer::outcome sealer::tick(session& with) {
    sealing_transaction transaction{with};
    if (!transaction.is_ours()) {
        return {};
    }
    // A mark that waited may be closed by now; a new one often is when nobody writes at the moment.
    outcome done;
    for (int turn = 0; turn < 2 && !done.more; ++turn) {
        if (!pending_) {
            pending_ = take_mark(with);
        }
        if (!is_closed(with, pending_->next_transaction)) {
            done.waits = true;
            break;
        }
        const auto here = seal_up_to(with, *pending_);
        done.sealed += here.sealed;
        done.more = here.more;
        if (!here.more) {
            pending_.reset();
        }
    }
    transaction.commit();
    return done;
}

// The row with the lowest id is the oldest, or as good as: whoever watches asks often.
std::int64_t seal_lag(session& with) {
    constexpr statement waiting{
        "seal_lag",
        R"(
            select greatest(0, ceil(extract(epoch from clock_timestamp() - least(
                (select e.recorded_at from ledger.entry e where e.id > coalesce(
                    (select s.last_id from audit.seal s where s.stream = 'journal'
                        order by s.n desc limit 1), 0) order by e.id limit 1),
                (select v.at from audit.event v where v.id > coalesce(
                    (select s.last_id from audit.seal s where s.stream = 'audit'
                        order by s.n desc limit 1), 0) order by v.id limit 1)))))::bigint as seconds)"};
    return ask(with, {waiting, {}})[0].maybe_integer("seconds").value_or(0);
}

}  // namespace tranche::persistence
