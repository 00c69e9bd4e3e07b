// Every refusal the program can speak has its sentence, and every sentence gets the values it asks
// for. Read from the sources, because no test reaches every refusal.
#include "domain/message_catalogue.hpp"
#include "persistence/sql_error.hpp"
#include "tests/architecture/source_tree.hpp"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace tranche::tests {
namespace {

/// A refusal in the source: its code and the names of its values; no names when they are not
/// literal.
struct spoken {
    std::string where;
    std::string code;
    std::optional<std::set<std::string>> values;
};

// The arguments of a call or braced list, split at the commas of its own level.
std::vector<std::string> arguments_at(const std::string& text, std::size_t open) {
    std::vector<std::string> all{""};
    int depth = 0;
    for (auto at = open; at < text.size(); ++at) {
        const char one = text[at];
        if (one == '"') {
            const auto start = at;
            while (++at < text.size() && text[at] != '"') {
                at += text[at] == '\\' ? 1U : 0U;
            }
            all.back() += text.substr(start, at - start + 1);
            continue;
        }
        if (one == '(' || one == '{' || one == '[') {
            if (++depth == 1) {
                continue;
            }
        } else if (one == ')' || one == '}' || one == ']') {
            if (--depth == 0) {
                return all;
            }
        } else if (one == ',' && depth == 1) {
            all.emplace_back();
            continue;
        }
        all.back() += one;
    }
    return all;
}

std::vector<std::string> literals_in(const std::string& text) {
    static const std::regex literal{R"re("([a-z][a-z0-9_]*)")re"};
    std::vector<std::string> all;
    for (std::sregex_iterator at{text.begin(), text.end(), literal}, end; at != end; ++at) {
        all.push_back((*at)[1]);
    }
    return all;
}

// {{"amount", ...}, {"available", ...}}: the names; nothing for a variable.
std::optional<std::set<std::string>> names_in(
    const std::vector<std::string>& arguments, std::size_t index
) {
    if (index >= arguments.size()) {
        return std::set<std::string>{};
    }
    const auto first = arguments[index].find_first_not_of(" \n");
    if (first == std::string::npos ||
        (arguments[index][first] != '{' &&
         arguments[index].find("message_args{") == std::string::npos)) {
        return std::nullopt;
    }
    static const std::regex name{R"re(\{\s*"([a-z_]+)"\s*,)re"};
    std::set<std::string> names;
    for (std::sregex_iterator at{arguments[index].begin(), arguments[index].end(), name}, end;
         at != end; ++at) {
        names.insert((*at)[1]);
    }
    return names;
}

void read_calls(const source& one, std::vector<spoken>& all) {
    // The call, and which of its arguments is the code; the values follow it.
    static const std::map<std::string, std::size_t> calls{
        {"require", 2},      {"run.rule", 3},       {"run_.rule", 3}, {"in.add", 0},
        {"refuse_query", 1}, {"member_problem", 1}, {"refuse", 9}};
    static const std::regex call{
        R"((require|run_?\.rule|in\.add|refuse_query|member_problem|\brefuse)\()"};
    static const std::regex listed{R"re(push_back\(\s*\{\s*(?:"[^"]*"|\w+)\s*,\s*")re"};
    static const std::regex of_kind{R"re(error_kind::\w+,\s*")re"};
    const auto text = without_comments(one.text);
    for (std::sregex_iterator at{text.begin(), text.end(), call}, end; at != end; ++at) {
        const auto arguments =
            arguments_at(text, static_cast<std::size_t>(at->position() + at->length() - 1));
        auto index = calls.at((*at)[1]);
        if (index == 9) {  // refuse("code") or refuse(name, "code")
            index = arguments.size() > 1 && literals_in(arguments[1]).size() == 1 &&
                    arguments[1].find('{') == std::string::npos
                ? 1
                : 0;
        }
        if (index >= arguments.size()) {
            continue;
        }
        for (const auto& code : literals_in(arguments[index])) {
            all.push_back({one.path, code, names_in(arguments, index + 1)});
        }
    }
    for (std::sregex_iterator at{text.begin(), text.end(), listed}, end; at != end; ++at) {
        const auto arguments =
            arguments_at(text, text.find('{', static_cast<std::size_t>(at->position())));
        for (const auto& code : literals_in(arguments.at(1))) {
            all.push_back({one.path, code, names_in(arguments, 2)});
        }
    }
    for (std::sregex_iterator at{text.begin(), text.end(), of_kind}, end; at != end; ++at) {
        const auto open = text.find_last_of("{(", static_cast<std::size_t>(at->position()));
        const auto arguments = arguments_at(text, open);
        for (std::size_t i = 0; i + 1 < arguments.size(); ++i) {
            const auto codes = literals_in(arguments[i + 1]);
            if (arguments[i].find("error_kind::") != std::string::npos && codes.size() == 1) {
                all.push_back({one.path, codes[0], names_in(arguments, i + 2)});
            }
        }
    }
}

const std::vector<spoken>& all_spoken() {
    static const auto all = [] {
        std::vector<spoken> found;
        for (const auto& one : cpp_sources()) {
            if (one.ends_with(".cpp") && !one.is_in("tests")) {
                read_calls(one, found);
            }
        }
        return found;
    }();
    return all;
}

std::set<std::string> placeholders_of(std::string_view code) {
    const auto text = domain::message_for(code, domain::language::en, {});
    static const std::regex placeholder{R"(\{([a-z_]+)\})"};
    std::set<std::string> names;
    for (const auto& part : {text.message, text.hint}) {
        for (std::sregex_iterator at{part.begin(), part.end(), placeholder}, end; at != end; ++at) {
            names.insert((*at)[1]);
        }
    }
    return names;
}

}  // namespace

TEST(Messages, ExistForEveryRefusalInTheSources) {
    std::set<std::string> codes;
    for (const auto& one : all_spoken()) {
        codes.insert(one.code);
        EXPECT_TRUE(domain::has_message(one.code)) << one.where << " says " << one.code;
    }
    EXPECT_GT(codes.size(), 90U) << "the sources are read wrongly";
}

TEST(Messages, GetEveryValueTheyAskFor) {
    for (const auto& one : all_spoken()) {
        if (!one.values || !domain::has_message(one.code)) {
            continue;
        }
        for (const auto& name : placeholders_of(one.code)) {
            EXPECT_TRUE(one.values->contains(name))
                << one.where << ": " << one.code << " without " << name;
        }
    }
}

TEST(Messages, ExistForEveryConstraintThatIsAnswered) {
    for (const auto& one : persistence::constraint_meanings()) {
        EXPECT_TRUE(domain::has_message(one.code)) << one.constraint;
        EXPECT_TRUE(one.has_values || placeholders_of(one.code).empty())
            << one.constraint << " has no values to give";
    }
}

TEST(Messages, AreAllSpokenSomewhere) {
    std::string everything;
    for (const auto& one : cpp_sources()) {
        if (!one.is_in("tests") && !one.path.starts_with("domain/messages_")) {
            everything += one.text;
        }
    }
    for (const auto& table : domain::message_tables()) {
        for (const auto& row : table) {
            // "advance_open" and its like are put together from two words.
            const auto code = std::string{row.code};
            const auto is_whole = everything.find('"' + code + '"') != everything.npos;
            const auto tail = code.rfind('_') == code.npos ? code : code.substr(code.rfind('_'));
            EXPECT_TRUE(
                is_whole ||
                (tail == "_open" &&
                 everything.find('"' + code.substr(0, code.size() - 5) + '"') != everything.npos)
            ) << code
              << " is said nowhere";
        }
    }
}

}  // namespace tranche::tests
