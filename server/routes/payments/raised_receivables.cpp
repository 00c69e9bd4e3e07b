#include "server/routes/payments/raised_receivables.hpp"

#include "domain/posting_rules.hpp"
#include "persistence/random_id.hpp"

namespace tranche::server {

std::vector<std::string> raise_receivables(
    command_run& run, const debt_cause& cause, std::span<const domain::layer_piece> taken,
    const std::vector<persistence::state_share>& shares
) {
    std::vector<std::string> raised;
    for (const auto& piece : taken) {
        const auto id = persistence::random_id();
        run.insert(
            "partner.receivable",
            {{"id", id},
             {"agreement_id", cause.subject.agreement_id},
             {"report_id", cause.report},
             {"tranche_id", piece.tranche_id == 0 ? std::nullopt : std::optional{piece.tranche_id}},
             {"raised_on", cause.on},
             {"currency", piece.amount.currency_unit()},
             {"amount", piece.amount.minor()},
             {"base_amount", piece.base.minor()},
             {"reason", cause.reason}}
        );
        run.post(domain::rejection_posted(cause.subject, cause.on, id, piece), shares);
        raised.push_back(domain::public_id(domain::entity::receivable, id));
    }
    return raised;
}

}  // namespace tranche::server
