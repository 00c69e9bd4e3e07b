#include "server/imports/import_kind.hpp"

#include <boost/json/array.hpp>

namespace tranche::server {
namespace json = boost::json;
namespace {

// "GT 60|HN 40": the State, and its share where it has one.
void add_states(json::array& all, const std::optional<std::string>& list, bool member) {
    for (const auto& word : words_of(list.value_or(""))) {
        const auto blank = std::min(word.find(' '), word.size());
        json::object one{{"state", word.substr(0, blank)}, {"member", member}};
        if (blank < word.size()) {
            auto share = word.substr(blank + 1);
            if (share.ends_with('%')) {
                share.pop_back();
            }
            one["share"] = share;
        }
        all.push_back(std::move(one));
    }
}

std::vector<import_step> create_project_of(const import_group& group) {
    import_step step{"create_project", {}, {}, {}, group.rows[0].number};
    group.fill(step.body, step, 0, "");
    json::array states;
    add_states(states, group.cell(0, "states"), true);
    add_states(states, group.cell(0, "other_states"), false);
    step.body["states"] = std::move(states);
    step.places.push_back({"/states", group.rows[0].number, group.kind.column("states")});
    return {step};
}

std::vector<import_column> columns_of_project() {
    using enum cell_type;
    const auto plain = [](sheet_column column, std::string_view into) {
        return import_column{.sheet = column, .into = into};
    };
    return {
        {.sheet = {"code", "Project", "Projet", "Proyecto", text, true},
         .into = "/code",
         .is_key = true},
        plain({"prima_id", "PRIMA code", "Code PRIMA", "Código PRIMA", identifier}, "/prima_id"),
        plain(
            {"title_en", "English title", "Titre anglais", "Título en inglés", text, true},
            "/title_en"
        ),
        plain({"title_fr", "French title", "Titre français", "Título en francés"}, "/title_fr"),
        plain({"title_es", "Spanish title", "Titre espagnol", "Título en español"}, "/title_es"),
        plain({"instrument", "Instrument", "Instrument", "Instrumento", text, true}, "/instrument"),
        plain({"project_type", "Type", "Type", "Tipo"}, "/project_type"),
        plain({"coverage", "Coverage", "Couverture", "Cobertura", text, true}, "/coverage"),
        plain({"sector", "Sector", "Secteur", "Sector DAC", identifier}, "/sector"),
        plain({"start_on", "Start", "Début", "Inicio", day}, "/start_on"),
        plain({"end_on", "End", "Fin", "Término", day}, "/end_on"),
        plain({"date_precision", "Exact to", "Exact au", "Exacto al"}, "/date_precision"),
        plain(
            {"protection", "Protection", "Protection (oui/non)", "Protección", flag}, "/protection"
        ),
        {.sheet = {"focal_point", "Focal point", "Point focal", "Punto focal"},
         .into = "/focal_point",
         .is_compared = false},
        plain({"origin", "Origin", "Origine", "Origen"}, "/origin"),
        {.sheet = {"state", "State of the project", "État du projet", "Estado del proyecto"},
         .into = "/state",
         .is_compared = false},
        plain(
            {"illustrative", "Illustrative", "Illustratif", "Ilustrativo", flag}, "/illustrative"
        ),
        {.sheet =
             {"published_amount", "Published amount", "Montant publié", "Monto publicado", number},
         .into = "/published_amount/amount",
         .minor_of = "published_currency"},
        plain(
            {"published_currency", "Currency", "Monnaie", "Moneda"}, "/published_amount/currency"
        ),
        plain({"published_year", "Year", "Année", "Año", whole_number}, "/published_year"),
        plain({"note", "Note", "Remarque", "Nota"}, "/note"),
        {.sheet = {"states", "Member States", "États Membres", "Estados Miembros", list}},
        {.sheet = {"other_states", "Other countries", "Autres pays", "Otros países", list}}};
}

}  // namespace

import_kind project_import() {
    return {
        .name = "projects",
        .title = "projects",
        .action = domain::action::manage_projects,
        .columns = columns_of_project(),
        .group_columns = 1,
        .recorded_sql = R"(
            select p.code::text, p.prima_id, p.title_en, p.title_fr, p.title_es,
                i.code::text as instrument, p.project_type, p.coverage, p.sector,
                p.start_on::text, p.end_on::text, p.date_precision, p.protection::text,
                p.focal_point, p.origin::text, p.state, p.illustrative::text, p.published_amount,
                p.published_currency::text, p.published_year::text, p.note, s.states, s.other_states
              from unnest($1::text[]) as k(code)
              join funding.project p on p.code = k.code
              join funding.instrument i on i.id = p.instrument_id
              cross join lateral (
                  select string_agg(concat_ws(' ', b.state, trim_scale(b.share)), '|'
                          order by b.state) filter (where b.member) as states,
                      string_agg(b.state::text, '|' order by b.state)
                          filter (where not b.member) as other_states
                    from funding.benefiting_state b
                    where b.project_id = p.id
                     and b.valid_from = (select min(o.valid_from)
                         from funding.benefiting_state o where o.project_id = p.id)) s)",
        .steps = create_project_of};
}

}  // namespace tranche::server
