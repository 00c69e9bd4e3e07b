// Settings that contradict each other are refused before anything starts, all in one message.
#include "server/config.hpp"

#include "tests/support/environment_variable.hpp"

#include <gtest/gtest.h>

#include <list>
#include <map>
#include <string>

namespace tranche::server {
namespace {

using variables = std::map<std::string, std::string>;

std::string mistakes_of(const variables& set) {
    std::list<tests::environment_variable> all;
    for (const auto& [name, value] : set) {
        all.emplace_back(name, value);
    }
    try {
        config_from_environment();
    } catch (const bad_config& bad) {
        return bad.what();
    }
    return "";
}

variables provider_with(variables more) {
    more.emplace("TRANCHE_OIDC_ISSUER", "https://id.example");
    more.emplace("TRANCHE_OIDC_AUDIENCE", "tranche");
    return more;
}

}  // namespace

TEST(Config, TakesKeysOfAProviderFromOneSource) {
    EXPECT_EQ(mistakes_of(provider_with({{"TRANCHE_OIDC_JWKS_FILE", "/keys"}})), "");
    EXPECT_EQ(mistakes_of(provider_with({{"TRANCHE_OIDC_JWKS_URL", "https://id.example/k"}})), "");
    EXPECT_EQ(
        mistakes_of(provider_with({})),
        "TRANCHE_OIDC_ISSUER, TRANCHE_OIDC_AUDIENCE and one of TRANCHE_OIDC_JWKS_FILE and "
        "TRANCHE_OIDC_JWKS_URL go together\n"
    );
    EXPECT_EQ(
        mistakes_of(provider_with(
            {{"TRANCHE_OIDC_JWKS_FILE", "/keys"},
             {"TRANCHE_OIDC_JWKS_URL", "http://id.example/keys"}}
        )),
        "TRANCHE_OIDC_JWKS_FILE and TRANCHE_OIDC_JWKS_URL are both set; unset the one whose keys "
        "are not meant\n"
        "TRANCHE_OIDC_JWKS_URL must begin with https://, because it leaves this machine\n"
    );
}

TEST(Config, NeedsAnAddressToSendMailFrom) {
    EXPECT_EQ(
        mistakes_of(
            {{"TRANCHE_SMTP_URL", "smtps://mail.example"},
             {"TRANCHE_MAIL_FROM", "fund@example.org"}}
        ),
        ""
    );
    EXPECT_EQ(
        mistakes_of({{"TRANCHE_SMTP_URL", "https://mail.example"}, {"TRANCHE_SMTP_USER", "me"}}),
        "TRANCHE_SMTP_URL begins neither with smtps:// nor with smtp://\n"
        "TRANCHE_MAIL_FROM is not a mail address: \"\"\n"
        "TRANCHE_SMTP_USER and TRANCHE_SMTP_PASSWORD_FILE go together\n"
    );
}

TEST(Config, SaysEveryMistakeAtOnce) {
    EXPECT_EQ(
        mistakes_of({{"TRANCHE_TLS_KEY", "/key"}, {"TRANCHE_COMMAND_THREADS", "65"}}),
        "TRANCHE_TLS_CERTIFICATE and TRANCHE_TLS_KEY go together\n"
        "TRANCHE_COMMAND_THREADS is not a whole number from 1 to 64: \"65\"\n"
    );
}

}  // namespace tranche::server
