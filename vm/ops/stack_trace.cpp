#include "vm/ops/stack_trace.h"

#include <algorithm>
#include <string>

#include "classloader/loading.h"
#include "classloader/modules.h"
#include "gc/barrier.h"
#include "vm/exec/allocate.h"
#include "vm/exec/backtrace.h"
#include "vm/exec/java_string.h"
#include "vm/meta/lifetime.h"

namespace kiln::ops {

RecordedFrame record_frame(Thread& thread, const StackWalker& walk) {
  Method* method = walk.method();
  RecordedFrame frame{method, method->is_native() ? 0 : walk.bci(), {}};
  if (!method->holder->state->lifetime->is_permanent()) frame.keeper = Handle<>(thread, method->holder->mirror());
  return frame;
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
      if (holder->module != nullptr && holder->module->version != nullptr) {
        VM_TRY(Ref<java::String> version, intern_string(thread, holder->module->version->view()));
        set(known.java_lang_StackTraceElement_moduleVersion, version);
      }
    }
  }
  VM_TRY(Ref<java::String> class_name, intern_string(thread, external_name(*holder)));
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
  Handle<java::Array> backtrace(thread, backtrace_words(load_ref(exception.unsafe_ref().get(), known.java_lang_Throwable_backtrace)));
  if (backtrace.is_null()) return {};
  int32_t count = std::min(elements.unsafe_ref()->array_length(), backtrace.unsafe_ref()->array_length());
  for (int32_t i = 0; i < count; i++) {
    HandleScope inner(thread);
    uint64_t word = backtrace.unsafe_ref()->elements<uint64_t>()[i];
    Handle<> element(thread, load_element(elements.unsafe_ref().get(), i));
    VM_TRY_VOID(fill_stack_trace_element(thread, element, backtrace_method(word), backtrace_bci(word)));
  }
  return {};
}

Expected<Ref<java::ObjectArray>> make_stack_trace(Thread& thread, const std::vector<RecordedFrame>& frames) {
  HandleScope scope(thread);
  Class* element_class = thread.vm().known->java_lang_StackTraceElement;
  VM_TRY(Class * array_class, array_class_of(thread, element_class));
  VM_TRY(Ref<java::Array> array, allocate_array(thread, array_class, static_cast<int32_t>(frames.size())));
  Handle<java::ObjectArray> trace(thread, array.as<java::ObjectArray>());
  for (size_t i = 0; i < frames.size(); i++) {
    HandleScope inner(thread);
    VM_TRY(Ref<> object, allocate_instance(thread, element_class));
    Handle<> element(thread, object);
    VM_TRY_VOID(fill_stack_trace_element(thread, element, frames[i].method, frames[i].bci));
    barrier::store_element(trace.unsafe_ref().get(), static_cast<int32_t>(i), element.unsafe_ref());
  }
  return trace.unsafe_ref();
}

}  // namespace kiln::ops
