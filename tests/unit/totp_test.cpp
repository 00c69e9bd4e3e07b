// One-time passwords against the vectors of RFC 6238, and how the secret is kept and shown.
#include "server/auth/totp.hpp"

#include "server/auth/secret_box.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace tranche::server {
namespace {

constexpr std::string_view rfc_secret = "12345678901234567890";
const std::string key(64, 'a');

}  // namespace

TEST(Totp, GivesTheCodesOfRfc6238) {
    const std::pair<std::int64_t, const char*> vectors[] = {
        {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
        {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"}};
    for (const auto& [time, code] : vectors) {
        EXPECT_EQ(totp_code(rfc_secret, time / 30, 8), code) << time;
        EXPECT_EQ(totp_code(rfc_secret, time / 30), std::string{code}.substr(2)) << time;
    }
}

TEST(Totp, AllowsClocksToDifferByOneStep) {
    constexpr std::int64_t now = 1111111111;
    constexpr auto step = now / 30;
    for (const auto near : {step - 1, step, step + 1}) {
        EXPECT_EQ(totp_step_of(totp_code(rfc_secret, near), rfc_secret, now), near);
    }
    for (const auto far : {step - 2, step + 2}) {
        EXPECT_EQ(totp_step_of(totp_code(rfc_secret, far), rfc_secret, now), std::nullopt);
    }
    EXPECT_EQ(totp_step_of("", rfc_secret, now), std::nullopt);
    EXPECT_EQ(totp_step_of("14050471", rfc_secret, now), std::nullopt) << "eight digits";
}

TEST(Totp, IsToldToAppsAsTheyReadIt) {
    EXPECT_EQ(base32(""), "");
    EXPECT_EQ(base32("f"), "MY");
    EXPECT_EQ(base32("fooba"), "MZXW6YTB");
    EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
    EXPECT_EQ(new_totp_secret().size(), 20U);
    EXPECT_NE(new_totp_secret(), new_totp_secret());
    EXPECT_EQ(
        otpauth_uri("ana@fund.example", "foobar"),
        "otpauth://totp/Tranche:ana%40fund.example?secret=MZXW6YTBOI&issuer=Tranche"
        "&algorithm=SHA1&digits=6&period=30"
    );
}

TEST(SecretBox, OpensWhatItKept) {
    const secret_box box{key};
    const auto kept = box.keep("foobar");
    EXPECT_TRUE(kept.sealed);
    EXPECT_EQ(box.open(kept), "foobar");
    EXPECT_NE(kept.hex, box.keep("foobar").hex) << "every one has its own nonce";
    EXPECT_EQ(kept.hex.find("666f6f626172"), std::string::npos);
}

TEST(SecretBox, SaysThatItKeepsInTheClearWithoutAKey) {
    const auto kept = secret_box{}.keep("foobar");
    EXPECT_FALSE(kept.sealed);
    EXPECT_EQ(kept.hex, "666f6f626172");
    EXPECT_EQ(secret_box{key}.open(kept), "foobar") << "kept before there was a key";
}

TEST(SecretBox, OpensNothingWithAnotherKeyOrChanged) {
    auto kept = secret_box{key}.keep("foobar");
    EXPECT_THROW((void)secret_box{}.open(kept), std::runtime_error);
    EXPECT_THROW((void)secret_box{std::string(64, 'b')}.open(kept), std::runtime_error);
    kept.hex.back() = kept.hex.back() == '0' ? '1' : '0';
    EXPECT_THROW((void)secret_box{key}.open(kept), std::runtime_error);
    EXPECT_THROW((void)secret_box{key}.open({"00", true}), std::runtime_error);
}

TEST(SecretBox, TakesNoKeyButSixtyFourHexadecimalDigits) {
    for (const auto& bad :
         {std::string{}, std::string(63, 'a'), std::string(65, 'a'), std::string(66, 'a'),
          std::string(64, 'g')}) {
        EXPECT_THROW(secret_box{bad}, std::invalid_argument) << bad;
    }
    EXPECT_THROW((void)secret_box::from_file("/nowhere"), std::invalid_argument);
}

}  // namespace tranche::server
