#include "persistence/retention.hpp"

#include "persistence/round_trip.hpp"

#include <array>

namespace tranche::persistence {
namespace {

struct kept_kind {
    std::string_view name;
    statement count;
    std::vector<statement> erase;
};

// $1 is the first day that is kept. Counting finds what erasing would.
const std::array<kept_kind, 5>& kinds() {
    static const std::array<kept_kind, 5> all{
        {{"audit_details",
          {"count_audit_details",
           R"(
               select count(*) as rows
                 from audit.event e
                 where e.at < $1::date
                  and e.salt is not null
                  and e.id <= (select max(s.last_id) from audit.seal s where s.stream =
                      'audit'))"},
          {{"erase_audit_details", "select audit.erase_before($1::date) as rows"}}},
         {"sign_in_records",
          {"count_sign_in_records",
           R"(
               select (select count(*) from people.browser_session where expires_at < $1::date) +
                   (select count(*) from people.sign_in_attempt where window_start < $1::date)
                   as rows)"},
          {{"erase_sessions",
            R"(
                with gone as (delete from people.browser_session where expires_at < $1::date
                    returning 1)
                  select count(*) as rows
                    from gone)"},
           {"erase_attempts",
            R"(
                with gone as (delete from people.sign_in_attempt where window_start < $1::date
                    returning 1)
                  select count(*) as rows
                    from gone)"}}},
         {"payee_names",
          {"count_payee_names",
           R"(
               select (select count(*) from partner.expenditure_line x
                     join partner.expenditure_report r on r.id = x.report_id
                     where r.reviewed_on < $1::date and x.payee <> '[erased]')
                   + (select count(*) from partner.matches_to_erase($1::date)) as rows)"},
          {{"erase_payee_names",
            R"(
                with gone as (update partner.expenditure_line x set payee = '[erased]' from
                    partner.expenditure_report r where r.id = x.report_id and r.reviewed_on <
                    $1::date and x.payee <> '[erased]' returning 1)
                  select count(*) as rows
                    from gone)"},
           {"erase_payees_of_matches",
            R"(
                with gone as (update partner.screening_match m set name = '[erased]', name_key =
                    '[erased] ' || m.id from partner.matches_to_erase($1::date) e (id)
                    where m.id = e.id returning 1)
                  select count(*) as rows
                    from gone)"}}},
         {"unfinished_uploads",
          {"count_unfinished_uploads",
           "select count(*) as rows from document.upload where begun_at < $1::date"},
          {{"erase_unfinished_uploads",
            "select document.erase_before($1::date, 'unfinished_uploads') as rows"}}},
         {"removed_files",
          {"count_removed_files",
           R"(
               select count(*) as rows
                 from document.content c
                 where exists (select 1 from document.piece s where s.owner_id = c.id)
                  and not exists (select 1 from document.attachment a where a.content_id = c.id
                      and (a.removed_on is null or a.removed_on >= $1::date)))"},
          {{"erase_removed_files",
            "select document.erase_before($1::date, 'removed_files') as rows"}}}}};
    return all;
}

// Kinds with their terms, without their rows.
std::vector<past_term> terms_on(session& with, domain::date today) {
    std::vector<past_term> terms;
    for (const auto& one : kinds()) {
        const auto found =
            ask(with,
                {{"retention_term_on",
                  R"(
                  select months
                    from reference.retention_term
                    where kind = $1
                     and valid_from <= $2
                    order by valid_from desc
                    limit 1)"},
                 {one.name, today}});
        past_term term{one.name, {}, {}};
        if (!found.empty()) {
            term.months = found[0].integer("months");
            term.before = domain::add_months(today, -static_cast<int>(*term.months));
        }
        terms.push_back(term);
    }
    return terms;
}

}  // namespace

std::span<const std::string_view> retention_kinds() {
    static const auto names = [] {
        std::vector<std::string_view> all;
        for (const auto& one : kinds()) {
            all.push_back(one.name);
        }
        return all;
    }();
    return names;
}

std::vector<past_term> past_terms(session& with, domain::date today) {
    auto terms = terms_on(with, today);
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (terms[i].before) {
            terms[i].rows = ask(with, {kinds()[i].count, {*terms[i].before}})[0].integer("rows");
        }
    }
    return terms;
}

std::vector<past_term> erase_past_terms(session& with, domain::date today) {
    auto terms = terms_on(with, today);
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (!terms[i].before) {
            continue;
        }
        for (const auto& erasing : kinds()[i].erase) {
            terms[i].rows += ask(with, {erasing, {*terms[i].before}})[0].integer("rows");
        }
    }
    return terms;
}

}  // namespace tranche::persistence
