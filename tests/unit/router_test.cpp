// From method and path to the operation, and the tables that are refused.
#include "server/api/router.hpp"

#include "domain/contract.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace tranche::server {

namespace {

endpoint at(std::string method, std::string path, std::string id) {
    endpoint out;
    out.method = std::move(method);
    out.path = std::move(path);
    out.operation_id = std::move(id);
    return out;
}

router sample() {
    return router(
        {at("GET", "/", "index"), at("GET", "/api/v1/agreements", "list"),
         at("POST", "/api/v1/agreements", "create"), at("GET", "/api/v1/agreements/mine", "mine"),
         at("GET", "/api/v1/agreements/{agreement}", "read"),
         at("PUT", "/api/v1/agreements/{agreement}", "change"),
         at("POST", "/api/v1/agreements/{agreement}/sign", "sign"),
         at("GET", "/api/v1/agreements/{agreement}/lines/{line}", "line")}
    );
}

// The operation id, "404", or "405 " or "OPTIONS " with the Allow list.
std::string answer(const router& routes, std::string_view method, std::vector<std::string> path) {
    const auto result = routes.match(method, path);
    if (const auto* match = std::get_if<route_match>(&result)) {
        return match->operation->operation_id;
    }
    if (const auto* refused = std::get_if<route_method_not_allowed>(&result)) {
        return "405 " + refused->allow;
    }
    if (const auto* options = std::get_if<route_options>(&result)) {
        return "OPTIONS " + options->allow;
    }
    return "404";
}

}  // namespace

TEST(Router, FindsTheOperation) {
    const auto routes = sample();
    EXPECT_EQ(answer(routes, "GET", {}), "index");
    EXPECT_EQ(answer(routes, "GET", {"api", "v1", "agreements"}), "list");
    EXPECT_EQ(answer(routes, "POST", {"api", "v1", "agreements"}), "create");
    EXPECT_EQ(answer(routes, "POST", {"api", "v1", "agreements", "x", "sign"}), "sign");
}

TEST(Router, GivesThePathParametersByName) {
    const auto routes = sample();
    const std::vector<std::string> path{"api", "v1", "agreements", "CT.0985/2", "lines", "A.1"};
    const auto result = routes.match("GET", path);
    const auto* match = std::get_if<route_match>(&result);
    ASSERT_NE(match, nullptr);
    EXPECT_EQ(match->params, (name_values{{"agreement", "CT.0985/2"}, {"line", "A.1"}}));
}

TEST(Router, PrefersALiteralToAParameter) {
    const auto routes = sample();
    EXPECT_EQ(answer(routes, "GET", {"api", "v1", "agreements", "mine"}), "mine");
    EXPECT_EQ(answer(routes, "GET", {"api", "v1", "agreements", "yours"}), "read");
    EXPECT_EQ(answer(routes, "POST", {"api", "v1", "agreements", "mine", "sign"}), "sign");
}

TEST(Router, KnowsNoOtherPaths) {
    const auto routes = sample();
    EXPECT_EQ(answer(routes, "GET", {"api"}), "404");
    EXPECT_EQ(answer(routes, "GET", {"api", "v1", "agreements", "x", "lines"}), "404");
    EXPECT_EQ(answer(routes, "GET", {"API", "v1", "agreements"}), "404");
    EXPECT_EQ(answer(routes, "OPTIONS", {"api"}), "404");
}

TEST(Router, AnswersHeadByGet) {
    EXPECT_EQ(answer(sample(), "HEAD", {"api", "v1", "agreements"}), "list");
}

TEST(Router, ListsTheMethodsAPathAllows) {
    const auto routes = sample();
    EXPECT_EQ(
        answer(routes, "DELETE", {"api", "v1", "agreements", "x"}), "405 GET, HEAD, OPTIONS, PUT"
    );
    EXPECT_EQ(
        answer(routes, "HEAD", {"api", "v1", "agreements", "x", "sign"}), "405 OPTIONS, POST"
    );
    EXPECT_EQ(
        answer(routes, "OPTIONS", {"api", "v1", "agreements"}), "OPTIONS GET, HEAD, OPTIONS, POST"
    );
}

TEST(Router, StillWorksAfterBeingMoved) {
    auto first = sample();
    const router second = std::move(first);
    EXPECT_EQ(answer(second, "GET", {"api", "v1", "agreements", "x"}), "read");
}

TEST(Router, RefusesAmbiguousTables) {
    using table = std::vector<endpoint>;
    const std::vector<table> ambiguous{
        {at("GET", "/a", "x"), at("GET", "/b", "x")},
        {at("GET", "/a", "x"), at("GET", "/a", "y")},
        {at("GET", "/a/{b}", "x"), at("GET", "/a/{c}", "y")},
        {at("GET", "/a/{b}", "x"), at("PUT", "/a/{c}", "y")},
        {at("GET", "/a/{b}/c", "x"), at("GET", "/a/d/{e}", "y")},
        {at("GET", "/a/{b}/{b}", "x")},
        {at("GET", "/a", "")},
        {at("GET", "a", "x")},
        {at("GET", "/a//b", "x")}};
    for (const auto& each : ambiguous) {
        EXPECT_THROW(router{each}, domain::contract_violation) << each.back().path;
    }
    EXPECT_NO_THROW(router({at("GET", "/a/{b}/c", "x"), at("GET", "/a/d/c", "y")}));
}

}  // namespace tranche::server
