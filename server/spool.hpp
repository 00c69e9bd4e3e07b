// A byte buffer that stays in memory while it is small and moves to an unnamed temporary file when
// it grows, so that an export of any size costs the server one window of memory. Written by one
// worker at database speed, then read by the edge at the client's speed: the database connection
// is free again long before a slow client has its last byte.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tranche::server {

/// Not thread-safe while it is written; any number of threads may read_at() afterwards.
class spooled_file {
public:
    static constexpr std::size_t default_memory_limit = std::size_t{1} << 20;

    /// Keeps up to `memory_limit` bytes in memory; the file is made in TMPDIR, or /tmp, and has no
    /// name, so it disappears with this object even when the process is killed.
    explicit spooled_file(std::size_t memory_limit = default_memory_limit);
    ~spooled_file();

    spooled_file(const spooled_file&) = delete;
    spooled_file& operator=(const spooled_file&) = delete;

    /// Throws std::system_error when the file cannot be made or written (disk full).
    void append(std::string_view bytes);

    /// Bytes appended so far.
    std::uint64_t size() const { return size_; }
    bool on_disk() const { return fd_ >= 0; }

    /// Fills `out` from `offset` and returns the bytes read: fewer than asked only at the end, 0
    /// past it. Throws std::system_error when the file cannot be read.
    std::size_t read_at(std::uint64_t offset, std::span<char> out) const;

private:
    void move_to_file();
    void flush();

    std::size_t memory_limit_;
    std::uint64_t size_ = 0;
    std::uint64_t flushed_ = 0;
    /// The bytes from flushed_ on: all of them while in memory, at most one window afterwards.
    std::string tail_;
    int fd_ = -1;
};

}  // namespace tranche::server
