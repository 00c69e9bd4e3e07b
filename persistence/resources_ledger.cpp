#include "persistence/resources.hpp"

namespace tranche::persistence {
namespace {

using domain::entity;
using enum column_type;

}  // namespace

const resource& exchange_rate_resource() {
    static const resource declared{
        .what = entity::exchange_rate,
        .about = "A quoted rate, the days it holds on, and whether a second person confirmed it",
        .from = "reference.exchange_rate x join reference.rate_series s on s.code = x.series"
                " left join people.user_account u1 on u1.id = x.loaded_by"
                " left join people.user_account u2 on u2.id = x.confirmed_by",
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = open_to_partners,
        .default_sort = "valid_from",
        .columns = {
            {.name = "series", .type = text, .sql = "x.series", .about = "Code of the series", .filter = true},
            {.name = "base_currency", .type = text, .sql = "s.base_currency", .about = "One unit of it ...", .filter = true},
            {.name = "currency", .type = text, .sql = "x.currency", .about = "... buys so much of this one", .filter = true},
            {.name = "rate", .type = number, .sql = "trim_scale(x.rate)", .about = "Units of currency per unit of base"},
            {.name = "quoted_on", .type = date, .sql = "x.quoted_on", .about = "Day of the quotation", .filter = true,
             .sort = true},
            {.name = "valid_from", .type = date, .sql = "x.valid_from", .about = "First day it holds", .sort = true},
            {.name = "valid_to", .type = date, .sql = "x.valid_to", .about = "Last day it holds"},
            {.name = "confirmed", .type = truth, .sql = "(x.confirmed_by is not null)",
             .about = "Only confirmed rates count", .filter = true},
            {.name = "loaded_by", .type = text, .sql = "u1.name", .about = "Who entered it"},
            {.name = "confirmed_by", .type = text, .sql = "u2.name", .about = "Who confirmed it"},
            {.name = "on", .type = date, .sql = {}, .about = "Only rates that hold on this day", .filter = true,
             .filter_sql = "daterange(x.valid_from, x.valid_to, '[]') @> ?"},
        },
    };
    return declared;
}

const resource& journal_entry_resource() {
    static const resource declared{
        .what = entity::journal_entry,
        .about = "An entry of the double-entry journal; never changed, only reversed",
        .from = "ledger.entry j left join people.user_account u on u.id = j.actor_id"
                " left join funding.instrument i on i.id = j.instrument_id"
                " left join funding.project p on p.id = j.project_id"
                " left join partner.agreement a on a.id = j.agreement_id",
        .id_sql = "j.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "-id",  // ids count up, and have an index
        .columns = {
            {.name = "event", .type = text, .sql = "j.event", .about = "What happened", .filter = true},
            {.name = "effective_on", .type = date, .sql = "j.effective_on", .about = "Day it counts for", .filter = true,
             .sort = true},
            {.name = "recorded_at", .type = timestamp, .sql = "j.recorded_at", .about = "When it became known"},
            {.name = "actor", .type = text, .sql = "u.name", .about = "Who caused it", .filter = true},
            {.name = "origin", .type = text, .sql = "j.origin", .about = "current, historical or opening", .filter = true},
            {.name = "instrument", .type = text, .sql = "i.code", .about = "Code of the instrument", .filter = true},
            {.name = "project", .type = text, .sql = "p.code", .about = "Code of the project", .filter = true},
            {.name = "agreement", .type = text, .sql = "a.code", .about = "Code of the agreement", .filter = true},
            {.name = "source", .type = subject, .sql = "j.source_id", .about = "The record behind it",
             .unit = "j.source_type", .filter = true},
            {.name = "reason", .type = text, .sql = "j.reason", .about = "Why, for corrections"},
            {.name = "reverses", .type = id, .sql = "j.reverses_id", .about = "The entry it takes back",
             .of = entity::journal_entry, .filter = true},
        },
        .children = {{"postings", &posting_resource(), "g.entry_id"}},
    };
    return declared;
}

const resource& posting_resource() {
    static const resource declared{
        .what = entity::posting,
        .about = "What an entry adds to one account",
        .from = "ledger.posting g join ledger.account k on k.id = g.account_id"
                " join ledger.account_kind b on b.kind = k.kind"
                " join ledger.entry j on j.id = g.entry_id"
                " left join funding.instrument i on i.id = j.instrument_id",
        // An entry posts to an account at most once: the account names the posting within it.
        .id_sql = "g.account_id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "book",
        .columns = {
            {.name = "book", .type = text, .sql = "b.book::text", .about = "F authority, P partner, C cash", .sort = true},
            {.name = "account", .type = text, .sql = "k.kind", .about = "Kind of account"},
            {.name = "amount", .type = money, .sql = "g.amount", .about = "Added; negative: taken", .unit = "k.currency"},
            {.name = "base_amount", .type = money, .sql = "g.base_amount", .about = "In base currency",
             .unit = "coalesce(i.base_currency, k.currency)"},
            {.name = "rate", .type = number, .sql = "trim_scale(g.rate)", .about = "Frozen rate, when one was used"},
        },
    };
    return declared;
}

const resource& audit_event_resource() {
    static const resource declared{
        .what = entity::audit_event,
        .about = "Who did what to which record",
        .from = "audit.event v left join people.user_account u on u.id = v.actor_id",
        .id_sql = "v.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "-id",
        .columns = {
            {.name = "at", .type = timestamp, .sql = "v.at", .about = "When"},
            {.name = "actor", .type = text, .sql = "u.name", .about = "Who", .filter = true},
            {.name = "action", .type = text, .sql = "v.action", .about = "The API's operation", .filter = true},
            {.name = "subject_type", .type = text, .sql = "v.subject_type", .about = "Sort of record, or list", .filter = true},
            {.name = "subject", .type = subject, .sql = "v.subject_id", .about = "Which record", .unit = "v.subject_type",
             .filter = true},
            {.name = "request_id", .type = text, .sql = "v.request_id", .about = "As in the log", .filter = true},
            {.name = "remote_address", .type = text, .sql = "v.remote_address", .about = "From where"},
            {.name = "detail", .type = json, .sql = "v.detail", .about = "What the operation said of itself"},
        },
    };
    return declared;
}

}  // namespace tranche::persistence
