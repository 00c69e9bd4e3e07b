#include "server/routes/expenditures/sheet_upload.hpp"

#include "persistence/digest.hpp"
#include "persistence/random_id.hpp"
#include "server/json/text.hpp"
#include "server/report_sheets/sheet_file.hpp"

namespace tranche::server {
namespace {

// As uploads are named: no folder, no control characters, no more than 200 letters.
std::string plain_name(std::string_view name) {
    std::string made;
    for (const char one : name) {
        const auto byte = static_cast<unsigned char>(one);
        made += byte < 0x20 || byte == 0x7F || one == '/' || one == '\\' ? '_' : one;
    }
    const bool is_long = count_characters(made) > 200;
    if (made.empty() || is_long || made.front() == '.' || has_control_character(made, false)) {
        return "sheet";
    }
    return made;
}

}  // namespace

sent_sheet sheet_of_upload(command_run& run, std::string_view public_id) {
    const auto id = domain::parse_public_id(domain::entity::upload, public_id);
    auto sent = sheet_of_upload(run, id.value_or(0));
    run.require(
        sent.upload != 0, "?upload", "unknown_reference",
        {{"type", "upload"}, {"value", std::string{public_id}}}
    );
    run.settle();
    return sent;
}

sent_sheet sheet_of_upload(command_run& run, std::int64_t upload) {
    const auto found = run.load(
        {{{"sheet_upload",
           R"(
               select u.file_name, u.size, u.received, coalesce((select string_agg(
                   encode(s.bytes, 'hex'), '' order by s.starts_at)
                   from document.piece s where s.owner_id = u.id
                   and u.received = u.size and u.size <= $3), '') as bytes
                 from document.upload u
                 where u.id = $1 and u.uploaded_by = $2)"},
          {upload, run.who().user_id, static_cast<std::int64_t>(report_sheet_limits().bytes)}}}
    );
    if (found[0].empty()) {
        return {};
    }
    const auto file = found[0][0];
    run.require(
        file.integer("received") == file.integer("size"), "?upload", "upload_not_whole",
        {{"received", file.text("received")}, {"size", file.text("size")}}
    );
    run.require(
        file.integer("size") <= static_cast<std::int64_t>(report_sheet_limits().bytes), "?upload",
        "file_too_large",
        {{"size", file.text("size")}, {"most", std::to_string(report_sheet_limits().bytes)}}
    );
    run.settle();
    return {upload, file.text("file_name"), persistence::from_hex(file.text("bytes"))};
}

sent_sheet sheet_of_body(command_run& run, std::string_view given_name) {
    const std::string_view bytes = run.context().request.body;
    if (bytes.empty()) {
        throw domain::refusal{domain::error_kind::malformed, "body_required"};
    }
    return {0, plain_name(given_name), std::string{bytes}};
}

void keep_sheet(command_run& run, sent_sheet& sent) {
    constexpr std::size_t piece = 1'048'576;
    if (sent.upload != 0) {
        return;
    }
    const std::string_view bytes = sent.bytes;
    const auto id = persistence::random_id();
    run.load(
        {{{"keep_sheet",
           R"(
               insert into document.upload (id, file_name, size, uploaded_by, partner_id, purpose)
                 values ($1, $2, $3, $4, $5, 'look'))"},
          {id, sent.file_name, static_cast<std::int64_t>(bytes.size()), run.who().user_id,
           run.who().partner_id}}}
    );
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        run.load(
            {{{"append_piece", "select document.append($1, $2, $3, $4) as received"},
              {id, run.who().user_id, static_cast<std::int64_t>(at),
               "\\x" + persistence::to_hex(bytes.substr(at, piece))}}}
        );
    }
    sent.upload = id;
}

}  // namespace tranche::server
