// Random commands, sensible and not, against the program and against a model of the balances: both
// must allow and refuse the same things, hold the same figures and keep every law after every step.
//
//   TRANCHE_MODEL_SEED=7 TRANCHE_MODEL_STEPS=500   replays or lengthens a run
#include "tests/model/random_commands.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace tranche::tests {
namespace {

std::int64_t number_from(const char* setting, std::int64_t otherwise) {
    const char* text = std::getenv(setting);  // NOLINT(concurrency-mt-unsafe): before any thread
    return text == nullptr ? otherwise : std::stoll(text);
}

}  // namespace

void RandomCommands::load_model_rates() {
    auto finance = server.as("finance");
    finance.must(
        v1 + "rate-series",
        {{"code", "MODEL"},
         {"name_en", "Rate of the model"},
         {"name_fr", "Taux du modèle"},
         {"name_es", "Tipo del modelo"},
         {"base_currency", "USD"},
         {"convention", "month_itself"},
         {"source", "test"}}
    );
    json::array quoted;
    for (int month = 1; month <= 12; ++month) {
        const auto first = "2026-" + std::string{month < 10 ? "0" : ""} + std::to_string(month);
        quoted.push_back(json::object{
            {"currency", "GTQ"},
            {"quoted_on", first + "-01"},
            {"rate", decimal(rates.at(static_cast<std::size_t>(month - 1)))}});
    }
    server.set_today(*domain::parse_date("2026-12-31"));
    finance.must(v1 + "exchange-rates", {{"series", "MODEL"}, {"rates", quoted}});
    server.as("approver").must(v1 + "exchange-rates/confirm", {{"series", "MODEL"}});
}

model_rate RandomCommands::rate_of(std::size_t at) const {
    if (!model.agreements()[at].foreign) {
        return {};
    }
    return {rates.at(static_cast<std::size_t>(month() - 1)), month()};
}

void RandomCommands::SetUp() {
    seed = static_cast<std::uint64_t>(number_from("TRANCHE_MODEL_SEED", GetParam()));
    generator.seed(seed);
    load_model_rates();
    ASSERT_TRUE(model.allocate(1'000'000));
    ASSERT_TRUE(model.rebudget({{"1", 1'000'000}}));
    ASSERT_TRUE(model.sign({
        .code = "A1",
        .foreign = false,
        .obligated = {{"1", 150'000}},
        .tranches = {{"T1", false, 100'000}, {"T2", false, 50'000}},
    }));
}

void RandomCommands::take_step() {
    using one_step = void (RandomCommands::*)();
    static constexpr std::pair<int, one_step> acts[] = {
        {4, &RandomCommands::receive},   {7, &RandomCommands::allocate},
        {7, &RandomCommands::rebudget},  {8, &RandomCommands::spend},
        {8, &RandomCommands::sign},      {14, &RandomCommands::ask},
        {12, &RandomCommands::pay},      {14, &RandomCommands::report},
        {5, &RandomCommands::refund},    {3, &RandomCommands::cancel},
        {5, &RandomCommands::take_back}, {2, &RandomCommands::claim},
        {3, &RandomCommands::disallow},  {3, &RandomCommands::write_off},
        {2, &RandomCommands::show},      {3, &RandomCommands::correct_rate}};
    auto left = between(1, 100);
    for (const auto& [weight, act] : acts) {
        left -= weight;
        if (left <= 0) {
            return (this->*act)();
        }
    }
}

TEST_P(RandomCommands, KeepTheBooksAsTheModelSays) {
    const auto steps = number_from("TRANCHE_MODEL_STEPS", 120);
    RecordProperty("seed", std::to_string(seed));
    SCOPED_TRACE("TRANCHE_MODEL_SEED=" + std::to_string(seed));
    for (step = 1; step <= steps && !HasFailure(); ++step) {
        SCOPED_TRACE("step " + std::to_string(step));
        server.set_today(today);
        take_step();
        EXPECT_EQ(kept(), model.all()) << told;
        // A day passes from time to time, so that some things happen on the same day.
        if (chance(50) && day() < "2026-12-01") {
            today = domain::add_days(today, 1);
        }
        EXPECT_EQ(broken_laws(db.sql()), "") << told;
    }
    // A run that is refused everything, or nothing, proves little.
    EXPECT_GT(done_count, steps / 2);
    EXPECT_GT(refused_count, steps / 20);
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomCommands, ::testing::Range(1, 5));

}  // namespace tranche::tests
