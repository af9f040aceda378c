#include "jit/view/method_view.h"

#include <algorithm>
#include <array>

#include "vm/base/vm.h"
#include "vm/bytecode/quick_bytecodes.h"
#include "vm/exec/frame.h"
#include "vm/exec/offsets.h"
#include "vm/exec/tiering.h"
#include "vm/meta/class.h"
#include "vm/meta/known.h"
#include "vm/meta/lifetime.h"
#include "vm/meta/loader_data.h"
#include "vm/meta/method.h"
#include "vm/ops/resolve.h"

namespace kiln::jit {

namespace {

template <typename T>
uint32_t low_address(T* pointer) {
  auto address = reinterpret_cast<uintptr_t>(pointer);
  VM_DCHECK(address <= INT32_MAX);
  return static_cast<uint32_t>(address);
}

// The quick form of a combined instruction's last part when that part's opcode byte was overwritten; 0: no such.
uint8_t last_part(uint8_t combined) {
  using bytecode::Quick;
  enum Token : uint8_t {
    none = 0, load_n = 0, load = 0, const_n = 0, wide_load_n = 0, wide_load = 0, store = 0, wide_store = 0, wide_store_n = 0, dup = 0,
    iinc = static_cast<uint8_t>(Bytecode::iinc),
    iadd = static_cast<uint8_t>(Bytecode::iadd),
    ladd = static_cast<uint8_t>(Bytecode::ladd),
    dadd = static_cast<uint8_t>(Bytecode::dadd),
    dmul = static_cast<uint8_t>(Bytecode::dmul),
    goto_ = static_cast<uint8_t>(Bytecode::goto_),
    iaload = static_cast<uint8_t>(Bytecode::iaload),
    arraylength = static_cast<uint8_t>(Bytecode::arraylength),
    if_icmpge = static_cast<uint8_t>(Bytecode::if_icmpge),
    invokevirtual = static_cast<uint8_t>(Bytecode::invokevirtual),
    getfield_i = static_cast<uint8_t>(Quick::getfield_i),
    getfield_j = static_cast<uint8_t>(Quick::getfield_j),
    getfield_a = static_cast<uint8_t>(Quick::getfield_a),
  };
  switch (combined) {
#define VM_COMBINED(name, code, first, second, third) \
  case code:                                          \
    return third != none ? third : second;
#include "vm/bytecode/combined_bytecodes.def"
#undef VM_COMBINED
  }
  return 0;
}

bool is_combined(uint8_t code) {
  switch (code) {
#define VM_COMBINED(name, value, first, second, third) case value:
#include "vm/bytecode/combined_bytecodes.def"
#undef VM_COMBINED
    return true;
  }
  return false;
}

// First part's own opcode was overwritten by the combined one, which does the whole work: fine to dispatch.

}  // namespace

MethodView::MethodView(Vm& vm, Method& method, bool assumes) : vm_(vm), method_(method), assumes_(assumes) {}

uint32_t MethodView::address() const { return low_address(&method_); }
bytecode::CodeBytes MethodView::code() const { return {method_.info->original_code.get(), method_.info->code_length}; }
const uint8_t* MethodView::interpreter_code() const { return method_.code.get(); }
uint32_t MethodView::frame_bytes() const { return method_.frame_size; }
int MethodView::max_locals() const { return method_.max_locals; }
int MethodView::max_stack() const { return method_.max_stack; }
int MethodView::argument_slots() const { return method_.argument_slots; }
bool MethodView::is_static() const { return method_.is_static(); }
bool MethodView::is_synchronized() const { return method_.is_synchronized(); }
bool MethodView::is_object_init() const { return method_.holder->super.get() == nullptr && method_.is_initializer(); }
bool MethodView::has_subroutines() const { return method_.has_flag(Method::kHasJsr); }
BasicType MethodView::result() const { return method_.result(); }
std::string_view MethodView::descriptor() const { return method_.descriptor(); }
int MethodView::handler_count() const { return method_.info->handler_count; }
HandlerView MethodView::handler(int i) const {
  const ExceptionHandler& h = method_.info->handlers[i];
  return {h.start_bci, h.end_bci, h.handler_bci};
}

uint8_t MethodView::interpreter_opcode(int bci, int previous, int before_previous) const {
  const uint8_t* code = method_.code.get();
  if (previous >= 0 && is_combined(code[previous])) {
    if (uint8_t part = last_part(code[previous])) return part;
  }
  // load_n_load_iaload has three parts.
  if (before_previous >= 0 && code[before_previous] == 0xf1) return last_part(0xf1);
  return code[bci];
}

std::string_view MethodView::member_descriptor(int index) const {
  return method_.holder->constants->member_descriptor(index)->view();
}

namespace {
// A constant that names the class of `method` itself.
bool is_own_class(const Method& method, int class_index) {
  ResolvedEntry entry = method.holder->resolved(class_index);
  return entry.has(ResolvedEntry::kGet) && entry.klass() == method.holder.get();
}
}  // namespace

// Uses of a class's own fields that resolution does not publish, because they are right only where they stand: stores to
// final fields in initialisers, and static fields while the class is being initialised. A static method runs only in the
// initialising thread or afterwards, so it needs no check of its own.
const Field* MethodView::own_field(int index, bool is_static, bool is_put) const {
  const ConstantPool& pool = *method_.holder->constants;
  if (is_static ? !method_.is_static() : !is_put || !method_.is_initializer()) return nullptr;
  if (method_.holder->resolved(index).has(ResolvedEntry::kFailed) || !is_own_class(method_, pool.member_class_index(index))) return nullptr;
  const Field* field = ops::lookup_field(method_.holder, pool.member_name(index), pool.member_descriptor(index));
  if (field == nullptr || field->holder.get() != method_.holder.get() || field->is_static() != is_static) return nullptr;
  bool in_initializer = is_static ? method_.is_class_initializer() : method_.is_initializer();
  return is_put && field->is_final() && !in_initializer ? nullptr : field;
}

// The same for calls of static methods of the class itself.
const Method* MethodView::own_static_method(int index) const {
  const ConstantPool& pool = *method_.holder->constants;
  if (!method_.is_static() || method_.holder->is_interface() || method_.holder->resolved(index).has(ResolvedEntry::kFailed)) return nullptr;
  if (!is_own_class(method_, pool.member_class_index(index)) || pool.tag(index) != ConstantTag::kMethodref) return nullptr;
  const Method* method = ops::lookup_method(method_.holder, pool.member_name(index), pool.member_descriptor(index));
  bool is_own = method != nullptr && method->holder.get() == method_.holder.get();
  return is_own && method->is_static() && method->polymorphic == Polymorphic::kNone ? method : nullptr;
}

FieldView MethodView::field(int index, bool is_static, bool is_put) const {
  ResolvedEntry entry = method_.holder->resolved(index);
  FieldView view;
  if (!entry.has(is_put ? ResolvedEntry::kPut : ResolvedEntry::kGet)) {
    const Field* field = own_field(index, is_static, is_put);
    if (field == nullptr) return view;
    view.is_resolved = true;
    view.is_volatile = field->is_volatile();
    view.offset = field->offset;
    if (is_static) view.mirror_slot = low_address(&method_.holder->state->mirror);
    return view;
  }
  view.is_resolved = true;
  view.is_volatile = entry.has(ResolvedEntry::kVolatile);
  view.offset = entry.payload();
  if (is_static) view.mirror_slot = low_address(&entry.klass()->state->mirror);
  return view;
}

ClassView MethodView::klass(int index) const {
  ResolvedEntry entry = method_.holder->resolved(index);
  ClassView view;
  if (!entry.has(ResolvedEntry::kGet)) return view;
  const Class* klass = entry.klass();
  view.is_resolved = true;
  view.address = low_address(klass);
  view.is_initialized = klass->is_initialized();
  view.is_instantiable = !klass->is_abstract() && !klass->is_interface() && !klass->is_array();
  view.instance_bytes = static_cast<uint32_t>(align_up(klass->shape.instance_size, kObjectAlignment));
  view.has_display = !klass->is_interface() && !klass->is_array() && klass->depth < Class::kDisplayDepth;
  if (view.has_display) view.display_offset = Offsets::kClassSuperDisplay + 4 * static_cast<uint32_t>(klass->depth);
  view.array_class = klass->state->array_class.load(std::memory_order_acquire);
  view.has_finalizer = klass->has_flag(Class::kHasFinalizer);
  return view;
}

namespace {
void note_intrinsic(const Method& method, CallView* view) {
  // The classes of the table belong to the boot loader.
  if (method.holder->loader->loader != 0) return;
  enum Place : bool { kOuter, kNested };
  struct Row {
    Intrinsic id;
    Place place;
    std::string_view class_name, name, descriptor;
  };
  static constexpr Row kRows[] = {
#define VM_INTRINSIC(id, nested, class_name, name, descriptor) {Intrinsic::id, nested, class_name, name, descriptor},
#include "jit/view/intrinsics.def"
#undef VM_INTRINSIC
  };
  static constexpr auto kByName = [] {
    auto rows = std::to_array(kRows);
    std::ranges::sort(rows, {}, &Row::name);
    return rows;
  }();
  for (const Row& row : std::ranges::equal_range(kByName, method.name(), {}, &Row::name)) {
    if (row.class_name != method.holder->name_view() || row.descriptor != method.descriptor()) continue;
    view->intrinsic = row.id;
    view->is_nested_intrinsic = row.place == kNested;
    return;
  }
}

// Methods that only return a field which their own class declares: getters, values of boxes, components of records.
void note_getter(const Method& method, CallView* view) {
  constexpr uint32_t kBytes = 5;
  if (method.is_static() || method.is_native() || method.is_synchronized() || method.info->code_length != kBytes) return;
  const uint8_t* code = method.info->original_code.get();
  if (code == nullptr || code[0] != op::aload_0 || code[1] != op::getfield || code[4] < op::ireturn || code[4] > op::areturn) return;
  const ConstantPool& pool = *method.holder->constants;
  int index = bytecode::read_u2(code + 2);
  // A class's own name is itself.
  if (pool.tag(index) != ConstantTag::kFieldref || pool.member_class_name(index)->view() != method.holder->name_view()) return;
  const Field* field = ops::lookup_field(method.holder, pool.member_name(index), pool.member_descriptor(index));
  if (field == nullptr || field->holder.get() != method.holder.get() || field->is_static()) return;
  auto kind = [](char type) { return type == '[' ? 'L' : type; };
  char type = kind((*pool.member_descriptor(index))[0]);
  std::string_view descriptor = method.descriptor();
  if (!descriptor.starts_with("()") || kind(descriptor[2]) != type) return;  // with arguments it is an ordinary call
  view->getter_type = type;
  view->getter_offset = field->offset;
}

CallView direct_call(const Method* method, bool has_receiver) {
  CallView view;
  view.dispatch = Dispatch::kDirect;
  view.method = low_address(method);
  view.has_receiver = has_receiver;
  view.is_object_init = has_receiver && method->holder->super.get() == nullptr && method->is_initializer();
  note_intrinsic(*method, &view);
  if (has_receiver) note_getter(*method, &view);
  return view;
}
CallView vtable_call(const Method* method, uint32_t index) {
  CallView view = direct_call(method, true);
  view.dispatch = Dispatch::kVtable;
  view.vtable_offset = Offsets::kClassVtable + 4 * index;
  return view;
}
// Number of argument slots in a descriptor.
int slots_of_arguments(std::string_view descriptor) {
  int slots = 0;
  for (size_t i = 1; descriptor[i] != ')';) {
    slots += descriptor[i] == 'J' || descriptor[i] == 'D' ? 2 : 1;
    while (descriptor[i] == '[') i++;
    i = descriptor[i] == 'L' ? descriptor.find(';', i) + 1 : i + 1;
  }
  return slots;
}
}  // namespace

// Code of this method may name `klass` or its methods: they are unloaded no sooner.
bool MethodView::keeps(const Class* klass) const {
  const Lifetime* lifetime = klass->state->lifetime;
  return lifetime->is_permanent() || lifetime == method_.holder->state->lifetime;
}

// The direct call that a virtual call amounts to as long as the classes below that of its constant have no other target.
bool MethodView::bind_by_hierarchy(int index, uint32_t vtable_index, CallView* view) const {
  if (!assumes_) return false;
  ResolvedEntry class_entry = method_.holder->resolved(method_.holder->constants->member_class_index(index));
  const Class* root = class_entry.has(ResolvedEntry::kGet) ? class_entry.klass() : nullptr;
  // Arrays are in nobody's list of subclasses.
  if (root == nullptr || root->is_array() || root->is_interface() || root->super.get() == nullptr) return false;
  const Method* target = find_only_target(root, vtable_index);
  if (target == nullptr || target->is_abstract() || !keeps(target->holder)) return false;
  *view = direct_call(target, true);
  view->assumed = {root, vtable_index, target};
  return true;
}

void MethodView::note_likely(const Method* method, uint32_t bci, CallView* view) const {
  const Class* receiver = vm_.compiler == nullptr || method_.code.get() == nullptr ? nullptr : vm_.compiler->receivers.only_receiver(method_.code.get() + bci);
  const Method* likely = nullptr;
  if (view->dispatch == Dispatch::kInterface) {
    bool is_plain = method->vtable_index == Method::kItable;  // not private, not one of Object's
    if (receiver == nullptr || !is_plain || !keeps(receiver) || !receiver->is_subtype_of(method->holder)) return;
    likely = receiver->itable_at(method->holder, method->itable_index);
    view->likely_class = low_address(receiver);
  } else {
    uint32_t index = (view->vtable_offset - Offsets::kClassVtable) / 4;
    likely = receiver != nullptr ? receiver->vtable_at(index) : find_only_target(method->holder, index);
  }
  bool is_usable = likely != nullptr && !likely->is_abstract() && (view->dispatch == Dispatch::kVtable || likely->is_public()) && (likely == method || keeps(likely->holder));
  view->likely_method = is_usable ? low_address(likely) : 0;
}

CallView MethodView::call(int index, CallKind kind, uint32_t bci) const {
  ResolvedEntry entry = method_.holder->resolved(index);
  if (!entry.has(kind == CallKind::kSpecial ? ResolvedEntry::kPut : ResolvedEntry::kGet)) {
    const Method* own = kind == CallKind::kStatic ? own_static_method(index) : nullptr;
    return own == nullptr ? CallView{} : direct_call(own, false);
  }
  const Method* method = entry.method();
  if (kind == CallKind::kSpecial) return direct_call(method, true);
  bool has_receiver = kind != CallKind::kStatic;
  if (entry.has(ResolvedEntry::kAppendix)) {
    CallView view = direct_call(method, has_receiver);
    view.dispatch = Dispatch::kAdapter;
    view.appendix = static_cast<uint32_t>(index);
    view.has_appendix = method->argument_slots > slots_of_arguments(member_descriptor(index)) + 1;
    return view;
  }
  if (entry.has(ResolvedEntry::kPolymorphic)) {
    CallView view = direct_call(method, has_receiver);
    view.dispatch = Dispatch::kPolymorphic;
    view.is_invoke_basic = method->polymorphic == Polymorphic::kInvokeBasic;
    view.drops_last = !view.is_invoke_basic;
    view.is_link_with_receiver = method->polymorphic == Polymorphic::kLinkToSpecial;
    view.is_link_direct = method->polymorphic == Polymorphic::kLinkToStatic || view.is_link_with_receiver;
    return view;
  }
  if (kind == CallKind::kStatic) return direct_call(method, false);
  if (entry.has(ResolvedEntry::kVirtual)) {
    CallView view;
    if (bind_by_hierarchy(index, entry.payload(), &view)) return view;
    view = vtable_call(method, entry.payload());
    note_likely(method, bci, &view);
    return view;
  }
  if (entry.has(ResolvedEntry::kInterface)) {
    CallView view = direct_call(method, true);
    view.dispatch = Dispatch::kInterface;
    note_likely(method, bci, &view);
    return view;
  }
  return direct_call(method, true);
}

MethodView MethodView::callee(uint32_t address) const {
  return MethodView(vm_, *reinterpret_cast<Method*>(static_cast<uintptr_t>(address)), assumes_);
}

int MethodView::inlinable_bytes() const {
  constexpr uint16_t kNeverInPlace = Method::kCallerSensitive | Method::kDontInline | Method::kReservedStackAccess | Method::kScoped |
                                     Method::kMiranda | Method::kOverpass | Method::kConflict | Method::kObsolete;
  auto kind = static_cast<StartKind>(method_.start_kind.load(std::memory_order_relaxed));
  if (kind == StartKind::kFirstCall) kind = static_cast<StartKind>(method_.code_start_kind);
  bool is_plain = kind == StartKind::kBytecode && method_.info->original_code.get() != nullptr && method_.polymorphic == Polymorphic::kNone &&
                  !method_.is_synchronized() && !method_.is_native() && !method_.has_flag(kNeverInPlace) && method_.holder->is_linked();
  return is_plain ? static_cast<int>(method_.info->code_length) : 0;
}

CallView MethodView::dynamic_call(int bci) const {
  const uint8_t* pc = method_.code.get() + bci;
  uint32_t index = method_.holder->constants->size() + bytecode::read_u2(pc + 3);
  ResolvedEntry entry = method_.holder->resolved(static_cast<int>(index));
  if (!entry.has(ResolvedEntry::kGet)) return {};
  CallView view = direct_call(entry.method(), false);
  view.dispatch = Dispatch::kAdapter;
  view.appendix = index;
  view.has_appendix = entry.method()->argument_slots > slots_of_arguments(member_descriptor(bytecode::read_u2(pc + 1)));
  return view;
}

ConstantView MethodView::constant(int index) const {
  const ConstantPool& pool = *method_.holder->constants;
  ConstantView view;
  switch (pool.tag(index)) {
    case ConstantTag::kInteger:
      return {ConstantKind::kInt, static_cast<uint32_t>(pool.int_value(index)), 0};
    case ConstantTag::kFloat:
      return {ConstantKind::kFloat, static_cast<uint32_t>(pool.int_value(index)), 0};
    case ConstantTag::kLong:
      return {ConstantKind::kLong, static_cast<uint64_t>(pool.long_value(index)), 0};
    case ConstantTag::kDouble:
      return {ConstantKind::kDouble, static_cast<uint64_t>(pool.long_value(index)), 0};
    case ConstantTag::kClass: {
      ResolvedEntry entry = method_.holder->resolved(index);
      if (!entry.has(ResolvedEntry::kGet)) return view;
      return {ConstantKind::kMirror, 0, low_address(&entry.klass()->state->mirror)};
    }
    case ConstantTag::kString:
    case ConstantTag::kMethodHandle:
    case ConstantTag::kMethodType:
      if (method_.holder->resolved(index).has(ResolvedEntry::kGet)) view.kind = ConstantKind::kReference;
      return view;
    case ConstantTag::kDynamic:
    case ConstantTag::kInvalid:
    case ConstantTag::kUtf8:
    case ConstantTag::kFieldref:
    case ConstantTag::kMethodref:
    case ConstantTag::kInterfaceMethodref:
    case ConstantTag::kNameAndType:
    case ConstantTag::kInvokeDynamic:
    case ConstantTag::kModule:
    case ConstantTag::kPackage:
      break;
  }
  return view;
}

char MethodView::constant_type(int index) const {
  const ConstantPool& pool = *method_.holder->constants;
  switch (static_cast<int>(pool.tag(index))) {
    case static_cast<int>(ConstantTag::kInteger): return 'I';
    case static_cast<int>(ConstantTag::kFloat): return 'F';
    case static_cast<int>(ConstantTag::kLong): return 'J';
    case static_cast<int>(ConstantTag::kDouble): return 'D';
    case static_cast<int>(ConstantTag::kDynamic): return (*pool.member_descriptor(index))[0];
  }
  return 'L';
}

uint32_t MethodView::primitive_array_class(BasicType element) const {
  return low_address(vm_.known->primitive_arrays[static_cast<int>(element)]);
}
uint32_t MethodView::boolean_array_class() const { return primitive_array_class(BasicType::kBoolean); }
uint32_t MethodView::mirror_slot() const { return low_address(&method_.holder->state->mirror); }
uint32_t MethodView::resolved_refs_slot() const { return low_address(&method_.holder->state->resolved_refs); }

MethodView::HandleOffsets MethodView::handle_offsets() const {
  const Known& known = *vm_.known;
  return {known.java_lang_invoke_MethodHandle_form, known.java_lang_invoke_LambdaForm_vmentry,
          known.java_lang_invoke_MemberName_method, known.java_lang_invoke_ResolvedMethodName_vmtarget};
}
uint32_t MethodView::class_of_mirror_offset() const { return vm_.known->java_lang_Class_klass; }
MethodView::StringOffsets MethodView::string_offsets() const {
  return {vm_.known->java_lang_String_value, vm_.known->java_lang_String_coder};
}

}  // namespace kiln::jit
