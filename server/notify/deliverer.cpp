#include "server/notify/deliverer.hpp"

#include "domain/currency.hpp"
#include "domain/entity.hpp"
#include "domain/message_catalogue.hpp"
#include "domain/money.hpp"
#include "domain/notice.hpp"
#include "persistence/due_notices.hpp"
#include "persistence/people.hpp"
#include "persistence/round_trip.hpp"
#include "persistence/webhooks.hpp"
#include "reports/obligation_names.hpp"
#include "server/auth/authenticator.hpp"
#include "server/clock.hpp"
#include "server/notify/letter_of_the_day.hpp"
#include "server/notify/webhook_call.hpp"

#include <boost/json/parse.hpp>

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
constexpr std::chrono::seconds mail_time_limit{15};
constexpr std::chrono::seconds call_time_limit{5};
constexpr std::string_view day_letter_event = "letter_of_the_day";

// Who takes the next step, of these roles.
domain::role_set entitled(domain::role_set roles, const subject_facts& facts) {
    if (!facts.finance_too) roles.erase(domain::role::finance_officer);
    return roles;
}

std::vector<std::string> roles_told(const domain::notice& of, const subject_facts& facts) {
    std::vector<std::string> names;
    for (const auto role : domain::all_roles) {
        if (domain::permitted(of.told, entitled({role}, facts))) {
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

// What is due is asked about by its day: nothing when it is not owed any more.
std::optional<subject_facts> facts_of(
    session& with, const persistence::outbox_event& event, domain::date today
) {
    return event.due ? persistence::facts_of_what_is_due(with, event, today)
                     : persistence::facts_of_subject(with, event.subject_type, event.subject_id);
}

// The facts as the person's own side sees them; nothing when it does not.
std::optional<subject_facts> facts_for(
    persistence::session_set& db, const delivery& one, domain::date today
) {
    std::optional<persistence::row_scope> scope;
    if (one.partner_id) {
        scope = persistence::row_scope{persistence::row_owner::partner, *one.partner_id};
    }
    return facts_of(db.of(scope).get(), one.event, today);
}

mail mail_for(const delivery& one, domain::language language) {
    mail made;
    made.to = one.mail_address.value_or("");
    made.language = domain::language_tag(language);
    made.id =
        "delivery-" + std::to_string(one.id) + '-' + std::to_string(one.event.id) + "@tranche";
    made.written_at = seconds_utc();
    return made;
}

domain::language language_of(const delivery& one) {
    return domain::language_from_tag(one.language).value_or(domain::language::en);
}

mail letter(
    const delivery& one, const domain::notice& of, const subject_facts& facts,
    const std::string& public_url
) {
    const auto language = language_of(one);
    std::vector<std::pair<std::string, std::string>> values{
        {"code", facts.code}, {"amount", amount_shown(facts)}};
    if (facts.due) {
        values.emplace_back(
            "what", reports::obligation_name(facts.due->part, facts.due->number, language)
        );
        values.emplace_back("due", domain::to_string(facts.due->on));
    }
    const auto said = domain::message_for(of.message, language, values);
    auto made = mail_for(one, language);
    made.subject = said.message;
    made.text = said.message + "\r\n\r\n" + said.hint + "\r\n";
    if (const auto place = place_of(public_url, one.event); !place.empty()) {
        made.text += "\r\n" + place + "\r\n";
    }
    return made;
}

}  // namespace

int deliverer::spread_events(session& staff) const {
    const auto events = persistence::events_to_spread(staff, events_at_once);
    for (const auto& one : events) {
        const auto* of = domain::notice_named(one.name);
        const auto facts = of != nullptr && !settings_.mail.url.empty()
            ? facts_of(staff, one, settings_.today())
            : std::nullopt;
        const bool partners = of != nullptr && of->side == domain::notice_side::partner;
        if (facts && (!partners || facts->partner_id)) {
            persistence::ask(
                staff,
                persistence::spread_event(
                    one, roles_told(*of, *facts), partners ? facts->partner_id : std::nullopt,
                    of->asks
                )
            );
        }
        if (one.name == day_letter_event && !settings_.mail.url.empty()) {
            persistence::ask(staff, persistence::deliver_letter_of_the_day(one));
        }
        if (of != nullptr) {
            persistence::ask(staff, persistence::spread_to_webhooks(one));
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

bool deliverer::attempt(
    persistence::session_set& db, const delivery& one, const std::stop_token& stop
) const {
    auto& staff = db.staff().get();
    try {
        if (!(one.to ? call(one, stop) : write(db, one, stop))) {
            persistence::delivery_withdrawn(staff, one.id, "may not be told any more");
            return true;
        }
    } catch (const outbound_failure& failed) {
        persistence::delivery_failed(staff, one, failed.what(), settings_.timing);
        complain_(one.id, failed.what());
        return false;
    }
    persistence::delivery_succeeded(staff, one.id);
    return true;
}

// False when the person may not know any more, or cannot be told.
bool deliverer::write(
    persistence::session_set& db, const delivery& one, const std::stop_token& stop
) const {
    if (one.event.name == day_letter_event) {
        return write_day_letter(db, one, stop);
    }
    const auto* of = domain::notice_named(one.event.name);
    const auto facts = of != nullptr ? facts_for(db, one, settings_.today()) : std::nullopt;
    if (!one.active || !one.mail_address || !facts ||
        !domain::may_be_told(
            *of, entitled(domain::roles_from_names(one.roles), *facts), one.partner_id,
            facts->partner_id
        )) {
        return false;
    }
    send(letter(one, *of, *facts, settings_.public_url), stop);
    return true;
}

void deliverer::send(const mail& message, const std::stop_token& stop) const {
    send_mail(
        settings_.mail, message,
        {.ca_file = settings_.ca_file, .time_limit = mail_time_limit, .stop = stop}
    );
}

// What the person's own queue holds, asked for as the person.
bool deliverer::write_day_letter(
    persistence::session_set& db, const delivery& one, const std::stop_token& stop
) const {
    const auto who = persistence::person_with_id(db.staff().get(), one.event.subject_id);
    if (!who || !one.mail_address || !settings_.ask) {
        return false;
    }
    const auto language = language_of(one);
    api_request request;
    request.method = "GET";
    request.path = "/api/v1/queue";
    request.segments = {"api", "v1", "queue"};
    request.query = {{"limit", "200"}};
    request.headers["accept-language"] = domain::language_tag(language);
    request.request_id = "delivery-" + std::to_string(one.id);
    request.who = principal_of(*who);
    const auto answer = settings_.ask(request, db);
    if (answer.status != 200) {
        throw outbound_failure{"the queue was answered with " + std::to_string(answer.status)};
    }
    const auto said = letter_of_the_day(boost::json::parse(answer.body), language);
    if (!said) {
        return false;
    }
    auto made = mail_for(one, language);
    made.subject = said->subject;
    made.text = said->text;
    send(made, stop);
    return true;
}

bool deliverer::call(const delivery& one, const std::stop_token& stop) const {
    if (!one.active) {
        return false;
    }
    http_call request;
    try {
        const auto secret = settings_.secrets.open({one.to->secret_hex, one.to->sealed});
        request = webhook_call(*one.to, secret, one.event, settings_.public_url, seconds_utc());
    } catch (const std::exception& unreadable) {
        throw outbound_failure{unreadable.what()};
    }
    request.bounds = {.ca_file = settings_.ca_file, .time_limit = call_time_limit, .stop = stop};
    const auto reply = perform(request);
    if (reply.status < 200 || reply.status > 299) {
        throw outbound_failure{"was answered with " + std::to_string(reply.status)};
    }
    return true;
}

void deliverer::look_at_the_day(session& staff) const {
    const auto today = settings_.today();
    persistence::ask(staff, persistence::remember_what_projects_owe(today));
    persistence::ask(staff, persistence::remember_what_partners_owe(today));
    persistence::ask(staff, persistence::remember_what_expires(today));
    persistence::ask(staff, persistence::remember_findings_to_answer(today));
    if (settings_.ask) {
        persistence::ask(staff, persistence::remember_letters_of_the_day(today));
    }
}

bool deliverer::tick(persistence::session_set& db, const std::stop_token& stop) {
    auto& staff = db.staff().get();
    bool worked = spread(staff);
    for (int i = 0; i < deliveries_at_once && !stop.stop_requested(); ++i) {
        const auto one =
            persistence::delivery_to_attempt(staff, settings_.timing, !settings_.mail.url.empty());
        if (!one) {
            break;
        }
        if (!attempt(db, *one, stop) && one->to) {
            persistence::ask(
                staff, persistence::spare_webhook(one->to->id, settings_.timing.first_wait)
            );
        }
        worked = true;
    }
    return worked;
}

}  // namespace tranche::server
