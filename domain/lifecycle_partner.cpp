#include "domain/lifecycle.hpp"

#include <array>

namespace tranche::domain {

using enum awaits;

std::span<const transition> partner_lifecycle() {
    static constexpr std::array machine{
        transition{"block", "open", "blocked"},
        transition{"unblock", "blocked", "open"},
    };
    return machine;
}

std::span<const transition> authorised_officer_lifecycle() {
    static constexpr std::array machine{transition{"end", "named", "ended"}};
    return machine;
}

std::span<const transition> bank_account_lifecycle() {
    static constexpr std::array machine{
        transition{"confirm", "proposed", "confirmed", somebody},
        transition{"refuse", "proposed", "refused"},
    };
    return machine;
}

// "active" and "ended" are dates of a signed agreement, not states.
std::span<const transition> agreement_lifecycle() {
    static constexpr std::array machine{
        // A paper agreement is recorded as signed in one step; a fund that reviews clears it
        // before.
        transition{"submit", "draft", "under_review"},
        transition{"clear", "under_review", "cleared", somebody},
        transition{"send_back", "under_review", "draft"},
        transition{"send_back", "cleared", "draft"},
        transition{"sign", "draft", "signed", somebody},
        transition{"sign", "cleared", "signed", somebody},
        transition{"cancel", "draft", "cancelled"},
        transition{"cancel", "under_review", "cancelled"},
        transition{"cancel", "cleared", "cancelled"},
        transition{"schedule_reports", "draft", "draft"},
        transition{"schedule_reports", "under_review", "under_review"},
        transition{"schedule_reports", "cleared", "cleared"},
        transition{"schedule_reports", "signed", "signed"},
        transition{"schedule_reports", "suspended", "suspended"},
        transition{"set_payment_terms", "draft", "draft"},
        transition{"set_payment_terms", "under_review", "under_review"},
        transition{"set_payment_terms", "cleared", "cleared"},
        transition{"set_payment_terms", "signed", "signed"},
        transition{"set_payment_terms", "suspended", "suspended"},
        transition{"suspend", "signed", "suspended"},
        transition{"resume", "suspended", "signed"},
        transition{"terminate", "signed", "terminated"},
        transition{"terminate", "suspended", "terminated"},
        transition{"request", "signed", "signed"},
        transition{"pay", "signed", "signed"},
        // What was spent is owed, also once it has ended before its time; and once it is closed,
        // when a bank sends back what was paid.
        transition{"settle", "signed", "signed"},
        transition{"settle", "terminated", "terminated"},
        transition{"settle", "closed", "closed"},
        transition{"amend", "signed", "signed"},
        transition{"amend", "suspended", "suspended"},
        transition{"report", "signed", "signed"},
        transition{"report", "suspended", "suspended"},
        transition{"report", "terminated", "terminated"},
        transition{"correct", "signed", "signed"},
        transition{"correct", "suspended", "suspended"},
        transition{"correct", "terminated", "terminated"},
        // What an audit finds after the end is owed all the same.
        transition{"disallow", "signed", "signed"},
        transition{"disallow", "suspended", "suspended"},
        transition{"disallow", "terminated", "terminated"},
        transition{"disallow", "closed", "closed"},
        transition{"cancel_tranche", "signed", "signed"},
        transition{"cancel_tranche", "suspended", "suspended"},
        transition{"cancel_tranche", "terminated", "terminated"},
        transition{"set_conditions", "draft", "draft"},
        transition{"set_conditions", "under_review", "under_review"},
        transition{"set_conditions", "cleared", "cleared"},
        transition{"set_conditions", "signed", "signed"},
        transition{"set_conditions", "suspended", "suspended"},
        transition{"close", "signed", "closed"},
        transition{"close", "terminated", "closed", somebody},
    };
    return machine;
}

// What needs notice only waits for nobody but the two who sign.
std::span<const transition> agreement_amendment_lifecycle() {
    static constexpr std::array machine{
        transition{"revise", "draft", "draft"},
        transition{"submit", "draft", "submitted", somebody},
        transition{"give_notice", "draft", "approved"},
        transition{"send_back", "submitted", "draft"},
        transition{"approve", "submitted", "approved", somebody},
        transition{"sign", "approved", "merged", somebody},
        transition{"withdraw", "draft", "withdrawn"},
        transition{"withdraw", "submitted", "withdrawn"},
        transition{"withdraw", "approved", "withdrawn"},
    };
    return machine;
}

// "computed" (by the books or the calendar) and "replaced" lead nowhere.
std::span<const transition> tranche_condition_lifecycle() {
    static constexpr std::array machine{transition{"confirm", "open", "confirmed"}};
    return machine;
}

std::span<const transition> expenditure_report_lifecycle() {
    static constexpr std::array machine{
        transition{"revise", "draft", "draft"},
        transition{"revise", "sent_back", "draft", somebody},
        transition{"submit", "draft", "submitted", somebody},
        // Where every remark was explained and no line changed.
        transition{"submit", "sent_back", "submitted"},
        transition{"answer", "sent_back", "sent_back"},
        transition{"answer", "draft", "draft"},
        transition{"answer", "under_verification", "under_verification"},
        transition{"acknowledge", "sent_back", "sent_back"},
        transition{"acknowledge", "draft", "draft"},
        // Until somebody begins to look at it.
        transition{"withdraw", "submitted", "draft"},
        transition{"begin_review", "submitted", "under_verification"},
        // Asked about without being given back.
        transition{"query", "submitted", "under_verification"},
        transition{"query", "under_verification", "under_verification"},
        transition{"send_back", "submitted", "sent_back"},
        transition{"send_back", "under_verification", "sent_back"},
        transition{"accept", "submitted", "accepted", somebody},
        transition{"accept", "under_verification", "accepted", somebody},
        transition{"accept_partly", "submitted", "partly_accepted"},
        transition{"accept_partly", "under_verification", "partly_accepted"},
        // At rates that were corrected since.
        transition{"revalue", "accepted", "accepted"},
        transition{"revalue", "partly_accepted", "partly_accepted"},
    };
    return machine;
}

// A part of the amount that is decided leaves it where it is; it is settled once what is owed is
// back.
std::span<const transition> finding_lifecycle() {
    static constexpr std::array machine{
        transition{"answer", "open", "answered", somebody},
        transition{"answer", "answered", "answered"},
        transition{"clear", "open", "decided"},
        transition{"clear", "answered", "decided", somebody},
        transition{"disallow", "open", "decided"},
        transition{"disallow", "answered", "decided"},
    };
    return machine;
}

// Only a version that lets matches go waits.
std::span<const transition> sanctions_list_lifecycle() {
    static constexpr std::array machine{transition{"confirm", "loaded", "confirmed", somebody}};
    return machine;
}

// A match is cleared by two persons, also one that was confirmed by mistake.
std::span<const transition> screening_match_lifecycle() {
    static constexpr std::array machine{
        transition{"call_false", "open", "called_false", somebody},
        transition{"call_false", "confirmed", "called_false"},
        transition{"confirm", "open", "confirmed"},
        transition{"confirm", "called_false", "confirmed"},
        transition{"clear", "called_false", "cleared", somebody},
    };
    return machine;
}

std::span<const transition> asset_lifecycle() {
    static constexpr std::array machine{transition{"dispose", "kept", "gone"}};
    return machine;
}

}  // namespace tranche::domain
