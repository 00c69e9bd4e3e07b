#include "persistence/search.hpp"

#include "domain/contract.hpp"
#include "persistence/row_writer.hpp"

#include <algorithm>
#include <array>

namespace tranche::persistence {
namespace {

struct searchable {
    std::string_view type;
    std::string_view from;
    std::string_view id, code;
    // Name columns in en, fr and es begin with this; or the one name there is.
    std::string_view name;
    bool translated;
    // As the index of its table says it, where there is one.
    std::string_view text;
    // A condition with ? for the partner; empty: not for partners.
    std::string_view of_partner = {};
};

constexpr std::array searchables{
    searchable{
        "instrument", "funding.instrument x", "x.id", "x.code", "x.name", true,
        "x.code || ' ' || x.name_en || ' ' || x.name_fr || ' ' || x.name_es"},
    searchable{
        "funding_line", "funding.funding_line x", "x.id", "x.code", "x.name", true,
        "x.code || ' ' || x.name_en || ' ' || x.name_fr || ' ' || x.name_es"},
    searchable{
        "donor", "funding.donor x", "x.id", "x.code", "x.name", false, "x.code || ' ' || x.name"},
    searchable{
        "contribution", "funding.contribution x join funding.donor d on d.id = x.donor_id", "x.id",
        "x.code", "d.name", false, "x.code || ' ' || d.name"},
    searchable{
        "project", "funding.project x", "x.id", "x.code", "x.title", true,
        "x.code || ' ' || coalesce(x.prima_id, '') || ' ' || x.title_en || ' ' ||"
        " coalesce(x.title_fr, '') || ' ' || coalesce(x.title_es, '')"},
    searchable{
        "partner", "partner.partner x", "x.id", "x.code", "x.name", false,
        "x.code || ' ' || x.name", "x.id = ?"},
    searchable{
        "agreement", "partner.agreement x", "x.id", "x.code", "x.title", false,
        "x.code || ' ' || x.title", "x.partner_id = ?"},
    searchable{
        "member_state", "reference.member_state x", "null::bigint", "x.iso2::text", "x.name", true,
        "x.iso2 || ' ' || x.iso3 || ' ' || x.name_en || ' ' || x.name_fr || ' ' || x.name_es",
        "?::bigint is not null"},
};

std::string title_of(const searchable& one, domain::language language) {
    std::string name{one.name};
    if (!one.translated) return name;
    return "coalesce(" + name + "_" + std::string{domain::language_tag(language)} + ", " + name +
        "_en)";
}

class search_text {
public:
    explicit search_text(const search_wish& wish) : wish_{wish} {
        phrase_ = add(joined(wish.words), "text");
        if (!all_short()) {
            for (const auto& word : wish.words) {
                words_.push_back(add(word, "text"));
            }
        }
        if (wish.partner_id) partner_ = add(*wish.partner_id, "bigint");
        limit_ = add(wish.at_most, "bigint");
    }

    query finished() {
        std::string text;
        for (const auto& one : searchables) {
            const bool wanted = std::ranges::find(wish_.types, one.type) != wish_.types.end();
            if (wanted && (!wish_.partner_id || !one.of_partner.empty())) {
                text += (text.empty() ? "" : " union all ") + part(one);
            }
        }
        if (text.empty()) {
            text =
                "select '' as type, null::bigint as id, '' as code, '' as title, 0 as rank"
                " where false";
        }
        text = "select * from (" + text + ") found order by rank, code, type limit " + limit_;
        return {interned("search", std::move(text)), std::move(values_)};
    }

private:
    static std::string joined(const std::vector<std::string>& words) {
        std::string all;
        for (const auto& one : words) {
            all += (all.empty() ? "" : " ") + one;
        }
        return all;
    }
    std::string add(value given, const char* type) {
        values_.push_back(std::move(given));
        return "$" + std::to_string(values_.size()) + "::" + type;
    }
    std::string part(const searchable& one) const {
        const auto title = title_of(one, wish_.language);
        const std::string code{one.code};
        std::string text = "(select '" + std::string{one.type} + "' as type, " +
            std::string{one.id} + " as id, " + code + " as code, " + title +
            " as title, case when reference.plain(" + code + ") = reference.plain(" + phrase_ +
            ") then 0 when starts_with(reference.plain(" + code + "), reference.plain(" + phrase_ +
            ")) then 1 when starts_with(reference.plain(" + title + "), reference.plain(" +
            phrase_ + ")) then 2 else 3 end as rank from " + std::string{one.from} + " where true";
        // Two letters are in no index of three: alone they are the beginning of a code.
        if (all_short()) {
            text +=
                " and starts_with(reference.plain(" + code + "), reference.plain(" + phrase_ + "))";
            return text + owned(one) + " order by rank, code limit " + limit_ + ")";
        }
        for (const auto& word : words_) {
            text += " and reference.plain(" + std::string{one.text} +
                ") like reference.contains_pattern(" + word + ")";
        }
        return text + owned(one) + " order by rank, code limit " + limit_ + ")";
    }
    bool all_short() const {
        return std::ranges::all_of(wish_.words, [](const auto& word) { return word.size() < 3; });
    }
    std::string owned(const searchable& one) const {
        if (!wish_.partner_id) return {};
        std::string condition{one.of_partner};
        condition.replace(condition.find('?'), 1, partner_);
        return " and " + condition;
    }

    const search_wish& wish_;
    std::vector<value> values_;
    std::string phrase_, partner_, limit_;
    std::vector<std::string> words_;
};

}  // namespace

std::span<const std::string_view> searchable_types() {
    static const auto types = [] {
        std::array<std::string_view, searchables.size()> names;
        std::ranges::transform(searchables, names.begin(), &searchable::type);
        return names;
    }();
    return types;
}

query search(const search_wish& wish) {
    domain::expects(!wish.words.empty() && !wish.types.empty(), "a search without words or types");
    return search_text{wish}.finished();
}

}  // namespace tranche::persistence
