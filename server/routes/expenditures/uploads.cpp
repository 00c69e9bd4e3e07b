// Files on their way in: in pieces, so that a poor line goes on where it broke off and the server
// never holds more than a piece of one.
#include "persistence/digest.hpp"
#include "persistence/random_id.hpp"
#include "persistence/round_trip.hpp"
#include "server/command/command.hpp"
#include "server/json/components.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/facts.hpp"
#include "server/sheet/bounds_told.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace tranche::server {
namespace json = boost::json;
namespace {

using domain::entity;

constexpr std::int64_t piece_limit = 1'048'576;  // also piece_bytes_check
constexpr std::int64_t open_uploads = 20;        // of one person

struct new_upload {
    std::string file_name;
    std::int64_t size = 0;
    std::optional<std::string> sha256;
};

bool is_plain_name(std::string_view name) {
    return !name.starts_with('.') && name.find_first_of("/\\") == name.npos;
}

bool is_digest(std::string_view text) {
    return text.size() == 64 && std::ranges::all_of(text, [](char one) {
               return (one >= '0' && one <= '9') || (one >= 'a' && one <= 'f');
           });
}

receipt begin_upload(command_run& run, const new_upload& body) {
    const auto limit = static_cast<std::int64_t>(run.context().app.attachment_bytes);
    const auto found = run.load(
        {{{"open_uploads",
           // Sheets that were looked at are no longer on their way.
           "select count(*) as count from document.upload u where u.uploaded_by = $1 and u.purpose ="
           " 'file' and not exists (select 1 from partner.sheet_preview v where v.upload_id = u.id)"},
          {run.who().user_id}}}
    );
    run.require(is_plain_name(body.file_name), "/file_name", "file_name_expected");
    run.require(
        body.size <= limit, "/size", "file_too_large",
        {{"size", std::to_string(body.size)}, {"most", std::to_string(limit)}}
    );
    run.require(!body.sha256 || is_digest(*body.sha256), "/sha256", "digest_expected");
    run.require(
        found[0][0].integer("count") < open_uploads, "", "uploads_open",
        {{"most", std::to_string(open_uploads)}}
    );
    run.settle();
    const auto id = persistence::random_id();
    run.insert(
        "document.upload",
        {{"id", id},
         {"file_name", body.file_name},
         {"size", body.size},
         {"sha256", body.sha256 ? std::optional{"\\x" + *body.sha256} : std::nullopt},
         {"uploaded_by", run.who().user_id},
         {"partner_id", run.who().partner_id}}
    );
    return {.what = entity::upload, .id = id, .state = "receiving"};
}

persistence::rows own_upload(handler_context& context) {
    const auto id = domain::parse_public_id(entity::upload, context.request.param("upload"));
    auto found = persistence::ask(
        context.db(),
        {{"own_upload",
          "select id, file_name, size, received from document.upload where id = $1 and"
          " uploaded_by = $2"},
         {id.value_or(0), context.request.who->user_id}}
    );
    if (found.empty()) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    return found;
}

api_response standing(const persistence::row& upload, std::int64_t received) {
    return json_response(
        200,
        json::serialize(json::object{
            {"id", domain::public_id(entity::upload, upload.integer("id"))},
            {"file_name", upload.text("file_name")},
            {"size", upload.integer("size")},
            {"received", received},
            {"piece_limit", piece_limit}})
    );
}

api_response read_upload(handler_context& context) {
    const auto found = own_upload(context);
    return standing(found[0], found[0].integer("received"));
}

api_response add_piece(handler_context& context) {
    const auto& bytes = context.request.body;
    const auto starts_at = context.request.query_integer("offset", 0);
    const auto length = static_cast<std::int64_t>(bytes.size());
    if (length == 0 || length > piece_limit) {
        throw domain::refusal{
            domain::error_kind::rule,
            "piece_size",
            {{"size", std::to_string(length)}, {"most", std::to_string(piece_limit)}}};
    }
    const auto found = own_upload(context);
    const auto upload = found[0];
    const auto answered = persistence::ask(
        context.db(),
        {{"append_piece", "select document.append($1, $2, $3, $4) as received"},
         {upload.integer("id"), context.request.who->user_id, starts_at,
          "\\x" + persistence::to_hex(bytes)}}
    );
    const auto received = answered[0].maybe_integer("received");
    if (!received) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    // A piece whose answer was lost is sent again: it is there.
    if (*received < starts_at + length) {
        throw domain::refusal{
            domain::error_kind::conflict,
            "upload_goes_on_elsewhere",
            {{"received", std::to_string(*received)},
             {"size", upload.text("size")},
             {"offset", std::to_string(starts_at)}}};
    }
    return standing(upload, *received);
}

struct upload_standing {};

describe_fn describe_standing() {
    return [](component_registry& registry) {
        return registry.reference_to("upload", typeid(upload_standing), [](component_registry&) {
            const json::object count{{"type", "integer"}};
            const json::object text{{"type", "string"}};
            return json::value{
                {"type", "object"},
                {"description", "How much of a file is there; the next piece starts at `received`"},
                {"required", json::array{"id", "file_name", "size", "received", "piece_limit"}},
                {"properties",
                 {{"id", text},
                  {"file_name", text},
                  {"size", count},
                  {"received", count},
                  {"piece_limit", count}}}};
        });
    };
}

endpoint about_upload(const char* method, std::string path, std::string name, std::string summary) {
    endpoint made;
    made.method = method;
    made.path = std::move(path);
    made.operation_id = std::move(name);
    made.summary = std::move(summary);
    made.tag = "Attachments";
    made.action = domain::action::attach_evidence;
    made.response_schema = describe_standing();
    return made;
}

}  // namespace

template <>
struct wire<new_upload> {
    static const object_schema<new_upload>& schema() {
        using body = new_upload;
        static const auto declared = object<body>(
            "new_upload", "A file to be sent in pieces",
            field("file_name", &body::file_name, "Without a folder", length(1, 200)),
            field("size", &body::size, "Bytes", between(1, 104'857'600)),
            field(
                "sha256", &body::sha256,
                "Of all its bytes, in hexadecimal; what arrives is compared with it", length(64, 64)
            )
        );
        return declared;
    }
};

endpoints upload_endpoints() {
    const std::string one = "/api/v1/uploads/{upload}";
    auto standing_of = about_upload("GET", one, "get_upload", "How much of one's file is there");
    standing_of.handle = read_upload;
    auto piece = about_upload(
        "PUT", one + "/pieces", "add_upload_piece",
        "Send the next piece of one's file; sent again it changes nothing"
    );
    piece.description = "A piece is at most " + sized(piece_limit) +
        "; a larger one is refused with `piece_size`, one of more than " + sized(body_at_most) +
        " with 413 `body_too_large` before it is read.";
    piece.body_media_type = "application/octet-stream";
    piece.query_parameters = {
        {.name = "offset",
         .description = "Where the piece starts in the file",
         .type = parameter_type::integer,
         .min = 0,
         .max = 104'857'600,
         .required = true}};
    piece.handle = add_piece;
    auto begin = command<new_upload>(
        {"/api/v1/uploads", "begin_upload", "Begin to send a file", "Attachments",
         domain::action::attach_evidence, 201},
        begin_upload
    );
    begin.description = "A file is at most as large as the settings allow, " + sized(file_at_most) +
        " where they say nothing; a person has at most " + counted(open_uploads) +
        " on their way. It is sent in pieces of at most " + sized(piece_limit) + ".";
    return {std::move(begin), std::move(standing_of), std::move(piece)};
}

}  // namespace tranche::server
