#include "classloader/verify/stack_map.h"

#include <algorithm>

namespace kiln::classfile {

namespace {
// A table that unpacks to more types than this was made to exhaust memory.
constexpr size_t kMaxTypes = size_t{1} << 24;
}  // namespace

FrameView StackMap::view(size_t i) const {
  const Entry& e = frames_[i];
  shown_.clear();
  for (uint32_t k = 0; k < e.locals_size; k++) shown_.push_back(local(i, k));
  for (uint32_t k = 0; k < e.stack_size; k++) shown_.push_back(stack(i, k));
  return {e.bci, e.this_uninitialized, shown_.data(), e.locals_size, shown_.data() + e.locals_size, e.stack_size};
}

VerificationType StackMap::unpack(Packed type) const {
  auto kind = static_cast<TypeKind>(type >> 24);
  if (kind == TypeKind::kReference) {
    uint32_t payload = type & 0xffffff;
    if (payload >= kOfFirstFrame) return first_[payload - kOfFirstFrame];
    return VerificationType::reference(parsed_->constants.class_name(static_cast<uint16_t>(payload)));
  }
  VerificationType result(kind);
  result.bci = static_cast<uint16_t>(type);
  return result;
}

int StackMap::find(uint32_t bci) const {
  auto found =
      std::lower_bound(frames_.begin(), frames_.end(), bci, [](const Entry& e, uint32_t b) { return e.bci < b; });
  return found != frames_.end() && found->bci == bci ? static_cast<int>(found - frames_.begin()) : -1;
}

StackMap::Problem StackMap::read(const ParsedClass& parsed, const ParsedMethod& method, const Frame& first,
                                 std::span<const CodeByte> code_bytes, std::string* message) {
  parsed_ = &parsed;
  method_ = &method;
  code_bytes_ = code_bytes;
  frames_.clear();
  bad_uninitialized_ = false;
  first_.assign(first.locals.begin(), first.locals.begin() + first.locals_size);
  types_.clear();
  for (uint32_t i = 0; i < first_.size(); i++) types_.push_back(packed(first_[i].kind, first_[i].is(TypeKind::kReference) ? kOfFirstFrame + i : 0));
  previous_ = Entry{0, first.this_uninitialized, 0, first.locals_size, 0, first.locals_size, 0};
  numbers_ = 1;
  if (method.stack_map_table.empty()) return Problem::kNone;
  types_.reserve(std::min(method.stack_map_table.size(), kMaxTypes));
  ByteReader in(method.stack_map_table);
  uint16_t count = in.u2();
  for (uint16_t i = 0; i < count && !in.overrun(); i++) {
    message->clear();
    Problem problem = read_frame(in, i == 0, message);
    if (bad_uninitialized_ && message->empty()) break;
    if (problem != Problem::kNone && !in.overrun()) return problem;
    if (in.overrun()) break;
    frames_.push_back(previous_);
    if (previous_.bci >= code_bytes.size() || code_bytes[previous_.bci] == CodeByte::kInside) return Problem::kOffset;
  }
  if (in.overrun()) {
    *message = "StackMapTable format error: access beyond the end of attribute";
    return Problem::kFormat;
  }
  if (!in.at_end() && !bad_uninitialized_) {
    *message = "StackMapTable format error: wrong attribute size";
    return Problem::kFormat;
  }
  if (bad_uninitialized_) {
    *message = "StackMapTable format error: bad offset for Uninitialized";
    return Problem::kInMethod;
  }
  return Problem::kNone;
}

// Appends one type (two for long and double) to types_.
bool StackMap::read_type(ByteReader& in, bool* this_uninitialized, std::string* message) {
  switch (in.u1()) {
    case 0: types_.push_back(packed(TypeKind::kTop)); break;
    case 1: types_.push_back(packed(TypeKind::kInteger)); break;
    case 2: types_.push_back(packed(TypeKind::kFloat)); break;
    case 3:
      types_.push_back(packed(TypeKind::kDouble));
      types_.push_back(packed(TypeKind::kDouble2nd));
      break;
    case 4:
      types_.push_back(packed(TypeKind::kLong));
      types_.push_back(packed(TypeKind::kLong2nd));
      break;
    case 5: types_.push_back(packed(TypeKind::kNull)); break;
    case 6:
      types_.push_back(packed(TypeKind::kUninitializedThis));
      *this_uninitialized = true;
      break;
    case 7: {
      uint16_t index = in.u2();
      if (!parsed_->constants.is(index, Tag::kClass) || parsed_->constants.class_name(index).empty()) {
        *message = "StackMapTable format error: bad class index";
        return false;
      }
      types_.push_back(packed(TypeKind::kReference, index));
      break;
    }
    case 8: {
      uint16_t bci = in.u2();
      if (bci >= code_bytes_.size() || code_bytes_[bci] != CodeByte::kNew) {
        // Told at the end of the list of types, if nothing worse follows in it.
        bad_uninitialized_ = true;
        types_.push_back(packed(TypeKind::kTop));
        break;
      }
      types_.push_back(packed(TypeKind::kUninitialized, bci));
      break;
    }
    default: *message = "StackMapTable format error: bad verification type"; return false;
  }
  return true;
}

// Removes `count` values from the end of the locals.
bool StackMap::drop_locals(Entry& entry, int count) const {
  for (; count > 0; count--) {
    if (entry.locals_size == 0) return false;
    bool two = unpack(types_[entry.locals + entry.locals_size - 1]).is_category2_2nd() && entry.locals_size >= 2 &&
               unpack(types_[entry.locals + entry.locals_size - 2]).is_category2();
    entry.locals_size -= two ? 2 : 1;
  }
  return true;
}

// Moves the locals to the end of types_, where they can grow.
void StackMap::own_locals(Entry& entry) {
  if (entry.locals + entry.locals_size == types_.size()) return;
  auto start = static_cast<uint32_t>(types_.size());
  for (uint32_t i = 0; i < entry.locals_size; i++) types_.push_back(Packed(types_[entry.locals + i]));
  entry.locals = start;
  entry.locals_number = numbers_++;
}

StackMap::Problem StackMap::read_frame(ByteReader& in, bool is_first, std::string* message) {
  Entry entry = previous_;
  auto step = [&](uint32_t delta) { entry.bci = is_first ? delta : entry.bci + delta + 1; };
  bool uninitialized_added = false;
  // Reads `count` values as the stack.
  auto read_stack = [&](unsigned count) {
    entry.stack = static_cast<uint32_t>(types_.size());
    // On the stack uninitializedThis does not make the frame one before the constructor call.
    bool on_stack;
    for (; count > 0 && !in.overrun(); count--) {
      if (!read_type(in, &on_stack, message)) return false;
    }
    entry.stack_size = static_cast<uint32_t>(types_.size()) - entry.stack;
    return true;
  };
  auto bad_size = [&] {
    *message = "StackMapTable format error: bad type array size";
    return Problem::kInMethod;
  };
  uint8_t tag = in.u1();
  entry.stack_size = 0;
  if (tag < 64) {
    step(tag);
  } else if (tag < 128 || tag == 247) {
    step(tag == 247 ? in.u2() : tag - 64u);
    if (!read_stack(1)) return Problem::kFormat;
    if (entry.stack_size > method_->max_stack) return bad_size();
    if (bad_uninitialized_) return Problem::kInMethod;
  } else if (tag < 247) {
    in.u2();  // its offset is read before
    *message = "StackMapTable format error: reserved frame type";
    return Problem::kFormat;
  } else if (tag <= 251) {
    step(in.u2());
    if (!drop_locals(entry, 251 - tag)) return bad_size();
    if (tag != 251) {
      // What is left decides whether this is still uninitialised.
      auto begin = types_.begin() + entry.locals;
      entry.this_uninitialized = entry.this_uninitialized &&
                                 std::find(begin, begin + entry.locals_size,
                                           packed(TypeKind::kUninitializedThis)) != begin + entry.locals_size;
    }
  } else if (tag < 255) {
    step(in.u2());
    own_locals(entry);
    for (int count = tag - 251; count > 0 && !in.overrun(); count--) {
      if (!read_type(in, &uninitialized_added, message)) return Problem::kFormat;
    }
    entry.locals_size = static_cast<uint32_t>(types_.size()) - entry.locals;
    if (entry.locals_size > method_->max_locals) return bad_size();
    if (bad_uninitialized_) return Problem::kInMethod;
  } else {
    step(in.u2());
    entry.this_uninitialized = false;
    entry.locals = static_cast<uint32_t>(types_.size());
    entry.locals_number = numbers_++;
    for (int count = in.u2(); count > 0 && !in.overrun(); count--) {
      if (!read_type(in, &uninitialized_added, message)) return Problem::kFormat;
    }
    entry.locals_size = static_cast<uint32_t>(types_.size()) - entry.locals;
    if (entry.locals_size > method_->max_locals) return bad_size();
    if (bad_uninitialized_) return Problem::kInMethod;
    if (!read_stack(in.u2())) return Problem::kFormat;
    if (entry.stack_size > method_->max_stack) return bad_size();
    if (bad_uninitialized_) return Problem::kInMethod;
  }
  entry.this_uninitialized |= uninitialized_added;
  if (types_.size() > kMaxTypes) {
    *message = "StackMapTable format error: table too large";
    return Problem::kFormat;
  }
  previous_ = entry;
  return Problem::kNone;
}

}  // namespace kiln::classfile
