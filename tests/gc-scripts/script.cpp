#include "tests/gc-scripts/script.h"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <sstream>

namespace kiln::test {

namespace {

constexpr uint32_t reference_offset(int64_t index) { return static_cast<uint32_t>(8 + 4 * index); }
constexpr int kReferencesOfNode = 3;

}  // namespace

Script::Script(const std::filesystem::path& path) : file_(path.filename()) {
  std::ifstream in(path);
  std::string text;
  for (int number = 1; std::getline(in, text); number++) {
    std::istringstream words(text.substr(0, text.find('#')));
    Line line{number, {}};
    for (std::string word; words >> word;) line.words.push_back(word);
    if (!line.words.empty()) lines_.push_back(line);
  }
}

bool Script::is_for(const HeapFlags& flags) const {
  return flags.use_generational || lines_.size() < 2 || lines_[1].words != std::vector<std::string>{"plan", "generational"};
}

void Script::run(HeapFlags flags) {
  try {
    require(!lines_.empty() && lines_[0].words[0] == "heap", "the first line gives the size of the heap");
    current_ = &lines_[0];
    flags.max_heap_size = bytes(lines_[0].words, 1);
    FakeVm vm(flags);
    vm_ = &vm;
    run_lines(lines_.size() > 1 && lines_[1].words[0] == "plan" ? 2 : 1, lines_.size());
  } catch (Failed) {
  }
}

void Script::fail(const std::string& what) const {
  ADD_FAILURE_AT(file_.c_str(), current_ != nullptr ? current_->number : 0) << what;
  throw Failed{};
}

size_t Script::end_of(size_t repeat) const {
  int depth = 0;
  for (size_t i = repeat; i < lines_.size(); i++) {
    if (lines_[i].words[0] == "repeat") depth++;
    if (lines_[i].words[0] == "end" && --depth == 0) return i;
  }
  fail("no end");
}

void Script::run_lines(size_t begin, size_t end) {
  for (size_t i = begin; i < end; i++) {
    current_ = &lines_[i];
    if (current_->words[0] != "repeat") {
      run_line(current_->words);
      continue;
    }
    require(current_->words.size() == 2, "repeat how often?");
    int64_t times = number(current_->words[1]);
    size_t last = end_of(i);
    for (int64_t k = 0; k < times; k++) run_lines(i + 1, last);
    i = last;
  }
}

void Script::run_line(const std::vector<std::string>& w) {
  const std::string& verb = w[0];
  if (verb == "collect" && w.size() == 1) return vm_->gc();
  require(w.size() >= 2, "not understood");
  const std::string& name = w[1];
  static const std::map<std::string, ReferenceStrength> kStrengths = {{"soft", ReferenceStrength::kSoft},
                                                                      {"weak", ReferenceStrength::kWeak},
                                                                      {"final", ReferenceStrength::kFinal},
                                                                      {"phantom", ReferenceStrength::kPhantom}};
  if (verb == "expect") return expect(w);
  if (verb == "garbage") {
    int64_t size = w.size() > 2 ? bytes(w, 2) : 0;
    for (int64_t i = number(name); i > 0; i--) made(size != 0 ? vm_->new_array(vm_->byte_array, static_cast<int32_t>(size)) : vm_->new_node(-1));
    return;
  }
  if (w.size() == 2) {
    if (verb == "node") return void(new_root(name) = made(vm_->new_node(0)).bits());
    if (verb == "list") return lists_[name] = {}, void(new_root(name) = 0);
    if (verb == "fill") return fill(name);
    if (verb == "hash") return void(hashes_[name] = vm_->heap().identity_hash(load(name).get()));
    if (verb == "pin") return void(places_[name] = pinned_[name] = vm_->heap().pin(vm_->main(), &root(name)));
    if (verb == "unpin") {
      require(pinned_.contains(name), "is not pinned");
      vm_->heap().unpin(vm_->main(), pinned_.extract(name).mapped());
      return;
    }
    if (verb == "drop") {
      RefSlot& slot = root(name);
      slot = 0;
      free_roots_.push_back(&slot);
      roots_.erase(name);
      lists_.erase(name);
      return;
    }
  }
  if (w.size() == 3) {
    if (verb == "array") return void(new_root(name) = made(vm_->new_array(vm_->ref_array, static_cast<int32_t>(number(w[2])))).bits());
    if (verb == "push") return push(name, number(w[2]));
    if (verb == "cut") return cut(name, number(w[2]));
    if (verb == "tree") return make_tree(name, number(w[2]));
    if (verb == "link") return store(name, w[2]);
    if (verb == "copy") return void(new_root(name) = load(w[2]).bits());
    if (auto strength = kStrengths.find(verb); strength != kStrengths.end()) {
      return void(new_root(name) = made(vm_->new_reference(strength->second, &root(w[2]))).bits());
    }
  }
  if (verb == "bytes") return void(new_root(name) = made(vm_->new_array(vm_->byte_array, static_cast<int32_t>(bytes(w, 2)))).bits());
  fail("not understood: " + verb);
}

void Script::expect(const std::vector<std::string>& w) {
  const std::string& what = w[1];
  if (what == "used" && w.size() >= 4 && w[2] == "<") {
    auto used = static_cast<int64_t>(vm_->heap().usage().used_bytes);
    return require(used < bytes(w, 3), fmt::format("{} bytes are used", used));
  }
  require(w.size() >= 3, "not understood");
  if (what == "pending") {
    int64_t pending = pending_count();
    return require(pending == number(w[2]), fmt::format("{} are pending", pending));
  }
  Ref<> object = load(w[2]);
  if (w.size() == 4) {
    if (what == "same") return require(object == load(w[3]), "they are two");
    if (what == "list") {
      require(lists_.contains(w[2]), w[2] + " is no list");
      int64_t count = 0;
      for (int32_t id = lists_.at(w[2]).next_id - 1; object; object = load_ref(object.get(), reference_offset(0)), id--, count++) {
        require(FakeVm::id_of(object) == id, fmt::format("element {} is {}, not {}", count, FakeVm::id_of(object), id));
      }
      return require(count == number(w[3]), fmt::format("it has {} elements", count));
    }
    if (what == "tree") {
      int64_t nodes = 0;
      std::vector<std::pair<Ref<>, int32_t>> open = {{object, 1}};
      while (!open.empty()) {
        auto [node, id] = open.back();
        open.pop_back();
        if (!node) continue;
        nodes++;
        require(FakeVm::id_of(node) == id, fmt::format("node {} is {}", id, FakeVm::id_of(node)));
        for (int child : {0, 1}) open.emplace_back(load_ref(node.get(), reference_offset(child)), 2 * id + child);
      }
      return require(nodes == (int64_t{1} << number(w[3])) - 1, fmt::format("it has {} nodes", nodes));
    }
  }
  if (what == "null") return require(!object, "it is not null");
  require(bool(object), w[2] + " is null");
  if (what == "cleared") return require(load_ref(object.get(), FakeVm::kReferent).is_null(), "its referent is there");
  if (what == "kept") return require(!load_ref(object.get(), FakeVm::kReferent).is_null(), "its referent is gone");
  require(what != "hash" || hashes_.contains(w[2]), "its hash was not asked for");
  require(what != "place" || places_.contains(w[2]), "it was not pinned");
  if (what == "hash") return require(vm_->heap().identity_hash(object.get()) == hashes_.at(w[2]), "another hash");
  if (what == "place") return require(object.get() == places_.at(w[2]), "it was moved");
  fail("not understood: expect " + what);
}

int64_t Script::number(const std::string& word) const {
  int64_t value = 0;
  auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  require(error == std::errc{} && end == word.data() + word.size(), word + " is no number");
  return value;
}

int64_t Script::bytes(const std::vector<std::string>& w, size_t at) const {
  require(w.size() == at + 1 || w.size() == at + 2, "how many bytes?");
  int64_t unit = w.size() == at + 1 ? 1 : w[at + 1] == "KB" ? kKiB : w[at + 1] == "MB" ? kMiB : 0;
  require(unit != 0, "KB or MB?");
  return number(w[at]) * unit;
}

RefSlot& Script::root(const std::string& name) const {
  auto known = roots_.find(name);
  require(known != roots_.end(), "there is no " + name);
  return *known->second;
}

RefSlot& Script::new_root(const std::string& name) {
  auto known = roots_.find(name);
  if (known != roots_.end()) return *known->second;
  RefSlot* slot = free_roots_.empty() ? &vm_->add_root() : free_roots_.back();
  if (!free_roots_.empty()) free_roots_.pop_back();
  roots_[name] = slot;
  return *slot;
}

Ref<> Script::made(Ref<> object) const {
  require(bool(object), "out of memory");
  return object;
}

Ref<> Script::load(const std::string& place) const {
  if (place == "nothing") return nullptr;
  size_t dot = place.find('.'), bracket = place.find('[');
  if (dot != std::string::npos) {
    Ref<> holder(root(place.substr(0, dot)));
    require(bool(holder), place + " of null");
    return load_ref(holder.get(), reference_offset(number(place.substr(dot + 1))));
  }
  if (bracket != std::string::npos) {
    Ref<> array(root(place.substr(0, bracket)));
    require(bool(array), place + " of null");
    int64_t index = number(place.substr(bracket + 1, place.size() - bracket - 2));
    require(index >= 0 && index < array->array_length(), "outside of the array");
    return load_element(array.get(), static_cast<int32_t>(index));
  }
  return Ref<>(root(place));
}

void Script::store(const std::string& place, const std::string& from) {
  Ref<> value = load(from);
  size_t dot = place.find('.'), bracket = place.find('[');
  require(dot != std::string::npos || bracket != std::string::npos, "where to?");
  Ref<> holder(root(place.substr(0, std::min(dot, bracket))));
  require(bool(holder), place + " of null");
  if (dot != std::string::npos) {
    int64_t index = number(place.substr(dot + 1));
    require(index >= 0 && index < kReferencesOfNode, "a node has three references");
    barrier::store_field(holder.get(), reference_offset(index), value);
  } else {
    int64_t index = number(place.substr(bracket + 1, place.size() - bracket - 2));
    require(index >= 0 && index < holder->array_length(), "outside of the array");
    barrier::store_element(holder.get(), static_cast<int32_t>(index), value);
  }
}

void Script::push(const std::string& name, int64_t count) {
  RefSlot& head = root(name);
  require(lists_.contains(name), name + " is no list");
  List& list = lists_[name];
  for (; count > 0; count--) {
    Ref<> node = made(vm_->new_node(list.next_id++));
    barrier::store_field(node.get(), reference_offset(0), Ref<>(head));
    head = node.bits();
  }
}

void Script::cut(const std::string& name, int64_t count) {
  Ref<> node(root(name));
  for (; node && count > 1; count--) node = load_ref(node.get(), reference_offset(0));
  require(bool(node), "it is shorter");
  barrier::store_field(node.get(), reference_offset(0), nullptr);
}

// From the leaves up, in an array by the numbers that heapsort gives: the children of i are 2i and 2i + 1.
void Script::make_tree(const std::string& name, int64_t levels) {
  int32_t end = 1 << levels;
  RefSlot& nodes = new_root("(nodes of a tree)");
  nodes = made(vm_->new_array(vm_->ref_array, end)).bits();
  for (int32_t id = end - 1; id > 0; id--) {
    Ref<> node = made(vm_->new_node(id));
    for (int child = 0; child < 2 && 2 * id + child < end; child++) {
      barrier::store_field(node.get(), reference_offset(child), load_element(Ref<>(nodes).get(), 2 * id + child));
    }
    barrier::store_element(Ref<>(nodes).get(), id, node);
  }
  new_root(name) = load_element(Ref<>(nodes).get(), 1).bits();
  run_line({"drop", "(nodes of a tree)"});
}

void Script::fill(const std::string& name) {
  RefSlot& head = new_root(name);
  RefSlot& part = new_root("(part)");
  while (true) {
    part = vm_->new_array(vm_->byte_array, 1000).bits();
    if (part == 0) break;
    Ref<> node = vm_->new_node(0);
    if (!node) break;
    barrier::store_field(node.get(), reference_offset(0), Ref<>(head));
    barrier::store_field(node.get(), reference_offset(1), Ref<>(part));
    head = node.bits();
  }
  run_line({"drop", "(part)"});
}

int64_t Script::pending_count() {
  int64_t count = 0;
  Ref<> reference(vm_->heap().take_pending_references().bits());
  for (; reference; reference = load_ref(reference.get(), FakeVm::kDiscovered)) count++;
  return count;
}

}  // namespace kiln::test
