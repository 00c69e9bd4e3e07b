// What a fund asks of its projects, from a day on: reports and plans (R49 to R53), codes, a review.
#include "persistence/resources.hpp"
#include "persistence/round_trip.hpp"
#include "server/api/handler_context.hpp"
#include "server/command/command.hpp"
#include "server/read/row_json.hpp"
#include "server/routes/obligations/obligation_kinds.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/fund_terms.hpp"

namespace tranche::server {
namespace {

using domain::entity;

struct project_terms_body {
    domain::date valid_from;
    std::vector<std::string> obligations;
    std::int64_t interim_from_months = 12;
    std::int64_t interim_period_months = 6;
    std::int64_t interim_due_weeks = 6;
    std::int64_t final_due_months = 3;
    std::int64_t framework_due_months = 1;
    std::optional<domain::date> evaluation_from;
    std::int64_t evaluation_after_months = 6;
    std::int64_t evaluation_before_months = 12;
    std::int64_t remind_days = 14;
    std::vector<std::string> code_forms;
    bool short_review = false;
    std::string source;
    bool illustrative = false;
};

receipt set_project_terms(command_run& run, const project_terms_body& body) {
    const auto instrument = run.path_id(entity::instrument);
    const auto found = run.load({fund_for_terms(instrument)});
    const auto row = run.the_row(found[0], entity::instrument);
    run.check_version(row);
    run.require(
        body.evaluation_after_months <= body.evaluation_before_months, "/evaluation_before_months",
        "window_empty"
    );
    run.settle();
    const std::vector<std::string> any_form{"modern", "legacy", "own"};
    const auto& forms = body.code_forms.empty() ? any_form : body.code_forms;
    run.insert(
        "funding.project_terms",
        {{"instrument_id", instrument},
         {"valid_from", body.valid_from},
         {"obligations", persistence::array_of(std::span{body.obligations})},
         {"interim_from_months", body.interim_from_months},
         {"interim_period_months", body.interim_period_months},
         {"interim_due_weeks", body.interim_due_weeks},
         {"final_due_months", body.final_due_months},
         {"framework_due_months", body.framework_due_months},
         {"evaluation_from",
          body.evaluation_from.value_or(domain::date{std::chrono::year{2017} / 1 / 1})},
         {"evaluation_after_months", body.evaluation_after_months},
         {"evaluation_before_months", body.evaluation_before_months},
         {"remind_days", body.remind_days},
         {"code_forms", persistence::array_of(std::span{forms})},
         {"short_review", body.short_review},
         {"source", body.source},
         {"illustrative", body.illustrative}}
    );
    return terms_are_set(run, instrument, row);
}

api_response list(handler_context& context) {
    const auto instrument = context.app.references.find(
        context.db(), entity::instrument, context.request.param("instrument")
    );
    if (!instrument) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto& of = persistence::project_terms_resource();
    const auto found = persistence::ask(
        context.db(),
        persistence::children_query({"terms", &of, "t.instrument_id"}, {}, *instrument)
    );
    std::string body = "{\"items\":[";
    for (const auto row : found) {
        body += body.back() == '[' ? "" : ",";
        open_row_json(body, of, row, false);
        body += '}';
    }
    return json_response(200, body + "],\"next_cursor\":null}");
}

endpoint list_endpoint() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/instruments/{instrument}/project-terms";
    made.operation_id = "list_project_terms";
    made.summary = "List: what a fund asks of its projects";
    made.tag = "Instruments";
    made.action = domain::action::read_funding;
    made.response_schema = describe_list(persistence::project_terms_resource());
    made.handle = list;
    return made;
}

}  // namespace

template <>
struct wire<project_terms_body> {
    static const object_schema<project_terms_body>& schema() {
        using body = project_terms_body;
        const auto months = [](const char* name, auto member, const char* about, int usual,
                               int most) {
            return field(name, member, about, defaults_to(std::int64_t{usual}), between(0, most));
        };
        static const auto declared = object<body>(
            "project_terms", "What projects that start from a day on owe, and when (R49 to R53)",
            field("valid_from", &body::valid_from, "Projects that start from this day on"),
            field(
                "obligations", &body::obligations, "What is owed at all",
                one_of(obligation_kinds()), items(0, 5)
            ),
            field(
                "interim_from_months", &body::interim_from_months,
                "Interim reports from so many months on", defaults_to(std::int64_t{12}),
                between(1, 120)
            ),
            field(
                "interim_period_months", &body::interim_period_months, "Months each covers",
                defaults_to(std::int64_t{6}), between(1, 60)
            ),
            months("interim_due_weeks", &body::interim_due_weeks, "Due after its period", 6, 52),
            months("final_due_months", &body::final_due_months, "Due after the end", 3, 24),
            months(
                "framework_due_months", &body::framework_due_months,
                "Framework and workplan: due after the start", 1, 24
            ),
            field(
                "evaluation_from", &body::evaluation_from,
                "Projects that start earlier have none; 2017 when not given"
            ),
            months(
                "evaluation_after_months", &body::evaluation_after_months,
                "Not before so many months after the end", 6, 60
            ),
            months(
                "evaluation_before_months", &body::evaluation_before_months, "And not after", 12, 60
            ),
            field(
                "remind_days", &body::remind_days, "Days before, when people are reminded",
                defaults_to(std::int64_t{14}), between(0, 365)
            ),
            field(
                "code_forms", &body::code_forms, "Forms of its projects' codes; all when not given",
                one_of({"modern", "legacy", "own"}), items(0, 3), may_be_absent()
            ),
            field(
                "short_review", &body::short_review,
                "An approval on paper stands for endorsements and reviews", defaults_to(false)
            ),
            field("source", &body::source, "Where the terms stand", length(1, 500)),
            field("illustrative", &body::illustrative, "Invented for the demo", defaults_to(false))
        );
        return declared;
    }
};

endpoints project_terms_endpoints() {
    return {
        command<project_terms_body>(
            {"/api/v1/instruments/{instrument}/project-terms", "set_project_terms",
             "Say what projects of the fund owe, from a day on", "Instruments",
             domain::action::manage_instruments},
            set_project_terms
        ),
        list_endpoint()};
}

}  // namespace tranche::server
