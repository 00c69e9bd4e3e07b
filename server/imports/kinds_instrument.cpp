#include "server/imports/import_kind.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

namespace tranche::server {
namespace json = boost::json;
namespace {

import_step create_instrument_of(const import_group& group) {
    import_step step{"create_instrument", {}, {}, {}, group.rows[0].number};
    group.fill(step.body, step, 0, "instrument");
    json::object terms;
    group.fill(terms, step, 0, "instrument terms", "/terms");
    step.body["terms"] = std::move(terms);
    return step;
}

import_step create_line_of(const import_group& group, std::size_t row, const std::string& of) {
    import_step step{"create_funding_line", {{"instrument", of}}, {}, {}, group.rows[row].number};
    group.fill(step.body, step, row, "line");
    return step;
}

// All amounts of a line are in its currency, which is said once.
import_step terms_of(const import_group& group, std::size_t row, const std::string& of) {
    import_step step{"set_line_terms", {{"funding_line", of}}, {}, {}, group.rows[row].number};
    group.fill(step.body, step, row, "terms");
    for (auto& member : step.body) {
        if (auto* amount = member.value().if_object()) {
            (*amount)["currency"] = group.cell(row, "currency").value_or("");
        }
    }
    return step;
}

bool has_terms(const import_group& group, std::size_t row) {
    for (std::size_t i = 0; i < group.kind.columns.size(); ++i) {
        if (group.kind.columns[i].part == "terms" && (*group.rows[row].given)[i]) {
            return true;
        }
    }
    return false;
}

std::vector<import_step> set_up(const import_group& group) {
    std::vector<import_step> all;
    const bool is_new = group.is_new();
    if (is_new) {
        all.push_back(create_instrument_of(group));
    }
    const auto instrument = is_new ? std::string{} : group.head("code").value_or("");
    for (std::size_t i = 0; i < group.rows.size(); ++i) {
        const auto fate = group.rows[i].fate;
        if (fate == row_fate::added) {
            all.push_back(create_line_of(group, i, instrument));
        }
        if (fate == row_fate::changed || (fate == row_fate::added && has_terms(group, i))) {
            const auto line =
                fate == row_fate::added ? std::string{} : group.cell(i, "line").value_or("");
            all.push_back(terms_of(group, i, line));
        }
    }
    return all;
}

import_column of_fund(sheet_column column, std::string_view into) {
    return {.sheet = column, .into = into, .part = "instrument", .is_head = true};
}

import_column of_fund_terms(sheet_column column, std::string_view into) {
    return {
        .sheet = column,
        .into = into,
        .part = "instrument terms",
        .is_head = true,
        .is_compared = false};
}

import_column of_line(sheet_column column, std::string_view into) {
    return {.sheet = column, .into = into, .part = "line"};
}

import_column of_terms(sheet_column column, std::string_view into) {
    return {.sheet = column, .into = into, .part = "terms"};
}

import_column amount(sheet_column column, std::string_view into) {
    return {.sheet = column, .into = into, .part = "terms", .minor_of = "currency"};
}

std::vector<import_column> columns_of_fund() {
    using enum cell_type;
    return {
        {.sheet = {"code", "Instrument", "Instrument", "Instrumento", text, true},
         .into = "/code",
         .part = "instrument",
         .is_head = true,
         .is_key = true},
        of_fund({"name_en", "English name", "Nom anglais", "Nombre en inglés"}, "/name_en"),
        of_fund({"name_fr", "French name", "Nom français", "Nombre en francés"}, "/name_fr"),
        of_fund({"name_es", "Spanish name", "Nom espagnol", "Nombre en español"}, "/name_es"),
        of_fund({"established_on", "Established", "Créé le", "Creado el", day}, "/established_on"),
        of_fund(
            {"base_currency", "Base currency", "Monnaie de base", "Moneda base"}, "/base_currency"
        ),
        of_fund(
            {"fiscal_year_start", "Fiscal year starts in", "Exercice débutant en",
             "Ejercicio desde", whole_number},
            "/fiscal_year_start"
        ),
        of_fund({"rate_series", "Rates", "Taux de change", "Tipos de cambio"}, "/rate_series"),
        of_fund_terms(
            {"terms_from", "Terms from", "Règles à partir du", "Reglas desde", day}, "/valid_from"
        ),
        of_fund_terms(
            {"payment_persons", "Persons for a payment", "Personnes par paiement",
             "Personas por pago", whole_number},
            "/payment_persons"
        ),
        of_fund_terms(
            {"certifier_differs", "Certifier differs", "Le certificateur diffère",
             "El certificador es otro", flag},
            "/certifier_differs"
        ),
        of_fund_terms(
            {"terms_source", "Source of terms", "Source des règles", "Fuente de las reglas"},
            "/source"
        )};
}

std::vector<import_column> columns_of_line() {
    using enum cell_type;
    return {
        {.sheet = {"line", "Line", "Ligne de crédit", "Línea presupuestaria", text, true},
         .into = "/code",
         .part = "line",
         .is_key = true},
        of_line(
            {"line_name_en", "English name of the line", "Nom anglais de la ligne",
             "Nombre de la línea en inglés"},
            "/name_en"
        ),
        of_line(
            {"line_name_fr", "French name of the line", "Nom français de la ligne",
             "Nombre de la línea en francés"},
            "/name_fr"
        ),
        of_line(
            {"line_name_es", "Spanish name of the line", "Nom espagnol de la ligne",
             "Nombre de la línea en español"},
            "/name_es"
        ),
        of_line({"currency", "Currency", "Monnaie", "Moneda"}, "/currency"),
        of_terms(
            {"line_terms_from", "Line terms from", "Règles de la ligne à partir du",
             "Reglas de la línea desde", day},
            "/valid_from"
        ),
        amount(
            {"ceiling_national", "National ceiling", "Plafond national", "Límite nacional", number},
            "/ceiling_national/amount"
        ),
        amount(
            {"ceiling_regional", "Regional ceiling", "Plafond régional", "Límite regional", number},
            "/ceiling_regional/amount"
        ),
        amount(
            {"ceiling_multi_regional", "Multi-regional ceiling", "Plafond multirégional",
             "Límite multirregional", number},
            "/ceiling_multi_regional/amount"
        ),
        amount(
            {"ceiling_global", "Global ceiling", "Plafond mondial", "Límite mundial", number},
            "/ceiling_global/amount"
        ),
        amount(
            {"residue_waiver", "Residue waived", "Reliquat passé en pertes",
             "Remanente cancelado contablemente", number},
            "/residue_waiver/amount"
        ),
        of_terms(
            {"excludes_article_4", "Excludes Article 4", "Exclut l'article 4",
             "Excluye el artículo 4", flag},
            "/excludes_article_4"
        ),
        of_terms(
            {"staff_office_cap", "Staff and office at most %", "Personnel et bureau au plus %",
             "Personal y oficina a lo sumo %", number},
            "/staff_office_cap"
        ),
        of_terms(
            {"evaluation_minimum", "Evaluation at least %", "Évaluation au moins %",
             "Evaluación al menos %", number},
            "/evaluation_minimum"
        ),
        of_terms(
            {"excluded_types", "Excluded types", "Types exclus", "Tipos excluidos", list},
            "/excluded_types"
        ),
        of_terms(
            {"endorsements_national", "Letters, national", "Lettres, national", "Cartas, nacional",
             whole_number},
            "/endorsements_national"
        ),
        of_terms(
            {"endorsements_regional", "Letters, regional", "Lettres, régional", "Cartas, regional",
             whole_number},
            "/endorsements_regional"
        ),
        of_terms(
            {"line_terms_source", "Source of line terms", "Source des règles de la ligne",
             "Fuente de las reglas de la línea"},
            "/source"
        )};
}

}  // namespace

import_kind instrument_import() {
    auto columns = columns_of_fund();
    for (auto& one : columns_of_line()) {
        columns.push_back(one);
    }
    return {
        .name = "instruments",
        .title = "instruments with their lines and the lines' terms",
        .action = domain::action::manage_instruments,
        .columns = std::move(columns),
        .group_columns = 1,
        .recorded_sql = R"(
            select i.code::text, i.name_en, i.name_fr, i.name_es, i.established_on::text,
                i.base_currency::text, i.fiscal_year_start::text, i.rate_series,
                m.valid_from::text as terms_from, m.payment_persons::text,
                m.certifier_differs::text, m.source as terms_source, l.code::text as line,
                l.name_en as line_name_en, l.name_fr as line_name_fr, l.name_es as line_name_es,
                l.currency::text, t.valid_from::text as line_terms_from, t.ceiling_national,
                t.ceiling_regional, t.ceiling_multi_regional, t.ceiling_global, t.residue_waiver,
                t.excludes_article_4::text, trim_scale(t.staff_office_cap)::text as staff_office_cap,
                trim_scale(t.evaluation_minimum)::text as evaluation_minimum,
                nullif(array_to_string(t.excluded_types, '|'), '') as excluded_types,
                t.endorsements_national::text, t.endorsements_regional::text,
                t.source as line_terms_source
              from funding.instrument i
              left join funding.funding_line l on l.instrument_id = i.id
              left join lateral (select * from funding.instrument_terms o
                  where o.instrument_id = i.id order by o.valid_from desc limit 1) m on true
              left join lateral (select * from funding.line_terms o
                  where o.line_id = l.id order by o.valid_from desc limit 1) t on true
              where i.code = any($1::text[])
               and $2::text[] is not null)",
        .steps = set_up,
        .may_change = true,
        .changing_part = "terms"};
}

}  // namespace tranche::server
