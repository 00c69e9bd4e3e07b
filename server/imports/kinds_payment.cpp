#include "server/imports/import_kind.hpp"

namespace tranche::server {
namespace {

// The item by what the bank calls it: its id, with a hyphen where an id has an underscore.
std::vector<import_step> answer_of(const import_group& group) {
    const auto row = group.rows[0].number;
    auto item = group.cell(0, "end_to_end_id").value_or("");
    if (const auto hyphen = item.find('-'); hyphen != std::string::npos) {
        item[hyphen] = '_';
    }
    import_step step{"record_bank_answer", {{"payment_batch_item", item}}, {}, {}, row};
    step.path_column = group.kind.column("end_to_end_id");
    group.fill(step.body, step, 0, "");
    return {step};
}

}  // namespace

import_kind bank_answer_import() {
    using enum cell_type;
    const auto plain = [](sheet_column column, std::string_view into) {
        return import_column{.sheet = column, .into = into};
    };
    return {
        .name = "bank-answers",
        .title = "what the bank says became of the payments it was sent",
        .action = domain::action::pay_disbursements,
        .columns =
            {{.sheet =
                  {"end_to_end_id", "End-to-end id", "Référence de bout en bout",
                   "Referencia de extremo a extremo", identifier, true},
              .is_key = true},
             plain({"status", "Status", "Statut", "Estado", text, true}, "/status"),
             plain({"on", "Date", "Date", "Fecha", day, true}, "/on"),
             {.sheet = {"amount", "Amount", "Montant", "Importe", number},
              .into = "/amount/amount",
              .minor_of = "currency"},
             plain({"currency", "Currency", "Monnaie", "Moneda"}, "/amount/currency"),
             plain(
                 {"bank_reference", "Bank reference", "Référence bancaire", "Referencia bancaria",
                  identifier},
                 "/bank_reference"
             ),
             plain({"rate", "Rate", "Taux", "Tipo de cambio", number}, "/rate"),
             {.sheet = {"charges", "Charges", "Frais", "Comisiones", number},
              .into = "/charges/amount",
              .minor_of = "charges_currency"},
             plain(
                 {"charges_currency", "Currency of charges", "Monnaie des frais",
                  "Moneda de las comisiones"},
                 "/charges/currency"
             ),
             plain({"reason", "Reason", "Motif", "Motivo"}, "/reason")},
        .group_columns = 1,
        .recorded_sql = R"(
            select x.end_to_end_id, case when y.id is null then x.outcome else 'paid' end as status,
                coalesce(y.paid_on, x.outcome_on)::text as on, x.amount, x.currency::text,
                y.bank_reference, trim_scale(y.bank_rate)::text as rate, y.charges_amount as charges,
                y.charges_currency::text, x.outcome_reason as reason
              from unnest($1::text[]) as k(end_to_end_id)
              join partner.payment_batch_item x on x.end_to_end_id = k.end_to_end_id
              left join partner.payment y on y.request_id = x.request_id
               and x.outcome is null
              where y.id is not null
                 or x.outcome = 'rejected')",
        .steps = answer_of};
}

}  // namespace tranche::server
