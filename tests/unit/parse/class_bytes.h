// tests/unit/parse/class_bytes.h - builds small class files byte by byte.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "classloader/parse/parsed_class.h"

namespace kiln::test {

class ByteWriter {
 public:
  ByteWriter& u1(unsigned v) {
    bytes_.push_back(static_cast<uint8_t>(v));
    return *this;
  }
  ByteWriter& u2(unsigned v) { return u1(v >> 8).u1(v & 0xff); }
  ByteWriter& u4(uint32_t v) { return u2(v >> 16).u2(v & 0xffff); }
  ByteWriter& raw(const std::vector<uint8_t>& v) {
    bytes_.insert(bytes_.end(), v.begin(), v.end());
    return *this;
  }
  ByteWriter& text(std::string_view v) {
    bytes_.insert(bytes_.end(), v.begin(), v.end());
    return *this;
  }
  const std::vector<uint8_t>& bytes() const { return bytes_; }
  size_t size() const { return bytes_.size(); }

 private:
  std::vector<uint8_t> bytes_;
};

// A class file in the making: constants are added on demand, members and attributes are given as bytes.
class ClassBytes {
 public:
  explicit ClassBytes(std::string_view name = "T", std::string_view super = "java/lang/Object") {
    this_class = klass(name);
    super_class = super.empty() ? 0 : klass(super);
  }

  uint16_t constant(const ByteWriter& entry, int slots = 1) {
    pool_.raw(entry.bytes());
    auto index = static_cast<uint16_t>(pool_count_);
    pool_count_ += static_cast<unsigned>(slots);
    return index;
  }
  uint16_t utf8(std::string_view s) { return constant(ByteWriter().u1(1).u2(static_cast<unsigned>(s.size())).text(s)); }
  uint16_t klass(std::string_view name) { return constant(ByteWriter().u1(7).u2(utf8(name))); }
  uint16_t string(std::string_view s) { return constant(ByteWriter().u1(8).u2(utf8(s))); }
  uint16_t integer(uint32_t v) { return constant(ByteWriter().u1(3).u4(v)); }
  uint16_t long_(uint64_t v) {
    return constant(ByteWriter().u1(5).u4(static_cast<uint32_t>(v >> 32)).u4(static_cast<uint32_t>(v)), 2);
  }
  uint16_t name_and_type(std::string_view name, std::string_view type) {
    return constant(ByteWriter().u1(12).u2(utf8(name)).u2(utf8(type)));
  }
  uint16_t member(unsigned tag, std::string_view owner, std::string_view name, std::string_view type) {
    return constant(ByteWriter().u1(tag).u2(klass(owner)).u2(name_and_type(name, type)));
  }
  ByteWriter attribute(std::string_view name, const ByteWriter& body) {
    return ByteWriter().u2(utf8(name)).u4(static_cast<uint32_t>(body.size())).raw(body.bytes());
  }
  ByteWriter code(unsigned max_stack, unsigned max_locals, const std::vector<uint8_t>& instructions,
                  const ByteWriter& handlers = {}, const std::vector<ByteWriter>& attributes = {}) {
    ByteWriter body;
    body.u2(max_stack).u2(max_locals).u4(static_cast<uint32_t>(instructions.size())).raw(instructions);
    body.u2(static_cast<unsigned>(handlers.size() / 8))
        .raw(handlers.bytes())
        .u2(static_cast<unsigned>(attributes.size()));
    for (const ByteWriter& a : attributes) body.raw(a.bytes());
    return attribute("Code", body);
  }
  void interface(uint16_t index) { interfaces_.push_back(index); }
  void field(unsigned f, std::string_view name, std::string_view type, const std::vector<ByteWriter>& attributes = {}) {
    add_member(fields_, f, name, type, attributes);
    field_count_++;
  }
  void method(unsigned f, std::string_view name, std::string_view type,
              const std::vector<ByteWriter>& attributes = {}) {
    add_member(methods_, f, name, type, attributes);
    method_count_++;
  }
  void class_attribute(const ByteWriter& a) { attributes_.push_back(a); }

  std::vector<uint8_t> bytes() const {
    ByteWriter out;
    out.u4(0xcafebabe).u2(minor).u2(major).u2(pool_count_).raw(pool_.bytes());
    out.u2(flags).u2(this_class).u2(super_class).u2(static_cast<unsigned>(interfaces_.size()));
    for (uint16_t i : interfaces_) out.u2(i);
    out.u2(field_count_).raw(fields_.bytes()).u2(method_count_).raw(methods_.bytes());
    out.u2(static_cast<unsigned>(attributes_.size()));
    for (const ByteWriter& a : attributes_) out.raw(a.bytes());
    return out.bytes();
  }

  uint16_t minor = 0, major = 61, flags = 0x21, this_class, super_class;

 private:
  void add_member(ByteWriter& out, unsigned member_flags, std::string_view name, std::string_view type,
                  const std::vector<ByteWriter>& attributes) {
    out.u2(member_flags).u2(utf8(name)).u2(utf8(type)).u2(static_cast<unsigned>(attributes.size()));
    for (const ByteWriter& a : attributes) out.raw(a.bytes());
  }
  ByteWriter pool_, fields_, methods_;
  unsigned pool_count_ = 1, field_count_ = 0, method_count_ = 0;
  std::vector<uint16_t> interfaces_;
  std::vector<ByteWriter> attributes_;
};

}  // namespace kiln::test
