#include "reports/face_form.hpp"

#include "persistence/row_stream.hpp"
#include "reports/plan.hpp"
#include "reports/registry.hpp"

#include <array>

namespace tranche::reports {

namespace {

using persistence::row;

// The rows of the report itself: a form is not computed twice.
std::vector<face_figures> all_forms(persistence::session& with, const face_page_request& asked) {
    request of;
    of.agreement = asked.agreement;
    of.language = asked.language;
    const auto planned = face_report().make_plan(of);
    std::vector<face_figures> forms;
    persistence::stream_rows(with, rows_sql(planned), planned.values, [&](const row& each) {
        face_figures cells;
        for (const auto& one : planned.columns) {
            const std::string stem{one.stem};
            cells[stem] = each.maybe_text(stem.c_str());
        }
        forms.push_back(std::move(cells));
    });
    return forms;
}

void read_lines(persistence::session& with, const face_page_request& asked, face_form& made) {
    const auto title = localised_sql("b.title", asked.language);
    const auto decided = std::string{"e.state in ('accepted', 'partly_accepted')"};
    const std::string rows = "select b.code, " + title + " as title, " +
        money_sql("sum(x.amount)", "e.currency") + " as reported, " +
        money_sql("sum(x.accepted_amount)", "e.currency") + " as accepted, " + decided +
        " as decided, " + money_sql("e.support_reported", "e.currency") + " as support_reported, " +
        money_sql("e.support_accepted", "e.currency") +
        " as support_accepted from partner.expenditure_report e"
        " join partner.expenditure_line x on x.report_id = e.id and x.round = e.round"
        " join funding.budget_line b on b.id = x.budget_line_id"
        " where e.agreement_id = $1 and e.code = $2 group by b.id, e.id order by b.code";
    const std::array<persistence::value, 2> values{asked.agreement, *made.cells.at("report")};
    persistence::stream_rows(with, rows, values, [&](const row& each) {
        made.lines.push_back(
            {each.text("code"), each.text("title"), each.text("reported"), each.text("accepted"),
             each.truth("decided")}
        );
        made.support = {
            {},
            {},
            each.text("support_reported"),
            each.text("support_accepted"),
            each.truth("decided")};
    });
}

void read_head(persistence::session& with, const face_page_request& asked, face_form& made) {
    const std::string rows =
        "select p.title_en, p.title_fr, p.title_es, a.title, e.reviewed_on from partner.agreement a"
        " join funding.project p on p.id = a.project_id"
        " left join partner.expenditure_report e on e.agreement_id = a.id and e.code = $2"
        " where a.id = $1";
    const std::array<persistence::value, 2> values{asked.agreement, made.cells.at("report")};
    persistence::stream_rows(with, rows, values, [&](const row& each) {
        for (const auto* name : {"title_en", "title_fr", "title_es", "title", "reviewed_on"}) {
            made.head[name] = each.maybe_text(name);
        }
    });
}

face_certificate certificate_of(const row& each) {
    return {
        each.maybe_text("certification").value_or(""), each.maybe_text("name").value_or(""),
        each.maybe_text("position").value_or(""), each.text("signed_on")};
}

// The round that was handed in last, and who handed it in, in whose name.
void read_round(persistence::session& with, const face_page_request& asked, face_form& made) {
    const std::string rows =
        "select n.certification, n.submitted_on as signed_on, o.position,"
        " case when o.user_id = n.submitted_for and o.user_id <> n.submitted_by"
        " then u.display_name || ' / ' || o.name"
        " else coalesce(o.name, u.display_name) || coalesce(' / ' || f.display_name, '')"
        " end as name"
        " from partner.expenditure_report e join partner.agreement a on a.id = e.agreement_id"
        " join partner.report_round n on n.report_id = e.id"
        " left join people.user_account u on u.id = n.submitted_by"
        " left join people.user_account f on f.id = n.submitted_for"
        // Rounds of before officers were kept with them: who was one that day.
        " left join partner.authorised_officer o on o.id = coalesce(n.officer_id,"
        " (select x.id from partner.authorised_officer x"
        " join partner.officers_on(a.partner_id, n.submitted_on) s on s.id = x.id"
        " where x.user_id = n.submitted_by limit 1))"
        " where e.agreement_id = $1 and e.code = $2 order by n.number desc limit 1";
    const std::array<persistence::value, 2> values{asked.agreement, *made.cells.at("report")};
    persistence::stream_rows(with, rows, values, [&](const row& each) {
        made.of_expenditure.push_back(certificate_of(each));
    });
}

// Those of columns E and F. Who certified in the office is its responsible officer; a partner's
// people do not see the office's, and find a place to write.
void read_requests(persistence::session& with, const face_page_request& asked, face_form& made) {
    const std::string rows =
        "select q.certification, coalesce(q.signed_by, o.name, u.display_name) as name, o.position,"
        " q.requested_on as signed_on, c.display_name as responsible,"
        " min(q.covers_from) over () as covers_from, max(q.covers_until) over () as covers_until"
        " from partner.disbursement_request q"
        " left join people.user_account u on u.id = q.requested_by"
        " left join people.user_account c on c.id = q.certified_by"
        " left join partner.authorised_officer o on o.id = q.officer_id"
        " where q.agreement_id = $1 and q.id = any (string_to_array($2, ',')::bigint[])"
        " order by q.requested_on, q.id";
    const std::array<persistence::value, 2> values{asked.agreement, *made.cells.at("requests")};
    persistence::stream_rows(with, rows, values, [&](const row& each) {
        made.of_requests.push_back(certificate_of(each));
        for (const auto* name : {"responsible", "covers_from", "covers_until"}) {
            made.head[name] = each.maybe_text(name);
        }
    });
}

}  // namespace

std::optional<face_form> read_face_form(
    persistence::session& with, const face_page_request& asked
) {
    const persistence::read_snapshot snapshot{with};
    const auto forms = all_forms(with, asked);
    const auto number = asked.form.value_or(static_cast<std::int64_t>(forms.size()));
    if (number < 1 || static_cast<std::size_t>(number) > forms.size()) {
        return std::nullopt;
    }
    face_form made;
    made.cells = forms[static_cast<std::size_t>(number) - 1];
    if (made.cells.at("report")) {
        read_lines(with, asked, made);
        read_round(with, asked, made);
    }
    if (made.cells.at("requests")) {
        read_requests(with, asked, made);
    }
    read_head(with, asked, made);
    return made;
}

}  // namespace tranche::reports
