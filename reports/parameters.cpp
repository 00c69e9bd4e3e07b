#include "reports/parameters.hpp"

#include <algorithm>
#include <array>

namespace tranche::reports {

namespace {

using enum parameter_type;

constexpr std::array parameters{
    parameter{
        "instrument",
        reference,
        {"Instrument", "Instrument", "Instrumento"},
        "Code or id of the fund"},
    parameter{
        "line",
        reference,
        {"Funding line", "Ligne de crédit", "Línea presupuestaria"},
        "Code or id of the funding line"},
    parameter{"project", reference, {"Project", "Projet", "Proyecto"}, "Code or id of the project"},
    parameter{
        "partner", reference, {"Partner", "Partenaire", "Asociado"}, "Code or id of the partner"},
    parameter{
        "agreement", reference, {"Agreement", "Accord", "Acuerdo"}, "Code or id of the agreement"},
    parameter{
        "expenditure_report",
        reference,
        {"Expenditure report", "Rapport de dépenses", "Informe de gastos"},
        "Id of the expenditure report"},
    parameter{"donor", reference, {"Donor", "Donateur", "Donante"}, "Code or id of the donor"},
    parameter{
        "contribution",
        reference,
        {"Contribution", "Contribution", "Contribución"},
        "Code or id of the contribution"},
    parameter{
        "layout",
        reference,
        {"Layout", "Modèle", "Modelo"},
        "Code or id of a donor's categories; without it all that the project is mapped onto"},
    parameter{"payment", reference, {"Payment", "Paiement", "Pago"}, "Id of the payment"},
    parameter{
        "statement",
        reference,
        {"Accounting statement", "Relevé comptable", "Estado contable"},
        "Code or id of what an accounting system said"},
    parameter{"entry", reference, {"Entry", "Écriture", "Asiento"}, "Id of the journal entry"},
    parameter{
        "state",
        state,
        {"Beneficiary State", "État bénéficiaire", "Estado beneficiario"},
        "Two-letter code of the beneficiary State"},
    parameter{
        "year",
        year,
        {"Year", "Année", "Año"},
        "Calendar year of payment; of a statement, the fund's year"},
    parameter{"since", date, {"Since", "Depuis le", "Desde"}, "First day, included"},
    parameter{"until", date, {"Until", "Jusqu’au", "Hasta"}, "Last day that counts, included"},
    parameter{
        "from", date, {"From", "De", "De"}, "A day in the first month; this month when not given"},
    parameter{
        "to",
        date,
        {"To", "À", "A"},
        "A day in the last month; a year in all when not given, ten at most"},
    parameter{
        "as_known_on",
        date,
        {"As known on", "Tel que connu le", "Según lo conocido el"},
        "Only what was recorded by the end of this day (UTC)"},
    parameter{
        "period",
        reference,
        {"Accounting period", "Période comptable", "Período contable"},
        "Id of the period, or INSTRUMENT:PERIOD: its days, instead of since and until"},
    parameter{
        "reading",
        reading,
        {"Reading", "Lecture", "Lectura"},
        "Of a closed period: as_corrected, with all that is known now, or as_reported, as it was "
        "when first closed"},
    parameter{
        "late_days",
        days,
        {"Late after days", "Tardif après jours", "Tardío tras días"},
        "An entry is late when it was recorded more than so many days after the day it counts for;"
        " 30 when not given"},
    parameter{
        "from_version",
        version,
        {"From version", "De la version", "De la versión"},
        "Number of a budget version; without it the one in force before the other"},
    parameter{
        "to_version",
        version,
        {"To version", "À la version", "A la versión"},
        "Number of a budget version; without it the newest"},
    parameter{
        "forecast",
        version,
        {"Forecast", "Prévision", "Previsión"},
        "Number of a forecast; without it, of each quarter the last one made"},
    parameter{
        "reported",
        flag,
        {"With unverified values", "Avec les valeurs non vérifiées", "Con valores no verificados"},
        "Count values that nobody has verified yet, and mark them"},
    parameter{
        "published",
        flag,
        {"As published", "Comme publié", "Como se publica"},
        "Withhold small figures of persons, as the public and donors read it"},
    parameter{
        "group_by",
        grouping,
        {"Grouped by", "Regroupement par", "Agrupado por"},
        "One or more groups, joined by commas; rows are summed"},
};

}  // namespace

std::span<const parameter> all_parameters() {
    return parameters;
}

const parameter* find_parameter(std::string_view name) {
    const auto found = std::ranges::find(parameters, name, &parameter::name);
    return found == parameters.end() ? nullptr : &*found;
}

bool takes(const report& which, std::string_view parameter_name) {
    if (parameter_name == "group_by") {
        return !which.group_by.empty();
    }
    return std::ranges::find(which.parameters, parameter_name) != which.parameters.end();
}

}  // namespace tranche::reports
