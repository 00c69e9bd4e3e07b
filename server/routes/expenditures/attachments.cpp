// Files that hang on records: evidence of a partner's report or request, and what the office keeps
// with an agreement, a partner or a project.
#include "persistence/digest.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/files/media_type.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/expenditures/attachment_bodies.hpp"
#include "server/routes/expenditures/attachment_download.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <algorithm>
#include <array>

namespace tranche::server {
namespace {

using domain::entity;

// Also content_media_type_check. Nothing a browser would run, no old office files: they may hold
// macros where nobody sees them.
constexpr std::array taken_types{
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/webp",
    "image/heic",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.oasis.opendocument.presentation",
    "text/plain",
    "text/csv"};

// One row: the partner it belongs to, in whose hands it is, and whether it stands for good.
persistence::query subject_facts(entity what, std::int64_t id) {
    static const auto asking = [](entity of) -> persistence::statement {
        switch (of) {
            case entity::expenditure_report:
                return {"report_to_attach_to", R"(
                    select a.partner_id, e.state, e.state in ('draft', 'sent_back') as with_partner,
                        e.state in ('accepted', 'partly_accepted') as settled
                      from partner.expenditure_report e
                      join partner.agreement a on a.id = e.agreement_id
                      where e.id = $1)"};
            case entity::disbursement_request:
                return {"request_to_attach_to", R"(
                    select a.partner_id, q.state, q.state = 'submitted' as with_partner,
                        q.state in ('approved', 'paid', 'returned') as settled
                      from partner.disbursement_request q
                      join partner.agreement a on a.id = q.agreement_id
                      where q.id = $1)"};
            case entity::agreement:
                return {
                    "agreement_to_attach_to",
                    "select partner_id, state, false as with_partner, false as settled from"
                    " partner.agreement where id = $1"};
            case entity::partner:
                return {
                    "partner_to_attach_to",
                    "select id as partner_id, '' as state, false as with_partner, false as settled"
                    " from partner.partner where id = $1"};
            default:
                return {
                    "project_to_attach_to",
                    "select null::bigint as partner_id, state, false as with_partner, false as"
                    " settled from funding.project where id = $1"};
        }
    };
    return {asking(what), {id}};
}

// Its state stays as it is read until this is done.
void hold(command_run& run, entity what, std::int64_t id) {
    if (what != entity::partner) {
        run.load({persistence::lock_project_of(what, id)});
    }
}

// A partner's people give and take back evidence while the record is in their hands.
void check_in_hands(const command_run& run, const persistence::row& subject, const char* action) {
    if (!run.who().partner_id) {
        return;
    }
    if (!subject.truth("with_partner")) {
        throw domain::refusal{
            domain::error_kind::conflict,
            "state_forbids_action",
            {{"action", action}, {"state", subject.text("state")}}};
    }
}

persistence::query lines_with_document(
    entity what, std::int64_t id, const std::optional<std::string>& document
) {
    if (what != entity::expenditure_report || !document) {
        return {{"no_line_document", "select true as known"}, {}};
    }
    return {
        {"line_document_known",
         R"(
             select exists (select 1 from partner.expenditure_line l
                 join partner.expenditure_report e on e.id = l.report_id and e.round = l.round
                 where e.id = $1 and l.document = $2) as known)"},
        {id, document}};
}

// The upload's own facts, and how it begins.
persistence::query upload_facts(std::int64_t upload, std::int64_t user) {
    return {
        {"upload_to_attach",
         R"(
             select u.file_name, u.size, u.received,
                 (select encode(substring(s.bytes for $3::integer), 'hex') from document.piece s
                   where s.owner_id = u.id and s.starts_at = 0) as beginning
               from document.upload u
               where u.id = $1 and u.uploaded_by = $2)"},
        {upload, user, static_cast<std::int64_t>(sniffed_bytes)}};
}

struct wanted_file {
    std::string upload;
    std::optional<std::string> title, line_document;
    bool internal = false;
};

receipt attach(command_run& run, entity what, const wanted_file& wanted) {
    const auto subject = run.path_id(what);
    const auto upload = domain::parse_public_id(entity::upload, wanted.upload);
    const auto user = run.who().user_id;
    hold(run, what, subject);
    const auto found = run.load(
        {subject_facts(what, subject), upload_facts(upload.value_or(0), user),
         lines_with_document(what, subject, wanted.line_document)}
    );
    const auto row = run.the_row(found[0], what);
    check_in_hands(run, row, "attach");
    run.require(
        found[2][0].truth("known"), "/line_document", "document_not_in_report",
        {{"document", wanted.line_document.value_or("")}}
    );
    run.require(
        !found[1].empty(), "/upload", "unknown_reference",
        {{"type", "upload"}, {"value", wanted.upload}}
    );
    run.settle();
    const auto file = found[1][0];
    run.require(
        file.integer("received") == file.integer("size"), "/upload", "upload_not_whole",
        {{"received", file.text("received")}, {"size", file.text("size")}}
    );
    run.settle();
    const auto type = media_type_of(persistence::from_hex(file.text("beginning")));
    run.require(
        std::ranges::find(taken_types, type) != taken_types.end(), "/upload", "file_type_refused",
        {{"type", type}}
    );
    run.settle();
    const auto kept = run.load(
        {{{"keep_upload", "select document.keep($1, $2, $3) as id"}, {*upload, user, type}}}
    );
    const auto id = persistence::random_id();
    run.insert(
        "document.attachment",
        {{"id", id},
         {"subject_type", domain::names_of(what).stem},
         {"subject_id", subject},
         {"line_document", wanted.line_document},
         {"partner_id", wanted.internal ? std::nullopt : row.maybe_integer("partner_id")},
         {"content_id", kept[0][0].integer("id")},
         {"file_name", file.text("file_name")},
         {"title", wanted.title},
         {"attached_on", run.today()},
         {"attached_by", user}}
    );
    return {.what = entity::attachment, .id = id, .state = "attached"};
}

template <entity What>
receipt attach_evidence(command_run& run, const new_evidence& body) {
    return attach(run, What, {body.upload, body.title, body.line_document});
}

template <entity What>
receipt keep_document(command_run& run, const new_document& body) {
    return attach(run, What, {body.upload, body.title, {}, body.internal});
}

receipt remove(command_run& run, const attachment_removal& body) {
    const auto attachment = run.path_id(entity::attachment);
    const auto found = run.load(
        {{{"attachment_to_remove",
           R"(
               select subject_type, subject_id, partner_id, attached_by, version,
                   case when removed_by is null then 'attached' else 'removed' end as state
                 from document.attachment
                 where id = $1)"},
          {attachment}}}
    );
    const auto row = run.the_row(found[0], entity::attachment);
    run.check_version(row);
    const std::string next{
        state_after(domain::attachment_lifecycle(), "remove", row.text("state"))};
    const auto what = *domain::entity_of_stem(row.text("subject_type"));
    hold(run, what, row.integer("subject_id"));
    const auto of = run.load({subject_facts(what, row.integer("subject_id"))});
    const auto subject = run.the_row(of[0], what);
    check_in_hands(run, subject, "remove");
    run.require(
        !run.who().partner_id || row.integer("attached_by") == run.who().user_id, "",
        "attached_by_another"
    );
    run.require(!subject.truth("settled"), "", "evidence_stays");
    run.settle();
    run.update(
        entity::attachment, attachment,
        {{"removed_by", run.who().user_id},
         {"removed_on", run.today()},
         {"removal_reason", body.reason}}
    );
    return {
        .what = entity::attachment,
        .id = attachment,
        .state = next,
        .version = row.integer("version") + 1};
}

std::optional<attachment_removal> removed_now(command_run&, const rehearsed_subject&) {
    return attachment_removal{"-"};
}

// Which file it would be is no reason: only in whose hands the record is.
template <entity What>
endpoint evidence_of(command_route route) {
    route.action = domain::action::attach_evidence;
    auto made = command<new_evidence>(std::move(route), attach_evidence<What>);
    made.rehearsal = {
        [](command_run& run, const rehearsed_subject& subject) {
            const auto found = run.load({subject_facts(What, subject.id)});
            check_in_hands(run, run.the_row(found[0], What), "attach");
        },
        {}};
    return made;
}

template <entity What>
endpoint document_of(command_route route) {
    route.action = domain::action::keep_documents;
    return command<new_document>(std::move(route), keep_document<What>);
}

}  // namespace

endpoints attachment_endpoints() {
    using domain::action;
    const std::string tag = "Attachments";
    const auto route = [&](const std::string& collection, const std::string& stem) {
        return command_route{
            "/api/v1/" + collection + "/{" + stem + "}/attachments",
            "attach_to_" + stem,
            "Attach a file that was sent",
            tag,
            action::attach_evidence,
            201};
    };
    endpoints all{
        evidence_of<entity::expenditure_report>(route("expenditure-reports", "expenditure_report")),
        evidence_of<entity::disbursement_request>(
            route("disbursement-requests", "disbursement_request")
        ),
        document_of<entity::agreement>(route("agreements", "agreement")),
        document_of<entity::partner>(route("partners", "partner")),
        document_of<entity::project>(route("projects", "project")),
        command<attachment_removal>(
            {"/api/v1/attachments/{attachment}/remove", "remove_attachment",
             "Take a file off its record; its name, hash and reason stay", tag,
             action::attach_evidence},
            remove, removed_now
        ),
        attachment_download()};
    append(all, read_endpoints(persistence::attachment_resource(), action::read_partner_side, tag));
    return all;
}

}  // namespace tranche::server
