#include "server/command/command_body.hpp"

#include "domain/rule.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace tranche::server {
namespace {

constexpr std::string_view member = "acknowledged";

struct acknowledgements {
    std::vector<acknowledgement> acknowledged;
};

}  // namespace

template <>
struct wire<acknowledgement> {
    static const object_schema<acknowledgement>& schema() {
        static const auto declared = object<acknowledgement>(
            "acknowledgement", "A remark the sender has read and goes on in spite of",
            field("rule", &acknowledgement::rule, "Code of the rule, e.g. R55", length(1, 20)),
            field("reason", &acknowledgement::reason, "Why it is all right", length(1, 500))
        );
        return declared;
    }
};

template <>
struct wire<acknowledgements> {
    static const object_schema<acknowledgements>& schema() {
        static const auto declared = object<acknowledgements>(
            "acknowledgements", "Remarks acknowledged with the act",
            field(
                "acknowledged", &acknowledgements::acknowledged,
                "Remarks acknowledged with the act; what is not needed is ignored", items(1, 30)
            )
        );
        return declared;
    }
};

namespace {

// A rule that does not exist is a slip of the pen, and would never be missed.
void check_rules_exist(const std::vector<acknowledgement>& all) {
    std::vector<domain::violation> problems;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (domain::find_rule(all[i].rule) == nullptr) {
            problems.push_back(
                {"/acknowledged/" + std::to_string(i) + "/rule",
                 "unknown_reference",
                 {{"type", "rule"}, {"value", all[i].rule}}}
            );
        }
    }
    if (!problems.empty()) {
        throw domain::refusal{
            {domain::error_kind::rule,
             "invalid_body",
             {{"count", std::to_string(problems.size())}},
             std::move(problems)}};
    }
}

}  // namespace

command_body::command_body(std::string_view sent) : text_{sent} {
    if (sent.find('"' + std::string{member} + '"') == std::string_view::npos) {
        return;
    }
    auto document = parse_document(sent, {});
    auto* object = document.if_object();
    if (object == nullptr || !object->contains(member)) {
        return;
    }
    const boost::json::object alone{{member, object->at(member)}};
    acknowledged_ = parse_body<acknowledgements>(boost::json::serialize(alone)).acknowledged;
    check_rules_exist(acknowledged_);
    object->erase(member);
    rest_ = boost::json::serialize(document);
    text_ = rest_;
}

component_registry::builder with_acknowledgements(component_registry::builder body) {
    return [body = std::move(body)](component_registry& registry) {
        auto described = body(registry);
        registry.add_property(
            described, member,
            boost::json::object{
                {"type", "array"},
                {"description", "Remarks acknowledged with the act; what is not needed is ignored"},
                {"maxItems", 30},
                {"items", codec<acknowledgement>::describe(registry, field_rules{})}}
        );
        return described;
    };
}

}  // namespace tranche::server
