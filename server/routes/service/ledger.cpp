// The journal and the audit trail, to be read.
#include "persistence/resources.hpp"
#include "server/read/resource_endpoints.hpp"
#include "server/routes/routes.hpp"
#include "server/routes/service/append.hpp"
#include "server/routes/service/audit_export.hpp"
#include "server/routes/service/trail_schema.hpp"

namespace tranche::server {

endpoints ledger_endpoints() {
    auto all = read_endpoints(
        persistence::journal_entry_resource(), domain::action::read_ledger, "Ledger and audit"
    );
    append(
        all,
        read_endpoints(
            persistence::audit_event_resource(), domain::action::read_audit, "Ledger and audit"
        )
    );
    all.push_back(audit_export());
    all.push_back(trail_endpoint());
    return all;
}

}  // namespace tranche::server
