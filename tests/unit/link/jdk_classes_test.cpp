// Every class of java.base is built; what must hold of all classes is checked.
#include <gtest/gtest.h>

#include "class_maker.h"
#include "classloader/link/combiner.h"
#include "classloader/link/rewriter.h"
#include "vm/bytecode/iterator.h"
#include "vm/bytecode/quick_bytecodes.h"

namespace kiln {
namespace {

class JdkClassesTest : public testing::Test {
 protected:
  ClassWorld world;
  JdkClasses jdk{world};
};

void check_dispatch(const Class& klass) {
  for (uint32_t i = 0; i < klass.vtable_length; i++) {
    const Method* method = klass.vtable_at(i);
    ASSERT_NE(method, nullptr);
    ASSERT_TRUE(klass.is_subclass_of(method->holder)) << klass.name_view() << " " << method->name();
    ASSERT_TRUE(is_virtual(*method));
  }
  for (uint32_t i = 0; i < klass.method_count; i++) {
    const Method& method = klass.methods.get()[i];
    if (klass.is_interface()) {
      ASSERT_EQ(method.vtable_index, is_virtual(method) ? Method::kItable : Method::kNonVirtual);
    } else if (method.vtable_index >= 0) {
      ASSERT_EQ(klass.vtable_at(static_cast<uint32_t>(method.vtable_index)), &method);
    } else {
      ASSERT_TRUE(!is_virtual(method) || method.is_final() || klass.is_final()) << klass.name_view() << " " << method.name();
    }
  }
  for (uint32_t i = 0; i < klass.itable_length; i++) {
    const Class* interface = klass.itable[i].interface;
    ASSERT_TRUE(klass.is_subtype_of(interface));
    for (uint32_t m = 0; m < interface->method_count; m++) {
      const Method& declared = interface->methods.get()[m];
      if (!is_virtual(declared)) continue;
      const Method* target = klass.itable_at(interface, declared.itable_index);
      ASSERT_NE(target, nullptr) << klass.name_view() << " " << declared.name();
      ASSERT_EQ(target->name(), declared.name());
      ASSERT_EQ(target->descriptor(), declared.descriptor());
      ASSERT_FALSE(target->has_flag(Method::kConflict)) << klass.name_view() << " " << declared.name();
      if (!klass.is_abstract()) {
        ASSERT_FALSE(target->is_abstract()) << klass.name_view() << "." << declared.name() << declared.descriptor();
      }
    }
  }
}

void check_layout(const Class& klass) {
  std::vector<bool> used(klass.shape.instance_size);
  std::vector<bool> is_ref(klass.shape.instance_size);
  for (uint32_t i = 0; i < klass.shape.ref_range_count; i++) {
    RefRange range = klass.shape.ref_ranges[i];
    for (uint32_t n = 0; n < range.count; n++) {
      ASSERT_LT(range.offset + 4 * n, klass.shape.instance_size);
      is_ref[range.offset + 4 * n] = true;
    }
  }
  for (const Class* c = &klass; c != nullptr; c = c->super) {
    for (uint32_t i = 0; i < c->field_count; i++) {
      const Field& field = c->fields[i];
      uint32_t size = 1u << size_shift(field.type);
      ASSERT_EQ(field.offset % size, 0u);
      if (field.is_static()) {
        if (c->shape.mirror_size != 0) {
          ASSERT_LE(field.offset + size, c->shape.mirror_size);
          RefRange refs = c->shape.static_refs;
          bool in_refs = field.offset >= refs.offset && field.offset < refs.offset + 4 * refs.count;
          ASSERT_EQ(in_refs, field.type == BasicType::kObject);
        }
        continue;
      }
      bool unmapped = c->name_view() == "java/lang/ref/Reference" && (field.name->view() == "referent" || field.name->view() == "discovered");
      ASSERT_EQ(static_cast<bool>(is_ref[field.offset]), field.type == BasicType::kObject && !unmapped)
          << klass.name_view() << "." << field.name->view();
      for (uint32_t b = field.offset; b < field.offset + size; b++) {
        ASSERT_LT(b, klass.shape.instance_size);
        ASSERT_FALSE(used[b]) << klass.name_view() << "." << field.name->view();
        used[b] = true;
      }
    }
  }
}

// Combining changes opcode bytes only; what is in the middle of a combined instruction is no branch target.
void check_combined(const MethodInfo& info, std::span<const uint8_t> original, std::span<const uint8_t> rewritten) {
  std::vector<uint8_t> copy(rewritten.begin(), rewritten.end());
  combine_instructions(original, {info.handlers.get(), info.handler_count}, copy.data());
  std::vector<bool> is_target(original.size());
  for (BytecodeIterator it(original); !it.at_end(); it.next()) it.for_each_target([&](uint32_t bci) { is_target[bci] = true; });
  for (int i = 0; i < info.handler_count; i++) is_target[info.handlers[i].handler_bci] = true;
  constexpr uint8_t kFirstCombined = 0xed;
  bool follows_combined = false;
  for (BytecodeIterator it(original); !it.at_end(); it.next()) {
    uint32_t bci = it.bci();
    for (uint32_t i = bci + 1; i < it.next_bci(); i++) ASSERT_EQ(copy[i], rewritten[i]);
    if (copy[bci] < kFirstCombined && copy[bci] != rewritten[bci]) {
      ASSERT_TRUE(follows_combined && !is_target[bci]);
    }
    follows_combined = copy[bci] >= kFirstCombined && copy[bci] != rewritten[bci];
  }
}

void check_code(const Class& klass) {
  uint32_t call_sites = 0;
  for (uint32_t i = 0; i < klass.method_count; i++) {
    const Method& method = klass.methods.get()[i];
    const MethodInfo& info = *method.info;
    ASSERT_EQ(info.original_code.get() == nullptr, method.is_native() || method.is_abstract());
    if (info.original_code.get() == nullptr) continue;
    std::span<const uint8_t> original(info.original_code.get(), info.code_length);
    std::vector<uint8_t> copy(original.begin(), original.end());
    bool has_subroutines;
    ASSERT_TRUE(rewrite_code(original, copy.data(), *klass.constants, false, &call_sites, &has_subroutines));
    for (BytecodeIterator it(original); !it.at_end(); it.next()) {
      ASSERT_EQ(bytecode::original_of(copy[it.bci()]), it.raw_opcode());
    }
    check_combined(info, original, copy);
  }
  ASSERT_EQ(call_sites, klass.call_site_count);
}

TEST_F(JdkClassesTest, AllOfJavaBase) {
  ASSERT_NE(jdk.image, nullptr);
  ASSERT_NE(jdk.load("java/lang/Object"), nullptr);
  ASSERT_NE(jdk.load("java/lang/Class"), nullptr);
  int count = 0;
  for (size_t i = 0; i < jdk.image->size(); i++) {
    auto location = jdk.image->location(i);
    if (!location || location->module != "java.base" || location->extension != "class" || location->base == "module-info") continue;
    std::string name = std::string(location->parent) + "/" + std::string(location->base);
    Class* klass = jdk.load(name);
    ASSERT_NE(klass, nullptr) << name;
    check_dispatch(*klass);
    check_layout(*klass);
    check_code(*klass);
    if (HasFatalFailure()) return;
    count++;
  }
  EXPECT_GT(count, 5000);
  RecordProperty("classes", count);
  RecordProperty("metadata_kib", static_cast<int>(world.vm.meta_space->used_bytes() / kKiB));
  RecordProperty("class_space_kib", static_cast<int>(world.vm.class_space->used_bytes() / kKiB));
}

TEST_F(JdkClassesTest, ShapesTheCollectorReliesOn) {
  jdk.load("java/lang/Object");
  Class* class_class = jdk.load("java/lang/Class");
  EXPECT_EQ(class_class->shape.kind, ShapeKind::kMirror);
  EXPECT_EQ(class_class->shape.mirror_class_offset, class_class->find_declared_field("klass", "I")->offset);
  EXPECT_GE(class_class->shape.mirror_size, class_class->shape.instance_size);
  EXPECT_EQ(jdk.load("java/lang/Object")->shape.instance_size, 4u);
  Class* weak = jdk.load("java/lang/ref/WeakReference");
  EXPECT_EQ(weak->shape.kind, ShapeKind::kReferenceType);
  EXPECT_EQ(weak->shape.strength, ReferenceStrength::kWeak);
  EXPECT_EQ(jdk.load("java/lang/ref/Finalizer")->shape.strength, ReferenceStrength::kFinal);
  EXPECT_EQ(jdk.load("java/lang/String")->shape.kind, ShapeKind::kInstance);
}

TEST_F(JdkClassesTest, Flags) {
  Class* object = jdk.load("java/lang/Object");
  EXPECT_FALSE(object->has_flag(Class::kHasFinalizer));
  EXPECT_TRUE(jdk.load("java/util/concurrent/ThreadPoolExecutor") != nullptr);
  EXPECT_FALSE(jdk.load("java/util/concurrent/ThreadPoolExecutor")->has_flag(Class::kHasFinalizer));  // empty finalize()
  EXPECT_TRUE(jdk.load("java/util/ArrayList")->has_flag(Class::kIsCloneable));
  EXPECT_TRUE(jdk.load("java/util/ArrayList")->has_flag(Class::kInheritsDefaults));
  EXPECT_TRUE(jdk.load("java/util/Collection")->has_flag(Class::kHasDefaultMethods));
  EXPECT_FALSE(jdk.load("java/lang/Comparable")->has_flag(Class::kHasDefaultMethods));
  EXPECT_TRUE(jdk.load("java/security/SecureClassLoader")->more_flags & Class::kIsClassLoader);
  // Map.Entry is public static abstract interface by its InnerClasses entry.
  EXPECT_EQ(jdk.load("java/util/Map$Entry")->modifiers, kAccPublic | kAccStatic | kAccInterface | kAccAbstract);
  EXPECT_EQ(jdk.load("java/util/HashMap$Node")->modifiers, kAccStatic);
}

TEST_F(JdkClassesTest, MethodHandleIntrinsics) {
  jdk.load("java/lang/Object");
  Class* handle = jdk.load("java/lang/invoke/MethodHandle");
  auto kind = [&](Class* klass, std::string_view name) {
    for (uint32_t i = 0; i < klass->method_count; i++) {
      if (klass->methods.get()[i].name() == name) return klass->methods.get()[i].polymorphic;
    }
    return Polymorphic::kNone;
  };
  EXPECT_EQ(kind(handle, "invokeBasic"), Polymorphic::kInvokeBasic);
  EXPECT_EQ(kind(handle, "linkToStatic"), Polymorphic::kLinkToStatic);
  EXPECT_EQ(kind(handle, "invokeExact"), Polymorphic::kInvokeGeneric);
  EXPECT_EQ(kind(handle, "invokeWithArguments"), Polymorphic::kNone);
  EXPECT_EQ(kind(jdk.load("java/lang/invoke/VarHandle"), "compareAndSet"), Polymorphic::kInvokeGeneric);
}

}  // namespace
}  // namespace kiln
