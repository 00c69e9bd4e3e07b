// Corrections of exchange rates, with what was recorded at the rates they replace.
#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

const resource& rate_correction_row_resource() {
    static const resource declared{
        .what = entity::exchange_rate,
        .about = "One rate of a correction, old and new, and what was recorded at the old one",
        .from =
            "reference.rate_correction_row w join reference.exchange_rate x on x.id = w.rate_id"
            " join reference.rate_series s on s.code = x.series"
            " left join reference.rate_correction_use u on u.correction_id = w.correction_id"
            " and u.n = w.n",
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "n",
        .columns =
            {
                shows(integer, "n", "w.n", "Its row").sorted(),
                shows(text, "series", "x.series", "Code of the series"),
                shows(text, "base_currency", "s.base_currency", "One unit of it ..."),
                shows(text, "currency", "x.currency", "... buys so much of this one"),
                shows(date, "quoted_on", "x.quoted_on", "Day of the quotation"),
                shows(date, "valid_from", "x.valid_from", "First day it holds"),
                shows(date, "valid_to", "x.valid_to", "Last day it holds"),
                shows(number, "old_rate", "trim_scale(x.rate)", "As recorded"),
                shows(number, "new_rate", "trim_scale(w.rate)", "As it should be"),
                shows(
                    integer, "lines", "coalesce(u.lines, 0)",
                    "Expenses of partners recorded at the old rate"
                ),
                shows(money, "lines_amount", "coalesce(u.amount, 0)::bigint", "They come to")
                    .in("x.currency"),
                shows(money, "lines_base", "coalesce(u.base_amount, 0)::bigint", "They counted for")
                    .in("s.base_currency"),
                shows(integer, "payments", "coalesce(u.payments, 0)", "Payments at the old rate"),
                shows(money, "payments_amount", "coalesce(u.paid, 0)::bigint", "They come to")
                    .in("x.currency"),
            },
        .row_name = "rate_correction_row",
    };
    return declared;
}

}  // namespace

const resource& rate_correction_resource() {
    static constexpr const char* state =
        "case when c.refused_by is not null then 'refused' when c.approved_by is not null"
        " then 'approved' else 'proposed' end";
    static const resource declared{
        .what = entity::rate_correction,
        .about = "Rates recorded wrongly, as a list; one person proposes, another approves",
        .from =
            "reference.rate_correction c left join people.user_account u1 on u1.id = c.proposed_by"
            " left join people.user_account u2 on u2.id = c.approved_by"
            " left join people.user_account u3 on u3.id = c.refused_by",
        .id_sql = "c.id",
        .version_sql = "c.version",
        .partner_sql = closed_to_partners,
        .default_sort = "-proposed_on",
        .columns =
            {
                shows(text, "state", state, "proposed, approved or refused").filtered(),
                shows(text, "reason", "c.reason", "Why the rates were wrong"),
                shows(integer, "count", "c.rate_count", "How many rates"),
                shows(date, "proposed_on", "c.proposed_on", "When it was proposed").sorted(),
                shows(text, "proposed_by", "u1.name", "Who proposed it"),
                shows(date, "approved_on", "c.approved_on", "When it was approved"),
                shows(text, "approved_by", "u2.name", "Who approved it"),
                shows(date, "refused_on", "c.refused_on", "When it was refused"),
                shows(text, "refused_by", "u3.name", "Who refused it"),
                shows(text, "refused_reason", "c.refused_reason", "Why"),
            },
        .children = {{"rates", &rate_correction_row_resource(), "w.correction_id"}},
        .state_sql = state,
        .since_sql = "c.proposed_on",
    };
    return declared;
}

}  // namespace tranche::persistence
