// What was spent in a donor's own categories, and the sheet that proves it: every budget line with
// its category, by the books and by the statement. Money of no category stands on rows of its own,
// in both, so that each adds to what was spent and the two agree to the cent.
#include "reports/plan.hpp"
#include "reports/project_scope.hpp"
#include "reports/registry.hpp"

#include <string>

namespace tranche::reports {

namespace {

using enum cell_type;

const trilingual unmapped{"Not mapped", "Sans catégorie", "Sin categoría"};
const trilingual exchange{
    "Exchange difference, interest and debts written off",
    "Différence de change, intérêts et créances passées en pertes",
    "Diferencia de cambio, intereses y cancelaciones contables"};

const trilingual by_books{"By the books", "Selon les comptes", "Según los libros"};
const trilingual in_categories{"In a category", "Dans une catégorie", "En una categoría"};
const trilingual of_no_category{"Of no category", "Sans catégorie", "Sin categoría"};
const trilingual difference{"Difference", "Écart", "Diferencia"};

std::string text_sql(const trilingual& words, domain::language language) {
    return '\'' + std::string{words.in(language)} + '\'';
}

// By what is kept, where the statement asks the postings.
constexpr std::string_view kept_beside =
    "(select coalesce(sum(case c.measure when 'interest' then -c.base_amount else c.base_amount end),"
    " 0)::bigint from ledger.cell c where c.project_id = n.project_id"
    " and c.measure in ('exchange_difference', 'interest', 'written_off'))";

// Per line: its category in the newest mapping, and what was spent before and in the time asked
// for, from the postings.
std::string with_clauses(
    const std::string& scope, const request& asked, const persistence::cut_sql& cut,
    const std::string& since, const std::string& layout
) {
    const auto moved = [&](const char* amount, const std::string& kinds, const std::string& of) {
        return std::string{"coalesce(sum("} + amount + ") filter (where e.effective_on < " + since +
            "), 0)::bigint as before, coalesce(sum(" + amount +
            ") filter (where e.effective_on >= " + since +
            "), 0)::bigint as during from ledger.entry e join ledger.posting g on g.entry_id = e.id"
            " join ledger.account a on a.id = g.account_id and a.kind in (" +
            kinds + ") where " + persistence::within(cut, "e") + " and " + of;
    };
    return "with scope as (select p.id from funding.project p where " + scope + "), lines as (" +
        budget_lines_in_scope(cut) +
        "), mapping as (select distinct on (m.project_id, m.layout_id) m.id, m.project_id,"
        " m.layout_id, m.number from scope s join funding.statement_mapping m"
        " on m.project_id = s.id where " +
        layout +
        " order by m.project_id, m.layout_id, m.number desc),"
        " line as (select m.project_id, m.layout_id, m.number as mapping, c.number as place,"
        " c.code as category, " +
        localised_sql("c.name", asked.language) +
        " as category_name, l.code as budget_line, b.title_en, b.title_fr, b.title_es,"
        " coalesce(l.budget, 0) as budget, l.spent as books, w.before, w.during from mapping m"
        " join lines l on l.project_id = m.project_id"
        " join funding.budget_line b on b.id = l.id"
        " left join funding.statement_mapping_line n on n.mapping_id = m.id"
        " and n.budget_line_id = l.id left join funding.statement_category c"
        " on c.id = n.category_id cross join lateral (select " +
        moved("g.base_amount", "'spent', 'spent_direct'", "a.owner_id = l.id") +
        ") w), beside as (select n.project_id, n.layout_id, n.number as mapping, w.before, w.during, " +
        persistence::at_cut(kept_beside, cut) +
        " as books from mapping n cross join lateral (select " +
        moved("g.base_amount", "'exchange_difference', 'interest', 'written_off'",
              "e.project_id = n.project_id") +
        ") w)";
}

struct asked_for {
    plan made;
    persistence::cut_sql cut;
};

asked_for begin(const request& asked) {
    asked_for begun;
    auto& made = begun.made;
    add_project_scope(made, asked);
    const auto scope = take_conditions(made);
    const auto since =
        asked.since ? made.bind(*asked.since, "date") : std::string{"date '-infinity'"};
    const auto layout =
        asked.layout ? "m.layout_id = " + made.bind(*asked.layout, "bigint") : std::string{"true"};
    begun.cut = cut_of(made, asked);
    made.with = with_clauses(scope, asked, begun.cut, since, layout);
    made.columns = {
        {"project", {"Project", "Projet", "Proyecto"}, code, "p.code"},
        {"layout", {"Layout", "Modèle", "Modelo"}, code, "y.code"},
        {"mapping", {"Mapping", "Correspondance", "Correspondencia"}, integer, "x.mapping"},
    };
    made.totals_by = "currency";
    // Two layouts of one project tell of the same money.
    made.totals_also_by = "layout";
    return begun;
}

void end(plan& made) {
    made.from +=
        " join funding.project p on p.id = x.project_id"
        " join funding.instrument i on i.id = p.instrument_id"
        " join funding.statement_layout y on y.id = x.layout_id";
}

std::string amount(const std::string& minor) {
    return money_sql(minor, "i.base_currency");
}

plan statement(const request& asked) {
    auto begun = begin(asked);
    auto& made = begun.made;
    made.with +=
        ", row as (select l.project_id, l.layout_id, l.mapping, coalesce(l.place, 1000000) as place,"
        " l.category, coalesce(max(l.category_name), " +
        text_sql(unmapped, asked.language) +
        ") as title, sum(l.budget)::bigint as budget, sum(l.before)::bigint as before,"
        " sum(l.during)::bigint as during from line l"
        " group by l.project_id, l.layout_id, l.mapping, l.place, l.category"
        // A category nothing is mapped onto stands in the donor's form all the same.
        " union all select m.project_id, m.layout_id, m.number, c.number, c.code, " +
        localised_sql("c.name", asked.language) +
        ", 0, 0, 0 from mapping m join funding.statement_category c on c.layout_id = m.layout_id"
        " where not exists (select 1 from funding.statement_mapping_line n"
        " where n.mapping_id = m.id and n.category_id = c.id)"
        " union all select b.project_id, b.layout_id, b.mapping, 1000001, null, " +
        text_sql(exchange, asked.language) +
        ", null, b.before, b.during from beside b where b.before <> 0 or b.during <> 0)";
    const std::vector<column> more{
        {"category", {"Category", "Catégorie", "Categoría"}, code, "x.category"},
        {"title", {"Title", "Intitulé", "Título"}, text, "x.title"},
        {"budget", {"Budget", "Budget", "Presupuesto"}, money, amount("x.budget")},
        {"before", {"Before", "Avant", "Antes"}, money, amount("x.before")},
        {"spent",
         {"In the period", "Pendant la période", "En el período"},
         money,
         amount("x.during")},
        {"cumulative", {"Cumulative", "Cumul", "Acumulado"}, money, amount("x.before + x.during")},
        {"balance", {"Balance", "Solde", "Saldo"}, money, amount("x.budget - x.before - x.during")},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "i.base_currency"},
    };
    made.columns.insert(made.columns.end(), more.begin(), more.end());
    made.from = "from row x";
    end(made);
    made.order_by = "i.code, p.code, y.code, x.place";
    made.totals = {
        {"budget", {"Budget", "Budget", "Presupuesto"}, money, "sum(budget)"},
        {"before", {"Before", "Avant", "Antes"}, money, "sum(before)"},
        {"spent", {"In the period", "Pendant la période", "En el período"}, money, "sum(spent)"},
        {"cumulative", {"Cumulative", "Cumul", "Acumulado"}, money, "sum(cumulative)"},
        {"balance", {"Balance", "Solde", "Saldo"}, money, "sum(budget) - sum(cumulative)"},
    };
    return std::move(made);
}

plan reconciliation(const request& asked) {
    auto begun = begin(asked);
    auto& made = begun.made;
    made.with +=
        ", checked as (select l.project_id, l.layout_id, l.mapping, coalesce(l.place, 1000000) as place,"
        " l.budget_line, " +
        localised_sql("l.title", asked.language) +
        " as title, l.category, coalesce(l.category_name, " + text_sql(unmapped, asked.language) +
        ") as category_name, l.budget, l.books, l.before + l.during as stated from line l"
        " union all select b.project_id, b.layout_id, b.mapping, 1000001, null, " +
        text_sql(exchange, asked.language) +
        ", null, null, null, b.books, b.before + b.during from beside b"
        " where b.books <> 0 or b.before <> 0 or b.during <> 0)";
    const std::vector<column> more{
        {"budget_line", {"Budget line", "Ligne budgétaire", "Partida"}, code, "x.budget_line"},
        {"title", {"Title", "Intitulé", "Título"}, text, "x.title"},
        {"category", {"Category", "Catégorie", "Categoría"}, code, "x.category"},
        {"category_title",
         {"Category title", "Intitulé de la catégorie", "Título de la categoría"},
         text,
         "x.category_name"},
        {"budget", {"Budget", "Budget", "Presupuesto"}, money, amount("x.budget")},
        {"books", by_books, money, amount("x.books")},
        {"statement", in_categories, money,
         amount("case when x.category is not null then x.stated else 0 end")},
        {"no_category", of_no_category, money,
         amount("case when x.category is null then x.stated else 0 end")},
        {"difference", difference, money, amount("x.books - x.stated")},
        {"currency", {"Currency", "Monnaie", "Moneda"}, code, "i.base_currency"},
    };
    made.columns.insert(made.columns.end(), more.begin(), more.end());
    made.from = "from checked x";
    end(made);
    made.order_by = "i.code, p.code, y.code, x.place, " + line_order_sql("x.budget_line");
    made.totals = {
        {"budget", {"Budget", "Budget", "Presupuesto"}, money, "sum(budget)"},
        {"books", by_books, money, "sum(books)"},
        {"statement", in_categories, money, "sum(statement)"},
        {"no_category", of_no_category, money, "sum(no_category)"},
        {"difference", difference, money, "sum(difference)"},
    };
    made.notes = {
        {"In a category and of no category together are the total of the statement, and what the books "
         "say.",
         "Dans une catégorie et sans catégorie font ensemble le total de l’état et ce que disent les "
         "comptes.",
         "En una categoría y sin categoría suman el total del estado y lo que dicen los libros."}};
    return std::move(made);
}

}  // namespace

report donor_format_report() {
    return {
        .name = "donor-format",
        .title =
            {"Statement in a donor’s categories", "État selon les catégories d’un donateur",
             "Estado según las categorías de un donante"},
        .question =
            {"What was spent, in a donor's own categories?",
             "Qu’a-t-on dépensé, selon les catégories d’un donateur ?",
             "¿Qué se gastó, según las categorías de un donante?"},
        .parameters =
            {"instrument", "project", "layout", "since", "until", "as_known_on", "period",
             "reading"},
        .make_plan = statement,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

report donor_format_check_report() {
    return {
        .name = "donor-format-check",
        .title =
            {"Reconciliation of a statement in a donor’s categories",
             "Rapprochement d’un état selon les catégories d’un donateur",
             "Conciliación de un estado según las categorías de un donante"},
        .question =
            {"Which budget lines stand behind a donor's categories, and does it add up?",
             "Quelles lignes budgétaires se trouvent derrière les catégories, et le compte y est-il ?",
             "¿Qué partidas hay detrás de las categorías, y cuadran las cifras?"},
        .parameters =
            {"instrument", "project", "layout", "until", "as_known_on", "period", "reading"},
        .make_plan = reconciliation,
        .open_to_donors = [](const request&) { return donor_sight::nothing; },
    };
}

}  // namespace tranche::reports
