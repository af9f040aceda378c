// Tables, iterator and disassembler of vm/bytecode.
#include "vm/bytecode/bytecodes.h"

#include <gtest/gtest.h>

#include <vector>

#include "vm/bytecode/disassembler.h"
#include "vm/bytecode/iterator.h"

namespace kiln::bytecode {
namespace {

using Code = std::vector<uint8_t>;

TEST(Bytecodes, NamesAndLookUp) {
  EXPECT_EQ(name(Bytecode::goto_), "goto");
  EXPECT_EQ(name(static_cast<Bytecode>(0xca)), "<illegal>");
  Bytecode found = Bytecode::nop;
  EXPECT_TRUE(find_bytecode("return", &found));
  EXPECT_EQ(found, Bytecode::return_);
  EXPECT_FALSE(find_bytecode("goto_", &found));
  EXPECT_EQ(array_type_name(8), "byte");
  EXPECT_EQ(array_type_name(3), "<illegal>");
}

TEST(Bytecodes, EveryFixedInstructionIsDecodedAndPrinted) {
  for (int opcode = 0; opcode <= kLastBytecode; opcode++) {
    Bytecode bytecode = static_cast<Bytecode>(opcode);
    Code code(32, 0);
    code[0] = static_cast<uint8_t>(opcode);
    if (bytecode == Bytecode::wide) code[1] = static_cast<uint8_t>(Bytecode::iload);
    BytecodeIterator it(code);
    ASSERT_EQ(it.error(), nullptr) << name(bytecode);
    EXPECT_GT(it.length(), 0u);
    EXPECT_TRUE(disassemble_instruction(code, 0, {}).starts_with(name(it.opcode()))) << name(bytecode);
    // One byte short is an error, not a read past the end.
    Code shorter(code.begin(), code.begin() + it.length() - 1);
    shorter.shrink_to_fit();
    EXPECT_NE(BytecodeIterator(shorter).error(), nullptr) << name(bytecode);
  }
}

TEST(Iterator, Locals) {
  Code code = {0x1d /* iload_3 */, 0x4b /* astore_0 */, 0x15, 200, 0xc4, 0x19, 0x01, 0x02, 0x84, 5, 0xff, 0xc4, 0x84, 1, 0, 0x80, 0, 0x4e, 0x3e};
  BytecodeIterator it(code);
  EXPECT_EQ(it.local_index(), 3u);
  it.next();
  EXPECT_EQ(it.local_index(), 0u);
  it.next();
  EXPECT_EQ(it.local_index(), 200u);
  it.next();
  EXPECT_EQ(it.opcode(), Bytecode::aload);
  EXPECT_TRUE(it.is_wide());
  EXPECT_EQ(it.local_index(), 0x102u);
  it.next();
  EXPECT_EQ(it.local_index(), 5u);
  EXPECT_EQ(it.iinc_amount(), -1);
  it.next();
  EXPECT_EQ(it.local_index(), 256u);
  EXPECT_EQ(it.iinc_amount(), -32768);
  it.next();
  EXPECT_EQ(it.local_index(), 3u);  // astore_3
  it.next();
  EXPECT_EQ(it.local_index(), 3u);  // istore_3
  it.next();
  EXPECT_TRUE(it.at_end());
}

TEST(Iterator, AllShortLocals) {
  for (int code = 0x1a; code <= 0x2d; code++) {
    Code bytes = {static_cast<uint8_t>(code)};
    EXPECT_EQ(BytecodeIterator(bytes).local_index(), static_cast<uint32_t>(name(Bytecode(code)).back() - '0'));
    bytes[0] = static_cast<uint8_t>(code + 0x21);
    EXPECT_EQ(BytecodeIterator(bytes).local_index(), static_cast<uint32_t>(name(Bytecode(bytes[0])).back() - '0'));
  }
}

TEST(Iterator, Constants) {
  Code code = {0x02, 0x08, 0x10, 0x80, 0x11, 0x80, 0x00, 0x12, 0xff, 0x13, 1, 2};
  BytecodeIterator it(code);
  EXPECT_EQ(it.immediate(), -1);
  it.next();
  EXPECT_EQ(it.immediate(), 5);
  it.next();
  EXPECT_EQ(it.immediate(), -128);
  it.next();
  EXPECT_EQ(it.immediate(), -32768);
  it.next();
  EXPECT_EQ(it.constant_index(), 255);
  it.next();
  EXPECT_EQ(it.constant_index(), 258);
}

TEST(Iterator, Branches) {
  Code code = {0x00, 0xa7, 0xff, 0xff, 0xc8, 0, 1, 0, 0};
  BytecodeIterator it(code, 1);
  EXPECT_EQ(it.branch_target(), 0u);
  it.next();
  EXPECT_EQ(it.branch_target(), 4u + 65536u);
}

// nop, then tableswitch 1..2 at bci 1: two bytes of padding.
const Code kTable = {0x00, 0xaa, 0, 0, 0, 0, 0, 23, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 30, 0xff, 0xff, 0xff, 0xff};
const Code kLookup = {0xab, 0, 0, 0, 0, 0, 0, 24, 0, 0, 0, 2, 0xff, 0xff, 0xff, 0xfe, 0, 0, 0, 40, 0, 0, 0, 7, 0, 0, 0, 50};

TEST(Iterator, TableSwitch) {
  BytecodeIterator it(kTable, 1);
  ASSERT_EQ(it.error(), nullptr);
  EXPECT_EQ(it.next_bci(), kTable.size());
  SwitchView view = it.switch_view();
  EXPECT_EQ(view.size(), 2u);
  EXPECT_EQ(view.default_target(), 24u);
  EXPECT_EQ(view.select(1), 31u);
  EXPECT_EQ(view.select(2), 0u);
  EXPECT_EQ(view.select(0), 24u);
  EXPECT_EQ(view.select(INT32_MIN), 24u);
  EXPECT_EQ(view.select(3), 24u);
  int targets = 0;
  it.for_each_target([&](uint32_t) { targets++; });
  EXPECT_EQ(targets, 3);
}

TEST(Iterator, LookupSwitch) {
  BytecodeIterator it(kLookup);
  ASSERT_EQ(it.error(), nullptr);
  EXPECT_EQ(it.next_bci(), kLookup.size());
  EXPECT_EQ(it.switch_view().select(-2), 40u);
  EXPECT_EQ(it.switch_view().select(7), 50u);
  EXPECT_EQ(it.switch_view().select(0), 24u);
  EXPECT_EQ(it.switch_view().select(8), 24u);
}

TEST(Iterator, IllFormedSwitches) {
  for (size_t size = 2; size < kTable.size(); size++) {
    Code part(kTable.begin(), kTable.begin() + size);
    EXPECT_NE(BytecodeIterator(part, 1).error(), nullptr);
  }
  Code huge = kTable;
  huge[8] = 0x80;  // low = INT_MIN + 1
  EXPECT_STREQ(BytecodeIterator(huge, 1).error(), "truncated switch");
  huge[8] = 0, huge[11] = 3;
  EXPECT_NE(BytecodeIterator(huge, 1).error(), nullptr);
  Code negative = kLookup;
  negative[8] = 0xff;
  EXPECT_NE(BytecodeIterator(negative).error(), nullptr);
  negative[8] = 0x7f;
  EXPECT_NE(BytecodeIterator(negative).error(), nullptr);
}

TEST(Iterator, IllFormedWide) {
  EXPECT_NE(BytecodeIterator(Code{0xc4}).error(), nullptr);
  EXPECT_NE(BytecodeIterator(Code{0xc4, 0x60, 0, 0}).error(), nullptr);
  EXPECT_NE(BytecodeIterator(Code{0xc4, 0x84, 0, 0, 0}).error(), nullptr);
  EXPECT_EQ(BytecodeIterator(Code{0xc4, 0xa9, 0, 0}).error(), nullptr);
}

TEST(Iterator, RandomBytesNeverReadOutside) {
  uint64_t seed = 1;
  for (int round = 0; round < 20000; round++) {
    Code code(1 + round % 40);
    for (auto& byte : code) {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      byte = static_cast<uint8_t>(seed >> 33) % 0xd0;
    }
    code.shrink_to_fit();
    for (BytecodeIterator it(code); !it.at_end() && it.error() == nullptr; it.next()) {
      EXPECT_LE(it.next_bci(), code.size());
      it.for_each_target([](uint32_t) {});
    }
    EXPECT_FALSE(disassemble(code, {}).empty());
  }
}

TEST(Disassembler, Text) {
  DisassemblerCallbacks callbacks;
  callbacks.constant_text = [](void*, Bytecode code, uint16_t index) {
    return std::string(name(code)) + "!" + std::to_string(index);
  };
  callbacks.internal_opcode = [](void*, uint8_t code) {
    return code == 0xd0 ? InternalOpcode{"quick_getfield", Bytecode::getfield} : InternalOpcode{};
  };
  auto text = [&](Code code) { return disassemble_instruction(code, 0, callbacks); };
  EXPECT_EQ(text({0x60}), "iadd");
  EXPECT_EQ(text({0x10, 0xff}), "bipush -1");
  EXPECT_EQ(text({0xb4, 0, 7}), "getfield #7 // getfield!7");
  EXPECT_EQ(text({0xb9, 0, 7, 2, 0}), "invokeinterface #7, 2 // invokeinterface!7");
  EXPECT_EQ(text({0xd0, 0, 7}), "quick_getfield #7 // getfield!7");
  EXPECT_EQ(text({0xd1, 0, 7}), "<illegal 0xd1>");
  EXPECT_EQ(text({0xbc, 10}), "newarray int");
  EXPECT_EQ(text({0xc4, 0x15, 1, 0}), "iload_w 256");
  EXPECT_EQ(text({0x84, 1, 0xff}), "iinc 1, -1");
  EXPECT_EQ(text({0xa7, 0}), "<truncated goto>");
  EXPECT_EQ(disassemble_instruction(kTable, 1, {}), "tableswitch { 1: 31 2: 0 default: 24 }");
  EXPECT_EQ(disassemble(Code{0x03, 0xac}, {}), "    0: iconst_0\n    1: ireturn\n");
}

}  // namespace
}  // namespace kiln::bytecode
