#include "jit/report/compilation_log.h"

#include <fmt/format.h>
#include <unistd.h>

namespace kiln::jit {

namespace {

// A JSON string. Names are modified UTF-8; what is not printable ASCII but a control sign is passed through.
std::string quote(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

CompilationLog::CompilationLog(std::string name) {
  if (name.empty()) name = "kiln_compilation_%p.jsonl";
  if (size_t at = name.find("%p"); at != std::string::npos) name.replace(at, 2, std::to_string(getpid()));
  file_ = std::fopen(name.c_str(), "w");
}

CompilationLog::~CompilationLog() {
  if (file_ != nullptr) std::fclose(file_);
}

std::string CompilationLog::line(const Compilation& c) {
  std::string out = fmt::format(
      R"({{"id":{},"time_ms":{:.3f},"us":{:.1f},"cpu_us":{:.1f},"background":{},"method":{},"descriptor":{},"tier":{},"bytecodes":{},"code":{},"address":"{:#x}")", c.id,
      static_cast<double>(c.begin_ns) / 1e6, static_cast<double>(c.duration_ns) / 1e3, static_cast<double>(c.cpu_ns) / 1e3, c.is_in_background, quote(c.class_name + "." + c.method_name),
      quote(c.descriptor), c.tier, c.bytecode_bytes, c.size_bytes, reinterpret_cast<uintptr_t>(c.start));
  if (!c.source_file.empty()) out += R"(,"source":)" + quote(c.source_file);
  out += R"(,"points":[)";
  for (size_t i = 0; i < c.points.size(); i++) {
    out += fmt::format("{}[{},{},{}]", i == 0 ? "" : ",", c.points[i].offset, c.points[i].bci, c.points[i].line);
  }
  return out + "]}";
}

void CompilationLog::add(const Compilation& compilation) {
  if (file_ == nullptr) return;
  std::string text = line(compilation) + "\n";
  std::fwrite(text.data(), 1, text.size(), file_);
  std::fflush(file_);
}

}  // namespace kiln::jit
