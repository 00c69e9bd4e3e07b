// Payments gathered for one account of the office, released by another person.
#pragma once

#include "server/api/endpoint.hpp"
#include "server/command/command_run.hpp"
#include "server/routes/payments/payment_batch_bodies.hpp"

namespace tranche::server {

receipt release_batch(command_run& run, const payment_batch_release& body);

// The bank's file of a released batch.
endpoint payment_file();

}  // namespace tranche::server
