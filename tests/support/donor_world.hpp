// A small world with donors' money in it: gifts of every kind, and what is done with them.
#pragma once

#include "domain/entity.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/small_world_test.hpp"

#include <string>

namespace tranche::tests {

class DonorWorld : public SmallWorld {
protected:
    const std::string v1 = "/api/v1";

    void pledge(
        const std::string& code, const std::string& amount, boost::json::object more = {},
        const std::string& currency = "USD"
    ) {
        more["code"] = code;
        more["donor"] = "FUND-L1-DONOR";
        more.emplace("line", "FUND-L1");
        more["pledged"] = amount_of(amount, currency);
        more["pledged_on"] = "2026-01-10";
        server.as("finance").must(v1 + "/contributions", more);
    }
    answer act(const std::string& code, const std::string& verb, const boost::json::object& body) {
        return server.as("finance").post(v1 + "/contributions/" + code + '/' + verb, body);
    }
    void commit(
        const std::string& code, const std::string& amount, const std::string& currency = "USD"
    ) {
        EXPECT_EQ(
            act(code, "commit",
                {{"amount", amount_of(amount, currency)}, {"committed_on", "2026-01-15"}}
            ).status,
            200
        );
    }
    answer receive(
        const std::string& code, const std::string& amount, const std::string& on = "2026-01-20",
        const std::string& currency = "USD"
    ) {
        return act(code, "receive", {{"amount", amount_of(amount, currency)}, {"received_on", on}});
    }
    /// A tied gift, signed and there.
    void gift(const std::string& code, const std::string& amount, boost::json::object tie) {
        tie["earmarking"] = "I";
        tie["restriction"] = "In the letter";
        pledge(code, amount, tie);
        commit(code, amount);
        EXPECT_EQ(receive(code, amount).status, 201);
    }
    answer allocate(
        const std::string& project, const std::string& amount, boost::json::object more = {},
        const std::string& line = "FUND-L1"
    ) {
        more["project"] = project;
        more["line"] = line;
        more["amount"] = amount_of(amount);
        more.emplace("allocated_on", "2026-06-05");
        return server.as("programme").post(v1 + "/allocations", more);
    }
    /// "G 75.00, - 25.00"
    std::string sources_of(const answer& allocation) {
        const auto shown = server.as("auditor").get(v1 + "/allocations/" + allocation.id()).json();
        std::string text;
        for (const auto& one : shown.at("sources").as_array()) {
            const auto& gift = one.at("contribution");
            text += (text.empty() ? "" : ", ") +
                (gift.is_null() ? std::string{"-"} : std::string{gift.as_string()}) + ' ' +
                std::string{one.at("amount").at("amount").as_string()};
        }
        return text;
    }
    std::string available(const std::string& line = "FUND-L1") {
        const auto shown = server.as("auditor").get(v1 + "/funding-lines/" + line).json();
        return std::string{shown.at("available").at("amount").as_string()};
    }
    std::string of(const std::string& code, const char* figure) {
        const auto shown = server.as("auditor").get(v1 + "/contributions/" + code).json();
        return std::string{shown.at(figure).at("amount").as_string()};
    }
    void second_line(const std::string& code, boost::json::object terms = {}) {
        auto admin = server.as("administrator");
        admin.must(
            v1 + "/instruments/FUND/lines",
            {{"code", code},
             {"name_en", code},
             {"name_fr", code},
             {"name_es", code},
             {"currency", "USD"}}
        );
        terms["valid_from"] = "2020-01-01";
        terms["excludes_article_4"] = false;
        terms["source"] = "test";
        admin.must(v1 + "/funding-lines/" + code + "/terms", terms);
    }
    void overhead(const std::string& percent) {
        server.as("administrator")
            .must(
                v1 + "/funding-lines/FUND-L1/terms",
                {{"valid_from", "2026-01-02"},
                 {"excludes_article_4", false},
                 {"endorsements_national", 1},
                 {"overhead_percent", percent},
                 {"source", "test"}}
            );
    }
    /// Closed with all its money unspent.
    void close(const std::string& project) {
        db.sql().ask(
            "update funding.project set state = 'activities_completed', focal_point = 'F' where code = $1",
            {project}
        );
        accepted_final_report(server, project, "2026-06-20");
        server.as("approver")
            .must(v1 + "/projects/" + project + "/close", {{"closed_on", "2026-06-20"}});
    }
    std::string requested_refund(
        const std::string& code, const std::string& amount, const std::string& from = "line"
    ) {
        return server.as("finance")
            .must(
                v1 + "/contributions/" + code + "/refunds",
                {{"amount", amount_of(amount)}, {"taken_from", from}, {"reason", "Clause 9"}}
            )
            .id();
    }
    answer pay(const std::string& refund, const std::string& who = "approver") {
        return server.as(who).post(
            v1 + "/donor-refunds/" + refund + "/pay",
            {{"paid_on", "2026-06-30"}, {"bank_reference", "OUT-" + refund}}
        );
    }
    /// The last entry of this event is taken back; "treasury" is another person than "finance".
    answer reverse(const std::string& event, const std::string& who = "treasury") {
        return server.as(who).post(
            v1 + "/journal-entries/" +
                domain::public_id(
                    domain::entity::journal_entry,
                    db.sql().number(
                        "select max(id) from ledger.entry where event = '" + event + "'"
                    )
                ) +
                "/reverse",
            {{"reason", "It was not so"}}
        );
    }
    /// "FUND-L1-GIFT 90000.00, G 100.00": what each has left on a line.
    std::string left_by_giver(const std::string& line = "FUND-L1") {
        return db.sql().one(
            "select coalesce(string_agg(code || ' ' || (s / 100.0)::numeric(12, 2), ', ' order by"
            " code), '') from (select coalesce(c.code, '-') as code, sum(m.amount) as s from"
            " funding.money_source m join funding.funding_line l on l.id = m.line_id left join"
            " funding.contribution c on c.id = m.contribution_id where l.code = '" +
            line + "' group by 1 having sum(m.amount) <> 0) g"
        );
    }
    std::string statement_of(const std::string& code, const std::string& figure) {
        return db.sql().one(
            "select (" + figure +
            " / 100.0)::numeric(12, 2) from funding.donor_figures(null, null) f"
            " join funding.contribution c on c.id = f.contribution_id where c.code = '" +
            code + "'"
        );
    }
};

}  // namespace tranche::tests
