// What a partner says of its cash, period by period: stated by the partner, checked against itself
// and against the periods beside it, and set beside the books by the report `cash-book`.
#include "domain/lifecycle.hpp"
#include "persistence/random_id.hpp"
#include "persistence/resources.hpp"
#include "server/command/command.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/agreements/agreement_facts.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/facts.hpp"

namespace tranche::server {
namespace {

using domain::entity;
using domain::money;

struct cash_book_body {
    domain::date period_first, period_last;
    money opening, received, spent, closing;
    std::optional<money> interest, refunded;
    std::optional<reference> bank_statement;
    std::optional<std::string> note;
};

// The periods before and after, as last stated, and how often this one was.
persistence::query books_beside(std::int64_t agreement, domain::date first) {
    return {
        {"cash_books_beside",
         R"(
             select (select coalesce(max(c.turn), 0) + 1 from partner.cash_book c
                     where c.agreement_id = $1 and c.period_first = $2) as turn,
                 b.period_last, b.currency, b.closing, n.period_first as next_first,
                 n.period_last as next_last
               from (select 1) one
               left join lateral (select c.period_last, c.currency, c.closing from partner.cash_book c
                   where c.agreement_id = $1 and c.period_first < $2
                   order by c.period_first desc, c.turn desc limit 1) b on true
               left join lateral (select c.period_first, c.period_last from partner.cash_book c
                   where c.agreement_id = $1 and c.period_first > $2
                   order by c.period_first, c.turn desc limit 1) n on true)"},
        {agreement, first}};
}

persistence::query statement_of(std::int64_t attachment, std::int64_t agreement) {
    return {
        {"bank_statement_of_agreement",
         R"(
             select 1 as one
               from document.attachment x
               where x.id = $1
                and x.removed_on is null
                and ((x.subject_type = 'agreement' and x.subject_id = $2)
                    or (x.subject_type = 'expenditure_report' and x.subject_id in (select r.id
                        from partner.expenditure_report r where r.agreement_id = $2))))"},
        {attachment, agreement}};
}

void check_sums(command_run& run, const cash_book_body& body, domain::currency currency) {
    const money none{0, currency};
    const auto counted = [&](const char* field, const money& amount) {
        check_currency(run, field, amount, currency);
        return amount.currency_unit() == currency ? amount : none;
    };
    const auto expected = counted("/opening", body.opening) + counted("/received", body.received) +
        counted("/interest", body.interest.value_or(none)) - counted("/spent", body.spent) -
        counted("/refunded", body.refunded.value_or(none));
    const auto closing = counted("/closing", body.closing);
    run.require(
        closing == expected, "/closing", "cash_does_not_add_up",
        {{"amount", shown(closing)}, {"expected", shown(expected)}}
    );
}

// A period stated anew may close otherwise than the next one opened: that one is stated anew in its
// turn, and until then the report shows by how much they differ.
void check_beside(command_run& run, const cash_book_body& body, const persistence::row& beside) {
    if (const auto last = beside.maybe_day("period_last")) {
        const auto closing = beside.money("closing", "currency");
        run.require(
            *last < body.period_first, "/period_first", "date_before",
            {{"date", domain::to_string(body.period_first)},
             {"earliest", domain::to_string(domain::add_days(*last, 1))}}
        );
        run.require(
            body.opening == closing, "/opening", "opening_is_not_last_closing",
            {{"amount", shown(body.opening)}, {"expected", shown(closing)}}
        );
    }
    if (const auto next = beside.maybe_day("next_first")) {
        run.require(
            body.period_last < *next, "/period_last", "cash_stated_from",
            {{"first", domain::to_string(*next)},
             {"last", domain::to_string(beside.day("next_last"))}}
        );
    }
}

receipt state_cash(command_run& run, const cash_book_body& body) {
    const auto id = run.path_id(entity::agreement);
    const auto attached = body.bank_statement
        ? std::optional{run.id_of(entity::attachment, body.bank_statement->text, "/bank_statement")}
        : std::nullopt;
    auto found = run.load(
        {persistence::lock_project_of(entity::agreement, id),
         agreement_facts(of_agreement_itself, id, run.today()), books_beside(id, body.period_first),
         statement_of(attached.value_or(0), id)}
    );
    const auto row = run.the_row(found[1], entity::agreement);
    check_own(run, row.integer("partner_id"));
    state_after(domain::agreement_lifecycle(), "report", row.text("state"));
    const auto currency = row.currency("payment_currency");
    run.require(
        body.period_first <= body.period_last, "/period_last", "date_before",
        {{"date", domain::to_string(body.period_last)},
         {"earliest", domain::to_string(body.period_first)}}
    );
    check_not_future(run, "/period_last", body.period_last);
    check_sums(run, body, currency);
    run.require(!attached || !found[3].empty(), "/bank_statement", "not_attached_to_agreement");
    check_beside(run, body, found[2][0]);
    run.settle();
    const money none{0, currency};
    const auto book = persistence::random_id();
    run.insert(
        "partner.cash_book",
        {{"id", book},
         {"agreement_id", id},
         {"period_first", body.period_first},
         {"period_last", body.period_last},
         {"turn", found[2][0].integer("turn")},
         {"currency", currency},
         {"opening", body.opening.minor()},
         {"received", body.received.minor()},
         {"spent", body.spent.minor()},
         {"interest", body.interest.value_or(none).minor()},
         {"refunded", body.refunded.value_or(none).minor()},
         {"closing", body.closing.minor()},
         {"bank_statement_id", attached},
         {"note", body.note},
         {"stated_by", run.who().user_id},
         {"stated_on", run.today()}}
    );
    return {.what = entity::cash_book, .id = book};
}

}  // namespace

template <>
struct wire<cash_book_body> {
    static const object_schema<cash_book_body>& schema() {
        using body = cash_book_body;
        static const auto declared = object<body>(
            "new_cash_book", "The cash of a period, as its partner's book has it",
            field("period_first", &body::period_first, "First day"),
            field("period_last", &body::period_last, "Last day, included"),
            field("opening", &body::opening, "In the currency of payment; as the last one closed"),
            field("received", &body::received, "From the fund", non_negative()),
            field("spent", &body::spent, "All that was paid out of it", non_negative()),
            field("interest", &body::interest, "Credited by the bank", non_negative()),
            field("refunded", &body::refunded, "Paid back to the fund", non_negative()),
            field("closing", &body::closing, "What is left"),
            field(
                "bank_statement", &body::bank_statement,
                "The bank's statement, attached to the agreement or one of its reports before"
            ),
            field("note", &body::note, "What explains a difference", length(1, 1000), multiline())
        );
        return declared;
    }
};

endpoints cash_book_endpoints() {
    using domain::action;
    endpoints all{command<cash_book_body>(
        {"/api/v1/agreements/{agreement}/cash-books", "state_cash_book",
         "State the cash of a period, or state it anew", "Agreements", action::report_expenditure,
         201},
        state_cash
    )};
    append(
        all,
        read_endpoints(persistence::cash_book_resource(), action::read_partner_side, "Agreements")
    );
    return all;
}

}  // namespace tranche::server
