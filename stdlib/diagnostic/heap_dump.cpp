// The order of an HPROF file: names, loaded classes, threads' frames and traces, then segments of class dumps, objects
// and roots. An object's identifier is its address, a class's that of its mirror; both stand still with the world.
#include "stdlib/diagnostic/heap_dump.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "gc/heap.h"
#include "stdlib/diagnostic/hprof_writer.h"
#include "vm/exec/frame_maps.h"
#include "vm/exec/mirrors.h"
#include "vm/exec/stack_walker.h"
#include "vm/jni/globals.h"
#include "vm/meta/loader_data.h"
#include "vm/thread/monitor_table.h"
#include "vm/thread/park.h"
#include "vm/thread/registry.h"

namespace kiln::diagnostic {

namespace {

constexpr uint32_t kNoTrace = 1;  // serial of the trace without frames
constexpr uint32_t kNoFrame = 0xffffffff;

// HPROF's numbers of types, by BasicType.
uint8_t type_code(BasicType type) {
  switch (type) {
    case BasicType::kObject: return 2;
    case BasicType::kBoolean: return 4;
    case BasicType::kChar: return 5;
    case BasicType::kFloat: return 6;
    case BasicType::kDouble: return 7;
    case BasicType::kByte: return 8;
    case BasicType::kShort: return 9;
    case BasicType::kInt: return 10;
    case BasicType::kLong: return 11;
    case BasicType::kVoid: break;
  }
  VM_UNREACHABLE();
}
uint32_t type_bytes(BasicType type) {
  return type == BasicType::kObject ? uint32_t{HprofWriter::kIdBytes} : uint32_t{1} << size_shift(type);
}

uint64_t id_of(Ref<> object) { return object.is_null() ? 0 : object->address(); }
uint64_t id_of(const Symbol* symbol) { return reinterpret_cast<uintptr_t>(symbol); }
uint64_t id_of(const Class* klass) { return klass == nullptr ? 0 : id_of(klass->mirror()); }

// Fields that HPROF is told of: those of the class file.
template <typename Visitor>
void for_each_field(const Class& klass, bool is_static, Visitor&& visit) {
  for (uint32_t i = 0; i < klass.field_count; i++) {
    const Field& field = klass.fields[i];
    if (!field.is_injected() && field.is_static() == is_static) visit(field);
  }
}

class Dumper {
 public:
  Dumper(Vm& vm, HprofWriter& writer) : vm_(vm), writer_(writer) {}

  // The world is stopped.
  void run() {
    vm_.classes->for_each([&](Class& klass) {
      if (!klass.mirror().is_null()) classes_.push_back(&klass);
    });
    vm_.threads->for_each([&](Thread& thread) {
      if (thread.java_thread != 0) threads_.push_back(&thread);
    });
    write_names();
    write_classes();
    write_traces();
    for (const Class* klass : classes_) write_class(*klass);
    vm_.heap->for_each_object([&](Object* object) { write_object(object); });
    write_roots();
  }

 private:
  // --- records ---------------------------------------------------------------------------------------------------------

  void write_name(const Symbol* symbol) {
    if (symbol == nullptr || !named_.insert(symbol).second) return;
    std::string body;
    HprofWriter::append(&body, id_of(symbol), 8);
    body += symbol->view();
    writer_.record(HprofRecord::kUtf8, body);
  }

  void write_names() {
    for (const Class* klass : classes_) {
      write_name(klass->name);
      for (uint32_t i = 0; i < klass->field_count; i++) write_name(klass->fields[i].name);
    }
    for (const Thread* thread : threads_) {
      for (StackWalker walk(*thread); !walk.done(); walk.next()) {
        write_name(walk.method()->info->name);
        write_name(walk.method()->info->descriptor);
        write_name(source_file(*walk.method()->holder));
      }
    }
  }

  static const Symbol* source_file(const Class& klass) {
    return klass.attributes != nullptr ? klass.attributes->source_file.get() : nullptr;
  }

  void write_classes() {
    uint32_t serial = 0;
    for (const Class* klass : classes_) {
      serials_[klass] = ++serial;
      std::string body;
      HprofWriter::append(&body, serial, 4);
      HprofWriter::append(&body, id_of(klass), 8);
      HprofWriter::append(&body, kNoTrace, 4);
      HprofWriter::append(&body, id_of(klass->name.get()), 8);
      writer_.record(HprofRecord::kLoadClass, body);
    }
  }

  // Serials of threads count from 1, those of their traces from behind the empty one's.
  static uint32_t trace_of(size_t thread_index) { return static_cast<uint32_t>(thread_index) + kNoTrace + 1; }

  void write_trace(uint32_t serial, uint32_t thread_serial, uint64_t first_frame, uint32_t frames) {
    std::string body;
    HprofWriter::append(&body, serial, 4);
    HprofWriter::append(&body, thread_serial, 4);
    HprofWriter::append(&body, frames, 4);
    for (uint32_t i = 0; i < frames; i++) HprofWriter::append(&body, first_frame + i, 8);
    writer_.record(HprofRecord::kTrace, body);
  }

  void write_traces() {
    write_trace(kNoTrace, 0, 0, 0);
    uint64_t frame_id = 1;
    for (size_t i = 0; i < threads_.size(); i++) {
      uint64_t first = frame_id;
      for (StackWalker walk(*threads_[i]); !walk.done(); walk.next()) {
        const Method& method = *walk.method();
        int line = method.is_native() ? -3 : method.line_of(walk.bci());
        std::string body;
        HprofWriter::append(&body, frame_id++, 8);
        HprofWriter::append(&body, id_of(method.info->name.get()), 8);
        HprofWriter::append(&body, id_of(method.info->descriptor.get()), 8);
        HprofWriter::append(&body, id_of(source_file(*method.holder)), 8);
        HprofWriter::append(&body, serials_[method.holder], 4);
        HprofWriter::append(&body, static_cast<uint32_t>(line == 0 || line < -3 ? -1 : line), 4);
        writer_.record(HprofRecord::kFrame, body);
      }
      write_trace(trace_of(i), static_cast<uint32_t>(i) + 1, first, static_cast<uint32_t>(frame_id - first));
    }
  }

  // --- sub-records -----------------------------------------------------------------------------------------------------

  void write_value(const Object* holder, const Field& field) {
    if (field.type == BasicType::kObject) {
      writer_.id(id_of(load_ref(holder, field.offset)));
    } else {
      writer_.elements(holder->at<char>(field.offset), 1, size_shift(field.type));
    }
  }

  void write_class(const Class& klass) {
    const Known& known = *vm_.known;
    const Object* mirror = klass.mirror().get();
    uint16_t statics = 0, fields = 0;
    uint64_t bytes = 0;
    for_each_field(klass, true, [&](const Field& field) {
      statics++;
      bytes += HprofWriter::kIdBytes + 1 + type_bytes(field.type);
    });
    for_each_field(klass, false, [&](const Field&) {
      fields++;
      bytes += HprofWriter::kIdBytes + 1;
    });
    const LoaderData* loader = klass.loader;
    writer_.begin_sub(HprofSub::kClass, bytes + 7 * HprofWriter::kIdBytes + 2 * 4 + 3 * 2);
    writer_.id(id_of(&klass));
    writer_.u4(kNoTrace);
    writer_.id(id_of(klass.super.get()));
    writer_.id(loader != nullptr ? id_of(Ref<>(loader->loader)) : 0);
    writer_.id(id_of(load_ref(mirror, known.java_lang_Class_signers)));
    writer_.id(id_of(load_ref(mirror, known.java_lang_Class_protection_domain)));
    writer_.id(0);
    writer_.id(0);
    writer_.u4(klass.is_array() ? 0 : instance_bytes(klass));
    writer_.u2(0);  // no constants
    writer_.u2(statics);
    for_each_field(klass, true, [&](const Field& field) {
      writer_.id(id_of(field.name.get()));
      writer_.u1(type_code(field.type));
      write_value(mirror, field);
    });
    writer_.u2(fields);
    for_each_field(klass, false, [&](const Field& field) {
      writer_.id(id_of(field.name.get()));
      writer_.u1(type_code(field.type));
    });
  }

  // Bytes of an instance's values in the file, superclasses' included.
  uint32_t instance_bytes(const Class& klass) {
    auto [found, is_new] = instance_bytes_.try_emplace(&klass, 0);
    if (!is_new) return found->second;
    uint32_t bytes = 0;
    for (const Class* at = &klass; at != nullptr; at = at->super) {
      for_each_field(*at, false, [&](const Field& field) { bytes += type_bytes(field.type); });
    }
    return instance_bytes_[&klass] = bytes;
  }

  void write_object(Object* object) {
    const Class& klass = *class_of(object);
    // A class's mirror is its class dump, but the types without a class.
    if (klass.shape.kind == ShapeKind::kMirror && class_of_mirror(*vm_.known, object) != nullptr) return;
    if (klass.is_array()) {
      write_array(object, klass);
      return;
    }
    const uint32_t bytes = instance_bytes(klass);
    writer_.begin_sub(HprofSub::kInstance, 2 * HprofWriter::kIdBytes + 2 * 4 + bytes);
    writer_.id(object->address());
    writer_.u4(kNoTrace);
    writer_.id(id_of(&klass));
    writer_.u4(bytes);
    for (const Class* at = &klass; at != nullptr; at = at->super) {
      for_each_field(*at, false, [&](const Field& field) { write_value(object, field); });
    }
  }

  void write_array(const Object* array, const Class& klass) {
    const bool has_refs = klass.is_object_array();
    const uint32_t shift = has_refs ? 3 : klass.shape.element_shift;
    // The length of a record has 32 bits: an array beyond that is cut.
    constexpr uint64_t kHeadBytes = 2 * HprofWriter::kIdBytes + 2 * 4;
    const auto length = static_cast<uint32_t>(
        std::min<uint64_t>(static_cast<uint32_t>(array->array_length()), (UINT32_MAX - kHeadBytes - 1) >> shift));
    writer_.begin_sub(has_refs ? HprofSub::kObjectArray : HprofSub::kPrimitiveArray,
                      HprofWriter::kIdBytes + 2 * 4 + (has_refs ? HprofWriter::kIdBytes : 1) + (uint64_t{length} << shift));
    writer_.id(array->address());
    writer_.u4(kNoTrace);
    writer_.u4(length);
    if (has_refs) {
      writer_.id(id_of(&klass));
      for (uint32_t i = 0; i < length; i++) writer_.id(id_of(load_element(array, static_cast<int32_t>(i))));
    } else {
      writer_.u1(type_code(klass.array_element_type));
      writer_.elements(array->elements<char>(), length, shift);
    }
  }

  // --- roots -------------------------------------------------------------------------------------------------------------

  // Calls write(reference) for the slots of a part of the VM, skipping null.
  template <typename Write>
  class Roots final : public RootVisitor {
   public:
    explicit Roots(Write write) : write_(std::move(write)) {}
    void visit(RefSlot* slot) override {
      if (*slot != 0) write_(Ref<>(*slot), slot);
    }

   private:
    Write write_;
  };

  void write_root(HprofSub tag, Ref<> object) {
    writer_.begin_sub(tag, HprofWriter::kIdBytes);
    writer_.id(id_of(object));
  }

  void write_thread_roots(Thread& thread, uint32_t serial) {
    Ref<> java_thread(thread.java_thread);
    writer_.begin_sub(HprofSub::kRootThread, HprofWriter::kIdBytes + 2 * 4);
    writer_.id(id_of(java_thread));
    writer_.u4(serial);
    writer_.u4(trace_of(serial - 1));
    uint32_t depth = 0;
    for (StackWalker walk(thread); !walk.done(); walk.next(), depth++) {
      Roots visitor([&](Ref<> object, RefSlot*) { write_local(HprofSub::kRootJavaFrame, object, serial, depth); });
      visit_frame(*walk.frame(), visitor);
    }
    thread.handles.for_each([&](RefSlot* slot) {
      if (*slot != 0) write_local(HprofSub::kRootJniLocal, Ref<>(*slot), serial, kNoFrame);
    });
  }

  void write_local(HprofSub tag, Ref<> object, uint32_t thread_serial, uint32_t frame) {
    writer_.begin_sub(tag, HprofWriter::kIdBytes + 2 * 4);
    writer_.id(id_of(object));
    writer_.u4(thread_serial);
    writer_.u4(frame);
  }

  void write_roots() {
    for (size_t i = 0; i < threads_.size(); i++) write_thread_roots(*threads_[i], static_cast<uint32_t>(i) + 1);
    Roots globals([&](Ref<> object, RefSlot* slot) {
      writer_.begin_sub(HprofSub::kRootJniGlobal, 2 * HprofWriter::kIdBytes);
      writer_.id(id_of(object));
      writer_.id(reinterpret_cast<uintptr_t>(slot));
    });
    vm_.jni_globals->visit_roots(globals);
    Roots monitors([&](Ref<> object, RefSlot*) { write_root(HprofSub::kRootMonitorUsed, object); });
    vm_.monitors->visit_roots(monitors);
    // Classes that are never unloaded keep themselves. What else they and the VM hold on to is of no kind HPROF knows.
    for (const Class* klass : classes_) {
      if (klass->state->lifetime->is_permanent()) write_root(HprofSub::kRootStickyClass, klass->mirror());
    }
    std::unordered_set<uint32_t> seen;
    Roots others([&](Ref<> object, RefSlot*) {
      const bool is_class = class_of(object.get())->shape.kind == ShapeKind::kMirror;
      if (!is_class && seen.insert(object.bits()).second) write_root(HprofSub::kRootUnknown, object);
    });
    vm_.classes->visit_permanent_roots(others);
    for (RefSlot& slot : vm_.known->out_of_memory_errors) others.visit(&slot);
  }

  Vm& vm_;
  HprofWriter& writer_;
  std::vector<Class*> classes_;
  std::vector<Thread*> threads_;
  std::unordered_map<const Class*, uint32_t> serials_, instance_bytes_;
  std::unordered_set<const Symbol*> named_;
};

}  // namespace

HeapDumpResult dump_heap(Thread& self, const std::string& path, const HeapDumpOptions& options) {
  Vm& vm = self.vm();
  HeapDumpResult result;
  const int64_t start_ns = monotonic_now_ns();
  HprofWriter writer;
  if (!writer.open(path, options.overwrite, options.compression)) {
    result.error = errno;
    return result;
  }
  result.is_opened = true;
  if (options.live_only) vm.heap->collect(self.mutator, GcCause::kHeapDump);
  vm.threads->stop_the_world(self);
  Dumper(vm, writer).run();
  vm.threads->resume_the_world(self);
  if (!writer.finish()) result.error = errno;
  result.file_bytes = writer.file_bytes();
  result.seconds = static_cast<double>(monotonic_now_ns() - start_ns) / 1e9;
  return result;
}

std::string dump_heap_with_messages(Thread& self, const std::string& path, const HeapDumpOptions& options) {
  std::string text = fmt::format("Dumping heap to {} ...\n", path);
  HeapDumpResult result = dump_heap(self, path, options);
  if (result.error == 0) {
    return text + fmt::format("Heap dump file created [{} bytes in {:3.3f} secs]\n", result.file_bytes, result.seconds);
  }
  if (!result.is_opened) return text + fmt::format("Unable to create {}: {}\n", path, strerror(result.error));
  return text + fmt::format("Dump file is incomplete: {}\n", strerror(result.error));
}

}  // namespace kiln::diagnostic
