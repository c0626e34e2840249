// Bytes as they come off a socket, in two pieces, to the real server: head, chunks, query, cookies, pipelined
// requests. The first byte says where they are cut; "@KEY@" stands for a key that may do much. Whatever
// comes, the server answers in HTTP or closes, and never with 500.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>

#include "fuzz/fuzz_support.hpp"
#include "fuzz/served.hpp"

namespace {

using namespace hotline;

constexpr int patience_ms = 10'000;

class Socket {
 public:
  explicit Socket(unsigned short port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(port);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    fuzz::must_hold(::connect(descriptor_, reinterpret_cast<sockaddr*>(&server), sizeof server) == 0);
    // Closed at once, so that thousands of connections a second do not use up all ports.
    const linger at_once{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  ~Socket() { ::close(descriptor_); }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  // False when the server does not want more.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void end() { ::shutdown(descriptor_, SHUT_WR); }
  // More of the answer; false at its end.
  bool receive(std::string& answer) {
    pollfd waited{descriptor_, POLLIN, 0};
    if (::poll(&waited, 1, patience_ms) == 0) fuzz::found("the server neither answers nor closes");
    std::array<char, 16384> piece;
    const ssize_t got = ::recv(descriptor_, piece.data(), piece.size(), 0);
    if (got <= 0) return false;
    answer.append(piece.data(), static_cast<std::size_t>(got));
    return true;
  }

 private:
  int descriptor_;
};

std::string with_key(std::string_view input, const std::string& key) {
  constexpr std::string_view mark = "@KEY@";
  std::string out(input);
  for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark, at + key.size()))
    out.replace(at, mark.size(), key);
  return out;
}

// A stream of events ends only when the asker goes.
bool is_stream(const std::string& answer) {
  return answer.find("text/event-stream") != std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const fuzz::Undisturbed while_it_waits;
  fuzz::Served& served = fuzz::Served::fresh();
  const std::string bytes = with_key(fuzz::view_of(data + 1, size - 1), served.key());
  const std::size_t cut = bytes.size() * data[0] / 256;
  Socket socket(served.listening_port());
  if (socket.send(std::string_view(bytes).substr(0, cut))) socket.send(std::string_view(bytes).substr(cut));
  socket.end();
  std::string answer;
  while (!is_stream(answer) && socket.receive(answer)) {
  }
  fuzz::must_hold(answer.empty() || answer.starts_with("HTTP/1."));
  if (answer.find("HTTP/1.1 500") != std::string::npos) fuzz::found(answer);
  return 0;
}
