// Workbooks as small as they may be, part by part, and what is wrong with them on purpose.
#pragma once

#include "server/sheet/zip_file.hpp"

#include <string>
#include <vector>

namespace tranche::tests {

using server::zip_part;

struct tried_book {
    std::string rows;
    std::string after_rows = {};
    std::string book = {};
    std::string sheets = R"(<sheet name="Gastos" sheetId="1" r:id="rId1"/>)";
    std::vector<zip_part> more = {};
};

inline std::string bytes_of(const tried_book& tried) {
    std::vector<zip_part> parts{
        {"_rels/.rels",
         R"(<Relationships xmlns="p"><Relationship Id="rId1" Type="x/officeDocument")"
         R"( Target="xl/workbook.xml"/></Relationships>)"},
        {"xl/workbook.xml",
         "<workbook xmlns=\"m\" xmlns:r=\"r\">" + tried.book + "<sheets>" + tried.sheets +
             "</sheets></workbook>"},
        {"xl/_rels/workbook.xml.rels",
         R"(<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>)"
         R"(<Relationship Id="rId2" Type="x/worksheet" Target="worksheets/sheet2.xml"/>)"
         R"(</Relationships>)"},
        {"xl/styles.xml",
         R"(<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd\/mm\/yyyy"/></numFmts>)"
         R"(<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>)"},
        {"xl/sharedStrings.xml",
         "<sst><si><t>Monto</t></si><si><r><t>Ni\xC3\xB1</t></r><r><t>ez</t></r><rPh><t>x</t></rPh>"
         "</si></sst>"},
        {"xl/worksheets/sheet1.xml",
         "<worksheet><sheetData>" + tried.rows + "</sheetData>" + tried.after_rows +
             "</worksheet>"}};
    for (const auto& one : tried.more) {
        parts.push_back(one);
    }
    return server::zipped(parts);
}

}  // namespace tranche::tests
