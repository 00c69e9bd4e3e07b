// gzip: who gets it, and that what is unpacked is what the handler said.
#include "server/http/compression.hpp"

#include "server/api/request.hpp"
#include "server/api/response.hpp"
#include "server/spool.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace tranche::server {

namespace {

std::string unpacked(std::string_view bytes) {
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    std::string result;
    std::string piece(65536, '\0');
    int outcome = Z_OK;
    while (outcome == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        outcome = inflate(&stream, Z_NO_FLUSH);
        result.append(piece, 0, piece.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    EXPECT_EQ(outcome, Z_STREAM_END);
    return result;
}

std::string rows(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += R"({"id":)" + std::to_string(i) + R"(,"amount":"1.00"},)";
    }
    return text;
}

api_request asking(std::string accept_encoding) {
    api_request request;
    request.headers["accept-encoding"] = std::move(accept_encoding);
    return request;
}

api_response json(std::string body) {
    api_response response;
    response.set_header("Content-Type", "application/json");
    response.set_header("ETag", "\"v7\"");
    response.body = std::move(body);
    return response;
}

}  // namespace

TEST(Compression, KnowsWhoTakesGzip) {
    for (const auto* yes : {"gzip", "br, gzip", "deflate;q=0.5 , GZIP;q=0.1", "*", "gzip;q=1.0"}) {
        EXPECT_TRUE(accepts_gzip(yes)) << yes;
    }
    for (const auto* no : {"", "br", "gzip;q=0", "gzip; q=0.000", "*;q=0", "*, gzip;q=0"}) {
        EXPECT_FALSE(accepts_gzip(no)) << no;
    }
}

TEST(Compression, ShrinksALargeJsonAnswerAndWeakensItsTag) {
    const auto body = rows(200);
    auto response = json(body);
    compress_if_wanted(asking("gzip"), response);
    EXPECT_LT(response.body.size(), body.size() / 2);
    EXPECT_EQ(unpacked(response.body), body);
    EXPECT_EQ(response.header("content-encoding"), "gzip");
    EXPECT_EQ(response.header("vary"), "Accept-Encoding");
    EXPECT_EQ(response.header("etag"), "W/\"v7\"");
}

TEST(Compression, TellsCachesEvenWhenThisClientGetsPlainText) {
    auto response = json(rows(200));
    response.set_header("Vary", "Accept-Language");
    compress_if_wanted(asking("identity"), response);
    EXPECT_EQ(response.body, rows(200));
    EXPECT_EQ(response.header("vary"), "Accept-Language, Accept-Encoding");
    EXPECT_EQ(response.header("etag"), "\"v7\"");
    EXPECT_EQ(response.header("content-encoding"), "");
}

TEST(Compression, LeavesSmallAndPackedAnswersAlone) {
    auto small = json(std::string(1023, 'x'));
    compress_if_wanted(asking("gzip"), small);
    EXPECT_EQ(small.header("content-encoding"), "");

    auto archive = json(rows(200));
    archive.set_header("Content-Type", "application/zip");
    compress_if_wanted(asking("gzip"), archive);
    EXPECT_EQ(archive.body, rows(200));
    EXPECT_EQ(archive.header("vary"), "");
}

TEST(Compression, PacksASpooledAnswerPieceByPiece) {
    const auto body = rows(150'000);
    for (const std::size_t size : {body.size(), std::size_t{65536}, std::size_t{65537}}) {
        api_response response;
        response.set_header("Content-Type", "text/csv; charset=utf-8");
        response.file = std::make_shared<spooled_file>(1000);
        response.file->append(std::string_view(body).substr(0, size));
        compress_if_wanted(asking("gzip"), response);
        ASSERT_EQ(response.header("content-encoding"), "gzip");
        std::string packed(response.file->size(), '\0');
        ASSERT_EQ(response.file->read_at(0, packed), packed.size());
        EXPECT_TRUE(unpacked(packed) == body.substr(0, size)) << size;
    }
}

}  // namespace tranche::server
