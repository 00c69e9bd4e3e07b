#include "server/command/openings.hpp"

#include "domain/access.hpp"
#include "domain/four_eyes.hpp"
#include "persistence/random_id.hpp"

#include <algorithm>

namespace tranche::server {

using domain::rule_kind;
using persistence::row;

namespace {

domain::exception_limit limit_of(const row& exception) {
    domain::exception_limit limit{{}, exception.maybe_integer("most_count")};
    if (!exception.is_null("most_amount")) {
        limit.amount = exception.money("most_amount", "most_currency");
    }
    return limit;
}

bool is_open_question(const domain::violation& one) {
    return one.rule && !one.rule->kind;
}

// Nobody uses the leave they gave, in whosever name.
bool granted_by(const row& exception, const principal& who) {
    const auto by = exception.maybe_integer("decided_by");
    return by &&
        domain::step_taker{*by, exception.maybe_integer("decided_for")}.overlaps(
            {who.user_id, who.represented()}
        );
}

std::string list_of(const auto& all) {
    std::string out;
    for (const auto& one : all) {
        out += out.empty() ? "" : ", ";
        out += one.rule;
    }
    return out;
}

}  // namespace

std::optional<persistence::query> openings::question(
    std::span<domain::violation> violations, domain::date today
) {
    std::vector<std::string> rules;
    std::vector<std::string> parts;
    for (auto& one : violations) {
        if (!is_open_question(one)) {
            continue;
        }
        const auto& broken = domain::rule_of(one.rule->which);
        if (broken.kind == rule_kind::wall) {
            one.rule->kind = rule_kind::wall;
            continue;
        }
        rules.emplace_back(broken.code);
        parts.push_back(one.rule->part);
    }
    if (rules.empty()) {
        return std::nullopt;
    }
    return persistence::query{
        {"standing_of_rules", "select * from funding.standing_of_rules($1, $2, $3, $4, $5, $6)"},
        {operation_, subject_ ? domain::names_of(subject_->what).stem : std::string_view{},
         subject_ ? subject_->id : 0, persistence::array_of(std::span{rules}),
         persistence::array_of(std::span{parts}), today}};
}

void openings::answer(
    std::vector<domain::violation>& violations, const persistence::rows& standing,
    const principal& who, domain::date today
) {
    std::vector<domain::violation> left;
    std::int64_t asked = 0;
    auto next = standing.begin();  // in the order asked: a sheet may break very many
    for (auto& one : violations) {
        if (is_open_question(one)) {
            ++asked;
            std::vector<row> mine;
            for (; next != standing.end() && (*next).integer("n") == asked; ++next) {
                mine.push_back(*next);
            }
            if (passes(*one.rule, mine, who, today)) {
                continue;
            }
        }
        left.push_back(std::move(one));
    }
    violations = std::move(left);
}

bool openings::passes(
    domain::breach& broken, std::span<const row> standing, const principal& who, domain::date today
) {
    const auto& broken_rule = domain::rule_of(broken.which);
    // A rule that the database does not know is as strict as can be.
    broken.kind = standing.empty()
        ? rule_kind::wall
        : domain::rule_kind_from(standing[0].text("kind")).value_or(rule_kind::wall);
    if (broken.kind == rule_kind::gate) {
        return opens(broken, standing, who, today);
    }
    if (broken.kind == rule_kind::wall) {
        return false;
    }
    if (broken_rule.acknowledged_once && standing[0].truth("acknowledged")) {
        return true;
    }
    const auto given = std::ranges::find(acknowledged_, broken_rule.code, &acknowledgement::rule);
    if (given == acknowledged_.end()) {
        return false;
    }
    remarks_.push_back({broken_rule.code, broken.part, given->reason});
    return true;
}

bool openings::opens(
    domain::breach& broken, std::span<const row> exceptions, const principal& who,
    domain::date today
) {
    const auto code = domain::rule_of(broken.which).code;
    broken.exception = "may_be_requested";
    for (const auto& one : exceptions) {
        if (one.is_null("exception_id")) {
            continue;
        }
        const auto id = one.integer("exception_id");
        if (std::ranges::find(gates_, id, &open_gate::exception) != gates_.end()) {
            continue;  // it opens this gate once, not for every breach of the same act
        }
        if (one.text("state") == "requested") {
            broken.exception = "requested";
        } else if (one.day("expires_on") < today) {
            broken.exception = "expired";
        } else if (granted_by(one, who)) {
            broken.exception = "granted_by_you";
        } else if (!domain::covers(limit_of(one), broken)) {
            broken.exception = "exceeded";
        } else {
            gates_.push_back({code, id});
            return true;
        }
    }
    if (subject_ && domain::permitted(domain::action::request_exceptions, who.roles)) {
        broken.operation = operation_;
        broken.subject = domain::public_id(subject_->what, subject_->id);
    }
    return false;
}

std::vector<persistence::query> openings::writes(const principal& who, domain::date today) const {
    std::vector<persistence::query> all;
    for (const auto& one : gates_) {
        all.push_back(
            {{"use_exception", "select funding.use_exception($1, $2, $3)"},
             {one.exception, who.user_id, today}}
        );
    }
    for (const auto& one : remarks_) {
        all.push_back(
            {{"record_remark", "select funding.record_remark($1, $2, $3, $4, $5, $6, $7, $8, $9)"},
             {persistence::random_id(), one.rule, operation_,
              subject_ ? domain::names_of(subject_->what).stem : std::string_view{},
              subject_ ? subject_->id : 0, one.part, one.reason, who.user_id, today}}
        );
    }
    return all;
}

std::string openings::opened() const {
    return list_of(gates_);
}

std::string openings::passed() const {
    return list_of(remarks_);
}

}  // namespace tranche::server
