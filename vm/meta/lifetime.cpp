#include "vm/meta/lifetime.h"

#include "vm/base/vm.h"
#include "vm/object/header.h"

namespace kiln {

namespace {
// Most of a hidden class fits into the blocks up to 4 KB.
size_t first_block_bytes(Lifetime::Kind kind) { return kind == Lifetime::Kind::kHiddenClass ? kKiB : 4 * kKiB; }
}  // namespace

Lifetime::Lifetime(Vm& owner, Kind kind_of_lifetime)
    : vm(owner),
      kind(kind_of_lifetime),
      meta_(*owner.meta_space, first_block_bytes(kind_of_lifetime)),
      classes_(*owner.class_space, MetaSpace::kSmallestBlock) {}

Lifetime::~Lifetime() = default;

void* Lifetime::allocate(size_t size_bytes, size_t alignment) {
  return is_permanent() ? vm.meta_space->allocate(size_bytes, alignment) : meta_.allocate(size_bytes, alignment);
}

void* Lifetime::allocate_class(size_t size_bytes) {
  return is_permanent() ? vm.class_space->allocate(size_bytes, kClassAlignment) : classes_.allocate_block(size_bytes);
}

}  // namespace kiln
