#include "classloader/link/combiner.h"

#include <array>
#include <vector>

#include "vm/bytecode/iterator.h"
#include "vm/bytecode/quick_bytecodes.h"

namespace kiln {

namespace {

using bytecode::BytecodeIterator;
using bytecode::Bytecode;
using bytecode::Quick;

// Parts of combined instructions. Types that the stack does not tell apart share a token.
enum class Token : uint8_t {
  none, other, load_n, load, wide_load_n, wide_load, store, wide_store_n, wide_store, const_n, iaload, getfield_i, getfield_a,
  getfield_j, invokevirtual, dup, dmul, iadd, ladd, dadd, iinc, goto_, arraylength, if_icmpge,
};

struct Combination {
  uint8_t code;
  std::array<Token, 3> parts;
  size_t size() const { return parts[2] == Token::none ? 2 : 3; }
};
constexpr Combination kCombinations[] = {
#define VM_COMBINED(name, code, first, second, third) {code, {Token::first, Token::second, Token::third}},
#include "vm/bytecode/combined_bytecodes.def"
#undef VM_COMBINED
};

constexpr std::array<Token, 256> make_tokens() {
  std::array<Token, 256> tokens;
  tokens.fill(Token::other);
  auto set = [&](Bytecode code, Token token) { tokens[static_cast<uint8_t>(code)] = token; };
  auto set_n = [&](Bytecode first, Token token) {
    for (int n = 0; n < 4; n++) tokens[static_cast<size_t>(static_cast<uint8_t>(first) + n)] = token;
  };
  for (Bytecode code : {Bytecode::iload, Bytecode::fload, Bytecode::aload}) set(code, Token::load);
  for (Bytecode code : {Bytecode::iload_0, Bytecode::fload_0, Bytecode::aload_0}) set_n(code, Token::load_n);
  for (Bytecode code : {Bytecode::lload, Bytecode::dload}) set(code, Token::wide_load);
  for (Bytecode code : {Bytecode::lload_0, Bytecode::dload_0}) set_n(code, Token::wide_load_n);
  for (Bytecode code : {Bytecode::istore, Bytecode::fstore, Bytecode::astore}) set(code, Token::store);
  for (Bytecode code : {Bytecode::lstore, Bytecode::dstore}) set(code, Token::wide_store);
  for (Bytecode code : {Bytecode::lstore_0, Bytecode::dstore_0}) set_n(code, Token::wide_store_n);
  for (Bytecode code : {Bytecode::iaload, Bytecode::faload, Bytecode::aaload}) set(code, Token::iaload);
  for (int n = -1; n <= 5; n++) tokens[static_cast<size_t>(static_cast<uint8_t>(Bytecode::iconst_0) + n)] = Token::const_n;
  set(Bytecode::invokevirtual, Token::invokevirtual);
  set(Bytecode::dup, Token::dup);
  set(Bytecode::dmul, Token::dmul);
  set(Bytecode::iadd, Token::iadd);
  set(Bytecode::ladd, Token::ladd);
  set(Bytecode::dadd, Token::dadd);
  set(Bytecode::iinc, Token::iinc);
  set(Bytecode::goto_, Token::goto_);
  set(Bytecode::arraylength, Token::arraylength);
  set(Bytecode::if_icmpge, Token::if_icmpge);
  tokens[static_cast<uint8_t>(Quick::getfield_i)] = Token::getfield_i;
  tokens[static_cast<uint8_t>(Quick::getfield_a)] = Token::getfield_a;
  tokens[static_cast<uint8_t>(Quick::getfield_j)] = Token::getfield_j;
  return tokens;
}
constexpr std::array<Token, 256> kTokens = make_tokens();

// What the opcode of a short form says: the n of load_n and its like.
uint8_t short_value(Token token, uint8_t opcode) {
  if (token == Token::const_n) return static_cast<uint8_t>(opcode - static_cast<uint8_t>(Bytecode::iconst_m1));
  if (token == Token::load_n || token == Token::wide_load_n) return (opcode - static_cast<uint8_t>(Bytecode::iload_0)) & 3;
  if (token == Token::wide_store_n) return (opcode - static_cast<uint8_t>(Bytecode::lstore_0)) & 3;
  return 0;
}
bool is_short(Token token) {
  return token == Token::const_n || token == Token::load_n || token == Token::wide_load_n || token == Token::wide_store_n;
}

struct Instruction {
  uint16_t bci;
  Token token;
  bool is_target;
};

const Combination* find_combination(const Instruction* first, const Instruction* end) {
  const Combination* best = nullptr;
  for (const Combination& c : kCombinations) {
    if (c.parts[0] != first->token || static_cast<size_t>(end - first) < c.size()) continue;
    bool fits = best == nullptr || c.size() > best->size();
    for (size_t i = 1; fits && i < c.size(); i++) fits = first[i].token == c.parts[i] && !first[i].is_target;
    if (fits) best = &c;
  }
  return best;
}

void write(const Combination& combination, const Instruction* first, uint8_t* copy) {
  uint8_t operands = short_value(first[0].token, copy[first[0].bci]);
  operands |= static_cast<uint8_t>(short_value(first[1].token, copy[first[1].bci]) << 4);
  if (is_short(first[0].token) || is_short(first[1].token)) copy[first[1].bci] = operands;
  copy[first[0].bci] = combination.code;
}

}  // namespace

void combine_instructions(std::span<const uint8_t> original, std::span<const ExceptionHandler> handlers, uint8_t* copy) {
  std::vector<bool> is_target(original.size());
  std::vector<Instruction> instructions;
  instructions.reserve(original.size() / 2 + 1);
  auto mark = [&](uint32_t bci) {
    if (bci < is_target.size()) is_target[bci] = true;
  };
  for (BytecodeIterator it(original); !it.at_end(); it.next()) {
    it.for_each_target(mark);
    instructions.push_back({static_cast<uint16_t>(it.bci()), kTokens[copy[it.bci()]], false});
  }
  for (const ExceptionHandler& handler : handlers) mark(handler.handler_bci);
  for (Instruction& instruction : instructions) instruction.is_target = is_target[instruction.bci];
  const Instruction* end = instructions.data() + instructions.size();
  for (const Instruction* i = instructions.data(); i != end;) {
    const Combination* combination = i->token == Token::other ? nullptr : find_combination(i, end);
    if (combination == nullptr) {
      i++;
      continue;
    }
    write(*combination, i, copy);
    i += combination->size();
  }
}

}  // namespace kiln
