// The two time axes on the shelter of the demo: what counts until a day, as known on a day. The
// demo is recorded when it is loaded; here every entry is recorded on the day it counts for, but
// the interest of 2009, which became known on 22 January 2010.
#include "domain/entity.hpp"
#include "persistence/cut.hpp"
#include "persistence/reference.hpp"
#include "reports/registry.hpp"
#include "reports/render.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tranche::reports {
namespace {

class TimeAxes : public testing::Test {
protected:
    void SetUp() override {
        db.sql().ask(
            "update ledger.entry set recorded_at = case event when 'interest' then"
            " timestamptz '2010-01-22 12:00+00' else (effective_on + time '23:59:59.5') at time "
            "zone 'UTC' end"
        );
        db.sql().ask("update result.target set set_on = '2009-03-01'");
    }

    // Advances outstanding, minor units of quetzales.
    std::int64_t advances(const std::string& until, const std::string& known) {
        const persistence::cut_sql cut{"date '" + until + "'", "date '" + known + "'"};
        return db.sql().number(persistence::at_cut(
            "select sum(b.amount) from ledger.account a"
            " join ledger.balance b on b.account_id = a.id"
            " where a.kind = 'advance' and a.currency = 'GTQ'",
            cut
        ));
    }

    std::string report(
        const std::string& name, name_values more, const std::string& day = "2026-06-30"
    ) {
        persistence::session_holder holder{db.staff_url(), persistence::lane::report};
        persistence::reference_finder references;
        more.emplace_back("project", "CT.9001");
        const auto* which = find_report(name);
        const auto asked = read_request(*which, more, holder.get(), references);
        std::string out;
        render(holder.get(), *which, asked, {day + "T10:00:00Z", ""}, [&](std::string_view text) {
            out += text;
        });
        return out;
    }

    tests::test_database db{tests::starting_point::demo};
};

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

TEST_F(TimeAxes, TellWhatWasKnownThenFromWhatIsKnownNow) {
    EXPECT_EQ(advances("2009-12-31", "2009-12-31"), 20715740);
    EXPECT_EQ(advances("2009-12-31", "2010-01-21"), 20715740);
    EXPECT_EQ(advances("2009-12-31", "2010-01-22"), 20737300);
    EXPECT_EQ(advances("2009-12-31", "2010-01-31"), 20737300);
    EXPECT_EQ(advances("2010-05-14", "2010-12-31"), 0);
}

TEST_F(TimeAxes, CutThePaymentsListedAndTheirSums) {
    for (const auto* group : {"paid_year", "state"}) {
        const auto sums = report(
            "disbursements",
            {{"group_by", group}, {"as_known_on", "2009-12-31"}, {"format", "json"}}
        );
        EXPECT_TRUE(has(sums, R"("net":"73200.67"}],"notes")")) << sums;
    }
    const auto listed =
        report("disbursements", {{"as_known_on", "2009-12-31"}, {"format", "json"}});
    EXPECT_TRUE(has(listed, R"("net":"73200.67"}],"notes")")) << listed;
    EXPECT_FALSE(has(listed, R"("paid_on":"2010)"));
}

TEST_F(TimeAxes, GiveTheWholeStoryWhenTheyCutNothingOff) {
    for (const auto* name : {"budget-execution", "outcomes", "disbursements"}) {
        const auto whole = report(name, {{"format", "csv"}});
        EXPECT_EQ(
            report(
                name, {{"until", "2026-01-01"}, {"as_known_on", "2026-01-01"}, {"format", "csv"}}
            ),
            whole
        );
        EXPECT_NE(
            report(
                name, {{"until", "2009-12-31"}, {"as_known_on", "2009-12-31"}, {"format", "csv"}}
            ),
            whole
        );
    }
}

TEST_F(TimeAxes, LeaveATrailThatAddsUpToWhatWasPaid) {
    const auto trail = [&](const std::string& known) {
        return report("trail", {{"as_known_on", known}, {"format", "json"}});
    };
    const auto then = trail("2009-12-31");
    const auto now = trail("2026-01-01");
    EXPECT_TRUE(has(then, R"("paid_net":"73200.67","all_postings":"0.00")"));
    EXPECT_TRUE(has(now, R"("paid_net":"94890.98","all_postings":"0.00")"));
    EXPECT_FALSE(has(then, R"("event":"interest")"));
    EXPECT_TRUE(has(now, R"("event":"interest")"));
    const auto id = now.find(R"("entry":"jnl_)");
    ASSERT_NE(id, std::string::npos);
    EXPECT_TRUE(domain::parse_public_id(
        domain::entity::journal_entry, std::string_view{now}.substr(id + 9, 17)
    ));
}

TEST_F(TimeAxes, CutTheSpendingOfABudgetOnBothAxes) {
    const auto interest = [&](const std::string& until, const std::string& known) {
        const auto text = report(
            "budget-execution", {{"until", until}, {"as_known_on", known}, {"format", "json"}}
        );
        return has(text, R"("kind":"interest")");
    };
    EXPECT_FALSE(interest("2009-12-31", "2009-12-31"));
    EXPECT_TRUE(interest("2009-12-31", "2010-01-31"));
    EXPECT_FALSE(interest("2009-12-30", "2010-01-31"));
}

TEST_F(TimeAxes, AreProvisionalUntilTheDayIsOver) {
    const auto known = [&](const std::string& day) {
        return has(
            report("outcomes", {{"as_known_on", day}, {"format", "json"}}, "2010-01-31"),
            R"("provisional":true)"
        );
    };
    EXPECT_FALSE(known("2010-01-30"));
    EXPECT_TRUE(known("2010-01-31"));
    EXPECT_TRUE(known("2010-02-01"));
}

}  // namespace
}  // namespace tranche::reports
