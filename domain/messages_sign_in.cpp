// Messages about signing in: passwords, sessions, second factors and tokens.
#include "domain/message_catalogue.hpp"

namespace tranche::domain {

namespace {

constexpr message_row rows[] = {
    {"sign_in_failed", "Name, password or code is wrong.",
     "Le nom, le mot de passe ou le code est incorrect.",
     "El nombre, la contraseña o el código no es correcto.",
     "With a second factor, its code is needed too.",
     "Avec un second facteur, son code est aussi nécessaire.",
     "Con un segundo factor también hace falta su código."},
    {"too_many_attempts", "Too many attempts; wait {retry_after} seconds.",
     "Trop de tentatives ; attendez {retry_after} secondes.",
     "Demasiados intentos; espere {retry_after} segundos."},
    {"csrf_refused", "The request does not come from the page you are signed in on.",
     "La requête ne vient pas de la page où vous êtes connecté.",
     "La solicitud no viene de la página en la que inició sesión.",
     "Send the csrf_token of GET /api/v1/session in the header X-CSRF-Token.",
     "Envoyez le csrf_token de GET /api/v1/session dans l'en-tête X-CSRF-Token.",
     "Envíe el csrf_token de GET /api/v1/session en el encabezado X-CSRF-Token."},
    {"session_required", "This needs a session: a token may not do it.",
     "Il faut une session : un jeton ne peut pas le faire.",
     "Hace falta una sesión: un token no puede hacerlo.", "Sign in with your password.",
     "Connectez-vous avec votre mot de passe.", "Inicie sesión con su contraseña."},
    {"token_reads_only", "This token may only read.", "Ce jeton ne permet que la lecture.",
     "Este token solo permite leer."},
    {"scope_beyond_roles", "A token cannot have the scope {scope}, which is beyond your roles.",
     "Un jeton ne peut pas avoir la portée {scope}, qui dépasse vos rôles.",
     "Un token no puede tener el alcance {scope}, que excede sus roles."},
    {"password_wrong", "This is not your password.", "Ce n'est pas votre mot de passe.",
     "Esta no es su contraseña."},
    {"password_too_short", "A password has at least {min} characters.",
     "Un mot de passe compte au moins {min} caractères.",
     "Una contraseña tiene al menos {min} caracteres.", "Several words are easy to remember.",
     "Plusieurs mots se retiennent facilement.", "Varias palabras son fáciles de recordar."},
    {"password_too_long", "A password has at most {max} bytes.",
     "Un mot de passe compte au plus {max} octets.",
     "Una contraseña tiene como máximo {max} bytes."},
    {"password_common", "This password is among the first that others would try.",
     "Ce mot de passe est parmi les premiers que d'autres essaieraient.",
     "Esta contraseña está entre las primeras que otros probarían.", "Choose several words.",
     "Choisissez plusieurs mots.", "Elija varias palabras."},
    {"second_factor_exists", "You have a second factor already.",
     "Vous avez déjà un second facteur.", "Ya tiene un segundo factor.",
     "Remove it before you set up another.", "Supprimez-le avant d'en configurer un autre.",
     "Elimínelo antes de configurar otro."},
    {"second_factor_not_proposed", "There is no second factor to confirm.",
     "Il n'y a pas de second facteur à confirmer.", "No hay ningún segundo factor que confirmar."},
    {"code_wrong", "This is not the code the app shows now.",
     "Ce n'est pas le code que l'application affiche maintenant.",
     "Este no es el código que la aplicación muestra ahora.",
     "Each code counts once; wait for the next. The clocks may differ by 30 seconds.",
     "Chaque code sert une fois ; attendez le suivant. Les horloges peuvent différer de 30 "
     "secondes.",
     "Cada código vale una vez; espere al siguiente. Los relojes pueden diferir en 30 segundos."},
};

}  // namespace

std::span<const message_row> sign_in_messages() {
    return rows;
}

}  // namespace tranche::domain
