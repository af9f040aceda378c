// Overriding and selection, on classes made of nothing but names.
#include "classloader/link/dispatch_tables.h"

#include <gtest/gtest.h>

#include <cstring>

#include "class_maker.h"

namespace kiln {
namespace {

struct M {
  std::string name;
  uint16_t flags = kAccPublic;
};

class DispatchTest : public testing::Test {
 protected:
  template <typename T>
  T* make(size_t count) {
    return count == 0 ? nullptr : static_cast<T*>(world.vm.meta_space->allocate(count * sizeof(T), alignof(T) < 4 ? 4 : alignof(T)));
  }

  Class* define(std::string_view name, int package, Class* super, std::vector<Class*> direct, const std::vector<M>& methods,
                uint16_t flags = kAccPublic) {
    auto* records = make<Method>(methods.size());
    for (size_t i = 0; i < methods.size(); i++) {
      auto* info = make<MethodInfo>(1);
      info->name = world.symbol(methods[i].name);
      info->descriptor = world.symbol("()V");
      records[i].info = info;
      records[i].access_flags = methods[i].flags;
    }
    std::vector<Ptr32<Class>> interfaces;
    auto add = [&](Class* c) {
      for (Ptr32<Class> known : interfaces) {
        if (known.get() == c) return;
      }
      interfaces.push_back(c);
    };
    if (super != nullptr) {
      for (uint32_t i = 0; i < super->secondary_super_count; i++) add(super->secondary_supers[i]);
    }
    for (Class* c : direct) {
      for (uint32_t i = 0; i < c->secondary_super_count; i++) add(c->secondary_supers[i]);
      add(c);
    }
    auto* package_entry = reinterpret_cast<PackageEntry*>(static_cast<uintptr_t>(package) * 8 + 64);
    DispatchInput input{
        .super = super,
        .is_interface = (flags & kAccInterface) != 0,
        .is_final = false,
        .methods = {records, methods.size()},
        .interfaces = interfaces,
        .has_direct_interfaces = !direct.empty(),
        .loader = world.boot,
        .package = package_entry,
        .make_conflict_method =
            [&](const Method& model) {
              auto* method = make<Method>(1);
              method->info = model.info;
              method->access_flags = kAccPublic | kAccAbstract;
              method->extra_flags = Method::kConflict | Method::kOverpass;
              conflicts.push_back(method);
              return method;
            },
    };
    tables = make_dispatch_tables(input);
    auto* klass = static_cast<Class*>(world.vm.class_space->allocate(sizeof(Class) + 4 * tables.vtable.size(), kClassAlignment));
    klass->name = world.symbol(name);
    klass->access_flags = flags;
    klass->super = super;
    klass->depth = static_cast<uint8_t>(super == nullptr ? 0 : super->depth + 1);
    if (super != nullptr) std::memcpy(static_cast<void*>(klass->super_display), super->super_display, sizeof(klass->super_display));
    klass->super_display[klass->depth] = klass;
    klass->state = make<ClassState>(1);
    klass->loader = world.boot;
    klass->package = package_entry;
    klass->methods = records;
    klass->method_count = static_cast<uint32_t>(methods.size());
    for (size_t i = 0; i < methods.size(); i++) records[i].holder = klass;
    for (Method* m : conflicts) {
      if (m->holder.get() == nullptr) m->holder = klass;
    }
    klass->vtable_length = static_cast<uint32_t>(tables.vtable.size());
    for (size_t i = 0; i < tables.vtable.size(); i++) klass->vtable()[i] = tables.vtable[i];
    auto* supers = make<Ptr32<Class>>(interfaces.size());
    for (size_t i = 0; i < interfaces.size(); i++) supers[i] = interfaces[i];
    klass->secondary_supers = supers;
    klass->secondary_super_count = static_cast<uint32_t>(interfaces.size());
    auto* itable = make<ItableEntry>(tables.itable.size());
    for (size_t i = 0; i < tables.itable.size(); i++) itable[i] = tables.itable[i];
    auto* selected = make<Ptr32<Method>>(tables.itable_methods.size());
    for (size_t i = 0; i < tables.itable_methods.size(); i++) selected[i] = tables.itable_methods[i];
    klass->itable = itable;
    klass->itable_length = static_cast<uint32_t>(tables.itable.size());
    klass->itable_methods = selected;
    return klass;
  }
  Class* interface(std::string_view name, std::vector<Class*> supers, std::vector<M> methods) {
    return define(name, 1, object, std::move(supers), methods, kAccPublic | kAccInterface | kAccAbstract);
  }

  Method* method(Class* klass, std::string_view name) { return klass->find_declared_method(name, "()V"); }
  // What calling `declared` on an instance of `klass` runs.
  std::string select(Class* klass, Method* declared) {
    Method* target = declared->vtable_index >= 0 ? klass->vtable_at(static_cast<uint32_t>(declared->vtable_index))
                     : declared->vtable_index == Method::kItable
                         ? klass->itable_at(declared->holder, declared->itable_index)
                         : declared;
    if (target == nullptr) return "null";
    if (target->has_flag(Method::kConflict)) return "conflict";
    return std::string(target->holder->name_view()) + (target->is_abstract() ? " abstract" : "");
  }

  ClassWorld world;
  std::vector<Method*> conflicts;
  DispatchTables tables;
  Class* object = define("Object", 0, nullptr, {}, {{"hashCode"}, {"finalize", kAccProtected}, {"getClass", kAccPublic | kAccFinal}});
};

constexpr uint16_t kPackagePrivate = 0;
constexpr uint16_t kAbstractPublic = kAccPublic | kAccAbstract;

TEST_F(DispatchTest, OverridingReusesTheEntry) {
  Class* a = define("A", 1, object, {}, {{"m"}, {"hashCode"}});
  Class* b = define("B", 2, a, {}, {{"m"}});
  EXPECT_EQ(object->vtable_length, 2u);  // the final method needs none
  EXPECT_EQ(a->vtable_length, 3u);
  EXPECT_EQ(b->vtable_length, 3u);
  EXPECT_EQ(select(b, method(a, "m")), "B");
  EXPECT_EQ(select(b, method(object, "hashCode")), "A");
}

TEST_F(DispatchTest, PackagePrivateIsOverriddenInItsPackageOnly) {
  Class* a = define("p/A", 1, object, {}, {{"m", kPackagePrivate}});
  Class* b = define("q/B", 2, a, {}, {{"m"}});
  EXPECT_EQ(select(b, method(a, "m")), "p/A");
  Class* c = define("p/C", 1, b, {}, {{"m"}});
  EXPECT_EQ(select(c, method(a, "m")), "p/C");
  EXPECT_EQ(select(c, method(b, "m")), "p/C");
}

TEST_F(DispatchTest, OverridingIsTransitive) {
  Class* a = define("p/A", 1, object, {}, {{"m", kPackagePrivate}});
  Class* b = define("p/B", 1, a, {}, {{"m"}});
  Class* c = define("q/C", 2, b, {}, {{"m"}});
  EXPECT_EQ(select(c, method(a, "m")), "q/C");
}

TEST_F(DispatchTest, PrivateAndStaticTakeNoPart) {
  Class* a = define("A", 1, object, {}, {{"m"}});
  Class* b = define("B", 1, a, {}, {{"m", kAccPrivate}});
  EXPECT_EQ(select(b, method(a, "m")), "A");
  EXPECT_EQ(method(b, "m")->vtable_index, Method::kNonVirtual);
}

TEST_F(DispatchTest, FinalMethodsCannotBeOverridden) {
  Class* a = define("A", 1, object, {}, {{"m", kAccPublic | kAccFinal}, {"hashCode", kAccPublic | kAccFinal}});
  EXPECT_EQ(method(a, "m")->vtable_index, Method::kNonVirtual);
  EXPECT_GE(method(a, "hashCode")->vtable_index, 0);
  define("B", 1, a, {}, {{"hashCode"}});
  EXPECT_EQ(tables.overridden_final, method(a, "hashCode"));
  define("C", 1, a, {}, {{"m"}});
  EXPECT_EQ(tables.overridden_final, method(a, "m"));
}

TEST_F(DispatchTest, ClassesWinOverDefaults) {
  Class* i = interface("I", {}, {{"m"}});
  Class* a = define("A", 1, object, {}, {{"m", kAbstractPublic}}, kAccPublic | kAccAbstract);
  Class* b = define("B", 1, a, {i}, {});
  EXPECT_EQ(select(b, method(i, "m")), "A abstract");
  Class* c = define("C", 1, b, {}, {{"m"}});
  EXPECT_EQ(select(c, method(i, "m")), "C");
}

TEST_F(DispatchTest, MostSpecificDefault) {
  Class* i = interface("I", {}, {{"m"}});
  Class* j = interface("J", {i}, {{"m"}});
  Class* a = define("A", 1, object, {i, j}, {});
  EXPECT_EQ(select(a, method(i, "m")), "J");
  EXPECT_EQ(select(a, method(j, "m")), "J");
  // A subclass that adds a more specific interface chooses again.
  Class* b = define("B", 1, object, {i}, {});
  EXPECT_EQ(select(b, method(i, "m")), "I");
  Class* c = define("C", 1, b, {j}, {});
  EXPECT_EQ(select(c, method(i, "m")), "J");
}

TEST_F(DispatchTest, ConflictsAndAbstractMethods) {
  Class* i = interface("I", {}, {{"m"}});
  Class* j = interface("J", {}, {{"m"}});
  Class* k = interface("K", {}, {{"m", kAbstractPublic}});
  Class* a = define("A", 1, object, {i, j}, {});
  EXPECT_EQ(select(a, method(i, "m")), "conflict");
  EXPECT_EQ(conflicts.size(), 1u);
  Class* b = define("B", 1, a, {}, {{"m"}});
  EXPECT_EQ(select(b, method(j, "m")), "B");
  Class* c = define("C", 1, object, {i, k}, {});
  EXPECT_EQ(select(c, method(k, "m")), "I");
  Class* d = define("D", 1, object, {k}, {});
  EXPECT_EQ(select(d, method(k, "m")), "K abstract");
  // Overriding by an abstract interface method hides the default.
  Class* l = interface("L", {i}, {{"m", kAbstractPublic}});
  Class* e = define("E", 1, object, {i, l}, {});
  EXPECT_EQ(select(e, method(i, "m")), "L abstract");
}

TEST_F(DispatchTest, InterfaceNumberingSkipsPrivateAndStatic) {
  Class* i = interface("I", {}, {{"a", kAccPublic | kAccStatic}, {"b"}, {"c", kAccPrivate}, {"d", kAbstractPublic}});
  EXPECT_EQ(method(i, "b")->itable_index, 0);
  EXPECT_EQ(method(i, "d")->itable_index, 1);
  EXPECT_EQ(method(i, "c")->vtable_index, Method::kNonVirtual);
  Class* a = define("A", 1, object, {i}, {{"d"}, {"c"}});
  EXPECT_EQ(select(a, method(i, "b")), "I");
  EXPECT_EQ(select(a, method(i, "d")), "A");
}

TEST_F(DispatchTest, ObjectMethodsImplementInterfaces) {
  Class* i = interface("I", {}, {{"hashCode", kAbstractPublic}});
  Class* a = define("A", 1, object, {i}, {});
  EXPECT_EQ(select(a, method(i, "hashCode")), "Object");
}

}  // namespace
}  // namespace kiln
