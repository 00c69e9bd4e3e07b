// Targets taken apart, languages negotiated, parameters found.
#include "server/api/request.hpp"

#include "domain/contract.hpp"
#include "server/api/response.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::server {

using domain::language;
using segments = std::vector<std::string>;

TEST(RequestTarget, IsDecodedSegmentBySegment) {
    const auto target = parse_target("/api/v1/agreements/CT.0985%2F2/%C3%A9/");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->segments, (segments{"api", "v1", "agreements", "CT.0985/2", "\xC3\xA9"}));
    EXPECT_EQ(target->path, "/api/v1/agreements/CT.0985%2F2/%C3%A9/");
}

TEST(RequestTarget, MayBeTheRoot) {
    EXPECT_EQ(parse_target("/")->segments, segments{});
    EXPECT_EQ(parse_target("/?a=1")->query, (name_values{{"a", "1"}}));
}

TEST(RequestTarget, MayBeAbsolute) {
    EXPECT_EQ(parse_target("http://host:8080/a/b?c=d")->segments, (segments{"a", "b"}));
    EXPECT_EQ(parse_target("http://host")->segments, segments{});
    EXPECT_EQ(parse_target("http://host?c=d")->query, (name_values{{"c", "d"}}));
}

TEST(RequestTarget, KeepsPlusInPathsAndReadsItAsABlankInQueries) {
    const auto target = parse_target("/a+b?q=c+d%2Be&empty=&flag&&q=2");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->segments, segments{"a+b"});
    EXPECT_EQ(
        target->query, (name_values{{"q", "c d+e"}, {"empty", ""}, {"flag", ""}, {"q", "2"}})
    );
}

TEST(RequestTarget, RefusesBrokenOrDangerousText) {
    for (const auto* bad : {"",     "a",     "*",       "//",   "/a//b", "/a/../b", "/a/%2e%2E/b",
                            "/./a", "/%",    "/%4",     "/%zz", "/%00",  "/a%0Ab",  "/%ff",
                            "/a#b", "/?a=%", "/?a=%00", "/?=1", "/\x01", "/a%C3",   "/%c0%ae"}) {
        EXPECT_FALSE(parse_target(bad)) << bad;
    }
}

TEST(RequestTarget, RefusesHundredsOfParameters) {
    std::string target = "/?";
    for (int i = 0; i < 100; ++i)
        target += "a=1&";
    EXPECT_TRUE(parse_target(target));
    EXPECT_FALSE(parse_target(target + "a=1"));
}

TEST(RequestLanguage, IsTheBestOneOffered) {
    EXPECT_EQ(negotiate_language(""), language::en);
    EXPECT_EQ(negotiate_language("es-GT,es;q=0.9,en;q=0.8"), language::es);
    EXPECT_EQ(negotiate_language("de, fr;q=0.5, es;q=0.7"), language::es);
    EXPECT_EQ(negotiate_language("FR"), language::fr);
    EXPECT_EQ(negotiate_language("de"), language::en);
    EXPECT_EQ(negotiate_language("fr;q=0, *;q=0.1"), language::en);
    EXPECT_EQ(negotiate_language("fr;q=0.001, en;q=0"), language::fr);
    EXPECT_EQ(negotiate_language(";;q=,,fr;q=x"), language::en);
}

TEST(Request, FindsItsParameters) {
    api_request request;
    request.path_params = {{"agreement", "CT.0985"}};
    request.query = {{"limit", "20"}, {"all", "true"}, {"none", "false"}};
    request.headers = {{"accept-language", "fr"}};
    EXPECT_EQ(request.param("agreement"), "CT.0985");
    EXPECT_THROW((void)request.param("project"), domain::contract_violation);
    EXPECT_EQ(request.query_integer("limit", 5), 20);
    EXPECT_EQ(request.query_integer("offset", 5), 5);
    EXPECT_THROW((void)request.query_integer("all", 5), domain::contract_violation);
    EXPECT_TRUE(request.query_flag("all"));
    EXPECT_FALSE(request.query_flag("none", true));
    EXPECT_TRUE(request.query_flag("other", true));
    EXPECT_EQ(request.header("accept-language"), "fr");
    EXPECT_EQ(request.header("accept"), "");
    EXPECT_EQ(request.language(), language::fr);
}

TEST(Response, ReplacesAHeaderWhateverItsCase) {
    api_response response;
    response.set_header("ETag", "\"1\"");
    response.set_header("etag", "\"2\"");
    ASSERT_EQ(response.headers.size(), 1U);
    EXPECT_EQ(response.header("ETAG"), "\"2\"");
    EXPECT_EQ(response.header("Vary"), "");
}

}  // namespace tranche::server
