#include "server/demo/story.hpp"

#include "persistence/people.hpp"
#include "persistence/round_trip.hpp"
#include "server/clock.hpp"
#include "server/demo/step.hpp"
#include "server/dispatcher.hpp"
#include "server/routes/routes.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace tranche::server {
namespace json = boost::json;
namespace {

constexpr std::string_view key_prefix = "demo:";

bool answers_kept(persistence::session& with, const std::string& like) {
    return !persistence::ask(
                with,
                {{"demo_steps_known", "select 1 from audit.idempotency where key like $1 limit 1"},
                 {like}}
    ).empty();
}

class teller {
public:
    explicit teller(persistence::session_set& db)
        : db_{db},
          dispatcher_{all_endpoints(), context_} {
        context_.today = today_utc;
        // The answers are what keeps a second telling from doing anything: they outlive the rest.
        context_.idempotency_days = 36'500;
        dispatcher_.on_failure = [this](std::string_view, std::string_view what) {
            failure_ = what;
        };
    }

    void tell(const story_step& step) {
        api_request request;
        request.method = step.method;
        const auto target = parse_target(filled_in(step.path, answers_));
        if (!target) {
            throw std::runtime_error{"step " + step.name + " has a broken path"};
        }
        request.path = target->path;
        request.segments = target->segments;
        request.query = target->query;
        request.headers["content-type"] = "application/json";
        request.headers["idempotency-key"] = std::string{key_prefix} + step.name;
        request.body = json::serialize(filled_in(step.body, answers_));
        request.request_id = "demo-" + step.name;
        request.remote_address = "demo";
        request.who = person(step.as);
        const auto response = dispatcher_.answer(request, db_);
        if (response.status >= 400) {
            throw std::runtime_error{
                "step " + step.name + " was refused: " + response.body + ' ' + failure_};
        }
        if (!step.save.empty()) {
            answers_[step.save] = json::parse(response.body);
        }
    }

    void add(const story_user& user) {
        auto& with = db_.staff().get();
        if (persistence::person_exists(with, user.name)) {
            return;
        }
        persistence::new_person one{user.name, user.display_name, user.roles, {}, {}};
        if (!user.partner.empty()) {
            one.partner_id = context_.references.find(with, domain::entity::partner, user.partner);
        }
        if (!user.donor.empty()) {
            one.donor_id = context_.references.find(with, domain::entity::donor, user.donor);
        }
        persistence::add_person(with, one);
    }

private:
    principal person(const std::string& name) {
        const auto found = people_.find(name);
        if (found != people_.end()) {
            return found->second;
        }
        const auto person = persistence::person_named(db_.staff().get(), name);
        if (!person) {
            throw std::runtime_error{"the story has no user named " + name};
        }
        return people_.emplace(name, principal_of(*person)).first->second;
    }

    persistence::session_set& db_;
    application_context context_;
    dispatcher dispatcher_;
    saved_answers answers_;
    std::map<std::string, principal> people_;
    std::string failure_;
};

}  // namespace

story_outcome tell_story(
    persistence::session_set& db, const std::function<void(std::string_view, int, int)>& progress
) {
    const auto steps = story_steps();
    auto& with = db.staff().get();
    if (answers_kept(with, std::string{key_prefix} + steps.back().name)) {
        return story_outcome::known_already;
    }
    const auto holds_data =
        !persistence::ask(
             with, {{"any_instrument", "select 1 from funding.instrument limit 1"}, {}}
        ).empty();
    if (holds_data && !answers_kept(with, std::string{key_prefix} + '%')) {
        return story_outcome::other_data;
    }

    teller tells{db};
    const auto users = story_users();
    const auto add_users = [&](std::string_view after) {
        for (const auto& user : users) {
            if (user.after == after) {
                tells.add(user);
            }
        }
    };
    add_users("");
    const auto all = static_cast<int>(steps.size());
    for (int i = 0; i < all; ++i) {
        const auto& step = steps[static_cast<std::size_t>(i)];
        tells.tell(step);
        add_users(step.name);
        progress(step.name, i + 1, all);
    }
    return story_outcome::told;
}

}  // namespace tranche::server
