// How a member of each supported type is read, written and described: single values, optionals,
// lists, maps by name, enumerations and nested wire structs. Included by schema.hpp.
#pragma once

#include "server/json/components.hpp"
#include "server/json/reader.hpp"
#include "server/json/rules.hpp"
#include "server/json/values.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

template <class T>
class object_schema;

/// Specialise with `static const object_schema<T>& schema();` to give T a table.
template <class T>
struct wire;

/// Specialise with `static constexpr std::array<std::pair<std::string_view, E>, N> names` to let
/// an enumeration travel as one of these words.
template <class E>
struct wire_enum;

template <class T>
concept wire_object = requires {
    wire<T>::schema();
};

template <class T>
concept wire_enumeration = requires {
    wire_enum<T>::names;
};

template <class T>
concept wire_value = requires {
    value_traits<T>::shape;
};

namespace detail {

const boost::json::object* expect_object(reader&, const boost::json::value&);
const boost::json::array* expect_array(reader&, const boost::json::value&, const field_rules&);
/// A map's object, with the number of its entries checked.
const boost::json::object* expect_map(reader&, const boost::json::value&, const field_rules&);
bool check_map_key(reader&, std::string_view key);
void refuse_unknown(
    reader&, const boost::json::object&, const std::vector<std::string_view>& known
);
void refuse_if_violated(reader&);
void check_rules(std::string_view field, const field_rules&, unsigned allowed);
void check_names(std::string_view table, const std::vector<std::string_view>& names);
std::optional<std::size_t> read_word(
    reader&, const boost::json::value&, const std::vector<std::string_view>& words
);

boost::json::value describe_nullable(boost::json::value inner);
boost::json::value describe_array(boost::json::value item, const field_rules&);
boost::json::value describe_map(boost::json::value item, const field_rules&);
boost::json::value describe_words(const std::vector<std::string_view>& words);

class object_description {
public:
    explicit object_description(std::string_view description);
    void add(
        std::string_view name, boost::json::value schema, std::string_view description,
        const field_rules& rules, bool required
    );
    boost::json::value finish();

private:
    boost::json::object schema_;
    boost::json::object properties_;
    boost::json::array required_;
};

}  // namespace detail

template <class T>
struct codec;

template <wire_value T>
struct codec<T> {
    static constexpr bool optional = false;
    static constexpr unsigned rules = value_traits<T>::rules;
    static void read(reader& in, const boost::json::value& value, const field_rules& r, T& out) {
        read_value(in, value, r, out);
    }
    static void write(std::string& out, const T& value) { write_value(out, value); }
    static boost::json::value describe(component_registry& registry, const field_rules& r) {
        return describe_value(registry, value_traits<T>::shape, r);
    }
};

template <wire_object T>
struct codec<T> {
    static constexpr bool optional = false;
    static constexpr unsigned rules = 0;
    static void read(reader& in, const boost::json::value& value, const field_rules&, T& out) {
        wire<T>::schema().read(in, value, out);
    }
    static void write(std::string& out, const T& value) { wire<T>::schema().write(out, value); }
    static boost::json::value describe(component_registry& registry, const field_rules&) {
        return wire<T>::schema().describe(registry);
    }
};

template <wire_enumeration T>
struct codec<T> {
    static constexpr bool optional = false;
    static constexpr unsigned rules = 0;
    static const std::vector<std::string_view>& words() {
        static const auto all = [] {
            std::vector<std::string_view> list;
            for (const auto& each : wire_enum<T>::names)
                list.push_back(each.first);
            return list;
        }();
        return all;
    }
    static void read(reader& in, const boost::json::value& value, const field_rules&, T& out) {
        if (const auto i = detail::read_word(in, value, words())) {
            out = wire_enum<T>::names[*i].second;
        }
    }
    static void write(std::string& out, const T& value) {
        for (const auto& each : wire_enum<T>::names) {
            if (each.second == value) return write_value(out, each.first);
        }
        out += "null";
    }
    static boost::json::value describe(component_registry&, const field_rules&) {
        return detail::describe_words(words());
    }
};

template <class T>
struct codec<std::optional<T>> {
    static constexpr bool optional = true;
    static constexpr unsigned rules = codec<T>::rules;
    static void read(
        reader& in, const boost::json::value& value, const field_rules& r, std::optional<T>& out
    ) {
        if (value.is_null()) {
            out.reset();
        } else {
            codec<T>::read(in, value, r, out.emplace());
        }
    }
    static void write(std::string& out, const std::optional<T>& value) {
        if (value) {
            codec<T>::write(out, *value);
        } else {
            out += "null";
        }
    }
    static boost::json::value describe(component_registry& registry, const field_rules& r) {
        return detail::describe_nullable(codec<T>::describe(registry, r));
    }
};

template <class T>
struct codec<std::vector<T>> {
    static constexpr bool optional = false;
    static constexpr unsigned rules = codec<T>::rules | rule_bit::items;
    static void read(
        reader& in, const boost::json::value& value, const field_rules& r, std::vector<T>& out
    ) {
        const auto* list = detail::expect_array(in, value, r);
        if (list == nullptr) return;
        out.clear();
        out.reserve(list->size());
        for (std::size_t i = 0; i < list->size(); ++i) {
            const reader::step into(in, i);
            codec<T>::read(in, (*list)[i], r, out.emplace_back());
        }
    }
    static void write(std::string& out, const std::vector<T>& value) {
        out += '[';
        for (std::size_t i = 0; i < value.size(); ++i) {
            if (i != 0) out += ',';
            codec<T>::write(out, value[i]);
        }
        out += ']';
    }
    static boost::json::value describe(component_registry& registry, const field_rules& r) {
        return detail::describe_array(codec<T>::describe(registry, r), r);
    }
};

template <class T>
struct codec<std::map<std::string, T>> {
    static constexpr bool optional = false;
    static constexpr unsigned rules = codec<T>::rules | rule_bit::items;
    static void read(
        reader& in, const boost::json::value& value, const field_rules& r,
        std::map<std::string, T>& out
    ) {
        const auto* members = detail::expect_map(in, value, r);
        if (members == nullptr) return;
        out.clear();
        for (const auto& member : *members) {
            const std::string_view key(member.key().data(), member.key().size());
            const reader::step into(in, key);
            if (!detail::check_map_key(in, key)) continue;
            codec<T>::read(in, member.value(), r, out[std::string(key)]);
        }
    }
    static void write(std::string& out, const std::map<std::string, T>& value) {
        out += '{';
        bool first = true;
        for (const auto& [key, item] : value) {
            if (!first) out += ',';
            first = false;
            write_value(out, key);
            out += ':';
            codec<T>::write(out, item);
        }
        out += '}';
    }
    static boost::json::value describe(component_registry& registry, const field_rules& r) {
        return detail::describe_map(codec<T>::describe(registry, r), r);
    }
};

}  // namespace tranche::server
