// Which passwords will do, and what is kept of one.
#include "server/auth/password.hpp"

#include "server/cli/cli.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <sstream>
#include <stdexcept>

namespace tranche::server {
namespace {

std::string weakness(const std::string& password, const std::string& user = "ana.perez") {
    const auto found = weakness_of(password, user, "/new_password");
    return found ? found->code : "";
}

}  // namespace

TEST(Password, IsKeptAsArgon2idWithTheWorkOwaspAsksFor) {
    const auto hash = hash_password("four small words together");
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
    EXPECT_NE(hash, hash_password("four small words together")) << "two salts are the same";
    EXPECT_TRUE(is_password(hash, "four small words together"));
    EXPECT_FALSE(is_password(hash, "four small words togethez"));
    EXPECT_FALSE(is_password(hash, ""));
}

TEST(Password, OfNobodyIsNeverRight) {
    EXPECT_FALSE(is_password(std::nullopt, "four small words together"));
    EXPECT_FALSE(is_password(std::nullopt, ""));
    EXPECT_FALSE(is_password("no hash at all", "four small words together"));
}

TEST(Password, OfNobodyTakesTheSameWork) {
    const auto hash = hash_password("four small words together");
    const auto fastest = [](const std::optional<std::string>& compared) {
        auto best = std::chrono::steady_clock::duration::max();
        for (int i = 0; i < 5; ++i) {
            const auto start = std::chrono::steady_clock::now();
            EXPECT_FALSE(is_password(compared, "not the password"));
            best = std::min(best, std::chrono::steady_clock::now() - start);
        }
        return best;
    };
    EXPECT_GT(fastest(std::nullopt) * 2, fastest(hash));
}

TEST(Password, IsLongEnoughCountedInCharacters) {
    EXPECT_EQ(weakness("eleven char"), "password_too_short");
    EXPECT_EQ(weakness("twelve chars"), "");
    EXPECT_EQ(weakness("ñandú ñandú"), "password_too_short");
    EXPECT_EQ(weakness("ñandú y ñandú"), "");
    EXPECT_EQ(weakness("\xC3\x28\xC3\x28\xC3\x28\xC3\x28\xC3\x28\xC3\x28"), "password_too_short");
    std::string long_one;
    while (long_one.size() < 1024) {
        long_one += static_cast<char>('a' + long_one.size() % 26);
    }
    EXPECT_EQ(weakness(long_one), "");
    EXPECT_EQ(weakness(long_one + "x"), "password_too_long");
}

TEST(Password, IsNotOneThatOthersTryFirst) {
    for (const auto* each :
         {"123456789012", "Password1234", "QWERTYUIOP12", "aaaaaaaaaaaaaaa", "ana.perez2026!",
          "I am Ana.Perez myself"}) {
        EXPECT_EQ(weakness(each), "password_common") << each;
    }
    EXPECT_EQ(weakness("banana split with ana", "ana"), "");
}

TEST(Password, OfTheCommandLineIsTheFirstLineOfTheInput) {
    std::istringstream given{"  four small words together\r\nanother line\n"};
    EXPECT_TRUE(is_password(new_password_hash(given, "ana"), "four small words together"));
    std::istringstream weak{"short\n"};
    EXPECT_THROW(new_password_hash(weak, "ana"), std::invalid_argument);
    std::istringstream nothing;
    EXPECT_THROW(new_password_hash(nothing, "ana"), std::invalid_argument);
}

}  // namespace tranche::server
