#include "jit/report/reports.h"

#include <algorithm>

#include "jit/report/assembly_listing.h"
#include "jit/report/compilation_log.h"
#include "jit/report/gdb_interface.h"
#include "jit/report/jitdump.h"
#include "vm/base/perf_map.h"

namespace kiln::jit {

const CodePoint* Compilation::find_point(uint32_t offset) const {
  auto after = std::upper_bound(points.begin(), points.end(), offset, [](uint32_t at, const CodePoint& p) { return at < p.offset; });
  return after == points.begin() ? nullptr : &*std::prev(after);
}

struct Reports::Parts {
  ReportOptions options;
  std::unique_ptr<PerfMapFile> perf_map;
  std::unique_ptr<JitDump> jitdump;
  std::unique_ptr<GdbInterface> gdb;
  std::unique_ptr<AssemblyListing> assembly;
  std::unique_ptr<CompilationLog> log;
};

Reports::Reports(const ReportOptions& options) : parts_(std::make_unique<Parts>()) {
  parts_->options = options;
  if (options.perf_map) parts_->perf_map = std::make_unique<PerfMapFile>();
  if (options.jitdump) parts_->jitdump = std::make_unique<JitDump>();
  if (options.gdb) parts_->gdb = std::make_unique<GdbInterface>();
  parts_->assembly = std::make_unique<AssemblyListing>();
  if (options.log) parts_->log = std::make_unique<CompilationLog>(options.log_file);
}

Reports::~Reports() = default;

bool Reports::want_points() const { return parts_->jitdump != nullptr || parts_->options.assembly || parts_->log != nullptr; }
bool Reports::want_instructions() const { return parts_->options.assembly; }

bool Reports::is_anybody_there() const {
  const ReportOptions& o = parts_->options;
  return o.perf_map || o.jitdump || o.gdb || o.assembly || o.log;
}

void Reports::installed(const Compilation& compilation) {
  if (parts_->perf_map) {
    parts_->perf_map->add(compilation.start, compilation.size_bytes, compilation.full_name());
    parts_->perf_map->flush();  // a process that dies leaves the lines behind
  }
  if (parts_->jitdump) parts_->jitdump->add(compilation);
  if (parts_->gdb) parts_->gdb->add(compilation);
  if (parts_->log) parts_->log->add(compilation);
  if (parts_->options.assembly || compilation.is_listed) {
    parts_->options.print(parts_->options.print_context, parts_->assembly->list(compilation));
  }
}

void Reports::removed(const uint8_t* start) {
  if (parts_->gdb) parts_->gdb->remove(start);
}

}  // namespace kiln::jit
