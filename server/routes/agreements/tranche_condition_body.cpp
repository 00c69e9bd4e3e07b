#include "server/routes/agreements/tranche_condition_body.hpp"

#include "domain/tranche_condition.hpp"

#include <vector>

namespace tranche::server {

const object_schema<condition_body>& wire<condition_body>::schema() {
    using body = condition_body;
    static const auto kinds = [] {
        std::vector<std::string> names;
        for (const auto& one : domain::condition_types()) {
            names.emplace_back(one.name);
        }
        return names;
    }();
    static const auto declared = object<body>(
        "new_tranche_condition", "What must be true before a tranche is asked for",
        field("kind", &body::kind, "Sort of condition", one_of(kinds)),
        field(
            "text", &body::text, "The title of the document, or what a person is to confirm",
            length(1, 500)
        ),
        field(
            "finding", &body::finding,
            "The finding to be settled, by id or CODE:NUMBER; else all of the agreement",
            length(1, 100)
        ),
        field(
            "percent", &body::percent,
            "Of the last or of the earlier advances; else as the agreement's terms say"
        ),
        field(
            "period_first", &body::period_first,
            "First day the accepted reports must cover; else one since the tranche before was paid"
        ),
        field("period_last", &body::period_last, "Last day they must cover"),
        field("day", &body::day, "The day to be reached")
    );
    return declared;
}

}  // namespace tranche::server
