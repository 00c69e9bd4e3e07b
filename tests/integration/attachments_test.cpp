// Files: sent in pieces over poor lines, kept once, read by whoever may read the record.
#include "persistence/digest.hpp"
#include "server/cli/cli.hpp"
#include "server/config.hpp"
#include "tests/support/files.hpp"
#include "tests/support/small_world_test.hpp"

#include <gtest/gtest.h>

namespace tranche::tests {
namespace {

namespace json = boost::json;

const headers raw{{"content-type", "application/octet-stream"}};

class Attachments : public SmallWorld {
protected:
    void SetUp() override {
        paid_request(server, "A1:T1", "1000.00", "BANK-1");
        report = server.as("preparer", "NGO")
                     .must(
                         "/api/v1/expenditure-reports",
                         report_of("A1", "R1", {{"D-1", "400.00"}, {"D-2", "250.00"}})
                     )
                     .id();
        remember();
    }
    caller partner_person() { return server.as("preparer", "NGO"); }
    std::string record() const { return "expenditure-reports/" + report; }
    answer piece(caller who, const std::string& upload, std::size_t at, const std::string& bytes) {
        return who.request(
            "PUT", "/api/v1/uploads/" + upload + "/pieces?offset=" + std::to_string(at), bytes, raw
        );
    }
    std::string begun(caller who, json::object body) {
        if (!body.contains("file_name")) body["file_name"] = "scan.pdf";
        return who.must("/api/v1/uploads", body).id();
    }
    static answer content(caller who, const std::string& attachment) {
        return who.get("/api/v1/attachments/" + attachment + "/content");
    }
    std::int64_t pieces() { return db.sql().number("select count(*) from document.piece"); }

    std::string report;
};

}  // namespace

TEST_F(Attachments, ComeInPiecesAndGoOutAsTheyCame) {
    const auto scan = pdf(std::string(3000, 'x'));
    const auto upload = sent_file(partner_person(), "Factura n.º 12.pdf", scan, 1000);
    const auto made =
        attached(partner_person(), record(), upload, {{"line_document", "D-1"}, {"title", "Rent"}});
    ASSERT_EQ(made.status, 201) << made;
    for (auto who : {partner_person(), server.as("finance"), server.as("auditor")}) {
        const auto read = content(who, made.id());
        ASSERT_EQ(read.status, 200) << read;
        EXPECT_EQ(read.body, scan);
        EXPECT_EQ(read.header("Content-Type"), "application/pdf");
        EXPECT_EQ(
            read.header("Content-Disposition"),
            "attachment; filename=\"Factura n.__ 12.pdf\"; "
            "filename*=UTF-8''Factura%20n.%C2%BA%2012.pdf"
        );
        EXPECT_EQ(read.header("X-Content-Type-Options"), "nosniff");
    }
    const auto shown = server.as("finance").get("/api/v1/attachments/" + made.id());
    EXPECT_EQ(shown.field("sha256"), persistence::sha256_hex(scan)) << shown;
    EXPECT_EQ(shown.field("line_document"), "D-1");
    EXPECT_EQ(shown.field("size"), std::to_string(scan.size()));
    EXPECT_EQ(
        server.as("finance")
            .get("/api/v1/attachments?subject=" + report)
            .json()
            .at("items")
            .as_array()
            .size(),
        1U
    );
    const auto again = server.as("finance").get(
        "/api/v1/attachments/" + made.id() + "/content",
        {{"if-none-match", content(server.as("finance"), made.id()).header("ETag")}}
    );
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.body, "");
}

TEST_F(Attachments, GoOnWhereALineBrokeOff) {
    const auto scan = pdf("abc");
    auto who = partner_person();
    const auto upload = begun(who, {{"size", scan.size()}});
    EXPECT_EQ(piece(who, upload, 0, scan.substr(0, 10)).field("received"), "10");
    EXPECT_EQ(piece(who, upload, 0, scan.substr(0, 10)).field("received"), "10")
        << "its answer was lost, it is sent again";
    const auto hole = piece(who, upload, 20, scan.substr(20));
    EXPECT_EQ(hole.status, 409);
    EXPECT_EQ(hole.code(), "upload_goes_on_elsewhere");
    EXPECT_NE(hole.body.find("Go on at 10."), std::string::npos) << hole;
    EXPECT_EQ(piece(who, upload, 10, scan.substr(10) + "more").status, 409) << "beyond its size";
    EXPECT_EQ(who.get("/api/v1/uploads/" + upload).field("received"), "10");
    EXPECT_EQ(
        attached(who, record(), upload).errors(),
        std::vector<std::string>{"/upload upload_not_whole"}
    );
    EXPECT_EQ(piece(who, upload, 10, scan.substr(10)).status, 200);
    EXPECT_EQ(attached(who, record(), upload).status, 201);
    EXPECT_EQ(who.get("/api/v1/uploads/" + upload).status, 404) << "it is a file now";
}

TEST_F(Attachments, AreWhatTheirBytesSayAndNotWhatTheyAreCalled) {
    auto who = partner_person();
    const std::string page = "<!DOCTYPE html><html><script>alert(1)</script></html>";
    remember();
    for (const auto& [name, bytes, type] : std::vector<std::array<std::string, 3>>{
             {"scan.pdf", page, "text/html"},
             {"photo.png", "MZ\x90" + std::string(200, '\0'), "application/"},
             {"logo.svg", "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
              "image/svg"}}) {
        const auto refused = attached(who, record(), sent_file(who, name, bytes));
        EXPECT_EQ(refused.errors(), std::vector<std::string>{"/upload file_type_refused"})
            << refused;
        EXPECT_NE(refused.body.find(type), std::string::npos) << refused;
    }
    const auto macro = pdf("word/vbaProject.bin");
    EXPECT_EQ(attached(who, record(), sent_file(who, "a.pdf", macro)).code(), "file_has_macros");
    EXPECT_EQ(db.sql().number("select count(*) from document.content"), 0);
}

TEST_F(Attachments, ThatArriveChangedAreRefused) {
    auto who = partner_person();
    const auto scan = pdf("abc");
    const auto upload =
        begun(who, {{"size", scan.size()}, {"sha256", persistence::sha256_hex("other")}});
    ASSERT_EQ(piece(who, upload, 0, scan).status, 200);
    EXPECT_EQ(attached(who, record(), upload).code(), "upload_arrived_changed");
}

TEST_F(Attachments, SayAtOnceWhatIsWrongWithAFile) {
    remember();
    expect_refused(
        partner_person().post(
            "/api/v1/uploads", {{"file_name", "../a.pdf"}, {"size", 99'000'000}, {"sha256", "x"}}
        ),
        422, "invalid_body", {"/sha256 too_short"}
    );
    expect_refused(
        partner_person().post(
            "/api/v1/uploads",
            {{"file_name", "../a.pdf"}, {"size", 99'000'000}, {"sha256", std::string(64, 'G')}}
        ),
        422, "file_name_expected",
        {"/file_name file_name_expected", "/size file_too_large", "/sha256 digest_expected"}
    );
    for (int i = 0; i < 20; ++i)
        begun(partner_person(), {{"size", 1}});
    EXPECT_EQ(
        partner_person().post("/api/v1/uploads", {{"file_name", "a"}, {"size", 1}}).code(),
        "uploads_open"
    );
    EXPECT_EQ(
        server.as("finance").must("/api/v1/uploads", {{"file_name", "a"}, {"size", 1}}).status, 201
    );
    const auto upload = begun(server.as("programme"), {{"size", 2'000'000}});
    EXPECT_EQ(
        piece(server.as("programme"), upload, 0, std::string(1'048'577, 'x')).code(), "piece_size"
    );
}

TEST_F(Attachments, OfOneContentAreKeptOnceAndAttachedOnceToARecord) {
    const auto scan = pdf("abc");
    const auto first =
        attached(partner_person(), record(), sent_file(partner_person(), "a.pdf", scan));
    ASSERT_EQ(first.status, 201) << first;
    const auto kept = pieces();
    EXPECT_EQ(
        attached(partner_person(), record(), sent_file(partner_person(), "b.pdf", scan)).code(),
        "attached_already"
    );
    const auto other = attached(
        partner_person(), record(), sent_file(partner_person(), "b.pdf", scan),
        {{"line_document", "D-2"}}
    );
    ASSERT_EQ(other.status, 201) << other;
    EXPECT_EQ(db.sql().number("select count(*) from document.content"), 1);
    EXPECT_EQ(content(partner_person(), other.id()).body, scan);
    EXPECT_GE(pieces(), kept);
}

TEST_F(Attachments, OfAReportStayOnceItIsDecided) {
    const auto scan = pdf("abc");
    const auto made =
        attached(partner_person(), record(), sent_file(partner_person(), "a.pdf", scan));
    const auto wrong = attached(
        partner_person(), record(), sent_file(partner_person(), "wrong.pdf", pdf("someone"))
    );
    const auto remove = [&](caller who, const std::string& id) {
        return who.post("/api/v1/attachments/" + id + "/remove", {{"reason", "Another's"}});
    };
    EXPECT_EQ(remove(server.as("officer", "NGO"), wrong.id()).code(), "attached_by_another");
    ASSERT_EQ(remove(partner_person(), wrong.id()).status, 200);
    EXPECT_EQ(content(server.as("finance"), wrong.id()).status, 404);
    EXPECT_EQ(
        server.as("auditor").get("/api/v1/attachments/" + wrong.id()).field("removal_reason"),
        "Another's"
    );
    server.as("officer", "NGO")
        .must(
            "/api/v1/expenditure-reports/" + report + "/submit", {{"submitted_on", "2026-06-10"}}
        );
    EXPECT_EQ(remove(partner_person(), made.id()).code(), "state_forbids_action")
        << "it is in the office's hands";
    EXPECT_EQ(
        attached(partner_person(), record(), sent_file(partner_person(), "c.pdf", pdf("c"))).code(),
        "state_forbids_action"
    );
    server.as("finance").must(
        "/api/v1/expenditure-reports/" + report + "/review",
        {{"reviewed_on", "2026-06-20"}, {"rejections", json::array{}}}
    );
    remember();
    expect_refused(
        remove(server.as("finance"), made.id()), 422, "evidence_stays", {" evidence_stays"}
    );
}

TEST_F(Attachments, OfTheOfficeAreShownToAPartnerOnlyWhereItSaysSo) {
    const auto keep = [&](const std::string& text, json::object more) {
        auto office = server.as("programme");
        return attached(
                   office, "agreements/A1", sent_file(office, text + ".pdf", pdf(text)),
                   std::move(more)
        )
            .id();
    };
    const auto notes = keep("notes", {});
    const auto contract = keep("contract", {{"internal", false}});
    EXPECT_EQ(content(partner_person(), contract).status, 200);
    EXPECT_EQ(content(partner_person(), notes).status, 404);
    partner(server, "OTHER");
    for (const auto& one : {notes, contract}) {
        EXPECT_EQ(content(server.as("officer", "OTHER"), one).status, 404);
        EXPECT_EQ(server.as("officer", "OTHER").get("/api/v1/attachments/" + one).status, 404);
    }
    EXPECT_EQ(
        server.as("officer", "OTHER")
            .get("/api/v1/attachments")
            .json()
            .at("items")
            .as_array()
            .size(),
        0U
    );
}

TEST_F(Attachments, OfAnotherPersonsUploadAreNone) {
    const auto upload = sent_file(partner_person(), "a.pdf", pdf("a"));
    partner(server, "OTHER");
    for (auto who :
         {server.as("officer", "NGO"), server.as("officer", "OTHER"), server.as("finance")}) {
        EXPECT_EQ(who.get("/api/v1/uploads/" + upload).status, 404);
        EXPECT_EQ(piece(who, upload, 0, "x").status, 404);
    }
    remember();
    expect_refused(
        attached(server.as("finance"), "agreements/A1", upload), 422, "unknown_reference",
        {"/upload unknown_reference"}
    );
}

TEST_F(Attachments, AreKeptStraightByTheDatabaseToo) {
    attached(partner_person(), record(), sent_file(partner_person(), "a.pdf", pdf("a")));
    begun(partner_person(), {{"size", 5}});
    const std::pair<const char*, const char*> nonsense[] = {
        {"upload_file_name_check", "update document.upload set file_name = 'a/b'"},
        {"upload_size_check", "update document.upload set size = 0"},
        {"upload_received_check", "update document.upload set received = 6"},
        {"upload_sha256_check", "update document.upload set sha256 = 'x'"},
        {"content_media_type_check", "update document.content set media_type = 'text/html'"},
        {"piece_bytes_check", "update document.piece set bytes = ''"},
        {"attachment_subject_check", "update document.attachment set subject_type = 'donor'"},
        {"attachment_line_document_check", "update document.attachment set line_document = ''"},
        {"attachment_removal_check", "update document.attachment set removed_on = '2026-06-30'"},
        {"attachment_of_its_subject_check",
         "insert into document.attachment (id, subject_type, subject_id, content_id, file_name,"
         " attached_by) select 1, 'project', 1, content_id, 'a', attached_by from document.attachment"},
        {"attachment_of_its_subject_check",
         "insert into document.attachment (id, subject_type, subject_id, partner_id, content_id,"
         " file_name, attached_by) select 1, 'project', (select id from funding.project), partner_id,"
         " content_id, 'a', attached_by from document.attachment"},
        {"upload_is_whole_check",
         "select document.keep(id, uploaded_by, 'text/plain') from document.upload"},
    };
    for (const auto& [constraint, statement] : nonsense) {
        const auto refused = refusal_of(db.sql(), statement);
        ASSERT_TRUE(refused) << statement;
        EXPECT_EQ(refused->constraint, constraint) << refused->message;
    }
}

TEST_F(Attachments, ThatWereRemovedLoseTheirBytesAfterTheirTime) {
    const auto scan = pdf("someone");
    const auto made =
        attached(partner_person(), record(), sent_file(partner_person(), "a.pdf", scan));
    partner_person().must(
        "/api/v1/attachments/" + made.id() + "/remove", {{"reason", "Another's"}}
    );
    begun(partner_person(), {{"size", 1}});
    for (const auto* kind : {"removed_files", "unfinished_uploads"}) {
        server.as("administrator")
            .must(
                "/api/v1/reference/retention-terms",
                {{"items",
                  json::array{json::object{
                      {"kind", kind},
                      {"valid_from", "2020-01-01"},
                      {"months", 1},
                      {"source", "Data protection policy"}}}}}
            );
    }
    db.sql().ask("alter table document.attachment disable trigger attachment_removed_once");
    db.sql().ask("update document.attachment set removed_on = '2026-01-01'");
    db.sql().ask("update document.upload set begun_at = '2026-01-01'");
    db.sql().ask("alter table document.attachment enable trigger attachment_removed_once");
    server::config settings;
    settings.migration_database_url = db.owner_url();
    ::testing::internal::CaptureStdout();
    EXPECT_EQ(server::erase_command(settings, {.confirm = true}), 0);
    const auto said = ::testing::internal::GetCapturedStdout();
    EXPECT_NE(said.find("removed_files: 1 rows"), std::string::npos) << said;
    EXPECT_NE(said.find("unfinished_uploads: 1 rows"), std::string::npos) << said;
    EXPECT_EQ(pieces(), 0);
    const auto again =
        attached(partner_person(), record(), sent_file(partner_person(), "a.pdf", scan));
    ASSERT_EQ(again.status, 201) << again;
    EXPECT_EQ(content(partner_person(), again.id()).body, scan) << "sent again it is there again";
}

}  // namespace tranche::tests
