// Field tables: one declaration per wire struct that reads JSON (naming every problem at once with
// its pointer, refusing unknown members), writes it and describes it for OpenAPI.
//
//     template <> struct wire<new_donor_body> {
//         static const object_schema<new_donor_body>& schema();
//     };
//     const object_schema<new_donor_body>& wire<new_donor_body>::schema() {
//         static const auto s = object<new_donor_body>("new_donor", "A donor to be registered",
//             field("name", &new_donor_body::name, "Full name", length(1, 200)),
//             field("code", &new_donor_body::code, "Short code", matches_code()));
//         return s;
//     }
#pragma once

#include "server/json/codecs.hpp"

#include <boost/json/value.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tranche::server {

/// One row of a table; knows its member by pointer.
template <class T>
class object_field {
public:
    object_field(std::string_view name, std::string_view description, field_rules rules)
        : name_(name),
          description_(description),
          rules_(std::move(rules)) {}
    virtual ~object_field() = default;
    object_field(const object_field&) = delete;
    object_field& operator=(const object_field&) = delete;

    std::string_view name() const { return name_; }
    std::string_view description() const { return description_; }
    const field_rules& rules() const { return rules_; }

    virtual bool is_required() const = 0;
    virtual void read(reader&, const boost::json::value&, T&) const = 0;
    virtual void write(std::string&, const T&) const = 0;
    virtual boost::json::value describe(component_registry&) const = 0;

private:
    std::string name_;
    std::string description_;
    field_rules rules_;
};

template <class T, class Member>
class member_field final : public object_field<T> {
public:
    member_field(
        std::string_view name, Member T::*member, std::string_view description, field_rules rules
    )
        : object_field<T>(name, description, std::move(rules)),
          member_(member) {}

    bool is_required() const override {
        return !codec<Member>::optional && !this->rules().default_value &&
            !this->rules().may_be_absent;
    }
    void read(reader& in, const boost::json::value& value, T& out) const override {
        codec<Member>::read(in, value, this->rules(), out.*member_);
    }
    void write(std::string& out, const T& from) const override {
        codec<Member>::write(out, from.*member_);
    }
    boost::json::value describe(component_registry& registry) const override {
        return codec<Member>::describe(registry, this->rules());
    }

private:
    Member T::*member_;
};

/// What field() returns; object() turns it into a row of its table.
template <class Owner, class Member>
struct field_declaration {
    std::string_view name;
    Member Owner::*member;
    std::string_view description;
    field_rules rules;
};

/// Declares a field. Throws domain::contract_violation when a rule does not fit the member's type.
template <class Owner, class Member, class... Rules>
field_declaration<Owner, Member> field(
    std::string_view name, Member Owner::*member, std::string_view description, Rules&&... rules
) {
    field_rules all;
    (rule(std::forward<Rules>(rules))(all), ...);
    detail::check_rules(name, all, codec<Member>::rules);
    return {name, member, description, std::move(all)};
}

/// The table of one wire struct.
template <class T>
class object_schema {
public:
    object_schema(
        std::string_view name, std::string_view description,
        std::vector<std::unique_ptr<object_field<T>>> fields
    )
        : name_(name),
          description_(description),
          fields_(std::move(fields)) {
        for (const auto& each : fields_)
            names_.push_back(each->name());
        detail::check_names(name_, names_);
    }

    std::string_view name() const { return name_; }

    void read(reader& in, const boost::json::value& value, T& out) const {
        const auto* object = detail::expect_object(in, value);
        if (object == nullptr) return;
        std::size_t known = 0;
        for (const auto& each : fields_) {
            const auto* member = object->if_contains(each->name());
            known += member != nullptr ? 1 : 0;
            if (member == nullptr && each->rules().default_value) {
                member = &*each->rules().default_value;
            }
            if (member == nullptr && !each->is_required()) continue;
            const reader::step into(in, each->name());
            if (member != nullptr) {
                each->read(in, *member, out);
            } else {
                in.add("missing_field");
            }
        }
        if (known != object->size()) detail::refuse_unknown(in, *object, names_);
    }

    void write(std::string& out, const T& from) const {
        out += '{';
        for (std::size_t i = 0; i < fields_.size(); ++i) {
            if (i != 0) out += ',';
            write_value(out, fields_[i]->name());
            out += ':';
            fields_[i]->write(out, from);
        }
        out += '}';
    }

    /// {"$ref": ...}; the component itself goes into the registry.
    boost::json::value describe(component_registry& registry) const {
        return registry.reference_to(name_, typeid(T), [this](component_registry& inner) {
            detail::object_description about(description_);
            for (const auto& each : fields_) {
                about.add(
                    each->name(), each->describe(inner), each->description(), each->rules(),
                    each->is_required()
                );
            }
            return about.finish();
        });
    }

private:
    std::string name_;
    std::string description_;
    std::vector<std::unique_ptr<object_field<T>>> fields_;
    std::vector<std::string_view> names_;
};

/// Makes the table of T. `name` is the component's name in the OpenAPI document.
template <class T, class... Owners, class... Members>
object_schema<T> object(
    std::string_view name, std::string_view description,
    field_declaration<Owners, Members>... declared
) {
    std::vector<std::unique_ptr<object_field<T>>> fields;
    fields.reserve(sizeof...(declared));
    (fields.push_back(std::make_unique<member_field<T, Members>>(
         declared.name, declared.member, declared.description, std::move(declared.rules)
     )),
     ...);
    return {name, description, std::move(fields)};
}

/// Reads a body. Throws domain::refusal: see parse_document() for text that is no JSON; kind rule,
/// "invalid_body", with every violation for JSON of the wrong shape.
template <class T>
T parse_body(std::string_view text, const parse_limits& limits = {}) {
    const auto document = parse_document(text, limits);
    reader in(limits);
    T out{};
    codec<T>::read(in, document, field_rules{}, out);
    detail::refuse_if_violated(in);
    return out;
}

/// Appends compact JSON.
template <class T>
void write_json(std::string& out, const T& value) {
    codec<T>::write(out, value);
}

template <class T>
std::string to_json(const T& value) {
    std::string out;
    codec<T>::write(out, value);
    return out;
}

/// For endpoint::body_schema and response_schema.
template <class T>
component_registry::builder schema_of() {
    return [](component_registry& registry) {
        return codec<T>::describe(registry, field_rules{});
    };
}

}  // namespace tranche::server
