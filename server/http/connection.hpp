// One client connection from accept to close: a coroutine that reads a request, asks the handler
// and writes the answer, one after the other, until either side ends it. Private to server/http.
#pragma once

#include "server/http/edge_state.hpp"

#include <memory>
#include <string>

namespace boost::asio {
class io_context;
namespace ssl {
class context;
}
}  // namespace boost::asio

namespace tranche::server {

/// Takes over the connected, non-blocking socket `descriptor` and serves it on `context`, whose
/// threads must not outlive `state`, secured when `tls` is there. A `refused` one only gets a 503.
/// Throws nothing: a connection that cannot be set up is closed.
void start_connection(
    edge_state& state, boost::asio::io_context& context, int descriptor, bool ip_v6,
    std::string remote_address, admission how, std::shared_ptr<boost::asio::ssl::context> tls
) noexcept;

}  // namespace tranche::server
