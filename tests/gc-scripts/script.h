// tests/gc-scripts/script.h - runs the language of README.md on the fake VM.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/unit/gc/fake_vm.h"

namespace kiln::test {

class Script {
 public:
  // Reads the file; what is wrong with it, and what later is not as expected, becomes a failure of the running test that
  // names file and line.
  explicit Script(const std::filesystem::path& path);
  // False: it says `plan generational`, and this is another.
  bool is_for(const HeapFlags& flags) const;
  // `flags` but for the size of the heap, which the script gives.
  void run(HeapFlags flags);

 private:
  struct Line {
    int number;
    std::vector<std::string> words;
  };
  struct Failed {};  // thrown to leave a script
  struct List {
    int32_t next_id = 0;
  };

  [[noreturn]] void fail(const std::string& what) const;
  void require(bool holds, const std::string& what) const {
    if (!holds) fail(what);
  }
  size_t end_of(size_t repeat) const;
  void run_lines(size_t begin, size_t end);
  void run_line(const std::vector<std::string>& w);
  void expect(const std::vector<std::string>& w);

  int64_t number(const std::string& word) const;
  // "300 KB" from `at` on.
  int64_t bytes(const std::vector<std::string>& w, size_t at) const;
  // A place is "a", "a.2", "xs[3]" or "nothing".
  Ref<> load(const std::string& place) const;
  void store(const std::string& place, const std::string& from);
  RefSlot& root(const std::string& name) const;
  RefSlot& new_root(const std::string& name);
  Ref<> made(Ref<> object) const;
  void push(const std::string& name, int64_t count);
  void cut(const std::string& name, int64_t count);
  void make_tree(const std::string& name, int64_t levels);
  void fill(const std::string& name);
  int64_t pending_count();

  std::string file_;
  std::vector<Line> lines_;
  const Line* current_ = nullptr;
  FakeVm* vm_ = nullptr;
  std::map<std::string, RefSlot*> roots_;
  std::vector<RefSlot*> free_roots_;
  std::map<std::string, List> lists_;
  std::map<std::string, int32_t> hashes_;
  std::map<std::string, Object*> pinned_, places_;
};

}  // namespace kiln::test
