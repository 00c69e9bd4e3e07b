#include "server/imports/import_kind.hpp"

#include <boost/json/array.hpp>

namespace tranche::server {
namespace json = boost::json;
namespace {

// A version of a list is one command: it counts whole or not at all.
std::vector<import_step> list_of(const import_group& group) {
    import_step step{"load_sanctions_list", {}, {}, {}, group.rows[0].number};
    group.fill(step.body, step, 0, "list");
    json::array entries;
    for (std::size_t i = 0; i < group.rows.size(); ++i) {
        json::object one;
        group.fill(one, step, i, "entry", "/entries/" + std::to_string(entries.size()));
        entries.push_back(std::move(one));
    }
    step.body["entries"] = std::move(entries);
    return {step};
}

}  // namespace

import_kind sanctions_list_import() {
    using enum cell_type;
    return {
        .name = "sanctions-lists",
        .title = "versions of lists of sanctioned persons and bodies",
        .action = domain::action::load_sanctions_lists,
        .columns =
            {{.sheet = {"code", "List", "Liste", "Lista", text, true},
              .into = "/code",
              .part = "list",
              .is_head = true,
              .is_key = true},
             {.sheet = {"published_on", "Published on", "Publiée le", "Publicada el", day, true},
              .into = "/published_on",
              .part = "list",
              .is_head = true,
              .is_key = true},
             {.sheet = {"reference", "Reference", "Référence", "Referencia", identifier, true},
              .into = "/reference",
              .part = "entry",
              .is_key = true},
             {.sheet = {"name", "Name", "Nom", "Nombre", text, true},
              .into = "/name",
              .part = "entry",
              .is_key = true},
             {.sheet = {"source", "Source", "Source", "Fuente", text, true},
              .into = "/source",
              .part = "list",
              .is_head = true},
             {.sheet = {"threshold", "Threshold", "Seuil", "Umbral", number},
              .into = "/threshold",
              .part = "list",
              .is_head = true}},
        .group_columns = 2,
        .recorded_sql = R"(
            select l.code::text, l.published_on::text, e.reference, e.name, l.source,
                trim_scale(l.threshold)::text as threshold
              from unnest($1::text[], $2::text[], $3::text[], $4::text[])
                as k(code, published_on, reference, name)
              join partner.sanctions_list l on l.code = k.code
               and l.published_on = k.published_on::date
              join partner.sanctions_entry e on e.list_id = l.id
               and e.reference = k.reference
               and e.name = k.name)",
        .steps = list_of,
        .rows_at_least = 100'000};
}

}  // namespace tranche::server
