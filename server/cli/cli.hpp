// The command line: one function a subcommand, each in its own file.
#pragma once

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace tranche::server {

struct config;

// Parses, runs, and returns the exit code. Mistakes of usage and settings: 2; failures: 1.
int run_command_line(int argc, char** argv);

int serve_command(const config& settings);
int migrate_command(const config& settings);
int demo_command(const config& settings);

struct report_options {
    std::string name;
    std::vector<std::pair<std::string, std::string>> parameters;  // as declared, "group_by"
};
int report_command(const config& settings, const report_options& options);

struct verify_options {
    std::vector<std::string> against;  // files of checkpoints
    std::string public_key;
};
/// Read-only. 1 when anything is broken.
int verify_command(const config& settings, const verify_options& options);

struct checkpoint_options {
    std::string key, out;  // of an empty `out`: the standard output
    std::string new_key;   // makes a key pair and nothing else
};
int checkpoint_command(const config& settings, const checkpoint_options& options);

struct erase_options {
    bool confirm = false;  // else it is only said how much would go
};
int erase_command(const config& settings, const erase_options& options);

struct import_options;
int import_command(const config& settings, const import_options& wanted);

struct user_options {
    std::string name, display_name, partner, donor;
    std::vector<std::string> roles;
    bool password_from_input = false;
};
int user_add_command(const config& settings, const user_options& options);
// The new password is the first line of the standard input; the person's sessions end.
int user_password_command(const config& settings, const std::string& name);
struct mail_options {
    std::string name, address, language;
};
int user_mail_command(const config& settings, const mail_options& options);
int user_sign_out_command(const config& settings, const std::string& name);
int user_drop_second_factor_command(const config& settings, const std::string& name);
// Of the first line of `from`. Throws std::invalid_argument saying what is wrong with it.
std::string new_password_hash(std::istream& from, const std::string& user_name);

struct token_options {
    std::string user, label = "command line";
    int days = 90;
    std::vector<std::string> scopes = {};
};
int token_create_command(const config& settings, const token_options& options);
int token_revoke_command(const config& settings, const token_options& options);

}  // namespace tranche::server
