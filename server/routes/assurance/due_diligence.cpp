// The papers a fund wants to have of its partners: which, and until when each holds.
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"
#include "server/routes/service/fund_terms.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct due_diligence_body {
    std::string kind, document;
    std::optional<std::string> attachment;
    domain::date issued_on;
    std::optional<domain::date> expires_on;
};

struct due_diligence_terms_body {
    domain::date valid_from;
    std::vector<std::string> kinds;
    std::int64_t remind_days = 30;
    std::string source;
};

persistence::query known_kinds(const std::vector<std::string>& kinds) {
    return {
        {"due_diligence_kinds",
         "select code from reference.due_diligence_kind where code = any ($1::text[])"},
        {persistence::array_of(std::span{kinds})}};
}

void check_kinds(
    command_run& run, const persistence::rows& found, const std::vector<std::string>& kinds,
    const std::string& at
) {
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        bool known = false;
        for (const auto row : found) {
            known = known || row.text("code") == kinds[i];
        }
        run.require(
            known, kinds.size() > 1 || at.ends_with('s') ? at + '/' + std::to_string(i) : at,
            "unknown_reference", {{"type", "due_diligence_kind"}, {"value", kinds[i]}}
        );
    }
}

receipt record(command_run& run, const due_diligence_body& body) {
    const auto partner = run.path_id(entity::partner);
    const auto file = body.attachment
        ? domain::parse_public_id(entity::attachment, *body.attachment)
        : std::nullopt;
    const std::vector<std::string> kinds{body.kind};
    const auto found = run.load(
        {{{"partner_with_papers",
           R"(
               select r.id, $2::bigint is null or exists (select 1 from document.attachment t
                   where t.id = $2 and t.subject_type = 'partner' and t.subject_id = r.id
                    and t.removed_by is null) as file_is_its
                 from partner.partner r
                 where r.id = $1)"},
          {partner, body.attachment ? std::optional{file.value_or(0)} : std::nullopt}},
         known_kinds(kinds)}
    );
    const auto row = run.the_row(found[0], entity::partner);
    check_kinds(run, found[1], kinds, "/kind");
    run.require(
        row.truth("file_is_its"), "/attachment", "unknown_reference",
        {{"type", "attachment"}, {"value", body.attachment.value_or("")}}
    );
    check_not_future(run, "/issued_on", body.issued_on);
    check_not_before(run, "/expires_on", body.expires_on.value_or(body.issued_on), body.issued_on);
    const auto id = persistence::random_id();
    run.insert(
        "partner.due_diligence_document",
        {{"id", id},
         {"partner_id", partner},
         {"kind", body.kind},
         {"document", body.document},
         {"attachment_id", file},
         {"issued_on", body.issued_on},
         {"expires_on", body.expires_on},
         {"recorded_by", run.who().user_id},
         {"recorded_on", run.today()}}
    );
    return {.what = entity::due_diligence_document, .id = id};
}

receipt set_terms(command_run& run, const due_diligence_terms_body& body) {
    const auto instrument = run.path_id(entity::instrument);
    const auto found = run.load({fund_for_terms(instrument), known_kinds(body.kinds)});
    const auto row = run.the_row(found[0], entity::instrument);
    run.check_version(row);
    check_kinds(run, found[1], body.kinds, "/kinds");
    run.settle();
    run.insert(
        "funding.due_diligence_terms",
        {{"instrument_id", instrument},
         {"valid_from", body.valid_from},
         {"kinds", persistence::array_of(std::span{body.kinds})},
         {"remind_days", body.remind_days},
         {"source", body.source}}
    );
    return terms_are_set(run, instrument, row);
}

}  // namespace

template <>
struct wire<due_diligence_body> {
    static const object_schema<due_diligence_body>& schema() {
        using body = due_diligence_body;
        static const auto declared = object<body>(
            "new_due_diligence_document", "A paper about a partner; the newest of a kind counts",
            field("kind", &body::kind, "registration, board, core_values ...", length(1, 40)),
            field("document", &body::document, "Its number, or where it is", length(1, 300)),
            field(
                "attachment", &body::attachment, "The file, where it is attached to the partner",
                length(1, 40)
            ),
            field("issued_on", &body::issued_on, "Its day"),
            field("expires_on", &body::expires_on, "Its last day; else it does not end")
        );
        return declared;
    }
};

template <>
struct wire<due_diligence_terms_body> {
    static const object_schema<due_diligence_terms_body>& schema() {
        using body = due_diligence_terms_body;
        static const auto declared = object<body>(
            "due_diligence_terms",
            "Papers asked for, from a day on, before anything is signed or paid",
            field("valid_from", &body::valid_from, "From this day on"),
            field("kinds", &body::kinds, "Which; none: an empty list", items(0, 40)),
            field(
                "remind_days", &body::remind_days, "So many days before one ends somebody is told",
                defaults_to(std::int64_t{30}), between(0, 365)
            ),
            field("source", &body::source, "Where it is written", length(1, 300))
        );
        return declared;
    }
};

endpoints due_diligence_endpoints() {
    using domain::action;
    const std::string tag = "Assurance";
    endpoints all{
        command<due_diligence_body>(
            {"/api/v1/partners/{partner}/due-diligence-documents", "record_due_diligence_document",
             "Record a paper about a partner", tag, action::manage_partners, 201},
            record
        ),
        command<due_diligence_terms_body>(
            {"/api/v1/instruments/{instrument}/due-diligence-terms", "set_due_diligence_terms",
             "Say which papers a fund wants of its partners", tag, action::manage_instruments, 201},
            set_terms
        )};
    append(
        all,
        read_endpoints(
            persistence::due_diligence_document_resource(), action::read_partner_side, tag
        )
    );
    return all;
}

}  // namespace tranche::server
