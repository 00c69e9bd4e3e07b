// Signed checkpoints and `tranche verify`: a history that was rewritten as a whole, with every seal
// computed again, is found by what was signed before and by nothing else.
#include "server/checkpoint.hpp"

#include "server/cli/cli.hpp"
#include "server/config.hpp"
#include "tests/support/bodies.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/history.hpp"
#include "tests/support/seals.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace tranche::tests {
namespace fs = std::filesystem;

class Checkpoints : public ::testing::Test {
protected:
    void SetUp() override {
        fs::create_directory(folder);
        settings.database_url = db.staff_url();
        settings.migration_database_url = db.owner_url();
        make_history(server_api);
        seal_everything(db);
        EXPECT_EQ(server::checkpoint_command(settings, {.key = "", .out = "", .new_key = key}), 0);
        sign();
    }
    void TearDown() override { fs::remove_all(folder); }

    void sign() {
        ASSERT_EQ(
            server::checkpoint_command(settings, {.key = key, .out = signed_file, .new_key = ""}), 0
        );
    }
    // The exit code, and what stood on the standard error.
    std::pair<int, std::string> verify(bool with_checkpoint) {
        server::verify_options options;
        if (with_checkpoint) {
            options = {.against = {signed_file}, .public_key = key + ".pub"};
        }
        ::testing::internal::CaptureStdout();
        ::testing::internal::CaptureStderr();
        const int code = server::verify_command(settings, options);
        ::testing::internal::GetCapturedStdout();
        return {code, ::testing::internal::GetCapturedStderr()};
    }

    test_database db{starting_point::small_world};
    api server_api{db};
    server::config settings;
    fs::path folder =
        fs::temp_directory_path() / ("tranche-checkpoint-" + std::to_string(getpid()));
    std::string key = folder / "key";
    std::string signed_file = folder / "checkpoint.json";
};

TEST_F(Checkpoints, CameFromAHistoryThatOnlyGrew) {
    EXPECT_EQ(verify(true), (std::pair{0, std::string{}}));
    server_api.as("finance").must(
        "/api/v1/direct-expenditures", expense("X-2", "2026-05-06", "5.00")
    );
    EXPECT_EQ(verify(true).first, 0);
    seal_everything(db);
    EXPECT_EQ(verify(true), (std::pair{0, std::string{}}));
}

TEST_F(Checkpoints, FindAHistoryThatWasRewrittenWithAllItsSeals) {
    db.sql().ask("update ledger.entry set reason = 'invented' where id = 2");
    EXPECT_NE(
        verify(false).second.find("journal: entry 2 is not what was sealed"), std::string::npos
    );
    db.sql().ask("delete from audit.seal");
    seal_everything(db);
    EXPECT_EQ(verify(false), (std::pair{0, std::string{}})) << "the limit that checkpoints are for";
    const auto [code, said] = verify(true);
    EXPECT_EQ(code, 1);
    EXPECT_NE(said.find("against the checkpoint: journal seal"), std::string::npos) << said;
}

TEST_F(Checkpoints, FindAHistoryThatWasCutShort) {
    db.sql().ask("delete from audit.event where id > 3");
    db.sql().ask("delete from audit.seal where stream = 'audit' and last_id > 3");
    const auto [code, said] = verify(true);
    EXPECT_EQ(code, 1);
    EXPECT_NE(said.find("audit seal"), std::string::npos) << said;
    EXPECT_NE(said.find("is gone"), std::string::npos) << said;
}

TEST_F(Checkpoints, AreRefusedWhenTheyWereChangedOrSignedByAnother) {
    auto text = server::text_of_file(signed_file);
    EXPECT_NO_THROW(server::verified_checkpoint(text, key + ".pub"));
    const auto at = text.find("\"n\":") + 4;
    text[at] = text[at] == '9' ? '8' : '9';
    EXPECT_THROW(server::verified_checkpoint(text, key + ".pub"), server::bad_checkpoint);
    EXPECT_THROW(server::verified_checkpoint("{}", key + ".pub"), server::bad_checkpoint);
    EXPECT_THROW(server::verified_checkpoint("", key + ".pub"), server::bad_checkpoint);
    server::make_key_pair(folder / "other");
    EXPECT_THROW(
        server::verified_checkpoint(server::text_of_file(signed_file), folder / "other.pub"),
        server::bad_checkpoint
    );
}

TEST_F(Checkpoints, KeepThePrivateKeyPrivate) {
    EXPECT_EQ(fs::status(key).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_THROW(server::make_key_pair(key), server::bad_checkpoint) << "never written over";
    fs::permissions(key, fs::perms::group_read, fs::perm_options::add);
    EXPECT_THROW(server::signed_text({}, key), server::bad_checkpoint);
}

}  // namespace tranche::tests
