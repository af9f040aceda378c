#include "jit/baseline/flow.h"

#include <algorithm>
#include <array>
#include <bit>

namespace kiln::jit {

using bytecode::BytecodeIterator;
using bytecode::Bytecode;

namespace {

Width width_of(char descriptor) {
  switch (descriptor) {
    case 'J': return Width::kLong;
    case 'F': return Width::kFloat;
    case 'D': return Width::kDouble;
  }
  return Width::kWord;
}
int slots_of_type(char descriptor) { return descriptor == 'V' ? 0 : descriptor == 'J' || descriptor == 'D' ? 2 : 1; }

// The local that an instruction reads or writes, with its width; false: none.
bool local_of(const BytecodeIterator& it, uint32_t* local, Width* width, bool* is_write) {
  auto code = static_cast<uint8_t>(it.opcode());
  constexpr Width kByType[] = {Width::kWord, Width::kLong, Width::kFloat, Width::kDouble, Width::kWord};
  if (it.opcode() == Bytecode::iinc) {
    *width = Width::kWord;
    *is_write = true;
  } else if (code >= op::iload && code <= op::aload) {
    *width = kByType[code - op::iload];
    *is_write = false;
  } else if (code >= op::iload_0 && code <= op::aload_3) {
    *width = kByType[(code - op::iload_0) / 4];
    *is_write = false;
  } else if (code >= op::istore && code <= op::astore) {
    *width = kByType[code - op::istore];
    *is_write = true;
  } else if (code >= op::istore_0 && code <= op::astore_3) {
    *width = kByType[(code - op::istore_0) / 4];
    *is_write = true;
  } else {
    return false;
  }
  *local = it.local_index();
  return true;
}

struct Loop {
  uint32_t header, end;  // bci of the last backward branch
};

class Analysis {
 public:
  Analysis(const MethodView& method, const InlineLimits& inlining, Flow& flow)
      : method_(method), inlining_(inlining), flow_(flow), code_(method.code()) {}

  bool run() {
    size_t n = code_.size();
    flow_.depth.assign(n, Flow::kUnreached);
    flow_.is_block.assign(n, false);
    flow_.is_loop_header.assign(n, false);
    flow_.is_handler.assign(n, false);
    flow_.header_pins.assign(n, 0);
    flow_.is_local_written.assign(static_cast<size_t>(method_.max_locals()), false);
    if (!find_depths()) return false;
    std::ranges::sort(flow_.inlined, {}, &InlinedCall::bci);
    std::ranges::sort(flow_.calls, {}, &Flow::Call::bci);
    find_loops();
    choose_pins();
    return true;
  }

 private:
  bool flow_to(uint32_t bci, int depth) {
    if (bci >= code_.size() || depth < 0 || depth > method_.max_stack()) return false;
    if (flow_.depth[bci] == Flow::kUnreached) {
      flow_.depth[bci] = static_cast<int16_t>(depth);
      work_.push_back(bci);
      return true;
    }
    return flow_.depth[bci] == depth;
  }

  bool find_depths() {
    if (!flow_to(0, 0)) return false;
    for (int i = 0; i < method_.handler_count(); i++) {
      uint32_t bci = method_.handler(i).handler_bci;
      if (!flow_to(bci, 1)) return false;
      flow_.is_block[bci] = flow_.is_handler[bci] = true;
    }
    while (!work_.empty()) {
      uint32_t bci = work_.back();
      work_.pop_back();
      if (!follow(bci)) return false;
    }
    return true;
  }

  // Walks from `bci` on until control goes elsewhere or was followed already.
  bool follow(uint32_t bci) {
    BytecodeIterator it(code_, bci);
    for (;;) {
      if (it.error() != nullptr) return false;
      int depth = flow_.depth[it.bci()];
      Bytecode code = it.opcode();
      if (bytecode::has_flag(code, bytecode::kSubroutine)) return false;
      depth += effect(it);
      bool ok = true;
      it.for_each_target([&](uint32_t target) {
        ok = ok && flow_to(target, depth);
        if (!ok) return;
        flow_.is_block[target] = true;
        if (target <= it.bci()) note_loop(target, it.bci());
      });
      if (!ok) return false;
      if (bytecode::ends_block(code)) return true;
      uint32_t next = it.next_bci();
      if (next >= code_.size() || depth < 0 || depth > method_.max_stack()) return false;
      if (flow_.depth[next] != Flow::kUnreached) return flow_.depth[next] == depth;
      flow_.depth[next] = static_cast<int16_t>(depth);
      it.next();
    }
  }

  void note_loop(uint32_t header, uint32_t source) {
    flow_.is_loop_header[header] = true;
    flow_.has_loops = true;
    for (Loop& loop : loops_) {
      if (loop.header == header) {
        loop.end = std::max(loop.end, source);
        return;
      }
    }
    loops_.push_back({header, source});
  }

  int effect(const BytecodeIterator& it) {
    Bytecode code = it.opcode();
    const bytecode::BytecodeInfo& info = bytecode::info(code);
    if (code == Bytecode::monitorenter) flow_.has_monitors = true;
    if (bytecode::is_field_access(code)) {
      int slots = slots_of_type(method_.member_descriptor(it.constant_index())[0]);
      switch (static_cast<uint8_t>(code)) {
        case op::getstatic: return slots;
        case op::putstatic: return -slots;
        case op::getfield: return slots - 1;
      }
      return -slots - 1;
    }
    if (bytecode::is_invoke(code)) {
      bool has_receiver = code != Bytecode::invokestatic && code != Bytecode::invokedynamic;
      ArgumentLayout layout = lay_out_arguments(method_.member_descriptor(it.constant_index()), has_receiver, false, true);
      flow_.outgoing_words = std::max(flow_.outgoing_words, layout.stack_words);
      std::unique_ptr<InlinedCall> planned;
      if (code != Bytecode::invokedynamic) {
        flow_.calls.push_back({it.bci(), view_call(method_, it.bci())});
        planned = plan_inlined_call(method_, it.bci(), flow_.calls.back().view, inlining_);
      }
      if (planned != nullptr) {
        flow_.inlined_words = std::max(flow_.inlined_words, flow_.depth[it.bci()] + planned->plan.words - method_.max_stack());
        flow_.may_call |= planned->plan.may_call;
        flow_.inlined.push_back(std::move(planned));
      } else {
        flow_.has_calls = true;
      }
      return slots_of_type(layout.result) - (layout.slots - 1);
    }
    if (code == Bytecode::multianewarray) return 1 - it.dimensions();
    if (info.slots_popped >= 0 && info.slots_pushed >= 0) return info.slots_pushed - info.slots_popped;
    // ldc and its like.
    return slots_of_type(method_.constant_type(it.constant_index()));
  }

  void find_loops() {
    // Long methods with many loops: the weights matter less than the time.
    if (loops_.size() > 64) loops_.resize(64);
    flow_.loop_depth.assign(code_.size(), 0);
    for (const Loop& loop : loops_) {
      for (uint32_t bci = loop.header; bci <= loop.end; bci++) flow_.loop_depth[bci]++;
    }
  }

  // Outermost loops in order, those that overlap as one.
  void find_regions() {
    constexpr size_t kMostRegions = 8;
    std::vector<Loop> outermost = loops_;
    std::ranges::sort(outermost, {}, &Loop::header);
    size_t n = 0;
    for (const Loop& loop : outermost) {
      if (n > 0 && loop.header <= outermost[n - 1].end) {
        outermost[n - 1].end = std::max(outermost[n - 1].end, loop.end);
      } else {
        outermost[n++] = loop;
      }
    }
    flow_.region.assign(code_.size(), 0);
    for (size_t i = 0; i < n; i++) {
      // The last of many share a region, whatever is between them.
      auto region = static_cast<uint8_t>(std::min(i + 1, kMostRegions - 1));
      uint32_t begin = i + 1 > kMostRegions - 1 ? outermost[kMostRegions - 2].header : outermost[i].header;
      std::fill(flow_.region.begin() + begin, flow_.region.begin() + outermost[i].end + 1, region);
    }
    flow_.region_pins.assign(std::min(n, kMostRegions - 1) + 1, 0);
  }

  struct Access {
    uint32_t bci, local;
    Width width;
  };
  struct Use {
    uint16_t local;
    Width width;
    uint64_t weight;
  };

  std::vector<Access> find_accesses() {
    size_t locals = static_cast<size_t>(method_.max_locals());
    std::vector<Access> accesses;
    for (BytecodeIterator it(code_); !it.at_end(); it.next()) {
      uint32_t local;
      Width width;
      bool is_write;
      if (flow_.depth[it.bci()] == Flow::kUnreached || !local_of(it, &local, &width, &is_write)) continue;
      if (local >= locals) continue;
      if (is_write) {
        flow_.is_local_written[local] = true;
        if (slots_of(width) == 2 && local + 1 < locals) flow_.is_local_written[local + 1] = true;
      }
      accesses.push_back({it.bci(), local, width});
    }
    return accesses;
  }

  // The locals used in a region, the most used first, each with its commonest width.
  std::vector<Use> rank_uses(const std::vector<Access>& accesses, uint8_t region, bool is_floating) {
    std::vector<std::array<uint64_t, kWidths>> weights(static_cast<size_t>(method_.max_locals()));
    for (const Access& access : accesses) {
      if (flow_.region[access.bci] != region) continue;
      weights[access.local][static_cast<size_t>(access.width)] += uint64_t{1} << (3 * std::min<int>(flow_.loop_depth[access.bci], 6));
    }
    std::vector<Use> uses;
    for (size_t local = 0; local < weights.size(); local++) {
      auto best = std::ranges::max_element(weights[local]);
      auto width = static_cast<Width>(best - weights[local].begin());
      if (*best >= 2 && is_float(width) == is_floating) uses.push_back({static_cast<uint16_t>(local), width, *best});
    }
    std::ranges::sort(uses, [](const Use& a, const Use& b) { return a.weight != b.weight ? a.weight > b.weight : a.local < b.local; });
    return uses;
  }

  void choose_pins_of(const std::vector<Use>& uses, size_t most, uint32_t* pins) {
    size_t n = std::min(uses.size(), most);
    uint32_t taken = 0;  // registers
    std::vector<bool> is_done(n, false);
    auto add = [&](size_t use, size_t pin) {
      *pins |= 1u << pin;
      taken |= 1u << flow_.pins[pin].register_index;
      is_done[use] = true;
    };
    // Where another region has it.
    for (size_t i = 0; i < n; i++) {
      for (size_t pin = 0; pin < flow_.pins.size() && !is_done[i]; pin++) {
        const Pin& known = flow_.pins[pin];
        if (known.local == uses[i].local && known.width == uses[i].width && !(taken >> known.register_index & 1)) add(i, pin);
      }
    }
    for (size_t i = 0; i < n; i++) {
      if (is_done[i] || flow_.pins.size() == kMaxPins) continue;
      flow_.pins.push_back({uses[i].local, uses[i].width, static_cast<uint8_t>(std::countr_one(taken))});
      add(i, flow_.pins.size() - 1);
    }
  }

  void choose_pins() {
    find_regions();
    std::vector<Access> accesses = find_accesses();
    // What is outside of loops takes what they have chosen where it can.
    for (size_t i = flow_.region_pins.size(); i-- > 0;) {
      auto region = static_cast<uint8_t>(i);
      choose_pins_of(rank_uses(accesses, region, false), kMaxGeneralPins, &flow_.region_pins[region]);
      choose_pins_of(rank_uses(accesses, region, true), kMaxFloatPins, &flow_.region_pins[region]);
    }
    for (const Loop& loop : loops_) {
      uint32_t used = 0;
      for (const Access& access : accesses) {
        if (access.bci < loop.header || access.bci > loop.end) continue;
        for (size_t i = 0; i < flow_.pins.size(); i++) {
          if (flow_.pins[i].local == access.local && flow_.pins[i].width == access.width) used |= 1u << i;
        }
      }
      flow_.header_pins[loop.header] = used & flow_.region_pins[flow_.region[loop.header]];
    }
  }

  const MethodView& method_;
  const InlineLimits& inlining_;
  Flow& flow_;
  bytecode::CodeBytes code_;
  std::vector<uint32_t> work_;
  std::vector<Loop> loops_;
};

}  // namespace

bool analyse_flow(const MethodView& method, const InlineLimits& inlining, Flow* flow) {
  return Analysis(method, inlining, *flow).run();
}

ArgumentLayout lay_out_arguments(std::string_view descriptor, bool has_receiver, bool drop_last, bool append_reference) {
  ArgumentLayout layout;
  layout.places.reserve(8);
  int next_general = 0, next_float = 0;
  auto add = [&](Width width, bool is_reference) {
    ArgumentPlace place{width, is_reference, layout.slots, -1, 0};
    int& next = is_float(width) ? next_float : next_general;
    if (next < (is_float(width) ? 8 : 6)) {
      place.register_index = next++;
    } else {
      place.stack_index = layout.stack_words++;
    }
    layout.slots += slots_of(width);
    layout.places.push_back(place);
  };
  if (has_receiver) add(Width::kWord, true);
  size_t i = 1;
  while (descriptor[i] != ')') {
    char c = descriptor[i];
    while (descriptor[i] == '[') i++;
    i = descriptor[i] == 'L' ? descriptor.find(';', i) + 1 : i + 1;
    if (drop_last && descriptor[i] == ')') break;
    add(width_of(c), c == 'L' || c == '[');
  }
  if (append_reference) add(Width::kWord, true);
  layout.result = descriptor[descriptor.find(')') + 1];
  return layout;
}

}  // namespace kiln::jit
