// vm/meta/symbol.h - interned modified-UTF-8 strings: names and descriptors of class files.
//
// A symbol lives in meta space below 4 GB for as long as its Vm. Two symbols of one Vm are equal exactly when their
// addresses are.
#pragma once

#include <cstdint>
#include <string_view>

#include "vm/base/memory.h"

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

class SymbolTable {
 public:
  explicit SymbolTable(MetaSpace& space);
  ~SymbolTable();
  // Any thread; not a safepoint. Fatal when meta space is exhausted.
  Symbol* intern(std::string_view text);
  Symbol* find(std::string_view text);  // null when never interned
  size_t count() const { return count_; }

 private:
  void grow();
  MetaSpace& space_;
  Mutex mutex_{LockRank::kSymbols, "symbols"};
  Symbol** buckets_;
  size_t capacity_;
  size_t count_ = 0;
};

}  // namespace kiln
