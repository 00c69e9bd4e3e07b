// Large sheets over a real socket, one at a time: how large one is is what it unpacks to.
#include "server/routes/expenditures/sheet_turn.hpp"
#include "tests/support/expense_sheet.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/running_server.hpp"
#include "tests/support/small_workbook.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace tranche::tests {
namespace {

constexpr std::size_t large = 2'000'000;

// A heading, a line and a picture that says nothing: some kilobytes as they are sent.
std::string workbook_with(std::size_t picture) {
    const auto text = [](const char* said) {
        return R"(<c t="inlineStr"><is><t>)" + std::string{said} + "</t></is></c>";
    };
    tried_book tried{
        "<row>" + text("Documento") + text("Fecha") + text("Monto") + "</row><row>" + text("A-1") +
        text("2026-03-24") + text("10.50") + "</row>"};
    tried.more = {{"xl/media/image1.png", std::string(picture, 'x')}};
    return bytes_of(tried);
}

}  // namespace

class SheetsBusy : public ::testing::Test {
protected:
    answer look(const std::string& bytes) {
        return client().request(
            "POST", sheet + "?mode=add", bytes, {{"content-type", "application/octet-stream"}}
        );
    }
    http_client client() {
        return http_client{server.port(), server.token_of("test.preparer.ngo")};
    }

    test_database db{starting_point::small_world};
    std::string sheet = [this] {
        api story{db};
        return "/api/v1/expenditure-reports/" + shelter_report(story) + "/sheet";
    }();
    running_server server{db};
};

TEST_F(SheetsBusy, AreLookedAtOneAtATimeByWhatTheyUnpackTo) {
    const auto workbook = workbook_with(large);
    ASSERT_LT(workbook.size(), 100'000U);
    {
        const server::sheet_turn anothers{large};
        const auto refused = look(workbook);
        EXPECT_EQ(refused.status, 503) << refused;
        EXPECT_EQ(refused.code(), "sheets_busy");
        EXPECT_EQ(refused.header("Retry-After"), "10");
        EXPECT_EQ(look(workbook_with(10)).status, 200) << "a small one does not wait";
    }
    EXPECT_EQ(look(workbook).status, 200);
}

TEST_F(SheetsBusy, GoBackOneAtATime) {
    const auto shown = look(workbook_with(large));
    ASSERT_EQ(shown.status, 200) << shown;
    const auto noted = sheet + '/' + shown.field("token") + "/annotated";
    {
        const server::sheet_turn anothers{large};
        EXPECT_EQ(client().get(noted).code(), "sheets_busy");
    }
    EXPECT_EQ(client().get(noted).status, 200);
}

}  // namespace tranche::tests
