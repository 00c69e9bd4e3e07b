// To whom a partner passes money on under an agreement.
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/reference/country.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/ending.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct sub_partner_body {
    std::string code, name;
    std::optional<std::string> identifier;
    std::string country, mandate;
    domain::date valid_from;
    std::optional<domain::date> valid_until;
};

struct sub_partner_end_body {
    domain::date ended_on;
    std::string reason;
};

receipt name_sub_partner(command_run& run, const sub_partner_body& body) {
    const auto agreement = run.path_id(entity::agreement);
    const auto found = run.load(
        {{{"agreement_of_sub_partner",
           R"(
               select a.partner_id, a.state, a.start_on, a.end_on,
                   exists (select 1 from partner.sub_partner s where s.agreement_id = a.id
                       and s.code = $2) as known
                 from partner.agreement a
                 where a.id = $1)"},
          {agreement, body.code}}}
    );
    const auto row = run.the_row(found[0], entity::agreement);
    check_own(run, row.integer("partner_id"));
    require_country(run, body.country, "/country");
    run.require(
        row.text("state") != "cancelled" && row.text("state") != "closed", "",
        "agreement_not_in_force"
    );
    run.require(
        row.day("start_on") <= body.valid_from && body.valid_from <= row.day("end_on"),
        "/valid_from", "date_outside_period",
        {{"date", domain::to_string(body.valid_from)},
         {"first", row.text("start_on")},
         {"last", row.text("end_on")}}
    );
    run.require(!row.truth("known"), "/code", "duplicate_code", {{"code", body.code}});
    run.require(
        !body.valid_until || *body.valid_until >= body.valid_from, "/valid_until", "date_before",
        {{"date", domain::to_string(body.valid_until.value_or(body.valid_from))},
         {"earliest", domain::to_string(body.valid_from)}}
    );
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "partner.sub_partner",
        {{"id", id},
         {"agreement_id", agreement},
         {"code", body.code},
         {"name", body.name},
         {"identifier", body.identifier},
         {"country", body.country},
         {"mandate", body.mandate},
         {"valid_from", body.valid_from},
         {"valid_until", body.valid_until},
         {"named_by", run.who().user_id},
         {"named_on", run.today()}}
    );
    return {.what = entity::sub_partner, .id = id, .code = body.code, .state = "named"};
}

receipt end_sub_partner(command_run& run, const sub_partner_end_body& body) {
    const auto id = run.path_id(entity::sub_partner);
    const auto of = run.load(
        {{{"agreement_of_named_sub_partner",
           "select agreement_id from partner.sub_partner where id = $1"},
          {id}}}
    );
    // No line is written meanwhile.
    const auto agreement = run.the_row(of[0], entity::sub_partner).integer("agreement_id");
    const auto locked = run.load(
        {persistence::lock_project_of(entity::agreement, agreement),
         {{"sub_partner_to_end",
           R"(
               select case when s.ended_on is null then 'named' else 'ended' end as state,
                   s.version, s.code, s.valid_from, a.partner_id, l.spent_on as spent_until, l.document
                 from partner.sub_partner s
                 join partner.agreement a on a.id = s.agreement_id
                 left join lateral (select l.spent_on, l.document from partner.expenditure_line l
                     join partner.expenditure_report r on r.id = l.report_id and r.round = l.round
                     where l.sub_partner_id = s.id and l.corrects_line_id is null
                     order by l.spent_on desc, l.id limit 1) l on true
                 where s.id = $1 for no key update of s)"},
          {id}}}
    );
    const auto row = run.the_row(locked[1], entity::sub_partner);
    check_own(run, row.integer("partner_id"));
    check_not_before(run, "/ended_on", body.ended_on, row.maybe_day("valid_from"));
    const auto until = row.maybe_day("spent_until");
    run.require(
        !until || body.ended_on >= *until, "/ended_on", "sub_partner_spent_until",
        {{"code", row.text("code")},
         {"document", row.maybe_text("document").value_or("")},
         {"date", until ? domain::to_string(*until) : ""}}
    );
    return end_with_reason(
        run, entity::sub_partner, id, row, domain::authorised_officer_lifecycle(), body.ended_on,
        body.reason
    );
}

}  // namespace

template <>
struct wire<sub_partner_body> {
    static const object_schema<sub_partner_body>& schema() {
        using body = sub_partner_body;
        static const auto declared = object<body>(
            "new_sub_partner", "To whom a partner passes money on",
            field("code", &body::code, "Short code within the agreement", matches_code()),
            field("name", &body::name, "Name", length(1, 200)),
            field("identifier", &body::identifier, "A number it is known by", length(1, 100)),
            field("country", &body::country, "Where it sits", length(2, 2)),
            field("mandate", &body::mandate, "What it does for the partner", length(1, 500)),
            field("valid_from", &body::valid_from, "First day"),
            field("valid_until", &body::valid_until, "Last day, where one is agreed")
        );
        return declared;
    }
};

template <>
struct wire<sub_partner_end_body> {
    static const object_schema<sub_partner_end_body>& schema() {
        using body = sub_partner_end_body;
        static const auto declared = object<body>(
            "sub_partner_end", "No money is passed on there any more",
            field("ended_on", &body::ended_on, "Last day"),
            field("reason", &body::reason, "Why", length(1, 500))
        );
        return declared;
    }
};

endpoints sub_partner_endpoints() {
    using domain::action;
    const std::string tag = "Agreements";
    endpoints all{
        command<sub_partner_body>(
            {"/api/v1/agreements/{agreement}/sub-partners", "name_sub_partner",
             "Name somebody the partner passes money on to", tag, action::attach_evidence, 201},
            name_sub_partner
        ),
        command<sub_partner_end_body>(
            {"/api/v1/sub-partners/{sub_partner}/end", "end_sub_partner",
             "Say that no money is passed on there any more", tag, action::attach_evidence},
            end_sub_partner
        )};
    append(
        all, read_endpoints(persistence::sub_partner_resource(), action::read_partner_side, tag)
    );
    return all;
}

}  // namespace tranche::server
