// `vm-classdump [--json] FILE.class...`: class files as bytes and meaning side by side, whole ones and broken ones.
//
// The tree comes from the walker (walker.h), which goes on behind mistakes as long as it can. What the VM says about the
// file is told at the end: its parser (classloader/parse) with all checks, and how far it had read.
//
// Exit code: 0 all files are well formed, 1 some are not, 2 some cannot be read.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "classloader/parse/class_parser.h"
#include "tools/classdump/print.h"
#include "tools/classdump/walker.h"
#include "tools/show/json_text.h"

namespace {

using namespace kiln;

int dump(const char* path, bool json, bool first) {
  std::ifstream in(path, std::ios::binary);
  std::vector<uint8_t> file((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in.is_open() || in.bad()) {
    fmt::print(stderr, "vm-classdump: cannot read {}\n", path);
    return 2;
  }
  classdump::Node root = classdump::Walker(file).walk();
  classfile::ParsedClass parsed;
  classfile::ParseError error;
  classfile::ParseOptions options;
  options.enable_preview = true;
  bool fine = classfile::parse_class(file, options, &parsed, &error);
  std::string verdict = "well formed";
  if (!fine) {
    std::string kind = classfile::throwable_class(error.kind);
    std::replace(kind.begin(), kind.end(), '/', '.');
    verdict = fmt::format("{}: {} (having read to byte {})", kind, error.message, error.byte_offset);
  }
  if (json) {
    fmt::print("{}{{\"file\": {}, \"verdict\": {}, \"well_formed\": {}, \"offset\": {}, \"tree\":\n", first ? "" : ",\n",
               show::json_string(path), show::json_string(verdict), fine, fine ? file.size() : error.byte_offset);
    classdump::print_json(stdout, file, root);
    fmt::print("}}");
  } else {
    fmt::print("{}\n", path);
    classdump::print_text(stdout, file, root);
    fmt::print("{}: {}\n", path, verdict);
  }
  return fine ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  bool json = argc > 1 && std::string_view(argv[1]) == "--json";
  int files = json ? 2 : 1;
  if (files >= argc || std::string_view(argv[files]).starts_with("--")) {
    fmt::print(stderr, "usage: vm-classdump [--json] FILE.class...\nShows class files as bytes and meaning side by side.\n");
    return 2;
  }
  int worst = 0;
  if (json) fmt::print("[\n");
  for (int i = files; i < argc; i++) worst = std::max(worst, dump(argv[i], json, i == files));
  if (json) fmt::print("\n]\n");
  return worst;
}
