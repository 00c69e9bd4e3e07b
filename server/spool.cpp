// The temporary file behind spooled_file: anonymous from its first moment where the file system
// can do that (O_TMPFILE), unlinked at once elsewhere.
#include "server/spool.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <system_error>

namespace tranche::server {

namespace {

/// Appends are collected to this size before they are written to the file.
constexpr std::size_t write_window = std::size_t{64} << 10;

[[noreturn]] void throw_errno(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

int open_unnamed_file() {
    const char* configured = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe): never set
    const std::string directory =
        configured != nullptr && *configured != '\0' ? configured : "/tmp";

    const int unnamed = ::open(directory.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (unnamed >= 0) return unnamed;
    // EISDIR and EOPNOTSUPP: an old kernel or a file system without O_TMPFILE (NFS, overlayfs).
    if (errno != EISDIR && errno != EOPNOTSUPP && errno != EINVAL) {
        throw_errno("cannot create a temporary file");
    }

    std::string name = directory + "/tranche-spool-XXXXXX";
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named < 0) throw_errno("cannot create a temporary file");
    ::unlink(name.c_str());
    return named;
}

}  // namespace

spooled_file::spooled_file(std::size_t memory_limit) : memory_limit_(memory_limit) {}

spooled_file::~spooled_file() {
    if (fd_ >= 0) ::close(fd_);
}

void spooled_file::append(std::string_view bytes) {
    tail_.append(bytes);
    size_ += bytes.size();
    if (fd_ < 0 && size_ > memory_limit_) move_to_file();
    if (fd_ >= 0 && tail_.size() >= write_window) flush();
}

void spooled_file::move_to_file() {
    fd_ = open_unnamed_file();
    flush();
    tail_.shrink_to_fit();
}

void spooled_file::flush() {
    std::size_t written = 0;
    while (written < tail_.size()) {
        const auto count = ::pwrite(
            fd_, tail_.data() + written, tail_.size() - written,
            static_cast<off_t>(flushed_ + written)
        );
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw_errno("cannot write a temporary file");
        written += static_cast<std::size_t>(count);
    }
    flushed_ += written;
    tail_.clear();
}

std::size_t spooled_file::read_at(std::uint64_t offset, std::span<char> out) const {
    std::size_t filled = 0;
    while (filled < out.size() && offset + filled < flushed_) {
        const auto wanted =
            std::min<std::uint64_t>(out.size() - filled, flushed_ - (offset + filled));
        const auto count = ::pread(
            fd_, out.data() + filled, static_cast<std::size_t>(wanted),
            static_cast<off_t>(offset + filled)
        );
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) throw_errno("cannot read a temporary file");
        // Nobody else has this file, so an early end means the storage lost data.
        if (count == 0) throw std::system_error(EIO, std::generic_category(), "spool cut short");
        filled += static_cast<std::size_t>(count);
    }
    if (filled < out.size() && offset + filled < size_) {
        const auto start = static_cast<std::size_t>(offset + filled - flushed_);
        const auto count = std::min(out.size() - filled, tail_.size() - start);
        std::memcpy(out.data() + filled, tail_.data() + start, count);
        filled += count;
    }
    return filled;
}

}  // namespace tranche::server
