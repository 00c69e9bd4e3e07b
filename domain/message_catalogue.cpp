#include "domain/message_catalogue.hpp"

#include "domain/contract.hpp"

#include <algorithm>
#include <vector>

namespace tranche::domain {

namespace {

// Sorted once by code, so that a refusal with hundreds of violations stays cheap.
const std::vector<const message_row*>& rows_by_code() {
    static const auto rows = [] {
        std::vector<const message_row*> all;
        for (const auto& table : message_tables()) {
            for (const auto& row : table)
                all.push_back(&row);
        }
        std::sort(all.begin(), all.end(), [](auto* a, auto* b) { return a->code < b->code; });
        return all;
    }();
    return rows;
}

const message_row* find_row(std::string_view code) {
    const auto& rows = rows_by_code();
    const auto found = std::lower_bound(
        rows.begin(), rows.end(), code,
        [](const message_row* row, std::string_view wanted) { return row->code < wanted; }
    );
    return found != rows.end() && (*found)->code == code ? *found : nullptr;
}

std::string fill(std::string_view text, std::span<const std::pair<std::string, std::string>> args) {
    std::string out;
    out.reserve(text.size() + 32);
    while (!text.empty()) {
        const auto open = text.find('{');
        const auto close = open == text.npos ? text.npos : text.find('}', open);
        out += text.substr(0, open);
        if (close == text.npos) {
            if (open != text.npos) out += text.substr(open);
            break;
        }
        const auto name = text.substr(open + 1, close - open - 1);
        const auto found = std::find_if(args.begin(), args.end(), [&](const auto& arg) {
            return arg.first == name;
        });
        out += found != args.end() ? std::string_view(found->second)
                                   : text.substr(open, close - open + 1);
        text.remove_prefix(close + 1);
    }
    return out;
}

}  // namespace

std::string_view language_tag(language which) {
    switch (which) {
        case language::en:
            return "en";
        case language::fr:
            return "fr";
        case language::es:
            return "es";
    }
    throw contract_violation("language_tag: not a language");
}

std::optional<language> language_from_tag(std::string_view tag) {
    for (const auto which : all_languages) {
        if (language_tag(which) == tag) return which;
    }
    return std::nullopt;
}

message_text message_for(
    std::string_view code, language which, std::span<const std::pair<std::string, std::string>> args
) {
    const auto* row = find_row(code);
    if (row == nullptr) return {std::string(code), ""};
    switch (which) {
        case language::en:
            return {fill(row->en, args), fill(row->hint_en, args)};
        case language::fr:
            return {fill(row->fr, args), fill(row->hint_fr, args)};
        case language::es:
            return {fill(row->es, args), fill(row->hint_es, args)};
    }
    throw contract_violation("message_for: not a language");
}

bool has_message(std::string_view code) {
    return find_row(code) != nullptr;
}

std::span<const std::span<const message_row>> message_tables() {
    static const std::array tables{
        wire_messages(),     request_messages(),   funding_messages(), project_messages(),
        partner_messages(),  reference_messages(), people_messages(),  sign_in_messages(),
        rule_messages(),     notice_messages(),    result_messages(),  sheet_messages(),
        document_messages(), report_messages(),    payment_messages(), release_messages()};
    return tables;
}

}  // namespace tranche::domain
