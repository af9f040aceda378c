// vm/meta/known.h - the well-known classes, field offsets and methods of known.def as plain members.
//
// Filled at boot by vm/start (classes) and the linker (`bind_known_members`, when a well-known class is linked);
// read-only afterwards. Names: known.java_lang_String, known.java_lang_String_value (byte offset),
// known.java_lang_Thread_run (Method*).
#pragma once

#include <cstdint>
#include <string_view>

namespace kiln {

class Class;
class Method;
struct Vm;

struct Known {
#define VM_KNOWN_CLASS(id, name) Class* id = nullptr;
#define VM_KNOWN_FIELD(owner, name, descriptor) uint32_t owner##_##name = 0;
#define VM_KNOWN_STATIC_FIELD(owner, name, descriptor) uint32_t owner##_##name = 0;
#define VM_INJECTED_FIELD(owner, name, descriptor) uint32_t owner##_##name = 0;
#define VM_KNOWN_METHOD(owner, id, name, descriptor) Method* owner##_##id = nullptr;
#include "vm/meta/known.def"

  Class* primitive_arrays[8] = {};        // by BasicType kBoolean..kLong: [Z, [C, ...
  Class* object_array = nullptr;          // [Ljava/lang/Object;
  Class* string_array = nullptr;
  Class* class_array = nullptr;
  uint32_t primitive_mirrors[10] = {};    // RefSlots: int.class ... void.class by BasicType; roots
  uint32_t out_of_memory_errors[8] = {};  // RefSlots: preallocated errors; roots
  uint32_t system_loader = 0, platform_loader = 0;  // RefSlots; roots
  uint32_t main_thread_group = 0, system_thread_group = 0;  // RefSlots; roots
};

// Calls visit(name, Class* Known::*) for every row: boot loads them in this order.
struct KnownClassRow {
  const char* name;
  Class* Known::*member;
};
inline constexpr KnownClassRow kKnownClassRows[] = {
#define VM_KNOWN_CLASS(id, name) {name, &Known::id},
#include "vm/meta/known.def"
};

// Fields that the VM adds to a class, in order; the linker lays them out like declared ones.
struct InjectedFieldRow {
  const char* class_name;
  const char* name;
  const char* descriptor;
};
void for_each_injected_field(std::string_view class_name, void (*visit)(void* context, const char* name, const char* descriptor), void* context);

// Fills offsets and methods of a well-known class that has just been given its layout. Fatal, with its name, for a
// row the class does not have.
void bind_known_members(Known& known, const Class& klass);

}  // namespace kiln
