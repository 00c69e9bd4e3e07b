// The checks of a partner's report: what is found, how grave it is, and on what facts.
#include "domain/report_checks.hpp"

#include "domain/message_catalogue.hpp"
#include "tests/unit/amounts.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace tranche::domain {
namespace {

checked_line line(const std::string& document, const std::string& amount) {
    return {document, "1", "Shop", day("2026-04-15"), usd(amount), true};
}

// Nothing to be said about.
checked_report sound() {
    checked_report report{
        .period = {day("2026-03-01"), day("2026-05-31")},
        .agreement_period = {day("2026-03-01"), day("2026-12-31")},
        .cumulative = usd("30.00"),
        .authorised = usd("1500.00")};
    report.lines = {line("D-1", "10.00"), line("D-2", "20.00")};
    report.progress = {{"1", usd("0.00"), usd("30.00"), usd("1500.00")}};
    return report;
}

std::vector<std::string> found_in(const checked_report& report) {
    std::vector<std::string> all;
    for (const auto& one : check_report(report)) {
        all.push_back(
            std::string{one.code} + ' ' + std::string{name(one.severity)} + ' ' + one.part
        );
    }
    return all;
}

using findings = std::vector<std::string>;

}  // namespace

TEST(ReportChecks, AreOneTableWithAMessageForEach) {
    std::set<std::string_view> codes;
    for (const auto& one : report_checks()) {
        EXPECT_TRUE(codes.insert(one.code).second) << one.code;
        EXPECT_TRUE(has_message(one.code)) << one.code;
        EXPECT_NE(one.test, nullptr);
    }
}

TEST(ReportChecks, FindNothingInASoundReport) {
    EXPECT_EQ(found_in(sound()), findings{});
}

TEST(ReportChecks, ErrorOnALineThatLeftTheAgreement) {
    auto report = sound();
    report.lines[1].budget_line_of_agreement = false;
    EXPECT_EQ(found_in(report), findings{"check_orphan_line error D-2:1"});
}

TEST(ReportChecks, ErrorOnSharesAboveTheDocumentAndNotAtIt) {
    auto report = sound();
    report.shares = {{0, usd("100.00"), usd("100.00")}};
    EXPECT_EQ(found_in(report), findings{});
    report.shares = {{0, usd("100.01"), usd("100.00")}};
    EXPECT_EQ(found_in(report), findings{"check_shares_above_total error D-1:1"});
}

TEST(ReportChecks, WarnOfADocumentUsedBeforeAndNameWhere) {
    auto report = sound();
    report.used_elsewhere = {{1, "A1:R1", usd("20.00")}};
    EXPECT_EQ(found_in(report), findings{"check_document_used_before warning D-2:1@A1:R1"});
    EXPECT_EQ(check_report(report)[0].facts(), "document=D-2;report=A1:R1;amount=20.00 USD");
}

TEST(ReportChecks, WarnAboveWhatIsAuthorisedByACent) {
    auto report = sound();
    report.cumulative = report.authorised;
    EXPECT_EQ(found_in(report), findings{});
    report.cumulative += usd("0.01");
    EXPECT_EQ(found_in(report), findings{"check_above_authorised warning "});
}

TEST(ReportChecks, WarnOfALineThatFallsBelowLastTime) {
    auto report = sound();
    report.progress = {{"1", usd("50.00"), -usd("10.00"), usd("1500.00")}};
    EXPECT_EQ(found_in(report), findings{"check_below_last_time warning 1"});
    EXPECT_EQ(check_report(report)[0].facts(), "line=1;amount=40.00 USD;before=50.00 USD");
}

TEST(ReportChecks, WarnBeyondTheFlexibilityOfALine) {
    auto report = sound();
    report.progress[0].available = usd("29.99");
    EXPECT_EQ(found_in(report), findings{"check_beyond_flexibility warning 1"});
}

TEST(ReportChecks, WarnOutsideThePeriodOnItsFirstAndLastDayNot) {
    auto report = sound();
    report.lines[0].spent_on = day("2026-03-01");
    report.lines[1].spent_on = day("2026-05-31");
    EXPECT_EQ(found_in(report), findings{});
    report.lines[1].spent_on = day("2026-06-01");
    EXPECT_EQ(found_in(report), findings{"check_outside_period warning D-2:1"});
    report.lines[1].spent_on = day("2026-02-28");
    EXPECT_EQ(
        found_in(report),
        (findings{"check_outside_agreement warning D-2:1", "check_outside_period warning D-2:1"})
    );
}

TEST(ReportChecks, AskForAThresholdBeforeTheySpeakOfCopiesAndRoundSums) {
    auto report = sound();
    report.lines = {line("D-1", "1000.00"), line("D-2", "1000.00"), line("D-3", "17.05")};
    EXPECT_EQ(found_in(report), findings{});
    report.thresholds = {1000, percent("50"), 2};
    EXPECT_EQ(
        found_in(report), (findings{"check_copied_lines warning D-1:1", "check_round_sums info "})
    );
    report.thresholds = {1000, percent("67"), 3};
    EXPECT_EQ(found_in(report), findings{});
}

}  // namespace tranche::domain
