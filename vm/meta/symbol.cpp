// SymbolTable: open addressing over 64-bit pointers into meta space, at most half full.
#include "vm/meta/symbol.h"

#include <cstring>

namespace kiln {

namespace {
uint32_t hash_of(std::string_view text) {
  uint64_t hash = text.size() * 0x9e3779b97f4a7c15u;
  const char* p = text.data();
  size_t left = text.size();
  while (left >= 8) {
    uint64_t word;
    std::memcpy(&word, p, 8);
    hash = (hash ^ word) * 0xff51afd7ed558ccdu;
    hash ^= hash >> 32;
    p += 8;
    left -= 8;
  }
  uint64_t tail = 0;
  if (left != 0) std::memcpy(&tail, p, left);  // an empty text may have no address
  hash = (hash ^ tail) * 0xc4ceb9fe1a85ec53u;
  return static_cast<uint32_t>(hash ^ hash >> 29);
}
constexpr size_t kFirstCapacity = 16384;
}  // namespace

SymbolTable::SymbolTable(MetaSpace& space) : space_(space), capacity_(kFirstCapacity) {
  buckets_ = static_cast<Symbol**>(native_allocate(capacity_ * sizeof(Symbol*)));
  std::memset(buckets_, 0, capacity_ * sizeof(Symbol*));
}

SymbolTable::~SymbolTable() { native_free(buckets_); }

Symbol* SymbolTable::find(std::string_view text) {
  uint32_t hash = hash_of(text);
  MutexLock lock(mutex_);
  for (size_t i = hash & (capacity_ - 1); buckets_[i] != nullptr; i = (i + 1) & (capacity_ - 1)) {
    if (buckets_[i]->hash_ == hash && buckets_[i]->view() == text) return buckets_[i];
  }
  return nullptr;
}

Symbol* SymbolTable::intern(std::string_view text) {
  VM_CHECK(text.size() <= UINT16_MAX);
  uint32_t hash = hash_of(text);
  MutexLock lock(mutex_);
  size_t i = hash & (capacity_ - 1);
  for (; buckets_[i] != nullptr; i = (i + 1) & (capacity_ - 1)) {
    if (buckets_[i]->hash_ == hash && buckets_[i]->view() == text) return buckets_[i];
  }
  // Header of 6 bytes, the text, a zero.
  void* memory = space_.allocate(sizeof(uint32_t) + sizeof(uint16_t) + text.size() + 1, alignof(Symbol));
  if (memory == nullptr) VM_FATAL("meta space is exhausted: no room for the symbol {}", text);
  Symbol* symbol = static_cast<Symbol*>(memory);
  symbol->hash_ = hash;
  symbol->length_ = static_cast<uint16_t>(text.size());
  if (!text.empty()) std::memcpy(symbol->bytes_, text.data(), text.size());
  symbol->bytes_[text.size()] = '\0';
  buckets_[i] = symbol;
  if (++count_ * 2 > capacity_) grow();
  return symbol;
}

void SymbolTable::grow() {
  size_t capacity = capacity_ * 2;
  Symbol** buckets = static_cast<Symbol**>(native_allocate(capacity * sizeof(Symbol*)));
  std::memset(buckets, 0, capacity * sizeof(Symbol*));
  for (size_t i = 0; i < capacity_; i++) {
    if (buckets_[i] == nullptr) continue;
    size_t at = buckets_[i]->hash_ & (capacity - 1);
    while (buckets[at] != nullptr) at = (at + 1) & (capacity - 1);
    buckets[at] = buckets_[i];
  }
  native_free(buckets_);
  buckets_ = buckets;
  capacity_ = capacity;
}

}  // namespace kiln
