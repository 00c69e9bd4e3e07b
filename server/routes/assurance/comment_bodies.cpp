#include "server/routes/assurance/comment_bodies.hpp"

namespace tranche::server {

const object_schema<comment_body>& wire<comment_body>::schema() {
    using body = comment_body;
    static const auto declared = object<body>(
        "new_comment", "The beginning of a thread on a record of the partner side",
        field("subject", &body::subject, "Id of the record", length(1, 40)),
        field("comment", &body::comment, "What is said", length(1, 4000), multiline()),
        field(
            "internal", &body::internal,
            "The partner does not learn of it; what its own people write never is",
            defaults_to(true)
        ),
        field(
            "mentions", &body::mentions, "Names of those who are told", items(0, 20),
            may_be_absent()
        )
    );
    return declared;
}

const object_schema<reply_body>& wire<reply_body>::schema() {
    using body = reply_body;
    static const auto declared = object<body>(
        "new_reply", "An answer in a thread, read by whoever reads the thread",
        field("comment", &body::comment, "What is said", length(1, 4000), multiline()),
        field(
            "mentions", &body::mentions, "Names of those who are told", items(0, 20),
            may_be_absent()
        )
    );
    return declared;
}

const object_schema<comment_withdrawal>& wire<comment_withdrawal>::schema() {
    using body = comment_withdrawal;
    static const auto declared = object<body>(
        "comment_withdrawal", "One's own words are taken back, and stay readable",
        field("reason", &body::reason, "Why", length(1, 500))
    );
    return declared;
}

const object_schema<thread_decision>& wire<thread_decision>::schema() {
    using body = thread_decision;
    static const auto declared = object<body>(
        "thread_decision", "A thread is resolved, or taken up again",
        field("reason", &body::reason, "What came of it, or why it is not over", length(1, 500))
    );
    return declared;
}

}  // namespace tranche::server
