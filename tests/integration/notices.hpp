// The fixture of tests about notices: a mail server, and whoever is written to.
#pragma once

#include "persistence/outbox.hpp"
#include "server/notify/deliverer.hpp"
#include "tests/support/mail_sink.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace tranche::tests {

using letters = std::multimap<std::string, std::string>;

class Notices : public SmallWorld {
protected:
    void write_to(const std::string& user, const std::string& language = "en") {
        db.sql().ask(
            "update people.user_account set mail_address = '" + user +
            "@example.org', language = '" + language + "' where name = '" + user + "'"
        );
    }
    void write_to_everybody() {
        server.introduce_everybody("NGO");
        db.sql().ask("update people.user_account set mail_address = name || '@example.org'");
    }
    server::deliverer deliverer_with(int attempts = 12) {
        server::notify_settings settings;
        settings.mail = {sink.url(), "", "", "tranche@example.org"};
        settings.public_url = "https://tranche.example";
        settings.timing.attempts_at_most = attempts;
        return {settings, [this](std::int64_t, std::string_view why) {
                    complaints.emplace_back(why);
                }};
    }
    // Until there is nothing to do; the addressees and subjects of what has come since.
    letters deliver(int attempts = 12) {
        auto works = deliverer_with(attempts);
        const auto before_it = sink.received().size();
        while (works.tick(sessions, {})) {
        }
        letters found;
        const auto all = sink.received();
        for (auto i = before_it; i < all.size(); ++i) {
            found.emplace(all[i].to.substr(0, all[i].to.find('@')), all[i].header("Subject"));
        }
        return found;
    }
    std::string ask_for(const std::string& amount) {
        return server.as("officer", "NGO")
            .must(
                "/api/v1/disbursement-requests",
                {{"tranche", "A1:T1"},
                 {"requested_on", "2026-03-20"},
                 {"amount", amount_of(amount)}}
            )
            .id();
    }
    void wait_is_over() {
        db.sql().ask("update notify.delivery set next_attempt_at = clock_timestamp()");
    }
    std::string states() {
        return db.sql().one(
            "select coalesce(string_agg(state || ' ' || n, ', ' order by state), '') from"
            " (select state, count(*) as n from notify.delivery group by state) s"
        );
    }

    mail_sink sink;
    persistence::session_set sessions{
        persistence::urls_of_roles(db.staff_url(), "", ""), persistence::lane::command};
    std::vector<std::string> complaints;
};

}  // namespace tranche::tests
