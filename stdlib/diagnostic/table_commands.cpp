// VM.stringtable, VM.symboltable, VM.metaspace: how large the VM's tables and spaces are.
#include <fmt/format.h>

#include <cmath>
#include <string>

#include "stdlib/diagnostic/command_functions.h"
#include "vm/base/meta_space.h"
#include "vm/exec/java_string.h"
#include "vm/meta/class.h"
#include "vm/meta/known.h"
#include "vm/meta/symbol.h"

namespace kiln::diagnostic {

namespace {

// Statistics of a table with open addressing: a bucket holds one entry or none.
std::string statistics(std::string_view name, size_t buckets, size_t bucket_bytes, size_t entries, size_t literal_bytes) {
  double load = buckets == 0 ? 0 : static_cast<double>(entries) / static_cast<double>(buckets);
  double variance = load * (1 - load);
  double average = entries == 0 ? 0 : static_cast<double>(literal_bytes) / static_cast<double>(entries);
  std::string text = fmt::format("{} statistics:\n", name);
  text += fmt::format("Number of buckets       : {:9} = {:9} bytes, each {}\n", buckets, buckets * bucket_bytes, bucket_bytes);
  text += fmt::format("Number of entries       : {:9} = {:9} bytes, each {}\n", entries, 0, 0);
  text += fmt::format("Number of literals      : {:9} = {:9} bytes, avg {:7.3f}\n", entries, literal_bytes, average);
  text += fmt::format("Total footprint         : {:>9} = {:9} bytes\n", "", buckets * bucket_bytes + literal_bytes);
  text += fmt::format("Average bucket size     : {:9.3f}\n", load);
  text += fmt::format("Variance of bucket size : {:9.3f}\n", variance);
  text += fmt::format("Std. dev. of bucket size: {:9.3f}\n", std::sqrt(variance));
  text += fmt::format("Maximum bucket size     : {:9}\n", entries == 0 ? 0 : 1);
  return text;
}

std::string human(size_t bytes) {
  const auto amount = static_cast<double>(bytes);
  if (bytes >= size_t{1} << 30) return fmt::format("{:.2f} GB", amount / (size_t{1} << 30));
  if (bytes >= size_t{1} << 20) return fmt::format("{:.2f} MB", amount / (1 << 20));
  return fmt::format("{:.2f} KB", amount / 1024);
}

}  // namespace

Expected<void> print_string_table(Thread& t, const Arguments& arguments, std::string* answer) {
  const Known& known = *t.vm().known;
  StringTable& table = *t.vm().strings;
  size_t bytes = 0;
  std::string all = "VERSION: 1.1\n";
  const bool is_verbose = arguments.flag("-verbose");
  table.for_each([&](Object* string) {
    Object* value = load_ref(string, known.java_lang_String_value).get();
    bytes += string->klass()->shape.instance_size + static_cast<size_t>(value->array_length()) + 16;
    if (!is_verbose) return;
    std::string text = string_to_utf8(known, string);
    all += fmt::format("{}: {}\n", text.size(), text);
  });
  *answer += is_verbose ? all : statistics("StringTable", table.capacity(), StringTable::kEntryBytes, table.count(), bytes);
  return {};
}

Expected<void> print_symbol_table(Thread& t, const Arguments& arguments, std::string* answer) {
  const SymbolTable& table = *t.vm().symbols;
  size_t bytes = 0;
  // The second number is a count of references in the reference VM, which says 65535 of what is never freed.
  std::string all = "VERSION: 1.1\n";
  const bool is_verbose = arguments.flag("-verbose");
  table.for_each([&](const Symbol& symbol) {
    bytes += SymbolTable::symbol_bytes(symbol.view().size());
    if (is_verbose) all += fmt::format("{} 65535: {}\n", symbol.view().size(), symbol.view());
  });
  *answer += is_verbose ? all : statistics("SymbolTable", table.capacity(), sizeof(uint64_t), table.count(), bytes);
  return {};
}

Expected<void> print_metaspace(Thread& t, const Arguments& arguments, std::string* answer) {
  for (const char* option : {"show-loaders", "show-classes", "by-chunktype", "by-spacetype", "vslist", "chunkfreelist"}) {
    if (!arguments.flag(option)) continue;
    *answer += fmt::format("VM.metaspace {} is not supported: Kiln's metaspace has no chunks and keeps no books of each loader\n", option);
    return {};
  }
  const MetaSpace &data = *t.vm().meta_space, &classes = *t.vm().class_space;
  auto line = [&](std::string_view name, size_t bytes) { *answer += fmt::format("{:>12} {:>12} used.\n", name, human(bytes)); };
  *answer += "\n\nUsage:\n";
  line("Non-class:", data.used_bytes());
  line("Class:", classes.used_bytes());
  line("Both:", data.used_bytes() + classes.used_bytes());
  auto space = [&](std::string_view name, size_t reserved, size_t committed) {
    size_t percent = reserved == 0 ? 0 : committed * 100 / reserved;
    *answer += fmt::format("{:>18} {:>14} reserved, {:>14} ({:>3}%) committed.\n", name, human(reserved), human(committed),
                           percent == 0 && committed != 0 ? "<1" : std::to_string(percent));
  };
  *answer += "\nVirtual space:\n";
  space("Non-class space:", data.reserved_bytes(), data.committed_bytes());
  space("Class space:", classes.reserved_bytes(), classes.committed_bytes());
  space("Both:", data.reserved_bytes() + classes.reserved_bytes(), data.committed_bytes() + classes.committed_bytes());
  const auto limit = static_cast<size_t>(t.vm().flags.max_metaspace_size);
  *answer += fmt::format("\nMaxMetaspaceSize: {}\nCompressedClassSpaceSize: {}\n", limit == 0 ? "unlimited" : human(limit),
                         human(classes.reserved_bytes()));
  return {};
}

}  // namespace kiln::diagnostic
