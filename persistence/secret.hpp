// Secrets for people and programs to carry: 256 random bits as text. What is kept of one is its
// SHA-256, which is enough for a value that nobody can guess.
#pragma once

#include <string>
#include <string_view>

namespace tranche::persistence {

// The prefix and 64 digits of Crockford's base 32. Throws std::runtime_error without randomness.
std::string new_secret(std::string_view prefix);

// 16 digits in groups of four, 80 random bits: short enough to copy from paper.
std::string new_recovery_code();

}  // namespace tranche::persistence
