// Reference maps: each instruction family, joins, handlers, subroutines, and bytes that make no sense.
#include "vm/bytecode/reference_map.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kiln::bytecode {
namespace {

using Code = std::vector<uint8_t>;

// Constant pool of the tests: the index is an index into this list.
constexpr std::string_view kDescriptors[] = {"", "I", "J", "Ljava/lang/String;", "(IJLx;[D)V", "()Lx;", "()J", "[I", "D", "(Lx;)I"};

struct Case {
  Code code;
  uint16_t max_locals = 4;
  uint16_t max_stack = 8;
  bool is_static = true;
  std::string_view descriptor = "()V";
  std::vector<HandlerRange> handlers = {};

  ReferenceMapInput input() const {
    ReferenceMapInput input;
    input.code = code;
    input.max_locals = max_locals;
    input.max_stack = max_stack;
    input.is_static = is_static;
    input.descriptor = descriptor;
    input.handlers = handlers;
    input.member_descriptor = [](void*, uint16_t index) {
      return index < std::size(kDescriptors) ? kDescriptors[index] : std::string_view();
    };
    input.constant_type = [](void*, uint16_t index) {
      return index < std::size(kDescriptors) && index != 0 ? kDescriptors[index][0] : '\0';
    };
    return input;
  }

  // Locals and stack as text, R for references: "R..R|.R". "unreachable" when it is.
  std::string at(uint32_t bci, const FrameReader* reader = nullptr) const {
    ReferenceMap map;
    if (!compute_reference_map(input(), bci, reader, &map)) return "unreachable";
    std::string text;
    for (uint32_t i = 0; i < map.slot_count(); i++) {
      if (i == map.max_locals) text += '|';
      text += map.is_reference(i) ? 'R' : '.';
    }
    if (map.stack_depth == 0) text += '|';
    return text;
  }
  // The slots where a long or double begins: W.
  std::string wide_at(uint32_t bci) const {
    ReferenceMap map;
    std::vector<bool> wide;
    if (!ReferenceMapAnalysis(input()).map_at(bci, nullptr, &map, &wide)) return "unreachable";
    std::string text;
    for (uint32_t i = 0; i < map.slot_count(); i++) {
      if (i == map.max_locals) text += '|';
      text += wide[i] ? 'W' : '.';
    }
    return text;
  }
  const char* error() const { return ReferenceMapAnalysis(input()).error(); }
};

constexpr uint8_t op(Bytecode code) { return static_cast<uint8_t>(code); }
using enum Bytecode;

TEST(ReferenceMap, WideValues) {
  // long in 0 and 1, double in 2 and 3; lload_0, dup2, then the long's second half is overwritten.
  Case c{{op(lload_0), op(dup2), op(dload_2), op(pop2), op(pop2), op(iconst_0), op(istore_1), op(lconst_1), op(lstore_2), op(return_)}};
  c.descriptor = "(JD)V";
  EXPECT_EQ(c.wide_at(0), "W.W.");
  EXPECT_EQ(c.wide_at(3), "W.W.|W.W.W.");
  EXPECT_EQ(c.wide_at(7), "..W.|W.");
  EXPECT_EQ(c.wide_at(9), "..W.|W.");
  EXPECT_EQ(c.at(3), "....|......");
}

TEST(ReferenceMap, Arguments) {
  Case c{{op(return_)}, 9, 0, false, "(I[JLx;DZ)V"};
  EXPECT_EQ(c.at(0), "R.RR.....|");
  Case s{{op(return_)}, 2, 0, true, "([[I)V"};
  EXPECT_EQ(s.at(0), "R.|");
}

TEST(ReferenceMap, StraightLine) {
  Case c{{op(aconst_null), op(lconst_0), op(dup2), op(lstore_0), op(lstore_2), op(astore_1), op(return_)}};
  EXPECT_EQ(c.at(0), "....|");
  EXPECT_EQ(c.at(1), "....|R");
  EXPECT_EQ(c.at(2), "....|R..");
  EXPECT_EQ(c.at(3), "....|R....");
  EXPECT_EQ(c.at(6), ".R..|");
  EXPECT_EQ(c.error(), nullptr);
}

TEST(ReferenceMap, StackInstructions) {
  // Stack before: R . (top)
  auto after = [](Bytecode code, Code prefix) {
    prefix.push_back(op(code));
    prefix.push_back(op(return_));
    return Case{prefix, 0, 8}.at(static_cast<uint32_t>(prefix.size() - 1));
  };
  Code ri = {op(aconst_null), op(iconst_0)};
  Code rir = {op(aconst_null), op(iconst_0), op(aconst_null)};
  Code riri = {op(aconst_null), op(iconst_0), op(aconst_null), op(iconst_0)};
  EXPECT_EQ(after(pop, ri), "|R");
  EXPECT_EQ(after(pop2, ri), "|");
  EXPECT_EQ(after(dup, ri), "|R..");
  EXPECT_EQ(after(swap, ri), "|.R");
  EXPECT_EQ(after(dup_x1, ri), "|.R.");
  EXPECT_EQ(after(dup_x2, rir), "|RR.R");
  EXPECT_EQ(after(dup2, ri), "|R.R.");
  EXPECT_EQ(after(dup2_x1, rir), "|.RR.R");
  EXPECT_EQ(after(dup2_x2, riri), "|R.R.R.");
}

TEST(ReferenceMap, FieldsAndCalls) {
  Case c{{op(aconst_null), op(getfield), 0, 3,           // 0: R -> R
          op(iconst_0), op(lconst_0), op(aconst_null),   // 4
          op(aconst_null), op(invokevirtual), 0, 4,      // 7: everything gone
          op(invokestatic), 0, 5, op(invokedynamic), 0, 6, 0, 0,  // 11, 14
          op(putstatic), 0, 2, op(putstatic), 0, 3,      // 19, 22
          op(ldc), 3, op(ldc2_w), 0, 8, op(return_)}};   // 25, 27, 30
  EXPECT_EQ(c.at(8), "....|R...RR");
  EXPECT_EQ(c.at(11), "....|");
  EXPECT_EQ(c.at(14), "....|R");
  EXPECT_EQ(c.at(19), "....|R..");
  EXPECT_EQ(c.at(22), "....|R");
  EXPECT_EQ(c.at(27), "....|R");
  EXPECT_EQ(c.at(30), "....|R..");
  EXPECT_EQ(c.error(), nullptr);
  ReferenceMap map;
  ASSERT_TRUE(compute_reference_map(c.input(), 8, nullptr, &map));
  EXPECT_EQ(map.argument_slots, 6u);
  EXPECT_FALSE(map.depends_on_frame);
  std::vector<uint32_t> references;
  map.for_each_reference([&](uint32_t slot) { references.push_back(slot); });
  EXPECT_EQ(references, (std::vector<uint32_t>{4, 8, 9}));
}

TEST(ReferenceMap, ArraysAndObjects) {
  Case c{{op(iconst_1), op(anewarray), 0, 1, op(iconst_0), op(aaload), op(instanceof), 0, 1, op(newarray), 10,
          op(iconst_0), op(iaload), op(iconst_0), op(multianewarray), 0, 1, 2, op(arraylength), op(ireturn)}};
  EXPECT_EQ(c.at(4), "....|R");
  EXPECT_EQ(c.at(5), "....|R.");
  EXPECT_EQ(c.at(6), "....|R");
  EXPECT_EQ(c.at(9), "....|.");
  EXPECT_EQ(c.at(11), "....|R");
  EXPECT_EQ(c.at(13), "....|.");
  EXPECT_EQ(c.at(14), "....|..");
  EXPECT_EQ(c.at(18), "....|R");
  EXPECT_EQ(c.at(19), "....|.");
  EXPECT_EQ(c.error(), nullptr);
}

TEST(ReferenceMap, Join) {
  // if (arg) local1 = null else local1 = 0; meet
  Case c{{op(iload_0), op(ifeq), 0, 8, op(aconst_null), op(astore_1), op(goto_), 0, 5, /*9*/ op(iconst_0), op(istore_1),
          /*11*/ op(return_)},
         2, 2, true, "(I)V"};
  EXPECT_EQ(c.at(6), ".R|");
  EXPECT_EQ(c.at(11), "..|");
  // The same on one side only: local 1 is not assigned on the other.
  Case d{{op(iload_0), op(ifeq), 0, 5, op(aconst_null), op(astore_1), op(return_)}, 2, 2, true, "(I)V"};
  EXPECT_EQ(d.at(6), "..|");
}

TEST(ReferenceMap, LoopChangesKind) {
  // local0 is a reference on entry, a number after the first round.
  Case c{{op(iconst_0), op(istore_0), op(goto_), 0xff, 0xfe}, 1, 1, true, "(Lx;)V"};
  EXPECT_EQ(c.at(0), ".|");
  Case d{{op(aload_0), op(astore_0), op(goto_), 0xff, 0xfe}, 1, 1, true, "(Lx;)V"};
  EXPECT_EQ(d.at(0), "R|");
}

TEST(ReferenceMap, Handlers) {
  // The handler joins the locals before every protected instruction, with one reference on the stack.
  Case c{{op(aconst_null), op(astore_0), op(iconst_0), op(istore_0), op(nop), op(return_), /*6*/ op(astore_1), op(return_)},
         2, 1};
  c.handlers = {{0, 5, 6}};
  EXPECT_EQ(c.at(6), "..|R");
  EXPECT_EQ(c.at(7), ".R|");
  c.handlers = {{2, 3, 6}};
  EXPECT_EQ(c.at(6), "R.|R");
  c.handlers = {{2, 4, 6}};
  EXPECT_EQ(c.at(6), "R.|R");  // a store's own effect is not seen by its handler
  c.handlers = {{4, 5, 6}};
  EXPECT_EQ(c.at(6), "..|R");
  c.handlers = {};
  EXPECT_EQ(c.at(6), "unreachable");
}

TEST(ReferenceMap, SwitchReachesAllTargets) {
  Case c{{op(iconst_0), op(tableswitch), 0, 0, 0, 0, 0, 24, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 23, 0, 0, 0, 25, op(return_),
          op(return_), op(return_)}};
  EXPECT_EQ(c.at(24), "....|");
  EXPECT_EQ(c.at(25), "....|");
  EXPECT_EQ(c.at(26), "....|");
  EXPECT_EQ(c.error(), nullptr);
}

TEST(ReferenceMap, Wide) {
  Case c{{op(aconst_null), op(wide), op(astore), 1, 1, op(wide), op(iinc), 0, 1, 0, 1, op(wide), op(aload), 1, 1, op(return_)},
         258, 2};
  EXPECT_EQ(c.at(15), std::string(257, '.') + "R|R");
  EXPECT_EQ(c.error(), nullptr);
}

// ---- Subroutines ----

struct Frame {
  std::vector<uint32_t> slots;
  FrameReader reader() {
    return {this, [](void* frame, uint32_t slot) { return static_cast<Frame*>(frame)->slots[slot]; }};
  }
};

// local0 holds a reference for the first jsr and a number for the second; the subroutine does not touch it.
const Case kTwoCallers{{op(aconst_null), op(astore_0), op(jsr), 0, 10,  // 0
                        op(nop), op(iconst_0), op(istore_0),            // 5
                        op(jsr), 0, 4, op(return_),                     // 8
                        /*12*/ op(astore_1), op(nop), op(ret), 1},
                       2, 1};

TEST(ReferenceMap, SubroutineKeepsCallersLocalsApart) {
  EXPECT_EQ(kTwoCallers.error(), nullptr);
  EXPECT_EQ(kTwoCallers.at(5), "R.|");   // after the first call: still a reference
  EXPECT_EQ(kTwoCallers.at(11), "..|");
  Frame first{{0, 5}}, second{{0, 11}};
  FrameReader in_first = first.reader(), in_second = second.reader();
  EXPECT_EQ(kTwoCallers.at(13, &in_first), "R.|");
  EXPECT_EQ(kTwoCallers.at(13, &in_second), "..|");
  EXPECT_EQ(kTwoCallers.at(13), "..|");
  ReferenceMap map;
  ASSERT_TRUE(compute_reference_map(kTwoCallers.input(), 13, &in_first, &map));
  EXPECT_TRUE(map.depends_on_frame);
  // On entry the return address is on the stack.
  Frame entering{{0, 0, 5}};
  FrameReader reader = entering.reader();
  EXPECT_EQ(kTwoCallers.at(12, &reader), "R.|.");
}

TEST(ReferenceMap, SubroutineThatChangesALocal) {
  Case c{{op(aconst_null), op(astore_0), op(jsr), 0, 4, op(return_), /*6*/ op(astore_1), op(iconst_0), op(istore_0), op(ret), 1}, 2, 1};
  EXPECT_EQ(c.at(5), "..|");
}

TEST(ReferenceMap, NestedSubroutines) {
  // main: jsr A; A: jsr B; B returns to A, A to main.
  Case c{{op(aconst_null), op(astore_0), op(jsr), 0, 4, op(return_),        // 0..5
          /*6*/ op(astore_1), op(jsr), 0, 5, op(ret), 1,                    // 6..11
          /*12*/ op(astore_2), op(nop), op(ret), 2},
         3, 1};
  EXPECT_EQ(c.error(), nullptr);
  EXPECT_EQ(c.at(5), "R..|");
  EXPECT_EQ(c.at(10), "R..|");
  Frame frame{{0, 5, 10}};
  FrameReader reader = frame.reader();
  EXPECT_EQ(c.at(13, &reader), "R..|");
}

TEST(ReferenceMap, RetToAnOuterSubroutine) {
  // B returns straight to main with A's address.
  Case c{{op(aconst_null), op(astore_0), op(jsr), 0, 4, op(return_), /*6*/ op(astore_1), op(jsr), 0, 3, /*10*/ op(astore_2),
          op(ret), 1},
         3, 1};
  EXPECT_EQ(c.error(), nullptr);
  EXPECT_EQ(c.at(5), "R..|");
}

TEST(ReferenceMap, SubroutineLeftByBranchAndCalledAgain) {
  // A loop whose body calls a subroutine that jumps back to the loop head.
  Case c{{op(jsr), 0, 4, op(return_), /*4*/ op(astore_0), op(iconst_0), op(ifeq), 0xff, 0xfa, op(ret), 0}, 1, 1};
  EXPECT_EQ(c.error(), nullptr);
  EXPECT_EQ(c.at(3), ".|");
}

TEST(ReferenceMap, HandlerInsideSubroutine) {
  Case c = kTwoCallers;
  c.code = {op(aconst_null), op(astore_0), op(jsr), 0, 10, op(nop), op(iconst_0), op(istore_0), op(jsr), 0, 4, op(return_),
            /*12*/ op(astore_1), op(nop), op(ret), 1, /*16*/ op(pop), op(ret), 1};
  c.handlers = {{13, 14, 16}};
  EXPECT_EQ(c.error(), nullptr);
  Frame first{{0, 5, 0}};
  FrameReader reader = first.reader();
  EXPECT_EQ(c.at(16, &reader), "R.|R");
  EXPECT_EQ(c.at(5), "R.|");
}

TEST(ReferenceMap, ExponentialNestingIsGivenUp) {
  // Subroutine i calls subroutine i + 1 twice: 2^n contexts.
  Code code = {op(jsr), 0, 4, op(return_)};
  for (int i = 0; i < 20; i++) {
    Code part = {op(astore), static_cast<uint8_t>(i), op(jsr), 0, 8, op(jsr), 0, 5, op(ret), static_cast<uint8_t>(i)};
    code.insert(code.end(), part.begin(), part.end());
  }
  code.insert(code.end(), {op(astore), 20, op(ret), 20});
  Case c{code, 21, 1};
  EXPECT_STREQ(c.error(), ReferenceMapAnalysis::kTooComplex);
}

// ---- Nonsense ----

TEST(ReferenceMap, IllFormedCodeIsReported) {
  EXPECT_STREQ((Case{{op(pop), op(return_)}}).error(), "stack underflow");
  EXPECT_STREQ((Case{{op(iconst_0), op(iconst_0), op(return_)}, 0, 1}).error(), "stack overflow");
  EXPECT_STREQ((Case{{op(iconst_0), op(goto_), 0xff, 0xff}, 0, 1}).error(), "operand stacks of different depth meet");
  EXPECT_STREQ((Case{{op(nop), op(goto_), 0xff, 0xf0}}).error(), "control leaves the code");
  EXPECT_STREQ((Case{{op(nop)}}).error(), "execution falls off the end of the code");
  EXPECT_STREQ((Case{{op(aload), 9, op(return_)}}).error(), "local variable out of range");
  EXPECT_STREQ((Case{{0xcb}}).error(), "illegal opcode");
  EXPECT_STREQ((Case{{op(ret), 0}}).error(), "ret without a return address");
  EXPECT_STREQ((Case{{}}).error(), "no code");
  EXPECT_EQ((Case{{}}).at(0), "unreachable");
}

TEST(ReferenceMap, RandomBytesAreSafe) {
  uint64_t seed = 7;
  auto random = [&] {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return static_cast<uint32_t>(seed >> 33);
  };
  for (int round = 0; round < 30000; round++) {
    Case c;
    c.code.resize(1 + random() % 60);
    for (auto& byte : c.code) byte = random() % 3 == 0 ? random() % 10 : random() % 0xcb;
    if (round % 3 == 0) {
      for (size_t i = 0; i + 2 < c.code.size(); i += 5 + random() % 9) {
        c.code[i] = op(random() % 2 ? jsr : ret), c.code[i + 1] = 0, c.code[i + 2] = random() % 20;
      }
    }
    c.code.shrink_to_fit();
    c.max_locals = random() % 6, c.max_stack = random() % 6;
    auto bci = [&] { return static_cast<uint16_t>(random() % (c.code.size() + 2)); };
    c.handlers = {{bci(), bci(), bci()}};
    ReferenceMapAnalysis analysis(c.input());
    ReferenceMap map;
    for (uint32_t i = 0; i < c.code.size() + 1; i++) {
      if (analysis.map_at(i, nullptr, &map)) EXPECT_LE(map.stack_depth, c.max_stack);
    }
    analysis.for_each_state([&](uint32_t, uint32_t depth, const std::vector<bool>&) { EXPECT_LE(depth, c.max_stack); });
  }
}

}  // namespace
}  // namespace kiln::bytecode
