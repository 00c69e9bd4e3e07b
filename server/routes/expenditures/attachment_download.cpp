#include "server/routes/expenditures/attachment_download.hpp"

#include "domain/contract.hpp"
#include "domain/entity.hpp"
#include "persistence/digest.hpp"
#include "persistence/round_trip.hpp"
#include "persistence/row_stream.hpp"
#include "server/api/handler_context.hpp"
#include "server/spool.hpp"

#include <boost/url/encode.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <array>

namespace tranche::server {
namespace {

using domain::entity;

// In plain letters for old programs, and as it is for the others (RFC 6266, RFC 8187).
std::string disposition(const std::string& file_name) {
    std::string plain;
    for (const char one : file_name) {
        const bool is_plain = one >= ' ' && one < '\x7f' && one != '"' && one != '\\' && one != '%';
        plain += is_plain ? one : '_';
    }
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" +
        boost::urls::encode(file_name, boost::urls::unreserved_chars);
}

// Always as a download of the type that was seen, never as a page.
api_response download(handler_context& context) {
    const auto& request = context.request;
    const auto id = domain::parse_public_id(entity::attachment, request.param("attachment"));
    auto& db = context.db();
    const persistence::read_snapshot snapshot{db};
    const auto found = persistence::ask(
        db,
        {{"attachment_content",
          R"(
                  select t.file_name, c.id, c.media_type, c.size, encode(c.sha256, 'hex') as sha256
                    from document.attachment t
                    join document.content c on c.id = t.content_id
                    where t.id = $1 and t.removed_by is null
                     and ($2::bigint is null or t.partner_id = $2))"},
         {id.value_or(0), request.who->partner_id}}
    );
    if (found.empty()) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    const auto file = found[0];
    api_response response;
    response.set_header("ETag", '"' + file.text("sha256") + '"');
    response.set_header("Cache-Control", "private, no-cache");
    response.set_header("Vary", "Authorization, Cookie");
    if (request.header("if-none-match") == response.header("ETag")) {
        response.status = 304;
        return response;
    }
    response.file = std::make_shared<spooled_file>();
    const std::array<persistence::value, 1> which{file.integer("id")};
    persistence::stream_rows(
        db,
        "select encode(bytes, 'hex') as bytes from document.piece where owner_id = $1 order by"
        " starts_at",
        which,
        [&](const persistence::row& piece) {
            response.file->append(persistence::from_hex(piece.text("bytes")));
        }
    );
    domain::ensures(
        response.file->size() == static_cast<std::uint64_t>(file.integer("size")),
        "an attached file is there as a whole"
    );
    response.set_header("Content-Type", file.text("media_type"));
    response.set_header("Content-Disposition", disposition(file.text("file_name")));
    response.set_header("Content-Security-Policy", "sandbox; default-src 'none'");
    response.set_header("X-Content-Type-Options", "nosniff");
    return response;
}

}  // namespace

endpoint attachment_download() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/attachments/{attachment}/content";
    made.operation_id = "download_attachment";
    made.summary = "The file itself";
    made.tag = "Attachments";
    made.action = domain::action::read_partner_side;
    made.lane = lane::report;
    made.response_media_type = "application/octet-stream";
    made.handle = download;
    return made;
}

}  // namespace tranche::server
