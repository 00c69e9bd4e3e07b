#include "persistence/cut.hpp"

#include "domain/contract.hpp"
#include "domain/journal.hpp"

#include <algorithm>

namespace tranche::persistence {
namespace {

constexpr std::string_view cut_mark = "@cut";

// Amount and base amount of one account, one row also when nothing was posted.
std::string balance_of(std::string_view account, const cut_sql& cut) {
    return "lateral (select coalesce(sum(g.amount), 0)::bigint as amount,"
           " coalesce(sum(g.base_amount), 0)::bigint as base_amount"
           " from ledger.posting g join ledger.entry e on e.id = g.entry_id where g.account_id = " +
        std::string{account} + " and " + within(cut, "e") + ")";
}

std::string figures_of(std::string_view project, const cut_sql& cut) {
    std::string rules;
    for (const auto& one : domain::all_measure_rules()) {
        rules += (rules.empty() ? "('" : ", ('") + std::string{name(one.kind)} + "', '" +
            std::string{one.event} + "', '" + std::string{one.measure} + "', " +
            std::to_string(one.sign) + ")";
    }
    return "lateral (select e.project_id, m.measure, k.currency,"
           " sum(g.amount * m.sign)::bigint as amount,"
           " sum(g.base_amount * m.sign)::bigint as base_amount"
           " from ledger.entry e join ledger.posting g on g.entry_id = e.id"
           " join ledger.account k on k.id = g.account_id"
           " join (values " +
        rules +
        ") m(kind, event, measure, sign) on m.kind = k.kind and m.event in ('', e.event)"
        " where e.project_id = " +
        std::string{project} + " and " + within(cut, "e") + " group by 1, 2, 3)";
}

// Replaces each "<table> b on b.<key> = <owner>" by "<source of owner> b on true"; the same for
// "where".
template <class Source>
void replace(std::string& sql, std::string_view table, std::string_view key, Source source) {
    for (auto at = sql.find(table); at != std::string::npos; at = sql.find(table, at)) {
        const auto alias_at = at + table.size();
        const auto alias = sql.substr(alias_at, sql.find(' ', alias_at) - alias_at);
        const auto word_at = alias_at + alias.size();
        const auto word = sql.substr(word_at, sql.find(' ', word_at + 1) - word_at);
        const auto condition = ' ' + alias + '.' + std::string{key} + " = ";
        const auto condition_at = word_at + word.size();
        domain::expects(
            (word == " on" || word == " where") &&
                sql.compare(condition_at, condition.size(), condition) == 0,
            "a kept figure is read in a form that cut.hpp names"
        );
        const auto owner_at = condition_at + condition.size();
        const auto end = std::min(sql.find_first_of(" )", owner_at), sql.size());
        auto made = source(sql.substr(owner_at, end - owner_at));
        made.append(" ").append(alias).append(word).append(" true");
        sql.replace(at, end - at, made);
        at += made.size();
    }
}

}  // namespace

std::string within(const cut_sql& cut, std::string_view entry) {
    const std::string alias{entry};
    std::string out;
    if (!cut.until.empty()) {
        out = alias + ".effective_on <= " + cut.until;
    }
    if (!cut.as_known_on.empty()) {
        out += (out.empty() ? "" : " and ") + alias + ".recorded_at < (" + cut.as_known_on +
            " + 1)::timestamp at time zone 'UTC'";
    }
    return out.empty() ? "true" : out;
}

bool reads_kept_figures(std::string_view sql) {
    return sql.find("ledger.balance ") != std::string_view::npos ||
        sql.find("ledger.cell ") != std::string_view::npos ||
        sql.find(cut_mark) != std::string_view::npos;
}

std::string at_cut(std::string_view sql, const cut_sql& cut) {
    std::string out{sql};
    if (cut.is_cut()) {
        replace(out, "ledger.balance ", "account_id", [&](const std::string& account) {
            return balance_of(account, cut);
        });
        replace(out, "ledger.cell ", "project_id", [&](const std::string& project) {
            return figures_of(project, cut);
        });
    }
    for (auto at = out.find(cut_mark); at != std::string::npos; at = out.find(cut_mark, at)) {
        out.replace(at, cut_mark.size(), within(cut, "e"));
    }
    return out;
}

}  // namespace tranche::persistence
