// Threads of comments on the records of the partner side: internal, or with the partner. Words are
// never changed; who is named is told.
#include "domain/lifecycle.hpp"
#include "persistence/outbox.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/assurance/comment_bodies.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>
#include <array>

namespace tranche::server {
namespace {

using domain::entity;

// What may be spoken of: document.place_of knows whose each is.
constexpr std::array subjects{
    entity::agreement,
    entity::agreement_amendment,
    entity::tranche,
    entity::tranche_condition,
    entity::disbursement_request,
    entity::payment,
    entity::expenditure_report,
    entity::expenditure_line,
    entity::receivable,
    entity::attachment,
    entity::assurance_activity,
    entity::finding,
    entity::partner,
    entity::report_round,
    entity::review_remark,
    entity::disallowance,
    entity::cash_book,
    entity::asset,
    entity::sub_partner,
    entity::bank_account,
    entity::authorised_officer,
    entity::due_diligence_document,
    entity::settlement_proposal,
    entity::payment_batch_item,
    entity::screening_match};

// What partners do not see: document.is_of_office_only.
bool is_of_office_only(entity what) {
    return what == entity::settlement_proposal || what == entity::payment_batch_item ||
        what == entity::screening_match;
}

struct subject_of_comment {
    entity what{};
    std::int64_t id = 0;
    std::optional<std::int64_t> partner;  // who reads it; empty: the office only
    std::optional<std::int64_t> thread;
};

std::optional<subject_of_comment> subject_named(const std::string& text) {
    for (const auto what : subjects) {
        if (const auto id = domain::parse_public_id(what, text)) {
            return subject_of_comment{.what = what, .id = *id, .partner = {}, .thread = {}};
        }
    }
    return std::nullopt;
}

persistence::query place_of(const subject_of_comment& subject) {
    return {
        {"place_of_comment", "select partner_id from document.place_of($1, $2)"},
        {domain::names_of(subject.what).stem, subject.id}};
}

// Of a name: nobody, whom the caller does not know, or who could not read it, are the same.
void write_mentions(
    command_run& run, std::int64_t comment, const subject_of_comment& subject,
    const std::vector<std::string>& names
) {
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto& name = names[i];
        if (std::ranges::find(seen, name) != seen.end()) {
            continue;
        }
        seen.push_back(name);
        const auto found = run.load(
            {{{"user_mentioned",
               R"(
                   select id from people.user_account
                     where name = $1 and (partner_id is null or partner_id = $2))"},
              {name, subject.partner}}}
        );
        if (found[0].empty()) {
            run.require(
                false, "/mentions/" + std::to_string(i), "unknown_reference",
                {{"type", "user"}, {"value", name}}
            );
            continue;
        }
        run.insert(
            "document.comment_mention",
            {{"comment_id", comment}, {"user_id", found[0][0].integer("id")}}
        );
    }
}

receipt say(
    command_run& run, const subject_of_comment& subject, const std::string& text,
    const std::vector<std::string>& mentions
) {
    const auto id = persistence::random_id();
    run.insert(
        "document.comment",
        {{"id", id},
         {"subject_type", domain::names_of(subject.what).stem},
         {"subject_id", subject.id},
         {"partner_id", subject.partner},
         {"thread_id", subject.thread},
         {"comment", text},
         {"written_by", run.who().user_id},
         {"written_on", run.today()}}
    );
    write_mentions(run, id, subject, mentions);
    if (subject.partner) {
        // The other notice: each is sent to one side.
        run.write(persistence::remember_event(
            "comment_shared", domain::names_of(entity::comment).stem, id, run.who().user_id
        ));
    }
    return {.what = entity::comment, .id = id, .state = subject.thread ? "said" : "open"};
}

receipt write_comment(command_run& run, const comment_body& body) {
    auto subject = subject_named(body.subject);
    run.require(
        subject.has_value(), "/subject", "unknown_reference",
        {{"type", "record"}, {"value", body.subject}}
    );
    run.settle();
    const auto found = run.load({place_of(*subject)});
    const bool known = !found[0].empty() && !found[0][0].is_null("partner_id");
    run.require(
        known, "/subject", "unknown_reference", {{"type", "record"}, {"value", body.subject}}
    );
    run.settle();
    // A partner's people write to the office; what they keep to themselves they keep elsewhere.
    if (run.who().partner_id || (!body.internal && !is_of_office_only(subject->what))) {
        subject->partner = found[0][0].integer("partner_id");
    }
    return say(run, *subject, body.comment, body.mentions);
}

persistence::query thread_facts(std::int64_t comment) {
    return {
        {"comment_facts",
         R"(
             select c.subject_type, c.subject_id, c.partner_id, c.state, c.version, c.written_by,
                 c.written_for, c.withdrawn_by
               from document.comment c
               where c.id = $1)"},
        {comment}};
}

persistence::row the_comment(command_run& run, const std::vector<persistence::rows>& found) {
    return run.the_row(found[0], entity::comment);
}

receipt reply(command_run& run, const reply_body& body) {
    const auto id = run.path_id(entity::comment);
    const auto found = run.load({thread_facts(id)});
    const auto row = the_comment(run, found);
    state_after(domain::comment_lifecycle(), "reply", row.text("state"));
    return say(
        run,
        {.what = domain::entity_of_stem(row.text("subject_type")).value(),
         .id = row.integer("subject_id"),
         .partner = row.maybe_integer("partner_id"),
         .thread = id},
        body.comment, body.mentions
    );
}

receipt decide(
    command_run& run, const thread_decision& body, const char* action, const char* kind
) {
    const auto id = run.path_id(entity::comment);
    const auto found = run.load({thread_facts(id)});
    const auto row = the_comment(run, found);
    run.check_version(row);
    const std::string next{state_after(domain::comment_lifecycle(), action, row.text("state"))};
    run.insert(
        "document.comment_resolution",
        {{"id", persistence::random_id()},
         {"comment_id", id},
         {"kind", kind},
         {"reason", body.reason},
         {"decided_by", run.who().user_id},
         {"decided_on", run.today()}}
    );
    return {
        .what = entity::comment, .id = id, .state = next, .version = row.integer("version") + 1};
}

receipt resolve(command_run& run, const thread_decision& body) {
    return decide(run, body, "resolve", "resolved");
}
receipt reopen(command_run& run, const thread_decision& body) {
    return decide(run, body, "reopen", "reopened");
}

receipt withdraw(command_run& run, const comment_withdrawal& body) {
    const auto id = run.path_id(entity::comment);
    const auto found = run.load({thread_facts(id)});
    const auto row = the_comment(run, found);
    run.check_version(row);
    state_after(domain::comment_lifecycle(), "withdraw", row.text("state"));
    const auto me = run.who().user_id;
    run.require(
        row.integer("written_by") == me || row.maybe_integer("written_for") == me, "",
        "comment_of_another"
    );
    run.require(row.is_null("withdrawn_by"), "", "comment_withdrawn");
    run.update(
        entity::comment, id,
        {{"withdrawn_by", me}, {"withdrawn_on", run.today()}, {"withdrawal_reason", body.reason}}
    );
    return {
        .what = entity::comment,
        .id = id,
        .state = row.text("state"),
        .version = row.integer("version") + 1};
}

std::optional<comment_withdrawal> some_reason(command_run&, const rehearsed_subject&) {
    return comment_withdrawal{"-"};
}

}  // namespace

endpoints comment_endpoints() {
    const auto write = domain::action::write_comments;
    const std::string tag = "Comments";
    const std::string one = "/api/v1/comments/{comment}";
    endpoints all{
        command<comment_body>(
            {"/api/v1/comments", "write_comment", "Begin a thread on a record", tag, write, 201},
            write_comment
        ),
        command<reply_body>(
            {one + "/reply", "reply_to_comment", "Answer in a thread", tag, write, 201}, reply
        ),
        command<thread_decision>(
            {one + "/resolve", "resolve_comment", "Say that a thread is resolved", tag, write},
            resolve
        ),
        command<thread_decision>(
            {one + "/reopen", "reopen_comment", "Take a thread up again", tag, write}, reopen
        ),
        command<comment_withdrawal>(
            {one + "/withdraw", "withdraw_comment", "Take back one's own words; they stay readable",
             tag, write},
            withdraw, some_reason
        )};
    append(
        all, read_endpoints(persistence::comment_resource(), domain::action::read_partner_side, tag)
    );
    return all;
}

}  // namespace tranche::server
