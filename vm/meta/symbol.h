// vm/meta/symbol.h - interned modified-UTF-8 strings: names and descriptors of class files.
//
// A symbol lives in meta space below 4 GB for as long as its Vm. Two symbols of one Vm are equal exactly when their
// addresses are (names of hidden classes are symbols outside the table: nothing is equal to them).
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string_view>

#include "vm/base/memory.h"
#include "vm/base/meta_space.h"

namespace kiln {

class Symbol {
 public:
  std::string_view view() const { return {bytes_, length_}; }
  uint32_t hash() const { return hash_; }
  uint16_t length() const { return length_; }
  char operator[](size_t i) const { return bytes_[i]; }
  const char* c_str() const { return bytes_; }  // zero-terminated for debugging; may hold other bytes too

 private:
  friend class SymbolTable;
  uint32_t hash_;
  uint16_t length_;
  char bytes_[2];
};

using SymbolPtr = Ptr32<Symbol>;

// Open addressing, at most half full. A bucket is one word, symbol address | hash << 32, so that probing touches no
// symbol but the one sought. Looking up takes no lock: buckets only ever fill, and a table that was outgrown lives as
// long as the SymbolTable, because somebody may still read it.
class SymbolTable {
 public:
  explicit SymbolTable(MetaSpace& space);
  ~SymbolTable();
  // Any thread; not a safepoint. Fatal when meta space is exhausted.
  Symbol* intern(std::string_view text);
  Symbol* find(std::string_view text);  // null when never interned
  // A symbol that is not in any table and belongs to the caller's memory (symbol_bytes(text.size()) bytes, zeroed, aligned
  // to 4): the name of a class that nobody can look up.
  static size_t symbol_bytes(size_t length) { return sizeof(uint32_t) + sizeof(uint16_t) + length + 1; }
  static Symbol* make_unlisted(void* memory, std::string_view text);
  size_t count() const { return count_.load(std::memory_order_relaxed); }
  // For reports. Symbols made meanwhile may be left out.
  size_t capacity() const;
  void for_each(const std::function<void(const Symbol&)>& visit) const;

 private:
  using Bucket = std::atomic<uint64_t>;
  struct Table {
    Table* outgrown;  // the table before this one
    size_t capacity;
    Bucket* buckets() { return reinterpret_cast<Bucket*>(this + 1); }
  };
  static Table* make_table(size_t capacity, Table* outgrown);
  // The symbol, or null and the empty bucket where the search ended.
  static Symbol* probe(Table* table, uint32_t hash, std::string_view text, size_t* end);
  void grow();

  MetaSpace& space_;
  Mutex mutex_{LockRank::kSymbols, "symbols"};
  std::atomic<Table*> table_;
  std::atomic<size_t> count_{0};
};

}  // namespace kiln
