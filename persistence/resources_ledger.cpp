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
        .from = "reference.exchange_rate x join reference.rate_series s on s.code = x.series",
        .id_sql = "x.id",
        .version_sql = "1",
        .partner_sql = open_to_partners,
        .default_sort = "valid_from",
        .columns =
            {
                shows(text, "series", "x.series", "Code of the series").filtered(),
                shows(text, "base_currency", "s.base_currency", "One unit of it ...").filtered(),
                shows(text, "currency", "x.currency", "... buys so much of this one").filtered(),
                shows(number, "rate", "trim_scale(x.rate)", "Units of currency per unit of base"),
                shows(date, "quoted_on", "x.quoted_on", "Day of the quotation").filtered().sorted(),
                shows(date, "valid_from", "x.valid_from", "First day it holds").sorted(),
                shows(date, "valid_to", "x.valid_to", "Last day it holds"),
                shows(
                    truth, "confirmed", "(x.confirmed_by is not null)", "Only confirmed rates count"
                )
                    .filtered(),
                shows(text, "loaded_by", "reference.name_for_staff(x.loaded_by)", "Who entered it"),
                shows(
                    text, "confirmed_by", "reference.name_for_staff(x.confirmed_by)",
                    "Who confirmed it"
                ),
                shows(
                    truth, "replaced", "(x.replaced_in is not null)",
                    "Whether a correction put another in its place"
                )
                    .filtered(),
                shows(
                    date, "replaced_on", "(x.replaced_at at time zone 'UTC')::date",
                    "Day of that correction"
                ),
                shows(id, "replaced_in", "x.replaced_in", "That correction")
                    .naming(entity::rate_correction)
                    .filtered(),
                shows(id, "correction", "x.correction_id", "The correction that put it in place")
                    .naming(entity::rate_correction)
                    .filtered(),
                shows(date, "known_on", {}, "Only rates as they were known at the end of this day")
                    .filtered()
                    .filtered_by(
                        "reference.rate_known_on(x.correction_id, x.loaded_at, x.replaced_at, ?)"
                    ),
                shows(
                    date, "on", {},
                    "Only rates that hold on this day; with replaced=false those in place"
                )
                    .filtered()
                    .filtered_by("daterange(x.valid_from, x.valid_to, '[]') @> ?"),
            },
        .state_sql =
            "case when x.replaced_in is not null then 'replaced' when x.confirmed_by is null"
            " then 'loaded' else 'confirmed' end",
        .since_sql = "(x.loaded_at at time zone 'UTC')::date",
        // Confirmed together, by others than whoever loaded them.
        .waits_as = "(x.series, x.loaded_by)",
    };
    return declared;
}

const resource& journal_entry_resource() {
    static const resource declared{
        .what = entity::journal_entry,
        .about = "An entry of the double-entry journal; never changed, only reversed",
        .from =
            "ledger.entry j left join people.user_account u on u.id = j.actor_id"
            " left join funding.instrument i on i.id = j.instrument_id"
            " left join funding.project p on p.id = j.project_id"
            " left join partner.agreement a on a.id = j.agreement_id",
        .id_sql = "j.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "-id",  // ids count up, and have an index
        .columns =
            {
                shows(text, "event", "j.event", "What happened").filtered(),
                shows(date, "effective_on", "j.effective_on", "Day it counts for")
                    .filtered()
                    .sorted(),
                shows(timestamp, "recorded_at", "j.recorded_at", "When it became known"),
                shows(text, "actor", "u.name", "Who caused it").filtered(),
                shows(text, "origin", "j.origin", "current, historical or opening").filtered(),
                shows(text, "instrument", "i.code", "Code of the instrument").filtered(),
                shows(text, "project", "p.code", "Code of the project").filtered(),
                shows(text, "agreement", "a.code", "Code of the agreement").filtered(),
                shows(subject, "source", "j.source_id", "The record behind it")
                    .in("j.source_type")
                    .filtered(),
                shows(text, "reason", "j.reason", "Why, for corrections"),
                shows(id, "reverses", "j.reverses_id", "The entry it takes back")
                    .naming(entity::journal_entry)
                    .filtered(),
                shows(date, "until", {}, "Only what counts until this day, included")
                    .filtered_by("j.effective_on <= ?"),
                shows(
                    date, "as_known_on", {}, "Only what was recorded by the end of this day (UTC)"
                )
                    .filtered_by("j.recorded_at < (? + 1)::timestamp at time zone 'UTC'"),
            },
        .children = {{"postings", &posting_resource(), "g.entry_id"}},
    };
    return declared;
}

const resource& posting_resource() {
    static const resource declared{
        .what = entity::posting,
        .about = "What an entry adds to one account",
        .from =
            "ledger.posting g join ledger.account k on k.id = g.account_id"
            " join ledger.account_kind b on b.kind = k.kind"
            " join ledger.entry j on j.id = g.entry_id"
            " left join funding.instrument i on i.id = j.instrument_id",
        // An entry posts to an account at most once: the account names the posting within it.
        .id_sql = "g.account_id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "book",
        .columns =
            {
                shows(text, "book", "b.book::text", "F authority, P partner, C cash").sorted(),
                shows(text, "account", "k.kind", "Kind of account"),
                shows(money, "amount", "g.amount", "Added; negative: taken").in("k.currency"),
                shows(money, "base_amount", "g.base_amount", "In base currency")
                    .in("coalesce(i.base_currency, k.currency)"),
                shows(number, "rate", "trim_scale(g.rate)", "Frozen rate, when one was used"),
            },
    };
    return declared;
}

const resource& audit_event_resource() {
    static const resource declared{
        .what = entity::audit_event,
        .about = "Who did what to which record",
        .from =
            "audit.event v left join people.user_account u on u.id = v.actor_id"
            " left join people.user_account b on b.id = v.on_behalf_of",
        .id_sql = "v.id",
        .version_sql = "1",
        .partner_sql = closed_to_partners,
        .default_sort = "-id",
        .columns =
            {
                shows(timestamp, "at", "v.at", "When"),
                shows(
                    text, "actor", "case when v.actor_id = 0 then 'operator' else u.name end", "Who"
                )
                    .filtered(),
                shows(text, "on_behalf_of", "b.name", "For whom, when not for oneself").filtered(),
                shows(text, "roles", "v.roles", "Roles it was done with"),
                shows(text, "action", "v.action", "The API's operation").filtered(),
                shows(text, "subject_type", "v.subject_type", "Sort of record, or list").filtered(),
                shows(subject, "subject", "v.subject_id", "Which record")
                    .in("v.subject_type")
                    .filtered(),
                shows(date, "since", {}, "Only events of this day (UTC) and later")
                    .filtered()
                    .filtered_by("v.at >= (?::date)::timestamp at time zone 'UTC'"),
                shows(date, "until", {}, "Only events of this day (UTC) and earlier")
                    .filtered()
                    .filtered_by("v.at < (?::date + 1)::timestamp at time zone 'UTC'"),
                shows(text, "request_id", "v.request_id", "As in the log").filtered(),
                shows(text, "remote_address", "v.remote_address", "From where"),
                shows(
                    json, "detail", "v.detail",
                    "What the operation said of itself, and each field from old to new"
                ),
                shows(date, "as_known_on", {}, "Only what happened by the end of this day (UTC)")
                    .filtered_by("v.at < (? + 1)::timestamp at time zone 'UTC'"),
            },
    };
    return declared;
}

}  // namespace tranche::persistence
