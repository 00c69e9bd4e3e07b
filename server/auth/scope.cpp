#include "server/auth/scope.hpp"

namespace tranche::server {

bool is_scope(std::string_view word) {
    return word == read_scope || domain::role_from_name(word);
}

persistence::token_scope scope_of(const std::vector<std::string>& words) {
    persistence::token_scope scope;
    for (const auto& one : words) {
        if (one == read_scope) {
            scope.read_only = true;
        } else if (scope.roles) {
            scope.roles->push_back(one);
        } else {
            scope.roles = {one};
        }
    }
    return scope;
}

}  // namespace tranche::server
