#include "server/notify/letter_of_the_day.hpp"

#include "reports/obligation_names.hpp"
#include "reports/report.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace tranche::server {
namespace json = boost::json;
namespace {

using domain::language;

constexpr std::array kinds{
    reports::word{"actual", {"reported value", "valeur déclarée", "valor notificado"}},
    reports::word{"agreement", {"agreement", "accord", "acuerdo"}},
    reports::word{"agreement_amendment", {"amendment", "avenant", "enmienda de un acuerdo"}},
    reports::word{"bank_account", {"bank account", "compte bancaire", "cuenta bancaria"}},
    reports::word{"budget_version", {"budget", "budget", "presupuesto"}},
    reports::word{"contribution", {"contribution", "contribution", "contribución"}},
    reports::word{
        "disbursement_request",
        {"disbursement request", "demande de paiement", "solicitud de desembolso"}},
    reports::word{
        "donor_grant", {"opening to a donor", "ouverture à un donateur", "apertura a un donante"}},
    reports::word{
        "donor_refund", {"refund to a donor", "remboursement au donateur", "reembolso al donante"}},
    reports::word{"exception", {"exception", "exception", "excepción"}},
    reports::word{"exchange_rate", {"exchange rates", "taux de change", "tipos de cambio"}},
    reports::word{
        "expenditure_report", {"expenditure report", "rapport de dépenses", "informe de gastos"}},
    reports::word{"finding", {"finding", "constatation", "hallazgo"}},
    reports::word{
        "obligation_submission", {"report handed in", "rapport remis", "informe presentado"}},
    reports::word{"payment_batch", {"payment batch", "lot de paiements", "lote de pagos"}},
    reports::word{"project", {"project", "projet", "proyecto"}},
    reports::word{
        "project_transfer",
        {"transfer between projects", "transfert entre projets", "transferencia entre proyectos"}},
    reports::word{
        "rate_correction",
        {"correction of exchange rates", "correction de taux de change",
         "corrección de tipos de cambio"}},
    reports::word{"receivable", {"receivable", "créance", "cuenta por cobrar"}},
    reports::word{
        "settlement_proposal",
        {"settlement of a receivable", "règlement d’une créance",
         "liquidación de una cuenta por cobrar"}},
    reports::word{
        "sanctions_list", {"list of sanctions", "liste de sanctions", "lista de sanciones"}},
    reports::word{
        "screening_match",
        {"name like one on a list", "nom proche d’une liste",
         "nombre parecido a uno de una lista"}},
    reports::word{"rule_kind", {"kind of a rule", "nature d’une règle", "clase de una regla"}},
};

constexpr std::array since{
    reports::word{"since", {"since ", "depuis le ", "desde el "}},
    reports::word{"due", {"due on ", "échéance le ", "vence el "}},
};

std::string text_of(const json::object& item, std::string_view name) {
    const auto* found = item.if_contains(name);
    return found != nullptr && found->is_string() ? std::string{found->as_string()} : "";
}

// By what people call it; the nearest thing that has a code.
std::string code_of(const json::object& item) {
    std::string code;
    for (const auto* name : {"code", "agreement", "project", "series"}) {
        code = code.empty() ? text_of(item, name) : code;
    }
    return code;
}

std::string line_of(const json::object& item, language in) {
    const auto code = code_of(item);
    auto line = code.empty() ? "" : code + ": ";
    const auto kind = text_of(item, "type");
    if (kind == "reporting_obligation") {
        line += reports::obligation_name(
            text_of(item, "obligation"), item.at("number").to_number<std::int64_t>(), in
        );
        line += ", " + reports::obligation_standing(text_of(item, "state"), in);
        return line + " (" + std::string{reports::label_of(since, "due", in)} +
            text_of(item, "due_on") + ')';
    }
    line += reports::label_of(kinds, kind, in);
    const auto day = text_of(item, "since");
    return day.empty()
        ? line
        : line + " (" + std::string{reports::label_of(since, "since", in)} + day + ')';
}

}  // namespace

std::optional<day_letter> letter_of_the_day(const json::value& queue, language in) {
    const auto& items = queue.at("items").as_array();
    if (items.empty()) {
        return std::nullopt;
    }
    const bool more = queue.at("truncated").as_bool();
    const std::vector<std::pair<std::string, std::string>> count{
        {"count", std::to_string(items.size()) + (more ? "+" : "")}};
    const auto said = domain::message_for("notice_letter_of_the_day", in, count);
    day_letter made{said.message, {}};
    for (const auto& item : items) {
        made.text += "- " + line_of(item.as_object(), in) + "\r\n";
    }
    made.text += "\r\n" + said.hint + "\r\n";
    return made;
}

}  // namespace tranche::server
