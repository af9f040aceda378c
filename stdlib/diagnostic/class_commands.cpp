// VM.class_hierarchy and VM.classloaders: trees of the classes and of the loaders.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "stdlib/diagnostic/command_functions.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/java_string.h"
#include "vm/meta/loader_data.h"
#include "vm/meta/names.h"

namespace kiln::diagnostic {

namespace {

// All classes but arrays, in the order of their making. They stay until the next safepoint.
std::vector<Class*> all_classes(const Vm& vm, bool with_arrays) {
  std::vector<Class*> classes;
  vm.classes->for_each([&](Class& klass) {
    if (with_arrays || !klass.is_array()) classes.push_back(&klass);
  });
  return classes;
}

// --- VM.class_hierarchy ----------------------------------------------------------------------------------------------

std::string name_with_loader(const Class& klass) {
  if (klass.loader->is_boot) return external_name(klass) + "/null";
  return fmt::format("{}/{:#018x}", external_name(klass), reinterpret_cast<uintptr_t>(klass.loader.get()));
}

class Hierarchy {
 public:
  Hierarchy(const std::vector<Class*>& classes, bool with_interfaces) : with_interfaces_(with_interfaces) {
    for (Class* klass : classes) {
      if (klass->super != nullptr) children_[klass->super].push_back(klass);
    }
  }
  void show(const Class* klass) {
    for (; klass != nullptr; klass = klass->super) shown_.insert(klass);
  }
  void show_subclasses(const Class* klass) {
    shown_.insert(klass);
    for (const Class* child : children_[klass]) show_subclasses(child);
  }
  void print(const Class* klass, int depth, std::string* text) {
    if (!shown_.contains(klass)) return;
    std::string indent;
    for (int i = 1; i < depth; i++) indent += "|  ";
    *text += fmt::format("{}{}{}{}\n", indent, depth > 0 ? "|--" : "", name_with_loader(*klass), klass->is_interface() ? " (intf)" : "");
    if (with_interfaces_) print_interfaces(*klass, depth > 0 ? indent + "|  " : "", text);
    for (const Class* child : children_[klass]) print(child, depth + 1, text);
  }

 private:
  void print_interfaces(const Class& klass, const std::string& indent, std::string* text) const {
    std::set<const Class*> declared;
    for (int i = 0; i < klass.interface_count; i++) {
      const Class* interface = klass.interfaces[i];
      declared.insert(interface);
      *text += fmt::format("{}implements {} (declared intf)\n", indent, name_with_loader(*interface));
    }
    for (uint32_t i = 0; i < klass.secondary_super_count; i++) {
      const Class* super = klass.secondary_supers[i];
      if (!super->is_interface() || super == &klass || declared.contains(super)) continue;
      *text += fmt::format("{}implements {} (inherited intf)\n", indent, name_with_loader(*super));
    }
  }

  bool with_interfaces_;
  std::map<const Class*, std::vector<const Class*>> children_;
  std::set<const Class*> shown_;
};

// --- VM.classloaders -------------------------------------------------------------------------------------------------

struct Node {
  const LoaderData* loader;
  std::string label;
  std::vector<const Class*> classes, hidden;
  std::vector<Node*> children;
};

constexpr std::string_view kBar = "|     ", kGap = "      ";
constexpr int kTitleWidth = 19;

void print_lines(std::string_view indent, std::string_view title, const std::vector<const Class*>& classes, std::string_view kind,
                 std::string* text) {
  if (classes.empty()) return;
  std::string_view before = title;
  for (const Class* klass : classes) {
    *text += fmt::format("{}{:>{}}{}\n", indent, before, kTitleWidth, external_name(*klass));
    before = "";
  }
  *text += fmt::format("{}{:>{}}({} {}class{})\n", indent, "", kTitleWidth, classes.size(), kind, classes.size() == 1 ? "" : "es");
  *text += fmt::format("{}\n", indent);
}

struct TreeOptions {
  bool with_classes, is_verbose, folds;
};

void print_node(const Node& node, const std::string& indent, bool is_last, size_t more, const TreeOptions& options, std::string* text) {
  *text += fmt::format("{}+-- {}", indent, node.label);
  if (more != 0) *text += fmt::format(" (+ {} more)", more);
  *text += '\n';
  std::string below = indent + std::string(is_last ? kGap : kBar);
  std::string beside = below + std::string(node.children.empty() ? kGap : kBar);
  *text += beside + '\n';
  if (options.is_verbose) {
    auto line = [&](std::string_view title, uint64_t value) {
      *text += fmt::format("{}{:>{}}{:#018x}\n", beside, title, kTitleWidth, value);
    };
    Ref<> loader(node.loader->loader);
    line("Loader Oop: ", loader.is_null() ? 0 : reinterpret_cast<uintptr_t>(loader.get()));
    line("Loader Data: ", reinterpret_cast<uintptr_t>(node.loader));
    line("Loader Klass: ", loader.is_null() ? 0 : reinterpret_cast<uintptr_t>(class_of(loader.get())));
    *text += beside + '\n';
  }
  if (options.with_classes) {
    print_lines(beside, "Classes: ", node.classes, "", text);
    print_lines(beside, "Hidden Classes: ", node.hidden, "hidden ", text);
  }
  for (size_t i = 0; i < node.children.size(); i++) {
    const Node* child = node.children[i];
    size_t same = 0;  // leaves called the same that follow are shown as one
    while (options.folds && child->children.empty() && i + 1 < node.children.size() && node.children[i + 1]->children.empty() &&
           node.children[i + 1]->label == child->label) {
      same++;
      i++;
    }
    print_node(*child, below, i + 1 == node.children.size(), same, options, text);
  }
}

std::string label_of(const Known& known, const LoaderData& data) {
  if (data.is_boot) return "<bootstrap>";
  const Object* loader = Ref<>(data.loader).get();
  std::string label = external_name(*class_of(loader));
  Ref<> name = load_ref(loader, known.java_lang_ClassLoader_name);
  return name.is_null() ? label : fmt::format("\"{}\", {}", string_to_utf8(known, name.get()), label);
}

}  // namespace

Expected<void> print_class_hierarchy(Thread& t, const Arguments& arguments, std::string* answer) {
  std::vector<Class*> classes = all_classes(t.vm(), false);
  Hierarchy hierarchy(classes, arguments.flag("-i"));
  const bool has_name = arguments.is_given("classname");
  for (const Class* klass : classes) {
    if (has_name && external_name(*klass) != arguments.text("classname")) continue;
    hierarchy.show(klass);
    if (has_name && arguments.flag("-s")) hierarchy.show_subclasses(klass);
  }
  hierarchy.print(t.vm().known->java_lang_Object, 0, answer);
  return {};
}

Expected<void> print_class_loaders(Thread& t, const Arguments& arguments, std::string* answer) {
  const Known& known = *t.vm().known;
  const LoaderData* boot = known.java_lang_Object->loader;
  std::map<uint32_t, Node> nodes;  // by the loader's number
  auto node_of = [&](const LoaderData* data) -> Node& {
    Node& node = nodes[data->id];
    node.loader = data;
    return node;
  };
  node_of(boot);
  for (const Class* klass : all_classes(t.vm(), true)) {
    // A hidden class that lives as long as its loader counts as one of its own.
    Node& node = node_of(klass->loader);
    bool is_apart = klass->is_hidden() && klass->state->lifetime->kind == Lifetime::Kind::kHiddenClass;
    (is_apart ? node.hidden : node.classes).push_back(klass);
  }
  // Parents that have defined nothing belong to the tree, too.
  auto parent_of = [&](const LoaderData* data) -> const LoaderData* {
    Ref<> parent = load_ref(Ref<>(data->loader).get(), known.java_lang_ClassLoader_parent);
    if (parent.is_null()) return boot;
    auto of_parent = parent->get<int64_t>(known.java_lang_ClassLoader_loader_data);
    return of_parent == 0 ? boot : reinterpret_cast<const LoaderData*>(of_parent);
  };
  std::vector<const LoaderData*> open;
  for (const auto& [id, node] : nodes) open.push_back(node.loader);
  while (!open.empty()) {
    const LoaderData* data = open.back();
    open.pop_back();
    if (data->is_boot) continue;
    const LoaderData* parent = parent_of(data);
    if (!nodes.contains(parent->id)) {
      node_of(parent);
      open.push_back(parent);
    }
  }
  for (auto& [id, node] : nodes) {
    node.label = label_of(known, *node.loader);
    if (!node.loader->is_boot) nodes[parent_of(node.loader)->id].children.push_back(&node);
  }
  for (auto& [id, node] : nodes) {
    // Leaves of one name side by side.
    auto key = [](const Node* n) { return std::tuple(n->children.empty() ? std::string_view(n->label) : "", n->loader->id); };
    std::sort(node.children.begin(), node.children.end(), [&](const Node* a, const Node* b) { return key(a) < key(b); });
  }
  TreeOptions options{arguments.flag("show-classes"), arguments.flag("verbose"), false};
  options.folds = arguments.flag("fold") && !options.with_classes && !options.is_verbose;
  print_node(nodes[boot->id], "", true, 0, options, answer);
  return {};
}

}  // namespace kiln::diagnostic
