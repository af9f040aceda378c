#include "stdlib/diagnostic/attach_listener.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "stdlib/diagnostic/diagnostics.h"
#include "stdlib/library_environment.h"
#include "vm/exec/java_thread.h"
#include "vm/exec/exceptions.h"
#include "vm/meta/known.h"
#include "vm/thread/transitions.h"

namespace kiln::diagnostic {

namespace {

constexpr size_t kLongestName = 16;
constexpr size_t kLongestArgument = 1024;
constexpr std::string_view kProtocolVersion = "1";
constexpr int kBacklog = 5;
constexpr int kListenerPriority = 9;

bool belongs_to_us(const struct stat& status) { return status.st_uid == geteuid() || status.st_uid == 0; }

// Did a client leave its mark? Files of other users do not count.
bool is_requested() {
  const pid_t pid = getpid();
  struct stat status;
  for (const std::string& path : {fmt::format(".attach_pid{}", pid), fmt::format("/tmp/.attach_pid{}", pid)}) {
    if (stat(path.c_str(), &status) == 0) return belongs_to_us(status);
  }
  return false;
}

// Only root and the user (and group) that the VM runs as may ask.
bool may_ask(int connection) {
  ucred peer;
  socklen_t size = sizeof peer;
  if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return false;
  return peer.uid == 0 || (peer.uid == geteuid() && peer.gid == getegid());
}

bool write_all(int connection, std::string_view text) {
  while (!text.empty()) {
    ssize_t n = send(connection, text.data(), text.size(), MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    text.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

// Version, name and three arguments, each ending with a zero byte. False when the client sends something else.
bool read_request(int connection, AttachRequest* request, bool* is_our_version) {
  constexpr size_t kStrings = 2 + kAttachArguments;
  constexpr size_t kLongest = kProtocolVersion.size() + 1 + kLongestName + 1 + kAttachArguments * (kLongestArgument + 1);
  std::string text;
  for (size_t strings = 0; strings < kStrings;) {
    char buffer[512];
    ssize_t n = read(connection, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0 || text.size() + static_cast<size_t>(n) > kLongest) return false;
    for (ssize_t i = 0; i < n; i++) strings += buffer[i] == '\0';
    text.append(buffer, static_cast<size_t>(n));
    // A client of another version may send less than we wait for.
    size_t end = text.find('\0');
    if (end != std::string::npos && std::string_view(text).substr(0, end) != kProtocolVersion) {
      *is_our_version = false;
      return true;
    }
  }
  std::string_view rest = text;
  auto next = [&] {
    size_t end = rest.find('\0');
    std::string_view piece = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return std::string(piece);
  };
  next();
  request->operation = next();
  for (std::string& argument : request->arguments) argument = next();
  return request->operation.size() <= kLongestName;
}

}  // namespace

bool AttachListener::open_socket() {
  path_ = fmt::format("/tmp/.java_pid{}", getpid());
  const std::string temporary = path_ + ".tmp";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (temporary.size() >= sizeof address.sun_path) return false;
  memcpy(address.sun_path, temporary.c_str(), temporary.size() + 1);
  unlink(temporary.c_str());
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  // Under its final name only when it can be connected to, and by nobody else.
  bool ok = bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && chmod(temporary.c_str(), 0600) == 0 &&
            listen(fd, kBacklog) == 0 && rename(temporary.c_str(), path_.c_str()) == 0;
  if (!ok) {
    unlink(temporary.c_str());
    close(fd);
    return false;
  }
  int old = socket_.exchange(fd);
  if (old >= 0) shutdown(old, SHUT_RDWR);  // wakes the listener, which closes it
  return true;
}

bool AttachListener::handle_quit(Thread& self) {
  if (self.vm().library->diagnostic.disable_attach || !is_requested()) return false;
  start(self);
  return true;
}

void AttachListener::start(Thread& self) {
  struct stat status;
  if (is_started_ && stat(path_.c_str(), &status) == 0) return;
  if (!open_socket() || is_started_) return;
  Vm& vm = self.vm();
  HandleScope scope(self);
  auto group = Handle<>::of_slot(&vm.known->system_thread_group);
  Expected<Ref<java::Thread>> fresh = make_java_thread(self, group, "Attach Listener", true);
  if (fresh.ok()) {
    Handle<java::Thread> java_thread(self, fresh.value());
    java_thread.unsafe_ref()->set<int32_t>(vm.known->java_lang_Thread_priority, kListenerPriority);
    is_started_ = start_java_thread(self, java_thread, body).ok();
  }
  if (is_started_) return;
  take_exception(self);
  stop();
}

void AttachListener::body(Thread& self) { self.vm().library->diagnostics->attach.serve(self); }

void AttachListener::serve(Thread& self) {
  int listening = socket_.load();
  for (;;) {
    int connection;
    AttachRequest request;
    bool is_our_version = true;
    bool is_understood = false;
    {
      BlockedInVm blocked(self);
      connection = accept4(listening, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection >= 0) is_understood = may_ask(connection) && read_request(connection, &request, &is_our_version);
    }
    if (connection < 0) {
      if (errno == EINTR || errno == ECONNABORTED) continue;
      int now = socket_.load();
      if (now == listening || now < 0) return;  // the VM ends
      close(listening);
      listening = now;
      continue;
    }
    if (is_understood) {
      std::string answer;
      int status = is_our_version ? run_attach_request(self, request, &answer) : kAttachBadVersion;
      BlockedInVm blocked(self);
      if (write_all(connection, fmt::format("{}\n", status))) write_all(connection, answer);
      shutdown(connection, SHUT_RDWR);
    }
    close(connection);
  }
}

void AttachListener::stop() {
  if (socket_.exchange(-1) >= 0) unlink(path_.c_str());
}

}  // namespace kiln::diagnostic
