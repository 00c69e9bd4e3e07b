// The OpenAPI document of a small table of operations.
#include "server/api/openapi.hpp"

#include "domain/contract.hpp"
#include "server/json/pretty_print.hpp"
#include "server/json/schema.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace tranche::server {

namespace {

struct note {
    std::string text;
    domain::money cost;
};

const api_info info{"Sample", "1.2.3", "A sample"};

}  // namespace

template <>
struct wire<note> {
    static const object_schema<note>& schema() {
        static const auto s = object<note>(
            "note", "A note", field("text", &note::text, "Words", length(1, 80)),
            field("cost", &note::cost, "Cost", positive())
        );
        return s;
    }
};

namespace {

std::vector<endpoint> sample() {
    endpoint health;
    health.method = "GET";
    health.path = "/healthz";
    health.operation_id = "health";
    health.summary = "Whether the process lives";
    health.tag = "service";

    endpoint change;
    change.method = "PUT";
    change.path = "/api/v1/grants/{grant}/notes/{note}";
    change.operation_id = "change_note";
    change.summary = "Change a note";
    change.tag = "grants";
    change.action = domain::action::manage_projects;
    change.body_schema = schema_of<note>();
    change.response_schema = schema_of<std::vector<note>>();
    change.query_parameters = {
        {.name = "state",
         .description = "State",
         .type = parameter_type::choice,
         .choices = {"open", "closed"},
         .repeatable = true},
        {.name = "size",
         .description = "Size",
         .type = parameter_type::integer,
         .min = 1,
         .max = 9}};
    change.idempotent_key = true;
    change.needs_version = true;
    change.dry_run = true;

    endpoint remove = change;
    remove.method = "DELETE";
    remove.operation_id = "remove_note";
    remove.body_schema = {};
    remove.response_schema = {};
    remove.success_status = 204;
    return {health, change, remove};
}

const boost::json::value& operation(const boost::json::value& document, std::string_view method) {
    return document.at("paths").at("/api/v1/grants/{grant}/notes/{note}").at(method);
}

void collect_references(const boost::json::value& from, std::vector<std::string>& out) {
    if (const auto* object = from.if_object()) {
        for (const auto& member : *object) {
            if (member.key() == "$ref") out.emplace_back(member.value().as_string());
            collect_references(member.value(), out);
        }
    } else if (const auto* list = from.if_array()) {
        for (const auto& each : *list)
            collect_references(each, out);
    }
}

}  // namespace

TEST(OpenApi, DescribesAnOperationWhole) {
    const auto document = openapi_document(info, sample());
    const auto& put = operation(document, "put");
    EXPECT_EQ(document.at("openapi"), boost::json::value("3.1.0"));
    EXPECT_EQ(document.at("info").at("version"), boost::json::value("1.2.3"));
    EXPECT_EQ(put.at("operationId"), boost::json::value("change_note"));
    EXPECT_EQ(put.at("x-action"), boost::json::value("manage_projects"));
    EXPECT_EQ(put.at("x-roles").as_array().at(0), boost::json::value("programme_officer"));

    std::vector<std::string> parameters;
    for (const auto& each : put.at("parameters").as_array()) {
        const auto* name = each.as_object().if_contains("name");
        parameters.emplace_back((name != nullptr ? *name : each.at("$ref")).as_string());
    }
    EXPECT_EQ(
        parameters,
        (std::vector<std::string>{
            "grant", "note", "state", "size", "#/components/parameters/dry_run",
            "#/components/parameters/idempotency_key", "#/components/parameters/if_match",
            "#/components/parameters/on_behalf_of"})
    );
    EXPECT_EQ(
        put.at("requestBody").at("content").at("application/json").at("schema").at("$ref"),
        boost::json::value("#/components/schemas/note")
    );
    const auto& success = put.at("responses").at("200").at("content").at("application/json");
    EXPECT_EQ(success.at("schema").at("type"), boost::json::value("array"));
}

TEST(OpenApi, LeavesOutWhatAnOperationLacks) {
    const auto document = openapi_document(info, sample());
    const auto& remove = operation(document, "delete").as_object();
    EXPECT_FALSE(remove.contains("requestBody"));
    EXPECT_FALSE(remove.at("responses").at("204").as_object().contains("content"));
    const auto& health = document.at("paths").at("/healthz").at("get").as_object();
    EXPECT_TRUE(health.at("security").as_array().empty());
    EXPECT_FALSE(health.contains("parameters"));
}

TEST(OpenApi, RefersOnlyToComponentsItHolds) {
    const auto document = openapi_document(info, sample());
    std::vector<std::string> references;
    collect_references(document, references);
    EXPECT_GT(references.size(), 5U);
    for (const auto& each : references) {
        ASSERT_EQ(each[0], '#');
        boost::json::error_code ec;
        EXPECT_NE(document.find_pointer(each.substr(1), ec), nullptr) << each;
    }
}

TEST(OpenApi, DoesNotDependOnTheOrderOfTheTable) {
    auto reversed = sample();
    std::reverse(reversed.begin(), reversed.end());
    EXPECT_EQ(openapi_text(info, sample()), openapi_text(info, reversed));
    EXPECT_EQ(openapi_text(info, sample()), openapi_text(info, sample()));
}

TEST(OpenApi, PrintsWhatParsesBackToTheDocument) {
    const auto text = openapi_text(info, sample());
    EXPECT_EQ(text.back(), '\n');
    EXPECT_EQ(boost::json::parse(text), openapi_document(info, sample()));
}

TEST(OpenApi, RefusesAnIncompleteTable) {
    const auto broken = [](const std::function<void(endpoint&)>& change) {
        auto table = sample();
        change(table[1]);
        return openapi_document(info, table);
    };
    EXPECT_THROW(broken([](auto& e) { e.summary.clear(); }), domain::contract_violation);
    EXPECT_THROW(broken([](auto& e) { e.tag.clear(); }), domain::contract_violation);
    EXPECT_THROW(broken([](auto& e) { e.operation_id.clear(); }), domain::contract_violation);
    EXPECT_THROW(broken([](auto& e) { e.method = "DELETE"; }), domain::contract_violation);
}

TEST(PrettyPrint, IndentsObjectsAndKeepsPlainListsOnOneLine) {
    EXPECT_EQ(
        pretty_print(boost::json::parse(R"({"a":{},"b":[],"c":[1,"x"],"d":[{"e":null}]})")),
        "{\n  \"a\": {},\n  \"b\": [],\n  \"c\": [1, \"x\"],\n  \"d\": [\n    {\n"
        "      \"e\": null\n    }\n  ]\n}"
    );
}

}  // namespace tranche::server
