#include "server/cli/cli.hpp"

#include "server/cli/import_command.hpp"
#include "server/cli/report_command.hpp"
#include "server/config.hpp"
#include "server/docs_page.hpp"
#include "server/openapi_document.hpp"
#include "server/version.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <iostream>

namespace tranche::server {
namespace {

using runner = std::function<int(const config&)>;

// "user VERB --user NAME" for what needs a name and nothing else.
void declare_of_user(
    CLI::App& user, runner& chosen, const char* verb, const char* about,
    int (*run)(const config&, const std::string&)
) {
    static std::string name;
    auto* command = user.add_subcommand(verb, about);
    command->add_option("name,--user", name, "Whose")->required();
    command->callback([&chosen, run] {
        chosen = [run](const config& settings) {
            return run(settings, name);
        };
    });
}

void declare_people(CLI::App& app, runner& chosen) {
    auto* user = app.add_subcommand("user", "People who may use the service");
    user->require_subcommand(1);
    declare_of_user(
        *user, chosen, "password",
        "Set a person's password, read from the standard input, and end their sessions",
        user_password_command
    );
    declare_of_user(
        *user, chosen, "sign-out", "End every session of a person", user_sign_out_command
    );
    declare_of_user(
        *user, chosen, "drop-second-factor",
        "Remove the second factor of a person who lost the app and the recovery codes",
        user_drop_second_factor_command
    );
    auto* mail = user->add_subcommand("mail", "Where and in which language a person is written to");
    static mail_options written_to;
    mail->add_option("name,--user", written_to.name, "Whom")->required();
    mail->add_option("--address", written_to.address, "Without one the person is not written to");
    mail->add_option("--language", written_to.language, "en, fr or es; without it as it was");
    mail->callback([&chosen] {
        chosen = [](const config& settings) {
            return user_mail_command(settings, written_to);
        };
    });
    auto* add = user->add_subcommand("add", "Add a person");
    static user_options person;
    add->add_option("name,--name", person.name, "Name to sign in with")->required();
    add->add_option("--display-name", person.display_name, "Name as shown");
    add->add_option(
           "--role", person.roles,
           "administrator, programme_officer, finance_officer, approver,"
           " partner_preparer, partner_authorised_officer, donor_viewer or auditor; may be repeated"
    )
        ->required();
    add->add_option("--partner", person.partner, "Code of the partner the person works for");
    add->add_option("--donor", person.donor, "Code of the donor the person sees for");
    add->add_flag(
        "--password-stdin", person.password_from_input,
        "Read the password from the standard input: its first line"
    );
    add->callback([&chosen] {
        chosen = [](const config& settings) {
            return user_add_command(settings, person);
        };
    });

    auto* token = app.add_subcommand("token", "Access tokens");
    token->require_subcommand(1);
    static token_options wanted;
    auto* create = token->add_subcommand("create", "Make a token and print it, once, alone");
    create->add_option("--user", wanted.user, "Whose token")->required();
    create->add_option("--days", wanted.days, "Days until it expires")->check(CLI::Range(1, 3650));
    create->add_option(
        "--scope", wanted.scopes,
        "read for reading only, or a role the token is to have; may be repeated; none: all"
    );
    create->add_option("--label", wanted.label, "What it is for");
    create->callback([&chosen] {
        chosen = [](const config& settings) {
            return token_create_command(settings, wanted);
        };
    });
    auto* revoke = token->add_subcommand("revoke", "End every token of a person");
    revoke->add_option("--user", wanted.user, "Whose tokens")->required();
    revoke->callback([&chosen] {
        chosen = [](const config& settings) {
            return token_revoke_command(settings, wanted);
        };
    });
}

void declare_report(CLI::App& app, runner& chosen) {
    auto* report = app.add_subcommand("report", "Print a report; without a name, list them");
    static report_options wanted;
    report->add_option("name", wanted.name, "Which report");
    for (const auto& [name, about] : report_option_names()) {
        auto option = "--" + name;
        std::ranges::replace(option, '_', '-');
        const auto take = [name = name](const std::string& text) {
            wanted.parameters.emplace_back(name, text);
        };
        report->add_option_function<std::string>(option, take, about);
    }
    report->callback([&chosen] {
        chosen = [](const config& settings) {
            return report_command(settings, wanted);
        };
    });
}

void declare_import(CLI::App& app, runner& chosen) {
    auto* import = app.add_subcommand("import", "Bring in a CSV file, all or nothing");
    static import_options wanted;
    import->add_option("kind", wanted.kind, "What it holds, e.g. projects")->required();
    import->add_option("file", wanted.file, "The file; - is the standard input")->required();
    import->add_option("--user", wanted.user, "Whose roles count and whom the trail names")
        ->required();
    import->add_option("--decimal", wanted.decimal, "point or comma, where numbers do not tell");
    import->add_option("--dates", wanted.dates, "day_first or month_first, where days do not tell");
    import->add_option("--acknowledge", wanted.acknowledge, "RULE:reason; may be repeated");
    import->add_option("--lang", wanted.language, "en, fr or es");
    import->add_flag("--dry-run", wanted.dry_run, "Say what would happen and write nothing");
    import->callback([&chosen] {
        chosen = [](const config& settings) {
            return import_command(settings, wanted);
};
}  // namespace
);
}  // namespace tranche::server

int print_access(const config&) {
    std::cout << access_table_text();
    return 0;
}

void declare_proof(CLI::App& app, runner& chosen) {
    auto* verify = app.add_subcommand(
        "verify", "Check every law of the money and the chain of seals; 1 when one is broken"
    );
    static verify_options check;
    auto* against = verify->add_option(
        "--against", check.against, "A checkpoint this history must contain; may be repeated"
    );
    auto* public_key = verify->add_option(
        "--public-key", check.public_key, "The public half of the key that signed it"
    );
    against->needs(public_key);
    public_key->needs(against);
    verify->callback([&chosen] {
        chosen = [](const config& settings) {
            return verify_command(settings, check);
        };
    });

    auto* sign = app.add_subcommand("checkpoint", "Sign the newest seals, to be kept elsewhere");
    static checkpoint_options wanted;
    auto* key = sign->add_option("--key", wanted.key, "File of the private key");
    auto* out = sign->add_option("--out", wanted.out, "File to write; else standard output");
    auto* fresh =
        sign->add_option("--new-key", wanted.new_key, "Make a key pair instead: FILE and FILE.pub");
    fresh->excludes(key)->excludes(out);
    sign->callback([&chosen] {
        if (wanted.key.empty() && wanted.new_key.empty()) {
            throw CLI::RequiredError{"--key or --new-key"};
        }
        chosen = [](const config& settings) {
            return checkpoint_command(settings, wanted);
        };
    });
}

void declare_erasure(CLI::App& app, runner& chosen) {
    auto* erase = app.add_subcommand(
        "erase", "Say which data about persons is past its term; with --confirm, erase it"
    );
    static erase_options wanted;
    erase->add_flag("--confirm", wanted.confirm, "Erase it; it cannot be brought back");
    erase->callback([&chosen] {
        chosen = [](const config& settings) {
            return erase_command(settings, wanted);
        };
    });
}

int print_openapi(const config&) {
    std::cout << openapi_document_text();
    return 0;
}

}  // namespace

int run_command_line(int argc, char** argv) {
    CLI::App app{"Tranche follows donor money from contribution to result.", "tranche"};
    app.set_version_flag("--version", std::string{version});
    app.require_subcommand(1);
    app.footer("Settings come from the environment; deploy/README.md lists them.");
    runner chosen;
    const auto simple = [&](const char* name, const char* about, int (*run)(const config&)) {
        app.add_subcommand(name, about)->callback([&chosen, run] { chosen = run; });
    };
    simple("serve", "Serve the API until stopped", serve_command);
    simple("migrate", "Bring the database to this program's schema", migrate_command);
    simple("demo", "Tell the demo story to an empty database", demo_command);
    simple("openapi", "Print the OpenAPI document", print_openapi);
    simple("access", "Print who may do what", print_access);
    declare_report(app, chosen);
    declare_import(app, chosen);
    declare_proof(app, chosen);
    declare_erasure(app, chosen);
    declare_people(app, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& mistake) {
        const int code = app.exit(mistake);
        return code == 0 ? 0 : 2;
    }
    try {
        return chosen(config_from_environment());
    } catch (const bad_config& mistake) {
        std::fprintf(stderr, "tranche: settings:\n%s", mistake.what());
        return 2;
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "tranche: %s\n", failure.what());
        return 1;
    }
}

}  // namespace tranche::server
