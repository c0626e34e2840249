// Files that come with a request: known by their content, stored once, unreadable once erased.
#include "hotline/intake/attachments.hpp"

#include <fstream>

#include "intake/intake_desk.hpp"
#include "support/file_bytes.hpp"

namespace hotline::intake::test {
namespace {

namespace fs = std::filesystem;

const std::string jpeg = std::string("\xFF\xD8\xFF\xE0", 4) + "a photo of a hole in the road";
const std::string other_jpeg = std::string("\xFF\xD8\xFF\xE0", 4) + "another photo";

std::string iso(const std::string& brand) {
  return std::string("\0\0\0\x18", 4) + "ftyp" + brand + "data";
}
std::string zip(const std::string& parts) {
  return "PK\x03\x04" + parts;
}

TEST(FileTypes, AreToldFromTheContent) {
  const std::vector<std::pair<std::string, std::string>> known{
      {jpeg, "image/jpeg"},
      {"\x89PNG\r\n\x1A\n....", "image/png"},
      {"GIF89a....", "image/gif"},
      {"RIFF\x10\x20\x30\x40WEBPVP8 ", "image/webp"},
      {"RIFF\x10\x20\x30\x40WAVEfmt ", "audio/wav"},
      {"ID3\x04....", "audio/mpeg"},
      {"\xFF\xFB\x90\x44....", "audio/mpeg"},
      {"#!AMR\n....", "audio/amr"},
      {iso("M4A "), "audio/mp4"},
      {iso("isom"), "video/mp4"},
      {"%PDF-1.7 ...", "application/pdf"},
      {zip("notes.txt"), "application/zip"},
      {zip("[Content_Types].xml word/document.xml"),
       "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
      {zip("[Content_Types].xml xl/workbook.xml"),
       "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
      {"路面有个大坑", "text/plain"}};
  for (const auto& [content, type] : known) {
    const FileType* found = detect_file_type(content);
    ASSERT_NE(found, nullptr) << type;
    EXPECT_EQ(found->media_type, type);
  }
}

TEST(FileTypes, WhatMayCarryProgramsOrCannotBeToldIsNone) {
  EXPECT_EQ(detect_file_type(""), nullptr);
  EXPECT_EQ(detect_file_type(std::string("MZ\x90\0\x03\0\0\0", 8)), nullptr);
  EXPECT_EQ(detect_file_type(std::string("\x7F"
                                         "ELF\x02\x01\x01\0",
                                         8)),
            nullptr);
  EXPECT_EQ(detect_file_type(zip("[Content_Types].xml word/document.xml word/vbaProject.bin")), nullptr);
  EXPECT_EQ(detect_file_type("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), nullptr);
  EXPECT_EQ(detect_file_type(iso("qqqq")), nullptr);
  EXPECT_EQ(detect_file_type("\xFF\xFE\xFA"), nullptr);
}

class AttachmentsTest : public IntakeDesk {
 protected:
  AttachmentsTest() {
    AttachmentSettings settings;
    settings.directory = store.dir.path() / "attachments";
    settings.max_image_bytes = 1024;
    settings.max_per_request = 3;
    attachments = value_of(Attachments::open(settings, store.random));
  }
  Attachment given(const std::string& content, std::int64_t request = 1, std::int64_t ticket = 0) {
    const KeptFile file = value_of(attachments->keep(content));
    return store.write(
        [&](store::WriteTx& tx) { return attachments->attach(tx, file, request, ticket, deed.actor); });
  }
  base::Result<std::string> read(const Attachment& attachment) {
    return store.get().read([&](store::ReadTx& tx) { return attachments->read(tx, attachment); });
  }
  bool erase(std::int64_t id) {
    return store.write([&](store::WriteTx& tx) { return attachments->erase(tx, id, deed.actor); });
  }
  std::vector<fs::path> files() {
    std::vector<fs::path> found;
    for (const auto& one : fs::recursive_directory_iterator(store.dir.path() / "attachments")) {
      if (one.is_regular_file()) found.push_back(one.path());
    }
    return found;
  }
  std::unique_ptr<Attachments> attachments;
};

TEST_F(AttachmentsTest, WhatIsAttachedIsReadBackAsItCame) {
  const Attachment photo = given(jpeg);
  EXPECT_EQ(photo.type, "image/jpeg");
  EXPECT_EQ(photo.size, static_cast<std::int64_t>(jpeg.size()));
  EXPECT_EQ(photo.request, 1);
  EXPECT_EQ(value_of(read(photo)), jpeg);
  const auto all = store.read([](store::ReadTx& tx) { return Attachments::of_request(tx, 1); });
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.front().id, photo.id);
}

TEST_F(AttachmentsTest, ItLiesUnderItsHashAndEncrypted) {
  const Attachment photo = given(jpeg);
  ASSERT_EQ(files().size(), 1U);
  EXPECT_EQ(files().front(), store.dir.path() / "attachments" / photo.hash.substr(0, 2) /
                                 photo.hash.substr(2, 2) / photo.hash);
  EXPECT_EQ(hotline::test::file_bytes(files().front()).find("hole in the road"), std::string::npos);
}

TEST_F(AttachmentsTest, ASecondCopyIsThereBeforeKeepReturns) {
  AttachmentSettings settings;
  settings.directory = store.dir.path() / "attachments";
  settings.second_copy = store.dir.path() / "archive" / "files";
  const auto doubled = value_of(Attachments::open(settings, store.random));
  const KeptFile file = value_of(doubled->keep(jpeg));
  const fs::path place = fs::path(file.hash.substr(0, 2)) / file.hash.substr(2, 2) / file.hash;
  EXPECT_EQ(hotline::test::file_bytes(settings.second_copy / place),
            hotline::test::file_bytes(settings.directory / place));
  fs::remove(settings.second_copy / place);
  value_of(doubled->keep(jpeg));
  EXPECT_TRUE(fs::exists(settings.second_copy / place)) << "of content that was kept before, too";
}

TEST_F(AttachmentsTest, APlaceThatCannotTakeTheSecondCopyKeepsNobodyFromSending) {
  AttachmentSettings settings;
  settings.directory = store.dir.path() / "attachments";
  settings.second_copy = store.dir.path() / "no_folder";
  std::ofstream(settings.second_copy) << "a file";
  const auto doubled = value_of(Attachments::open(settings, store.random));
  EXPECT_TRUE(doubled->keep(jpeg).ok());
  EXPECT_EQ(files().size(), 1U);
}

TEST_F(AttachmentsTest, EqualContentIsStoredOnceAndStaysUntilItsLastAttachmentIsErased) {
  const Attachment one = given(jpeg, 1), two = given(jpeg, 2);
  EXPECT_EQ(one.hash, two.hash);
  EXPECT_EQ(files().size(), 1U);
  EXPECT_TRUE(erase(one.id));
  EXPECT_EQ(value_of(read(two)), jpeg);
  EXPECT_FALSE(erase(one.id)) << "it is gone already";
  EXPECT_TRUE(erase(two.id));
  EXPECT_TRUE(files().empty());
  EXPECT_EQ(read(two).error().code, base::ErrorCode::not_found);
}

TEST_F(AttachmentsTest, AStrayCopyOfAnErasedFileCannotBeRead) {
  const Attachment photo = given(jpeg);
  const fs::path path = files().front(), copy = store.dir.path() / "copy";
  fs::copy_file(path, copy);
  erase(photo.id);
  fs::copy_file(copy, path);
  EXPECT_EQ(read(photo).error().code, base::ErrorCode::not_found);
}

TEST_F(AttachmentsTest, AnErasedIdIsNeverGivenToAnother) {
  const Attachment photo = given(jpeg);
  erase(photo.id);
  EXPECT_NE(given(other_jpeg).id, photo.id);
  EXPECT_FALSE(store.read([&](store::ReadTx& tx) { return Attachments::find(tx, photo.id).has_value(); }));
}

TEST_F(AttachmentsTest, ErasingAndAttachingTheSameContentInOneCommitKeepsTheFile) {
  const Attachment before = given(jpeg);
  const KeptFile file = value_of(attachments->keep(jpeg));
  const Attachment after = store.write([&](store::WriteTx& tx) {
    attachments->erase(tx, before.id, deed.actor);
    return attachments->attach(tx, file, 2, 0, deed.actor);
  });
  EXPECT_EQ(value_of(read(after)), jpeg);
}

TEST_F(AttachmentsTest, AllOfARequestAreErasedTogetherAndNoOthers) {
  given(jpeg, 1), given(other_jpeg, 1);
  const Attachment another = given("另一件诉求的说明", 2);
  const std::size_t erased =
      store.write([&](store::WriteTx& tx) { return attachments->erase_of_request(tx, 1, deed.actor); });
  EXPECT_EQ(erased, 2U);
  EXPECT_EQ(value_of(read(another)), "另一件诉求的说明");
}

TEST_F(AttachmentsTest, AnUndoneWriteErasesNothing) {
  const Attachment photo = given(jpeg);
  const auto status = store.get().write([&](store::WriteTx& tx) -> base::Status {
    attachments->erase(tx, photo.id, deed.actor);
    return base::Error::of(base::ErrorCode::conflict, "", "");
  });
  EXPECT_FALSE(status.ok());
  EXPECT_EQ(value_of(read(photo)), jpeg);
}

TEST_F(AttachmentsTest, WhatIsNotTakenIsRefusedAndNothingIsStored) {
  EXPECT_EQ(attachments->keep("").error().code, base::ErrorCode::invalid_input);
  const auto program = attachments->keep(std::string("MZ\x90\0\x03\0\0\0", 8));
  ASSERT_FALSE(program.ok());
  EXPECT_EQ(program.error().code, base::ErrorCode::unsupported_type);
  EXPECT_NE(program.error().text.en.find("jpg"), std::string::npos) << "it says what is taken";
  EXPECT_EQ(attachments->keep(jpeg + std::string(1024, 'x')).error().code, base::ErrorCode::too_large);
  EXPECT_TRUE(files().empty());
}

TEST_F(AttachmentsTest, ARequestHasAMost) {
  for (int i = 0; i < 3; ++i) given(jpeg + std::to_string(i));
  const KeptFile file = value_of(attachments->keep(jpeg));
  const auto fourth =
      store.get().write([&](store::WriteTx& tx) { return attachments->attach(tx, file, 1, 0, deed.actor); });
  ASSERT_FALSE(fourth.ok());
  EXPECT_EQ(fourth.error().code, base::ErrorCode::conflict);
}

TEST_F(AttachmentsTest, AChangedFileIsFoundOut) {
  const Attachment photo = given(jpeg);
  {
    std::fstream file(files().front(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(10);
    file.put('!');
  }
  EXPECT_EQ(read(photo).error().code, base::ErrorCode::corrupt);
  std::ofstream(files().front(), std::ios::trunc) << "";
  EXPECT_EQ(read(photo).error().code, base::ErrorCode::corrupt);
}

TEST_F(AttachmentsTest, ALostFileIsWrittenAgainWhenItComesAgain) {
  const Attachment photo = given(jpeg);
  fs::remove(files().front());
  EXPECT_EQ(read(photo).error().code, base::ErrorCode::unavailable);
  given(jpeg, 2);
  EXPECT_EQ(value_of(read(photo)), jpeg);
}

TEST_F(AttachmentsTest, AUnitsEvidenceBelongsToItsTicket) {
  const Attachment evidence = given("现场照片说明", 0, 7);
  const auto all = store.read([](store::ReadTx& tx) { return Attachments::of_ticket(tx, 7); });
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all.front().id, evidence.id);
}

TEST(AttachmentDirectory, ThatCannotBeMadeIsAnError) {
  hotline::test::TempDir dir;
  std::ofstream(dir.file("file")) << "no directory";
  base::SeededRandom random{1};
  AttachmentSettings settings;
  settings.directory = dir.file("file") + "/below";
  EXPECT_EQ(Attachments::open(settings, random).error().code, base::ErrorCode::unavailable);
}

}  // namespace
}  // namespace hotline::intake::test
