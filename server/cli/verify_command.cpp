// "tranche verify": whether the database still is what it was and adds up. Says what it read on the
// standard output and what is broken on the standard error.
#include "persistence/verification.hpp"
#include "server/checkpoint.hpp"
#include "server/cli/cli.hpp"
#include "server/config.hpp"

#include <algorithm>
#include <cstdio>
#include <iostream>

namespace tranche::server {
namespace {

std::vector<persistence::witnessed_seal> witnesses_of(const verify_options& options) {
    std::vector<checkpoint> all;
    for (const auto& file : options.against) {
        all.push_back(verified_checkpoint(text_of_file(file), options.public_key));
    }
    std::vector<persistence::witnessed_seal> witnesses;
    for (auto& one : all) {
        std::ranges::move(one.seals, std::back_inserter(witnesses));
    }
    // Of several checkpoints the earliest that is contradicted is told first.
    std::ranges::stable_sort(witnesses, {}, &persistence::witnessed_seal::n);
    return witnesses;
}

void tell(const persistence::verification& found) {
    for (const auto& one : found.chains) {
        std::cout << one.stream << ": " << one.seals << " seals over " << one.rows << " rows, "
                  << one.unsealed << " not sealed yet" << std::endl;
        for (const auto& fault : one.broken) {
            std::cerr << "broken: " << fault << std::endl;
        }
    }
    for (const auto& one : found.broken_laws) {
        std::cerr << "broken: " << one.name << ": " << one.first << std::endl;
    }
    for (const auto& one : found.contradicted) {
        std::cerr << "broken: against the checkpoint: " << one << std::endl;
    }
}

}  // namespace

int verify_command(const config& settings, const verify_options& options) {
    const auto& url = settings.migration_database_url.empty() ? settings.database_url
                                                              : settings.migration_database_url;
    if (url.empty()) {
        throw bad_config{"neither MIGRATION_DATABASE_URL nor DATABASE_URL is set\n"};
    }
    const auto witnesses = witnesses_of(options);
    const auto found = persistence::verify(url, witnesses);
    tell(found);
    if (!found.holds()) {
        return 1;
    }
    std::cout << "every law holds"
              << (options.against.empty() ? "" : ", and the checkpoint came from this history")
              << std::endl;
    return 0;
}

}  // namespace tranche::server
