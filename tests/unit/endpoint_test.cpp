// The query of a request against the declared parameters of its operation.
#include "server/api/endpoint.hpp"

#include "domain/error.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::server {

namespace {

endpoint list_projects() {
    endpoint out;
    out.query_parameters = {
        {.name = "q", .description = ""},
        {.name = "page_size",
         .description = "",
         .type = parameter_type::integer,
         .min = 1,
         .max = 200},
        {.name = "year",
         .description = "",
         .type = parameter_type::integer,
         .min = 1900,
         .max = 2999},
        {.name = "from", .description = "", .type = parameter_type::date},
        {.name = "currency", .description = "", .type = parameter_type::currency},
        {.name = "state",
         .description = "",
         .type = parameter_type::choice,
         .choices = {"active", "closed"},
         .repeatable = true},
        {.name = "closed", .description = "", .type = parameter_type::flag}};
    return out;
}

std::vector<std::string> problems(const endpoint& which, name_values query) {
    api_request request;
    request.query = std::move(query);
    try {
        check_query(which, request);
    } catch (const domain::refusal& refused) {
        EXPECT_EQ(refused.why().kind, domain::error_kind::malformed);
        EXPECT_EQ(refused.why().code, "bad_query");
        std::vector<std::string> out;
        for (const auto& each : refused.why().violations) {
            out.push_back(each.field + " " + each.code);
        }
        return out;
    }
    return {};
}

using list = std::vector<std::string>;

}  // namespace

TEST(Query, AcceptsDeclaredParameters) {
    EXPECT_EQ(problems(list_projects(), {}), list{});
    EXPECT_EQ(
        problems(
            list_projects(),
            {{"q", "water"},
             {"page_size", "200"},
             {"from", "2009-04-01"},
             {"currency", "GTQ"},
             {"state", "active"},
             {"state", "closed"},
             {"closed", "false"}}
        ),
        list{}
    );
}

TEST(Query, NamesEveryProblemAtOnce) {
    EXPECT_EQ(
        problems(
            list_projects(),
            {{"page_size", "201"},
             {"year", "0"},
             {"from", "1/4/2009"},
             {"currency", "QTZ"},
             {"state", "open"},
             {"closed", "1"},
             {"colour", "red"},
             {"q", std::string(201, 'x')}}
        ),
        (list{
            "?page_size page_size_too_large", "?year out_of_range", "?from not_a_date",
            "?currency unknown_currency", "?state not_in_list", "?closed not_in_list",
            "?colour unknown_query_parameter", "?q too_long"})
    );
    EXPECT_EQ(problems(list_projects(), {{"year", "2009x"}}), list{"?year bad_query_parameter"});
}

TEST(Query, RefusesRepetitionsUnlessDeclared) {
    EXPECT_EQ(problems(list_projects(), {{"q", "a"}, {"q", "b"}}), list{"?q repeated_parameter"});
}

TEST(Query, MissesWhatIsRequired) {
    auto which = list_projects();
    which.query_parameters[0].required = true;
    EXPECT_EQ(problems(which, {}), list{"?q missing_field"});
}

TEST(Query, KnowsDryRunOnlyWhereTheOperationHasIt) {
    endpoint which;
    EXPECT_EQ(problems(which, {{"dry_run", "true"}}), list{"?dry_run unknown_query_parameter"});
    which.dry_run = true;
    EXPECT_EQ(problems(which, {{"dry_run", "true"}}), list{});
    EXPECT_EQ(problems(which, {{"dry_run", "yes"}}), list{"?dry_run not_in_list"});
}

}  // namespace tranche::server
