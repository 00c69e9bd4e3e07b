#include "reports/face_page.hpp"

#include "reports/face_form.hpp"
#include "reports/registry.hpp"
#include "reports/text_cells.hpp"

#include <pugixml.hpp>

#include <sstream>
#include <string_view>
#include <vector>

namespace tranche::reports {

namespace {

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

class page {
public:
    page(const face_form& of, domain::language language) : of_{of}, language_{language} {}

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
    void add_row(const std::string& code, const std::string& name, const face_line& of) {
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
    void add_certificates(const trilingual& of, const std::vector<face_certificate>& signed_ones) {
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

    const face_form& of_;
    domain::language language_;
    pugi::xml_document document_;
    xml_node body_, table_;
};

}  // namespace

std::optional<std::string> face_page(persistence::session& with, const face_page_request& asked) {
    const auto found = read_face_form(with, asked);
    return found ? std::optional{page{*found, asked.language}.html()} : std::nullopt;
}

}  // namespace tranche::reports
