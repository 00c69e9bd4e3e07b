// Checkpoints: the newest seal of each stream, signed with a key that the database never sees
// (Ed25519 by libsodium). Who rewrites the whole history can compute every seal again, but cannot
// sign what was signed before.
#pragma once

#include "persistence/seal_check.hpp"

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

struct checkpoint {
    std::string made_at;
    std::vector<persistence::witnessed_seal> seals;
};

// A key, a signature or a file that is not what it should be.
class bad_checkpoint : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Writes the private key to `file`, readable by its owner alone, and the public key to `file`.pub.
// Throws bad_checkpoint when either is there already.
void make_key_pair(const std::filesystem::path& file);

// The JSON text of the signed checkpoint. Throws bad_checkpoint when the key cannot be used, which
// includes a private key that others may read.
std::string signed_text(const checkpoint& one, const std::filesystem::path& key_file);

// What the text says, after its signature was found to be by that key. Throws bad_checkpoint.
checkpoint verified_checkpoint(std::string_view text, const std::filesystem::path& key_file);

std::string text_of_file(const std::filesystem::path& file);

}  // namespace tranche::server
