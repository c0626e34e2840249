// Answers in gzip: which are, which never are, and that they say the same.
#include "api/compression.hpp"

#include <zlib.h>

#include <array>

#include "api/domain_fixture.hpp"

namespace hotline::api {
namespace {

std::string plain_of(const std::string& gzipped) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, MAX_WBITS + 16), Z_OK);
  std::string in = gzipped, out(1U << 20U, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

const test::HttpClient::Headers gzip{{"Accept-Encoding", "gzip, br"}};

class Compression : public DomainApi {};

TEST_F(Compression, LongerReadsComeCompressedToWhoTakesItAndSayTheSame) {
  const std::int64_t id = given_ticket();
  given_ticket();
  given_ticket();
  auto chief = supervisor();
  const std::array<std::string, 2> paths{"/api/v1/tickets/" + std::to_string(id), "/api/v1/tickets?limit=50"};
  for (const std::string& path : paths) {
    const auto plain = chief.get(path);
    ASSERT_GT(plain.body.size(), kLeastCompressed) << path;
    EXPECT_FALSE(plain.has("Content-Encoding"));
    // The second time it may come from memory.
    for (int time = 0; time < 2; ++time) {
      const auto small = chief.get(path, gzip);
      EXPECT_EQ(small.header("Content-Encoding"), "gzip") << path;
      EXPECT_EQ(small.header("Vary"), "Accept-Encoding");
      EXPECT_EQ(small.header("ETag"), plain.header("ETag"));
      EXPECT_LT(small.body.size(), plain.body.size());
      EXPECT_EQ(plain_of(small.body), plain.body);
    }
    EXPECT_EQ(chief.get(path).body, plain.body) << "the plain form is kept apart";
    EXPECT_FALSE(chief.get(path, {{"Accept-Encoding", "gzip;q=0"}}).has("Content-Encoding"));
  }
}

TEST_F(Compression, NeitherShortAnswersNorWritesNorSecretsAreCompressed) {
  auto clerk = agent();
  EXPECT_FALSE(clerk.get("/api/v1/ticket-counts", gzip).has("Content-Encoding")) << "it is short";
  EXPECT_FALSE(clerk.get("/api/v1/session", gzip).has("Content-Encoding"));
  const auto taken = clerk.post("/api/v1/requests", request_body(), gzip);
  EXPECT_EQ(taken.status, 201U);
  EXPECT_FALSE(taken.has("Content-Encoding")) << "it holds the request's code";
}

TEST_F(Compression, NeverTouchesARouteThatChangesSomething) {
  for (const Route& route : routes()) {
    if (route.method == Method::get || !may_compress(route, "gzip")) continue;
    EXPECT_FALSE(route.effects_once) << route.operation << " changes something, and may answer with a secret";
  }
}

TEST(CompressedReplies, LeaveOtherContentAndStreamsAlone) {
  Reply table = Reply::bytes("text/csv", std::string(5000, 'a'));
  compress(table);
  EXPECT_EQ(table.body->size(), 5000U);
  Reply noise = Reply::json(200, "x");
  compress(noise);
  EXPECT_TRUE(noise.headers.empty());
  Reply none = Reply::no_content();
  compress(none);
  EXPECT_FALSE(none.body);
}

}  // namespace
}  // namespace hotline::api
