#include "reports/face_page.hpp"

#include "persistence/row_stream.hpp"
#include "reports/plan.hpp"
#include "reports/registry.hpp"
#include "reports/text_cells.hpp"

#include <pugixml.hpp>

#include <array>
#include <map>
#include <sstream>
#include <string_view>
#include <vector>

namespace tranche::reports {

namespace {

using persistence::row;
using pugi::xml_node;

constexpr const char* style =
    "@page{size:A4 landscape;margin:12mm}body{font:10pt/1.3 sans-serif;color:#000;margin:1rem}"
    "h1{font-size:14pt;margin:0 0 .6rem}h2{font-size:10pt;margin:0}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #555;padding:2pt 4pt;text-align:left;vertical-align:top}"
    "td.n,th.n{text-align:right;white-space:nowrap}.office{background:#e8e8e8}"
    "tr.sum td{font-weight:bold}dl{display:grid;grid-template-columns:max-content 1fr;gap:0 1rem}"
    "dt{font-weight:bold}dd{margin:0}.signed{display:flex;gap:3rem;margin-top:1.2rem}"
    ".signed div{flex:1;border-top:1px solid #000;padding-top:2pt}"
    ".certified{margin-top:1rem;break-inside:avoid}.certified p{margin:.2rem 0}"
    "@media print{body{margin:0}.office{print-color-adjust:exact}}";

using figures = std::map<std::string, std::optional<std::string>, std::less<>>;

struct line {
    std::string code, title;
    std::string reported, accepted;
    bool decided = false;
};

// The words somebody signed, as they were kept.
struct certificate {
    std::string words, name, position, on;
};

struct form {
    figures cells;
    std::vector<line> lines;
    line support;
    figures head;
    std::vector<certificate> of_expenditure, of_requests;
};

// The rows of the report itself: a form is not computed twice.
std::vector<figures> all_forms(persistence::session& with, const face_page_request& asked) {
    request of;
    of.agreement = asked.agreement;
    of.language = asked.language;
    const auto planned = face_report().make_plan(of);
    std::vector<figures> forms;
    persistence::stream_rows(with, rows_sql(planned), planned.values, [&](const row& each) {
        figures cells;
        for (const auto& one : planned.columns) {
            const std::string stem{one.stem};
            cells[stem] = each.maybe_text(stem.c_str());
        }
        forms.push_back(std::move(cells));
    });
    return forms;
}

void read_lines(persistence::session& with, const face_page_request& asked, form& made) {
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

void read_head(persistence::session& with, const face_page_request& asked, form& made) {
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

certificate certificate_of(const row& each) {
    return {
        each.maybe_text("certification").value_or(""), each.maybe_text("name").value_or(""),
        each.maybe_text("position").value_or(""), each.text("signed_on")};
}

// The round that was handed in last, and who handed it in, in whose name.
void read_round(persistence::session& with, const face_page_request& asked, form& made) {
    const std::string rows =
        "select n.certification, n.submitted_on as signed_on, o.position,"
        " coalesce(o.name, u.display_name) || coalesce(' / ' || f.display_name, '') as name"
        " from partner.expenditure_report e join partner.agreement a on a.id = e.agreement_id"
        " join partner.report_round n on n.report_id = e.id"
        " left join people.user_account u on u.id = n.submitted_by"
        " left join people.user_account f on f.id = n.submitted_for"
        " left join lateral (select x.name, x.position from partner.authorised_officer x"
        " join partner.officers_on(a.partner_id, n.submitted_on) s on s.id = x.id"
        " where x.user_id = n.submitted_by limit 1) o on true"
        " where e.agreement_id = $1 and e.code = $2 order by n.number desc limit 1";
    const std::array<persistence::value, 2> values{asked.agreement, *made.cells.at("report")};
    persistence::stream_rows(with, rows, values, [&](const row& each) {
        made.of_expenditure.push_back(certificate_of(each));
    });
}

// Those of columns E and F. Who certified in the office is its responsible officer; a partner's
// people do not see the office's, and find a place to write.
void read_requests(persistence::session& with, const face_page_request& asked, form& made) {
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

class page {
public:
    page(const form& of, domain::language language) : of_{of}, language_{language} {}

    std::string html() {
        auto root = document_.append_child("html");
        root.append_attribute("lang") = std::string{domain::language_tag(language_)}.c_str();
        auto head = root.append_child("head");
        head.append_child("meta").append_attribute("charset") = "utf-8";
        put(head, "title", title());
        put(head, "style", style);
        body_ = root.append_child("body");
        put(body_, "h1", title());
        add_head();
        add_table();
        add_certificates(
            {"Certified: expenditure reported", "Certifié : dépenses déclarées",
             "Certificado: gastos declarados"},
            of_.of_expenditure
        );
        add_certificates(
            {"Certified: funds requested", "Certifié : fonds demandés",
             "Certificado: fondos solicitados"},
            of_.of_requests
        );
        add_review();
        std::ostringstream out;
        document_.save(
            out, "",
            pugi::format_raw | pugi::format_no_declaration | pugi::format_no_empty_element_tags
        );
        return "<!DOCTYPE html>" + out.str();
    }

private:
    static xml_node put(xml_node to, const char* name, const std::string& text) {
        auto made = to.append_child(name);
        made.text().set(text.c_str());
        return made;
    }
    [[nodiscard]] std::string say(const trilingual& words) const {
        return std::string{words.in(language_)};
    }
    [[nodiscard]] std::string cell(std::string_view name) const {
        const auto found = of_.cells.find(name);
        return found == of_.cells.end() ? std::string{} : found->second.value_or("");
    }
    [[nodiscard]] std::string known(std::string_view name) const {
        const auto found = of_.head.find(name);
        return found == of_.head.end() ? std::string{} : found->second.value_or("");
    }
    [[nodiscard]] std::string title() const {
        return std::string{face_report().title.in(language_)} + " (FACE) " + cell("form");
    }
    [[nodiscard]] std::string project_title() const {
        const auto own = known("title_" + std::string{domain::language_tag(language_)});
        return own.empty() ? known("title_en") : own;
    }

    void add_head() {
        auto list = body_.append_child("dl");
        const auto add = [&](const trilingual& name, const std::string& text) {
            put(list, "dt", say(name));
            put(list, "dd", text);
        };
        add({"Project", "Projet", "Proyecto"}, cell("project_code") + ' ' + project_title());
        add({"Agreement", "Accord", "Acuerdo"}, cell("agreement") + ' ' + known("title"));
        add({"Implementing partner", "Partenaire d’exécution", "Asociado en la ejecución"},
            cell("partner"));
        add({"Currency of request and disbursement", "Monnaie de la demande et du versement",
             "Moneda de la solicitud y del desembolso"},
            cell("currency"));
        add({"Period reported", "Période déclarée", "Período declarado"},
            cell("report").empty() ? say({"request only", "demande seule", "solo solicitud"})
                                   : cell("period_first") + " / " + cell("period_last"));
        add({"Period requested", "Période demandée", "Período solicitado"},
            known("covers_from").empty() ? std::string{}
                                         : known("covers_from") + " / " + known("covers_until"));
        add({"Type of request", "Type de demande", "Tipo de solicitud"}, types_of_request());
        add({"Responsible officer", "Fonctionnaire responsable", "Funcionario responsable"},
            known("responsible"));
    }
    static std::string box(bool ticked) { return ticked ? "☒ " : "☐ "; }
    [[nodiscard]] std::string types_of_request() const {
        const std::pair<std::string_view, trilingual> types[]{
            {"advance",
             {"Direct cash transfer", "Transfert direct de fonds",
              "Transferencia directa de fondos"}},
            {"reimbursement", {"Reimbursement", "Remboursement", "Reembolso"}},
            {"direct_payment", {"Direct payment", "Paiement direct", "Pago directo"}}};
        const auto asked = cell("request_kinds");
        std::string text;
        for (const auto& [kind, words] : types) {
            text += (text.empty() ? "" : "   ") + box(asked.find(kind) != std::string::npos) +
                say(words);
        }
        return text;
    }

    void number(xml_node into, const std::string& decimal, bool office) {
        auto made =
            put(into, "td",
                decimal.empty() ? std::string{} : number_text(decimal, true, language_));
        made.append_attribute("class") = office ? "n office" : "n";
    }
    // C and what follows from it are the office's to fill in.
    void add_row(const std::string& code, const std::string& name, const line& of) {
        auto tr = table_.append_child("tr");
        put(tr, "td", code);
        put(tr, "td", name);
        number(tr, "", false);
        number(tr, of.reported, false);
        number(tr, of.decided ? of.accepted : "", true);
        for (int i = 0; i < 4; ++i)
            number(tr, "", i != 1);
    }
    void add_table() {
        table_ = body_.append_child("table");
        auto head = table_.append_child("tr");
        put(head, "th", say({"Line", "Ligne", "Partida"}));
        put(head, "th", say({"Activity", "Activité", "Actividad"}));
        const trilingual headings[]{
            {"A Authorised amount", "A Montant autorisé", "A Monto autorizado"},
            {"B Expenditure reported", "B Dépenses déclarées", "B Gastos declarados"},
            {"C Expenditure accepted", "C Dépenses acceptées", "C Gastos aceptados"},
            {"D = A - C", "D = A - C", "D = A - C"},
            {"E New request", "E Nouvelle demande", "E Nueva solicitud"},
            {"F Authorised now", "F Autorisé maintenant", "F Autorizado ahora"},
            {"G = D + F", "G = D + F", "G = D + F"}};
        for (const auto& one : headings) {
            put(head, "th", say(one)).append_attribute("class") = "n";
        }
        for (const auto& one : of_.lines) {
            add_row(one.code, one.title, one);
        }
        if (!of_.lines.empty()) {
            add_row("", say({"Support cost", "Coûts d’appui", "Costos de apoyo"}), of_.support);
        }
        auto sum = table_.append_child("tr");
        sum.append_attribute("class") = "sum";
        put(sum, "td", "");
        put(sum, "td", say({"Total", "Total", "Total"}));
        const std::pair<const char*, bool> columns[]{
            {"authorised_before", false}, {"reported", false},
            {"accepted", true},           {"balance", true},
            {"requested", false},         {"authorised_now", true},
            {"outstanding", true}};
        for (const auto& [name, office] : columns) {
            number(sum, cell(name), office);
        }
    }
    // What the partner's authorised officer signed, in the words of that day.
    void add_certificates(const trilingual& of, const std::vector<certificate>& signed_ones) {
        auto block = body_.append_child("div");
        block.append_attribute("class") = "certified";
        put(block, "h2", box(!signed_ones.empty()) + say(of));
        for (const auto& one : signed_ones) {
            put(block, "p",
                one.words.empty() ? say(
                                        {"The words signed then were not kept.",
                                         "Les termes signés alors n’ont pas été conservés.",
                                         "No se conservaron los términos firmados entonces."}
                                    )
                                  : one.words);
            put(block, "p",
                say(
                    {"Authorised officer of the partner", "Responsable autorisé du partenaire",
                     "Funcionario autorizado del asociado"}
                ) + ": " +
                    one.name + (one.position.empty() ? "" : ", " + one.position) + ", " + one.on);
        }
    }
    void add_review() {
        auto signs = body_.append_child("div");
        signs.append_attribute("class") = "signed";
        put(signs, "div",
            say({"Reviewed by the office", "Examiné par le bureau", "Examinado por la oficina"}) +
                ": " + known("reviewed_on"));
    }

    const form& of_;
    domain::language language_;
    pugi::xml_document document_;
    xml_node body_, table_;
};

}  // namespace

std::optional<std::string> face_page(persistence::session& with, const face_page_request& asked) {
    const persistence::read_snapshot snapshot{with};
    const auto forms = all_forms(with, asked);
    const auto number = asked.form.value_or(static_cast<std::int64_t>(forms.size()));
    if (number < 1 || static_cast<std::size_t>(number) > forms.size()) {
        return std::nullopt;
    }
    form made;
    made.cells = forms[static_cast<std::size_t>(number) - 1];
    if (made.cells.at("report")) {
        read_lines(with, asked, made);
        read_round(with, asked, made);
    }
    if (made.cells.at("requests")) {
        read_requests(with, asked, made);
    }
    read_head(with, asked, made);
    return page{made, asked.language}.html();
}

}  // namespace tranche::reports
