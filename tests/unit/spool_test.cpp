// The spooled buffer: what goes in comes out, in memory and on disk.
#include "server/spool.hpp"

#include "tests/support/environment_variable.hpp"

#include <gtest/gtest.h>

#include <system_error>

namespace tranche::server {

namespace {

std::string read_all(const spooled_file& file, std::size_t window) {
    std::string result;
    std::string piece(window, '\0');
    while (const auto count = file.read_at(result.size(), piece)) {
        result.append(piece, 0, count);
    }
    return result;
}

std::string sample(std::size_t size) {
    std::string text;
    for (int i = 0; text.size() < size; ++i)
        text += std::to_string(i) + ",";
    text.resize(size);
    return text;
}

}  // namespace

TEST(Spool, StaysInMemoryUpToItsLimit) {
    spooled_file file(100);
    file.append(std::string(100, 'x'));
    EXPECT_FALSE(file.on_disk());
    file.append("y");
    EXPECT_TRUE(file.on_disk());
    EXPECT_EQ(file.size(), 101U);
    EXPECT_EQ(read_all(file, 7), std::string(100, 'x') + "y");
}

TEST(Spool, ReturnsWhatWasAppendedInPiecesOfAnySize) {
    const auto text = sample(300'000);
    for (const std::size_t limit : {std::size_t{1}, std::size_t{70'000}, std::size_t{1'000'000}}) {
        for (const std::size_t step : {std::size_t{777}, std::size_t{100'000}}) {
            spooled_file file(limit);
            for (std::size_t at = 0; at < text.size(); at += step) {
                file.append(std::string_view(text).substr(at, step));
            }
            ASSERT_EQ(file.size(), text.size());
            EXPECT_TRUE(read_all(file, 65'536) == text) << limit << " " << step;
            EXPECT_TRUE(read_all(file, 999) == text) << limit << " " << step;
        }
    }
}

TEST(Spool, ReadsNothingPastItsEnd) {
    spooled_file file(4);
    std::string out(10, '\0');
    EXPECT_EQ(file.read_at(0, out), 0U);
    file.append("abcdefgh");
    EXPECT_EQ(file.read_at(6, out), 2U);
    EXPECT_EQ(file.read_at(8, out), 0U);
    EXPECT_EQ(file.read_at(1'000'000, out), 0U);
}

TEST(Spool, ReportsADirectoryItCannotUse) {
    const tests::environment_variable nowhere("TMPDIR", "/nonexistent-directory");
    spooled_file file(1);
    EXPECT_THROW(file.append("too much for memory"), std::system_error);
}

}  // namespace tranche::server
