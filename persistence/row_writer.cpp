#include "persistence/row_writer.hpp"

#include "persistence/audit_trail.hpp"

#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace tranche::persistence {
namespace {

struct kept_statement {
    std::string name;
    std::string text;
};

}  // namespace

statement interned(std::string_view label, std::string text) {
    static std::mutex mutex;
    static std::deque<kept_statement> kept;  // never moves what it holds
    static std::map<std::string_view, const kept_statement*, std::less<>> by_text;
    const std::lock_guard guard{mutex};
    auto found = by_text.find(text);
    if (found == by_text.end()) {
        kept.push_back({std::string{label} + '_' + std::to_string(kept.size()), std::move(text)});
        found = by_text.emplace(kept.back().text, &kept.back()).first;
    }
    return {found->second->name, found->second->text};
}

statement insert_into(std::string_view table, const std::vector<std::string_view>& columns) {
    std::string names;
    std::string places;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        names += (i == 0 ? "" : ", ");
        names += columns[i];
        places += (i == 0 ? "$" : ", $") + std::to_string(i + 1);
    }
    std::string text = "insert into ";
    text += table;
    text += " (" + names + ") values (" + places + ')';
    return interned("insert", std::move(text));
}

statement update_versioned(std::string_view table, const std::vector<std::string_view>& columns) {
    const auto id = '$' + std::to_string(columns.size() + 1);
    std::string text = "update ";
    text += table;
    text += " x set ";
    std::string old = "id";
    for (std::size_t i = 0; i < columns.size(); ++i) {
        text += columns[i];
        text += " = $" + std::to_string(i + 1) + ", ";
        old += ", ";
        old += columns[i];
    }
    text += "version = x.version + 1 from (select " + old + " from ";
    text += table;
    // Locked first: without it the old row could be one that somebody is just replacing.
    text += " where id = " + id + " for no key update) was where x.id = was.id";
    text += handing_on_changes(table, columns);
    return interned("update", std::move(text));
}

}  // namespace tranche::persistence
