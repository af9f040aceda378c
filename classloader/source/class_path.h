// classloader/source/class_path.h - a list of directories and jars, searched in order (-Xbootclasspath/a).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "classloader/source/resource.h"
#include "classloader/source/zip_file.h"

namespace kiln {

class ClassPath {
 public:
  // Adds the entries of a colon-separated list. Entries that do not exist are kept: a directory may come later.
  void append(std::string_view list);

  // Looks for `name` (a/b/C.class) in each entry. *entry, if given, receives the number of the entry that has it.
  // A damaged jar counts as absent; a damaged resource in a good jar is kBroken with *error. Thread safe.
  [[nodiscard]] Lookup read(std::string_view name, Resource* result, std::string* error, size_t* entry = nullptr) const;

  size_t size() const { return entries_.size(); }
  const std::string& path(size_t i) const { return entries_[i].path; }

 private:
  struct Entry {
    std::string path;
    std::unique_ptr<ZipFile> zip;  // null: a directory
    bool is_broken = false;
  };
  std::vector<Entry> entries_;
};

// Reads a whole file into memory that the resource owns; for exploded classes, which may change on disk.
[[nodiscard]] Lookup read_file(const std::string& path, Resource* result, std::string* error);

}  // namespace kiln
