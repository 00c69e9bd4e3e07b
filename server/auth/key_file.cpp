#include "server/auth/key_source.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace tranche::server {
namespace {

std::string contents(const std::string& path) {
    std::ifstream file{path};
    std::stringstream text;
    text << file.rdbuf();
    if (!file) {
        throw std::invalid_argument{"the file of keys cannot be read"};
    }
    return text.str();
}

}  // namespace

key_file::key_file(std::string path, key_complaint complain)
    : path_{std::move(path)},
      complain_{std::move(complain)},
      keys_{contents(path_)},
      written_at_{std::filesystem::last_write_time(path_)} {}

key_set key_file::keys(std::int64_t now) {
    const std::lock_guard guard{mutex_};
    if (now >= looked_at_ && now < looked_at_ + look_every_seconds) {
        return keys_;
    }
    looked_at_ = now;
    std::error_code failure;
    const auto written_at = std::filesystem::last_write_time(path_, failure);
    if (failure || written_at == written_at_) {
        return keys_;
    }
    try {
        keys_ = key_set{contents(path_)};
        written_at_ = written_at;
    } catch (const std::invalid_argument& unusable) {
        complain_(unusable.what());
    }
    return keys_;
}

}  // namespace tranche::server
