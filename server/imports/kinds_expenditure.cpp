#include "server/imports/import_kind.hpp"

#include <boost/json/array.hpp>

namespace tranche::server {
namespace json = boost::json;
namespace {

std::vector<import_step> spend_of(const import_group& group) {
    import_step step{"create_direct_expenditure", {}, {}, {}, group.rows[0].number};
    group.fill(step.body, step, 0, "");
    return {step};
}

std::vector<import_step> obligate_of(const import_group& group) {
    import_step step{"create_obligation", {}, {}, {}, group.rows[0].number};
    group.fill(step.body, step, 0, "");
    return {step};
}

std::vector<import_step> statement_of(const import_group& group) {
    import_step step{"record_accounting_statement", {}, {}, {}, group.rows[0].number};
    group.fill(step.body, step, 0, "statement");
    json::array figures;
    for (std::size_t i = 0; i < group.rows.size(); ++i) {
        json::object one;
        group.fill(one, step, i, "figure", "/figures/" + std::to_string(figures.size()));
        figures.push_back(std::move(one));
    }
    step.body["figures"] = std::move(figures);
    return {step};
}

}  // namespace

import_kind direct_expenditure_import() {
    using enum cell_type;
    const auto plain = [](sheet_column column, std::string_view into) {
        return import_column{.sheet = column, .into = into};
    };
    return {
        .name = "direct-expenditures",
        .title = "the office's own expenses out of its accounting system",
        .action = domain::action::record_direct_expenditure,
        .columns =
            {{.sheet =
                  {"source_system", "Source system", "Système source", "Sistema de origen", text,
                   true},
              .into = "/source_system",
              .is_key = true},
             {.sheet =
                  {"external_reference", "Reference", "Référence", "Referencia", identifier, true},
              .into = "/external_reference",
              .is_key = true},
             plain({"project", "Project", "Projet", "Proyecto", text, true}, "/project"),
             plain(
                 {"budget_line", "Budget line", "Ligne budgétaire", "Partida", identifier, true},
                 "/budget_line"
             ),
             plain({"document", "Document", "Pièce", "Documento", identifier, true}, "/document"),
             plain({"spent_on", "Date", "Date de la dépense", "Fecha", day, true}, "/spent_on"),
             plain(
                 {"payee_kind", "Payee", "Bénéficiaire", "Beneficiario", text, true}, "/payee_kind"
             ),
             plain(
                 {"description", "Description", "Libellé", "Descripción", text, true},
                 "/description"
             ),
             {.sheet = {"amount", "Amount", "Montant", "Monto", number, true},
              .into = "/amount/amount",
              .minor_of = "currency"},
             plain({"currency", "Currency", "Monnaie", "Moneda", text, true}, "/amount/currency"),
             {.sheet = {"obligation", "Obligation", "Engagement", "Obligación", identifier},
              .into = "/obligation"},
             {.sheet = {"corrects", "Corrects", "Corrige", "Corrige a"},
              .into = "/corrects",
              .is_compared = false,
              .renews = true},
             plain(
                 {"illustrative", "Illustrative", "Illustratif", "Ilustrativo", flag},
                 "/illustrative"
             )},
        .group_columns = 2,
        .recorded_sql = R"(
            select x.source_system, x.external_reference, p.code::text as project,
                l.code::text as budget_line, x.document, x.spent_on::text, x.payee_kind,
                x.description, x.amount, x.currency::text, p.code || ':' || o.code as obligation,
                null as corrects,
                x.illustrative::text,
                exists (select 1 from funding.direct_expenditure y where y.reverses_id = x.id)
                    as taken_back
              from unnest($1::text[], $2::text[]) as k(source_system, external_reference)
              join funding.direct_expenditure x on x.source_system = k.source_system
               and x.external_reference = k.external_reference
               and x.reverses_id is null
              join funding.project p on p.id = x.project_id
              join funding.budget_line l on l.id = x.budget_line_id
              left join funding.obligation o on o.id = x.obligation_id
              order by x.reference_turn desc)",
        .steps = spend_of};
}

import_kind obligation_import() {
    using enum cell_type;
    const auto plain = [](sheet_column column, std::string_view into) {
        return import_column{.sheet = column, .into = into};
    };
    return {
        .name = "obligations",
        .title = "the office's own orders out of its accounting system",
        .action = domain::action::record_direct_expenditure,
        .columns =
            {{.sheet = {"project", "Project", "Projet", "Proyecto", text, true},
              .into = "/project",
              .is_key = true},
             {.sheet = {"code", "Order", "Commande", "Orden", identifier, true},
              .into = "/code",
              .is_key = true},
             plain(
                 {"budget_line", "Budget line", "Ligne budgétaire", "Partida", identifier, true},
                 "/budget_line"
             ),
             plain(
                 {"obligated_on", "Date", "Date de la commande", "Fecha", day, true},
                 "/obligated_on"
             ),
             plain(
                 {"payee_kind", "Payee", "Bénéficiaire", "Beneficiario", text, true}, "/payee_kind"
             ),
             plain(
                 {"description", "Description", "Libellé", "Descripción", text, true},
                 "/description"
             ),
             {.sheet = {"amount", "Amount", "Montant", "Monto", number, true},
              .into = "/amount/amount",
              .minor_of = "currency"},
             plain({"currency", "Currency", "Monnaie", "Moneda", text, true}, "/amount/currency"),
             plain(
                 {"source_system", "Source system", "Système source", "Sistema de origen"},
                 "/source_system"
             ),
             plain(
                 {"external_reference", "Reference", "Référence", "Referencia", identifier},
                 "/external_reference"
             ),
             plain(
                 {"illustrative", "Illustrative", "Illustratif", "Ilustrativo", flag},
                 "/illustrative"
             )},
        .group_columns = 2,
        .recorded_sql = R"(
            select p.code::text as project, x.code::text, l.code::text as budget_line,
                x.obligated_on::text, x.payee_kind, x.description, x.amount, x.currency::text,
                x.source_system, x.external_reference, x.illustrative::text
              from unnest($1::text[], $2::text[]) as k(project, code)
              join funding.project p on p.code = k.project
              join funding.obligation x on x.project_id = p.id
               and x.code = k.code
              join funding.budget_line l on l.id = x.budget_line_id)",
        .steps = obligate_of};
}

import_kind accounting_statement_import() {
    using enum cell_type;
    return {
        .name = "accounting-statements",
        .title = "what an accounting system says was booked, to be compared",
        .action = domain::action::record_direct_expenditure,
        .columns =
            {{.sheet = {"code", "Statement", "Relevé", "Estado de cuenta", text, true},
              .into = "/code",
              .part = "statement",
              .is_head = true,
              .is_key = true},
             {.sheet =
                  {"external_reference", "Reference", "Référence", "Referencia", identifier, true},
              .into = "/external_reference",
              .part = "figure",
              .is_key = true},
             {.sheet =
                  {"source_system", "Source system", "Système source", "Sistema de origen", text,
                   true},
              .into = "/source_system",
              .part = "statement",
              .is_head = true},
             {.sheet = {"first_day", "From", "Du", "Desde", day, true},
              .into = "/first_day",
              .part = "statement",
              .is_head = true},
             {.sheet = {"last_day", "Until", "Au", "Hasta", day, true},
              .into = "/last_day",
              .part = "statement",
              .is_head = true},
             {.sheet = {"booked_on", "Date", "Date de l'écriture", "Fecha", day, true},
              .into = "/booked_on",
              .part = "figure"},
             {.sheet = {"amount", "Amount", "Montant", "Monto", number, true},
              .into = "/amount/amount",
              .part = "figure",
              .minor_of = "currency"},
             {.sheet = {"currency", "Currency", "Monnaie", "Moneda", text, true},
              .into = "/amount/currency",
              .part = "figure"},
             {.sheet = {"description", "Description", "Libellé", "Descripción"},
              .into = "/description",
              .part = "figure"}},
        .group_columns = 1,
        .recorded_sql = R"(
            select s.code::text, f.external_reference, s.source_system, s.first_day::text,
                s.last_day::text, f.booked_on::text, f.amount, f.currency::text, f.description
              from unnest($1::text[], $2::text[]) as k(code, external_reference)
              join funding.accounting_statement s on s.code = k.code
              join funding.accounting_figure f on f.statement_id = s.id
               and f.external_reference = k.external_reference)",
        .steps = statement_of};
}

}  // namespace tranche::server
