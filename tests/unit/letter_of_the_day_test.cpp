// One letter a day: a line for each thing in a queue, in the reader's language.
#include "server/notify/letter_of_the_day.hpp"

#include "domain/entity.hpp"
#include "persistence/resources.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <gtest/gtest.h>

#include <string>

namespace tranche::server {
namespace {

namespace json = boost::json;
using domain::language;

json::object queue_of(json::array items, bool truncated = false) {
    return {{"items", std::move(items)}, {"truncated", truncated}};
}

std::string text_of(const json::object& item, language in) {
    return letter_of_the_day(queue_of({item}), in)->text;
}

}  // namespace

TEST(LetterOfTheDay, IsNotWrittenWhenNothingWaits) {
    EXPECT_FALSE(letter_of_the_day(queue_of({}), language::en));
}

TEST(LetterOfTheDay, SaysWhatWaitsSinceWhenAndHowMuchOfIt) {
    const json::object request{
        {"type", "disbursement_request"}, {"agreement", "A1"}, {"since", "2026-06-20"}};
    const json::object draft{{"type", "agreement"}, {"code", "A2"}, {"since", nullptr}};
    const auto made = letter_of_the_day(queue_of({request, draft}, true), language::en);
    EXPECT_EQ(made->subject, "What waits for you: 2+.");
    EXPECT_EQ(
        made->text,
        "- A1: disbursement request (since 2026-06-20)\r\n- A2: agreement\r\n\r\n"
        "Please see your queue.\r\n"
    );
}

TEST(LetterOfTheDay, SaysWhatIsDueAndByWhen) {
    const json::object due{
        {"type", "reporting_obligation"},
        {"project", "P1"},
        {"obligation", "interim_report"},
        {"number", 2},
        {"state", "overdue"},
        {"due_on", "2026-03-01"}};
    EXPECT_EQ(
        text_of(due, language::fr).substr(0, 68),
        "- P1: rapport intérimaire 2, en retard (échéance le 2026-03-01)\r\n"
    );
}

TEST(LetterOfTheDay, HasAWordForEverythingThatWaits) {
    for (const auto* of : persistence::resources_that_wait()) {
        const std::string stem{domain::names_of(of->what).stem};
        const json::object item{{"type", stem}, {"code", "X"}};
        EXPECT_EQ(text_of(item, language::es).find("X: " + stem), std::string::npos) << stem;
    }
}

}  // namespace tranche::server
