#include "server/api/router.hpp"

#include "domain/contract.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace tranche::server {

namespace {

using domain::contract_violation;

std::vector<std::string> split_path(const std::string& path) {
    if (!path.starts_with('/')) throw contract_violation("the path lacks its slash: " + path);
    std::vector<std::string> out;
    for (std::size_t at = 1; at < path.size();) {
        const auto end = std::min(path.find('/', at), path.size());
        if (end == at) throw contract_violation("an empty segment in the path " + path);
        out.push_back(path.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

bool is_parameter(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

// Two paths cross when a request fits both and each is the more literal one somewhere: which of
// them answers would then depend on the order of the segments, which nobody reads from a table.
bool cross(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    if (a.size() != b.size()) return false;
    bool a_more_literal = false;
    bool b_more_literal = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const bool a_open = is_parameter(a[i]);
        const bool b_open = is_parameter(b[i]);
        if (!a_open && !b_open && a[i] != b[i]) return false;
        a_more_literal = a_more_literal || (!a_open && b_open);
        b_more_literal = b_more_literal || (a_open && !b_open);
    }
    return a_more_literal && b_more_literal;
}

void refuse_ambiguities(const std::vector<endpoint>& endpoints) {
    std::set<std::string> ids;
    std::vector<std::vector<std::string>> paths;
    for (const auto& each : endpoints) {
        if (each.operation_id.empty() || !ids.insert(each.operation_id).second) {
            throw contract_violation("operation id missing or used twice: " + each.operation_id);
        }
        paths.push_back(split_path(each.path));
        std::set<std::string> names;
        for (const auto& segment : paths.back()) {
            if (is_parameter(segment) && !names.insert(segment).second) {
                throw contract_violation("a parameter twice in the path " + each.path);
            }
        }
    }
    for (std::size_t i = 0; i < paths.size(); ++i) {
        for (std::size_t j = i + 1; j < paths.size(); ++j) {
            if (cross(paths[i], paths[j])) {
                throw contract_violation(
                    "ambiguous paths: " + endpoints[i].path + " and " + endpoints[j].path
                );
            }
        }
    }
}

}  // namespace

struct router::node {
    std::map<std::string, std::unique_ptr<node>, std::less<>> literals;
    std::unique_ptr<node> open;
    /// By method.
    std::map<std::string, const endpoint*, std::less<>> operations;
    /// Names of the parameters on the way here, braces removed.
    std::vector<std::string> names;
    std::string allow;
};

router::router(std::vector<endpoint> endpoints)
    : endpoints_(std::move(endpoints)),
      root_(std::make_unique<node>()) {
    refuse_ambiguities(endpoints_);
    for (const auto& each : endpoints_) {
        auto* at = root_.get();
        std::vector<std::string> names;
        for (const auto& segment : split_path(each.path)) {
            const bool open = is_parameter(segment);
            if (open) names.push_back(segment.substr(1, segment.size() - 2));
            auto& next = open ? at->open : at->literals[segment];
            if (!next) next = std::make_unique<node>();
            at = next.get();
        }
        if (!at->operations.empty() && at->names != names) {
            throw contract_violation("the same path with other parameter names: " + each.path);
        }
        at->names = std::move(names);
        if (!at->operations.emplace(each.method, &each).second) {
            throw contract_violation("declared twice: " + each.method + " " + each.path);
        }
        std::set<std::string, std::less<>> methods{"OPTIONS"};
        for (const auto& entry : at->operations)
            methods.insert(entry.first);
        if (methods.contains("GET")) methods.insert("HEAD");
        at->allow.clear();
        for (const auto& method : methods)
            at->allow += (at->allow.empty() ? "" : ", ") + method;
    }
}

router::~router() = default;
router::router(router&&) noexcept = default;
router& router::operator=(router&&) noexcept = default;

const router::node* router::find(
    const node& from, std::span<const std::string> rest, std::vector<std::string_view>& values
) const {
    if (rest.empty()) return from.operations.empty() ? nullptr : &from;
    const auto literal = from.literals.find(rest.front());
    if (literal != from.literals.end()) {
        if (const auto* found = find(*literal->second, rest.subspan(1), values)) return found;
    }
    if (!from.open) return nullptr;
    values.push_back(rest.front());
    const auto* found = find(*from.open, rest.subspan(1), values);
    if (found == nullptr) values.pop_back();
    return found;
}

route_result router::match(std::string_view method, std::span<const std::string> segments) const {
    std::vector<std::string_view> values;
    const auto* found = find(*root_, segments, values);
    if (found == nullptr) return route_not_found{};
    auto operation = found->operations.find(method);
    if (operation == found->operations.end() && method == "HEAD") {
        operation = found->operations.find("GET");
    }
    if (operation == found->operations.end()) {
        if (method == "OPTIONS") return route_options{found->allow};
        return route_method_not_allowed{found->allow};
    }
    route_match match{operation->second, {}};
    for (std::size_t i = 0; i < values.size(); ++i) {
        match.params.emplace_back(found->names[i], values[i]);
    }
    return match;
}

}  // namespace tranche::server
