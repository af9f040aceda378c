#include "vm/exec/backtrace.h"

#include <algorithm>
#include <string>
#include <vector>

#include "gc/barrier.h"
#include "vm/exec/allocate.h"
#include "vm/exec/java_string.h"
#include "vm/exec/stack_walker.h"
#include "vm/meta/loader_data.h"

namespace kiln {

namespace {

// Frames of fillInStackTrace and of the constructors of the exception itself are not part of its trace.
bool is_construction_frame(const Class* exception_class, const Known& known, const Method* method) {
  if (method->name() == "fillInStackTrace" && method->holder.get() == known.java_lang_Throwable) return true;
  return method->is_initializer() && exception_class->is_subclass_of(method->holder) &&
         method->holder->is_subclass_of(known.java_lang_Throwable);
}

}  // namespace

Expected<void> fill_in_stack_trace(Thread& thread, Handle<java::Throwable> exception) {
  const Known& known = *thread.vm().known;
  if (known.java_lang_Throwable_backtrace == 0 || known.primitive_arrays[static_cast<int>(BasicType::kLong)] == nullptr) return {};
  const Class* exception_class = class_of(exception.unsafe_ref().get());
  int64_t limit = thread.vm().flags.max_java_stack_trace_depth;
  if (limit == 0) limit = INT32_MAX;
  std::vector<uint64_t> words;
  bool skipping = true;
  for (StackWalker walk(thread); !walk.done() && static_cast<int64_t>(words.size()) < limit; walk.next()) {
    Method* method = walk.method();
    if (skipping && is_construction_frame(exception_class, known, method)) continue;
    skipping = false;
    if (method->has_flag(Method::kHidden)) continue;
    int bci = method->is_native() ? 0 : walk.bci();
    words.push_back(reinterpret_cast<uintptr_t>(method) << 16 | static_cast<uint16_t>(bci));
  }
  VM_TRY(Ref<java::Array> array, allocate_primitive_array(thread, BasicType::kLong, static_cast<int32_t>(words.size())));
  std::copy(words.begin(), words.end(), array->elements<uint64_t>());
  Object* object = exception.unsafe_ref().get();
  barrier::store_field(object, known.java_lang_Throwable_backtrace, array);
  object->set<int32_t>(known.java_lang_Throwable_depth, static_cast<int32_t>(words.size()));
  barrier::store_field(object, known.java_lang_Throwable_stackTrace,
                       load_ref(known.java_lang_Throwable->mirror().get(), known.java_lang_Throwable_UNASSIGNED_STACK));
  return {};
}

Expected<void> fill_stack_trace_element(Thread& thread, Handle<> element, Method* method, int bci) {
  const Known& known = *thread.vm().known;
  HandleScope scope(thread);
  Class* holder = method->holder;
  auto set = [&](uint32_t offset, Ref<> value) { barrier::store_field(element.unsafe_ref().get(), offset, value); };
  set(known.java_lang_StackTraceElement_declaringClassObject, holder->mirror());
  if (holder->loader != nullptr && holder->loader->loader != 0) {
    set(known.java_lang_StackTraceElement_classLoaderName,
        load_ref(Ref<>(holder->loader->loader).get(), known.java_lang_ClassLoader_name));
  }
  Ref<> module = load_ref(holder->mirror().get(), known.java_lang_Class_module);
  if (!module.is_null()) {
    Ref<> module_name = load_ref(module.get(), known.java_lang_Module_name);
    set(known.java_lang_StackTraceElement_moduleName, module_name);
    if (!module_name.is_null()) {
      // All modules of the class library have the library's version; others carry none that we know.
      VM_TRY(Ref<java::String> version, module_version(thread, *holder));
      set(known.java_lang_StackTraceElement_moduleVersion, version);
    }
  }
  std::string name(holder->name_view());
  std::replace(name.begin(), name.end(), '/', '.');
  if (holder->is_hidden()) std::replace(name.begin(), name.end(), '+', '/');
  VM_TRY(Ref<java::String> class_name, intern_string(thread, name));
  set(known.java_lang_StackTraceElement_declaringClass, class_name);
  VM_TRY(Ref<java::String> method_name, intern_string(thread, method->name()));
  set(known.java_lang_StackTraceElement_methodName, method_name);
  if (Symbol* file = holder->attributes->source_file) {
    VM_TRY(Ref<java::String> file_name, intern_string(thread, file->view()));
    set(known.java_lang_StackTraceElement_fileName, file_name);
  }
  element.unsafe_ref()->set<int32_t>(known.java_lang_StackTraceElement_lineNumber,
                                     method->is_native() ? -2 : method->line_of(bci));
  return {};
}

Expected<void> make_stack_trace_elements(Thread& thread, Handle<java::ObjectArray> elements, Handle<java::Throwable> exception) {
  const Known& known = *thread.vm().known;
  HandleScope scope(thread);
  Handle<> backtrace(thread, load_ref(exception.unsafe_ref().get(), known.java_lang_Throwable_backtrace));
  if (backtrace.is_null()) return {};
  int32_t count = std::min(elements.unsafe_ref()->array_length(), backtrace.unsafe_ref()->array_length());
  for (int32_t i = 0; i < count; i++) {
    HandleScope inner(thread);
    uint64_t word = backtrace.unsafe_ref()->elements<uint64_t>()[i];
    Handle<> element(thread, load_element(elements.unsafe_ref().get(), i));
    VM_TRY_VOID(fill_stack_trace_element(thread, element, reinterpret_cast<Method*>(word >> 16), static_cast<int>(word & 0xffff)));
  }
  return {};
}

}  // namespace kiln
