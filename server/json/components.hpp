// The named schemas of the OpenAPI document, collected while the types describe themselves.
#pragma once

#include <boost/json/value.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <typeindex>

namespace tranche::server {

class component_registry {
public:
    using builder = std::function<boost::json::value(component_registry&)>;

    /// {"$ref": "#/components/schemas/name"}; builds the component on first use. Throws
    /// domain::contract_violation when another type already has this name.
    boost::json::value reference_to(
        std::string_view name, std::type_index type, const builder& build
    );

    /// Adds a property to the object a {"$ref"} stands for; a second time changes nothing.
    void add_property(
        const boost::json::value& reference, std::string_view name, boost::json::value schema
    );

    /// In alphabetical order.
    const std::map<std::string, boost::json::value>& components() const { return components_; }

private:
    std::map<std::string, boost::json::value> components_;
    std::map<std::string, std::type_index> types_;
};

}  // namespace tranche::server
