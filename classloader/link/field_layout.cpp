#include "classloader/link/field_layout.h"

#include <algorithm>

namespace kiln {

namespace {

// Fields still to be placed, by kind, in declaration order.
class Placer {
 public:
  explicit Placer(uint32_t start) : end_(start) {}

  void add(LayoutField* field) { kinds_[kind_of(field->type)].push_back(field); }

  // Places everything that was added, from end() on.
  void place_all() {
    for (int kind = 0; kind < kKinds; kind++) {
      if (kinds_[kind].empty()) continue;
      fill_gap(kind);
      while (!kinds_[kind].empty()) place(kind);
    }
  }
  // References first, without anything in between; true when there are any.
  RefRange place_references() {
    if (kinds_[kReference].empty()) return {0, 0};
    end_ = static_cast<uint32_t>(align_up(end_, kReferenceSize));
    RefRange range{end_, static_cast<uint32_t>(kinds_[kReference].size())};
    while (!kinds_[kReference].empty()) place(kReference);
    return range;
  }
  void pad(uint32_t bytes) { end_ += bytes; }
  uint32_t end() const { return end_; }

 private:
  enum Kind { kEight, kFour, kReference, kTwo, kOne, kKinds };
  static constexpr uint32_t kSizes[kKinds] = {8, 4, 4, 2, 1};

  static int kind_of(BasicType type) {
    if (type == BasicType::kObject) return kReference;
    switch (size_shift(type)) {
      case 3:
        return kEight;
      case 2:
        return kFour;
      case 1:
        return kTwo;
    }
    return kOne;
  }

  void place(int kind) {
    LayoutField* field = kinds_[kind].front();
    kinds_[kind].erase(kinds_[kind].begin());
    end_ = static_cast<uint32_t>(align_up(end_, kSizes[kind]));
    field->offset = end_;
    end_ += kSizes[kind];
  }

  // Uses the bytes up to the alignment of `kind` for smaller fields.
  void fill_gap(int kind) {
    uint32_t goal = static_cast<uint32_t>(align_up(end_, kSizes[kind]));
    while (end_ < goal) {
      int filler = kind + 1;
      while (filler < kKinds && (kinds_[filler].empty() || end_ % kSizes[filler] != 0 || end_ + kSizes[filler] > goal)) filler++;
      if (filler == kKinds) {
        end_++;
      } else {
        place(filler);
      }
    }
  }

  std::vector<LayoutField*> kinds_[kKinds];
  uint32_t end_;
};

std::vector<RefRange> merge(std::vector<uint32_t> offsets, std::span<const RefRange> super_ranges) {
  std::vector<RefRange> all(super_ranges.begin(), super_ranges.end());
  std::sort(offsets.begin(), offsets.end());
  for (uint32_t offset : offsets) all.push_back({offset, 1});
  std::vector<RefRange> result;
  for (RefRange range : all) {
    if (!result.empty() && result.back().offset + result.back().count * kReferenceSize == range.offset) {
      result.back().count += range.count;
    } else {
      result.push_back(range);
    }
  }
  return result;
}

}  // namespace

InstanceLayout lay_out_instance(std::span<LayoutField> fields, uint32_t super_end, std::span<const RefRange> super_ranges,
                                bool is_class_contended) {
  Placer placer(super_end < kHeaderSize ? kHeaderSize : super_end);
  if (is_class_contended && !fields.empty()) placer.pad(kContendedPadding);
  std::vector<LayoutField*> contended;
  for (LayoutField& field : fields) {
    if (field.is_contended) {
      contended.push_back(&field);
    } else {
      placer.add(&field);
    }
  }
  placer.place_all();
  // One group after the other, a group of zero being alone; padding before each and behind the last.
  while (!contended.empty()) {
    uint16_t group = contended.front()->contended_group;
    placer.pad(kContendedPadding);
    std::vector<LayoutField*> rest;
    for (size_t i = 0; i < contended.size(); i++) {
      bool together = i == 0 || (group != 0 && contended[i]->contended_group == group);
      if (together) {
        placer.add(contended[i]);
      } else {
        rest.push_back(contended[i]);
      }
    }
    placer.place_all();
    contended = std::move(rest);
    if (contended.empty()) placer.pad(kContendedPadding);
  }
  if (is_class_contended && !fields.empty()) placer.pad(kContendedPadding);

  std::vector<uint32_t> offsets;
  for (const LayoutField& field : fields) {
    if (field.type == BasicType::kObject && field.is_in_map) offsets.push_back(field.offset);
  }
  return {static_cast<uint32_t>(align_up(placer.end(), 4)), merge(std::move(offsets), super_ranges)};
}

StaticLayout lay_out_statics(std::span<LayoutField> fields, uint32_t start) {
  VM_DCHECK(start % 4 == 0);
  Placer placer(start);
  for (LayoutField& field : fields) placer.add(&field);
  RefRange refs = placer.place_references();
  placer.place_all();
  return {static_cast<uint32_t>(align_up(placer.end(), 4)), refs};
}

}  // namespace kiln
