// Every script under every plan, as it is and while everything is moved again and again.
#include <algorithm>

#include "tests/gc-scripts/script.h"

namespace kiln::test {
namespace {

struct Mode {
  const char* name;
  HeapFlags flags;
};

std::vector<Mode> modes() {
  std::vector<Mode> modes;
  for (bool moves : {false, true}) {
    HeapFlags flags;
    flags.verify_heap = true;
    flags.stress_gc_interval = moves ? 331 : 0;
    flags.use_generational = false;
    modes.push_back({moves ? "CopyingMoving" : "Copying", flags});
    flags.use_generational = true;
    flags.concurrent_mark = false;
    modes.push_back({moves ? "GenerationalMoving" : "Generational", flags});
    flags.stress_concurrent_mark = true;
    modes.push_back({moves ? "MarkingBesideMoving" : "MarkingBeside", flags});
  }
  return modes;
}

std::vector<std::filesystem::path> scripts() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(KILN_GC_SCRIPTS)) {
    if (entry.path().extension() == ".gcs") paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  return paths;
}

class GcScript : public testing::TestWithParam<std::tuple<std::filesystem::path, Mode>> {};

TEST_P(GcScript, Holds) {
  const auto& [path, mode] = GetParam();
  Script script(path);
  if (!script.is_for(mode.flags)) GTEST_SKIP() << "not for this plan";
  script.run(mode.flags);
}

INSTANTIATE_TEST_SUITE_P(All, GcScript, testing::Combine(testing::ValuesIn(scripts()), testing::ValuesIn(modes())), [](const auto& info) {
  std::string name = std::get<0>(info.param).stem().string() + "_" + std::get<1>(info.param).name;
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace kiln::test
