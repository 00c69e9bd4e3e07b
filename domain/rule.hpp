// The numbered rules (R1 to R63) that the program enforces, each with what sort it is: a wall that
// nobody opens, a gate that a second person opens for one act, or a remark that is acknowledged
// with a reason. Which sort counts today for a fund is dated data; the table has what counts where
// nothing was decided. To add a rule: an enumerator here, a row in rule.cpp, a row in
// reference.rule by a migration, and the acts that ask it.
#pragma once

#include "domain/entity.hpp"
#include "domain/money.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tranche::domain {

enum class language;  // message_catalogue.hpp, which needs this header

enum class rule_kind : std::uint8_t { wall, gate, remark };

std::string_view name(rule_kind kind);
std::optional<rule_kind> rule_kind_from(std::string_view name);

enum class rule_id : std::uint8_t {
    r1,
    r3,
    r4,
    r6,
    r7,
    r8,
    r9,
    r10,
    r12,
    r13_timing,
    r15,
    r15_near,
    r16,
    r18,
    r19,
    r20,
    r21,
    r22,
    r25,
    r25_soft,
    r26,
    r27,
    r28,
    r30,
    r30_assessed,
    r30_diligence,
    r34,
    r35,
    r36,
    r37,
    r38,
    r39,
    r40,
    r41,
    r42_age,
    r46,
    r51,
    r53,
    r55,
    r58,
    r59,
    r60,
    r63,
};

struct rule {
    rule_id id;
    std::string_view code;  // "R36", in data and answers
    rule_kind kind;         // where the fund has decided nothing else
    /// Acknowledged once for the same part, whatever the act: the first use of a rate, say.
    bool acknowledged_once;
    std::string_view en, fr, es;

    std::string_view name_in(language which) const;
};

/// Every rule, in the order of the enumeration.
std::span<const rule> all_rules();
const rule& rule_of(rule_id id);
/// Nullptr for a code that is none.
const rule* find_rule(std::string_view code);

/// How far a rule was broken. An exception is granted up to so much and no further.
enum class measure { nothing, amount, count };

/// An act that asks a rule which is no wall: the API's operation, the thing it is done to, and what
/// an exception must be limited by.
struct guarded_act {
    rule_id rule;
    std::string_view operation;
    entity subject;
    measure limited_by;
};
std::span<const guarded_act> guarded_acts();

/// A rule that does not hold: of which part of the act's subject (a budget line, a State, a
/// document), and by how much: money, or a number of days or things.
struct breach {
    breach(rule_id broken, std::string of_part = {}) : which{broken}, part{std::move(of_part)} {}
    breach(rule_id broken, money by, std::string of_part = {})
        : which{broken},
          part{std::move(of_part)},
          amount{by} {}
    breach(rule_id broken, std::int64_t by, std::string of_part = {})
        : which{broken},
          part{std::move(of_part)},
          count{by} {}

    rule_id which;
    std::string part;
    std::optional<money> amount;
    std::optional<std::int64_t> count;

    // Said by the command, which knows the fund's data; empty before.
    std::optional<rule_kind> kind;
    std::string exception;           // of a gate: may_be_requested, requested, expired, ...
    std::string operation, subject;  // what to ask an exception for
};

/// What an exception allows at most; nothing where the rule measures nothing.
struct exception_limit {
    std::optional<money> amount;
    std::optional<std::int64_t> count;
};

/// Whether a breach stays within what was granted. Another currency never does.
bool covers(const exception_limit& granted, const breach& broken);

}  // namespace tranche::domain
