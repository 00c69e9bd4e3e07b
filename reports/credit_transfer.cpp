#include "reports/credit_transfer.hpp"

#include "domain/bank_text.hpp"
#include "domain/entity.hpp"
#include "persistence/round_trip.hpp"

#include <pugixml.hpp>

#include <algorithm>
#include <map>
#include <numeric>
#include <sstream>
#include <vector>

namespace tranche::reports {
namespace {

using domain::bank_text;
using domain::money;
using pugi::xml_node;

// Lengths of the payment systems, where the standard allows more.
constexpr std::size_t name_length = 70;
constexpr std::size_t bank_name_length = 140;
constexpr std::size_t remittance_length = 140;

struct transfer {
    std::string end_to_end_id;
    money amount;
    std::string charges_borne_by, payee, bank, account, purpose;
    std::optional<std::string> bic;
};

struct batch_file {
    std::string message_id, made_at, pay_on, payer, account, account_currency, bank;
    std::optional<std::string> bic;
    std::map<std::string, std::vector<transfer>> by_currency;
};

xml_node put(xml_node to, const char* name, const std::string& text) {
    auto made = to.append_child(name);
    made.text().set(text.c_str());
    return made;
}

std::string count_of(std::size_t number) {
    return std::to_string(number);
}

money sum_of(const std::vector<transfer>& all) {
    return std::accumulate(
        all.begin(), all.end(), money{0, all.front().amount.currency_unit()},
        [](money sum, const transfer& one) { return sum + one.amount; }
    );
}

// The sum of the numbers, whatever their currencies: what a bank checks the file by. Each is exact
// in at most three decimals.
std::string control_sum(const batch_file& of) {
    constexpr int decimals = 3;
    std::int64_t thousandths = 0;
    for (const auto& [currency, all] : of.by_currency) {
        const auto sum = sum_of(all);
        std::int64_t factor = 1;
        for (int i = sum.currency_unit().exponent(); i < decimals; ++i) {
            factor *= 10;
        }
        thousandths += sum.minor() * factor;
    }
    auto digits = std::to_string(thousandths);
    digits.insert(0, digits.size() > decimals ? 0 : decimals + 1 - digits.size(), '0');
    digits.insert(digits.size() - decimals, 1, '.');
    // As many decimals as a dollar has, and a third only where it says something.
    if (digits.back() == '0') {
        digits.pop_back();
    }
    return digits;
}

void put_agent(
    xml_node to, const char* name, const std::optional<std::string>& bic, const std::string& bank
) {
    auto institution = to.append_child(name).append_child("FinInstnId");
    if (bic) {
        put(institution, "BICFI", *bic);
    }
    put(institution, "Nm", bank_text(bank, bank_name_length));
}

void put_account(
    xml_node to, const char* name, const std::string& account, const std::string& currency
) {
    auto made = to.append_child(name);
    const auto number = domain::account_number(account);
    auto id = made.append_child("Id");
    if (domain::is_iban(number)) {
        put(id, "IBAN", number);
    } else {
        put(id.append_child("Othr"), "Id", number);
    }
    if (!currency.empty()) {
        put(made, "Ccy", currency);
    }
}

const char* charge_bearer(const std::string& borne_by) {
    return borne_by == "partner" ? "CRED" : borne_by == "shared" ? "SHAR" : "DEBT";
}

void put_transfer(xml_node to, const transfer& one) {
    auto made = to.append_child("CdtTrfTxInf");
    put(made.append_child("PmtId"), "EndToEndId", one.end_to_end_id);
    auto amount = put(made.append_child("Amt"), "InstdAmt", one.amount.to_decimal());
    amount.append_attribute("Ccy") = std::string{one.amount.currency_unit().code()}.c_str();
    put(made, "ChrgBr", charge_bearer(one.charges_borne_by));
    put_agent(made, "CdtrAgt", one.bic, one.bank);
    put(made.append_child("Cdtr"), "Nm", bank_text(one.payee, name_length));
    put_account(made, "CdtrAcct", one.account, "");
    put(made.append_child("RmtInf"), "Ustrd", bank_text(one.purpose, remittance_length));
}

void put_payments(
    xml_node to, const batch_file& of, const std::string& currency, const std::vector<transfer>& all
) {
    auto made = to.append_child("PmtInf");
    put(made, "PmtInfId", of.message_id + '-' + currency);
    put(made, "PmtMtd", "TRF");
    put(made, "NbOfTxs", count_of(all.size()));
    put(made, "CtrlSum", sum_of(all).to_decimal());
    put(made.append_child("ReqdExctnDt"), "Dt", of.pay_on);
    put(made.append_child("Dbtr"), "Nm", bank_text(of.payer, name_length));
    put_account(made, "DbtrAcct", of.account, of.account_currency);
    put_agent(made, "DbtrAgt", of.bic, of.bank);
    for (const auto& one : all) {
        put_transfer(made, one);
    }
}

std::string written(const batch_file& of) {
    pugi::xml_document document;
    auto declaration = document.append_child(pugi::node_declaration);
    declaration.append_attribute("version") = "1.0";
    declaration.append_attribute("encoding") = "UTF-8";
    auto root = document.append_child("Document");
    root.append_attribute("xmlns") = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
    auto initiation = root.append_child("CstmrCdtTrfInitn");
    auto head = initiation.append_child("GrpHdr");
    put(head, "MsgId", of.message_id);
    put(head, "CreDtTm", of.made_at);
    std::size_t count = 0;
    for (const auto& [currency, all] : of.by_currency) {
        count += all.size();
    }
    put(head, "NbOfTxs", count_of(count));
    put(head, "CtrlSum", control_sum(of));
    put(head.append_child("InitgPty"), "Nm", bank_text(of.payer, name_length));
    for (const auto& [currency, all] : of.by_currency) {
        put_payments(initiation, of, currency, all);
    }
    std::ostringstream out;
    document.save(out, "  ", pugi::format_indent);
    return out.str();
}

persistence::query head_of(std::int64_t batch) {
    return {
        {"credit_transfer_head",
         R"(
             select b.pay_on::text as pay_on, c.holder, c.bank, c.bic, c.account, c.currency,
                 to_char(b.released_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as made_at
               from partner.payment_batch b
               join partner.payer_account c on c.id = b.payer_account_id
               where b.id = $1
                and b.state = 'released')"},
        {batch}};
}

// All that was sent, whatever became of it since: the file is what it was.
persistence::query transfers_of(std::int64_t batch) {
    return {
        {"credit_transfer_rows",
         R"(
             select x.end_to_end_id, x.currency, x.amount, coalesce(q.payee_name, k.holder) as payee,
                 coalesce(q.payee_bank, k.bank) as bank,
                 case when q.payee_name is null then k.bic else q.payee_bic end as bic,
                 coalesce(q.payee_account, k.account) as account,
                 a.code || ' ' || t.code || coalesce(' ' || q.payee_document, '') as purpose,
                 x.charges_borne_by
               from partner.payment_batch_item x
               join partner.disbursement_request q on q.id = x.request_id
               join partner.tranche t on t.id = q.tranche_id
               join partner.agreement a on a.id = q.agreement_id
               left join partner.bank_account k on k.id = x.bank_account_id
               where x.batch_id = $1
                and x.amount is not null
               order by x.currency, x.end_to_end_id)"},
        {batch}};
}

}  // namespace

std::optional<std::string> credit_transfer(persistence::session& with, std::int64_t batch) {
    const auto found = persistence::ask(with, head_of(batch));
    if (found.empty()) {
        return std::nullopt;
    }
    const auto head = found[0];
    batch_file file{
        domain::public_id(domain::entity::payment_batch, batch),
        head.text("made_at"),
        head.text("pay_on"),
        head.text("holder"),
        head.text("account"),
        head.text("currency"),
        head.text("bank"),
        head.maybe_text("bic"),
        {}};
    std::ranges::replace(file.message_id, '_', '-');
    for (const auto row : persistence::ask(with, transfers_of(batch))) {
        file.by_currency[row.text("currency")].push_back(
            {row.text("end_to_end_id"), row.money("amount", "currency"),
             row.text("charges_borne_by"), row.text("payee"), row.text("bank"), row.text("account"),
             row.text("purpose"), row.maybe_text("bic")}
        );
    }
    return written(file);
}

}  // namespace tranche::reports
