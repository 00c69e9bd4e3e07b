// "tranche checkpoint": the newest seals, signed, to be kept where nobody who can write to the
// database can write.
#include "persistence/round_trip.hpp"
#include "persistence/seal.hpp"
#include "server/checkpoint.hpp"
#include "server/cli/cli.hpp"
#include "server/clock.hpp"
#include "server/config.hpp"

#include <cstdio>
#include <fstream>
#include <iostream>

namespace tranche::server {
namespace {

checkpoint newest(const config& settings) {
    if (settings.database_url.empty()) {
        throw bad_config{"DATABASE_URL is not set\n"};
    }
    persistence::session_holder db{settings.database_url, persistence::lane::report};
    checkpoint made{now_utc(), {}};
    for (const auto row : persistence::ask(db.get(), persistence::newest_seals())) {
        const auto one = persistence::seal_of(row);
        made.seals.push_back({one.stream, one.n, one.last_id, one.hash});
    }
    if (made.seals.empty()) {
        throw bad_checkpoint{"nothing is sealed yet: the service seals while it runs"};
    }
    return made;
}

}  // namespace

int checkpoint_command(const config& settings, const checkpoint_options& options) {
    if (!options.new_key.empty()) {
        make_key_pair(options.new_key);
        std::cout << options.new_key << " is the private key; " << options.new_key
                  << ".pub is for those who verify" << std::endl;
        return 0;
    }
    const auto text = signed_text(newest(settings), options.key);
    if (options.out.empty()) {
        std::cout << text << std::flush;
        return 0;
    }
    std::ofstream out{options.out, std::ios::binary};
    out << text << std::flush;
    if (!out) {
        throw bad_checkpoint{options.out + " could not be written"};
    }
    return 0;
}

}  // namespace tranche::server
