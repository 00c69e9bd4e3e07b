// The checks of a release that compare amounts, and what all of them read.
#pragma once

#include "domain/exchange_rate.hpp"
#include "server/routes/agreements/release_checks.hpp"

#include <optional>
#include <string>

namespace tranche::server {

struct release_facts {
    const persistence::row& agreement;
    const persistence::row& tranche;
    const persistence::row& told;  // by the database alone
    const persistence::rows& requests;
    const release_reader& reader;
    // What the tranche may still pay out beside what is due, of it approved and not paid, and the
    // same of what is due.
    domain::money unpaid, promised, due, due_promised;
    std::optional<domain::exchange_rate> rate;

    [[nodiscard]] bool is_advance() const { return tranche.text("kind") == "advance"; }
    // What came back later was not there on an earlier day, and may be approved again today.
    [[nodiscard]] domain::money left() const { return max(unpaid - promised, unpaid - unpaid); }
    [[nodiscard]] domain::money due_left() const { return max(due - due_promised, due - due); }
    // What was before its signature is the office's own: a partner is told of today.
    [[nodiscard]] domain::date state_on() const {
        return reader.is_partner ? reader.today : reader.on;
    }
    [[nodiscard]] std::string agreement_state() const {
        return reader.is_partner ? agreement.text("state") : told.text("state");
    }
    [[nodiscard]] std::string project_state() const {
        return reader.is_partner ? agreement.text("project_state") : told.text("project_state");
    }
};

release_check of_rest(const release_facts& facts);
release_check of_due(const release_facts& facts);
// Nothing where nobody can say how much it would be, or a partner is not told yet.
std::optional<release_check> of_funds(const release_facts& facts);
release_check of_rate(const release_facts& facts);

}  // namespace tranche::server
