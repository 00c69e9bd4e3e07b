#include "server/demo/step.hpp"

#include "server/sheet/csv.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <embedded/story.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace tranche::server {
namespace json = boost::json;
namespace {

std::string_view text_of(const json::object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    return found == nullptr ? std::string_view{} : std::string_view{found->as_string()};
}

json::value typed(const std::string& text, std::string_view type) {
    if (type == "bool") {
        return text == "true" || text == "yes";
    }
    if (type == "int") {
        return std::stoll(text);
    }
    return json::value(text);
}

// Every row of the file as an object; empty cells are left out: unknown, not empty.
json::array rows_of(std::string_view file_name, const json::object* types) {
    const auto* file = story::find_file(file_name);
    if (file == nullptr) {
        throw std::runtime_error{
            "the story names a file it does not have: " + std::string{file_name}};
    }
    const auto sheet = read_csv(file->text);
    json::array all;
    for (std::size_t i = 1; i < sheet.rows(); ++i) {
        json::object one;
        for (std::size_t c = 0; c < sheet.cells_in(i) && c < sheet.cells_in(0); ++c) {
            if (const auto cell = sheet.cell(i, c); !cell.empty()) {
                const auto heading = sheet.cell(0, c);
                const auto type = types == nullptr ? std::string_view{} : text_of(*types, heading);
                one[heading] = typed(std::string{cell}, type);
            }
        }
        if (!one.empty()) {
            all.push_back(std::move(one));
        }
    }
    return all;
}

story_step step_of(const json::object& line) {
    const auto call = text_of(line, "call");
    const auto space = call.find(' ');
    story_step made{
        std::string{text_of(line, "step")},
        std::string{text_of(line, "as")},
        std::string{call.substr(0, space)},
        std::string{call.substr(space + 1)},
        json::object{},
        std::string{text_of(line, "save")}};
    if (const auto* body = line.if_contains("body")) {
        made.body = *body;
    }
    if (const auto file = text_of(line, "rows"); !file.empty()) {
        if (const auto* with = line.if_contains("with")) {
            made.body = *with;
        }
        const auto* types = line.if_contains("types");
        made.body.as_object()[text_of(line, "into")] =
            rows_of(file, types == nullptr ? nullptr : &types->as_object());
    }
    return made;
}

template <class Each>
void for_each_line(std::string_view text, Each each) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        if (!line.empty()) {
            each(json::parse(line).as_object());
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

const json::value* member_of(const json::value& from, std::string_view path) {
    const auto* at = &from;
    while (!path.empty() && at != nullptr) {
        const auto end = std::min(path.find('.'), path.size());
        const auto name = path.substr(0, end);
        std::size_t index = 0;
        if (const auto* list = at->if_array()) {
            std::from_chars(name.data(), name.data() + name.size(), index);
            at = index < list->size() ? &(*list)[index] : nullptr;
        } else {
            at = at->is_object() ? at->as_object().if_contains(name) : nullptr;
        }
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return at;
}

}  // namespace

std::vector<story_step> story_steps() {
    std::vector<story_step> all;
    for (const auto& file : story::files()) {
        if (file.name.ends_with(".jsonl") && file.name != "users.jsonl") {
            for_each_line(file.text, [&](const json::object& line) {
                all.push_back(step_of(line));
            });
        }
    }
    return all;
}

std::vector<story_user> story_users() {
    std::vector<story_user> all;
    for_each_line(story::find_file("users.jsonl")->text, [&](const json::object& line) {
        story_user one{
            std::string{text_of(line, "name")},
            std::string{text_of(line, "display_name")},
            {},
            std::string{text_of(line, "partner")},
            std::string{text_of(line, "donor")},
            std::string{text_of(line, "after")}};
        for (const auto& role : line.at("roles").as_array()) {
            one.roles.emplace_back(role.as_string());
        }
        all.push_back(std::move(one));
    });
    return all;
}

std::string filled_in(const std::string& from, const saved_answers& answers) {
    std::string out;
    std::size_t at = 0;
    for (;;) {
        const auto open = from.find("${", at);
        out += from.substr(at, open - at);
        if (open == std::string::npos) {
            return out;
        }
        const auto close = from.find('}', open);
        const auto whole = from.substr(open + 2, close - open - 2);
        const auto dot = std::min(whole.find('.'), whole.size());
        const auto answer = answers.find(whole.substr(0, dot));
        const auto* found = answer == answers.end()
            ? nullptr
            : member_of(answer->second, dot == whole.size() ? "id" : whole.substr(dot + 1));
        if (found == nullptr) {
            throw std::runtime_error{"no earlier step answered ${" + whole + "}"};
        }
        out += std::string_view{found->as_string()};
        at = close + 1;
    }
}

json::value filled_in(const json::value& from, const saved_answers& answers) {
    if (const auto* text = from.if_string()) {
        return json::value(filled_in(std::string{*text}, answers));
    }
    if (const auto* list = from.if_array()) {
        json::array made;
        for (const auto& one : *list) {
            made.push_back(filled_in(one, answers));
        }
        return made;
    }
    if (const auto* members = from.if_object()) {
        json::object made;
        for (const auto& [name, value] : *members) {
            made[name] = filled_in(value, answers);
        }
        return made;
    }
    return from;
}

}  // namespace tranche::server
