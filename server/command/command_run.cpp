#include "server/command/command_run.hpp"

#include "domain/notice.hpp"
#include "persistence/outbox.hpp"
#include "persistence/round_trip.hpp"
#include "persistence/row_writer.hpp"
#include "server/api/endpoint.hpp"
#include "server/command/idempotency.hpp"
#include "server/command/represented.hpp"
#include "server/command/trial.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <charconv>
#include <iterator>
#include <utility>

namespace tranche::server {

using persistence::query;
using persistence::statement;

namespace {

constexpr statement begin_statement{"begin", "begin"};
constexpr statement commit_statement{"commit", "commit"};
constexpr statement rollback_statement{"rollback", "rollback"};

// The version in an If-Match of the form "v3-<hash>" or "v3"; nothing for "*" or no header.
std::optional<std::int64_t> wanted_version(const api_request& request) {
    auto text = request.header("if-match");
    if (text.empty() || text == "*") {
        return std::nullopt;
    }
    if (text.starts_with("W/")) {
        text.remove_prefix(2);  // the answer the tag came with was compressed on its way
    }
    if (text.starts_with("\"v")) {
        text.remove_prefix(2);
        std::int64_t version = 0;
        const auto [end, failure] =
            std::from_chars(text.data(), text.data() + text.size(), version);
        if (failure == std::errc{} && (*end == '-' || *end == '"')) {
            return version;
        }
    }
    throw domain::refusal{domain::error_kind::stale_version, "stale_version"};
}

// A rehearsal waits for nobody and keeps nobody waiting.
std::vector<query> without_locks(std::initializer_list<query> queries) {
    constexpr std::string_view of_rows = "for no key update";
    constexpr std::string_view advisory = "pg_advisory_xact_lock";
    std::vector<query> all{queries};
    for (auto& one : all) {
        std::string text{one.what.text};
        if (const auto lock = text.rfind(of_rows); lock != std::string::npos) {
            text.erase(lock);
        }
        if (const auto lock = text.find(advisory); lock != std::string::npos) {
            text.replace(lock, advisory.size(), "coalesce");
        }
        if (text.size() != one.what.text.size()) {
            one.what = persistence::interned("unlocked", std::move(text));
        }
    }
    return all;
}

// What whoever acts would fill in or choose is no reason against the act.
bool is_callers_choice(std::string_view code) {
    return code == "missing_field" || code == "signed_after_start" ||
        code == "signatory_not_authorised" || code == "payee_needed";
}

}  // namespace

command_run::command_run(handler_context& context, const command_identity& identity)
    : context_{context},
      identity_{identity},
      dry_run_{context.request.query_flag("dry_run")},
      openings_{identity.operation_id, identity.acknowledged} {
    if (!dry_run_) {
        key_ = idempotency_key(context.request);
    }
}

command_run::command_run(handler_context& context, const command_identity& identity, part kind)
    : context_{context},
      identity_{identity},
      dry_run_{false},
      is_trial_{kind.is_trial},
      begun_{true},
      openings_{identity.operation_id, identity.acknowledged} {}

command_run::command_run(
    handler_context& context, std::string_view operation, act_subject rehearsed
)
    : context_{context},
      identity_{},
      rehearsed_{rehearsed.id},
      dry_run_{true},
      openings_{operation, {}} {
    openings_.about(rehearsed);
}

std::int64_t command_run::path_id(domain::entity what) {
    if (rehearsed_) {
        return *rehearsed_;
    }
    const auto text = context_.request.param(domain::names_of(what).stem);
    const auto id = context_.app.references.find(context_.db(), what, text);
    if (!id) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    openings_.about_if_unknown({what, *id});
    return *id;
}

std::int64_t command_run::id_of(
    domain::entity what, const std::string& text, std::string_view field
) {
    const auto id = context_.app.references.find(context_.db(), what, text);
    require(
        id.has_value(), std::string{field}, "unknown_reference",
        {{"type", std::string{domain::names_of(what).stem}}, {"value", text}}
    );
    return id.value_or(0);
}

std::optional<std::int64_t> command_run::id_of(
    domain::entity what, const std::optional<std::string>& text, std::string_view field
) {
    if (!text) {
        return std::nullopt;
    }
    return id_of(what, *text, field);
}

std::string command_run::input_hash() const {
    return hash_of_input(context_.request, identity_.input);
}

void command_run::begin(std::vector<query>& trip) {
    trip.push_back({begin_statement, {}});
    if (key_) {
        trip.push_back(serialize_twins(who().user_id, identity_.operation_id, *key_));
        trip.push_back(stored_answer(who().user_id, identity_.operation_id, *key_));
    }
}

std::vector<persistence::rows> command_run::load(std::initializer_list<query> queries) {
    settle();  // references that name nothing are answered before anything is asked
    if (rehearsed_ || is_trial_) {
        return persistence::round_trip(context_.db(), without_locks(queries));
    }
    std::vector<query> trip;
    const bool first = !begun_;
    if (first) {
        begin(trip);
    }
    trip.insert(trip.end(), queries.begin(), queries.end());
    begun_ = true;
    auto answers = persistence::round_trip(context_.db(), trip);
    if (first) {
        if (key_) {
            check_stored_answer(answers[2], input_hash());
        }
        answers.erase(
            answers.begin(), std::prev(answers.end(), static_cast<std::ptrdiff_t>(queries.size()))
        );
    }
    return answers;
}

persistence::row command_run::the_row(const persistence::rows& found, domain::entity) const {
    if (found.empty()) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    return found[0];
}

void command_run::check_version(const persistence::row& row) const {
    if (rehearsed_) {
        return;
    }
    const auto wanted = wanted_version(context_.request);
    if (wanted && *wanted != row.integer("version")) {
        throw domain::refusal{domain::error_kind::stale_version, "stale_version"};
    }
    if (!wanted && context_.operation.needs_version) {
        throw domain::refusal{domain::error_kind::precondition_required, "precondition_required"};
    }
}

void command_run::require(
    bool holds, std::string field, std::string code, domain::message_args args
) {
    if (!holds && !(rehearsed_ && is_callers_choice(code))) {
        violations_.push_back({std::move(field), std::move(code), std::move(args)});
    }
}

void command_run::rule(
    domain::breach broken, bool holds, std::string field, std::string code,
    domain::message_args args
) {
    if (!holds && !(rehearsed_ && is_callers_choice(code))) {
        add({std::move(field), std::move(code), std::move(args), std::move(broken)});
    }
}

void command_run::settle() {
    if (auto question = openings_.question(violations_, today())) {
        // Out of the way while load() runs, which settles first.
        auto found = std::exchange(violations_, {});
        const auto standing = load({std::move(*question)});
        openings_.answer(found, standing[0], who(), today());
        violations_ = std::move(found);
    }
    if (!violations_.empty()) {
        throw domain::refusal{domain::error{
            domain::error_kind::rule, violations_.front().code, violations_.front().args,
            violations_}};
    }
}

void command_run::add_represented(
    std::string_view table, std::vector<std::string_view>& names,
    std::vector<persistence::value>& values
) const {
    for (std::size_t i = 0, given = names.size(); i < given; ++i) {
        // Without somebody represented too: a report sent back may have been submitted for another.
        if (const auto for_whom = represented_column(table, names[i]);
            !for_whom.empty() && (who().acting_for || table == "partner.expenditure_report")) {
            names.push_back(for_whom);
            values.emplace_back(who().represented());
        }
    }
}

void command_run::insert(std::string_view table, const std::vector<column>& columns) {
    if (rehearsed_) {
        return;
    }
    std::vector<std::string_view> names;
    std::vector<persistence::value> values;
    for (const auto& one : columns) {
        names.push_back(one.name);
        values.push_back(one.value);
    }
    add_represented(table, names, values);
    inserted_.add(table, names, values);
    writes_.push_back({persistence::insert_into(table, names), std::move(values)});
}

void command_run::update(domain::entity what, std::int64_t id, const std::vector<column>& columns) {
    if (rehearsed_) {
        return;
    }
    std::vector<std::string_view> names;
    std::vector<persistence::value> values;
    for (const auto& one : columns) {
        names.push_back(one.name);
        values.push_back(one.value);
    }
    add_represented(domain::names_of(what).table, names, values);
    values.emplace_back(id);
    writes_.push_back(
        {persistence::update_versioned(domain::names_of(what).table, names), std::move(values)}
    );
}

void command_run::post(
    const domain::journal_entry& entry, const std::vector<persistence::state_share>& shares
) {
    if (entry.empty() || rehearsed_) {
        return;
    }
    writes_.push_back(persistence::post_entry(entry, who().user_id, shares));
    entries_.push_back(entry);
}

void command_run::note(std::string_view name, std::string_view value) {
    notes_.emplace_back(name, value);
}

api_response command_run::finish(const receipt& done) {
    settle();
    if (!begun_ && key_) {
        load({});  // whether it was answered before
    }
    std::vector<query> trip;
    if (!begun_) {
        begin(trip);
        begun_ = true;
    }
    write_down(trip, done);
    if (dry_run_) {
        return try_out(context_.db(), trip, entries_, done);
    }
    auto body = to_json(done);
    if (key_) {
        trip.push_back(remember_answer(
            who().user_id, identity_.operation_id, *key_, input_hash(), identity_.success_status,
            body, context_.app.idempotency_days
        ));
    }
    trip.push_back({commit_statement, {}});
    reached_commit_ = true;
    persistence::round_trip(context_.db(), trip);
    begun_ = false;
    auto response = json_response(identity_.success_status, std::move(body));
    if (auto location = location_of(done)) {
        response.set_header("Location", std::move(*location));
    }
    response.set_header("ETag", "\"v" + std::to_string(done.version) + "\"");
    return response;
}

void command_run::write_down(std::vector<query>& trip, const receipt& done) {
    std::move(writes_.begin(), writes_.end(), std::back_inserter(trip));
    auto opened = openings_.writes(who(), today());
    for (const auto& [name, rules] :
         {std::pair{"exceptions_used", openings_.opened()},
          std::pair{"acknowledged", openings_.passed()}}) {
        if (!rules.empty()) note(name, rules);
    }
    if (!is_trial_) {
        trip.push_back(audit_event(context_, identity_.operation_id, done, notes_, inserted_));
    }
    // A command that may do one thing or another tells of one of them; a trial tells of nothing.
    if (const auto* told = domain::notice_of_operation(identity_.operation_id);
        told && told->about == done.what && !is_trial_) {
        trip.push_back(persistence::remember_event(
            told->name, domain::names_of(told->about).stem, done.id, who().user_id
        ));
    }
    std::move(opened.begin(), opened.end(), std::back_inserter(trip));
}

void command_run::finish_part(const receipt& done) {
    settle();
    std::vector<query> trip{{{"part_begins", "savepoint part"}, {}}};
    write_down(trip, done);
    // What it handed on to its own audit event is no news of the next part or of the whole.
    trip.push_back({{"part_forgets", "select set_config('tranche.changes', '', true)"}, {}});
    trip.push_back({{"part_checked", "set constraints all immediate"}, {}});
    trip.push_back({{"part_unchecked", "set constraints all deferred"}, {}});
    trip.push_back({{"part_ends", "release savepoint part"}, {}});
    try {
        persistence::round_trip(context_.db(), trip);
    } catch (const persistence::sql_failure&) {
        persistence::ask(context_.db(), {{"part_undone", "rollback to savepoint part"}, {}});
        throw;
    }
}

void command_run::roll_back() noexcept {
    if (!begun_) {
        return;
    }
    begun_ = false;
    try {
        persistence::ask(context_.db(), {rollback_statement, {}});
    } catch (const std::exception&) {
        // The connection is gone, and with it the transaction; its holder opens another.
    }
}

}  // namespace tranche::server
