#include "server/api/problem.hpp"

#include "domain/contract.hpp"
#include "server/json/values.hpp"

#include <algorithm>
#include <cctype>

namespace tranche::server {

namespace {

using domain::error_kind;

// One title per status, in English as RFC 9110 names it: titles are for logs and developers,
// the sentence for people is `detail`.
std::string_view title_of(int status) {
    switch (status) {
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 409:
            return "Conflict";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 422:
            return "Unprocessable Content";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 503:
            return "Service Unavailable";
        default:
            return "Internal Server Error";
    }
}

const std::string* argument(const domain::message_args& args, std::string_view name) {
    for (const auto& [key, value] : args) {
        if (key == name) return &value;
    }
    return nullptr;
}

void member(std::string& out, std::string_view name, std::string_view value) {
    if (out.back() != '{') out += ',';
    write_value(out, name);
    out += ':';
    write_value(out, value);
}

bool is_number(std::string_view text) {
    return !text.empty() && text.size() < 10 &&
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void write_place(std::string& out, const domain::violation& what) {
    if (what.field.starts_with('?')) {
        member(out, "parameter", std::string_view(what.field).substr(1));
    } else if (what.cell) {
        out += "\"row\":" + std::to_string(what.cell->row);
        if (!what.cell->column.empty()) member(out, "column", what.cell->column);
        if (!what.cell->typed.empty()) member(out, "value", what.cell->typed);
    } else {
        member(out, "pointer", what.field);
    }
}

void write_text(
    std::string& out, std::string_view label, std::string_view code,
    const domain::message_args& args, domain::language language
) {
    const auto text = domain::message_for(code, language, args);
    member(out, label, text.message);
    if (!text.hint.empty()) member(out, "hint", text.hint);
}

void write_args(std::string& out, const domain::message_args& args) {
    if (args.empty()) return;
    out += ",\"values\":{";
    bool first = true;
    for (const auto& [name, value] : args) {
        if (!first) out += ',';
        first = false;
        write_value(out, name);
        out += ':';
        write_value(out, value);
    }
    out += '}';
}

// What an exception is asked for with, as POST /api/v1/exceptions takes it; the reason and the day
// are the asker's.
void write_exception_request(std::string& out, const domain::breach& broken) {
    out += ",\"exception_request\":{";
    member(out, "operation", broken.operation);
    member(out, "subject", broken.subject);
    member(out, "rule", domain::rule_of(broken.which).code);
    if (!broken.part.empty()) member(out, "part", broken.part);
    if (broken.amount) {
        out += ",\"most_amount\":";
        write_value(out, *broken.amount);
    }
    if (broken.count) out += ",\"most_count\":" + std::to_string(*broken.count);
    out += '}';
}

void write_rule(std::string& out, const domain::violation& what) {
    if (!what.rule) return;
    member(out, "rule", domain::rule_of(what.rule->which).code);
    if (what.rule->kind) member(out, "kind", domain::name(*what.rule->kind));
    if (!what.rule->exception.empty()) member(out, "exception", what.rule->exception);
    if (!what.rule->operation.empty()) write_exception_request(out, *what.rule);
}

}  // namespace

int status_of(error_kind kind) {
    switch (kind) {
        case error_kind::malformed:
            return 400;
        case error_kind::unauthenticated:
            return 401;
        case error_kind::forbidden:
            return 403;
        case error_kind::not_found:
            return 404;
        case error_kind::method_not_allowed:
            return 405;
        case error_kind::conflict:
            return 409;
        case error_kind::stale_version:
            return 412;
        case error_kind::too_large:
            return 413;
        case error_kind::unsupported_media:
            return 415;
        case error_kind::rule:
            return 422;
        case error_kind::precondition_required:
            return 428;
        case error_kind::too_many_requests:
            return 429;
        case error_kind::unavailable:
            return 503;
        case error_kind::internal:
            return 500;
        case error_kind::not_acceptable:
            return 406;
    }
    throw domain::contract_violation("status_of: not a kind");
}

void write_violation(std::string& out, const domain::violation& what, domain::language language) {
    out += '{';
    write_place(out, what);
    member(out, "code", what.code);
    write_text(out, "message", what.code, what.args, language);
    write_args(out, what.args);
    write_rule(out, what);
    out += '}';
}

void write_violations(
    std::string& out, std::span<const domain::violation> all, domain::language language
) {
    out += '[';
    for (const auto& each : all) {
        if (out.back() == '}') out += ',';
        write_violation(out, each, language);
    }
    out += ']';
}

std::string as_json(std::span<const domain::violation> all, domain::language language) {
    std::string out;
    write_violations(out, all, language);
    return out;
}

std::string as_json(const std::optional<domain::violation>& what, domain::language language) {
    if (!what) {
        return "null";
    }
    std::string out;
    write_violation(out, *what, language);
    return out;
}

std::string problem_body(
    const domain::error& why, domain::language language, std::string_view request_id
) {
    const int status = status_of(why.kind);
    std::string out = "{";
    member(out, "type", "about:blank");
    member(out, "title", title_of(status));
    out += ",\"status\":" + std::to_string(status);
    write_text(out, "detail", why.code, why.args, language);
    member(out, "code", why.code);
    write_args(out, why.args);
    if (!request_id.empty()) member(out, "request_id", request_id);
    if (!why.violations.empty()) {
        out += ",\"errors\":";
        write_violations(out, why.violations, language);
    }
    out += '}';
    return out;
}

api_response problem_response(
    const domain::error& why, domain::language language, std::string_view request_id
) {
    api_response out;
    out.status = status_of(why.kind);
    out.body = problem_body(why, language, request_id);
    out.set_header("Content-Type", "application/problem+json");
    out.set_header("Content-Language", std::string(domain::language_tag(language)));
    out.set_header("Cache-Control", "no-store");
    if (why.kind == error_kind::unauthenticated) out.set_header("WWW-Authenticate", "Bearer");
    if (why.kind == error_kind::unavailable || why.kind == error_kind::too_many_requests) {
        const auto* wait = argument(why.args, "retry_after");
        out.set_header("Retry-After", wait != nullptr && is_number(*wait) ? *wait : "1");
    }
    if (why.kind == error_kind::method_not_allowed) {
        const auto* allow = argument(why.args, "allow");
        out.set_header("Allow", allow != nullptr ? *allow : "");
    }
    return out;
}

domain::error internal_error() {
    return {error_kind::internal, "internal_error", {}, {}};
}

}  // namespace tranche::server
