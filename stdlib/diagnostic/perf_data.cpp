#include "stdlib/diagnostic/perf_data.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <pwd.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "gc/heap.h"
#include "stdlib/diagnostic/diagnostics.h"
#include "stdlib/library_environment.h"
#include "stdlib/management/memory_service.h"
#include "vm/base/memory.h"
#include "vm/base/system_thread.h"
#include "vm/exec/java_thread.h"
#include "vm/exec/tiering.h"
#include "vm/meta/loader_data.h"
#include "vm/thread/park.h"
#include "vm/thread/registry.h"
#include "vm/thread/transitions.h"

namespace kiln::diagnostic {

namespace {

constexpr size_t kFileBytes = 32 * 1024;
constexpr int64_t kPeriodNs = 100'000'000;
constexpr int64_t kTicksPerSecond = 1'000'000'000;
constexpr size_t kSamplerStack = 256 * 1024;

struct Prologue {
  uint8_t magic[4];  // ca fe c0 c0
  uint8_t byte_order, major, minor, accessible;
  int32_t used, overflow;
  int64_t changed_ticks;
  int32_t first_entry, entries;
};
static_assert(sizeof(Prologue) == 32);

struct Entry {
  int32_t length, name_offset, elements;
  uint8_t type, flags, units, variability;
  int32_t data_offset;
};
static_assert(sizeof(Entry) == 20);
constexpr uint8_t kSupported = 1;

// --- what is sampled -------------------------------------------------------------------------------------------------

struct Sample {
  HeapUsage eden{}, survivors{}, young{}, old{};
  CollectorTotals young_collections, full_collections;
  int64_t metaspace_used, metaspace_committed, metaspace_limit;
  int64_t class_space_used, class_space_committed, class_space_limit;
  int64_t classes_loaded, classes_unloaded;
  int64_t compilations, compile_time_ns;
  int64_t threads_started, threads_live, threads_peak, threads_daemon;
  int64_t safepoints;
  int64_t ticks;
};

struct Counter {
  const char* name;
  PerfUnits units;
  PerfVariability variability;
  int64_t (*value)(const Sample& sample);
};

#define VM_SAMPLED(name, units, variability, expression)                            \
  {name, PerfUnits::units, PerfVariability::variability, [](const Sample& s) {      \
     return static_cast<int64_t>(expression);                                       \
   }}
// Pools in which objects are young are generation 0, the one in which they stay is generation 1. A plan without the former
// shows a young generation of size 0.
#define VM_SAMPLED_POOL(prefix, pool)                                              \
  VM_SAMPLED(prefix ".maxCapacity", kBytes, kVariable, s.pool.max_bytes),          \
      VM_SAMPLED(prefix ".capacity", kBytes, kVariable, s.pool.committed_bytes),   \
      VM_SAMPLED(prefix ".initCapacity", kBytes, kVariable, s.pool.initial_bytes), \
      VM_SAMPLED(prefix ".used", kBytes, kVariable, s.pool.used_bytes)
#define VM_SAMPLED_GENERATION(prefix, pool)                                       \
  VM_SAMPLED(prefix ".minCapacity", kBytes, kVariable, s.pool.initial_bytes),     \
      VM_SAMPLED(prefix ".maxCapacity", kBytes, kVariable, s.pool.max_bytes),     \
      VM_SAMPLED(prefix ".capacity", kBytes, kVariable, s.pool.committed_bytes)
constexpr Counter kSampled[] = {
    VM_SAMPLED_GENERATION("sun.gc.generation.0", young),
    VM_SAMPLED_POOL("sun.gc.generation.0.space.0", eden),
    VM_SAMPLED_POOL("sun.gc.generation.0.space.1", survivors),
    VM_SAMPLED_GENERATION("sun.gc.generation.1", old),
    VM_SAMPLED_POOL("sun.gc.generation.1.space.0", old),
    VM_SAMPLED("sun.gc.collector.0.invocations", kEvents, kMonotonic, s.young_collections.collections),
    VM_SAMPLED("sun.gc.collector.0.time", kTicks, kMonotonic, s.young_collections.time_ns),
    VM_SAMPLED("sun.gc.collector.1.invocations", kEvents, kMonotonic, s.full_collections.collections),
    VM_SAMPLED("sun.gc.collector.1.time", kTicks, kMonotonic, s.full_collections.time_ns),
    VM_SAMPLED("sun.gc.metaspace.minCapacity", kBytes, kVariable, 0),
    VM_SAMPLED("sun.gc.metaspace.capacity", kBytes, kVariable, s.metaspace_committed),
    VM_SAMPLED("sun.gc.metaspace.maxCapacity", kBytes, kVariable, s.metaspace_limit),
    VM_SAMPLED("sun.gc.metaspace.used", kBytes, kVariable, s.metaspace_used),
    VM_SAMPLED("sun.gc.compressedclassspace.minCapacity", kBytes, kVariable, 0),
    VM_SAMPLED("sun.gc.compressedclassspace.capacity", kBytes, kVariable, s.class_space_committed),
    VM_SAMPLED("sun.gc.compressedclassspace.maxCapacity", kBytes, kVariable, s.class_space_limit),
    VM_SAMPLED("sun.gc.compressedclassspace.used", kBytes, kVariable, s.class_space_used),
    VM_SAMPLED("java.cls.loadedClasses", kEvents, kMonotonic, s.classes_loaded),
    VM_SAMPLED("java.cls.unloadedClasses", kEvents, kMonotonic, s.classes_unloaded),
    VM_SAMPLED("sun.ci.totalCompiles", kEvents, kMonotonic, s.compilations),
    VM_SAMPLED("java.ci.totalTime", kTicks, kMonotonic, s.compile_time_ns),
    VM_SAMPLED("sun.cls.loadedBytes", kBytes, kMonotonic, s.metaspace_used),
    VM_SAMPLED("java.threads.started", kEvents, kMonotonic, s.threads_started),
    VM_SAMPLED("java.threads.live", kNone, kVariable, s.threads_live),
    VM_SAMPLED("java.threads.livePeak", kNone, kVariable, s.threads_peak),
    VM_SAMPLED("java.threads.daemon", kNone, kVariable, s.threads_daemon),
    VM_SAMPLED("sun.rt.safepoints", kEvents, kMonotonic, s.safepoints),
    VM_SAMPLED("sun.os.hrt.ticks", kTicks, kMonotonic, s.ticks),
};
#undef VM_SAMPLED_GENERATION
#undef VM_SAMPLED_POOL
#undef VM_SAMPLED

// What Kiln has not: always 0, but jstat wants to see it.
struct Absent {
  const char* name;
  PerfUnits units;
};
constexpr Absent kAbsent[] = {
    {"sun.gc.generation.0.space.2.maxCapacity", PerfUnits::kBytes},
    {"sun.gc.generation.0.space.2.capacity", PerfUnits::kBytes},
    {"sun.gc.generation.0.space.2.used", PerfUnits::kBytes},
    {"sun.gc.policy.tenuringThreshold", PerfUnits::kNone},
    {"sun.gc.policy.maxTenuringThreshold", PerfUnits::kNone},
    {"sun.gc.policy.desiredSurvivorSize", PerfUnits::kBytes},
    {"java.cls.sharedLoadedClasses", PerfUnits::kEvents},
    {"java.cls.sharedUnloadedClasses", PerfUnits::kEvents},
    {"sun.cls.unloadedBytes", PerfUnits::kBytes},
    {"sun.cls.sharedLoadedBytes", PerfUnits::kBytes},
    {"sun.cls.sharedUnloadedBytes", PerfUnits::kBytes},
};

// --- the file --------------------------------------------------------------------------------------------------------

std::string user_name() {
  char buffer[4096];
  passwd entry;
  passwd* found = nullptr;
  getpwuid_r(geteuid(), &entry, buffer, sizeof buffer, &found);
  return found != nullptr ? found->pw_name : "";
}

// A folder that is ours, no link, and that no one else can write in.
bool is_secure(const std::string& folder) {
  struct stat status;
  return lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == geteuid() &&
         (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

// Files of processes that ended without removing theirs.
void remove_stale_files(const std::string& folder) {
  DIR* directory = opendir(folder.c_str());
  if (directory == nullptr) return;
  while (dirent* entry = readdir(directory)) {
    char* end;
    long pid = std::strtol(entry->d_name, &end, 10);
    if (*end != '\0' || pid <= 0 || pid == getpid()) continue;
    if (kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH) unlinkat(dirfd(directory), entry->d_name, 0);
  }
  closedir(directory);
}

char* map_shared(const std::string& path) {
  int fd = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0) return nullptr;
  struct stat status;
  // Blocks that are there already: a full disk must not become a SIGBUS later.
  bool ok = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) && status.st_nlink == 1 && posix_fallocate(fd, 0, kFileBytes) == 0;
  void* memory = ok ? mmap(nullptr, kFileBytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;
  close(fd);
  if (memory != MAP_FAILED) return static_cast<char*>(memory);
  unlink(path.c_str());
  return nullptr;
}

std::string_view property(const Vm& vm, std::string_view key) {
  for (const auto& [name, value] : vm.library->properties) {
    if (name == key) return value;
  }
  return {};
}

int64_t epoch_ms(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

}  // namespace

char* PerfData::create(std::string_view name, char type, PerfUnits units, PerfVariability variability, size_t elements, size_t bytes) {
  MutexLock lock(mutex_);
  const size_t name_end = sizeof(Entry) + name.size() + 1;
  if (base_ != nullptr) {
    auto& prologue = *reinterpret_cast<Prologue*>(base_);
    const auto start = static_cast<size_t>(prologue.used);
    const size_t data = align_up(start + name_end, 8) - start;
    const size_t length = align_up(data + bytes, 8);
    if (start + length <= kFileBytes) {
      char* at = base_ + start;
      Entry entry{static_cast<int32_t>(length), sizeof(Entry), static_cast<int32_t>(elements), static_cast<uint8_t>(type), kSupported,
                  static_cast<uint8_t>(units), static_cast<uint8_t>(variability), static_cast<int32_t>(data)};
      memcpy(at, &entry, sizeof entry);
      memcpy(at + sizeof entry, name.data(), name.size());
      prologue.used += static_cast<int32_t>(length);
      prologue.entries++;
      return at + data;
    }
    prologue.overflow += static_cast<int32_t>(length);
  }
  auto* outside = static_cast<char*>(native_allocate(align_up(bytes, 8)));
  memset(outside, 0, bytes);
  return outside;
}

int64_t* PerfData::create_long(std::string_view name, PerfUnits units, PerfVariability variability, int64_t value) {
  auto* at = reinterpret_cast<int64_t*>(create(name, 'J', units, variability, 0, sizeof(int64_t)));
  *at = value;
  return at;
}

char* PerfData::create_bytes(std::string_view name, PerfUnits units, PerfVariability variability, std::string_view value, size_t capacity) {
  char* at = create(name, 'B', units, variability, capacity, capacity);
  memcpy(at, value.data(), std::min(value.size(), capacity));
  return at;
}

void PerfData::open(Vm& vm) {
  if (!vm.library->diagnostic.use_perf_data) return;
  const std::string user = user_name();
  const std::string folder = "/tmp/hsperfdata_" + user;
  if (!vm.library->diagnostic.perf_disable_shared_mem && !user.empty()) {
    if (mkdir(folder.c_str(), 0755) == 0 || errno == EEXIST) {
      if (is_secure(folder)) {
        remove_stale_files(folder);
        path_ = fmt::format("{}/{}", folder, getpid());
        base_ = map_shared(path_);
        if (base_ == nullptr) path_.clear();
      }
    }
  }
  if (base_ == nullptr) {
    void* memory = mmap(nullptr, kFileBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) return;
    base_ = static_cast<char*>(memory);
  }
  Prologue prologue{{0xca, 0xfe, 0xc0, 0xc0}, 1, 2, 0, 0, sizeof(Prologue), 0, 0, sizeof(Prologue), 0};
  memcpy(base_, &prologue, sizeof prologue);
  write_constants(vm);
  __atomic_store_n(&reinterpret_cast<Prologue*>(base_)->accessible, 1, __ATOMIC_RELEASE);
}

void PerfData::write_constants(Vm& vm) {
  const LibraryEnvironment& environment = *vm.library;
  auto text = [&](std::string_view name, std::string_view value, PerfVariability variability = PerfVariability::kConstant) {
    std::string with_zero(value);
    with_zero.push_back('\0');
    create_bytes(name, PerfUnits::kString, variability, with_zero, with_zero.size());
  };
  // What the user gave must not crowd the numbers out.
  auto shortened = [](std::string_view value) { return value.substr(0, 1024); };
  create_long("sun.rt.createVmBeginTime", PerfUnits::kNone, PerfVariability::kConstant, epoch_ms(environment.started_at));
  create_long("sun.os.hrt.frequency", PerfUnits::kHertz, PerfVariability::kConstant, kTicksPerSecond);
  // Attaching is possible, nothing else of what the bits stand for.
  std::string capabilities(64, '0');
  if (!environment.diagnostic.disable_attach) capabilities[0] = capabilities[1] = '1';
  text("sun.rt.jvmCapabilities", capabilities);
  create_long("sun.rt.jvmVersion", PerfUnits::kNone, PerfVariability::kConstant, 0);
  text("sun.rt.javaCommand", shortened(environment.java_command));
  text("java.rt.vmArgs", shortened(environment.vm_arguments_text));
  text("java.rt.vmFlags", shortened(environment.vm_flags_text));
  text("sun.rt.internalVersion", fmt::format("{} ({})", property(vm, "java.vm.name"), property(vm, "java.vm.version")));
  for (const char* key : {"java.vm.specification.version", "java.vm.specification.name", "java.vm.specification.vendor",
                          "java.vm.version", "java.vm.name", "java.vm.vendor", "java.vm.info", "jdk.debug", "java.home",
                          "java.class.path", "java.library.path"}) {
    text(fmt::format("java.property.{}", key), shortened(property(vm, key)));
  }
  text("sun.property.sun.boot.library.path", property(vm, "sun.boot.library.path"));
  text("sun.gc.policy.name", vm.heap->plan_name());
  create_long("sun.gc.policy.collectors", PerfUnits::kNone, PerfVariability::kConstant, 2);
  create_long("sun.gc.policy.generations", PerfUnits::kNone, PerfVariability::kConstant, 2);
  const PoolTable& pools = vm.heap->pool_table();
  for (size_t i = 0; i < pools.pool_count; i++) {
    text(fmt::format("sun.gc.generation.{}.space.{}.name", pools.pools[i].is_tenured ? 1 : 0, pools.pools[i].is_tenured ? 0 : i),
         pools.pools[i].name);
  }
  for (size_t i = 0; i < pools.collector_count; i++) {
    text(fmt::format("sun.gc.collector.{}.name", i + 2 - pools.collector_count), pools.collectors[i].name);
  }
  text("sun.gc.cause", "No GC", PerfVariability::kVariable);
  last_cause_ = create_bytes("sun.gc.lastCause", PerfUnits::kString, PerfVariability::kVariable, "No GC", kCauseBytes);
  for (const Absent& absent : kAbsent) create_long(absent.name, absent.units, PerfVariability::kConstant, 0);
  values_ = new int64_t*[std::size(kSampled)];
  for (size_t i = 0; i < std::size(kSampled); i++) {
    values_[i] = create_long(kSampled[i].name, kSampled[i].units, kSampled[i].variability, 0);
  }
}

void PerfData::note_started() {
  if (base_ == nullptr) return;
  create_long("sun.rt.createVmEndTime", PerfUnits::kNone, PerfVariability::kConstant, epoch_ms(std::chrono::system_clock::now()));
}

// --- the thread ------------------------------------------------------------------------------------------------------

namespace {

void add(HeapUsage& sum, const HeapUsage& usage) {
  sum.initial_bytes += usage.initial_bytes;
  sum.used_bytes += usage.used_bytes;
  sum.committed_bytes += usage.committed_bytes;
  sum.max_bytes += usage.max_bytes;
}

void sample_heap(const Heap& heap, Sample& s) {
  const PoolTable& table = heap.pool_table();
  for (size_t i = 0; i < table.pool_count; i++) {
    HeapUsage usage = heap.pool_usage(i);
    if (usage.max_bytes == HeapUsage::kUndefined) usage.max_bytes = usage.committed_bytes;
    if (table.pools[i].is_tenured) {
      s.old = usage;
      continue;
    }
    (i == 0 ? s.eden : s.survivors) = usage;
    add(s.young, usage);
  }
  const size_t last = table.collector_count - 1;  // works on the whole heap
  s.full_collections = heap.collector_totals(last);
  for (size_t i = 0; i < last; i++) s.young_collections = heap.collector_totals(i);
}

}  // namespace

void PerfData::write_last_cause(management::MemoryService& memory) {
  std::optional<management::FinishedCollection> latest;
  for (size_t i = 0; i < memory.collector_count(); i++) {
    auto last = memory.last_collection(i);
    if (last && (!latest || last->record.end_ns > latest->record.end_ns)) latest = last;
  }
  if (!latest) return;
  char text[kCauseBytes] = {};
  strncpy(text, name_of(latest->record.cause), sizeof text - 1);
  memcpy(last_cause_, text, sizeof text);
}

void PerfData::sample(Vm& vm) {
  Sample s;
  sample_heap(*vm.heap, s);
  write_last_cause(*vm.library->memory);
  s.class_space_used = static_cast<int64_t>(vm.class_space->used_bytes());
  s.class_space_committed = static_cast<int64_t>(vm.class_space->committed_bytes());
  s.class_space_limit = static_cast<int64_t>(vm.class_space->end() - vm.class_space->base());
  s.metaspace_used = static_cast<int64_t>(vm.meta_space->used_bytes()) + s.class_space_used;
  s.metaspace_committed = static_cast<int64_t>(vm.meta_space->committed_bytes()) + s.class_space_committed;
  s.metaspace_limit = static_cast<int64_t>(vm.meta_space->end() - vm.meta_space->base()) + s.class_space_limit;
  s.classes_loaded = static_cast<int64_t>(vm.classes->total_loaded());
  s.classes_unloaded = static_cast<int64_t>(vm.classes->total_unloaded());
  s.compilations = vm.compiler != nullptr ? vm.compiler->compilation_count() : 0;
  s.compile_time_ns = vm.compiler != nullptr ? vm.compiler->compile_time_ns() : 0;
  s.threads_started = vm.threads->started_count();
  s.threads_live = vm.threads->count();
  s.threads_peak = vm.threads->peak_count();
  s.threads_daemon = vm.threads->daemon_count();
  s.safepoints = vm.threads->safepoint_count();
  s.ticks = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - vm.library->started_steady).count();
  for (size_t i = 0; i < std::size(kSampled); i++) __atomic_store_n(values_[i], kSampled[i].value(s), __ATOMIC_RELAXED);
  __atomic_store_n(&reinterpret_cast<Prologue*>(base_)->changed_ticks, s.ticks, __ATOMIC_RELAXED);
}

// A thread that Java does not see and that runs no Java code.
void* PerfData::sampler(void* argument) {
  Vm& vm = *static_cast<Vm*>(argument);
  auto* self = new Thread(vm);
  self->is_daemon = true;
  self->is_hidden = true;
  self->adopt_current_os_thread();
  vm.threads->add(*self);
  Thread::set_current(self);
  return_from_safe_state(*self, ThreadState::kInVm);
  if (vm.threads->hooks.prepare != nullptr) vm.threads->hooks.prepare(*self);
  for (;;) {
    vm.library->diagnostics->perf.sample(vm);
    BlockedInVm blocked(*self);
    timespec period{0, kPeriodNs};
    nanosleep(&period, nullptr);
  }
}

void PerfData::start_sampling(Vm& vm) {
  if (base_ == nullptr) return;
  sample(vm);
  if (path_.empty()) return;  // nobody looks
  pthread_t thread;
  // Without it the counters stay as they are.
  if (start_system_thread(&thread, "VM Periodic", sampler, &vm, kSamplerStack)) pthread_detach(thread);
}

void PerfData::close() {
  if (!path_.empty()) unlink(path_.c_str());
}

void* map_perf_data(int pid, bool writable, size_t* bytes) {
  DIR* tmp = opendir("/tmp");
  int fd = -1;
  errno = ENOENT;
  while (dirent* entry = tmp != nullptr ? readdir(tmp) : nullptr) {
    if (!std::string_view(entry->d_name).starts_with("hsperfdata_")) continue;
    fd = open(fmt::format("/tmp/{}/{}", entry->d_name, pid).c_str(), (writable ? O_RDWR : O_RDONLY) | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 || errno != ENOENT) break;
  }
  int error = errno;
  if (tmp != nullptr) closedir(tmp);
  errno = error;
  if (fd < 0) return nullptr;
  struct stat status;
  void* memory = MAP_FAILED;
  if (fstat(fd, &status) == 0) {
    bool is_ours = S_ISREG(status.st_mode) && (status.st_uid == geteuid() || geteuid() == 0);
    errno = is_ours ? EINVAL : EACCES;
    if (is_ours && status.st_size > 0) {
      *bytes = static_cast<size_t>(status.st_size);
      memory = mmap(nullptr, *bytes, PROT_READ | (writable ? PROT_WRITE : 0), MAP_SHARED, fd, 0);
    }
  }
  error = errno;
  ::close(fd);
  errno = error;
  return memory == MAP_FAILED ? nullptr : memory;
}

}  // namespace kiln::diagnostic
