// What callers send about the office's accounts, batches of payments and the bank's answers.
#pragma once

#include "server/json/schema.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tranche::server {

struct new_payer_account {
    std::string code, holder, bank;
    std::optional<std::string> bic;
    std::string account;
    domain::currency currency;
    domain::date valid_from;
};

struct payer_account_end {
    domain::date ended_on;
    std::string reason;
};

struct new_payment_batch {
    std::string code;
    reference payer_account;
    domain::date pay_on;
    std::vector<reference> requests;
};

struct gathered_requests {
    std::vector<reference> requests;
};

struct payment_batch_release {
    domain::date released_on;
};

// Of a batch, or of one request in it.
struct batch_leaving {
    domain::date on;
    std::string reason;
};

struct bank_answer_body {
    std::string status;
    domain::date on;
    std::optional<domain::money> amount;
    std::optional<std::string> bank_reference;
    std::optional<decimal_text> rate;
    std::optional<domain::money> charges;
    std::optional<std::string> reason;
};

template <>
struct wire<new_payer_account> {
    static const object_schema<new_payer_account>& schema();
};
template <>
struct wire<payer_account_end> {
    static const object_schema<payer_account_end>& schema();
};
template <>
struct wire<new_payment_batch> {
    static const object_schema<new_payment_batch>& schema();
};
template <>
struct wire<gathered_requests> {
    static const object_schema<gathered_requests>& schema();
};
template <>
struct wire<payment_batch_release> {
    static const object_schema<payment_batch_release>& schema();
};
template <>
struct wire<batch_leaving> {
    static const object_schema<batch_leaving>& schema();
};
template <>
struct wire<bank_answer_body> {
    static const object_schema<bank_answer_body>& schema();
};

}  // namespace tranche::server
