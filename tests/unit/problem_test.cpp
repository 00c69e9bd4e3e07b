// What a refused caller reads.
#include "server/api/problem.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>

#include <map>
#include <string>

namespace tranche::server {

namespace {

using domain::error;
using domain::error_kind;
using domain::language;

boost::json::value body_of(const error& why, language which = language::en) {
    return boost::json::parse(problem_body(why, which, "req-1"));
}

std::string text(const boost::json::value& from, std::string_view name) {
    const auto* found = from.as_object().if_contains(name);
    return found == nullptr ? "" : std::string(found->as_string());
}

}  // namespace

TEST(Problem, GivesEveryKindItsStatus) {
    const std::map<error_kind, int> expected{
        {error_kind::malformed, 400},
        {error_kind::unauthenticated, 401},
        {error_kind::forbidden, 403},
        {error_kind::not_found, 404},
        {error_kind::method_not_allowed, 405},
        {error_kind::conflict, 409},
        {error_kind::stale_version, 412},
        {error_kind::too_large, 413},
        {error_kind::unsupported_media, 415},
        {error_kind::rule, 422},
        {error_kind::precondition_required, 428},
        {error_kind::too_many_requests, 429},
        {error_kind::unavailable, 503},
        {error_kind::internal, 500},
        {error_kind::not_acceptable, 406}};
    for (const auto& [kind, status] : expected) {
        EXPECT_EQ(status_of(kind), status);
        EXPECT_NE(text(body_of({kind, "not_found", {}, {}}), "title"), "");
    }
}

TEST(Problem, SaysWhatIsWrongInTheCallersLanguage) {
    const error why{
        error_kind::rule,
        "amount_exceeds_available",
        {{"amount", "1200.00 USD"}, {"available", "1000.00 USD"}},
        {}};
    const auto body = body_of(why, language::es);
    EXPECT_EQ(text(body, "detail"), "1200.00 USD supera los 1000.00 USD disponibles.");
    EXPECT_EQ(text(body, "hint"), "Reduzca el importe o aumente antes lo disponible.");
    EXPECT_EQ(text(body, "code"), "amount_exceeds_available");
    EXPECT_EQ(text(body, "request_id"), "req-1");
    EXPECT_EQ(text(body, "title"), "Unprocessable Content");
    EXPECT_EQ(text(body.at("values"), "available"), "1000.00 USD");
    EXPECT_EQ(body.at("status").to_number<int>(), 422);
    EXPECT_FALSE(body.as_object().contains("errors"));
}

TEST(Problem, ListsEveryViolationWithItsPlace) {
    const error why{
        error_kind::rule,
        "invalid_body",
        {{"count", "4"}},
        {{"/lines/3/amount", "not_positive", {}},
         {"?year", "out_of_range", {{"min", "1900"}, {"max", "2999"}}},
         {"", "not_a_date", {}, {}, domain::sheet_cell{12, "Date \"paid\"", "31/2"}},
         {"", "not_an_object", {}}}};
    const auto body = body_of(why);
    const auto& errors = body.at("errors").as_array();
    ASSERT_EQ(errors.size(), 4U);
    EXPECT_EQ(text(errors[0], "pointer"), "/lines/3/amount");
    EXPECT_EQ(text(errors[0], "code"), "not_positive");
    EXPECT_EQ(text(errors[0], "message"), "This must be greater than zero.");
    EXPECT_EQ(text(errors[1], "parameter"), "year");
    EXPECT_EQ(text(errors[1], "message"), "This must lie between 1900 and 2999.");
    EXPECT_EQ(errors[2].at("row").to_number<int>(), 12);
    EXPECT_EQ(text(errors[2], "column"), "Date \"paid\"");
    EXPECT_EQ(text(errors[3], "pointer"), "");
    EXPECT_TRUE(errors[3].as_object().contains("pointer"));
}

TEST(Problem, CarriesTheHeadersOfItsStatus) {
    const auto answer = [](error why) {
        return problem_response(why, language::fr, "r");
    };
    const auto busy = answer({error_kind::unavailable, "overloaded", {}, {}});
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(busy.header("Retry-After"), "1");
    EXPECT_EQ(busy.header("Content-Type"), "application/problem+json");
    EXPECT_EQ(busy.header("Content-Language"), "fr");
    EXPECT_EQ(
        answer({error_kind::too_many_requests, "too_many_requests", {{"retry_after", "30"}}, {}}
        ).header("Retry-After"),
        "30"
    );
    EXPECT_EQ(
        answer({error_kind::unauthenticated, "unauthenticated", {}, {}}).header("WWW-Authenticate"),
        "Bearer"
    );
    EXPECT_EQ(
        answer({error_kind::method_not_allowed, "method_not_allowed", {{"allow", "GET, HEAD"}}, {}}
        ).header("Allow"),
        "GET, HEAD"
    );
    EXPECT_EQ(answer({error_kind::rule, "overdrawn", {}, {}}).header("Retry-After"), "");
}

TEST(Problem, TellsNothingAboutInternalFailures) {
    const auto body = body_of(internal_error());
    EXPECT_EQ(body.at("status").to_number<int>(), 500);
    EXPECT_EQ(text(body, "code"), "internal_error");
    EXPECT_FALSE(body.as_object().contains("values"));
    EXPECT_EQ(text(body, "request_id"), "req-1");
}

TEST(Problem, SaysOfANumberedRuleWhatMayBeDone) {
    domain::breach broken{domain::rule_id::r21, 3, "1.2"};
    broken.kind = domain::rule_kind::gate;
    broken.exception = "may_be_requested";
    broken.operation = "review_expenditure_report";
    broken.subject = "rep_1";
    const error why{error_kind::rule, "not_found", {}, {{"", "not_found", {}, broken}}};
    const auto said = body_of(why).at("errors").at(0);
    EXPECT_EQ(text(said, "rule"), "R21");
    EXPECT_EQ(text(said, "kind"), "gate");
    EXPECT_EQ(text(said, "exception"), "may_be_requested");
    EXPECT_EQ(
        said.at("exception_request"),
        boost::json::parse(
            R"({"operation":"review_expenditure_report","subject":"rep_1","rule":"R21",)"
            R"("part":"1.2","most_count":3})"
        )
    );
}

}  // namespace tranche::server
