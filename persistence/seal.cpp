#include "persistence/seal.hpp"

#include "persistence/row_writer.hpp"

namespace tranche::persistence {
namespace {

const std::string& columns() {
    static const std::string text =
        "s.stream, s.n, s.form, s.first_id, s.last_id, s.count, encode(s.root, 'hex') as root,"
        " encode(s.prev_hash, 'hex') as prev_hash, encode(s.hash, 'hex') as hash, s.sealed_at";
    return text;
}

}  // namespace

digest hash_of(const seal& one) {
    byte_form form{"tranche.seal.1"};
    form.add(one.stream).add(one.n).add(one.form).add(one.first_id).add(one.last_id);
    form.add(one.count).add(one.root).add(one.prev_hash).add(one.sealed_at);
    return form.hash();
}

void append_leaf(std::string& list, const leaf& one) {
    list += big_endian(one.id);
    list.append(reinterpret_cast<const char*>(one.hash.data()), one.hash.size());
}

query seals_after(std::string_view stream, std::int64_t n, std::int64_t at_most) {
    static const auto text = "select " + columns() +
        ", sha256(s.leaves) = s.root as lists_its_leaves from audit.seal s"
        " where s.stream = $1 and s.n > $2 order by s.n limit $3";
    return {{"seals_after", text}, {stream, n, at_most}};
}

query newest_seals() {
    // One look into the index per stream, however long the chains are.
    static const auto text = "select s.* from unnest($1::text[]) as w(stream), lateral (select " +
        columns() + " from audit.seal s where s.stream = w.stream order by s.n desc limit 1) s";
    std::vector<std::string> names;
    for (const auto& one : seal_streams()) {
        names.emplace_back(one.name);
    }
    return {{"newest_seals", text}, {array_of(std::span<const std::string>{names})}};
}

seal seal_of(const row& of) {
    return {
        of.text("stream"),
        of.integer("n"),
        of.integer("form"),
        of.integer("first_id"),
        of.integer("last_id"),
        of.integer("count"),
        digest_from_hex(of.text("root")),
        digest_from_hex(of.text("prev_hash")),
        of.text("sealed_at"),
        digest_from_hex(of.text("hash"))};
}

query insert_seal(const seal& one, std::string_view leaves) {
    static constexpr statement insert{
        "insert_seal",
        R"(
            insert into audit.seal (stream, n, form, first_id, last_id, count, leaves, root,
                prev_hash, hash, sealed_at)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))"};
    const auto bytes = [](std::string_view raw) {
        return "\\x" + to_hex(raw);
    };
    const auto hash = [](const digest& of) {
        return "\\x" + to_hex(of);
    };
    return {
        insert,
        {one.stream, one.n, one.form, one.first_id, one.last_id, one.count, bytes(leaves),
         hash(one.root), hash(one.prev_hash), hash(one.hash), one.sealed_at}};
}

}  // namespace tranche::persistence
