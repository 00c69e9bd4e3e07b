#include "tests/support/expense_sheet.hpp"

#include "tests/support/builders.hpp"

namespace tranche::tests {

std::vector<sheet_line> shelter_lines() {
    return {
        {"B-0502", "24/03/2026", "3.2", "mercado y farmacia", "15,250.00"},
        {"OF-200907", "28/03/2026", "2.2", "oficina", "1,600.00"},
        {"PL-200907-A", "31/03/2026", "1.3", "planilla", "5,650.00"},
        {"HN-200907-P", "31/03/2026", "3.3", "psicóloga", "12,000.00"},
        {"HN-200907-L", "31/03/2026", "3.4", "abogada", "5,800.00"},
        {"PL-200907-B", "31/03/2026", "3.6", "planilla", "8,900.00"},
        {"A-1290", "14/04/2026", "3.1", "calentadores, cerca", "12,500.00"},
        {"B-0547", "21/04/2026", "3.2", "ropa", "8,450.00"},
        {"OF-200908", "28/04/2026", "2.2", "oficina", "1,600.00"},
        {"B-0561", "28/04/2026", "3.2", "mercado y farmacia", "7,900.00"},
        {"PL-200908-A", "30/04/2026", "1.3", "planilla", "5,650.00"},
        {"HN-200908-P", "30/04/2026", "3.3", "psicóloga", "12,000.00"},
        {"HN-200908-L", "30/04/2026", "3.4", "abogada", "5,800.00"},
        {"PL-200908-B", "30/04/2026", "3.6", "planilla", "8,900.00"},
        {"V-0031", "11/05/2026", "3.5", "curso de costura", "14,000.00"},
        {"C-7781", "18/05/2026", "2.2", "teléfono móvil", "6,200.00"},
        {"B-0611", "25/05/2026", "3.2", "mercado y farmacia", "16,400.00"},
        {"OF-200909", "28/05/2026", "2.2", "oficina", "1,600.00"},
        {"PL-200909-A", "30/05/2026", "1.3", "planilla", "5,650.00"},
        {"HN-200909-P", "30/05/2026", "3.3", "psicóloga", "12,000.00"},
        {"HN-200909-L", "30/05/2026", "3.4", "abogada", "5,800.00"},
        {"PL-200909-B", "30/05/2026", "3.6", "planilla", "8,900.00"}};
}

std::string sheet_of(const std::vector<sheet_line>& lines, const std::string& below) {
    std::string text =
        "Refugio de la Niñez, informe de gastos\n\n"
        "Documento;Fecha;Línea presupuestaria;Pagado a;Monto;Moneda\n";
    for (const auto& one : lines) {
        text += one.document + ';' + one.day + ';' + one.budget_line + ';' + one.payee + ';' +
            one.amount + ';' + one.currency + '\n';
    }
    return text + below;
}

std::string shelter_report(api& server) {
    const std::vector<budget_line_spec> lines{
        {"1.3", "3000.00"}, {"2.2", "2000.00"}, {"3.1", "3000.00"}, {"3.2", "8000.00"},
        {"3.3", "6000.00"}, {"3.4", "4000.00"}, {"3.5", "3000.00"}, {"3.6", "6000.00"}};
    active_project(server, {.code = "CT.9001", .amount = "35000.00", .lines = lines});
    signed_agreement(
        server,
        {.code = "SHELTER",
         .project = "CT.9001",
         .lines = lines,
         .tranches = {{"T1", "35000.00"}},
         .payment_currency = "GTQ"}
    );
    return server.as("preparer", "NGO")
        .must(
            "/api/v1/expenditure-reports",
            {{"agreement", "SHELTER"},
             {"code", "R2"},
             {"period_first", "2026-03-01"},
             {"period_last", "2026-05-31"}}
        )
        .id();
}

}  // namespace tranche::tests
