// What becomes of numbered rules that did not hold in one run of a command: a wall stands, a gate
// opens to an exception granted for this act, a remark to its acknowledgement. What was opened is
// written down with the act.
#pragma once

#include "domain/calendar.hpp"
#include "domain/entity.hpp"
#include "domain/error.hpp"
#include "persistence/query.hpp"
#include "persistence/rows.hpp"
#include "server/api/request.hpp"
#include "server/command/command_body.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tranche::server {

// The thing an act is done to.
struct act_subject {
    domain::entity what;
    std::int64_t id;
};

class openings {
public:
    openings(std::string_view operation, std::span<const acknowledgement> acknowledged)
        : operation_{operation},
          acknowledged_{acknowledged} {}

    void about(act_subject subject) { subject_ = subject; }
    void about_if_unknown(act_subject subject) {
        if (!subject_) subject_ = subject;
    }

    // How those of the violations stand that only data can tell; nothing when there are none.
    // Walls of the table are told apart at once.
    std::optional<persistence::query> question(
        std::span<domain::violation> violations, domain::date today
    );
    // Keeps what stands in the way, with what may be done about it.
    void answer(
        std::vector<domain::violation>& violations, const persistence::rows& standing,
        const principal& who, domain::date today
    );

    // What makes them used and known, to be written after the audit event.
    [[nodiscard]] std::vector<persistence::query> writes(const principal& who, domain::date today)
        const;
    // For the audit event: "R36, R41", by exception and by acknowledgement.
    [[nodiscard]] std::string opened() const;
    [[nodiscard]] std::string passed() const;

private:
    struct open_gate {
        std::string_view rule;
        std::int64_t exception;
    };
    struct passed_remark {
        std::string_view rule;
        std::string part;
        std::string reason;
    };

    bool passes(
        domain::breach& broken, std::span<const persistence::row> standing, const principal& who,
        domain::date today
    );
    bool opens(
        domain::breach& broken, std::span<const persistence::row> exceptions, const principal& who,
        domain::date today
    );

    std::string_view operation_;
    std::span<const acknowledgement> acknowledged_;
    std::optional<act_subject> subject_;
    std::vector<open_gate> gates_;
    std::vector<passed_remark> remarks_;
};

}  // namespace tranche::server
