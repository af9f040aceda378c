// How messages name loaders, and classes with their module and loader.
#include "classloader/loading.h"
#include "classloader/modules.h"
#include "vm/exec/java_string.h"

namespace kiln {

std::string loader_name_and_id(const LoaderData& loader) {
  if (loader.loader == 0) return "'bootstrap'";
  const Known& known = *Thread::current()->vm().known;
  Object* object = Ref<>(loader.loader).get();
  Ref<> text = load_ref(object, known.java_lang_ClassLoader_nameAndId);
  // Null while the loader's constructor has not run.
  return text.is_null() ? external_name(*class_of(object)) : string_to_utf8(known, text.get());
}

namespace {

const Class* innermost(const Class& klass) {
  const Class* c = &klass;
  while (c != nullptr && c->is_array()) c = c->component;
  return c;  // null: primitive
}

// Versions of the JDK's own modules are not shown.
bool shows_version(const ModuleEntry& module) {
  if (module.version.get() == nullptr) return false;
  std::string_view location = module.location.get() != nullptr ? module.location->view() : std::string_view();
  return !location.starts_with("jrt:/java.") && !location.starts_with("jrt:/jdk.");
}

std::string parent_text(const LoaderData& loader) {
  if (loader.is_builtin) return "";
  const Known& known = *Thread::current()->vm().known;
  Ref<> parent = load_ref(Ref<>(loader.loader).get(), known.java_lang_ClassLoader_parent);
  if (parent.is_null()) return ", parent loader 'bootstrap'";
  auto* data = reinterpret_cast<LoaderData*>(parent->get<int64_t>(known.java_lang_ClassLoader_loader_data));
  LoaderData unseen{};
  unseen.loader = parent.bits();
  return ", parent loader " + loader_name_and_id(data != nullptr ? *data : unseen);
}

}  // namespace

std::string class_in_module_of_loader(const Class& klass, bool use_are, bool include_parent_loader) {
  const Class* element = innermost(klass);
  const ModuleEntry& module = *klass.module;
  const LoaderData& loader = element != nullptr ? *element->loader : *klass.loader;
  std::string text = external_name(klass) + (use_are ? " are in " : " is in ");
  if (module.name.get() != nullptr) {
    text += "module " + std::string(module.name->view());
    if (shows_version(module)) text += "@" + std::string(module.version->view());
  } else {
    text += "unnamed module";
  }
  text += " of loader " + loader_name_and_id(loader);
  if (include_parent_loader) text += parent_text(loader);
  return text;
}

}  // namespace kiln
