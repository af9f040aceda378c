#include "vm/meta/symbol.h"

#include <cstring>

namespace kiln {

namespace {

uint64_t load_word(const char* p) {
  uint64_t word;
  std::memcpy(&word, p, 8);
  return word;
}

// The last 1 to 7 bytes of a text of fewer than eight.
uint64_t load_short(const char* p, size_t size) {
  if (size >= 4) {
    uint32_t first, last;
    std::memcpy(&first, p, 4);
    std::memcpy(&last, p + size - 4, 4);
    return first | uint64_t{last} << 32;
  }
  auto byte = [p](size_t i) { return static_cast<uint64_t>(static_cast<uint8_t>(p[i])); };
  return size == 0 ? 0 : byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16;
}

uint32_t hash_of(std::string_view text) {
  uint64_t hash = text.size() * 0x9e3779b97f4a7c15u;
  const char* p = text.data();
  size_t left = text.size();
  for (; left >= 8; p += 8, left -= 8) {
    hash = (hash ^ load_word(p)) * 0xff51afd7ed558ccdu;
    hash ^= hash >> 32;
  }
  // The rest overlaps the word before it when there is one.
  if (left != 0) hash ^= text.size() >= 8 ? load_word(p + left - 8) : load_short(p, left);
  hash *= 0xc4ceb9fe1a85ec53u;
  return static_cast<uint32_t>(hash ^ hash >> 29);
}

constexpr size_t kFirstCapacity = 65536;  // java.base's first 450 classes bring some 20,000 symbols

Symbol* symbol_of(uint64_t bucket) { return reinterpret_cast<Symbol*>(static_cast<uintptr_t>(bucket & 0xffffffff)); }

}  // namespace

SymbolTable::SymbolTable(MetaSpace& space) : space_(space), table_(make_table(kFirstCapacity, nullptr)) {}

SymbolTable::~SymbolTable() {
  Table* next;
  for (Table* table = table_.load(); table != nullptr; table = next) {
    next = table->outgrown;
    native_free(table);
  }
}

SymbolTable::Table* SymbolTable::make_table(size_t capacity, Table* outgrown) {
  size_t size = sizeof(Table) + capacity * sizeof(Bucket);
  void* memory = native_allocate(size);
  std::memset(memory, 0, size);
  return new (memory) Table{outgrown, capacity};
}

Symbol* SymbolTable::probe(Table* table, uint32_t hash, std::string_view text, size_t* end) {
  size_t mask = table->capacity - 1;
  for (size_t i = hash & mask;; i = (i + 1) & mask) {
    uint64_t bucket = table->buckets()[i].load(std::memory_order_acquire);
    if (bucket == 0) {
      *end = i;
      return nullptr;
    }
    if (bucket >> 32 == hash && symbol_of(bucket)->view() == text) return symbol_of(bucket);
  }
}

Symbol* SymbolTable::find(std::string_view text) {
  size_t end;
  return probe(table_.load(std::memory_order_acquire), hash_of(text), text, &end);
}

size_t SymbolTable::capacity() const { return table_.load(std::memory_order_acquire)->capacity; }

void SymbolTable::for_each(const std::function<void(const Symbol&)>& visit) const {
  Table* table = table_.load(std::memory_order_acquire);
  for (size_t i = 0; i < table->capacity; i++) {
    if (uint64_t bucket = table->buckets()[i].load(std::memory_order_acquire); bucket != 0) visit(*symbol_of(bucket));
  }
}

Symbol* SymbolTable::make_unlisted(void* memory, std::string_view text) {
  Symbol* symbol = static_cast<Symbol*>(memory);
  symbol->hash_ = hash_of(text);
  symbol->length_ = static_cast<uint16_t>(text.size());
  if (!text.empty()) std::memcpy(symbol->bytes_, text.data(), text.size());
  symbol->bytes_[text.size()] = '\0';
  return symbol;
}

Symbol* SymbolTable::intern(std::string_view text) {
  VM_CHECK(text.size() <= UINT16_MAX);
  uint32_t hash = hash_of(text);
  size_t at;
  if (Symbol* found = probe(table_.load(std::memory_order_acquire), hash, text, &at)) return found;
  MutexLock lock(mutex_);
  Table* table = table_.load(std::memory_order_relaxed);
  if (Symbol* found = probe(table, hash, text, &at)) return found;
  // Header of 6 bytes, the text, a zero.
  void* memory = space_.allocate(symbol_bytes(text.size()), alignof(Symbol));
  if (memory == nullptr) VM_FATAL("meta space is exhausted: no room for the symbol {}", text);
  Symbol* symbol = make_unlisted(memory, text);
  table->buckets()[at].store(reinterpret_cast<uintptr_t>(symbol) | uint64_t{hash} << 32, std::memory_order_release);
  if (count_.fetch_add(1, std::memory_order_relaxed) * 2 >= table->capacity) grow();
  return symbol;
}

void SymbolTable::grow() {
  Table* old = table_.load(std::memory_order_relaxed);
  Table* table = make_table(old->capacity * 2, old);
  size_t mask = table->capacity - 1;
  for (size_t i = 0; i < old->capacity; i++) {
    uint64_t bucket = old->buckets()[i].load(std::memory_order_relaxed);
    if (bucket == 0) continue;
    size_t at = (bucket >> 32) & mask;
    while (table->buckets()[at].load(std::memory_order_relaxed) != 0) at = (at + 1) & mask;
    table->buckets()[at].store(bucket, std::memory_order_relaxed);
  }
  table_.store(table, std::memory_order_release);
}

}  // namespace kiln
