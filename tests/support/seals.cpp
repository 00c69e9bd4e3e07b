#include "tests/support/seals.hpp"

#include "persistence/laws.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

namespace tranche::tests {
namespace {

std::int64_t unsealed(persistence::session& with) {
    std::int64_t rows = 0;
    for (const auto& one : persistence::seal_streams()) {
        rows += persistence::check_chain(with, one).unsealed;
    }
    return rows;
}

}  // namespace

void seal_everything(const test_database& db) {
    persistence::session staff{db.staff_url(), persistence::lane::sealing};
    persistence::sealer sealer{7};  // several seals even in a small world
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (sealer.tick(staff).more || unsealed(staff) > 0) {
        if (std::chrono::steady_clock::now() > deadline) {
            throw std::runtime_error{"rows are still not sealed"};
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

void run(persistence::session& with, const std::string& statements) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> done{
        PQexec(with.connection(), statements.c_str()), &PQclear};
    const auto status = PQresultStatus(done.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        throw std::runtime_error{statements + ": " + PQresultErrorMessage(done.get())};
    }
}

std::string everything_broken(persistence::session& with) {
    std::string broken;
    for (const auto& one : persistence::seal_streams()) {
        for (const auto& fault : persistence::check_chain(with, one).broken) {
            broken += fault + '\n';
        }
    }
    for (const auto& one : persistence::laws()) {
        for (const auto& row : persistence::offenders_against(with, one, 1)) {
            broken += std::string{one.name} + ": " + row + '\n';
        }
    }
    return broken;
}

}  // namespace tranche::tests
