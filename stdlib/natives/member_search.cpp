// MethodHandleNatives.getMembers: the members of a class that fit a name, a descriptor and kinds, as MemberNames.
#include <functional>
#include <optional>

#include "gc/barrier.h"
#include "stdlib/natives/native.h"
#include "vm/exec/java_string.h"
#include "vm/ops/member_name.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

namespace {

namespace flag = ops::member_flags;

// Further bits of the flags asked with.
constexpr uint32_t kSearchSuperclasses = 0x100000, kSearchInterfaces = 0x200000;
// What the reference VM returns for bad arguments, and for a result array with anything but MemberNames in it.
constexpr jint kBadArguments = -1, kBadResults = -99;

struct Search {
  std::optional<std::string> name, descriptor;
  uint32_t flags;
  int32_t skip;
  Handle<java::ObjectArray> results;
  int32_t found = 0;  // behind the skipped ones

  bool fits(const Symbol* member_name, const Symbol* member_descriptor) const {
    return (!name || member_name->view() == *name) && (!descriptor || member_descriptor->view() == *descriptor);
  }
};

// Counts a member that fits; while there is room, `fill` makes its name. False: the array is at fault.
template <typename Fill>
Expected<bool> add(Thread& t, Search& search, Fill&& fill) {
  if (search.skip > 0) {
    search.skip--;
    return true;
  }
  int32_t index = search.found++;
  if (index >= search.results.unsafe_ref()->array_length()) return true;
  HandleScope scope(t);
  Handle<java::MemberName> member(t, load_element<java::MemberName>(search.results.unsafe_ref().get(), index));
  if (member.is_null()) return false;
  VM_TRY_VOID(fill(member));
  return true;
}

// The class of a field's type where that needs no look-up, as on the reference VM; other names get theirs from `expand`.
Ref<> evident_type(const Known& known, const Field& field) {
  if (field.type != BasicType::kObject) return primitive_mirror(known, field.type);
  for (Class* klass : {known.java_lang_Object, known.java_lang_Class, known.java_lang_String}) {
    std::string_view descriptor = field.descriptor->view();
    if (descriptor.size() == klass->name_view().size() + 2 && descriptor.substr(1).starts_with(klass->name_view())) {
      return klass->mirror();
    }
  }
  return {};
}

Expected<bool> search_fields(Thread& t, const Class* klass, Search& search) {
  for (uint32_t i = klass->field_count; i-- > 0;) {
    const Field& field = klass->fields[i];
    if (field.is_injected() || !search.fits(field.name, field.descriptor)) continue;
    auto fill = [&](Handle<java::MemberName> member) -> Expected<void> {
      const Known& known = known_of(t);
      VM_TRY_VOID(ops::init_member_name_with_field(t, member, &field, false));
      Ref<> type = evident_type(known, field);
      if (!type.is_null()) barrier::store_field(member.unsafe_ref().get(), known.java_lang_invoke_MemberName_type, type);
      return {};
    };
    VM_TRY(bool is_good, add(t, search, fill));
    if (!is_good) return false;
  }
  return true;
}

bool is_wanted_kind(const Method& method, const Search& search) {
  if (method.name() == "<clinit>") return search.name.has_value();
  return search.flags & (method.name() == "<init>" ? flag::kConstructor : flag::kMethod);
}

Expected<bool> search_methods(Thread& t, Class* klass, Search& search) {
  for (uint32_t i = 0; i < klass->method_count; i++) {
    Method& method = klass->methods[i];
    if (!is_wanted_kind(method, search) || !search.fits(method.name_symbol(), method.descriptor_symbol())) continue;
    auto fill = [&](Handle<java::MemberName> member) {
      return ops::init_member_name_with_method(t, member, &method, klass, true);
    };
    VM_TRY(bool is_good, add(t, search, fill));
    if (!is_good) return false;
  }
  return true;
}

// The class itself, then what it inherits from, as far as asked for; false ends the walk.
Expected<bool> for_each_class(Class* klass, uint32_t flags, const std::function<Expected<bool>(Class*)>& visit) {
  bool supers = (flags & (kSearchSuperclasses | kSearchInterfaces)) && !klass->is_interface();
  for (Class* c = klass; c != nullptr; c = supers ? c->super.get() : nullptr) {
    VM_TRY(bool goes_on, visit(c));
    if (!goes_on) return false;
  }
  if (!(flags & kSearchInterfaces)) return true;
  for (uint32_t i = 0; i < klass->secondary_super_count; i++) {
    Class* super = klass->secondary_supers[i];
    if (!super->is_interface() || super == klass) continue;
    VM_TRY(bool goes_on, visit(super));
    if (!goes_on) return false;
  }
  return true;
}

}  // namespace

// Fields first, then methods and constructors. The caller's access is not looked at (Java does that). Returns how many
// there are behind the first `skip`, of which as many as there is room for are in `results`.
VM_NATIVE_FUNCTION(jint)
MethodHandleNatives_getMembers(JNIEnv* env, jclass, jclass holder, jstring name, jstring descriptor, jint flags, jclass,
                               jint skip, jobjectArray results) {
  return value_of<jint>(env, [&](Thread& t) -> Expected<jint> {
    if (holder == nullptr || results == nullptr) return kBadArguments;
    Class* klass = mirrored_instance_class(t, holder);
    if (klass == nullptr) return kBadArguments;
    auto text_of = [&](jstring text) -> std::optional<std::string> {
      if (text == nullptr) return std::nullopt;
      return string_to_utf8(known_of(t), Ref<>(*slot_of(text)).get());
    };
    Search search{text_of(name), text_of(descriptor), static_cast<uint32_t>(flags), skip, handle_of<java::ObjectArray>(results)};
    if (search.name == "") return 0;
    uint32_t wanted = search.flags;
    if (search.descriptor) wanted &= search.descriptor->starts_with('(') ? ~flag::kField : ~(flag::kMethod | flag::kConstructor);
    if (wanted & flag::kField) {
      VM_TRY(bool is_good, for_each_class(klass, wanted, [&](Class* c) { return search_fields(t, c, search); }));
      if (!is_good) return kBadResults;
    }
    if (wanted & (flag::kMethod | flag::kConstructor)) {
      VM_TRY(bool is_good, for_each_class(klass, wanted, [&](Class* c) { return search_methods(t, c, search); }));
      if (!is_good) return kBadResults;
    }
    return search.found;
  });
}
