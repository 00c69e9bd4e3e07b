#include "domain/bank_text.hpp"

#include <gtest/gtest.h>

namespace tranche::domain {

TEST(BankText, KeepsTheLettersThatPaymentSystemsAgreeOn) {
    EXPECT_EQ(bank_text("Az09/-?:().,'+ x", 70), "Az09/-?:().,'+ x");
    EXPECT_EQ(bank_text("Refugio de la Niñez", 70), "Refugio de la Ninez");
    EXPECT_EQ(bank_text("Œuvre – Straße n° 5 & Ça", 70), "OEuvre - Strasse n. 5 . Ca");
    EXPECT_EQ(bank_text("資金 \xff_", 70), ".. ..");
}

TEST(BankText, HasNoSlashAtItsEndsNorTwoTogether) {
    EXPECT_EQ(bank_text("/a//b/", 70), "a/b");
    EXPECT_EQ(bank_text(" // ", 70), "");
}

TEST(BankText, EndsWhereTheBankStopsReading) {
    EXPECT_EQ(bank_text("abc def", 4), "abc");
    EXPECT_EQ(bank_text("ßß", 3), "sss");
}

TEST(BankText, KnowsAnInternationalAccountByItsCheckDigits) {
    for (const auto* good :
         {"GB82WEST12345698765432", "GT82TRAJ01020000001210029690", "CH9300762011623852957",
          "NO9386011117947"}) {
        EXPECT_TRUE(is_iban(good)) << good;
    }
    for (const auto* bad :
         {"GB83WEST12345698765432", "GB82 WEST 1234 5698 7654 32", "GB82", "",
          "gb82west12345698765432", "8282WEST12345698765432"}) {
        EXPECT_FALSE(is_iban(bad)) << bad;
    }
    EXPECT_EQ(account_number(" gb82 west 1234"), "GB82WEST1234");
}

}  // namespace tranche::domain
