// Messages about files that are sent and attached.
#include "domain/message_catalogue.hpp"

namespace tranche::domain {

namespace {

constexpr message_row rows[] = {
    {"file_name_expected", "This is not the plain name of a file.",
     "Ce n'est pas un simple nom de fichier.", "Esto no es un simple nombre de archivo.",
     "Leave out the folder, and a dot at the beginning.",
     "Omettez le dossier, et un point au début.", "Omita la carpeta y un punto al principio."},
    {"file_too_large", "The file has {size} bytes; at most {most} are taken.",
     "Le fichier a {size} octets ; {most} au plus sont acceptés.",
     "El archivo tiene {size} bytes; se aceptan {most} como máximo.",
     "Scan it at a lower resolution, or divide it.",
     "Numérisez-le à une résolution plus basse, ou divisez-le.",
     "Escanéelo con menor resolución o divídalo."},
    {"digest_expected", "A SHA-256 has 64 digits of 0 to 9 and a to f.",
     "Un SHA-256 a 64 chiffres de 0 à 9 et de a à f.",
     "Un SHA-256 tiene 64 dígitos de 0 a 9 y de a a f."},
    {"uploads_open", "{most} files of yours are on their way already.",
     "{most} de vos fichiers sont déjà en cours d'envoi.",
     "Ya hay {most} archivos suyos en camino.", "Attach those that are complete first.",
     "Joignez d'abord ceux qui sont complets.", "Adjunte primero los que estén completos."},
    {"piece_size", "A piece has 1 to {most} bytes; this one has {size}.",
     "Un morceau a de 1 à {most} octets ; celui-ci en a {size}.",
     "Una parte tiene de 1 a {most} bytes; esta tiene {size}."},
    {"upload_goes_on_elsewhere",
     "{received} of {size} bytes are there; this piece starts at {offset} or goes beyond the end.",
     "{received} octets sur {size} sont là ; ce morceau commence à {offset} ou dépasse la fin.",
     "Están {received} de {size} bytes; esta parte empieza en {offset} o rebasa el final.",
     "Go on at {received}.", "Continuez à {received}.", "Continúe en {received}."},
    {"upload_not_whole", "{received} of {size} bytes are there.",
     "{received} octets sur {size} sont là.", "Están {received} de {size} bytes.",
     "Send the rest first.", "Envoyez d'abord le reste.", "Envíe primero el resto."},
    {"upload_arrived_changed", "What arrived is not what was announced: its SHA-256 is another.",
     "Ce qui est arrivé n'est pas ce qui était annoncé : son SHA-256 est différent.",
     "Lo que llegó no es lo anunciado: su SHA-256 es otro.", "Send the file again.",
     "Renvoyez le fichier.", "Envíe de nuevo el archivo."},
    {"file_type_refused", "Files of type {type} are not taken.",
     "Les fichiers de type {type} ne sont pas acceptés.", "No se aceptan archivos de tipo {type}.",
     "Send a PDF, an image, a text, or a document of a present-day office program.",
     "Envoyez un PDF, une image, un texte ou un document d'un logiciel de bureau actuel.",
     "Envíe un PDF, una imagen, un texto o un documento de un programa de oficina actual."},
    {"file_has_macros", "The file holds macros.", "Le fichier contient des macros.",
     "El archivo contiene macros.", "Save it without macros, or as a PDF.",
     "Enregistrez-le sans macros, ou en PDF.", "Guárdelo sin macros o como PDF."},
    {"document_not_in_report", "No line of the report has the document {document}.",
     "Aucune ligne du rapport n'a la pièce {document}.",
     "Ninguna línea del informe tiene el documento {document}."},
    {"attached_already", "This file is attached here already.", "Ce fichier est déjà joint ici.",
     "Este archivo ya está adjunto aquí."},
    {"attached_by_another", "Another person attached this file.",
     "Une autre personne a joint ce fichier.", "Otra persona adjuntó este archivo."},
    {"evidence_stays", "What was decided on it keeps its evidence.",
     "Ce qui a été décidé garde ses justificatifs.",
     "Lo que se decidió conserva sus comprobantes."},
    {"comment_of_another", "These are another person's words.",
     "Ces mots sont ceux d'une autre personne.", "Estas palabras son de otra persona.",
     "Answer in the thread instead.", "Répondez plutôt dans le fil.",
     "Responda más bien en el hilo."},
    {"comment_withdrawn", "This comment is withdrawn already.", "Ce commentaire est déjà retiré.",
     "Este comentario ya está retirado."},
    {"comment_subject_internal", "This file is the office's own; what is said of it is internal.",
     "Ce fichier est propre au bureau ; ce qui s'en dit est interne.",
     "Este archivo es propio de la oficina; lo que se dice de él es interno.",
     "Share the file first, or write internally.",
     "Partagez d'abord le fichier, ou écrivez en interne.",
     "Comparta antes el archivo, o escriba de forma interna."},
};

}  // namespace

std::span<const message_row> document_messages() {
    return rows;
}

}  // namespace tranche::domain
