// jit/baseline/values.cpp - the simulated expression stack, the registers behind it, and the pinned locals.
#include "jit/baseline/baseline_compiler.h"

namespace kiln::jit {

using Kind = Value::Kind;

namespace {
bool fits_int32(int64_t bits) { return bits == static_cast<int32_t>(bits); }
Gp sized(Gp reg, Width width) { return width == Width::kLong || width == Width::kDouble ? Gp(wide(reg)) : Gp(word(reg)); }
uint32_t bytes_of(Width width) { return width == Width::kLong || width == Width::kDouble ? 8 : 4; }
}  // namespace

void BaselineCompiler::push(Value value) {
  value.index = static_cast<int16_t>(stack_.size());
  if (value.kind == Kind::kGeneral) uses_[value.reg]++;
  if (value.kind == Kind::kVector) vector_uses_[value.reg]++;
  stack_.push_back(value);
}

void BaselineCompiler::push_general(Gp reg) {
  Value value;
  value.kind = Kind::kGeneral;
  value.reg = static_cast<uint8_t>(reg.id());
  push(value);
}
void BaselineCompiler::push_general_wide(Gp reg) {
  push_general(reg);
  push_dead();
}
void BaselineCompiler::push_vector(Vec reg) {
  Value value;
  value.kind = Kind::kVector;
  value.reg = static_cast<uint8_t>(reg.id());
  push(value);
}
void BaselineCompiler::push_vector_wide(Vec reg) {
  push_vector(reg);
  push_dead();
}
void BaselineCompiler::push_constant(Width width, int64_t bits) {
  Value value;
  value.kind = Kind::kConstant;
  value.width = width;
  value.bits = bits;
  push(value);
  if (slots_of(width) == 2) push_dead();
}
void BaselineCompiler::push_local(uint32_t local, Width width) {
  if (is_inlining()) return push_inlined_local(local, width);
  Value value;
  value.kind = Kind::kLocal;
  value.width = width;
  value.local = static_cast<uint16_t>(local);
  push(value);
  if (slots_of(width) == 2) push_dead();
}

// The register of a popped value stays out of reach until the instruction ends.
Value BaselineCompiler::pop() {
  Value value = stack_.back();
  stack_.pop_back();
  if (value.kind == Kind::kGeneral) {
    uses_[value.reg]--;
    locked_ |= 1u << value.reg;
  }
  if (value.kind == Kind::kVector) {
    vector_uses_[value.reg]--;
    locked_vectors_ |= 1u << value.reg;
  }
  return value;
}
Value BaselineCompiler::pop_wide() {
  (void)pop();
  return pop();
}

Gp BaselineCompiler::alloc_general() {
  for (;;) {
    for (Gp reg : kTemporaries) {
      if (uses_[reg.id()] == 0 && !((locked_ | steady_) & (1u << reg.id()))) {
        lock(reg);
        return reg;
      }
    }
    // The deepest Value in a register that may go.
    auto goes = std::ranges::find_if(stack_, [this](const Value& value) {
      return value.kind == Kind::kGeneral && !((locked_ | steady_) & (1u << value.reg));
    });
    if (goes == stack_.end()) {
      refusal_ = "an instruction needs more registers than there are";
      return kResult;
    }
    evict(general(goes->reg));
  }
}
Vec BaselineCompiler::alloc_vector() {
  for (;;) {
    for (uint32_t id = 0; id < kVectorTemporaries; id++) {
      if (vector_uses_[id] == 0 && !((locked_vectors_ | steady_vectors_) & (1u << id))) {
        lock(vector(id));
        return vector(id);
      }
    }
    auto goes = std::ranges::find_if(stack_, [this](const Value& value) {
      return value.kind == Kind::kVector && !((locked_vectors_ | steady_vectors_) & (1u << value.reg));
    });
    if (goes == stack_.end()) {
      refusal_ = "an instruction needs more vector registers than there are";
      return kVectorResult;
    }
    uint8_t reg = goes->reg;
    for (Value& other : stack_) {
      if (other.kind == Kind::kVector && other.reg == reg) spill(other.index);
    }
  }
}

// Every Value of the stack in `reg` goes to its slot.
void BaselineCompiler::evict(Gp reg) {
  for (Value& value : stack_) {
    if (value.kind == Kind::kGeneral && value.reg == reg.id()) spill(value.index);
  }
}

void BaselineCompiler::store(const Value& value, Mem slot) {
  slot.setSize(8);
  switch (value.kind) {
    case Kind::kMemory:
      if (slot.offsetLo32() == stack_slot(value.index).offsetLo32() && slot.baseId() == kFrame.id()) return;
      a_.move(kScratch, stack_slot(value.index));
      a_.move(slot, kScratch);
      return;
    case Kind::kDead:
      return;
    case Kind::kConstant:
      if (fits_int32(value.bits)) {
        a_.move(slot, imm(value.bits));
      } else {
        a_.move(kScratch, imm(value.bits));
        a_.move(slot, kScratch);
      }
      return;
    case Kind::kLocal: {
      int pin = find_pin(value.local, value.width);
      if (pin != kNoPin && (valid_pins_ >> pin & 1)) {
        if (is_float(value.width)) {
          a_.move_double(slot, pin_vector(pin));
        } else {
          a_.move(slot, pin_general(pin));
        }
        return;
      }
      a_.move(sized(kScratch, value.width), local_slot(value.local, bytes_of(value.width)));
      a_.move(slot, kScratch);
      return;
    }
    case Kind::kGeneral:
      a_.move(slot, general(value.reg));
      return;
    case Kind::kVector:
      a_.move_double(slot, vector(value.reg));
      return;
  }
}

void BaselineCompiler::spill(int index) {
  Value& value = stack_[static_cast<size_t>(index)];
  if (value.kind == Kind::kMemory || value.kind == Kind::kDead) return;
  store(value, stack_slot(index));
  if (value.kind == Kind::kGeneral) uses_[value.reg]--;
  if (value.kind == Kind::kVector) vector_uses_[value.reg]--;
  bool is_non_null = value.is_non_null, is_fresh = value.is_fresh;
  value = Value{};
  value.kind = Kind::kMemory;
  value.index = static_cast<int16_t>(index);
  value.is_non_null = is_non_null;
  value.is_fresh = is_fresh;
  value.is_dirty = true;
}

void BaselineCompiler::flush() {
  for (int i = steady_depth_; i < depth(); i++) spill(i);
}

void BaselineCompiler::load_if_memory(Value& value) {
  if (value.kind != Kind::kMemory) return;
  Gp reg = alloc_general();
  a_.move(reg, stack_slot(value.index));
  value.kind = Kind::kGeneral;
  value.reg = static_cast<uint8_t>(reg.id());
  value.is_dirty = true;
}

Gp BaselineCompiler::read(Value& value, Width width) {
  switch (value.kind) {
    case Kind::kGeneral:
      return general(value.reg);
    case Kind::kLocal:
      if (int pin = find_pin(value.local, value.width); pin != kNoPin && !is_float(value.width)) {
        make_valid(1u << pin);
        return pin_general(pin);
      }
      break;
    case Kind::kMemory:
    case Kind::kConstant:
    case Kind::kVector:
    case Kind::kDead:
      break;
  }
  Gp reg = alloc_general();
  bool is_dirty = false;
  if (value.kind == Kind::kLocal) {
    a_.move(sized(reg, value.width), local_slot(value.local, bytes_of(value.width)));
  } else if (value.kind == Kind::kMemory) {
    a_.move(sized(reg, width), stack_slot(value.index, bytes_of(width)));
  } else if (value.kind == Kind::kConstant) {
    if (bytes_of(width) == 4) {
      a_.move(word(reg), imm(static_cast<uint32_t>(value.bits)));
    } else {
      a_.move(reg, imm(value.bits));
    }
  } else {
    VM_CHECK(value.kind == Kind::kVector);
    if (bytes_of(width) == 4) {
      a_.move_word_bits(word(reg), vector(value.reg));
    } else {
      a_.move_bits(reg, vector(value.reg));
    }
  }
  value.kind = Kind::kGeneral;
  value.reg = static_cast<uint8_t>(reg.id());
  value.is_dirty = is_dirty;
  return reg;
}

Gp BaselineCompiler::read_clean(Value& value) {
  Gp reg = read(value, Width::kWord);
  if (value.kind == Kind::kGeneral && value.is_dirty) {
    a_.move(word(reg), word(reg));  // the lower half is the value for every holder of the register
    value.is_dirty = false;
  }
  return reg;
}

Gp BaselineCompiler::own(Value& value, Width width) {
  if (value.kind == Kind::kGeneral && uses_[value.reg] == 0) return general(value.reg);
  if (value.kind == Kind::kGeneral || (value.kind == Kind::kLocal && find_pin(value.local, value.width) != kNoPin && !is_float(value.width))) {
    Gp from = read(value, width);
    Gp reg = alloc_general();
    a_.move(sized(reg, width), sized(from, width));
    value.kind = Kind::kGeneral;
    value.reg = static_cast<uint8_t>(reg.id());
    value.is_dirty = false;
    return reg;
  }
  return read(value, width);
}

Vec BaselineCompiler::read_vector(Value& value, Width width) {
  if (value.kind == Kind::kVector) return vector(value.reg);
  if (value.kind == Kind::kLocal) {
    if (int pin = find_pin(value.local, value.width); pin != kNoPin && is_float(value.width)) {
      make_valid(1u << pin);
      return pin_vector(pin);
    }
  }
  Vec reg = alloc_vector();
  bool is_double = width == Width::kDouble;
  auto load = [&](const Mem& from) {
    if (is_double) {
      a_.move_double(reg, from);
    } else {
      a_.move_float(reg, from);
    }
  };
  switch (value.kind) {
    case Kind::kLocal:
      load(local_slot(value.local, bytes_of(width)));
      break;
    case Kind::kMemory:
      load(stack_slot(value.index, bytes_of(width)));
      break;
    case Kind::kConstant:
      if (value.bits == 0) {
        a_.clear(reg);
      } else {
        load(literal(static_cast<uint64_t>(value.bits), bytes_of(width)));
      }
      break;
    case Kind::kGeneral:
      if (is_double) {
        a_.move_bits(reg, general(value.reg));
      } else {
        a_.move_word_bits(reg, word(general(value.reg)));
      }
      break;
    case Kind::kVector:
    case Kind::kDead:
      VM_UNREACHABLE();
  }
  value.kind = Kind::kVector;
  value.reg = static_cast<uint8_t>(reg.id());
  return reg;
}

Vec BaselineCompiler::own_vector(Value& value, Width width) {
  if (value.kind == Kind::kVector && vector_uses_[value.reg] == 0) return vector(value.reg);
  Vec from = read_vector(value, width);
  // Freshly loaded: nobody else has it.
  if (from.id() < kVectorTemporaries && vector_uses_[from.id()] == 0) return from;
  Vec reg = alloc_vector();
  a_.move_vector(reg, from);
  value.kind = Kind::kVector;
  value.reg = static_cast<uint8_t>(reg.id());
  return reg;
}

Operand BaselineCompiler::operand(Value& value, Width width) {
  if (value.kind == Kind::kConstant && (bytes_of(width) == 4 || fits_int32(value.bits))) {
    return imm(bytes_of(width) == 4 ? static_cast<int64_t>(static_cast<int32_t>(value.bits)) : value.bits);
  }
  if (value.kind == Kind::kMemory) return stack_slot(value.index, bytes_of(width));
  if (value.kind == Kind::kLocal && find_pin(value.local, value.width) == kNoPin) return local_slot(value.local, bytes_of(width));
  return sized(read(value, width), width);
}

Operand BaselineCompiler::vector_operand(Value& value, Width width) {
  if (value.kind == Kind::kConstant) return literal(static_cast<uint64_t>(value.bits), bytes_of(width));
  if (value.kind == Kind::kMemory) return stack_slot(value.index, bytes_of(width));
  if (value.kind == Kind::kLocal && find_pin(value.local, value.width) == kNoPin) return local_slot(value.local, bytes_of(width));
  return read_vector(value, width);
}

// ---- locals ----

int BaselineCompiler::find_pin(uint32_t local, Width width) const {
  int pin = pin_of_local_[flow_.region[bci_] * local_non_null_.size() + local];
  return pin != kNoPin && flow_.pins[static_cast<size_t>(pin)].width == width ? pin : kNoPin;
}

// Only pins of the region of bci_ may be valid. (Locals are in their slots.)
void BaselineCompiler::enter_region() {
  if (flow_.region[bci_] == region_) return;
  region_ = flow_.region[bci_];
  valid_pins_ &= flow_.region_pins[region_];
}

void BaselineCompiler::load_pin(int pin) {
  const Pin& which = flow_.pins[static_cast<size_t>(pin)];
  Mem slot = local_slot(which.local, bytes_of(which.width));
  switch (which.width) {
    case Width::kWord: a_.move(word(pin_general(pin)), slot); break;
    case Width::kLong: a_.move(pin_general(pin), slot); break;
    case Width::kFloat: a_.move_float(pin_vector(pin), slot); break;
    case Width::kDouble: a_.move_double(pin_vector(pin), slot); break;
  }
}

void BaselineCompiler::make_valid(uint32_t pins) {
  uint32_t missing = pins & ~valid_pins_;
  for (int pin = 0; missing != 0; pin++, missing >>= 1) {
    if (missing & 1) load_pin(pin);
  }
  valid_pins_ |= pins;
}

void BaselineCompiler::forget_pins_of(uint32_t local) {
  if (int pin = pin_of_local_[flow_.region[bci_] * local_non_null_.size() + local]; pin != kNoPin) valid_pins_ &= ~(1u << pin);
}

// Values that still stand for the old contents of a local get them now.
void BaselineCompiler::materialise_local(uint32_t local) {
  for (Value& value : stack_) {
    if (value.kind != Kind::kLocal || value.local != local) continue;
    if (is_float(value.width)) {
      Vec reg = alloc_vector();
      if (int pin = find_pin(local, value.width); pin != kNoPin && (valid_pins_ >> pin & 1)) {
        a_.move_vector(reg, pin_vector(pin));
      } else {
        a_.move_double(reg, local_slot(local));
      }
      value.kind = Kind::kVector;
      value.reg = static_cast<uint8_t>(reg.id());
      vector_uses_[value.reg]++;
    } else {
      Gp reg = alloc_general();
      if (value.kind != Kind::kLocal) continue;  // went to memory just now
      if (int pin = find_pin(local, value.width); pin != kNoPin && (valid_pins_ >> pin & 1)) {
        a_.move(sized(reg, value.width), sized(pin_general(pin), value.width));
      } else {
        a_.move(sized(reg, value.width), local_slot(local, bytes_of(value.width)));
      }
      value.kind = Kind::kGeneral;
      value.reg = static_cast<uint8_t>(reg.id());
      uses_[value.reg]++;
    }
  }
}

void BaselineCompiler::store_local(uint32_t local, Width width) {
  if (is_inlining()) return store_inlined_local(local, width);
  Value value = slots_of(width) == 2 ? pop_wide() : pop();
  bool is_same = value.kind == Kind::kLocal && value.local == local && value.width == width;
  if (is_same) return;
  materialise_local(local);
  if (slots_of(width) == 2) {
    materialise_local(local + 1);
    forget_pins_of(local + 1);
    local_non_null_[local + 1] = false;
  }
  bool is_non_null = width == Width::kWord && is_known_non_null(value);
  int pin = find_pin(local, width);
  if (pin == kNoPin) {
    forget_pins_of(local);
    if (is_float(width) && value.kind != Kind::kMemory && value.kind != Kind::kConstant) {
      Vec reg = read_vector(value, width);
      if (width == Width::kDouble) {
        a_.move_double(local_slot(local), reg);
      } else {
        a_.move_float(local_slot(local, 4), reg);
      }
    } else {
      store(value, local_slot(local));
    }
  } else if (is_float(width)) {
    Vec target = pin_vector(pin);
    Vec from = read_vector(value, width);
    if (from != target) a_.move_vector(target, from);
    a_.move_double(local_slot(local), target);
    valid_pins_ |= 1u << pin;
  } else {
    Gp target = sized(pin_general(pin), width);
    if (value.kind == Kind::kConstant) {
      if (width == Width::kWord) {
        a_.move(target, imm(static_cast<uint32_t>(value.bits)));
      } else {
        a_.move(target, imm(value.bits));
      }
    } else if (value.kind == Kind::kMemory) {
      a_.move(target, stack_slot(value.index, bytes_of(width)));
    } else {
      Gp from = sized(read(value, width), width);
      a_.move(target, from);
    }
    a_.move(local_slot(local), wide(target));
    valid_pins_ |= 1u << pin;
  }
  local_non_null_[local] = is_non_null;
}

void BaselineCompiler::increment_local(uint32_t local, int32_t amount) {
  if (is_inlining()) {
    push_inlined_local(local, Width::kWord);
    push_constant(Width::kWord, amount);
    binary(Operation::kAdd, Width::kWord, true);
    return store_inlined_local(local, Width::kWord);
  }
  materialise_local(local);
  int pin = find_pin(local, Width::kWord);
  if (pin == kNoPin) {
    forget_pins_of(local);
    a_.add(local_slot(local, 4), imm(amount));
    return;
  }
  make_valid(1u << pin);
  Gp reg = pin_general(pin);
  a_.add(word(reg), imm(amount));
  a_.move(local_slot(local), reg);
}

bool BaselineCompiler::is_known_non_null(const Value& value) const {
  return value.is_non_null || (value.kind == Kind::kLocal && value.width == Width::kWord && local_non_null_[value.local]);
}
void BaselineCompiler::note_non_null(const Value& value) {
  if (value.kind == Kind::kLocal) local_non_null_[value.local] = true;
}

}  // namespace kiln::jit
