#include "domain/project_code.hpp"

#include <gtest/gtest.h>

namespace tranche::domain {

TEST(ProjectCode, KnowsTheModernForm) {
    for (const auto* code : {"CD.0055", "CT.0985", "MA.0364"}) {
        EXPECT_EQ(form_of_code(code), code_form::modern) << code;
    }
    for (const auto* code : {"ct.0985", "CT.985", "CT.09855", "C1.0985", "CT-0985", ""}) {
        EXPECT_EQ(form_of_code(code), code_form::own) << code;
    }
}

TEST(ProjectCode, KnowsTheLegacyForm) {
    for (const auto* code : {"T75-805", "T96-805", "TF2-805", "L20-805", "Q36-805"}) {
        EXPECT_EQ(form_of_code(code), code_form::legacy) << code;
    }
    for (const auto* code : {"T75-806", "775-805", "T7F-805", "T7-805", "-805"}) {
        EXPECT_EQ(form_of_code(code), code_form::own) << code;
    }
}

TEST(ProjectCode, KnowsPrimaCodes) {
    for (const auto* code : {"DM10P0510", "ZA99P0533"}) {
        EXPECT_TRUE(is_prima_code(code)) << code;
    }
    for (const auto* code : {"DM10P510", "dm10P0510", "DM10Q0510", "DM1AP0510", ""}) {
        EXPECT_FALSE(is_prima_code(code)) << code;
    }
}

}  // namespace tranche::domain
