// A message as it travels, and what may stand where it is sent.
#include "server/outbound/mail.hpp"

#include "tests/support/mail_sink.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace tranche::server {
namespace {

mail sample(std::string subject) {
    mail made;
    made.to = "ana@example.org";
    made.subject = std::move(subject);
    made.text = "Où en est-on ?\r\n.\r\nÑandú\r\n";
    made.language = "fr";
    made.id = "one@tranche";
    made.written_at = 1'790'000'000;
    return made;
}

}  // namespace

TEST(Mail, IsAsciiInShortLinesWhateverItSays) {
    std::string longest;
    for (int i = 0; i < 60; ++i) {
        longest += "é€";
    }
    tests::received_mail read;
    read.text = as_sent(sample(longest), "tranche@example.org");
    EXPECT_TRUE(std::ranges::all_of(read.text, [](char c) {
        return c == '\r' || c == '\n' || (c >= ' ' && c < '\x7f');
    }));
    for (std::size_t at = 0, end = 0; at < read.text.size(); at = end + 2) {
        end = read.text.find("\r\n", at);
        EXPECT_LE(end - at, 76U) << read.text.substr(at, end - at);
    }
    EXPECT_EQ(read.header("Subject"), longest);
    EXPECT_EQ(read.body(), sample("").text);
    EXPECT_EQ(read.header("Date"), "Mon, 21 Sep 2026 14:13:20 +0000");
    EXPECT_EQ(read.header("Message-ID"), "<one@tranche>");
}

TEST(Mail, HasNoHeaderThatASubjectBringsAlong) {
    const auto text = as_sent(sample("x\r\nBcc: other@example.org"), "tranche@example.org");
    EXPECT_EQ(text.find("Bcc"), std::string::npos);
}

TEST(Mail, GoesToAddressesThatDoNothingElse) {
    for (const auto* good : {"ana@example.org", "a.b+c@x", "1@2"}) {
        EXPECT_TRUE(is_mail_address(good)) << good;
    }
    for (const auto* bad :
         {"", "ana", "@x", "ana@", "a@b@c", "a b@c", "a@b\r\nBcc: d@e", "<a@b>", "a@b, c@d", "ñ@b",
          "\"a\"@b"}) {
        EXPECT_FALSE(is_mail_address(bad)) << bad;
    }
}

}  // namespace tranche::server
