#include "vm/exec/java_string.h"

#include <algorithm>

#include "gc/barrier.h"
#include "gc/vm_binding.h"
#include "vm/exec/allocate.h"
#include "vm/exec/exceptions.h"

namespace kiln {

namespace {

constexpr uint8_t kLatin1 = 0, kUtf16 = 1;

// One code unit; moves p. Malformed bytes (impossible in verified input) come out as they are.
uint16_t next_unit(const unsigned char*& p, const unsigned char* end) {
  unsigned char c = *p++;
  if (c < 0x80) return c;
  if ((c & 0xe0) == 0xc0 && p < end) {
    uint16_t unit = static_cast<uint16_t>((c & 0x1f) << 6 | (p[0] & 0x3f));
    p += 1;
    return unit;
  }
  if ((c & 0xf0) == 0xe0 && end - p >= 2) {
    uint16_t unit = static_cast<uint16_t>((c & 0x0f) << 12 | (p[0] & 0x3f) << 6 | (p[1] & 0x3f));
    p += 2;
    return unit;
  }
  return c;
}

uint32_t hash_units(const Known& known, Object* string) {
  uint32_t h = 0;
  int32_t length = string_length(known, string);
  for (int32_t i = 0; i < length; i++) h = 31 * h + string_unit(known, string, i);
  return h;
}

// A String around a byte[] whose contents `fill` writes.
template <typename Fill>
Expected<Ref<java::String>> new_string(Thread& thread, int64_t length_units, bool is_latin1, Fill&& fill) {
  const Known& known = *thread.vm().known;
  int64_t bytes = is_latin1 ? length_units : 2 * length_units;
  if (bytes > INT32_MAX - 2) return throw_out_of_memory(thread, OutOfMemoryKind::kArrayLimit);
  HandleScope scope(thread);
  VM_TRY(Ref<java::Array> array, allocate_primitive_array(thread, BasicType::kByte, static_cast<int32_t>(bytes)));
  Handle<java::Array> value(thread, array);
  VM_TRY(Ref<> string, allocate_instance(thread, known.java_lang_String));
  fill(value.unsafe_ref()->template elements<uint8_t>());
  barrier::store_initial(string.get(), known.java_lang_String_value, value.unsafe_ref());
  string->set<uint8_t>(known.java_lang_String_coder, is_latin1 ? kLatin1 : kUtf16);
  return string.as<java::String>();
}

}  // namespace

size_t utf16_length_of_utf8(std::string_view utf8) {
  auto* p = reinterpret_cast<const unsigned char*>(utf8.data());
  const unsigned char* end = p + utf8.size();
  size_t length = 0;
  while (p < end) {
    next_unit(p, end);
    length++;
  }
  return length;
}

void utf8_to_utf16(std::string_view utf8, uint16_t* units) {
  auto* p = reinterpret_cast<const unsigned char*>(utf8.data());
  const unsigned char* end = p + utf8.size();
  while (p < end) *units++ = next_unit(p, end);
}

std::string utf16_to_utf8(const uint16_t* units, size_t length) {
  std::string out;
  out.reserve(length);
  for (size_t i = 0; i < length; i++) {
    uint16_t c = units[i];
    if (c != 0 && c < 0x80) {
      out += static_cast<char>(c);
    } else if (c < 0x800) {
      out += static_cast<char>(0xc0 | c >> 6);
      out += static_cast<char>(0x80 | (c & 0x3f));
    } else {
      out += static_cast<char>(0xe0 | c >> 12);
      out += static_cast<char>(0x80 | (c >> 6 & 0x3f));
      out += static_cast<char>(0x80 | (c & 0x3f));
    }
  }
  return out;
}

Expected<Ref<java::String>> make_string(Thread& thread, std::string_view utf8) {
  bool is_ascii = std::all_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_ascii) {
    return new_string(thread, static_cast<int64_t>(utf8.size()), true,
                      [&](uint8_t* to) { std::copy(utf8.begin(), utf8.end(), to); });
  }
  std::u16string units(utf16_length_of_utf8(utf8), 0);
  utf8_to_utf16(utf8, reinterpret_cast<uint16_t*>(units.data()));
  return make_string_utf16(thread, reinterpret_cast<const uint16_t*>(units.data()), static_cast<int32_t>(units.size()));
}

Expected<Ref<java::String>> make_string_utf16(Thread& thread, const uint16_t* units, int32_t length) {
  bool is_latin1 = std::all_of(units, units + length, [](uint16_t c) { return c < 0x100; });
  return new_string(thread, length, is_latin1, [&](uint8_t* to) {
    if (is_latin1) {
      for (int32_t i = 0; i < length; i++) to[i] = static_cast<uint8_t>(units[i]);
    } else if (length != 0) {
      std::memcpy(to, units, size_t{2} * static_cast<size_t>(length));
    }
  });
}

Expected<Ref<java::String>> make_external_name(Thread& thread, std::string_view internal_name) {
  std::string name(internal_name);
  std::replace(name.begin(), name.end(), '/', '.');
  return make_string(thread, name);
}

int32_t string_length(const Known& known, Object* string) {
  const Object* value = load_ref(string, known.java_lang_String_value).get();
  if (value == nullptr) return 0;
  return value->array_length() >> string->get<uint8_t>(known.java_lang_String_coder);
}

uint16_t string_unit(const Known& known, Object* string, int32_t index) {
  const Object* value = load_ref(string, known.java_lang_String_value).get();
  if (string->get<uint8_t>(known.java_lang_String_coder) == kLatin1) return value->elements<uint8_t>()[index];
  return value->elements<uint16_t>()[index];
}

std::string string_to_utf8(const Known& known, Object* string) {
  int32_t length = string_length(known, string);
  std::u16string units(static_cast<size_t>(length), 0);
  for (int32_t i = 0; i < length; i++) units[static_cast<size_t>(i)] = string_unit(known, string, i);
  return utf16_to_utf8(reinterpret_cast<const uint16_t*>(units.data()), units.size());
}

std::string string_to_utf8(Thread& thread, Handle<java::String> string) {
  if (string.is_null()) return "null";
  return string_to_utf8(*thread.vm().known, string.unsafe_ref().get());
}

bool strings_equal(const Known& known, Object* a, Object* b) {
  int32_t length = string_length(known, a);
  if (length != string_length(known, b)) return false;
  for (int32_t i = 0; i < length; i++) {
    if (string_unit(known, a, i) != string_unit(known, b, i)) return false;
  }
  return true;
}

// --- interned strings: open addressing, power-of-two capacity ---------------------------------------------------------

StringTable::StringTable() : capacity_(4096) {
  entries_ = static_cast<Entry*>(native_allocate(capacity_ * sizeof(Entry)));
  std::memset(entries_, 0, capacity_ * sizeof(Entry));
}
StringTable::~StringTable() { native_free(entries_); }

void StringTable::grow() {
  Entry* old = entries_;
  size_t old_capacity = capacity_;
  capacity_ *= 2;
  entries_ = static_cast<Entry*>(native_allocate(capacity_ * sizeof(Entry)));
  std::memset(entries_, 0, capacity_ * sizeof(Entry));
  for (size_t i = 0; i < old_capacity; i++) {
    if (old[i].string == 0) continue;
    size_t at = old[i].hash & (capacity_ - 1);
    while (entries_[at].string != 0) at = (at + 1) & (capacity_ - 1);
    entries_[at] = old[i];
  }
  native_free(old);
}

void StringTable::for_each(const std::function<void(Object*)>& visit) {
  static_assert(sizeof(Entry) == kEntryBytes);
  MutexLock lock(mutex_);
  for (size_t i = 0; i < capacity_; i++) {
    if (entries_[i].string != 0) visit(Ref<>(entries_[i].string).get());
  }
}

void StringTable::update_weak(WeakVisitor& visitor) {
  // Deleting from open addressing: rebuild from the survivors.
  Entry* old = entries_;
  entries_ = static_cast<Entry*>(native_allocate(capacity_ * sizeof(Entry)));
  std::memset(entries_, 0, capacity_ * sizeof(Entry));
  count_ = 0;
  for (size_t i = 0; i < capacity_; i++) {
    if (old[i].string == 0) continue;
    Ref<> current = visitor.current(Ref<>(old[i].string));
    if (current.is_null()) continue;
    size_t at = old[i].hash & (capacity_ - 1);
    while (entries_[at].string != 0) at = (at + 1) & (capacity_ - 1);
    entries_[at] = {current.bits(), old[i].hash};
    count_++;
  }
  native_free(old);
}

Expected<Ref<java::String>> intern_string(Thread& thread, Handle<java::String> string) {
  const Known& known = *thread.vm().known;
  StringTable& table = *thread.vm().strings;
  Object* object = string.unsafe_ref().get();
  uint32_t hash = hash_units(known, object);
  MutexLock lock(table.mutex_);
  if (table.count_ * 2 >= table.capacity_) table.grow();
  for (size_t at = hash & (table.capacity_ - 1);; at = (at + 1) & (table.capacity_ - 1)) {
    StringTable::Entry& entry = table.entries_[at];
    if (entry.string == 0) {
      entry = {string.unsafe_ref().bits(), hash};
      table.count_++;
      return string.unsafe_ref();
    }
    if (entry.hash == hash && strings_equal(known, Ref<>(entry.string).get(), object)) return Ref<java::String>(entry.string);
  }
}

Expected<Ref<java::String>> intern_string(Thread& thread, std::string_view utf8) {
  HandleScope scope(thread);
  VM_TRY(Ref<java::String> string, make_string(thread, utf8));
  Handle<java::String> handle(thread, string);
  return intern_string(thread, handle);
}

}  // namespace kiln
