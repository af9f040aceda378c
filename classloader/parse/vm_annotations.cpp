// classloader/parse/vm_annotations.cpp - finds the few annotations that the VM obeys in a
// RuntimeVisibleAnnotations attribute (JVMS 4.7.16). Malformed annotations end the search without an error:
// their syntax is Java's business.
#include "classloader/parse/class_parser_impl.h"

namespace kiln::classfile {

namespace {

struct KnownAnnotation {
  std::string_view descriptor;
  uint16_t bit;
  bool on_method, on_field, on_class;
};
constexpr KnownAnnotation kKnownAnnotations[] = {
    {"Ljdk/internal/reflect/CallerSensitive;", kCallerSensitive, true, false, false},
    {"Ljdk/internal/vm/annotation/ForceInline;", kForceInline, true, false, false},
    {"Ljdk/internal/vm/annotation/DontInline;", kDontInline, true, false, false},
    {"Ljdk/internal/vm/annotation/Hidden;", kHiddenFrame, true, false, false},
    {"Ljava/lang/invoke/LambdaForm$Hidden;", kHiddenFrame, true, false, false},
    {"Ljava/lang/invoke/LambdaForm$Compiled;", kLambdaFormCompiled, true, false, false},
    {"Ljava/lang/invoke/InjectedProfile;", kInjectedProfile, true, false, false},
    {"Ljdk/internal/vm/annotation/IntrinsicCandidate;", kIntrinsicCandidate, true, false, false},
    {"Ljdk/internal/vm/annotation/ReservedStackAccess;", kReservedStackAccess, true, false, false},
    {"Ljdk/internal/misc/ScopedMemoryAccess$Scoped;", kScoped, true, false, false},
    {"Ljdk/internal/vm/annotation/Stable;", kStable, false, true, false},
    {"Ljdk/internal/vm/annotation/Contended;", kContended, false, true, true},
    {"Ljdk/internal/ValueBased;", kValueBased, false, false, true},
};

// Passes over `count` element_value_pairs (or, without names, element_values), however deeply nested.
void skip_values(ByteReader& in, uint32_t count, bool named) {
  struct Open {
    uint32_t left;
    bool named;
  };
  std::vector<Open> open{{count, named}};
  while (!open.empty() && !in.overrun()) {
    if (open.back().left == 0) {
      open.pop_back();
      continue;
    }
    open.back().left--;
    if (open.back().named) in.u2();
    switch (in.u1()) {
      case 'e': in.u4(); break;
      case '@':
        in.u2();
        open.push_back({in.u2(), true});
        break;
      case '[': open.push_back({in.u2(), false}); break;
      default: in.u2();
    }
  }
}

}  // namespace

void ClassParser::recognise_annotations(Bytes annotations, Owner owner, uint16_t* bits,
                                        uint16_t* contended_group) const {
  if (!options_.privileged_annotations || annotations.empty()) return;
  ByteReader in(annotations);
  for (uint16_t left = in.u2(); left > 0 && !in.overrun(); left--) {
    uint16_t type_index = in.u2();
    uint16_t pairs = in.u2();
    std::string_view type = is_utf8(type_index) ? pool_.utf8(type_index) : std::string_view();
    for (const KnownAnnotation& known : kKnownAnnotations) {
      if (type != known.descriptor) continue;
      if (owner == Owner::kMethod ? known.on_method : owner == Owner::kField ? known.on_field : known.on_class)
        *bits |= known.bit;
      if (known.bit == kContended && contended_group != nullptr && pairs == 1) {
        ByteReader look = in;
        look.u2();
        uint8_t tag = look.u1();
        uint16_t text = look.u2();
        if (tag == 's' && is_utf8(text) && !pool_.utf8(text).empty()) *contended_group = text;
      }
      break;
    }
    skip_values(in, pairs, true);
  }
}

}  // namespace kiln::classfile
