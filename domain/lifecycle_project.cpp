#include "domain/lifecycle.hpp"

#include <array>

namespace tranche::domain {

using enum awaits;

std::span<const transition> project_lifecycle() {
    static constexpr std::array machine{
        transition{"draft_proposal", "concept", "proposal_draft", somebody},
        transition{"submit", "proposal_draft", "submitted", somebody},
        transition{"government_letter", "proposal_draft", "proposal_draft"},
        transition{"government_letter", "submitted", "submitted"},
        transition{"regional_office", "submitted", "ro_endorsed", somebody},
        transition{"fund_review", "ro_endorsed", "fund_review", somebody},
        transition{"approve", "fund_review", "approved", somebody},
        // A fund whose terms ask for no review records what was decided on paper.
        transition{"record_approval", "proposal_draft", "approved"},
        transition{"decline", "fund_review", "declined"},
        transition{"retain", "fund_review", "retained"},
        // R14: once there is money it is looked at again, and not handed in again.
        transition{"reopen", "retained", "fund_review"},
        transition{"allocate", "approved", "allocated", somebody},
        transition{"allocate", "allocated", "allocated"},
        transition{"allocate", "active", "active"},
        transition{"name_focal_point", "approved", "approved"},
        transition{"name_focal_point", "allocated", "allocated"},
        transition{"name_focal_point", "active", "active"},
        transition{"draft_budget", "approved", "approved"},
        transition{"draft_budget", "allocated", "allocated"},
        transition{"draft_budget", "active", "active"},
        transition{"forecast", "allocated", "allocated"},
        transition{"forecast", "active", "active"},
        transition{"forecast", "suspended", "suspended"},
        transition{"activate", "allocated", "active", somebody},
        transition{"obligate", "active", "active"},
        transition{"spend", "active", "active"},
        transition{"spend", "activities_completed", "activities_completed"},
        transition{"spend", "terminated", "terminated"},
        transition{"correct", "approved", "approved"},
        transition{"correct", "allocated", "allocated"},
        transition{"correct", "active", "active"},
        transition{"correct", "suspended", "suspended"},
        transition{"correct", "activities_completed", "activities_completed"},
        transition{"correct", "terminated", "terminated"},
        transition{"withdraw", "concept", "withdrawn"},
        transition{"withdraw", "proposal_draft", "withdrawn"},
        transition{"withdraw", "submitted", "withdrawn"},
        transition{"withdraw", "ro_endorsed", "withdrawn"},
        transition{"withdraw", "fund_review", "withdrawn"},
        transition{"withdraw", "retained", "withdrawn"},
        transition{"cancel", "approved", "cancelled"},
        transition{"cancel", "allocated", "cancelled"},
        transition{"plan", "concept", "concept"},
        transition{"plan", "proposal_draft", "proposal_draft"},
        transition{"plan", "submitted", "submitted"},
        transition{"plan", "ro_endorsed", "ro_endorsed"},
        transition{"plan", "fund_review", "fund_review"},
        transition{"plan", "retained", "retained"},
        transition{"plan", "approved", "approved"},
        transition{"plan", "allocated", "allocated"},
        transition{"extend", "active", "active"},
        transition{"extend", "suspended", "suspended"},
        transition{"submit_obligation", "active", "active"},
        transition{"submit_obligation", "suspended", "suspended"},
        transition{"submit_obligation", "activities_completed", "activities_completed"},
        transition{"submit_obligation", "terminated", "terminated"},
        transition{"submit_obligation", "financially_closed", "financially_closed"},
        transition{"suspend", "active", "suspended"},
        transition{"resume", "suspended", "active"},
        transition{"terminate", "active", "terminated"},
        transition{"terminate", "suspended", "terminated"},
        transition{"complete", "active", "activities_completed"},
        transition{"close", "activities_completed", "financially_closed", somebody},
        transition{"close", "terminated", "financially_closed", somebody},
        transition{"add_result", "proposal_draft", "proposal_draft"},
        transition{"add_result", "submitted", "submitted"},
        transition{"add_result", "ro_endorsed", "ro_endorsed"},
        transition{"add_result", "fund_review", "fund_review"},
        transition{"add_result", "retained", "retained"},
        transition{"add_result", "approved", "approved"},
        transition{"add_result", "allocated", "allocated"},
        transition{"add_result", "active", "active"},
        transition{"add_result", "suspended", "suspended"},
        transition{"add_result", "activities_completed", "activities_completed"},
    };
    return machine;
}

std::span<const transition> budget_version_lifecycle() {
    static constexpr std::array machine{
        transition{"submit", "draft", "submitted", somebody},
        // A change within the lines' flexibility is in force once it is submitted.
        transition{"give_notice", "draft", "approved"},
        transition{"revise", "draft", "withdrawn"},
        transition{"send_back", "submitted", "draft"},
        transition{"approve", "draft", "approved"},
        transition{"approve", "submitted", "approved", somebody},
        transition{"withdraw", "draft", "withdrawn"},
        transition{"withdraw", "submitted", "withdrawn"},
    };
    return machine;
}

// Not accepted: what is due is due again, with the same day, and another one is handed in.
std::span<const transition> obligation_submission_lifecycle() {
    static constexpr std::array machine{
        transition{"accept", "submitted", "accepted", somebody},
        transition{"send_back", "submitted", "sent_back"},
    };
    return machine;
}

// Settled when nothing is left of it, by whatever way.
std::span<const transition> obligation_lifecycle() {
    static constexpr std::array machine{
        transition{"spend", "open", "open"}, transition{"release", "open", "settled"}};
    return machine;
}

// A value that was wrong leaves its period open for another.
std::span<const transition> actual_lifecycle() {
    static constexpr std::array machine{
        transition{"verify", "reported", "verified", somebody},
        transition{"return", "reported", "returned"},
        transition{"return", "verified", "returned"},
    };
    return machine;
}

std::span<const transition> matched_effort_lifecycle() {
    static constexpr std::array machine{transition{"withdraw", "recorded", "withdrawn"}};
    return machine;
}

std::span<const transition> attachment_lifecycle() {
    static constexpr std::array machine{transition{"remove", "attached", "removed"}};
    return machine;
}

// Words are never changed: they are withdrawn, and stay readable.
std::span<const transition> comment_lifecycle() {
    static constexpr std::array machine{
        transition{"reply", "open", "open"},
        transition{"resolve", "open", "resolved"},
        transition{"reopen", "resolved", "open"},
        transition{"withdraw", "open", "open"},
        transition{"withdraw", "resolved", "resolved"},
        transition{"withdraw", "said", "said"},
    };
    return machine;
}

}  // namespace tranche::domain
