#include "server/imports/import_kind.hpp"

namespace tranche::server {
namespace {

// The item by what the bank calls it: its id, with a hyphen where an id has an underscore. What was
// paid and sent back since is two rows, in the order of the file.
std::vector<import_step> answer_of(const import_group& group) {
    std::vector<import_step> steps;
    for (std::size_t i = 0; i < group.rows.size(); ++i) {
        if (group.rows[i].fate == row_fate::unchanged) {
            continue;
        }
        auto item = group.cell(i, "end_to_end_id").value_or("");
        if (const auto hyphen = item.find('-'); hyphen != std::string::npos) {
            item[hyphen] = '_';
        }
        import_step step{
            "record_bank_answer", {{"payment_batch_item", item}}, {}, {}, group.rows[i].number};
        step.path_column = group.kind.column("end_to_end_id");
        group.fill(step.body, step, i, "");
        steps.push_back(std::move(step));
    }
    return steps;
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
             {.sheet = {"status", "Status", "Statut", "Estado", text, true},
              .into = "/status",
              .is_key = true},
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
            select k.end_to_end_id, k.status, coalesce(y.paid_on, x.outcome_on)::text as on,
                coalesce(y.amount * case k.status when 'returned' then -1 else 1 end, x.amount) as amount,
                x.currency::text, y.bank_reference, trim_scale(y.bank_rate)::text as rate,
                y.charges_amount as charges, y.charges_currency::text,
                coalesce((select e.reason from ledger.entry e
                    where e.source_id = y.id and e.source_type = 'payment' and e.event = 'reversal'),
                    x.outcome_reason) as reason
              from unnest($1::text[], $2::text[]) as k(end_to_end_id, status)
              join partner.payment_batch_item x on x.end_to_end_id = k.end_to_end_id
              left join partner.payment p on p.request_id = x.request_id
               and x.outcome is null
              left join partner.payment y on y.id = p.id and k.status = 'paid'
                or y.reverses_id = p.id and k.status = 'returned'
              where y.id is not null
                 or (x.outcome = 'rejected' and k.status = 'rejected'))",
        .steps = answer_of};
}

}  // namespace tranche::server
