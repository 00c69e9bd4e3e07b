#include "persistence/access_tokens.hpp"
#include "persistence/credentials.hpp"
#include "persistence/migrator.hpp"
#include "persistence/outbox.hpp"
#include "persistence/people.hpp"
#include "persistence/reference.hpp"
#include "persistence/round_trip.hpp"
#include "persistence/sql_error.hpp"
#include "server/application.hpp"
#include "server/auth/scope.hpp"
#include "server/cli/cli.hpp"
#include "server/cli/operator_audit.hpp"
#include "server/cli/report_command.hpp"
#include "server/demo/story.hpp"

#include <cstdio>
#include <iostream>
#include <stdexcept>

namespace tranche::server {
namespace {

std::string needed(const std::string& url, const char* name) {
    if (url.empty()) {
        throw bad_config{std::string{name} + " is not set\n"};
    }
    return url;
}

persistence::session_holder open_database(const config& settings) {
    return {needed(settings.database_url, "DATABASE_URL"), persistence::lane::command};
}

std::string words(const std::vector<std::string>& all) {
    std::string text;
    for (const auto& one : all) {
        text += (text.empty() ? "" : " ") + one;
    }
    return text;
}

}  // namespace

int serve_command(const config& settings) {
    needed(settings.database_url, "DATABASE_URL");
    application app{settings, true};
    const auto host = settings.listen.substr(0, settings.listen.rfind(':'));
    std::printf(
        "tranche serves %s://%s:%u\n", settings.tls_certificate.empty() ? "http" : "https",
        host.c_str(), static_cast<unsigned>(app.port())
    );
    std::fflush(stdout);
    app.run();
    return 0;
}

int migrate_command(const config& settings) {
    const auto applied = persistence::migrate(
        needed(settings.migration_database_url, "MIGRATION_DATABASE_URL"),
        [](std::string_view step) { std::cout << "  " << step << std::endl; }
    );
    std::cout << (applied.empty() ? "the schema is up to date"
                                  : std::to_string(applied.size()) + " steps applied")
              << std::endl;
    return 0;
}

int demo_command(const config& settings) {
    persistence::session_set db{
        persistence::urls_of_roles(
            needed(settings.database_url, "DATABASE_URL"), settings.partner_database_url,
            settings.donor_database_url
        ),
        persistence::lane::command};
    const auto outcome = tell_story(db, [](std::string_view step, int done, int all) {
        if (done % 20 == 0 || done == all) {
            std::cout << "  " << done << " of " << all << "  " << step << std::endl;
        }
    });
    switch (outcome) {
        case story_outcome::told:
            std::cout << "the demo story is loaded" << std::endl;
            break;
        case story_outcome::known_already:
            std::cout << "the demo story was loaded before; nothing changed" << std::endl;
            break;
        case story_outcome::other_data:
            std::cout << "the database holds other data; the demo story was not loaded"
                      << std::endl;
            break;
    }
    return 0;
}

int report_command(const config& settings, const report_options& options) {
    persistence::session_holder db{
        needed(settings.database_url, "DATABASE_URL"), persistence::lane::report};
    return print_report(db.get(), options.name, options.parameters, std::cout, std::cerr);
}

int user_add_command(const config& settings, const user_options& options) {
    auto db = open_database(settings);
    persistence::reference_finder references;
    persistence::new_person one{
        options.name,
        options.display_name.empty() ? options.name : options.display_name,
        options.roles,
        {},
        {}};
    const auto id_of = [&](domain::entity what, const std::string& code) {
        std::optional<std::int64_t> id;
        if (!code.empty()) {
            id = references.find(db.get(), what, code);
            if (!id) {
                throw std::invalid_argument{
                    "there is no " + std::string{domain::names_of(what).stem} + " " + code};
            }
        }
        return id;
    };
    one.partner_id = id_of(domain::entity::partner, options.partner);
    one.donor_id = id_of(domain::entity::donor, options.donor);
    // Before the person exists: a bad password leaves nothing behind.
    const auto hash = options.password_from_input
        ? std::optional{new_password_hash(std::cin, options.name)}
        : std::nullopt;
    try {
        audited(
            db.get(), "add_user",
            {{"name", one.name},
             {"display_name", one.display_name},
             {"roles", words(one.roles)},
             {"partner", options.partner},
             {"donor", options.donor}},
            [&] {
                const auto id = persistence::add_person(db.get(), one);
                if (hash) {
                    persistence::ask(db.get(), persistence::set_password(id, *hash));
                }
                return id;
            }
        );
    } catch (const persistence::sql_failure& failure) {
        throw std::invalid_argument{"the person was not added: " + failure.constraint()};
    }
    return 0;
}

int user_mail_command(const config& settings, const mail_options& options) {
    auto db = open_database(settings);
    const auto who = persistence::person_named(db.get(), options.name);
    if (!who) {
        throw std::invalid_argument{"no active user is named " + options.name};
    }
    try {
        // The trail says that it changed; the address is nobody's business there.
        audited(
            db.get(), "set_mail_of_user",
            {{"name", options.name},
             {"is_written_to", options.address.empty() ? "no" : "yes"},
             {"language", options.language}},
            [&] {
                persistence::ask(
                    db.get(), persistence::set_mail(who->id, options.address, options.language)
                );
                return who->id;
            }
        );
    } catch (const persistence::sql_failure& failure) {
        throw std::invalid_argument{"the address was not set: " + failure.constraint()};
    }
    return 0;
}

int token_create_command(const config& settings, const token_options& options) {
    for (const auto& one : options.scopes) {
        if (!is_scope(one)) {
            throw std::invalid_argument{one + " is neither read nor a role"};
        }
    }
    auto db = open_database(settings);
    std::string secret;
    audited(
        db.get(), "create_token",
        {{"label", options.label}, {"days", std::to_string(options.days)}, {"token_hash", ""}},
        [&] {
            secret = persistence::create_token(
                db.get(), options.user, options.label, options.days, scope_of(options.scopes)
            );
            return persistence::person_named(db.get(), options.user).value().id;
        }
    );
    std::cout << secret << std::endl;
    return 0;
}

int token_revoke_command(const config& settings, const token_options& options) {
    auto db = open_database(settings);
    std::int64_t ended = 0;
    audited(db.get(), "revoke_tokens", {}, [&] {
        ended = persistence::revoke_tokens(db.get(), options.user);
        const auto person = persistence::person_named(db.get(), options.user);
        return person ? person->id : 0;
    });
    std::fprintf(stderr, "%lld tokens ended\n", static_cast<long long>(ended));
    return 0;
}

}  // namespace tranche::server
