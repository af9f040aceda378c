#include "jit/report/jitdump.h"

#include <elf.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace kiln::jit {

namespace {

constexpr uint32_t kMagic = 0x4A695444, kVersion = 1;
enum Record : uint32_t { kCodeLoad = 0, kDebugInfo = 2, kClose = 3 };

template <typename T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

uint64_t now() {
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return static_cast<uint64_t>(t.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(t.tv_nsec);
}

// A record's prefix (id, total size, time stamp) before its body.
std::string record(Record id, const std::string& body) {
  std::string out;
  put(out, static_cast<uint32_t>(id));
  put(out, static_cast<uint32_t>(16 + body.size()));
  put(out, now());
  return out + body;
}

}  // namespace

JitDump::JitDump() {
  file_ = open(fmt::format("/tmp/jit-{}.dump", getpid()).c_str(), O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0666);
  if (file_ < 0) return;
  std::string header;
  put(header, kMagic);
  put(header, kVersion);
  put(header, uint32_t{40});
#if defined(__x86_64__)
  put(header, uint32_t{EM_X86_64});
#else
  put(header, uint32_t{EM_AARCH64});
#endif
  put(header, uint32_t{0});
  put(header, static_cast<uint32_t>(getpid()));
  put(header, now());
  put(header, uint64_t{0});
  write(header);
  marker_bytes_ = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  marker_ = mmap(nullptr, marker_bytes_, PROT_READ | PROT_EXEC, MAP_PRIVATE, file_, 0);
}

JitDump::~JitDump() {
  if (file_ < 0) return;
  write(record(kClose, ""));
  if (marker_ != MAP_FAILED) munmap(marker_, marker_bytes_);
  close(file_);
}

void JitDump::add(const Compilation& compilation) {
  if (file_ < 0) return;
  const auto address = reinterpret_cast<uint64_t>(compilation.start);
  std::string lines;
  uint64_t count = 0;
  for (const CodePoint& point : compilation.points) {
    if (point.line <= 0 || compilation.source_file.empty()) continue;
    put(lines, address + point.offset);
    put(lines, static_cast<uint32_t>(point.line));
    put(lines, uint32_t{0});
    lines += compilation.source_file;
    lines += '\0';
    count++;
  }
  if (count != 0) {
    std::string body;
    put(body, address);
    put(body, count);
    write(record(kDebugInfo, body + lines));
  }
  std::string body;
  put(body, static_cast<uint32_t>(getpid()));
  put(body, static_cast<uint32_t>(syscall(SYS_gettid)));
  put(body, address);
  put(body, address);
  put(body, uint64_t{compilation.size_bytes});
  put(body, next_index_++);
  body += compilation.full_name();
  body += '\0';
  body.append(reinterpret_cast<const char*>(compilation.start), compilation.size_bytes);
  write(record(kCodeLoad, body));
}

void JitDump::write(const std::string& bytes) {
  size_t done = 0;
  while (done < bytes.size()) {
    ssize_t n = ::write(file_, bytes.data() + done, bytes.size() - done);
    if (n <= 0) return;
    done += static_cast<size_t>(n);
  }
}

}  // namespace kiln::jit
