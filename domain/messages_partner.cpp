// Messages about agreements and partners.
#include "domain/message_catalogue.hpp"

namespace tranche::domain {

namespace {

constexpr message_row rows[] = {
    {"state_forbids_action",
     "The action {action} is not possible while the state is {state}.",
     "L'action {action} n'est pas possible dans l'état {state}.",
     "La acción {action} no es posible en el estado {state}."},
    {"partner_blocked",
     "This partner is blocked.",
     "Ce partenaire est bloqué.",
     "Este socio está bloqueado.",
     "Nothing new can be signed or paid until the block is lifted.",
     "Rien de nouveau ne peut être signé ni payé tant que le blocage dure.",
     "No se puede firmar ni pagar nada nuevo hasta que se levante el bloqueo."},
    {"condition_not_met",
     "A condition is not met: {condition}.",
     "Une condition n'est pas remplie : {condition}.",
     "No se cumple una condición: {condition}."},
};

}  // namespace

std::span<const message_row> partner_messages() {
    return rows;
}

}  // namespace tranche::domain
