// JVM_GetExtendedNPEMessage: what could not be done because of a null, and where the null came from (JEP 358).
//
//   Cannot invoke "String.length()" because "<local1>.name" is null
//   \________ failed action ______/ \__________ cause ____________/
//
// The action is told by the instruction that failed; the cause by the instruction that pushed the null reference
// (OperandSources), and for field and array accesses by those that pushed their operands, a few levels deep.
#include <string>

#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/jvm/operand_sources.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/backtrace.h"
#include "vm/exec/java_string.h"
#include "vm/meta/names.h"

#pragma clang diagnostic ignored "-Wswitch-enum"  // switches over opcodes name the few that matter

namespace kiln::stdlib {
namespace {

constexpr int kDeepestCause = 5;

// Well-known classes are written without their package.
std::string trimmed(std::string text) {
  constexpr std::string_view kPrefix = "java.lang.";
  for (std::string_view known : {"java.lang.Object", "java.lang.String"}) {
    if (text.starts_with(known) && (text.size() == known.size() || text[known.size()] == '[')) return text.substr(kPrefix.size());
  }
  return text;
}

std::string class_text(std::string_view internal_name) {
  std::string text(internal_name);
  for (char& c : text) {
    if (c == '/') c = '.';
  }
  return trimmed(text);
}

// A.m(int, String)
std::string call_text(const ConstantPool& constants, int index) {
  std::string text = class_text(constants.member_class_name(index)->view());
  text += '.';
  text += constants.member_name(index)->view();
  text += '(';
  std::string_view descriptor = constants.member_descriptor(index)->view();
  for (size_t position = 1; descriptor[position] != ')';) {
    if (position != 1) text += ", ";
    text += trimmed(type_text(descriptor, &position));
  }
  return text + ')';
}

class NullExplainer {
 public:
  NullExplainer(const Method& method, uint32_t bci)
      : method_(method), constants_(*method.holder->constants), sources_(method, bci), bci_(bci) {}

  // Empty when there is nothing to say: the exception was made by Java code, say.
  std::string explain() const {
    std::string text;
    int null_depth = failed_action(&text);
    if (null_depth < 0) return {};
    std::string cause;
    bool is_call = false;
    if (describe(bci_, static_cast<uint32_t>(null_depth), kDeepestCause, false, &cause, &is_call)) {
      text += is_call ? " because the return value of \"" : " because \"";
      text += cause + "\" is null";
    } else if (sources_.producer(bci_, static_cast<uint32_t>(null_depth)) != OperandSources::kUnknown) {
      // The reference begins to tell a cause as soon as it knows the producer, and stops when it has no word for it.
      text += " because \"";
    }
    return text;
  }

 private:
  BytecodeIterator at(uint32_t bci) const {
    return BytecodeIterator({method_.info->original_code.get(), method_.info->code_length}, bci);
  }
  std::string_view member_name(const BytecodeIterator& it) const { return constants_.member_name(it.constant_index())->view(); }

  // Says what failed; returns how deep on the stack the null was, -1 when this instruction does not fail on null.
  int failed_action(std::string* text) const;
  // Describes the value `depth` slots below the top before `bci`; false when nothing is known of it.
  bool describe(uint32_t bci, uint32_t depth, int levels, bool is_index, std::string* text, bool* is_call) const;
  bool describe_producer(const BytecodeIterator& it, int levels, bool is_index, std::string* text, bool* is_call) const;
  std::string local_text(uint32_t bci, uint32_t local) const;

  const Method& method_;
  const ConstantPool& constants_;
  OperandSources sources_;
  uint32_t bci_;
};

int NullExplainer::failed_action(std::string* text) const {
  BytecodeIterator it = at(bci_);
  auto load = [&](const char* what) { return *text = fmt::format("Cannot load from {} array", what), 1; };
  auto store = [&](const char* what, int depth) { return *text = fmt::format("Cannot store to {} array", what), depth; };
  switch (it.opcode()) {  // NOLINT: the others do not fail on null
    case Bytecode::iaload: return load("int");
    case Bytecode::faload: return load("float");
    case Bytecode::aaload: return load("object");
    case Bytecode::baload: return load("byte/boolean");
    case Bytecode::caload: return load("char");
    case Bytecode::saload: return load("short");
    case Bytecode::laload: return load("long");
    case Bytecode::daload: return load("double");
    case Bytecode::iastore: return store("int", 2);
    case Bytecode::fastore: return store("float", 2);
    case Bytecode::aastore: return store("object", 2);
    case Bytecode::bastore: return store("byte/boolean", 2);
    case Bytecode::castore: return store("char", 2);
    case Bytecode::sastore: return store("short", 2);
    case Bytecode::lastore: return store("long", 3);
    case Bytecode::dastore: return store("double", 3);
    case Bytecode::arraylength: return *text = "Cannot read the array length", 0;
    case Bytecode::athrow: return *text = "Cannot throw exception", 0;
    case Bytecode::monitorenter: return *text = "Cannot enter synchronized block", 0;
    case Bytecode::monitorexit: return *text = "Cannot exit synchronized block", 0;
    case Bytecode::getfield: return *text = fmt::format("Cannot read field \"{}\"", member_name(it)), 0;
    case Bytecode::putfield: {
      *text = fmt::format("Cannot assign field \"{}\"", member_name(it));
      char type = (*constants_.member_descriptor(it.constant_index()))[0];
      return static_cast<int>(slots_of(basic_type_of(type)));
    }
    case Bytecode::invokevirtual:
    case Bytecode::invokespecial:
    case Bytecode::invokeinterface: {
      // A constructor is never called on null: this is the one of an exception that Java code makes.
      if (member_name(it) == "<init>") return -1;
      *text = fmt::format("Cannot invoke \"{}\"", call_text(constants_, it.constant_index()));
      return static_cast<int>(parameter_slots(constants_.member_descriptor(it.constant_index())->view()));
    }
    default: return -1;
  }
}

bool NullExplainer::describe(uint32_t bci, uint32_t depth, int levels, bool is_index, std::string* text, bool* is_call) const {
  if (levels <= 0) return false;
  int producer = sources_.producer(bci, depth);
  if (producer == OperandSources::kUnknown) return false;
  return describe_producer(at(static_cast<uint32_t>(producer)), levels, is_index, text, is_call);
}

bool NullExplainer::describe_producer(const BytecodeIterator& it, int levels, bool is_index, std::string* text,
                                      bool* is_call) const {
  using enum Bytecode;
  Bytecode opcode = it.opcode();
  switch (opcode) {  // NOLINT: the others cannot be told in a word
    case iload_0: case iload_1: case iload_2: case iload_3: case iload:
    case aload_0: case aload_1: case aload_2: case aload_3: case aload:
      *text += local_text(it.bci(), it.local_index());
      return true;
    case aconst_null:
      *text += "null";
      return true;
    case iconst_m1: case iconst_0: case iconst_1: case iconst_2: case iconst_3: case iconst_4: case iconst_5:
    case bipush: case sipush:
      *text += fmt::format("{}", it.immediate());
      return true;
    case getstatic:
      *text += class_text(constants_.member_class_name(it.constant_index())->view()) + ".";
      *text += member_name(it);
      return true;
    case getfield: {
      if (describe(it.bci(), 0, levels - 1, is_index, text, is_call)) *text += '.';
      *text += member_name(it);
      return true;
    }
    case invokevirtual: case invokespecial: case invokestatic: case invokeinterface:
      if (levels == kDeepestCause && !is_index) *is_call = true;
      *text += call_text(constants_, it.constant_index());
      return true;
    case iaload: case laload: case faload: case daload: case aaload: case baload: case caload: case saload:
      if (!describe(it.bci(), 1, levels - 1, is_index, text, is_call)) *text += "<array>";
      *text += '[';
      if (!describe(it.bci(), 0, levels, true, text, is_call)) *text += "...";
      *text += ']';
      return true;
    default: return false;
  }
}

std::string NullExplainer::local_text(uint32_t bci, uint32_t local) const {
  const MethodInfo& info = *method_.info;
  for (int i = 0; i < info.local_variable_count; i++) {
    const LocalVariable& variable = info.local_variables.get()[i];
    if (variable.slot == local && bci >= variable.start_bci && bci < uint32_t{variable.start_bci} + variable.length) {
      return std::string(constants_.symbol(variable.name_index)->view());
    }
  }
  bool is_assigned = sources_.is_local_assigned(bci, local);
  if (!method_.is_static() && local == 0 && !is_assigned) return "this";
  uint32_t slot = method_.is_static() ? 0 : 1;
  std::string_view descriptor = method_.descriptor();
  int number = 1;
  for (size_t position = 1; descriptor[position] != ')' && !is_assigned; number++) {
    uint32_t size = slots_of(basic_type_of(descriptor[position]));
    if (local >= slot && local < slot + size) return fmt::format("<parameter{}>", number);
    slot += size;
    type_text(descriptor, &position);
  }
  return fmt::format("<local{}>", local);
}

// Method and bci of the innermost frame that the exception has recorded; null when there is none.
Method* top_frame(const Known& known, const Object* exception, uint32_t* bci) {
  Ref<java::Array> backtrace = backtrace_words(load_ref(exception, known.java_lang_Throwable_backtrace));
  if (backtrace.is_null() || backtrace->array_length() == 0) return nullptr;
  uint64_t word = backtrace->elements<uint64_t>()[0];
  if (word & kHiddenFramesAbove) return nullptr;
  *bci = static_cast<uint32_t>(backtrace_bci(word));
  return backtrace_method(word);
}

Expected<Ref<java::String>> message_of(Thread& t, jthrowable throwable) {
  uint32_t bci = 0;
  if (!t.vm().flags.show_code_details_in_exception_messages) return Ref<java::String>();
  Method* method = top_frame(known_of(t), Ref<>(*slot_of(throwable)).get(), &bci);
  if (method == nullptr || method->info->original_code.get() == nullptr) return Ref<java::String>();
  std::string text = NullExplainer(*method, bci).explain();
  return text.empty() ? Expected<Ref<java::String>>(Ref<java::String>()) : make_string(t, text);
}

}  // namespace
}  // namespace kiln::stdlib

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

extern "C" {

VM_JVM(jstring) JVM_GetExtendedNPEMessage(JNIEnv* env, jthrowable throwable) {
  return jobject_of<jstring>(env, [&](Thread& t) { return message_of(t, throwable); });
}

}  // extern "C"
