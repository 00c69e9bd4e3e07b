// Messages about who may act: four eyes, endorsements, focal points.
#include "domain/message_catalogue.hpp"

namespace tranche::domain {

namespace {

constexpr message_row rows[] = {
    {"same_person", "This step needs another person than the one who took an earlier step.",
     "Cette étape revient à une autre personne que celle d'une étape précédente.",
     "Este paso corresponde a otra persona que la de un paso anterior.",
     "Ask a colleague with the role.", "Demandez à un collègue qui a ce rôle.",
     "Pídaselo a un colega que tenga el rol."},
    {"first_endorsement_missing", "{needed} endorsements are needed; {given} were given.",
     "Il faut {needed} validations ; {given} ont été données.",
     "Se necesitan {needed} avales; se han dado {given}."},
    {"focal_point_missing", "No focal point is named.", "Aucun point focal n'est désigné.",
     "No se ha designado ningún punto focal.", "Name a focal point, then try again.",
     "Désignez un point focal, puis réessayez.", "Designe un punto focal e inténtelo de nuevo."},
};

}  // namespace

std::span<const message_row> people_messages() {
    return rows;
}

}  // namespace tranche::domain
