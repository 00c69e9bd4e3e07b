#include "server/notify/deliverer.hpp"

#include "domain/currency.hpp"
#include "domain/entity.hpp"
#include "domain/message_catalogue.hpp"
#include "domain/money.hpp"
#include "domain/notice.hpp"
#include "persistence/round_trip.hpp"
#include "server/clock.hpp"

#include <optional>
#include <vector>

namespace tranche::server {
namespace {

using persistence::delivery;
using persistence::session;
using persistence::subject_facts;

constexpr int events_at_once = 100;
constexpr int deliveries_at_once = 20;
// Less than any wait before the next attempt, which is when another server would take it.
constexpr std::chrono::seconds time_limit{15};

std::vector<std::string> roles_told(const domain::notice& of) {
    std::vector<std::string> names;
    for (const auto role : domain::all_roles) {
        if (domain::permitted(of.told, {role})) {
            names.emplace_back(domain::role_name(role));
        }
    }
    return names;
}

std::string amount_shown(const subject_facts& facts) {
    const auto unit = domain::currency::from_code(facts.currency);
    if (!facts.amount || !unit) {
        return {};
    }
    return domain::shown(domain::money{*facts.amount, *unit});
}

// The facts as the person's own side sees them; nothing when it does not.
std::optional<subject_facts> facts_for(persistence::session_set& db, const delivery& one) {
    std::optional<persistence::row_scope> scope;
    if (one.partner_id) {
        scope = persistence::row_scope{persistence::row_owner::partner, *one.partner_id};
    }
    return persistence::facts_of_subject(
        db.of(scope).get(), one.event.subject_type, one.event.subject_id
    );
}

std::string place_of(const std::string& public_url, const persistence::outbox_event& event) {
    const auto what = domain::entity_of_stem(event.subject_type);
    if (public_url.empty() || !what) {
        return {};
    }
    const auto& names = domain::names_of(*what);
    return public_url + (public_url.ends_with('/') ? "" : "/") + "api/v1/" +
        std::string{names.collection} + '/' + domain::public_id(*what, event.subject_id);
}

mail letter(
    const delivery& one, const domain::notice& of, const subject_facts& facts,
    const std::string& public_url
) {
    const auto language = domain::language_from_tag(one.language).value_or(domain::language::en);
    const std::vector<std::pair<std::string, std::string>> values{
        {"code", facts.code}, {"amount", amount_shown(facts)}};
    const auto said = domain::message_for(of.message, language, values);
    mail made;
    made.to = one.mail_address.value_or("");
    made.subject = said.message;
    made.text = said.message + "\r\n\r\n" + said.hint + "\r\n";
    if (const auto place = place_of(public_url, one.event); !place.empty()) {
        made.text += "\r\n" + place + "\r\n";
    }
    made.language = domain::language_tag(language);
    made.id =
        "delivery-" + std::to_string(one.id) + '-' + std::to_string(one.event.id) + "@tranche";
    made.written_at = seconds_utc();
    return made;
}

}  // namespace

int deliverer::spread_events(session& staff) const {
    const auto events = persistence::events_to_spread(staff, events_at_once);
    for (const auto& one : events) {
        const auto* of = domain::notice_named(one.name);
        const auto facts = of != nullptr && !settings_.mail.url.empty()
            ? persistence::facts_of_subject(staff, one.subject_type, one.subject_id)
            : std::nullopt;
        const bool partners = of != nullptr && of->side == domain::notice_side::partner;
        if (facts && (!partners || facts->partner_id)) {
            persistence::ask(
                staff,
                persistence::spread_event(
                    one, roles_told(*of), partners ? facts->partner_id : std::nullopt
                )
            );
        }
        persistence::ask(staff, persistence::event_is_spread(one.id));
    }
    return static_cast<int>(events.size());
}

bool deliverer::spread(session& staff) const {
    persistence::ask(staff, {{"begin", "begin"}, {}});
    try {
        const auto count = spread_events(staff);
        persistence::ask(staff, {{"commit", "commit"}, {}});
        return count > 0;
    } catch (...) {
        persistence::ask(staff, {{"rollback", "rollback"}, {}});
        throw;
    }
}

void deliverer::attempt(
    persistence::session_set& db, const delivery& one, const std::stop_token& stop
) const {
    auto& staff = db.staff().get();
    const auto* of = domain::notice_named(one.event.name);
    const auto facts = of != nullptr ? facts_for(db, one) : std::nullopt;
    if (!one.active || !one.mail_address || !facts ||
        !domain::may_be_told(
            *of, domain::roles_from_names(one.roles), one.partner_id, facts->partner_id
        )) {
        persistence::delivery_withdrawn(staff, one.id, "may not be told any more");
        return;
    }
    try {
        send_mail(
            settings_.mail, letter(one, *of, *facts, settings_.public_url),
            {.ca_file = settings_.ca_file, .time_limit = time_limit, .stop = stop}
        );
    } catch (const outbound_failure& failed) {
        persistence::delivery_failed(staff, one, failed.what(), settings_.timing);
        complain_(one.id, failed.what());
        return;
    }
    persistence::delivery_succeeded(staff, one.id);
}

bool deliverer::tick(persistence::session_set& db, const std::stop_token& stop) {
    auto& staff = db.staff().get();
    bool worked = spread(staff);
    if (settings_.mail.url.empty()) {
        return worked;
    }
    for (int i = 0; i < deliveries_at_once && !stop.stop_requested(); ++i) {
        const auto one = persistence::delivery_to_attempt(staff, settings_.timing);
        if (!one) {
            break;
        }
        attempt(db, *one, stop);
        worked = true;
    }
    return worked;
}

}  // namespace tranche::server
