// Records of MethodHandle intrinsics, and weak names of methods.
#include "vm/ops/method_handle_table.h"

#include <gtest/gtest.h>

#include "vm/exec/call_shape.h"

namespace kiln {
namespace {

class NoStubs final : public StubGenerator {
 public:
  CallShape make_shape(std::string_view key) override {
    keys.emplace_back(key);
    return {reinterpret_cast<const void*>(keys.size()), reinterpret_cast<const void*>(1000 + keys.size()), nullptr, nullptr, nullptr};
  }
  NativeBridge make_native_bridge(std::string_view) override { return nullptr; }
  std::vector<std::string> keys;
};

class MethodHandles : public testing::Test {
 protected:
  MethodHandles()
      : space_("test metadata", 16 * kMiB, 0),
        symbols_(space_),
        stubs_(new NoStubs),
        shapes_(vm_, std::unique_ptr<StubGenerator>(stubs_)) {
    vm_.meta_space = &space_;
    vm_.symbols = &symbols_;
    vm_.call_shapes = &shapes_;
    vm_.method_handles = &table_;
    holder_ = make<Class>();
    holder_->state = make<ClassState>();
  }
  template <typename T>
  T* make() {
    return new (space_.allocate(sizeof(T), 256)) T();
  }
  Method* declare(const char* name, Polymorphic kind, uint16_t flags) {
    auto* info = make<MethodInfo>();
    info->name = symbols_.intern(name);
    info->descriptor = symbols_.intern("([Ljava/lang/Object;)Ljava/lang/Object;");
    auto* method = make<Method>();
    method->info = info;
    method->holder = holder_;
    method->polymorphic = kind;
    method->access_flags = flags | kAccNative | kAccVarargs;
    return method;
  }
  Method* intrinsic(Method* declared, const char* descriptor) {
    return table_.intrinsic(vm_, *declared, symbols_.intern(descriptor));
  }

  MetaSpace space_;
  SymbolTable symbols_;
  Vm vm_;
  NoStubs* stubs_;
  CallShapes shapes_;
  MethodHandleTable table_;
  Class* holder_;
};

TEST_F(MethodHandles, AnIntrinsicHasTheShapeOfItsDescriptor) {
  Method* basic =
      intrinsic(declare("invokeBasic", Polymorphic::kInvokeBasic, kAccFinal), "(IJLjava/lang/Object;[[DD)J");
  EXPECT_EQ(basic->argument_slots, 1 + 1 + 2 + 1 + 1 + 2);
  EXPECT_EQ(basic->max_locals, basic->argument_slots);
  EXPECT_GE(basic->max_stack, basic->argument_slots);
  EXPECT_EQ(basic->info->parameter_count, 5);
  EXPECT_EQ(basic->result(), BasicType::kLong);
  EXPECT_EQ(basic->code[0], 0xec);
  EXPECT_EQ(basic->code[3], 0xad);
  EXPECT_EQ(stubs_->keys.back(), "IIJIID)J");
  EXPECT_EQ(basic->entry.load(), basic->shape->enter_code);  // plain code: no detour by its start kind
  EXPECT_FALSE(basic->is_native());
  EXPECT_EQ(basic->vtable_index, Method::kNonVirtual);
}

TEST_F(MethodHandles, LinkersAreStaticAndReturnByType) {
  Method* declared = declare("linkToStatic", Polymorphic::kLinkToStatic, kAccStatic | kAccFinal);
  struct Row {
    const char* descriptor;
    int slots, return_code;
  };
  for (Row row : {Row{"(Ljava/lang/invoke/MemberName;)V", 1, 0xb1}, Row{"(ZLjava/lang/invoke/MemberName;)Z", 2, 0xac},
                  Row{"(FLjava/lang/invoke/MemberName;)F", 2, 0xae}, Row{"(DLjava/lang/invoke/MemberName;)D", 3, 0xaf},
                  Row{"([IJLjava/lang/invoke/MemberName;)[I", 4, 0xb0}}) {
    Method* method = intrinsic(declared, row.descriptor);
    EXPECT_EQ(method->argument_slots, row.slots) << row.descriptor;
    EXPECT_EQ(method->code[3], row.return_code) << row.descriptor;
    EXPECT_TRUE(method->is_static());
  }
}

TEST_F(MethodHandles, OneRecordPerIntrinsicAndDescriptor) {
  Method* basic = declare("invokeBasic", Polymorphic::kInvokeBasic, kAccFinal);
  Method* link = declare("linkToStatic", Polymorphic::kLinkToStatic, kAccStatic);
  EXPECT_EQ(intrinsic(basic, "()I"), intrinsic(basic, "()I"));
  EXPECT_NE(intrinsic(basic, "()I"), intrinsic(basic, "()J"));
  EXPECT_NE(intrinsic(basic, "()I"), intrinsic(link, "()I"));
}

class Survivors final : public WeakVisitor {
 public:
  Ref<> current(Ref<> old) override { return old.bits() % 2 == 0 ? Ref<>(old.bits() + 100) : Ref<>(); }
};

TEST_F(MethodHandles, NamesAreInternedAndDieWithTheirObjects) {
  Method* a = declare("a", Polymorphic::kNone, 0);
  Method* b = declare("b", Polymorphic::kNone, 0);
  EXPECT_EQ(table_.intern_name(*a, Ref<>(8)).bits(), 8u);
  EXPECT_EQ(table_.intern_name(*a, Ref<>(16)).bits(), 8u);
  EXPECT_EQ(table_.intern_name(*b, Ref<>(9)).bits(), 9u);
  EXPECT_EQ(table_.name_count(), 2u);
  Survivors survivors;
  table_.visit_weak(survivors);
  EXPECT_EQ(a->resolved_method_name, 108u);
  EXPECT_EQ(b->resolved_method_name, 0u);
  EXPECT_EQ(table_.name_count(), 1u);
  EXPECT_EQ(table_.intern_name(*b, Ref<>(24)).bits(), 24u);
}

}  // namespace
}  // namespace kiln
