// Versions of lists of sanctioned persons and bodies. What one adds counts at once; what it lets go
// waits for a second person.
#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

#include <map>
#include <utility>

namespace tranche::server {
namespace {

using domain::entity;

// A consolidated list with every name its persons go by; a sheet of 8 MiB holds no more. As JSON, a
// body of 1 MiB holds fewer.
constexpr std::size_t names_at_most = 100'000;

struct listed_name {
    std::string reference, name;
};

struct sanctions_list_body {
    std::string code, source;
    domain::date published_on;
    std::optional<domain::percentage> threshold;
    std::vector<listed_name> entries;
};

struct confirmation {};

// One array per column, so that a list is one statement.
struct listed_names {
    persistence::value references = std::nullopt;
    persistence::value names = std::nullopt;

    explicit listed_names(const std::vector<listed_name>& all) {
        std::vector<std::string> numbers, texts;
        for (const auto& one : all) {
            numbers.push_back(one.reference);
            texts.push_back(one.name);
        }
        references = persistence::array_of(std::span<const std::string>{numbers});
        names = persistence::array_of(std::span<const std::string>{texts});
    }
};

void check_entries(command_run& run, const std::vector<listed_name>& entries) {
    std::map<std::pair<std::string_view, std::string_view>, std::size_t> seen;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto& one = entries[i];
        const auto [known, is_new] = seen.try_emplace({one.reference, one.name}, i);
        run.require(
            is_new, "/entries/" + std::to_string(i), "given_twice",
            {{"value", one.reference + ' ' + one.name}, {"row", std::to_string(known->second + 1)}}
        );
    }
}

receipt load_list(command_run& run, const sanctions_list_body& body) {
    const listed_names listed{body.entries};
    const auto found = run.load(
        {{{"sanctions_list_before",
           R"(
               select max(published_on) as published_on, partner.matches_let_go($1, $2, $3) as let_go
                 from partner.sanctions_list
                 where code = $1)"},
          {body.code, listed.references, listed.names}}}
    );
    check_not_future(run, "/published_on", body.published_on);
    // What is older than what counts would be kept and never looked at.
    check_not_before(
        run, "/published_on", body.published_on, found[0][0].maybe_day("published_on")
    );
    check_entries(run, body.entries);
    run.settle();
    const auto let_go = found[0][0].integer("let_go");
    const auto id = persistence::random_id();
    run.insert(
        "partner.sanctions_list",
        {{"id", id},
         {"code", body.code},
         {"published_on", body.published_on},
         {"source", body.source},
         {"threshold", body.threshold ? body.threshold->to_decimal() : std::string{"60"}},
         {"loaded_by", run.who().user_id},
         {"loaded_on", run.today()}}
    );
    run.write(
        {{"sanctions_entries",
          R"(
              insert into partner.sanctions_entry (list_id, reference, name)
                select $1, e.*
                  from unnest($2::text[], $3::text[]) as e)"},
         {id, listed.references, listed.names}}
    );
    run.write({{"screen_all", "select partner.screen(null, null, null)"}, {}});
    if (let_go == 0) {
        run.write(
            {{"nothing_let_go",
              "update partner.sanctions_list set state = 'confirmed' where id = $1"},
             {id}}
        );
    }
    return {
        .what = entity::sanctions_list,
        .id = id,
        .code = body.code + ':' + domain::to_string(body.published_on),
        .state = let_go == 0 ? "confirmed" : "loaded",
        .rows = static_cast<std::int64_t>(body.entries.size()),
        .more = ",\"matches_ended\":" + std::to_string(let_go)};
}

receipt confirm_list(command_run& run, const confirmation&) {
    const auto id = run.path_id(entity::sanctions_list);
    const auto found = run.load(
        {{{"sanctions_list_to_confirm",
           R"(
               select l.code || ':' || l.published_on as code, l.version, l.loaded_by, l.loaded_for,
                   partner.matches_let_go(l.id) as let_go,
                   case when exists (select 1
                       from partner.sanctions_list x
                       where x.code = l.code and x.state = 'confirmed'
                        and x.published_on > l.published_on)
                       then 'superseded' else l.state end as state
                 from partner.sanctions_list l
                 where l.id = $1 for no key update of l)"},
          {id}}}
    );
    const auto row = run.the_row(found[0], entity::sanctions_list);
    run.check_version(row);
    const std::string next{
        state_after(domain::sanctions_list_lifecycle(), "confirm", row.text("state"))};
    check_other_person(run, row, "loaded", "load_sanctions_list");
    run.settle();
    run.update(
        entity::sanctions_list, id,
        {{"state", next}, {"confirmed_by", run.who().user_id}, {"confirmed_on", run.today()}}
    );
    return {
        .what = entity::sanctions_list,
        .id = id,
        .code = row.text("code"),
        .state = next,
        .version = row.integer("version") + 1,
        .more = ",\"matches_ended\":" + row.text("let_go")};
}

std::optional<confirmation> as_loaded(command_run&, const rehearsed_subject&) {
    return confirmation{};
}

}  // namespace

template <>
struct wire<listed_name> {
    static const object_schema<listed_name>& schema() {
        using body = listed_name;
        static const auto declared = object<body>(
            "listed_name", "A name of a person or body on the list; each of several is one entry",
            field("reference", &body::reference, "Its number on the list", length(1, 100)),
            field("name", &body::name, "The name, in Latin letters", length(1, 400))
        );
        return declared;
    }
};

template <>
struct wire<sanctions_list_body> {
    static const object_schema<sanctions_list_body>& schema() {
        using body = sanctions_list_body;
        static const auto declared = object<body>(
            "new_sanctions_list",
            "A version of a list, whole; it counts in the place of the one before, at once or, where "
            "it lets matches go that nobody has cleared, beside it until another person confirms it",
            field("code", &body::code, "Whose list, e.g. UN-SC", matches_code()),
            field("source", &body::source, "Where it was taken from", length(1, 300)),
            field("published_on", &body::published_on, "Its day"),
            field(
                "threshold", &body::threshold,
                "From 50 to 100: how alike two names must be to be looked at; else 60"
            ),
            field("entries", &body::entries, "All its names", items(0, names_at_most))
        );
        return declared;
    }
};

template <>
struct wire<confirmation> {
    static const object_schema<confirmation>& schema() {
        static const auto declared = object<confirmation>(
            "sanctions_list_confirmation", "That the names which left the list did leave it"
        );
        return declared;
    }
};

endpoints sanctions_list_endpoints() {
    using domain::action;
    const std::string tag = "Assurance";
    endpoints all{
        command<sanctions_list_body>(
            {"/api/v1/sanctions-lists", "load_sanctions_list",
             "Load a version of a list; all names are held against it", tag,
             action::load_sanctions_lists, 201},
            load_list
        ),
        command<confirmation>(
            {"/api/v1/sanctions-lists/{sanctions_list}/confirm", "confirm_sanctions_list",
             "Confirm, as another person than loaded it, that the version counts alone", tag,
             action::clear_matches},
            confirm_list, as_loaded
        )};
    all[0].description =
        "`matches_ended` says how many matches in force it would end. With none it is `confirmed`: it counts "
        "alone. Else it is `loaded`: what it adds counts at once, and what it lets go stays in force until "
        "another person confirms it.";
    append(all, read_endpoints(persistence::sanctions_list_resource(), action::read_funding, tag));
    return all;
}

}  // namespace tranche::server
