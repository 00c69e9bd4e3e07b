// One run of one command: a single transaction that holds its checks, rows, postings, audit event
// and idempotency record. A command is a function that loads facts, decides, and says what to
// write; this class does everything around it, in two round trips:
//   1. begin, look up the idempotency key, lock, read every fact        (load)
//   2. write everything and commit                                      (finish)
#pragma once

#include "domain/entity.hpp"
#include "domain/error.hpp"
#include "domain/journal.hpp"
#include "persistence/ledger.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "persistence/session.hpp"
#include "server/api/handler_context.hpp"
#include "server/command/audit.hpp"
#include "server/command/openings.hpp"
#include "server/command/receipt.hpp"

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

// The stored answer of an earlier run with the same key and input.
struct replayed_answer {
    int status;
    std::string body;
};

// What a command is to the pipeline, whatever it does.
struct command_identity {
    std::string_view operation_id;
    int success_status;
    std::string_view input;  // body as sent; path and version are added for the hash
    std::span<const acknowledgement> acknowledged = {};
};

class command_run {
public:
    command_run(handler_context& context, const command_identity& identity);
    // A part of a larger command, in whose transaction it runs: finish_part() ends it. A trial is
    // rolled back by its caller: it locks nothing and tells nobody.
    struct part {
        bool is_trial = false;
    };
    command_run(handler_context& context, const command_identity& identity, part kind);
    // A rehearsal of the command on one thing: facts are read without locks, nothing is written.
    command_run(handler_context& context, std::string_view operation, act_subject rehearsed);

    [[nodiscard]] const principal& who() const { return *context_.request.who; }
    [[nodiscard]] domain::date today() const { return context_.app.today(); }
    [[nodiscard]] handler_context& context() const { return context_; }

    // --- references: an id or a code, in the path or in the body ------------------------------
    // A path that names nothing is 404; a field that names nothing is a violation at its place.
    std::int64_t path_id(domain::entity what);
    std::int64_t id_of(domain::entity what, const std::string& text, std::string_view field);
    std::optional<std::int64_t> id_of(
        domain::entity what, const std::optional<std::string>& text, std::string_view field
    );

    // --- trip 1 ------------------------------------------------------------------------------
    // Facts, in the order given: lock first, then read. Opens the transaction the first time.
    std::vector<persistence::rows> load(std::initializer_list<persistence::query> queries);
    // The one row a thing must have; 404 when there is none, or it is another partner's.
    persistence::row the_row(const persistence::rows& found, domain::entity what) const;
    // Compares If-Match with the row's `version`.
    void check_version(const persistence::row& row) const;

    // --- decisions ---------------------------------------------------------------------------
    // Collects; `settle` throws them all at once.
    void require(bool holds, std::string field, std::string code, domain::message_args args = {});
    // The same for a numbered rule, which an exception may open and an acknowledgement may pass.
    void rule(
        domain::breach broken, bool holds, std::string field, std::string code,
        domain::message_args args = {}
    );
    void add(domain::violation found) { violations_.push_back(std::move(found)); }
    // What an exception would be granted for, where the path names no thing.
    void about(domain::entity what, std::int64_t id) { openings_.about({what, id}); }
    // Asks the database once more when a numbered rule did not hold, and only then.
    void settle();

    // --- trip 2 ------------------------------------------------------------------------------
    struct column {
        std::string_view name;
        persistence::value value;
    };
    void insert(std::string_view table, const std::vector<column>& columns);
    // Raises the row's version; columns may be empty.
    void update(domain::entity what, std::int64_t id, const std::vector<column>& columns);
    void write(persistence::query one) { writes_.push_back(std::move(one)); }
    // The project's benefiting States on the entry's day come from `shares`.
    void post(
        const domain::journal_entry& entry, const std::vector<persistence::state_share>& shares = {}
    );
    // What the audit event says besides who, when and the fields of insert() and update(): named
    // values, as JSON is made of them.
    void note(std::string_view name, std::string_view value);

    // Writes, audits, remembers the answer and commits; in a dry run shows postings and balances
    // and rolls back.
    api_response finish(const receipt& done);
    // The same for a part: written and checked at once, and nothing of it left when PostgreSQL
    // refuses. Throws as round_trip().
    void finish_part(const receipt& done);
    void roll_back() noexcept;
    [[nodiscard]] bool reached_commit() const { return reached_commit_; }

private:
    void begin(std::vector<persistence::query>& trip);
    // Everything collected, the audit event and what is told of it, in the order it is written.
    void write_down(std::vector<persistence::query>& trip, const receipt& done);
    // Four eyes: the person represented, beside whoever takes a step.
    void add_represented(
        std::string_view table, std::vector<std::string_view>& names,
        std::vector<persistence::value>& values
    ) const;
    [[nodiscard]] std::string input_hash() const;

    handler_context& context_;
    command_identity identity_;
    std::optional<std::int64_t> rehearsed_;
    std::optional<std::string> key_;
    bool dry_run_;
    bool is_trial_ = false;
    bool begun_ = false;
    bool reached_commit_ = false;
    std::vector<domain::violation> violations_;
    std::vector<persistence::query> writes_;
    std::vector<domain::journal_entry> entries_;
    std::vector<std::pair<std::string, std::string>> notes_;
    inserted_rows inserted_;
    openings openings_;
};

// Thrown out of load() when the key was used before with the same input.
class replay : public std::exception {
public:
    explicit replay(replayed_answer answer) : answer_{std::move(answer)} {}
    [[nodiscard]] const replayed_answer& answer() const { return answer_; }

private:
    replayed_answer answer_;
};

}  // namespace tranche::server
