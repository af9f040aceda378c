// interpreter/handlers/objects.cpp - constants of the pool, fields, allocation, arrays, type checks, monitors.
#include "interpreter/handler.h"
#include "interpreter/slow_paths.h"
#include "vm/ops/type_check.h"
#include "vm/thread/monitor.h"

namespace kiln::interpreter {

using ops::FieldUse;

// --- constants -------------------------------------------------------------------------------------------------------

#define LOAD_PRIMITIVE_CONSTANT(name, index, length)                                     \
  HANDLER(name) {                                                                        \
    *--sp = static_cast<uint32_t>(resolved_entry(fp, index).bits());                     \
    NEXT(length);                                                                        \
  }
LOAD_PRIMITIVE_CONSTANT(ldc_prim, pc[1], 2)
LOAD_PRIMITIVE_CONSTANT(ldc_w_prim, u2(pc + 1), 3)
HANDLER(ldc2_w_prim) {
  sp -= 2;
  sp[1] = resolved_entry(fp, u2(pc + 1)).bits();
  NEXT(3);
}

// A resolved Class is in the entry itself; other constants are elements of the class's resolved references.
#define LOAD_REFERENCE_CONSTANT(name, index_expression, length)                          \
  HANDLER(name) {                                                                        \
    uint32_t index = (index_expression);                                                 \
    ResolvedEntry entry = resolved_entry(fp, index);                                     \
    if (!entry.has(ResolvedEntry::kGet)) [[unlikely]] {                                  \
      PUBLISH();                                                                         \
      uint64_t bits;                                                                     \
      BasicType type;                                                                    \
      if (!load_constant_slow(*t, fp, index, &bits, &type)) THROW_PENDING();             \
      *--sp = static_cast<uint32_t>(bits);                                               \
      NEXT(length);                                                                      \
    }                                                                                    \
    if (Class* klass = entry.klass()) {                                                  \
      *--sp = klass->mirror().bits();                                                    \
    } else {                                                                             \
      Object* refs = Ref<>(fp->method()->holder->state->resolved_refs).get();            \
      *--sp = load_element(refs, static_cast<int32_t>(index)).bits();                    \
    }                                                                                    \
    NEXT(length);                                                                        \
  }
LOAD_REFERENCE_CONSTANT(ldc_ref, pc[1], 2)
LOAD_REFERENCE_CONSTANT(ldc_w_ref, u2(pc + 1), 3)

#define LOAD_DYNAMIC_CONSTANT(name, index_expression, length)                            \
  HANDLER(name) {                                                                        \
    PUBLISH();                                                                           \
    uint64_t bits;                                                                       \
    BasicType type;                                                                      \
    if (!load_constant_slow(*t, fp, (index_expression), &bits, &type)) THROW_PENDING();  \
    if (slots_of(type) == 2) {                                                           \
      sp -= 2;                                                                           \
      sp[1] = bits;                                                                      \
    } else {                                                                             \
      *--sp = static_cast<uint32_t>(bits);                                               \
    }                                                                                    \
    NEXT(length);                                                                        \
  }
LOAD_DYNAMIC_CONSTANT(ldc_dynamic, pc[1], 2)
LOAD_DYNAMIC_CONSTANT(ldc_w_dynamic, u2(pc + 1), 3)
LOAD_DYNAMIC_CONSTANT(ldc2_w_dynamic, u2(pc + 1), 3)

// --- fields ----------------------------------------------------------------------------------------------------------

// As the invoke instructions (calls.cpp): NAME finds the resolved entry, NAME_resolved goes on with it.
namespace {
template <FieldUse use, Handler next>
[[gnu::noinline]] VM_HANDLER resolve_field_then(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  PUBLISH();
  ResolvedEntry entry = resolve_field_slow(*t, fp, u2(pc + 1), use);
  if (entry.bits() == 0) THROW_PENDING();
  MUSTTAIL next(pc, sp, fp, t, entry.bits());
}
}  // namespace
#define FIELD_HANDLER(name, use, flag)                                                   \
  static VM_HANDLER name##_resolved(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra); \
  HANDLER(name) {                                                                        \
    ResolvedEntry entry = resolved_entry(fp, u2(pc + 1));                                \
    if (!entry.has(flag)) [[unlikely]] {                                                 \
      constexpr Handler slow = &resolve_field_then<use, &name##_resolved>;               \
      MUSTTAIL slow(pc, sp, fp, t, entry.bits());                                           \
    }                                                                                    \
    MUSTTAIL name##_resolved(pc, sp, fp, t, entry.bits());                               \
  }                                                                                      \
  [[gnu::always_inline]] inline VM_HANDLER name##_resolved(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra)

#define GET_FIELD_1(name, type, conversion)                                              \
  FIELD_HANDLER(getfield_##name, FieldUse::kGetField, ResolvedEntry::kGet) {  \
  ResolvedEntry entry(extra);  \
    if (static_cast<uint32_t>(sp[0]) == 0) [[unlikely]]                                  \
      THROW_NULL_POINTER();                                                              \
    sp[0] = conversion(reference_of(sp[0]).get()->get<type>(entry.payload()));           \
    NEXT(3);                                                                             \
  }                                                                                      \
  FIELD_HANDLER(getstatic_##name, FieldUse::kGetStatic, ResolvedEntry::kGet) {  \
  ResolvedEntry entry(extra);  \
    *--sp = conversion(entry.klass()->mirror().get()->get<type>(entry.payload()));       \
    NEXT(3);                                                                             \
  }
inline Slot as_int_slot(int32_t v) { return slot_of_int(v); }
inline Slot as_word_slot(uint32_t v) { return v; }
GET_FIELD_1(b, int8_t, as_int_slot)
GET_FIELD_1(c, uint16_t, as_int_slot)
GET_FIELD_1(s, int16_t, as_int_slot)
GET_FIELD_1(i, uint32_t, as_word_slot)
GET_FIELD_1(a, uint32_t, as_word_slot)
FIELD_HANDLER(getfield_j, FieldUse::kGetField, ResolvedEntry::kGet) {  
  ResolvedEntry entry(extra);  
  if (static_cast<uint32_t>(sp[0]) == 0) [[unlikely]]
    THROW_NULL_POINTER();
  uint64_t value = reference_of(sp[0]).get()->get<uint64_t>(entry.payload());
  sp -= 1;
  sp[1] = value;
  NEXT(3);
}
FIELD_HANDLER(getstatic_j, FieldUse::kGetStatic, ResolvedEntry::kGet) {  
  ResolvedEntry entry(extra);  
  sp -= 2;
  sp[1] = entry.klass()->mirror().get()->get<uint64_t>(entry.payload());
  NEXT(3);
}

namespace {
// A volatile store is sequentially consistent; loads are plain on this machine.
template <typename T>
inline void store_field(Object* object, ResolvedEntry entry, T value) {
  if (entry.has(ResolvedEntry::kVolatile)) [[unlikely]] {
    object->atomic_at<T>(entry.payload()).store(value, std::memory_order_seq_cst);
  } else {
    object->set<T>(entry.payload(), value);
  }
}
inline void store_reference_field(Object* object, ResolvedEntry entry, Ref<> value) {
  if (entry.has(ResolvedEntry::kVolatile)) [[unlikely]] {
    barrier::store_volatile(object, entry.payload(), value);
  } else {
    barrier::store_field(object, entry.payload(), value);
  }
}
}  // namespace

// `words`: slots of the value.
#define PUT_FIELD(name, words, store)                                                    \
  FIELD_HANDLER(putfield_##name, FieldUse::kPutField, ResolvedEntry::kPut) {  \
  ResolvedEntry entry(extra);  \
    if (static_cast<uint32_t>(sp[words]) == 0) [[unlikely]]                              \
      THROW_NULL_POINTER();                                                              \
    Object* object = reference_of(sp[words]).get();                                      \
    store;                                                                               \
    sp += (words) + 1;                                                                   \
    NEXT(3);                                                                             \
  }                                                                                      \
  FIELD_HANDLER(putstatic_##name, FieldUse::kPutStatic, ResolvedEntry::kPut) {  \
  ResolvedEntry entry(extra);  \
    Object* object = entry.klass()->mirror().get();                                      \
    store;                                                                               \
    sp += (words);                                                                       \
    NEXT(3);                                                                             \
  }
PUT_FIELD(z, 1, store_field<uint8_t>(object, entry, sp[0] & 1))
PUT_FIELD(b, 1, store_field<uint8_t>(object, entry, static_cast<uint8_t>(sp[0])))
PUT_FIELD(s, 1, store_field<uint16_t>(object, entry, static_cast<uint16_t>(sp[0])))
PUT_FIELD(i, 1, store_field<uint32_t>(object, entry, static_cast<uint32_t>(sp[0])))
PUT_FIELD(j, 2, store_field<uint64_t>(object, entry, sp[1]))
PUT_FIELD(a, 1, store_reference_field(object, entry, reference_of(sp[0])))

// --- allocation ------------------------------------------------------------------------------------------------------

HANDLER(new_) {
  uint32_t index = u2(pc + 1);
  ResolvedEntry entry = resolved_entry(fp, index);
  if (entry.has(ResolvedEntry::kGet)) [[likely]] {
    Class* klass = entry.klass();
    if (klass->is_initialized() && !(klass->more_flags & Class::kIsAbstractOrInterface)) [[likely]] {
      uintptr_t address = t->mutator.allocate(align_up(klass->shape.instance_size, kObjectAlignment));
      if (address != 0) [[likely]] {
        auto* object = reinterpret_cast<Object*>(address);
        object->set<uint32_t>(0, static_cast<uint32_t>(reinterpret_cast<uintptr_t>(klass)));
        *--sp = slot_of_ref(Ref<>::of(object));
        NEXT(3);
      }
    }
  }
  PUBLISH();
  uint32_t bits = new_instance_slow(*t, fp, index);
  if (bits == 0) THROW_PENDING();
  *--sp = bits;
  NEXT(3);
}
HANDLER(newarray) {
  PUBLISH();
  uint32_t bits = new_array_slow(*t, basic_type_of_newarray(pc[1]), int_of(sp[0]));
  if (bits == 0) THROW_PENDING();
  sp[0] = bits;
  NEXT(2);
}
HANDLER(anewarray) {
  PUBLISH();
  uint32_t bits = new_object_array_slow(*t, fp, u2(pc + 1), int_of(sp[0]));
  if (bits == 0) THROW_PENDING();
  sp[0] = bits;
  NEXT(3);
}
HANDLER(multianewarray) {
  PUBLISH();
  int dimensions = pc[3];
  uint32_t bits = new_multi_array_slow(*t, fp, u2(pc + 1), dimensions);
  if (bits == 0) THROW_PENDING();
  sp += dimensions - 1;
  sp[0] = bits;
  NEXT(4);
}

// --- arrays ----------------------------------------------------------------------------------------------------------

// Declares `array`, checked against null and `i` against its length. `words`: slots above the array reference.
#define ARRAY_ACCESS(array_word, index_word)                                             \
  if (static_cast<uint32_t>(sp[array_word]) == 0) [[unlikely]]                           \
    THROW_NULL_POINTER();                                                                \
  Object* array = reference_of(sp[array_word]).get();                                    \
  int32_t i = int_of(sp[index_word]);                                                    \
  if (static_cast<uint32_t>(i) >= static_cast<uint32_t>(array->array_length())) [[unlikely]] \
    MUSTTAIL throw_array_index(pc, sp, fp, t, uint64_t{static_cast<uint32_t>(i)} << 32 | static_cast<uint32_t>(array->array_length()));

#define ARRAY_LOAD(name, type, conversion)                                               \
  HANDLER(name) {                                                                        \
    ARRAY_ACCESS(1, 0)                                                                   \
    sp += 1;                                                                             \
    sp[0] = conversion(array->elements<type>()[i]);                                      \
    NEXT(1);                                                                             \
  }
#define ARRAY_LOAD_2(name)                                                               \
  HANDLER(name) {                                                                        \
    ARRAY_ACCESS(1, 0)                                                                   \
    sp[1] = array->elements<uint64_t>()[i];                                              \
    NEXT(1);                                                                             \
  }
#define ARRAY_STORE(name, type)                                                          \
  HANDLER(name) {                                                                        \
    ARRAY_ACCESS(2, 1)                                                                   \
    array->elements<type>()[i] = static_cast<type>(sp[0]);                               \
    sp += 3;                                                                             \
    NEXT(1);                                                                             \
  }
#define ARRAY_STORE_2(name)                                                              \
  HANDLER(name) {                                                                        \
    ARRAY_ACCESS(3, 2)                                                                   \
    array->elements<uint64_t>()[i] = sp[1];                                              \
    sp += 4;                                                                             \
    NEXT(1);                                                                             \
  }
ARRAY_LOAD(iaload, uint32_t, as_word_slot)
ARRAY_LOAD(faload, uint32_t, as_word_slot)
ARRAY_LOAD(aaload, uint32_t, as_word_slot)
ARRAY_LOAD(baload, int8_t, as_int_slot)
ARRAY_LOAD(caload, uint16_t, as_int_slot)
ARRAY_LOAD(saload, int16_t, as_int_slot)
ARRAY_LOAD_2(laload)
ARRAY_LOAD_2(daload)
ARRAY_STORE(iastore, uint32_t)
ARRAY_STORE(fastore, uint32_t)
ARRAY_STORE(castore, uint16_t)
ARRAY_STORE(sastore, uint16_t)
ARRAY_STORE_2(lastore)
ARRAY_STORE_2(dastore)
HANDLER(bastore) {
  ARRAY_ACCESS(2, 1)
  // A boolean array takes only the lowest bit (JVMS 6.5 bastore).
  bool is_boolean = class_of(array)->array_element_type == BasicType::kBoolean;
  array->elements<uint8_t>()[i] = static_cast<uint8_t>(is_boolean ? sp[0] & 1 : sp[0]);
  sp += 3;
  NEXT(1);
}
HANDLER(aastore) {
  ARRAY_ACCESS(2, 1)
  Ref<> value = reference_of(sp[0]);
  if (!ops::can_store(array, value)) [[unlikely]] {
    PUBLISH();
    throw_array_store_slow(*t, fp);
    THROW_PENDING();
  }
  barrier::store_element(array, i, value);
  sp += 3;
  NEXT(1);
}
HANDLER(arraylength) {
  if (static_cast<uint32_t>(sp[0]) == 0) [[unlikely]]
    THROW_NULL_POINTER();
  sp[0] = slot_of_int(reference_of(sp[0]).get()->array_length());
  NEXT(1);
}

// --- type checks -----------------------------------------------------------------------------------------------------

HANDLER(checkcast) {
  Ref<> object = reference_of(sp[0]);
  if (object.is_null()) NEXT(3);
  uint32_t index = u2(pc + 1);
  ResolvedEntry entry = resolved_entry(fp, index);
  if (entry.has(ResolvedEntry::kGet) && ops::is_instance(object.get(), entry.klass())) [[likely]]
    NEXT(3);
  PUBLISH();
  if (!check_cast_slow(*t, fp, index)) THROW_PENDING();
  NEXT(3);
}
HANDLER(instanceof) {
  Ref<> object = reference_of(sp[0]);
  if (object.is_null()) NEXT(3);  // null is an instance of nothing: 0 stays 0
  uint32_t index = u2(pc + 1);
  ResolvedEntry entry = resolved_entry(fp, index);
  if (entry.has(ResolvedEntry::kGet)) [[likely]] {
    sp[0] = ops::is_instance(object.get(), entry.klass());
    NEXT(3);
  }
  PUBLISH();
  int answer = instance_of_slow(*t, fp, index);
  if (answer == 0) THROW_PENDING();
  sp[0] = static_cast<Slot>(answer - 1);
  NEXT(3);
}

// --- monitors --------------------------------------------------------------------------------------------------------

// The frame counts the monitors it has entered in the high half of its lock slot (structured locking, JVMS 2.11.10).
constexpr Slot kOneMonitor = Slot{1} << 32;

HANDLER(monitorenter) {
  if (static_cast<uint32_t>(sp[0]) == 0) [[unlikely]]
    THROW_NULL_POINTER();
  if (!try_monitor_enter(*t, reference_of(sp[0]).get())) [[unlikely]] {
    PUBLISH();
    if (!monitor_enter_slow(*t, fp)) THROW_PENDING();
  }
  *fp->lock_slot() += kOneMonitor;
  sp += 1;
  NEXT(1);
}
HANDLER(monitorexit) {
  if (static_cast<uint32_t>(sp[0]) == 0) [[unlikely]]
    THROW_NULL_POINTER();
  if (*fp->lock_slot() < kOneMonitor || !try_monitor_exit(*t, reference_of(sp[0]).get())) [[unlikely]] {
    PUBLISH();
    if (!monitor_exit_slow(*t, fp)) THROW_PENDING();
  }
  *fp->lock_slot() -= kOneMonitor;
  sp += 1;
  NEXT(1);
}

}  // namespace kiln::interpreter
