// The shelter's story up to the day before its partner reports the second quarter, and what the
// partner is about to report.
#pragma once

#include "persistence/session_set.hpp"
#include "server/demo/story.hpp"
#include "tests/support/test_database.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tranche::tests {

struct stop_here {};

// The story up to the day before the partner reports its second quarter.
inline void tell_the_first_quarter(const test_database& db) {
    persistence::session_set with{
        persistence::urls_of_roles(db.staff_url(), "", ""), persistence::lane::command};
    try {
        server::tell_story(with, [](std::string_view step, int, int) {
            if (step == "pay-t2") throw stop_here{};
        });
    } catch (const stop_here&) {
        return;
    }
    FAIL() << "the story has no step before its second report";
}

struct sheet_row {
    std::string document, day, line, payee, amount;
    std::string currency = "GTQ";
};

// Report 2, scenario section 7.
inline std::vector<sheet_row> second_quarter() {
    return {
        {"B-0502", "24/07/2009", "3.2", "mercado y farmacia", "15,250.00"},
        {"OF-200907", "28/07/2009", "2.2", "oficina y contabilidad", "1,600.00"},
        {"PL-200907-A", "31/07/2009", "1.3", "planilla, coordinadora", "5,650.00"},
        {"HN-200907-P", "31/07/2009", "3.3", "psicóloga y clínica", "12,000.00"},
        {"HN-200907-L", "31/07/2009", "3.4", "abogada", "5,800.00"},
        {"PL-200907-B", "31/07/2009", "3.6", "planilla, cuidadoras", "8,900.00"},
        {"A-1290", "14/08/2009", "3.1", "calentadores, cerca", "12,500.00"},
        {"B-0547", "21/08/2009", "3.2", "ropa", "8,450.00"},
        {"OF-200908", "28/08/2009", "2.2", "oficina y contabilidad", "1,600.00"},
        {"B-0561", "28/08/2009", "3.2", "mercado y farmacia", "7,900.00"},
        {"PL-200908-A", "31/08/2009", "1.3", "planilla, coordinadora", "5,650.00"},
        {"HN-200908-P", "31/08/2009", "3.3", "psicóloga y clínica", "12,000.00"},
        {"HN-200908-L", "31/08/2009", "3.4", "abogada", "5,800.00"},
        {"PL-200908-B", "31/08/2009", "3.6", "planilla, cuidadoras", "8,900.00"},
        {"V-0031", "11/09/2009", "3.5", "curso de costura", "14,000.00"},
        {"C-7781", "18/09/2009", "2.2", "teléfono móvil", "6,200.00"},
        {"B-0611", "25/09/2009", "3.2", "mercado y farmacia", "16,400.00"},
        {"OF-200909", "28/09/2009", "2.2", "oficina y contabilidad", "1,600.00"},
        {"PL-200909-A", "30/09/2009", "1.3", "planilla, coordinadora", "5,650.00"},
        {"HN-200909-P", "30/09/2009", "3.3", "psicóloga y clínica", "12,000.00"},
        {"HN-200909-L", "30/09/2009", "3.4", "abogada", "5,800.00"},
        {"PL-200909-B", "30/09/2009", "3.6", "planilla, cuidadoras", "8,900.00"}};
}

}  // namespace tranche::tests
