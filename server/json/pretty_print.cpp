#include "server/json/pretty_print.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstddef>

namespace tranche::server {

namespace {

namespace json = boost::json;

bool is_flat(const json::array& list) {
    return std::none_of(list.begin(), list.end(), [](const json::value& each) {
        return each.is_object() || each.is_array();
    });
}

void print(std::string& out, const json::value& value, std::size_t depth) {
    const std::string indent(depth * 2, ' ');
    if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
        out += "{";
        bool first = true;
        for (const auto& member : *object) {
            out += first ? "\n" : ",\n";
            first = false;
            out += indent + "  " + json::serialize(member.key()) + ": ";
            print(out, member.value(), depth + 1);
        }
        out += "\n" + indent + "}";
    } else if (const auto* list = value.if_array(); list != nullptr && !is_flat(*list)) {
        out += "[";
        for (std::size_t i = 0; i < list->size(); ++i) {
            out += i == 0 ? "\n" : ",\n";
            out += indent + "  ";
            print(out, (*list)[i], depth + 1);
        }
        out += "\n" + indent + "]";
    } else if (list != nullptr) {
        // Lists of plain values stay on one line: enumerations read better so.
        out += "[";
        for (std::size_t i = 0; i < list->size(); ++i) {
            if (i != 0) out += ", ";
            out += json::serialize((*list)[i]);
        }
        out += "]";
    } else {
        out += json::serialize(value);
    }
}

}  // namespace

std::string pretty_print(const json::value& value) {
    std::string out;
    print(out, value, 0);
    return out;
}

}  // namespace tranche::server
