#include "domain/error.hpp"
#include "reports/credit_transfer.hpp"
#include "server/api/handler_context.hpp"
#include "server/routes/payments/payment_batches.hpp"

#include <boost/json/object.hpp>

#include <algorithm>

namespace tranche::server {
namespace {

using domain::entity;

api_response give(handler_context& context) {
    auto& db = context.db();
    const auto batch = context.app.references.find(
        db, entity::payment_batch, std::string{context.request.param("payment_batch")}
    );
    auto file = batch ? reports::credit_transfer(db, *batch) : std::nullopt;
    if (!file) {
        throw domain::refusal{domain::error_kind::not_found, "not_found"};
    }
    api_response response;
    response.body = *std::move(file);
    response.set_header("Content-Type", "application/xml; charset=utf-8");
    response.set_header(
        "Content-Disposition",
        "attachment; filename=\"" + domain::public_id(entity::payment_batch, *batch) +
            ".pain.001.xml\""
    );
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("Cache-Control", "private, no-store");
    return response;
}

}  // namespace

endpoint payment_file() {
    endpoint made;
    made.method = "GET";
    made.path = "/api/v1/payment-batches/{payment_batch}/pain001";
    made.operation_id = "payment_file";
    made.summary = "A released batch as the bank takes it (ISO 20022 pain.001.001.09)";
    made.tag = "Payment batches";
    made.action = domain::action::read_ledger;
    made.lane = lane::report;
    made.response_media_type = "application/xml";
    made.response_schema = [](component_registry&) -> boost::json::value {
        return boost::json::object{{"type", "string"}};
    };
    made.handle = give;
    return made;
}

}  // namespace tranche::server
