// Builds small .xlsx files for tests, well-formed or not.
#pragma once

#include <zip.h>

#include <map>
#include <stdexcept>
#include <string>

namespace hotline::table::testing {

// Packs parts into a ZIP archive.
inline std::string pack(const std::map<std::string, std::string>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  if (archive == nullptr) throw std::runtime_error("cannot pack");
  zip_source_keep(target);
  for (const auto& [name, text] : parts) {
    zip_file_add(archive, name.c_str(), zip_source_buffer(archive, text.data(), text.size(), 0),
                 ZIP_FL_OVERWRITE);
  }
  if (zip_close(archive) != 0) throw std::runtime_error("cannot close");
  zip_source_open(target);
  zip_source_seek(target, 0, SEEK_END);
  std::string bytes(static_cast<std::size_t>(zip_source_tell(target)), '\0');
  zip_source_seek(target, 0, SEEK_SET);
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  zip_error_fini(&error);
  return bytes;
}

// The parts of a workbook with the sheets 工单 (rows as given) and 其他 (one row). Styles: 1 date, 2 custom
// date and time, 3 time of day, 4 elapsed hours.
inline std::map<std::string, std::string> workbook_parts(const std::string& rows,
                                                         const std::string& workbook_attributes = "") {
  const std::string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const std::string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const std::string packages = "http://schemas.openxmlformats.org/package/2006/relationships";
  const auto relation = [&](const std::string& id, const std::string& type, const std::string& target) {
    return "<Relationship Id=\"" + id + "\" Type=\"" + office + "/" + type + "\" Target=\"" + target + "\"/>";
  };
  const auto relations = [&](const std::string& inner) {
    return "<?xml version=\"1.0\"?><Relationships xmlns=\"" + packages + "\">" + inner + "</Relationships>";
  };
  const auto sheet = [&](const std::string& inner) {
    return "<?xml version=\"1.0\"?><!-- <row r=\"9\"/> --><worksheet xmlns=\"" + main + "\"><sheetData>" +
           inner + "</sheetData></worksheet>";
  };
  return {
      {"[Content_Types].xml", "<Types/>"},
      {"_rels/.rels", relations(relation("rId1", "officeDocument", "xl/workbook.xml"))},
      {"xl/workbook.xml", "<workbook xmlns=\"" + main + "\" xmlns:r=\"" + office + "\"><workbookPr " +
                              workbook_attributes +
                              "/><sheets><sheet name=\"工单\" sheetId=\"1\" r:id=\"rId1\"/>"
                              "<sheet name=\"其他\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>"},
      {"xl/_rels/workbook.xml.rels", relations(relation("rId1", "worksheet", "worksheets/sheet1.xml") +
                                               relation("rId2", "worksheet", "/xl/worksheets/sheet2.xml") +
                                               relation("rId3", "styles", "styles.xml") +
                                               relation("rId4", "sharedStrings", "sharedStrings.xml"))},
      {"xl/styles.xml",
       "<styleSheet xmlns=\"" + main +
           "\"><numFmts><numFmt numFmtId=\"164\" "
           "formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\\ hh:mm\"/>"
           "</numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/>"
           "<xf numFmtId=\"20\"/><xf numFmtId=\"46\"/></cellXfs></styleSheet>"},
      {"xl/sharedStrings.xml",
       "<sst xmlns=\"" + main +
           "\"><si><t>标题</t></si><si><r><t>漏</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">水 "
           "</t></r>"
           "<rPh><t>ろうすい</t></rPh></si><si><t>A&amp;B_x000D_\n第二行</t></si><si/></sst>"},
      {"xl/worksheets/sheet1.xml", sheet(rows)},
      {"xl/worksheets/sheet2.xml",
       sheet("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>另一张</t></is></c></row>")},
  };
}

inline std::string workbook(const std::string& rows, const std::string& workbook_attributes = "") {
  return pack(workbook_parts(rows, workbook_attributes));
}

}  // namespace hotline::table::testing
