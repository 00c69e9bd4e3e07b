// The kinds of thing the service knows, and their public ids.
#include "domain/entity.hpp"

#include "domain/contract.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>

namespace tranche::domain {

TEST(Entity, HasNamesThatBelongToItAlone) {
    std::set<std::string_view> stems, collections, prefixes, tables;
    for (const auto& one : all_entities()) {
        EXPECT_EQ(names_of(one.what).stem, one.stem);
        EXPECT_EQ(entity_of_stem(one.stem), one.what);
        EXPECT_TRUE(stems.insert(one.stem).second) << one.stem;
        EXPECT_TRUE(collections.insert(one.collection).second) << one.collection;
        EXPECT_TRUE(prefixes.insert(one.prefix).second) << one.prefix;
        EXPECT_TRUE(tables.insert(one.table).second) << one.table;
        EXPECT_EQ(one.prefix.size(), 3U) << one.stem;
        EXPECT_NE(one.table.find('.'), std::string_view::npos) << one.stem;
    }
    EXPECT_EQ(entity_of_stem("no_such_thing"), std::nullopt);
    EXPECT_EQ(entity_of_stem(""), std::nullopt);
}

TEST(PublicId, IsThePrefixAndThirteenDigits) {
    EXPECT_EQ(public_id(entity::disbursement_request, 0), "dsb_0000000000000");
    EXPECT_EQ(public_id(entity::project, 32), "prj_0000000000010");
    EXPECT_EQ(
        public_id(entity::project, std::numeric_limits<std::int64_t>::max()), "prj_7zzzzzzzzzzzz"
    );
    EXPECT_THROW((void)public_id(entity::project, -1), contract_violation);
}

TEST(PublicId, ReadsBackToItsNumber) {
    for (const std::int64_t id :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{31}, std::int64_t{32},
          std::int64_t{1'234'567'890'123}, std::numeric_limits<std::int64_t>::max()}) {
        for (const auto& one : all_entities()) {
            EXPECT_EQ(parse_public_id(one.what, public_id(one.what, id)), id) << one.stem;
        }
    }
}

TEST(PublicId, OfOneKindIsNoneOfAnother) {
    EXPECT_EQ(parse_public_id(entity::payment, public_id(entity::project, 5)), std::nullopt);
}

TEST(PublicId, IsReadStrictly) {
    for (const auto* text :
         {"", "prj", "prj_", "prj_000000000001", "prj_00000000000010", "prj-0000000000010",
          "PRJ_0000000000010", "prj_000000000001O", "prj_000000000001i", "prj_000000000001l",
          "prj_000000000001u", "prj_000000000001A", "prj_00000000000 1", "prj_8000000000000",
          "prj_zzzzzzzzzzzzz", "CT.9001"}) {
        EXPECT_EQ(parse_public_id(entity::project, text), std::nullopt) << text;
    }
}

}  // namespace tranche::domain
